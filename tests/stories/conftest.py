"""A town for stories: a sandbox, a desk that works in it, and the people everybody knows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.app import App
from bot.mail.lmtp import Slot
from bot.sandbox.person import Json, MailReader, Person
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from domain.answers import Field
from domain.draft import article_field
from domain.regulation import Regulation, load
from tests.stories.articles import ARTICLES

ANNA = {
    "organization": "ООО «Ромашка»",
    "name": "Соколова Анна Сергеевна",
    "position": "Главный бухгалтер",
    "phone": "+7 916 123-45-67",
    "email": "anna@romashka.example",
    "description": "Не печатает принтер на втором этаже, мигает красная лампа",
    "steps": "Открыть документ, нажать «Печать», ничего не происходит",
}

CARD = "Ваши данные"
"""What the desk says over the answers it knows from another time."""
IS_IT = "Это ООО"
"""How the desk asks whether an organization is the customer whose name resembles it."""
LATER = (
    "Не подписывается договор: сервис подписи отвечает ошибкой 500",
    "Письма о новых заказах не приходят покупателям на почту",
    "Отчёт по складу за октябрь пустой, хотя остатки есть",
    "Зависает окно оплаты, клиенты не могут выбрать карту",
    "После обновления пропали фотографии товаров в каталоге",
)
"""What she tells another time: who tells the same again is shown the request there is."""
MORNING = "2026-11-23T10:30:00+03:00"
"""Of an ordinary working Monday by every regulation."""


@dataclass
class Town:
    """Everything a story needs. `settled()` waits until all that was said has been carried out and delivered."""

    sandbox: Sandbox
    app: App
    settings: Settings
    anna: Person = field(init=False)
    boris: Person = field(init=False)
    olga: Person = field(init=False)
    mailbox: MailReader = field(init=False)
    told: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.anna, self.boris, self.olga = (Person.of(self.sandbox, name) for name in ("Анна", "Борис", "Ольга"))
        self.mailbox = MailReader.of(self.sandbox)
        self.sandbox.world.carrier.slot = next(
            (one.address for one in self.app.letters_in if isinstance(one, Slot)), ""
        )

    def another(self) -> str:
        """A problem that was not told yet."""
        self.told += 1
        return LATER[(self.told - 1) % len(LATER)]

    async def settled(self) -> None:
        """Return when all that was said is carried out, delivered and answered."""
        while True:
            await self.sandbox.world.updates.confirmed()
            await self.app.settled()
            if not self.sandbox.world.updates.pending:
                return

    async def forward(self, **span: float) -> None:
        """Move the clock: `forward(hours=24)`."""
        seconds = span.get("hours", 0) * 3600 + span.get("minutes", 0) * 60 + span.get("seconds", 0)
        await self.anna.stage.do("clock", {"forward": seconds})
        await self.settled()

    async def set_clock(self, iso: str) -> None:
        """Move the clock to an instant."""
        await self.anna.stage.do("clock", {"to": iso})
        await self.settled()

    async def answers_all(self, who: Person, *, first: bool = True, **changed: str) -> None:
        """From Start (or, not for the `first` time, /new) to the choice of kind, by typing."""
        await who.says("/start" if first else "/new")
        if first:
            await who.sees_new("персональных данных")
            await who.presses("Даю согласие")
        rules, words = load("barier"), ANNA | ({} if first else {"description": self.another()}) | changed
        asked = await self.confirms(who, rules, words)
        await self.answers(who, asked, words)

    async def answers(
        self, who: Person, asked: list[Field], words: dict[str, str], *, parts: int = 1, until: str = ""
    ) -> None:
        """Type the answers, one by one; whose organization resembles a customer's is asked whether it is that one, and it is.

        `parts`: the words tell of so many problems, and each becomes a request of its own. `until`: the last that is answered.
        """
        for n, one in enumerate(asked, start=1):
            await self._comes(who, f"{n} из {len(asked)}")
            await who.says(words[one.key])
            if parts > 1 and one.key == "steps":
                await who.sees_new("несколько проблем")
                await who.presses(f"Зарегистрировать отдельно ({parts})")
            if one.key == until:
                return

    async def _comes(self, who: Person, what: str) -> Json:
        if await who.sees_one_of(what, IS_IT) == IS_IT:
            await who.presses("Да")
        return await who.sees_new(what)

    async def confirms(self, who: Person, rules: Regulation, answers: dict[str, str]) -> list[Field]:
        """Wait for the first question. If it is the card with what the desk knows from another time, correct what differs
        there, and confirm it. Returns the fields that are still asked for."""
        asked = [one for one in rules.fields if one is not article_field(rules)]
        others = (f"1 из {len(asked)}", "О чём заявка?", "Это касается")
        if await who.sees_one_of(CARD, *others) != CARD:
            return asked
        card = await who.sees_new(CARD)
        known = [one for one in asked if f"✎ {one.label.in_('ru')}" in captions(card)]
        for one in known:
            words = answers[one.key]
            if one.kind != "phone" and f"{one.label.in_('ru')}: {words}" not in card["text"]:
                await who.presses(f"✎ {one.label.in_('ru')}", on=card)
                await who.sees_new(one.ask.in_("ru"))
                await who.says(words)
                card = await self._comes(who, CARD)
        await who.presses("Всё верно", on=card)
        return [one for one in asked if one not in known]

    async def registers(self, who: Person, *, impact: str = "частично", first: bool = True, **changed: str) -> str:
        """A whole intake without files; returns the number."""
        await self.answers_all(who, first=first, **changed)
        await who.sees_new("О чём заявка?")
        await who.presses("Что-то не работает")
        await who.sees_new("Насколько")
        await who.presses(impact)
        await who.sees_new("Скриншоты")
        await who.presses("Без файлов")
        await who.sees_new("Проверьте")
        await who.presses("Отправить заявку")
        told = await who.sees_new("Заявка зарегистрирована")
        await self.settled()
        return str(told["text"]).split(" · ")[0]


def captions(message: Json) -> list[str]:
    """The captions of the buttons under a message."""
    return [one["text"] for line in message.get("reply_markup", {}).get("inline_keyboard", []) for one in line]


@pytest.fixture
def forum(request: pytest.FixtureRequest) -> bool:
    """The shape of the staff group: plain on SQLite, a forum on PostgreSQL, so that each story runs once in each.

    A story about one shape, or about all four combinations, parametrizes it: `@pytest.mark.parametrize("forum", [True])`.
    """
    url: str = request.getfixturevalue("database_url")
    return not url.startswith("sqlite")


@pytest.fixture
async def sandbox(*, forum: bool) -> AsyncIterator[Sandbox]:
    async with Sandbox(None, limits=False, forum=forum) as sandbox:
        yield sandbox


@pytest.fixture
def settings(sandbox: Sandbox, database_url: str, tmp_path: Path) -> Settings:
    return settings_for(sandbox, database_url, tmp_path)


def settings_for(sandbox: Sandbox, database_url: str, folder: Path) -> Settings:
    """A desk that works in the sandbox and keeps its files in this folder."""
    return Settings.load(
        env_file=None,
        bot_token=sandbox.token,
        staff_chat_id=sandbox.staff_chat_id,
        telegram_api_url=sandbox.url,
        database_url=database_url,
        data_dir=folder / "data",
        smtp_url=sandbox.smtp_url,
        mail_from="Поддержка Барьер <support@barier.example>",
        lmtp_listen="127.0.0.1:0",
        clock_url=f"{sandbox.url}/sandbox/clock",
        listen="127.0.0.1:0",
    )


@pytest.fixture
async def town(sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    async with build(settings, limits=False) as app:
        yield await at_work(Town(sandbox, app, settings))


async def at_work(town: Town) -> Town:
    """The desk has learnt who leads and whether the group is a forum, as it has on every day but its first."""
    await town.app.roster.known.wait()
    return town


@asynccontextmanager
async def on_monday(sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    """A desk with these settings, at nine on a Monday."""
    async with build(settings, limits=False) as app:
        town = await at_work(Town(sandbox, app, settings))
        await town.set_clock(MORNING)
        yield town


@pytest.fixture
async def city(request: pytest.FixtureRequest, sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    """A town that works by the regulation the test names."""
    async with on_monday(sandbox, settings.model_copy(update={"regulation": request.param})) as town:
        yield town


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "articles"
    place.mkdir()
    for name, text in ARTICLES.items():
        (place / f"{name}.md").write_text(text, encoding="utf-8")
    return place


@pytest.fixture
async def library(
    request: pytest.FixtureRequest, sandbox: Sandbox, settings: Settings, folder: Path
) -> AsyncIterator[Town]:
    """A town whose desk has articles in a folder; the test may name its regulation."""
    rules = getattr(request, "param", "barier")
    given = settings.model_copy(update={"articles_dir": folder, "regulation": rules})
    async with build(given, limits=False) as app:
        yield await at_work(Town(sandbox, app, given))
