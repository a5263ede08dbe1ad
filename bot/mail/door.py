"""The door of letters: what was read of one goes to the use cases, and the mark that it is done with it."""

from __future__ import annotations

from typing import Any

from bot.mail.address import AddressError, Mailbox, mailbox
from bot.mail.reading.model import Kind, Read
from domain.letters import Letter
from domain.people import Place, Speaker
from domain.ports import Clerk
from domain.usecases.read_letters import NO_SENDER, give_up, note_letter, take_in_letter
from domain.usecases.telling import MAIL
from handlers.view.form import names

BY_PEOPLE = frozenset({Kind.LETTER, Kind.REPLY})
OWN = "own"
"""What became of a letter that is one of ours, come back."""
LONGEST = 1000
"""Characters of a header that are noted."""


class Door:
    """`own`: the desk's address; whatever seems to come from there is no request."""

    def __init__(self, clerk: Clerk, own: Mailbox | None) -> None:
        self._clerk, self._own = clerk, own.address.casefold() if own else ""

    async def __call__(self, letter: Letter, read: Read) -> None:
        """Have a letter that was read become what it is. Raises what the use cases raise; then nothing has happened."""
        sender = _usable(read.sender.address) or _usable(letter.envelope_from)
        seen = _noted(read, sender)
        if read.kind not in BY_PEOPLE:
            await self._clerk.do(note_letter, letter_id=letter.id, outcome=str(read.kind), seen=seen)
        elif not sender:
            await self._clerk.do(give_up, letter_id=letter.id, why=NO_SENDER, problems=read.problems)
        elif sender.casefold() == self._own:
            await self._clerk.do(note_letter, letter_id=letter.id, outcome=OWN, seen=seen)
        else:
            by = Speaker(Place(MAIL, sender), sender, read.sender.name or sender, letter.received_at)
            said = {"subject": read.subject, "text": read.new_text or read.text, "suspicious": read.spam}
            how = {"reply_number": None, "trusted": False, "names": names()}
            await self._clerk.do(take_in_letter, letter_id=letter.id, by=by, seen=seen, facts=said | how)


def _usable(address: str) -> str:
    """The address if a letter can be sent to it."""
    try:
        return mailbox(address)
    except AddressError:
        return ""


def _noted(read: Read, sender: str) -> dict[str, Any]:
    """What the register keeps of it besides its bytes."""
    return {
        "kind": str(read.kind),
        "author": sender or read.sender.address[:LONGEST],
        "subject": read.subject[:LONGEST],
        "message_id": read.message_id[:LONGEST],
        "problems": list(read.problems),
    }
