"""Whoever's Telegram is in Kazakh is spoken to in Kazakh: chat, letters, questions of the regulation, menu."""

from __future__ import annotations

import asyncio
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from bot.sandbox.keyboards import buttons
from bot.sandbox.person import Json, Person, said
from domain.regulation import FOLDER, Regulation, load
from tests.stories.conftest import Town
from tests.stories.moves import asks, completes

LOCALES = Path(__file__).parents[2] / "locales"
AIGUL = {
    "organization": "«Ромашка» ЖШС",
    "name": "Ахметова Айгүл Серікқызы",
    "position": "Бас бухгалтер",
    "phone": "+7 701 123 45 67",
    "email": "aigul@romashka.example",
    "description": "Екінші қабаттағы принтер басып шығармайды, қызыл шам жыпылықтайды",
    "steps": "Құжатты ашу, «Басып шығару» түймесін басу, ештеңе болмайды",
    "link": "https://help.example.org/printer",
}
BOTH = {"Telegram", "VIP", "Frontdesk", "InSales", "Premium"}
"""Names that are the same in any language."""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is told here does not depend on the database."""
    return sqlite_url


async def aigul_of(town: Town) -> Person:
    """Somebody whose Telegram says kk."""
    await town.anna.stage.do("people", {"first_name": "Айгүл", "last_name": "Ахметова", "language_code": "kk"})
    return Person.of(town.sandbox, "Айгүл")


def catalogue(language: str) -> Iterator[str]:
    with (LOCALES / language / "LC_MESSAGES" / "frontdesk.po").open("rb") as source:
        for message in read_po(source, locale=language):
            if message.id:
                yield from message.string if isinstance(message.string, tuple) else (message.string,)


def texts(values: Any, language: str) -> Iterator[str]:
    """Every text of a regulation in that language."""
    if isinstance(values, dict):
        if isinstance(values.get(language), str):
            yield values[language]
        for value in values.values():
            yield from texts(value, language)
    elif isinstance(values, list):
        for value in values:
            yield from texts(value, language)


def fragments(words: Iterator[str]) -> set[str]:
    """What stands between the blanks to fill in, where it is long enough to tell a language by."""
    pieces = (piece.strip(" .,:;()«»—–·•\n") for text in words for piece in re.split(r"\{+\w+\}+", text))
    return {piece for piece in pieces if len(re.findall(r"[^\W\d_]", piece)) >= 5} - BOTH


@cache
def foreign(preset: str) -> re.Pattern[str]:
    """All that the desk and the regulation say in Russian or English and not in Kazakh too."""
    values = tomllib.loads((FOLDER / f"{preset}.toml").read_text(encoding="utf-8"))
    spoken = {code: fragments(catalogue(code)) | fragments(texts(values, code)) for code in ("ru", "en", "kk")}
    known = "\n".join(spoken["kk"])
    strange = sorted((one for one in spoken["ru"] | spoken["en"] if one not in known), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, strange))})(?!\w)")


def in_kazakh_only(preset: str, aigul: Person, letters: list[Json]) -> None:
    """Raise AssertionError if the desk said anything to her in another language."""
    heard = [said(message) for message in aigul.messages() if message["from"]["id"] != aigul.id]
    heard += [button["text"] for m in aigul.messages() for button in buttons(m.get("reply_markup"))]
    heard += [f"{letter['subject']}\n{letter['text']}" for letter in letters]
    assert len(heard) > 10
    strange = [(found[0], text) for text in heard for found in [foreign(preset).search(text)] if found]
    assert strange == []


async def registers(town: Town, aigul: Person, preset: str) -> str:
    """The intake of this regulation from Start to the number."""
    rules = load(preset)
    await aigul.says("/start")
    await aigul.sees_new("Сәлеметсіз бе!")
    await aigul.sees_new("дербес деректеріңізді")
    await aigul.presses("Келісім беремін")
    if rules.demand("faq_first"):
        await aigul.sees_new("http")
        await aigul.presses("Табылмады, әрі қарай")
    if rules.kind_first:
        await chooses_kind(aigul, rules)
    asked = [field for field in rules.fields if not (field.key == "link" and rules.demand("faq_first"))]
    for n, field in enumerate(asked, start=1):
        question = await aigul.sees_new(f"{n} / {len(asked)} · {field.label.in_('kk')}")
        assert field.ask.in_("kk") in said(question)
        await aigul.says(AIGUL[field.key])
    if not rules.kind_first:
        await chooses_kind(aigul, rules)
    if rules.impacts:
        await aigul.sees_new("қаншалықты кедергі келтіреді")
        await aigul.presses(rules.impacts[1].label.in_("kk"))
    if rules.attachments.max_count:
        await aigul.sees_new("Скриншоттар")
        await aigul.presses("Файлсыз")
    await aigul.sees_new("Тексеріп алыңызшы", AIGUL["description"])
    await aigul.presses("Өтінішті жіберу")
    told = await aigul.sees_new("Өтініш тіркелді")
    await town.settled()
    return str(told["text"]).split(" · ")[0]


async def chooses_kind(aigul: Person, rules: Regulation) -> None:
    await aigul.sees_new("Өтініш не туралы?")
    await aigul.presses(rules.kinds[0].label.in_("kk"))


async def test_from_start_to_the_rating_she_hears_kazakh_alone_in_the_chat_and_by_mail(town: Town) -> None:
    """The whole main job; staff work in Russian and write to her in her language."""
    boris, mailbox, aigul = town.boris, town.mailbox, await aigul_of(town)

    number = await registers(town, aigul, "barier")
    letter = await mailbox.gets(f"{number}. Өтініш тіркелді", "Код:", "Хат тақырыбындағы", to=AIGUL["email"])
    await aigul.says(str(letter["text"]).split("Код: ")[1][:6])
    await aigul.sees_new("мекенжайы расталды")

    card = await boris.sees(number, "принтер басып шығармайды")
    await boris.presses("Взять", on=card)
    await aigul.sees_new("Қолға алынды", "Өтінішпен Борис Иванов айналысып жатыр (Регламенттің 7.4-тармағы).")
    await boris.presses("Подтвердить", on=card)
    await aigul.sees_new("2-басымдық (Регламенттің", "Мерзімі:", "(Мәскеу)")
    await asks(town, "Шам қандай түсті?")
    await aigul.sees_new("Сұрағымыз бар", "Жауабыңызды күткенше мерзім есебі тоқтап тұр.")
    await aigul.says("Қызыл")
    await aigul.sees_new(f"{number} өтінішіне қосылды")
    await town.settled()
    await completes(town, "Картридж ауыстырылды")
    await aigul.sees_new(
        "Өтініш аяқталды", "24 сағат ішінде жауап болмаса, өтініш жабылады (Регламенттің 4.9-тармағы)."
    )
    await mailbox.gets(f"{number}. Өтініш аяқталды", "Картридж ауыстырылды", to=AIGUL["email"])

    await aigul.presses("Иә, шешілді")
    await aigul.sees_new("Өтініш жабылды", "Жұмысымызды қалай бағалайсыз")
    await aigul.presses("5 ★")
    await aigul.sees_new("Бағаңызға рақмет!")
    await aigul.says("Тез әрі сыпайы")
    await boris.sees("Оценка ★★★★★", "Тез әрі сыпайы")
    for command in ("/my", "/hours", "/contacts", "/rules", "/help"):
        await aigul.says(command)
        await town.settled()
    in_kazakh_only("barier", aigul, mailbox.letters(AIGUL["email"]))


@pytest.mark.parametrize("city", ["e-doc"], indirect=True)
async def test_the_regulation_of_kazakhstan_is_asked_in_kazakh_with_the_time_of_astana(city: Town) -> None:
    """Its questions, its reasons, the days of its week."""
    aigul = await aigul_of(city)

    number = await registers(city, aigul, "e-doc")
    await city.mailbox.gets(f"{number}. Өтініш тіркелді", to=AIGUL["email"])
    await aigul.says("/hours")
    await aigul.sees_new("Жұмыс уақыты", "Осы аптада: дс–", "Астана")
    await city.settled()

    in_kazakh_only("e-doc", aigul, city.mailbox.letters(AIGUL["email"]))


async def test_the_language_is_changed_by_a_button_and_the_menu_speaks_it(town: Town) -> None:
    """Telegram's own language is only where it begins."""
    await town.anna.says("/language")
    await town.anna.sees_new("На каком языке говорим?")
    await town.anna.presses("Қазақша")
    await town.anna.sees_new("Қазір ашық өтініш жоқ")

    await asyncio.wait_for(town.app.roster.known.wait(), 10)
    assert "Өтініш тіркеу" in str(town.sandbox.world.state()["commands"]["all_private_chats/kk"])
