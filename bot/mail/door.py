"""The door of letters: what was read of one goes to the rules, with its files kept and its sender's proof weighed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from bot.files import Store
from bot.logs import where
from bot.mail.address import AddressError, Mailbox, mailbox
from bot.mail.attached import kept_files
from bot.mail.reading.model import Kind, Read, Split
from bot.mail.reading.model import Mailbox as Named
from bot.mail.reading.own_words import without_known
from bot.mail.repeats import Repeats, words_of
from bot.mail.trust import vouched
from domain.customers import proved_by
from domain.incoming import Bounced, Doubt, Incoming, spoken
from domain.letters import Letter
from domain.people import Place, Speaker
from domain.ports import Clerk, Desk
from domain.refusals import Refusal
from domain.terms import AttachmentRules
from domain.usecases.answered_letter import MOST, found
from domain.usecases.letter_again import Compared
from domain.usecases.letter_came import AGAIN, letter_came
from domain.usecases.read_letters import NO_SENDER, give_up
from domain.usecases.telling import MAIL
from handlers.view.form_names import names
from handlers.view.ready import NotReadyError
from handlers.view.refusals import refusal_words
from handlers.view.words import in_each_language

log = logging.getLogger(__name__)

BY_PEOPLE = frozenset({Kind.LETTER, Kind.REPLY})
SEVERAL = "more than one from"
"""How the reader says that a letter names several authors."""
NAME = 120
"""Characters of a sender's name."""
OWN_LETTERS = 3
"""So many of our letters that one names as answered are held against what it quotes."""


class Door:
    """`own`: the desk's address. `server`: the name under which our own mail server vouches for senders; empty: none does.

    `compose`: makes the letter of a parcel, as `handlers.view.letters.compose` does.
    """

    def __init__(
        self,
        clerk: Clerk,
        store: Store,
        own: Mailbox | None,
        server: str = "",
        *,
        compose: Callable[..., Any],
        repeats: Repeats,
    ) -> None:
        self._clerk, self._store, self._server = clerk, store, server
        self._compose, self._repeats = compose, repeats
        self._own = own.address.casefold() if own else ""

    async def __call__(self, letter: Letter, read: Read) -> None:
        """Have a letter that was read become what it is."""
        read = await self._by_group(read)
        sender = _usable(read.sender.address) or _usable(letter.envelope_from)
        if read.kind in BY_PEOPLE and not sender:
            await self._clerk.do(give_up, letter_id=letter.id, why=NO_SENDER, problems=read.problems)
            return
        said = self._said(letter, await self._without_ours(read), sender or read.sender.address)
        while True:
            compared = await self._compared(letter, said, read)
            if read.kind in BY_PEOPLE and read.attachments and not compared.repeats and not said.files:
                files = await kept_files(self._store, read.attachments, await self._clerk.read(_rules))
                said = replace(said, files=files)
            came = partial(letter_came, letter_id=letter.id, said=said, names=names(), compared=compared)
            try:
                outcome = await self._clerk.do(came)
            except Refusal as refusal:  # an agent wanted what cannot be done
                outcome = await self._clerk.do(came, refusal=in_each_language(refusal_words, refusal))
            if outcome != AGAIN:
                return

    async def _without_ours(self, read: Read) -> Read:
        """The same with the lines of our own letters out of what is new."""
        if read.kind not in BY_PEOPLE:
            return read
        parted = without_known(
            Split(read.new_text, read.quoted_text), await self._clerk.read(self._sent, answered(read))
        )
        return replace(read, new_text=parted.new, quoted_text=parted.quoted)

    def _sent(self, desk: Desk, answers: Sequence[str]) -> list[str]:
        """The words of those letters of ours, as they would be written now; what cannot be written any more is not known."""
        words: list[str] = []
        for one in answers[:MOST]:
            for delivery in desk.deliveries.by_remote(MAIL, one)[:1]:
                parcel = desk.outbox.by_key(delivery.key)
                if parcel is None or (parcel.ticket and found(desk, parcel.ticket) is None):
                    continue
                try:
                    sent = self._compose(desk, parcel)
                except NotReadyError:
                    continue
                except Exception as error:  # the letter must come in, whatever became of ours
                    log.warning("an old letter cannot be written again: %s", where(error))
                    continue
                words += [sent.text] if sent else []
        return words[:OWN_LETTERS]

    async def _by_group(self, read: Read) -> Read:
        """A person's letter that came by a group of colleagues is as any other: one that names the desk, or that a customer's
        person wrote by a group of that very customer's. The sender alone is ever answered."""
        told = read.verdict
        if not told.group:
            return read
        named = {one.address.casefold() for one in (*read.to, *read.cc)}
        domain = told.group.rpartition("@")[2]
        theirs = domain == read.sender.address.casefold().rpartition("@")[2]
        if self._own in named or (theirs and await self._clerk.read(_is_customers, told.group)):
            return replace(read, verdict=replace(told, kind=Kind(told.within), group=""))
        return read

    async def _compared(self, letter: Letter, said: Incoming, read: Read) -> Compared:
        return await self._repeats.compared(letter, said, read, lambda one: self._trusts(one, said.by.address))

    def _trusts(self, read: Read, sender: str) -> bool:
        """Whether our own mail server vouches for the sender."""
        return read.sender.address != "" and vouched(read.results, sender, self._server)

    def _said(self, letter: Letter, read: Read, sender: str) -> Incoming:
        """What the rules mind of it."""
        name = " ".join(read.sender.name.split())[:NAME] or sender
        trusted = self._trusts(read, sender)
        told = read.verdict
        envelope = letter.envelope_to.split(", ") if letter.envelope_to else []
        people = [one.address for one in (*read.to, *read.cc)]
        text = words_of(read)
        return Incoming(
            by=Speaker(Place(MAIL, sender), sender, name, letter.received_at, language=spoken(text), private=False),
            kind=str(read.kind),
            subject=read.subject,
            text=text,
            quoted=read.quoted_text if read.new_text or read.kind is Kind.REPLY else "",
            to=tuple(dict.fromkeys([*people, *read.delivered_to, *envelope])),
            cc=self._copies(read, sender),
            message_id=read.message_id,
            answers=answered(read),
            about=(told.about,) if told.about else (),
            trusted=trusted and SEVERAL not in read.problems,
            doubt=self._doubt(read, sender, trusted=trusted),
            loops=read.loops,
            own=self._own,
            bounce=Bounced(told.failed_recipient, told.status, told.reason, told.delayed),
            problems=read.problems,
        )

    def _doubt(self, read: Read, sender: str, *, trusted: bool) -> str:
        """Why it is listed to staff before anything becomes of it; empty if nothing speaks against it."""
        if SEVERAL in read.problems:
            return Doubt.AUTHORS
        ours = self._own and sender.casefold().rpartition("@")[2] == self._own.rpartition("@")[2]
        if ours and not trusted:
            return Doubt.OWN_NAME
        if read.secured == "encrypted" and not read.new_text.strip():
            return Doubt.SEALED
        return Doubt.SPAM if read.spam else ""

    def _copies(self, read: Read, sender: str) -> tuple[tuple[str, str], ...]:
        """Who else got it: those whom it names besides the desk and its sender."""
        local, _, domain = self._own.rpartition("@")
        found = []
        for one in _distinct((*read.to, *read.cc)):
            address = one.address.casefold()
            own = address == self._own or (address.startswith(f"{local}+") and address.endswith(f"@{domain}"))
            if not own and address != sender.casefold() and _usable(one.address):
                found.append((_usable(one.address), " ".join(one.name.split())[:NAME]))
        return tuple(found)


def answered(read: Read) -> tuple[str, ...]:
    """The Message-IDs that it names as answered, the likeliest first."""
    return tuple(dict.fromkeys(filter(None, [read.in_reply_to, *reversed(read.references)])))


def _distinct(people: Iterable[Named]) -> list[Named]:
    return list({one.address.casefold(): one for one in people}.values())


def _usable(address: str) -> str:
    """The address if a letter can be sent to it."""
    try:
        return mailbox(address)
    except AddressError:
        return ""


def _is_customers(desk: Desk, address: str) -> bool:
    return proved_by(desk.customers.all(), [address]) is not None


def _rules(desk: Desk) -> AttachmentRules:
    return desk.regulation.attachments
