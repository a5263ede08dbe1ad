"""Replies at random: whatever staff reply to, and however, no word of theirs reaches a person it was not meant for."""

from __future__ import annotations

import os
import random
import re

import pytest

from bot.sandbox.person import Json, Person
from tests.stories.conftest import Town
from tests.stories.quickly import registered

REPLIES = int(os.environ.get("STORY_REPLIES", "60"))
"""How many; a thousand take some minutes."""
NUMBER = re.compile(r"BAR-\d{6}")
MAILS = {"Анна": "anna@romashka.example", "John": "john@vector.example", "Пётр": "petr@luch.example"}


@pytest.mark.parametrize("forum", [False, True], ids=["plain", "forum"])
async def test_no_word_reaches_a_wrong_person(town: Town) -> None:
    """Three requesters with two requests each; two of staff reply to cards, calls, lists, marks, each other and to nothing."""
    await town.anna.stage.do("people", {"first_name": "Пётр", "language_code": "ru"})
    people = {name: Person.of(town.sandbox, name) for name in MAILS}
    owners: dict[str, str] = {}
    for _ in range(2):
        for name, person in people.items():
            owners[await registered(town, person, email=MAILS[name], name=f"{name} Иванович")] = name
    await town.boris.says("/queue")
    await town.boris.says("Кто сегодня на линии?")
    await town.settled()
    chance = random.Random(5)
    meant: dict[str, set[str]] = {}
    for n in range(REPLIES):
        words = f"слово {n:04} конец"
        who, other = chance.choice([(town.boris, "@olga_petrova"), (town.olga, "@boris_ivanov")])
        shown = town.boris.messages()
        near = chance.choice([m for m in shown if _about(m)] if chance.random() < 0.5 else shown)
        thread = near.get("message_thread_id")
        to = near if chance.random() < 0.8 else None
        internal = chance.random() < 0.2
        said = f"{chance.choice(['//', other])} {words}" if internal else words
        allowed = _about(to) | (_of_topic(town, thread) if thread and _is_desks(to) else set())
        meant[words] = set() if internal else {owners[number] for number in allowed}
        await Person(who.stage, who.id, thread=thread).says(said, reply_to=to)
        if n % 10 == 9:
            await town.settled()
    await town.settled()

    heard = {name: "\n".join(str(m.get("text")) for m in person.messages()) for name, person in people.items()}
    mailed = {name: "\n".join(one["text"] for one in town.mailbox.letters(MAILS[name])) for name in MAILS}
    wrong, sent = [], 0
    for words, allowed_to in meant.items():
        reached = {name for name in MAILS if words in heard[name] or words in mailed[name]}
        sent += bool(reached)
        wrong += [(words, sorted(reached), sorted(allowed_to))] if reached - allowed_to else []
    assert wrong == []
    assert sent > REPLIES / 10


def _is_desks(message: Json | None) -> bool:
    """Whether it is no reply, or one to the desk's words."""
    return message is None or bool(message["from"]["is_bot"])


def _of_topic(town: Town, thread: int) -> set[str]:
    """The request whose topic it is."""
    topics = town.boris.stage.chat(town.boris.chat).get("topics", {})
    return set(NUMBER.findall(topics[str(thread)]["name"]))


def _about(message: Json | None) -> set[str]:
    """The requests that a message of the desk's names."""
    if message is None or not message["from"]["is_bot"]:
        return set()
    return set(NUMBER.findall(message.get("text", "")))
