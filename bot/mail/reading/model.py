"""What was read of a letter: the words that are new, those it quotes, what is attached, who wrote it and what kind of letter it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What kind of letter it is. Values are printed by `frontdesk mail parse` and stored."""

    LETTER = "letter"
    REPLY = "reply"
    """A person answers: it names another letter (In-Reply-To, References), says so in its subject, or quotes one."""
    BOUNCE = "bounce"
    """A mail server says that a letter was not, or is not yet, delivered (RFC 3464 and older forms)."""
    AUTO = "auto"
    """No person wrote it: an automatic reply, a receipt, a list's or a robot's letter (RFC 3834)."""
    COMPLAINT = "complaint"
    """A provider passes on that its user took our letter for spam (ARF, RFC 5965)."""


@dataclass(frozen=True)
class Mailbox:
    """An address as a header shows it: nothing is proved by it, and it may be unusable."""

    address: str
    name: str = ""


@dataclass(frozen=True)
class Found:
    """An attachment. `name` is decoded and fit to show, not yet safe as a file's name; `size` is in bytes, decoded."""

    name: str
    type: str
    size: int
    content: bytes = field(default=b"", repr=False)
    inline: bool = False
    """A picture that the text shows in its place (`cid:`), or a part that asks to be shown inline."""


@dataclass(frozen=True)
class Verdict:
    """What kind a letter is and why; of a bounce also whom it concerns.

    `failed_recipient`: the address that could not be reached, "" if the letter does not say. `delayed`: it is still being
    tried (RFC 3464 action «delayed»), nothing has failed. `status`: the enhanced code such as 5.1.1 (RFC 3463). `reason`: the
    server's own words, one line. `about`: the Message-ID of our letter, if the report holds it.
    `group`: the address of the list by which it came, where a person may have written it all the same; it is `within` then.
    """

    kind: Kind
    why: str = ""
    failed_recipient: str = ""
    status: str = ""
    reason: str = ""
    about: str = ""
    delayed: bool = False
    group: str = ""
    within: str = ""


@dataclass(frozen=True)
class Split:
    """A text in two: `new` is what the sender wrote, `quoted` all that they quote, and their signature. In doubt all is new."""

    new: str
    quoted: str = ""


@dataclass(frozen=True)
class Read:
    """A letter that was read. Texts are clean Unicode with plain line ends; `problems` says in plain English what was wrong with it."""

    verdict: Verdict
    subject: str = ""
    sender: Mailbox = Mailbox("")
    reply_to: tuple[Mailbox, ...] = ()
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    text: str = ""
    """All that it says, before new and quoted were told apart."""
    new_text: str = ""
    quoted_text: str = ""
    attachments: tuple[Found, ...] = ()
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    date: str = ""
    results: tuple[str, ...] = ()
    """Authentication-Results headers, topmost first, as they came (RFC 8601): only our own server's are believed."""
    delivered_to: tuple[str, ...] = ()
    """Delivered-To, X-Original-To, Envelope-To: what the servers on the way say whom it was for."""
    loops: tuple[str, ...] = ()
    """What desks have marked it with as a letter of theirs (X-Frontdesk-Loop)."""
    secured: str = ""
    """`signed` or `encrypted` by S/MIME or PGP: said so, and the letter kept."""
    spam: bool = False
    """A filter of the own server's marked it (X-Spam-Flag, X-Spam-Status)."""
    problems: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        return self.verdict.kind
