"""The library: how somebody comes to the articles of the FAQ in a story, and what was counted of them."""

from __future__ import annotations

from bot.sandbox.person import Json, Person
from domain.ports import Desk
from domain.usecases.faq import FOUND
from tests.stories.conftest import ANNA, Town
from tests.stories.moves import begins


async def told(town: Town, description: str) -> None:
    """Anna's first intake up to her problem."""
    await begins(town)
    for n, words in enumerate([*list(ANNA.values())[:5], description], start=1):
        await town.anna.sees_new(f"{n} из 7")
        await town.anna.says(words)


async def counted(town: Town, name: str = "printer.ru") -> tuple[int, int]:
    """How often an article was offered, and helped."""
    slug, _, language = name.partition(".")

    def look(desk: Desk) -> tuple[int, int]:
        article = desk.articles.get(slug, language)
        assert article is not None
        return article.offered, article.helped

    return await town.app.clerk.read(look)


def found(desk: Desk) -> int:
    return desk.counters.get(FOUND)


def now(who: Person, message: Json) -> Json:
    return next(m for m in who.messages() if m["message_id"] == message["message_id"])
