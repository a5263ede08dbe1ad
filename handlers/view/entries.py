"""Entries: what the public record says of a step beside somebody's own words."""

from __future__ import annotations

from collections.abc import Mapping

from domain.journal import Entry, EntryKind
from domain.ticket import Ticket
from handlers.view.clauses import clause
from handlers.view.decided import because
from handlers.view.incidents import incident_entry
from handlers.view.linked import entry_words
from handlers.view.notices import brought_in
from handlers.view.standing import priority, why_erased
from handlers.view.times import when
from handlers.view.words import _, language
from handlers.view.work_told import goes_on_in


def details(ticket: Ticket, entry: Entry, files: Mapping[str, str]) -> list[str]:
    """The facts of an entry in words; none once it is erased. `files`: their names by id."""
    facts, rules = entry.facts, ticket.regulation
    cited = clause(facts.get("clause"))
    lines = []
    match entry.kind:
        case EntryKind.ASSIGNED if facts.get("assignee"):
            lines.append(_("{name} is responsible for it{clause}.").format(name=facts["assignee"], clause=cited))
        case EntryKind.PRIORITY if facts.get("priority"):
            lines.append(f"{priority(ticket, facts['priority'])}{cited}.")
        case EntryKind.ANSWER if facts.get("article"):
            lines.append(_("A standard answer{clause}.").format(clause=cited))
        case EntryKind.PASSED_ON if facts.get("to"):
            lines.append(_("The requester is {name} now.").format(name=facts["to"]))
        case EntryKind.PARTICIPANT if not facts.get("removed"):
            lines.append(brought_in(ticket))
        case EntryKind.LINKED | EntryKind.ONE_ISSUE:
            lines += filter(None, [entry_words(entry)])
        case EntryKind.INCIDENT:
            lines += filter(None, [incident_entry(facts)])
        case EntryKind.EMAIL_CHANGED if facts.get("email"):
            lines.append(str(facts["email"]))
        case EntryKind.CLOSED | EntryKind.COMPLETED if facts.get("resolution") in rules.resolutions and not facts.get(
            "reason"
        ):
            ending = rules.resolutions[facts["resolution"]].in_(language())
            lines.append(_("Resolution: {resolution}{clause}.").format(resolution=ending, clause=cited))
    if entry.kind is EntryKind.CLOSED and facts.get("others"):
        lines.append(goes_on_in(facts["others"][0]))
    if entry.kind is EntryKind.ERASED:
        lines.append(why_erased(facts.get("why", "")))
    if facts.get("reason"):
        lines.append(because(ticket, facts))
    if facts.get("until"):
        lines.append(_("We promised it by {at}.").format(at=when(facts["until"], rules)))
    names = [files[one] for one in facts.get("files", []) if one in files]
    return [*lines, _("Files: {names}").format(names=", ".join(names))] if names else lines
