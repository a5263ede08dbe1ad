"""Things: what people send besides words, pictures and documents, each as Telegram would describe it."""

from __future__ import annotations

import secrets
from typing import Any

from bot.sandbox.errors import Mistake
from bot.sandbox.world import World

Json = dict[str, Any]

MADE_UP = b"no real sound or picture: "
"""Begins the content of what is sent without a file."""


def thing(world: World, kind: str, asked: Json) -> Json:
    """The fields of a Message that carries this kind; `asked` may hold facts of it, such as `duration` or `question`.

    A kind that nobody knows is sent as it stands, with the facts given: Telegram will have new ones.
    """
    make = _KINDS.get(kind)
    facts = {key: value for key, value in asked.items() if key not in _OTHERS}
    if make is None:
        if not kind.isidentifier():
            raise Mistake('"kind" must be a name such as "voice" or "poll"')
        return {kind: facts or {"id": secrets.token_hex(4)}}
    return {kind: make(world, facts)}


_OTHERS = ("person", "chat", "kind", "reply_to", "caption")


def _held(folder: str, suffix: str, **usual: Any) -> Any:
    """A maker of something that is a file."""

    def make(world: World, facts: Json) -> Json:
        body = MADE_UP + secrets.token_bytes(8)
        return world.files.add_media(folder, body, suffix, {**usual, **facts})

    return make


def _told(**usual: Any) -> Any:
    """A maker of something that is no file."""
    return lambda _world, facts: {**usual, **facts}


def _poll(_world: World, facts: Json) -> Json:
    options = [
        {"text": str(text), "voter_count": 0, "persistent_id": str(n)}
        for n, text in enumerate(facts.get("options", ["Да", "Нет"]))
    ]
    usual = {"id": secrets.token_hex(8), "question": "Работает?", "total_voter_count": 0, "is_closed": False}
    usual |= {"is_anonymous": True, "type": "regular", "allows_multiple_answers": False}
    usual |= {"allows_revoting": True, "members_only": False}
    return {**usual, **facts, "options": options}


def _venue(_world: World, facts: Json) -> Json:
    place = {"latitude": facts.pop("latitude", 55.75), "longitude": facts.pop("longitude", 37.61)}
    return {"location": place, "title": "Склад", "address": "ул. Складская, 1", **facts}


def _checklist(_world: World, facts: Json) -> Json:
    tasks = [{"id": n, "text": str(text)} for n, text in enumerate(facts.get("tasks", ["Включить", "Проверить"]), 1)]
    return {"title": "Список", **facts, "tasks": tasks}


_KINDS: dict[str, Any] = {
    "voice": _held("voice", ".oga", duration=12, mime_type="audio/ogg"),
    "audio": _held("music", ".mp3", duration=95, title="Запись", mime_type="audio/mpeg"),
    "video": _held("videos", ".mp4", duration=34, width=640, height=360, mime_type="video/mp4"),
    "video_note": _held("video_notes", ".mp4", duration=7, length=240),
    "animation": _held("animations", ".mp4", duration=3, width=320, height=240, file_name="кот.mp4"),
    "sticker": _held(
        "stickers", ".webp", type="regular", width=512, height=512, is_animated=False, is_video=False, emoji="🤔"
    ),
    "location": _told(latitude=55.75, longitude=37.61),
    "venue": _venue,
    "contact": _told(phone_number="+79990001122", first_name="Пётр"),
    "dice": _told(emoji="🎲", value=5),
    "poll": _poll,
    "checklist": _checklist,
}
