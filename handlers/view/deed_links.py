"""Deed links: what a letter offers to be done without the chat, and the small pages on which it is done (barier 4.8, 4.9)."""

from __future__ import annotations

from html import escape

from domain.notices import Code, Parcel
from domain.ports import Desk
from domain.ticket import Status, Ticket
from domain.usecases.by_link import NO, YES, Linked, deed_link, last_entry
from domain.usecases.rate import may_be_rated
from handlers.view.clauses import clause
from handlers.view.letter_page import Mailing, Paragraph
from handlers.view.words import _, language

LONGEST = 2000
"""Characters of what is written on a page."""
_VERDICT = (Code.COMPLETED, Code.SILENCE_REMINDER)


def deeds(desk: Desk, ticket: Ticket, parcel: Parcel, mailing: Mailing) -> list[Paragraph]:
    """What can be done from this letter; nothing where the desk has no pages, or it cannot be done now."""
    if not mailing.pages:
        return []
    if parcel.code in _VERDICT and ticket.status is Status.COMPLETED:
        entry = last_entry(desk, ticket.number, YES)
        if entry is None or (parcel.code is Code.COMPLETED and parcel.entry != entry):
            return []
        offered = {YES: _("Confirm the solution"), NO: _("Not solved")}
        return [Paragraph("", links=_links(desk, ticket, entry, mailing, offered))]
    if parcel.code is Code.CLOSED and may_be_rated(ticket, desk.now()):
        least, most = ticket.regulation.rating
        stars = {str(n): f"{n} ★" for n in range(least, most + 1)}
        return [Paragraph(_asks(ticket), links=_links(desk, ticket, parcel.entry or 0, mailing, stars))]
    return []


def by_reply(desk: Desk, ticket: Ticket, parcel: Parcel, mailing: Mailing) -> list[Paragraph]:
    """The same in words, as an answer to the letter; nothing where no letters are taken in."""
    if not mailing.replies:
        return []
    if parcel.code in _VERDICT and ticket.status is Status.COMPLETED:
        words = _("You can also simply reply to this letter: “I confirm”, or “Not solved:” and what is left.")
        return [Paragraph(words)]
    if parcel.code is Code.CLOSED and may_be_rated(ticket, desk.now()):
        least, most = ticket.regulation.rating
        words = _(
            "Your rating may also be a reply to this letter: a digit from {least} to {most}, and a few words below it."
        )
        asked = [] if mailing.pages else [Paragraph(_asks(ticket))]
        return [*asked, Paragraph(words.format(least=least, most=most))]
    return []


def _asks(ticket: Ticket) -> str:
    return _("How did we do{clause}?").format(clause=clause(ticket.regulation.rating_clause))


def _links(
    desk: Desk, ticket: Ticket, entry: int, mailing: Mailing, offered: dict[str, str]
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (words, f"{mailing.pages}/v/{deed_link(desk, ticket, entry, what)}") for what, words in offered.items()
    )


def deed_page(linked: Linked, *, wrong: str = "", text: str = "") -> str:
    """Asks for the deed, or says that it is done or overtaken. `wrong`: why the words were not taken; they are kept."""
    number = linked.ticket.number
    if linked.standing == "done":
        return small_page(number, _done(linked))
    if linked.standing == "over":
        return small_page(number, _overtaken(linked))
    return small_page(number, _asked(linked), _form(linked, wrong, text))


def no_page(*, over: bool) -> str:
    """The link was never ours, or has expired."""
    if over:
        title = _("This link is no longer valid")
        return small_page(title, _("Please reply to the last letter on your request or write to us in the chat."))
    return small_page(_("There is no such page"), _("Perhaps the link was cut. Please open it from the letter again."))


def unavailable_page() -> str:
    """The register is away for the moment."""
    return small_page(_("Please try again in a minute"), _("We could not write that down just now. Nothing is lost."))


def _asked(linked: Linked) -> str:
    if linked.what == YES:
        return _("Is the problem solved? The request will then be closed.")
    if linked.what == NO:
        return _("What exactly is not solved? Your words go to the specialist, and the work goes on.")
    return _("You rate our work: {stars} of {most}.").format(stars=linked.what, most=linked.ticket.regulation.rating[1])


def _done(linked: Linked) -> str:
    if linked.what == YES:
        return _("Done: the request is closed as solved. Thank you!")
    if linked.what == NO:
        return _("Done: your words have reached us, and the request is in work again.")
    return _("Done: your rating is {stars} of {most}. Thank you!").format(
        stars=linked.what, most=linked.ticket.regulation.rating[1]
    )


def _overtaken(linked: Linked) -> str:
    if linked.what in (YES, NO) and linked.ticket.status is Status.CLOSED:
        return _("The request is closed already. If something is wrong, reply to the last letter or write in the chat.")
    if linked.what in (YES, NO):
        return _("The request is in work again: this link is of an earlier answer. Nothing has to be done.")
    return _("The rating cannot be changed any more. Thank you!")


def _form(linked: Linked, wrong: str, text: str) -> str:
    """A button, and where words are wanted a field for them: everything works without a script."""
    button = {YES: _("Yes, it is solved"), NO: _("Not solved: send")}.get(linked.what, _("Send the rating"))
    field = ""
    if linked.what != YES:
        label = _("What is left?") if linked.what == NO else _("A few words, if you like")
        must = " required" if linked.what == NO else ""
        told = f'<p class="wrong" role="alert">{escape(wrong)}</p>' if wrong else ""
        field = (
            f'{told}<label for="text">{escape(label)}</label>'
            f'<textarea id="text" name="text" rows="5" maxlength="{LONGEST}"{must}>\n{escape(text)}</textarea>'
        )
    return f'<form method="post">{field}<button type="submit">{escape(button)}</button></form>'


STYLE = """
:root{color-scheme:light dark}
body{margin:0;font:17px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,Arial,sans-serif;background:#f3f5f8;color:#1b2430}
main{max-width:30rem;margin:0 auto;padding:1.5rem;background:#fff;min-height:100vh;box-sizing:border-box}
h1{font-size:1.25rem;margin:0 0 .75rem;overflow-wrap:anywhere}
p{margin:0 0 1.25rem}
label{display:block;margin:0 0 .4rem}
textarea{width:100%;box-sizing:border-box;font:inherit;padding:.6rem;border:1px solid #9aa7b8;
border-radius:.5rem;margin:0 0 1rem;background:transparent;color:inherit}
button{width:100%;font:inherit;font-weight:600;padding:.8rem;border:0;border-radius:.5rem;background:#2f6fbb;color:#fff}
.wrong{color:#b3261e}
@media (min-width:36rem){main{margin:3rem auto;min-height:0;border-radius:.75rem;box-shadow:0 1px 4px #0002;padding:2rem}}
@media (prefers-color-scheme:dark){body{background:#11151b;color:#e6eaf0}main{background:#1a2029}.wrong{color:#f2b8b5}}
"""


def small_page(title: str, words: str, form: str = "") -> str:
    """A page that fits a phone: a title, what is so, and perhaps a form (HTML)."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>\n"
        f"<body><main><h1>{escape(title)}</h1><p>{escape(words)}</p>{form}</main></body></html>\n"
    )
