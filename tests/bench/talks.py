"""Talks: what people say to a bot, and what they must hear. An echo says the same; a desk asks its next question."""

from __future__ import annotations

from typing import Any, Protocol

import orjson

from domain.regulation import Regulation
from tests.bench.telegram import Line, Person, Wrong, pressed, written

PHRASE = "Не печатает принтер на втором этаже, мигает красная лампа ({id}, {n})"


class Talk(Protocol):
    """A way to talk. `answers`: how many a person gives, None if there is no end."""

    answers: int | None

    def greets(self, line: Line, person: Person) -> bool:
        """Say the next of what comes before the answers; False if nothing is left to say."""

    def answer(self, person: Person) -> tuple[str, int]:
        """What they say next, and how many messages they hear then."""

    def check(self, person: Person) -> None:
        """What they heard is what they should have; else Wrong."""


class EchoTalk:
    """Whatever is said comes back."""

    answers: int | None = None

    def greets(self, line: Line, person: Person) -> bool:
        return False

    def answer(self, person: Person) -> tuple[str, int]:
        return PHRASE.format(id=person.id, n=person.step), 1

    def check(self, person: Person) -> None:
        said = PHRASE.format(id=person.id, n=person.step)
        if [message["text"] for message in person.heard] != [said]:
            raise Wrong(f"the echo of «{said}» was {person.heard}")


class IntakeTalk:
    """The intake of a request: Start, the consent, then an answer to each of the text fields of the regulation."""

    def __init__(self, regulation: Regulation) -> None:
        self.fields = [(f.key, f.label.in_("ru")) for f in regulation.fields]
        self.answers: int | None = len(self.fields)
        if [key for key, _ in self.fields] != list(given(0)):
            raise Wrong("the regulation asks for other fields than the bench can answer")

    def greets(self, line: Line, person: Person) -> bool:
        if person.draft:
            self._asks(person, 0)
            return False
        if not person.heard:
            line.bring(person, "message", written(person, "/start"), due=2)
            return True
        button = _keyboard(person.heard[-1])["inline_keyboard"][0][0]["callback_data"]
        person.draft = button.split(":")[1]
        line.bring(person, "callback_query", pressed(person, button), due=1)
        return True

    def answer(self, person: Person) -> tuple[str, int]:
        key = self.fields[person.step][0]
        # The keyboard below the chat is taken away by a message of its own once the last field is answered.
        return given(person.id)[key], 1 if person.step + 1 < len(self.fields) else 2

    def check(self, person: Person) -> None:
        if person.step + 1 < len(self.fields):
            self._asks(person, person.step + 1)
        elif "О чём заявка?" not in person.heard[-1]["text"]:
            raise Wrong(f"after the last field {person.id} heard «{person.heard[-1]['text'][:80]}»")

    def _asks(self, person: Person, step: int) -> None:
        asked = f"<b>{step + 1} из {len(self.fields)} · {self.fields[step][1]}</b>"
        if not person.heard[-1]["text"].startswith(asked):
            raise Wrong(f"instead of «{asked}» {person.id} heard «{person.heard[-1]['text'][:80]}»")


def given(person_id: int) -> dict[str, str]:
    """A person's answers, no two people's alike, in the form in which the register keeps them."""
    return {
        "organization": f"ООО «Ромашка {person_id}»",
        "name": f"Соколова Анна Сергеевна ({person_id})",
        "position": f"Главный бухгалтер, отдел {person_id}",
        "phone": f"+7916{person_id % 10**7:07}",
        "email": f"anna.{person_id}@romashka.example",
        "description": PHRASE.format(id=person_id, n="с утра"),
        "steps": f"Открыть документ {person_id}, нажать «Печать», ничего не происходит",
    }


def _keyboard(message: dict[str, Any]) -> dict[str, Any]:
    """The keyboard of a message: text in a form, an object in JSON."""
    keyboard = message["reply_markup"]
    found: dict[str, Any] = orjson.loads(keyboard) if isinstance(keyboard, str) else keyboard
    return found
