"""Described: a message that is no text and no file, in words; every kind there is, and those that are yet to come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiogram.enums import ContentType
from aiogram.types import Message

from domain.answers import clean
from domain.usecases.files import IncomingFile
from domain.usecases.things import Thing
from handlers.view.say import shortened
from handlers.view.words import _

LONGEST = 700
"""UTF-16 units: a poll may have a dozen long options."""
# fmt: off
NOTES = frozenset({
    "new_chat_members", "left_chat_member", "chat_owner_left", "chat_owner_changed", "new_chat_title",
    "new_chat_photo", "delete_chat_photo", "group_chat_created", "supergroup_chat_created",
    "channel_chat_created", "message_auto_delete_timer_changed", "migrate_to_chat_id", "migrate_from_chat_id",
    "pinned_message", "successful_payment", "refunded_payment", "users_shared", "user_shared", "chat_shared",
    "gift", "unique_gift", "gift_upgrade_sent", "connected_website", "write_access_allowed", "passport_data",
    "proximity_alert_triggered", "boost_added", "chat_background_set", "checklist_tasks_done",
    "checklist_tasks_added", "direct_message_price_changed", "forum_topic_created", "forum_topic_edited",
    "forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden",
    "giveaway_created", "giveaway_completed", "managed_bot_created", "paid_message_price_changed",
    "poll_option_added", "poll_option_deleted", "suggested_post_approved", "suggested_post_approval_failed",
    "suggested_post_declined", "suggested_post_paid", "suggested_post_refunded", "video_chat_scheduled",
    "video_chat_started", "video_chat_ended", "video_chat_participants_invited", "web_app_data",
    "community_chat_added", "community_chat_removed", "community_chat_joined",
})
# fmt: on
"""What Telegram itself notes in a chat (service messages): no talk, and no answer."""


def thing_of(event: Message) -> Thing | None:
    """The message as a thing, in the language being spoken; None for what Telegram itself notes in a chat, which is no talk."""
    kind = ContentType(event.content_type)
    caption = event.caption or ""
    if kind in NOTES:
        return None
    describe = _KINDS.get(kind)
    if describe is None:
        name = _unknown(event) if kind is ContentType.UNKNOWN else kind.value.replace("_", " ")
        words = _("A message of the kind «{kind}»").format(kind=name) if name else _("A message of an unknown kind")
        return Thing(name or "unknown", shortened(words, LONGEST), f"telegram:{event.message_id}", caption)
    held: Any = getattr(event, kind.value)
    words = shortened(clean(describe(held), lines=False), LONGEST)
    file = _file(event, kind, held, words)
    return Thing(
        kind.value,
        words,
        file.remote if file else _address(event, kind, held),
        caption,
        str(held.emoji or "") if kind is ContentType.STICKER else "",
        _EXTENSIONS.get(kind, "") if file else "",
        file,
    )


def rich_text(event: Message) -> str:
    """The words of a message that is laid out like a page; empty if there are none."""
    found: list[str] = []

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key in ("text", "caption", "summary", "title") and isinstance(inner, str):
                    found.append(inner)
                else:
                    collect(inner)
        elif isinstance(value, list):
            for inner in value:
                collect(inner) if not isinstance(inner, str) else found.append(inner)

    rich: Any = event.rich_message
    collect(rich.model_dump(mode="json", exclude_none=True).get("blocks") if rich else None)
    return "\n".join(filter(None, (text.strip() for text in found)))


def _unknown(event: Message) -> str:
    """The name of a field that came with the message and that nobody here knows yet."""
    extra = event.model_extra or {}
    structures = [name for name, value in extra.items() if isinstance(value, dict | list)]
    return next(iter([*structures, *extra]), "").replace("_", " ")


def _time(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"


def _lasting(what: str, held: Any, *names: str | None) -> str:
    called = " — ".join(filter(None, names))
    return ", ".join([what + (f" «{called}»" if called else ""), _time(held.duration)])


def _place(held: Any) -> str:
    return ", ".join(f"{angle:.5f}".rstrip("0").rstrip(".") for angle in (held.latitude, held.longitude))


def _location(held: Any) -> str:
    said = _("Live location: {place}") if held.live_period else _("Coordinates: {place}")
    return said.format(place=_place(held))


def _contact(held: Any) -> str:
    name = " ".join(filter(None, [held.first_name, held.last_name]))
    return _("Contact: {name}, {phone}").format(name=name, phone=held.phone_number)


def _poll(held: Any) -> str:
    options = "; ".join(option.text for option in held.options)
    return _("Poll: {question} ({options})").format(question=held.question, options=options)


def _checklist(held: Any) -> str:
    tasks = "; ".join(("☑ " if task.completion_date else "☐ ") + task.text for task in held.tasks)
    return _("Checklist: {title} ({tasks})").format(title=held.title, tasks=tasks)


_KINDS: dict[ContentType, Callable[[Any], str]] = {
    ContentType.VOICE: lambda held: _lasting(_("Voice message"), held),
    ContentType.VIDEO: lambda held: _lasting(_("Video"), held, held.file_name),
    ContentType.VIDEO_NOTE: lambda held: _lasting(_("Round video"), held),
    ContentType.AUDIO: lambda held: _lasting(_("Audio"), held, held.performer, held.title or held.file_name),
    ContentType.LIVE_PHOTO: lambda held: _lasting(_("Live photo"), held),
    ContentType.ANIMATION: lambda held: _lasting(_("Animation"), held, held.file_name),
    ContentType.STICKER: lambda held: _("Sticker {emoji}").format(emoji=held.emoji or ""),
    ContentType.DICE: lambda held: _("Dice {emoji}: {value}").format(emoji=held.emoji, value=held.value),
    ContentType.LOCATION: _location,
    ContentType.VENUE: lambda held: _("Place: {title}, {address} ({place})").format(
        title=held.title, address=held.address, place=_place(held.location)
    ),
    ContentType.CONTACT: _contact,
    ContentType.POLL: _poll,
    ContentType.CHECKLIST: _checklist,
    ContentType.STORY: lambda held: _("Story of «{name}»").format(name=held.chat.full_name),
    ContentType.PAID_MEDIA: lambda held: _("Paid media, {n} ⭐").format(n=held.star_count),
    ContentType.GAME: lambda held: _("Game: {title}").format(title=held.title),
    ContentType.INVOICE: lambda held: _("Invoice: {title}").format(title=held.title),
    ContentType.GIVEAWAY: lambda held: _("Giveaway, prizes: {n}").format(n=held.winner_count),
    ContentType.GIVEAWAY_WINNERS: lambda held: _("Winners of a giveaway: {n}").format(n=held.winner_count),
}
_EXTENSIONS = {
    ContentType.VOICE: "ogg",
    ContentType.VIDEO: "mp4",
    ContentType.VIDEO_NOTE: "mp4",
    ContentType.AUDIO: "mp3",
    ContentType.ANIMATION: "mp4",
    ContentType.STICKER: "webp",
}


def _file(event: Message, kind: ContentType, held: Any, words: str) -> IncomingFile | None:
    if kind not in _EXTENSIONS:
        return None
    name = getattr(held, "file_name", None) or f"{kind.value}-{event.message_id}.{_EXTENSIONS[kind]}"
    album, caption = event.media_group_id or "", event.caption or ""
    return IncomingFile(held.file_id, name, held.file_size or 0, "document", event.message_id, album, caption)


def _address(event: Message, kind: ContentType, held: Any) -> str:
    """Where it is, if it is no file: a place on earth (RFC 5870), else the message itself."""
    at = held.location if kind is ContentType.VENUE else held
    if kind in (ContentType.LOCATION, ContentType.VENUE):
        return f"geo:{at.latitude:.5f},{at.longitude:.5f}"
    return f"telegram:{event.message_id}"
