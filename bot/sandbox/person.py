"""People of a story: they say, press, attach, and wait for what they should see.

    anna, boris = Person.of(sandbox, "Анна"), Person.of(sandbox, "Борис")
    await anna.says("/start")
    await anna.sees("Здравствуйте")
    await anna.presses("Даю согласие")

They live in the sandbox's own process, or act over HTTP (`await RemoteStage.open(url)`); a story reads the same.
Waiting is for the world's next event, never for a moment that ought to suffice.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from bot.sandbox.deeds import DEEDS, pressing, saying
from bot.sandbox.keyboards import buttons
from bot.sandbox.schema import Upload
from bot.sandbox.world import World, face

Json = dict[str, Any]
Attachment = Path | str | bytes | tuple[str, bytes]

USUAL_WAIT = 10.0  # seconds


class Stage(Protocol):
    """Where a story happens: in this process or behind HTTP."""

    @property
    def seq(self) -> int: ...
    @property
    def staff_chat_id(self) -> int: ...
    def people(self) -> list[Json]: ...
    def chat(self, chat_id: int) -> Json: ...
    def messages(self, chat_id: int) -> list[Json]: ...
    def letters(self) -> list[Json]: ...
    async def changed(self, wait: float) -> bool: ...
    async def do(self, deed: str, asked: Json) -> Json: ...
    async def attach(self, asked: Json, files: list[Upload]) -> Json: ...


class HasWorld(Protocol):
    @property
    def world(self) -> World: ...


class LocalStage:
    """The sandbox in this process."""

    def __init__(self, world: World) -> None:
        self.world = world

    @property
    def seq(self) -> int:
        return self.world.seq

    @property
    def staff_chat_id(self) -> int:
        return self.world.staff_chat_id

    def people(self) -> list[Json]:
        return [self.world.person_face(person) for person in self.world.people.values()]

    def chat(self, chat_id: int) -> Json:
        return self.world.chats[chat_id]

    def messages(self, chat_id: int) -> list[Json]:
        return [face(record) for record in self.world.messages[chat_id].values()]

    def letters(self) -> list[Json]:
        return self.world.mailbox.faces()

    async def changed(self, wait: float) -> bool:
        return await self.world.changed(wait)

    async def do(self, deed: str, asked: Json) -> Json:
        return await DEEDS[deed](self.world, asked)

    async def attach(self, asked: Json, files: list[Upload]) -> Json:
        return await saying.attach(self.world, asked, files)


class Person:
    """Somebody in one chat: a requester with the bot, or a member of staff in the staff group."""

    def __init__(self, stage: Stage, who: int | str, *, chat: int | None = None, thread: int | None = None) -> None:
        self.stage = stage
        self.thread = thread
        found = [p for p in stage.people() if who in (p["id"], p["first_name"])]
        if not found:
            raise LookupError(f"nobody is called {who!r}; there are {[p['first_name'] for p in stage.people()]}")
        self.id: int = found[0]["id"]
        self.name: str = found[0]["first_name"]
        self._chat = chat
        self._staff: bool = found[0]["staff"]
        self._since = 0

    @classmethod
    def of(cls, sandbox: HasWorld, who: int | str, *, chat: int | None = None) -> Person:
        """A person of a sandbox in this process; staff stand in the staff group unless a chat is named."""
        return cls(LocalStage(sandbox.world), who, chat=chat)

    @property
    def chat(self) -> int:
        """The chat this person acts in; the staff group's id follows its migration."""
        if self._chat is not None:
            return self._chat
        return self.stage.staff_chat_id if self._staff else self.id

    def alone(self) -> Person:
        """The same person in their private chat with the bot."""
        return Person(self.stage, self.id, chat=self.id)

    def in_topic(self, *words: str) -> Person:
        """The same person in the topic whose name holds all the words: they write there, and see what stands there."""
        topics = self.stage.chat(self.chat).get("topics", {})
        found = [key for key, topic in topics.items() if all(word in topic["name"] for word in words)]
        if not found:
            raise AssertionError(
                f"{self.name} has no topic {words!r}; there are {[t['name'] for t in topics.values()]}"
            )
        return Person(self.stage, self.id, chat=self.chat, thread=int(found[-1]))

    # What they do

    async def says(self, text: str, reply_to: Json | int | None = None) -> Json:
        """Send a text, perhaps as a reply to a message. Returns the message."""
        return await self._does("say", text=text, reply_to=_id(reply_to))

    async def edits(self, message: Json | int, text: str) -> Json:
        """Change one of their own messages."""
        return await self._does("edit", message_id=_id(message), text=text)

    async def reacts(self, message: Json | int, emoji: str) -> Json:
        """Put a reaction on a message; an empty one takes it back."""
        return await self._does("react", message_id=_id(message), emoji=emoji)

    async def shares_contact(self, phone: str | None = None) -> Json:
        """Send their own contact, as the button of a reply keyboard does."""
        return await self._does("contact", phone=phone)

    async def sends(
        self, kind: str, *, caption: str | None = None, reply_to: Json | int | None = None, **facts: Any
    ) -> Json:
        """Send a voice, video, sticker, location, poll... or a kind that nobody knows yet. Returns the message."""
        return await self._does("send", kind=kind, caption=caption, reply_to=_id(reply_to), **facts)

    async def attaches(
        self,
        *what: Attachment,
        as_: str = "photo",
        caption: str | None = None,
        reply_to: Json | int | None = None,
        album: str | None = None,
    ) -> list[Json]:
        """Send files: paths, bytes, or (name, bytes); more than one, or parts of an `album`, go as one. Returns the messages."""
        files = [_upload(one, number, as_) for number, one in enumerate(what, 1)]
        asked = {"person": self.id, "chat": self.chat, "as": as_, "caption": caption, "reply_to": _id(reply_to)}
        asked["album"] = album
        asked["thread"] = self.thread
        self._since = self.stage.seq
        sent = await self.stage.attach({k: v for k, v in asked.items() if v is not None}, files)
        return list(sent["messages"])

    async def presses(self, caption: str, *, on: Json | int | None = None, wait: float = pressing.ANSWER_WAIT) -> Json:
        """Press the button with this caption (all of it, or else a part) on the newest message that has one.

        Under a message: returns what the bot answered, {"answered", "text", "show_alert", "url"}, after `wait` seconds
        {"answered": false}. On the reply keyboard: says the caption or shares the contact, returns that message.
        """
        message, button = self._button(caption, _id(on))
        if message is None:
            if button.get("request_contact"):
                return await self.shares_contact()
            return await self.says(button["text"])
        chosen = {"data": button["callback_data"]} if "callback_data" in button else {"text": button["text"]}
        return await self._does("press", message_id=message["message_id"], wait=wait, **chosen)

    async def asks_inline(self, query: str, *, wait: float = pressing.ANSWER_WAIT) -> Json:
        """Type `@bot query` somewhere; returns what the bot answers: {"answered", "query_id", "results", "button", ...}."""
        return await self.stage.do("inline", {"person": self.id, "query": query, "wait": wait})

    async def sends_inline(self, answer: Json, result: str) -> Json:
        """Choose one of the results: the message it makes goes to this person's chat."""
        chosen = {"person": self.id, "chat": self.chat, "query_id": answer["query_id"], "result": result}
        return await self.stage.do("inline/choose", chosen)

    async def blocks_the_bot(self, blocked: bool = True) -> None:
        """Block the bot, or take that back."""
        await self._does("block", blocked=blocked)

    async def _does(self, deed: str, **asked: Any) -> Json:
        self._since = self.stage.seq
        given = {key: value for key, value in asked.items() if value is not None}
        return await self.stage.do(deed, {**self._place(), **given})

    def _place(self) -> Json:
        place: Json = {"person": self.id, "chat": self.chat}
        return place | {"thread": self.thread} if self.thread else place

    def _button(self, caption: str, message_id: int | None) -> tuple[Json | None, Json]:
        """The message and the button; None for the message when it is on the reply keyboard."""
        keyboard = self.stage.chat(self.chat).get("keyboard") or {}
        for fits in (str.__eq__, str.__contains__):
            for message in reversed(self.messages()):
                if message_id is not None and message["message_id"] != message_id:
                    continue
                if keyboard.get("message_id") == message["message_id"]:
                    for button in buttons(keyboard):
                        if fits(button["text"], caption):
                            return None, button
                for button in buttons(message.get("reply_markup")):
                    if fits(button["text"], caption):
                        return message, button
        if message_id is None:
            for button in buttons(keyboard):  # its message may have been deleted
                if button["text"] == caption:
                    return None, button
        raise AssertionError(f"{self.name} sees no button {caption!r}\n{self.transcript()}")

    # What they see

    def messages(self) -> list[Json]:
        """All messages of the chat, oldest first, as they are now: Telegram's Message with `seq`, `reactions`, `silent`."""
        here = self.stage.messages(self.chat)
        return [m for m in here if m.get("message_thread_id") == self.thread] if self.thread else here

    def captions(self) -> list[str]:
        """The captions of all buttons this person could press now, newest message first."""
        found = [button["text"] for button in buttons(self.stage.chat(self.chat).get("keyboard"))]
        for message in reversed(self.messages()):
            found.extend(button["text"] for button in buttons(message.get("reply_markup")))
        return found

    async def sees(self, *words: str, timeout: float = USUAL_WAIT) -> Json:  # noqa: ASYNC109 - reads as a story
        """Wait for a message of somebody else that holds all the words; returns the newest such message."""
        return await self._waits(words, 0, timeout)

    async def sees_new(self, *words: str, timeout: float = USUAL_WAIT) -> Json:  # noqa: ASYNC109 - reads as a story
        """The same, among messages that came or changed since this person last did something here."""
        return await self._waits(words, self._since, timeout)

    async def sees_one_of(self, *choices: str, timeout: float = USUAL_WAIT) -> str:  # noqa: ASYNC109 - reads as a story
        """Wait for a new message that holds one of these words; returns the words that came, the first of them if several."""
        loop = asyncio.get_running_loop()
        until = loop.time() + timeout
        while True:
            for words in choices:
                if self._find((words,), self._since) is not None:
                    return words
            left = until - loop.time()
            if left <= 0 or not await self.stage.changed(left):
                raise AssertionError(
                    f"{self.name} waited {timeout:g} s and sees none of {choices!r}:\n{self.transcript()}"
                )

    def does_not_see(self, *words: str) -> None:
        """Raise AssertionError if a message of somebody else holds all the words now."""
        found = self._find(words, 0)
        if found is not None:
            raise AssertionError(f"{self.name} sees {words!r} and should not:\n{self.transcript()}")

    async def _waits(self, words: tuple[str, ...], since: int, wait: float) -> Json:
        loop = asyncio.get_running_loop()
        until = loop.time() + wait
        while True:
            found = self._find(words, since)
            if found is not None:
                return found
            left = until - loop.time()
            if left <= 0 or not (await self.stage.changed(left) or self._find(words, since)):
                new = "anything new with " if since else ""
                raise AssertionError(f"{self.name} waited {wait:g} s and sees not {new}{words!r}:\n{self.transcript()}")

    def _find(self, words: tuple[str, ...], since: int) -> Json | None:
        for message in reversed(self.messages()):
            theirs = message["from"]["id"] != self.id
            if theirs and message["seq"] > since and all(word in said(message) for word in words):
                return message
        return None

    def transcript(self, last: int = 8) -> str:
        """The last messages of the chat, for reading in a failed test."""
        lines = []
        for message in self.messages()[-last:]:
            under = " ".join(f"[{button['text']}]" for button in buttons(message.get("reply_markup")))
            new = "*" if message["seq"] > self._since else " "
            lines.append(f" {new}{message['message_id']} {message['from']['first_name']}: {said(message)} {under}")
        keyboard = " ".join(f"[{b['text']}]" for b in buttons(self.stage.chat(self.chat).get("keyboard")))
        return "\n".join(lines or ["  (no messages)"]) + (f"\n  keyboard: {keyboard}" if keyboard else "")


class MailReader:
    """Whoever reads the mailbox."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    @classmethod
    def of(cls, sandbox: HasWorld) -> MailReader:
        return cls(LocalStage(sandbox.world))

    def letters(self, to: str | None = None) -> list[Json]:
        """Letters, oldest first; `to` is a recipient's address."""
        return [letter for letter in self.stage.letters() if to is None or to.lower() in _lower(letter["recipients"])]

    async def writes(
        self,
        subject: str,
        text: str,
        *,
        by: str,
        to: str = "",
        name: str = "",
        reply_to: Json | None = None,
        attachments: Sequence[tuple[str, bytes]] = (),
    ) -> Json:
        """Somebody writes to the desk, or answers a letter of it; returns what was written, with `taken`."""
        files = [{"name": file, "base64": base64.b64encode(content).decode()} for file, content in attachments]
        asked: Json = {"from": by, "name": name, "to": to, "subject": subject, "text": text, "attachments": files}
        return await self.stage.do("write", asked | ({"reply_to": reply_to["id"]} if reply_to else {}))

    async def hands_in(self, raw: bytes, *, by: str, to: str) -> Json:
        """Somebody's mail program writes these very bytes to the desk."""
        return await self.stage.do("write", {"from": by, "to": to, "raw": base64.b64encode(raw).decode()})

    async def gets(
        self,
        *words: str,
        to: str | None = None,
        after: Json | None = None,
        timeout: float = USUAL_WAIT,  # noqa: ASYNC109 - reads as a story
    ) -> Json:
        """Wait for a letter whose subject, text or HTML holds all the words; returns the newest such letter.

        `after` is an earlier letter: only later ones count. Raises AssertionError that lists the letters.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + timeout
        while True:
            for letter in reversed(self.letters(to)):
                later = after is None or letter["id"] > after["id"]
                whole = f"{letter['subject']}\n{letter['text']}\n{letter['html']}"
                if later and all(word in whole for word in words):
                    return letter
            left = until - loop.time()
            if left <= 0:
                there = [f"  {one['recipients']} {one['subject']!r}" for one in self.letters()]
                raise AssertionError(f"no letter with {words!r} to {to or 'anybody'}:\n" + "\n".join(there[-10:]))
            await self.stage.changed(left)


def said(message: Json) -> str:
    """What a message says: its text or caption, and the names of what it carries."""
    parts = [message.get("text"), message.get("caption")]
    if "document" in message:
        parts.append(f"[{message['document']['file_name']}]")
    if "photo" in message:
        parts.append("[photo]")
    if "contact" in message:
        parts.append(f"[{message['contact']['phone_number']}]")
    return " ".join(part for part in parts if part)


def _lower(words: list[str]) -> list[str]:
    return [word.lower() for word in words]


def _id(message: Json | int | None) -> int | None:
    return int(message["message_id"]) if isinstance(message, dict) else message


def _upload(what: Attachment, number: int, kind: str) -> Upload:
    if isinstance(what, tuple):
        return Upload(what[0], what[1], None)
    if isinstance(what, bytes):
        return Upload(f"file_{number}{'.jpg' if kind == 'photo' else '.bin'}", what, None)
    path = Path(what)
    return Upload(path.name, path.read_bytes(), None)
