"""Callbacks: what each button carries. Whatever comes back is hostile until the use case has checked it against who pressed."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData
from pydantic import Field


class IntakeButton(CallbackData, prefix="i"):
    """A button of an intake or of words without a ticket: it acts on its own draft, and on no other."""

    draft: str
    verb: str
    value: str = ""


class TicketButton(CallbackData, prefix="t"):
    """A button of a ticket, for its requester or for staff."""

    number: str = Field(pattern=r"^[A-Za-z0-9-]{1,32}$")
    verb: str
    value: str = ""


class LookButton(CallbackData, prefix="m"):
    """Looking at one's own tickets: a page of the list, a card, a page of the record. Nothing is decided by it."""

    view: str
    number: str = Field(default="", pattern=r"^[A-Za-z0-9-]{0,32}$")
    page: int = Field(default=0, ge=0, le=99_999)


class TakeButton(CallbackData, prefix="o"):
    """Takes over what a colleague hands over, by the token of the link: signed, so it may lie in a button."""

    token: str


class RulesButton(CallbackData, prefix="r"):
    """A page of a section of the regulation; its front without one."""

    section: str = ""
    page: int = Field(default=0, ge=0, le=999)


class IncidentButton(CallbackData, prefix="x"):
    """A failure that hits many: looking at it, and what is done about it; for staff."""

    verb: str
    incident: str = Field(default="", pattern=r"^[0-9a-f]{0,32}$")


class JournalButton(CallbackData, prefix="j"):
    """The journal in one form: of a period (its first and last day, 20261001), of a ticket or customer by number or id; for leads."""

    form: str = Field(pattern=r"^[a-z]{3,4}$")
    since: str = Field(default="", pattern=r"^(\d{8})?$")
    until: str = Field(default="", pattern=r"^(\d{8})?$")
    which: str = Field(default="", pattern=r"^[A-Za-z0-9-]{0,32}$")


class PhoneButton(CallbackData, prefix="ph"):
    """Takes over what was taken down by phone from one's own number; the token says whose it is."""

    token: str


class MailButton(CallbackData, prefix="ml"):
    """Has a request that came by letter go on in this chat; the token was sent to its address."""

    token: str


class DetailButton(CallbackData, prefix="dt"):
    """One of the choices for a line that a letter lacked («kind=bug»), for whoever is asked."""

    draft: str = Field(pattern=r"^[0-9a-f]{1,32}$")
    value: str = Field(pattern=r"^[a-z]{1,8}=[A-Za-z0-9_-]{1,24}$")


class MailListButton(CallbackData, prefix="lt"):
    """The list of letters that came in: another page of it, or a request made of one that was held; for staff."""

    page: int = Field(default=0, ge=0, le=99_999)
    draft: str = Field(default="", pattern=r"^[0-9a-f]{0,32}$")


class MailRawButton(CallbackData, prefix="lr"):
    """A letter that was held back, or could not be taken in, as it came; for staff."""

    letter: str = Field(pattern=r"^[0-9a-f]{1,32}$")


class LetterButton(CallbackData, prefix="e"):
    """Makes a request of a letter that was held back; for staff."""

    draft: str


class FaqButton(CallbackData, prefix="f"):
    """Looking at articles: a page of the list, one of them, and that it helped."""

    view: str
    slug: str = Field(default="", pattern=r"^[a-z0-9-]{0,32}$")
    page: int = Field(default=0, ge=0, le=9_999)


class SplitButton(CallbackData, prefix="s"):
    """Choosing what of a ticket becomes one of its own; for staff."""

    draft: str = Field(pattern=r"^[0-9a-f]{1,32}$")
    verb: str
    value: str = ""


class CannedButton(CallbackData, prefix="c"):
    """A page of the canned answers; for staff."""

    page: int = Field(default=0, ge=0, le=9_999)


class LanguageButton(CallbackData, prefix="l"):
    """A language to be spoken to in."""

    code: str


class StartButton(CallbackData, prefix="n"):
    """Begin an intake."""

    verb: str = "new"


class ProfileButton(CallbackData, prefix="p"):
    """An answer about oneself, to be corrected or proved."""

    verb: str
    field: str


class PrivacyButton(CallbackData, prefix="pd"):
    """What somebody wants done with their personal data; each deed has a page before it that explains it."""

    verb: str


class GroupButton(CallbackData, prefix="g"):
    """Take up a message of a customer's group: its draft, for its author alone."""

    draft: str = Field(pattern=r"^[0-9a-f]{1,32}$")


class LineButton(CallbackData, prefix="ln"):
    """What comes to a line: shown, or a kind or customer chosen; for leads of the first group, in the line's own."""

    verb: str
    key: str = Field(default="", pattern=r"^[0-9A-Za-z._-]{0,40}$")
    page: int = Field(default=0, ge=0, le=9_999)


class BindButton(CallbackData, prefix="b"):
    """Whose group a chat is, for the lead who was asked: "b:-1001234567890:<32 signs>" fits into 64 bytes."""

    chat: str = Field(pattern=r"^-?[0-9]{1,20}$")
    customer: str = Field(pattern=r"^[0-9a-f]{1,32}$")


class CustomerButton(CallbackData, prefix="cu"):
    """The list of customers: another page of it, or the card of one; for staff."""

    verb: str
    customer: str = Field(default="", pattern=r"^[0-9a-f]{0,32}$")
    page: int = Field(default=0, ge=0, le=99_999)


class ListButton(CallbackData, prefix="q"):
    """A list of staff's: another page of it, or the card of one of its tickets."""

    verb: str
    number: str = Field(default="", pattern=r"^[A-Za-z0-9-]{0,32}$")
    page: int = Field(default=0, ge=0, le=99_999)


class ReportButton(CallbackData, prefix="rp"):
    """A report, a document behind one, or whether reports come by themselves; for leads. Days are 20261130."""

    verb: str
    first: str = Field(default="", pattern=r"^([0-9]{8})?$")
    last: str = Field(default="", pattern=r"^([0-9]{8})?$")
    org: str = Field(default="", pattern=r"^[0-9a-f]{0,32}$")
