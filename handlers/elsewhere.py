"""Elsewhere: groups that are not the staff's. In a customer's one `/ticket` makes a draft; everything else said there is left alone."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from datetime import datetime

from aiogram import Router
from aiogram.filters import BaseFilter, Command, CommandObject
from aiogram.types import Chat, ChatMemberUpdated, Message, User

from domain.answers import clean
from domain.people import Speaker
from domain.ports import Clerk, Desk
from domain.refusals import NotStaff
from domain.regulation import Regulation
from domain.usecases.bind_group import bind, forget_group, is_bound, is_lead, set_posts, unbind
from domain.usecases.from_group import draft_from_group
from domain.usecases.staff import chat_link, group_moved
from handlers.filters import HasFile
from handlers.requester.conversation import file_of
from handlers.speaker import speaker, speaker_of
from handlers.staff.membership import INSIDE
from handlers.view import groups
from handlers.view.say import Methods, reply
from handlers.view.words import _, speaking, supported

router = Router(name="elsewhere")

MOST, SPAN, REMEMBERED = 10, 60.0, 1024
"""So many answers to a group in so many seconds (monotonic), lest somebody make the desk flood it; of so many groups."""


class Patience:
    """How often each group was answered of late."""

    def __init__(self) -> None:
        self._answered: OrderedDict[int, deque[float]] = OrderedDict()

    def lasts(self, chat: int) -> bool:
        """Whether the group may be answered once more; if so that is counted."""
        now = time.monotonic()
        answered = self._answered.setdefault(chat, deque(maxlen=MOST))
        self._answered.move_to_end(chat)
        if len(self._answered) > REMEMBERED:
            self._answered.popitem(last=False)
        if len(answered) == MOST and answered[0] > now - SPAN:
            return False
        answered.append(now)
        return True


class Mentions(BaseFilter):
    """The desk is called by its name."""

    async def __call__(self, event: Message, clerk: Clerk) -> bool:
        text, entities = event.text or event.caption or "", event.entities or event.caption_entities or []
        called = [entity.extract_from(text).lower() for entity in entities if entity.type == "mention"]
        own = any(e.user is not None and event.bot is not None and e.user.id == event.bot.id for e in entities)
        return own or (bool(called) and (await clerk.read(_name)).lower() in called)


class Moves(BaseFilter):
    """The group becomes a supergroup with another id."""

    async def __call__(self, event: Message) -> bool:
        return event.migrate_to_chat_id is not None


@router.message(Moves())
async def on_moved(event: Message, clerk: Clerk) -> None:
    """What is known of the group goes along; of one that is no customer's nothing is."""
    old = str(event.chat.id)
    if await clerk.read(is_bound, chat=old):
        await clerk.do(group_moved, old=old, new=str(event.migrate_to_chat_id))


@router.message(Command("ticket"))
async def on_ticket(
    event: Message, command: CommandObject, clerk: Clerk, patience: Patience, arrived_at: datetime
) -> Methods:
    """As a reply: a draft of that message for its author. With words of one's own: a draft for the writer."""
    if not patience.lasts(event.chat.id):
        return []
    with speaking(_language(event.from_user)):
        if not await clerk.read(is_bound, chat=str(event.chat.id)):
            return groups.not_here(event, *await clerk.read(_ways))
        about, text = _meant(event, command)
        if about is None:
            return groups.how_here(event)
        author = about.from_user
        if author is None or author.is_bot or about.sender_chat is not None:
            return groups.nobody_wrote(event)
        has_file = await HasFile()(about)
        if not text and not has_file:
            return groups.nothing_to_take(event)
        done = await clerk.do(
            draft_from_group,
            author=_author(author, event.chat, about, arrived_at),
            message=str(about.message_id),
            text=text,
            file=file_of(about) if has_file else None,
        )
        return groups.offered(event, done)


@router.message(Command("bind"))
async def on_bind(event: Message, command: CommandObject, clerk: Clerk, arrived_at: datetime) -> Methods:
    """A lead says whose group it is. To anybody who is no staff the command does not exist."""
    if event.sender_chat is not None:
        return []
    by, title = speaker_of(event, arrived_at), clean(event.chat.title or "", lines=False)
    try:
        done = await clerk.do(bind, by=by, title=title, which=command.args or "")
    except NotStaff:
        return []
    link = await clerk.read(chat_link)
    with speaking(by.language):
        return groups.now_bound(event, done, link)


@router.message(Command("unbind"))
async def on_unbind(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    if event.sender_chat is not None:
        return []
    by = speaker_of(event, arrived_at)
    try:
        await clerk.do(unbind, by=by)
    except NotStaff:
        return []
    with speaking(by.language):
        return [reply(event, _("This group is tied to nobody any more."))]


@router.message(Command("posts"))
async def on_posts(event: Message, command: CommandObject, clerk: Clerk, arrived_at: datetime) -> Methods:
    """`/posts on`, `/posts off`."""
    if event.sender_chat is not None:
        return []
    by, wanted = speaker_of(event, arrived_at), (command.args or "").strip().lower()
    with speaking(by.language):
        if wanted not in ("on", "off"):
            return [reply(event, "/posts on, /posts off")] if await clerk.read(is_lead, by=by) else []
        try:
            group = await clerk.do(set_posts, by=by, on=wanted == "on")
        except NotStaff:
            return []
        return [reply(event, groups.posts_words(group))]


@router.message(Mentions())
async def on_mention(event: Message, clerk: Clerk, patience: Patience) -> Methods:
    """Whoever calls the desk by its name hears where requests are taken; nothing of what they said is kept."""
    if not patience.lasts(event.chat.id):
        return []
    with speaking(_language(event.from_user)):
        if await clerk.read(is_bound, chat=str(event.chat.id)):
            return groups.how_here(event)
        return groups.not_here(event, *await clerk.read(_ways))


@router.message()
async def on_other_talk(event: Message) -> None:
    """Not ours: it is neither answered nor kept, nor marked as read."""


@router.my_chat_member()
async def on_own_place(event: ChatMemberUpdated, clerk: Clerk, arrived_at: datetime) -> Methods:
    """The desk was added by a lead, who is told how to go on; or removed, and forgets the group."""
    chat = str(event.chat.id)
    if event.new_chat_member.status not in INSIDE:
        if await clerk.read(_is_known, chat=chat):
            await clerk.do(forget_group, chat=chat)
        return []
    by = speaker(event.from_user, event.chat, arrived_at)
    if event.old_chat_member.status in INSIDE or not await clerk.read(is_lead, by=by):
        return []
    with speaking(by.language):
        return groups.how_to_bind(event.chat.id)


def _meant(event: Message, command: CommandObject) -> tuple[Message | None, str]:
    """Which message is to become a draft, and its words; in a forum each message replies to the one that opened its topic."""
    to = event.reply_to_message
    if to is not None and to.forum_topic_created is None:
        return to, to.text or to.caption or ""
    own = (command.args or "").strip()
    return (event, own) if own or event.photo or event.document else (None, "")


def _author(user: User, chat: Chat, about: Message, arrived_at: datetime) -> Speaker:
    return speaker(user, chat, min(about.date, arrived_at))


def _language(user: User | None) -> str:
    return supported(user.language_code if user else None)


def _name(desk: Desk) -> str:
    """@name of the desk's own account."""
    return "@" + chat_link(desk).rpartition("/")[2]


def _ways(desk: Desk) -> tuple[Regulation, str]:
    return desk.regulation, chat_link(desk)


def _is_known(desk: Desk, *, chat: str) -> bool:
    return desk.groups.get("telegram", chat) is not None
