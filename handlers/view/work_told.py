"""Work told: what the requester reads of a changed priority, a merger, a split."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.linked import LinkKind
from domain.notices import Code
from domain.ports import Desk
from domain.ticket import Ticket
from handlers.view.clauses import clause
from handlers.view.linked import linked_words
from handlers.view.say import bold
from handlers.view.told import Told
from handlers.view.words import _


def agreed(facts: dict[str, Any]) -> list[str]:
    """That it was changed because the requester objected."""
    return [_("We agree with your objection.")] if facts.get("agreed") else []


def why(facts: dict[str, Any]) -> list[str]:
    """The heading of the reason."""
    return [_("The reason:")] if facts.get("text") else []


def goes_on_in(number: str) -> str:
    """Where a merged ticket goes on."""
    return _("It goes on in {number}.").format(number=number)


def followed_words(merged: str, number: str) -> str:
    """What was said on a merged ticket went to another one of theirs; HTML."""
    text = _("{merged} repeats {number}, so I have added it there. The specialists see it.")
    return text.format(merged=bold(merged), number=bold(number))


def _objection_answered(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    line = _("The priority stays as it is{clause}. {name} answers your objection:").format(
        clause=clause(facts.get("clause")), name=facts["by"]
    )
    stays = _("The priority stays as it is{clause}.").format(clause=clause(facts.get("clause")))
    return Told(_("Your objection is answered"), [line], words=facts["text"], facts=[stays])


def _merged(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    """Closed as a duplicate: where it goes on, as far as the requester may know it."""
    cited = clause(facts.get("clause"))
    if not facts.get("main"):
        lines = [
            _("We know this problem and are working on it already, so this request is closed{clause}.").format(
                clause=cited
            ),
            _("If you have something to add, reply here: it reaches those who work on it."),
        ]
        return Told(_("The request is closed as a repeat"), lines, facts=lines[:1])
    lines = [
        _("It tells of the same as {number}, so we go on there{clause}.").format(number=facts["main"], clause=cited)
    ]
    if facts.get("same"):
        lines.append(_("What you write here goes there too."))
    else:
        lines.append(
            _("Your colleague registered it. What you write here goes there; the answers go to your colleague.")
        )
    return Told(_("The request is closed as a repeat"), lines, facts=lines[:1])


def _known(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    lines = [_("We are working on it already. You will be answered here, under this number.")]
    return Told(_("We know this problem"), lines, facts=lines)


def _split(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    lines = [
        linked_words(LinkKind.OFFSHOOT, [facts["other"]], facts.get("clause")) + ".",
        _("Here we go on with the rest."),
    ]
    return Told(_("Now there are two requests"), lines, facts=lines)


def _followed(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    if not facts.get("main"):
        return Told(_("Your letter has reached those who work on it"))
    line = _("This request repeats {number}, so your letter was added there.").format(number=facts["main"])
    return Told(_("Your letter was passed on"), [line], facts=[line])


WORK_TOLD: dict[Code, Callable[[Desk, Ticket, dict[str, Any]], Told]] = {
    Code.OBJECTION_ANSWERED: _objection_answered,
    Code.MERGED: _merged,
    Code.KNOWN: _known,
    Code.SPLIT: _split,
    Code.FOLLOWED: _followed,
}
