"""The world of the sandbox: people, chats, messages, the bot's updates, the clock and the mailbox. No web in it.

Everything that changes is noted as an event with a number that only grows (`seq`), also over restarts; whoever waits
for something waits for the next event. All writes reach the store before anybody is told.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import orjson
from telegram import Message

from bot.sandbox import cast
from bot.sandbox.clock import Clock
from bot.sandbox.desk_side import DeskSide
from bot.sandbox.errors import Mistake
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.limits import Limits
from bot.sandbox.mailbox import Mailbox
from bot.sandbox.postbox import Carrier, Postbox
from bot.sandbox.store import Store
from bot.sandbox.updates import Updates

Json = dict[str, Any]
KEPT_EVENTS = 5000
SEQ_BLOCK = 10_000


class World:
    """All state; plain dicts in the Bot API's words, so that what is kept is what is sent."""

    def __init__(self, folder: Path | None = None, *, limits: bool = True) -> None:
        self.store = Store(folder)
        self.events: deque[Json] = deque(maxlen=KEPT_EVENTS)
        self.seq = int(time.time() * 1000)
        self._changed = asyncio.Event()
        self.closing = False
        self.faults = Faults()
        self.limits = Limits(limits)
        self.desk = DeskSide()
        self.carrier = Carrier(lambda: self.postbox, self.desk)
        self._wake_up()

    def _wake_up(self) -> None:
        """Read everything from the store; a new one gets the first cast."""
        store = self.store
        self.clock = Clock(store)
        self.files = Files(store)
        self.updates = Updates(store)
        self.mailbox = Mailbox(store, self.clock, self.note)
        self.postbox = Postbox(store, self.clock, self.note)
        self.people: dict[int, Json] = {int(k): v for k, v in store.load("people").items()}
        self.chats: dict[int, Json] = {int(k): v for k, v in store.load("chats").items()}
        self.callbacks: dict[str, Json] = store.load("callbacks")
        self.answers: dict[str, asyncio.Event] = {}
        self.inline: dict[str, Json] = {}
        self.bot: Json = store.load("bot")
        self.messages: dict[int, dict[int, Json]] = {}
        for key, record in store.load("messages").items():
            chat_id, message_id = key.split("/")
            self.messages.setdefault(int(chat_id), {})[int(message_id)] = record
        # A chat in which nothing was said has its place too.
        self.messages = {chat: dict(sorted(self.messages.get(chat, {}).items())) for chat in self.chats}
        self._counters: Json = store.load("counters")
        self._seq_floor = int(self._counters.get("seq", 0))
        self.seq = max(self.seq, self._seq_floor)
        if not self.people:
            with store.together():
                for person in cast.people():
                    self.keep_person(person)
                self.keep_chat(cast.staff_chat())
                self.bot["staff_chat_id"] = cast.STAFF_CHAT_ID
                store.save("bot", "staff_chat_id", cast.STAFF_CHAT_ID)

    # Events

    def note(self, kind: str, **facts: Any) -> int:
        """Tell whoever waits that something has changed; returns its number."""
        self.seq += 1
        if self.seq > self._seq_floor:
            # Numbers are set aside in blocks: the next start begins after the block, whatever was not written down.
            self._seq_floor = self.seq + SEQ_BLOCK
            self._counters["seq"] = self._seq_floor
            self.store.save("counters", "seq", self._seq_floor)
        self.events.append({"seq": self.seq, "kind": kind, **facts})
        self._changed.set()
        self._changed = asyncio.Event()
        return self.seq

    async def changed(self, wait: float) -> bool:
        """Wait for the next event; False after `wait` seconds without one."""
        try:
            async with asyncio.timeout(wait):
                await self._changed.wait()
        except TimeoutError:
            return False
        return True

    def count(self, name: str, first: int = 1) -> int:
        """The next number of a series that survives restarts."""
        value = int(self._counters.get(name, first - 1)) + 1
        self._counters[name] = value
        self.store.save("counters", name, value)
        return value

    # People and chats

    @property
    def staff_chat_id(self) -> int:
        """The staff group's id now: a migration changes it."""
        return int(self.bot["staff_chat_id"])

    def keep_person(self, person: Json) -> None:
        """Store a person and their private chat with the bot."""
        person_id = person["user"]["id"]
        self.people[person_id] = person
        self.store.save("people", person_id, person)
        names = {k: person["user"].get(k) for k in ("first_name", "last_name", "username")}
        self.keep_chat({**self.chats.get(person_id, {}), "id": person_id, "type": "private", **names})

    def keep_chat(self, chat: Json) -> None:
        self.chats[chat["id"]] = chat
        self.store.save("chats", chat["id"], chat)
        self.messages.setdefault(chat["id"], {})

    def user(self, user_id: int) -> Json:
        """User, as it stands in a Message."""
        user: Json = cast.BOT if user_id == cast.BOT_ID else self.people[user_id]["user"]
        return user

    def status(self, chat: Json, user_id: int) -> str:
        """A member's status in a group: creator, administrator, member, left, kicked."""
        return str(chat.get("members", {}).get(str(user_id), "left"))

    def is_in(self, chat: Json, user_id: int) -> bool:
        if chat["type"] == "private":
            return bool(chat["id"] == user_id)
        return self.status(chat, user_id) in cast.PRESENT

    # Messages

    def next_message_id(self, chat: Json) -> int:
        """Private chats and plain groups share the bot's numbers; a supergroup has its own, from 1."""
        return self.count(f"message/{chat['id']}" if chat["type"] == "supergroup" else "message")

    def record(self, chat_id: int, message_id: int) -> Json | None:
        return self.messages.get(chat_id, {}).get(message_id)

    def post(self, chat: Json, sender: int, content: Json, *, keyboard: Json | None = None, **extra: Any) -> Json:
        """A new message in a chat; returns its record. `content` holds the Message's fields beyond the usual ones.

        A reply keyboard is no part of a Message: it stays beside it, as the chat's keyboard.
        """
        raw = {
            "message_id": self.next_message_id(chat),
            "from": self.user(sender),
            "chat": cast.chat_json(chat),
            "date": self.clock.stamp(),
            **content,
        }
        record: Json = {"message": built(raw), "seq": 0, **extra}
        if keyboard:
            record["keyboard"] = keyboard
        self.messages[chat["id"]][raw["message_id"]] = record
        self._keep(chat["id"], record, "message")
        if keyboard and "force_reply" not in keyboard:
            shown = None if keyboard.get("remove_keyboard") else {**keyboard, "message_id": raw["message_id"]}
            self.show_keyboard(chat, shown)
        return record

    def show_keyboard(self, chat: Json, keyboard: Json | None) -> None:
        """Set or take away the reply keyboard at the bottom of a chat."""
        if chat.get("keyboard") != keyboard:
            self.keep_chat({**chat, "keyboard": keyboard})
            self.note("chat", chat=self.chat_face(self.chats[chat["id"]]))

    def change(self, record: Json, content: Json, *, drop: tuple[str, ...] = (), edited: bool = True) -> Json:
        """A message with other content; `edited` sets its edit date."""
        raw = {key: value for key, value in record["message"].items() if key not in drop} | content
        if edited:
            raw["edit_date"] = self.clock.stamp()
        record["message"] = built(raw)
        self._keep(raw["chat"]["id"], record, "edited")
        return record

    def react(self, record: Json, who: int, reaction: list[Json]) -> None:
        """Set somebody's reactions on a message."""
        record.setdefault("reactions", {})[str(who)] = reaction
        self._keep(record["message"]["chat"]["id"], record, "edited")

    def _keep(self, chat_id: int, record: Json, kind: str) -> None:
        record["seq"] = self.seq + 1
        self.store.save("messages", f"{chat_id}/{record['message']['message_id']}", record)
        self.note(kind, chat=chat_id, message=face(record))

    def delete(self, chat_id: int, message_id: int) -> None:
        self.messages[chat_id].pop(message_id)
        self.store.drop("messages", f"{chat_id}/{message_id}")
        self.note("deleted", chat=chat_id, message_id=message_id)

    # How it looks from outside

    def chat_face(self, chat: Json) -> Json:
        """A chat for the person-side API, without its messages."""
        members = [{**self.user(int(k)), "status": v} for k, v in chat.get("members", {}).items()]
        return {**chat, "members": members, "staff": chat["id"] == self.staff_chat_id}

    def person_face(self, person: Json) -> Json:
        facts = {key: person[key] for key in ("phone", "started", "blocked")}
        return {**person["user"], **facts, "staff": self.is_in(self.chats[self.staff_chat_id], person["user"]["id"])}

    def state(self) -> Json:
        """Everything at once, for `GET /sandbox/state`."""
        return {
            "seq": self.seq,
            "clock": self.clock.face(),
            "limits": self.limits.on,
            "bot": cast.BOT,
            "staff_chat_id": self.staff_chat_id,
            "topics": bool(self.bot.get("topics")),
            "commands": self.bot.get("commands", {}),
            "descriptions": self.bot.get("descriptions", {}),
            "people": [self.person_face(p) for p in self.people.values()],
            "chats": [
                {**self.chat_face(chat), "messages": [face(r) for r in self.messages[chat["id"]].values()]}
                for chat in self.chats.values()
            ],
            "letters": self.mailbox.faces(),
            "written": self.postbox.letters,
            "desk": self.desk.address,
            "refused": self.mailbox.refused,
        }

    async def news(self, after: int, wait: float) -> Json:
        """Events newer than `after`, waiting up to `wait` seconds; `reset` tells to read the state again."""
        if self.seq <= after and not self.closing:
            await self.changed(wait)
        oldest = self.events[0]["seq"] if self.events else self.seq + 1
        if after > self.seq or after < oldest - 1:
            return {"seq": self.seq, "reset": after != self.seq, "events": []}
        return {"seq": self.seq, "events": [event for event in self.events if event["seq"] > after]}

    def person(self, person_id: object) -> Json:
        """A person by id or first name. Raises Mistake naming who there is."""
        for known_id, person in self.people.items():
            if str(person_id) in {str(known_id), person["user"]["first_name"]}:
                return person
        there = ", ".join(f"{p['user']['first_name']} {i}" for i, p in self.people.items())
        raise Mistake(f'"person" must be the id or first name of one of: {there}')

    def fail_next(self, method: str, **how: Any) -> None:
        """Let the next call of a Bot API method fail; `how` is what Faults.add takes."""
        self.faults.add(method, **how)

    def reset(self) -> None:
        """Forget everything and begin with the first cast; waiting polls go on."""
        old_clock, old_updates, old_bot = self.clock, self.updates, self.bot
        self.store.empty()
        self._wake_up()
        # The desk is still connected as it was, and its updates' numbers never begin anew.
        self.updates.resume(old_updates)
        for shelf in ("commands", "descriptions", "short_descriptions", "topics"):
            if shelf in old_bot:
                self.bot[shelf] = old_bot[shelf]
                self.store.save("bot", shelf, old_bot[shelf])
        old_clock.release()
        old_updates.release()
        self.note("reset")

    def release(self) -> None:
        """Let everybody who waits go: the server stops."""
        self.closing = True
        self.clock.release()
        self.updates.release()
        for waiting in (*self.answers.values(), *(held["answered"] for held in self.inline.values())):
            waiting.set()
        self._changed.set()


def face(record: Json) -> Json:
    """A message for the person-side API: Telegram's Message and what only people see."""
    extra = {key: value for key, value in record.items() if key != "message"}
    return {**record["message"], **extra}


# PTB sends these service flags always; Telegram only when they are true.
_FLAGS = ("delete_chat_photo", "group_chat_created", "supergroup_chat_created", "channel_chat_created")


_taken_as_they_are: set[Hashable] = set()
"""Shapes that PTB takes, and gives back unchanged."""


def built(raw: Json) -> Json:
    """The Message as python-telegram-bot builds it; a keyboard and entities stay the request's own JSON.

    PTB is the second opinion on the form, but it may be older than the Bot API and then loses newer fields. It looks at the
    names, never at the words: of each shape it is asked once.
    """
    shape = _shape(raw)
    if shape in _taken_as_they_are:
        same: Json = orjson.loads(orjson.dumps(raw))
        return same
    message = Message.de_json(raw, None)
    assert message is not None
    form: Json = orjson.loads(orjson.dumps(message.to_dict()))
    for flag in _FLAGS:
        if not form.get(flag):
            form.pop(flag, None)
    for own in ("reply_markup", "entities", "caption_entities"):
        if raw.get(own):
            form[own] = raw[own]
    # The message that was answered was built before.
    if "reply_to_message" in raw:
        form["reply_to_message"] = raw["reply_to_message"]
    if form == raw:
        _taken_as_they_are.add(shape)
    return form


def _shape(value: Any) -> Hashable:
    """What is left of a JSON value without its words and numbers: names, types, and what is empty."""
    if isinstance(value, dict):
        return frozenset((name, _shape(inner)) for name, inner in value.items())
    if isinstance(value, list):
        return (list, frozenset(map(_shape, value)))
    return (type(value), bool(value))
