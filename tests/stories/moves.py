"""Moves that people make in many stories: an intake as any regulation asks it, and what staff do."""

from __future__ import annotations

from typing import Any

from bot.sandbox.person import Json, Person
from domain.regulation import load
from tests.stories.conftest import ANNA, Town
from tests.stories.seen import is_forum

ANSWERS = ANNA | {
    "contact": "Телеграм @anna",
    "subject": "Не видно корзину",
    "details": "нет",
    "site": "shop.example.org",
    "version": "2.4",
    "link": "https://portal.example.org/doc/5",
}
BURST = ("Здравствуйте!", "Не печатает принтер", "на втором этаже", "мигает лампа 🙈", "Помогите, пожалуйста")


async def begins(town: Town, *, first: bool = True) -> None:
    """Start, or another time /new; up to what comes after the consent."""
    await town.anna.says("/start" if first else "/new")
    if first:
        await town.anna.sees_new("согл")
        await town.anna.presses("Даю согласие")


async def registers(
    town: Town,
    preset: str,
    *,
    kind: int = 0,
    impact: int = -1,
    head: bool = False,
    first: bool = True,
    parts: int = 1,
    **changed: str,
) -> str:
    """An intake as this regulation asks it, by the kind and impact with those places; returns the number.

    `parts`: so many problems are seen in it, and registered separately; the number is then one of theirs.
    """
    await answers_all(town, preset, kind=kind, impact=impact, head=head, first=first, parts=parts, **changed)
    anna = town.anna
    await anna.sees_new("Проверьте")
    await anna.presses(f"Отправить заявки ({parts})" if parts > 1 else "Отправить заявку")
    told = await anna.sees_new("Заявка зарегистрирована")
    await town.settled()
    return str(told["text"]).split(" · ")[0]


async def answers_all(
    town: Town,
    preset: str,
    *,
    kind: int = 0,
    impact: int = -1,
    head: bool = False,
    first: bool = True,
    attach: bytes | None = None,
    parts: int = 1,
    until: str = "",
    **changed: str,
) -> None:
    """The same up to the summary, or only up to the field that is answered last."""
    rules, anna = load(preset), town.anna
    answers = ANSWERS | ({} if first else {"description": town.another()}) | changed
    await begins(town, first=first)
    if first and rules.demand("acceptance"):
        await anna.sees_new("действует с")
        await anna.presses("Принимаю")
    if rules.demand("faq_first"):
        await anna.sees_new("http")
        await anna.presses("Не нашлось, дальше")
    answers |= {field.key: "anna@romashka.example" for field in rules.fields if field.kind == "email"} | changed
    asked = await town.confirms(anna, rules, answers)
    kinds = [rules.kinds[kind].label.in_("ru")] if rules.kinds else []
    if kinds and rules.kind_first:
        await anna.sees_new("О чём заявка?")
        await anna.presses(kinds[0])
    if rules.protected:
        await anna.sees_new("Это касается")
        await anna.presses("Ничего из этого")
    await town.answers(anna, asked, answers, parts=parts, until=until)
    if until:
        return
    if kinds and not rules.kind_first:
        await anna.sees_new("О чём заявка?")
        await anna.presses(kinds[0])
    if rules.impacts:
        await anna.sees_new("Насколько")
        await anna.presses(rules.impacts[impact].label.in_("ru"))
    if rules.queue.head:
        await anna.sees_new(rules.queue.head.ask.in_("ru"))
        await anna.presses((rules.queue.head.yes if head else rules.queue.head.no).in_("ru"))
    for n in range(2, parts + 1):
        if kinds:
            await anna.sees_new(f"Заявка {n} из {parts}", "О чём заявка?")
            await anna.presses(kinds[0])
        if rules.impacts:
            await anna.sees_new(f"Заявка {n} из {parts}", "Насколько")
            await anna.presses(rules.impacts[impact].label.in_("ru"))
    if rules.attachments.max_count:
        await anna.sees_new("Скриншоты")
        if attach:
            await anna.attaches(attach)
            await anna.sees_new("1 файл")
        await anna.presses("Готово" if attach else "Без файлов")


async def asks(town: Town, question: str) -> None:
    """Boris asks the requester of the newest ticket."""
    await town.boris.presses("Спросить")
    prompt = await town.boris.sees_new("вопросом по")
    await town.boris.says(question, reply_to=prompt)
    await town.settled()


async def completes(town: Town, answer: str) -> None:
    """Boris completes the newest ticket with this answer."""
    await town.boris.presses("Завершить")
    prompt = await town.boris.sees_new("итоговым ответом")
    await town.boris.says(answer, reply_to=prompt)
    await town.settled()


async def presses_more(who: Person, caption: str) -> Json:
    """A seldom move of the newest card: behind «Ещё…»."""
    await who.presses("Ещё…")
    return await who.presses(caption)


async def answers(who: Person, number: str, words: str) -> Json:
    """Somebody of staff answers the requester: by a reply to the card, or in a forum by writing in the ticket's topic."""
    if is_forum(who):
        return await who.in_topic(number).says(words)
    return await who.says(words, reply_to=next(m for m in reversed(who.messages()) if _is_card(m, number)))


async def hears_of(who: Person, number: str, *words: str) -> Json:
    """Staff hear of a new ticket, with these words: by a call, or in a forum by a list in General; its card tells the rest."""
    if not is_forum(who):
        return await who.sees(f"Новая заявка {number}", *words)
    await who.sees(" нов", f"\n{number} · ")
    return await who.sees(number, *words)


async def asks_about(town: Town, number: str, words: str) -> None:
    """Борис asks the requester of a ticket something."""
    shown = next(m for m in reversed(town.boris.messages()) if _is_card(m, number))
    await town.boris.presses("Спросить", on=shown)
    ask = await town.boris.sees_new(f"вопросом по {number}")
    await town.boris.says(words, reply_to=ask)
    await town.anna.sees("У нас вопрос", words)
    await town.settled()


def _is_card(message: dict[str, Any], number: str) -> bool:
    text = str(message.get("text"))
    return text.startswith(number) and "Заявителю: " in text


async def at_description(town: Town) -> None:
    """An intake up to the question for the description."""
    await town.anna.says("/start")
    await town.anna.sees_new("персональных данных")
    await town.anna.presses("Даю согласие")
    for n, words in enumerate(list(ANNA.values())[:5], start=1):
        await town.anna.sees_new(f"{n} из 7")
        await town.anna.says(words)
    await town.anna.sees_new("6 из 7")


async def to_summary(town: Town) -> str:
    """From the question for the steps to the summary; what it says."""
    anna = town.anna
    await anna.sees("7 из 7")
    await town.settled()
    await anna.says(ANNA["steps"])
    for caption in ("Что-то не работает", "частично", "Без файлов"):
        await town.settled()
        await anna.presses(caption)
    return str((await anna.sees_new("Проверьте"))["text"])


async def ends_intake(town: Town, *summary: str) -> None:
    """From the question for the steps to the number; the summary holds these words."""
    text = await to_summary(town)
    assert all(words in text for words in summary), text
    await town.anna.presses("Отправить заявку")
    await town.anna.sees_new("Заявка зарегистрирована")
    await town.settled()
