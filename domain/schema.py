"""Schema: the format of a regulation's file, each key with what it means, as JSON Schema; and a file to start from.

The loader (`regulation.py`) is stricter: it also knows what must fit together. A test holds the two to one another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from domain.answers import FieldKind
from domain.daysoff import countries
from domain.read_intake import FILE_KINDS
from domain.read_time import WEEK
from domain.rules import DEMANDS, RULES
from domain.terms import RESOLUTIONS, STATUSES, Decision, ReasonDemand, ReturnedBy

Schema = dict[str, Any]

STARTING_FILE = Path(__file__).parent / "starting.toml"


def starting_file() -> str:
    """A small regulation that loads as it is, with a comment on each part, to be changed into one's own."""
    return STARTING_FILE.read_text(encoding="utf-8")


def json_schema() -> Schema:
    """The format as JSON Schema, draft 2020-12; TOML's dates are texts there."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A support regulation of Frontdesk",
        **_table("A published support regulation as data, each value with its clause.", _top(), _NEEDED),
        "$defs": {
            "phrase": _table(
                "The same words in each language.",
                {"ru": _text("In Russian."), "en": _text("In English."), "kk": _text("In Kazakh.")},
                ("ru", "en"),
            ),
            "target": _table("Promised time.", _target(), ("time",)),
        },
    }


_NEEDED = (
    *("id", "version", "title", "valid_from", "link", "prefix", "zone", "contacts", "clauses", "calendars", "doors"),
    *("fields", "statuses", "resolutions", "completion", "reasons", "attachments", "consent"),
)


def _top() -> Schema:
    return {
        "id": _text("The preset's short name.", pattern="^[a-z0-9-]+$"),
        "version": _text("The version of the published text."),
        "title": _phrase("What the regulation is called."),
        "valid_from": {"type": "string", "format": "date", "description": "The day it came into force."},
        "link": _text("Where it is published.", pattern=r"^https?://\S+$"),
        "prefix": _text("What registration numbers begin with: BAR for BAR-000001.", pattern="^[A-Z]{2,8}$"),
        "zone": _text("The time zone of its times, by its IANA name, such as Europe/Moscow."),
        "assumed": _words("Paths of further values that the source does not give: they cite no clause."),
        "contacts": _free(
            "Names and addresses by free keys; {operator} and {email} may stand in the consent.",
            {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/phrase"}]},
        ),
        "clauses": _table("The clause to cite for each rule; a rule that is absent is our own.", _texts(RULES)),
        "demands": _table(
            "What the regulation wants beyond what every desk does, and the words for it.",
            {key: _demand(doc) for key, doc in DEMANDS.items()},
        ),
        "calendars": {
            **_free("Working hours by name.", _calendar()),
            "required": ["working"],
        },
        "doors": _list("The official ways in.", _door(), ("key",)),
        "other_ways": _list("Ways that are no doors of this desk: shown with the contacts.", _keyed(
            {"label": _phrase("What to do."), "address": _text("A number or an address.")}), ("key", "label")),
        "intake": _table("How the intake goes.", {
            "kind_first": _flag("The kind is asked before the fields, not after them."),
            "priority_kinds": _words("The kinds for which staff set a priority; absent: all."),
        }),
        "fields": _list("What the intake asks, in order.", _field(), ("key", "kind", "max_length", "label", "ask", "hint", "example")),
        "kinds": _list("What a request may be about: its category.", _keyed({
            "label": _phrase("The button."),
            "priority": _text("The priority that follows from the kind alone."),
        }), ("key", "label")),
        "impacts": _list("How hard a problem may hit, and the priority proposed.", _keyed(
            {"label": _phrase("The button."), "priority": _text("The priority proposed.")}), ("key", "label", "priority")),
        "tiers": _list("Tiers, for targets by tier.", _group(), ("key", "label")),
        "clients": _list("Categories of clients, for targets by client.", _group(), ("key", "label")),
        "priorities": _list("The priorities, with their targets.", _priority(), ("key", "rank", "name", "definition")),
        "targets": _list("Targets by tier, client and category; one row must fit each combination.", {
            "tier": _text("A tier; absent: any."),
            "client": _text("A category of clients; absent: any."),
            "category": _text("A kind; absent: any."),
            "response": {"$ref": "#/$defs/target"},
            "resolution": {"$ref": "#/$defs/target"},
            **_SOURCE,
        }),
        "response": _table("How the response clock ends.", {
            "ends": _one_of("By taking the ticket, or by the first answer alone.", ("taking", "answer")), **_SOURCE}, ("ends",)),
        "queue": _table("Whose turn it is.", _queue(), ("by",)),
        "warning": _table("When the assignee is warned.", {
            "share": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1, "description": "At this share of a target."},
            **_SOURCE}, ("share",)),
        "statuses": _table("What the states are called.", {key: _phrase(f"The state {key}.") for key in STATUSES}, STATUSES),
        "resolutions": _free(
            "What the endings are called: the usual five, and those that completion adds.",
            {"$ref": "#/$defs/phrase"}, required=RESOLUTIONS,
        ),
        "completion": _table("What completing a ticket means.", {
            "returned_by": _one_of("What brings it back to work.", get_args(ReturnedBy)),
            "dispute_needs_argument": _flag('Older form of returned_by = "argument".'),
            "closes": _flag("Completing closes at once; nobody need confirm."),
            "reopen": _flag("A closed ticket may be opened again."),
            "resolutions": _words('With what staff may complete; absent: ["solved"].'),
            "explained": _words("Which of them need an explanation."),
            **_SOURCE}),
        "silence": _table("When silence closes a ticket.", {
            "completed": _table("After it was completed.", _silence(), ("after", "remind_before")),
            "clarification": _table("After more was asked for.", _silence(), ("after", "remind_before")),
        }),
        "reminders": _table("Reminders of a question.", {
            "while_asking": _duration("How often."),
            "then": _text("The reason to refuse with when they bring no answer."),
            **_SOURCE}, ("while_asking",)),
        "escalation": _table("Calls while nobody takes a ticket that calls all staff, or that nobody is responsible for in time.", {
            "every": _duration("How often."), **_SOURCE}, ("every",)),
        "effort": _table("Accounted time.", {"at_least": _span("The least time per answer."), **_SOURCE}, ("at_least",)),
        "rating": _table("The rating after closing.", {
            "lowest": _whole("The lowest vote.", 0, 1), "highest": _whole("The highest vote.", 2, 10),
            "low": _whole("The highest vote that leads are told of.", 0, 10), **_SOURCE}, ("lowest", "highest")),
        "quality": _table("Quality control, past the assignee.", {
            "email": _text("Its address; absent: that of the settings."),
            "letters": _words("What may be sent there.", ("complaint", "speed_up")),
            "answer_within": _duration("So long after it came a complaint is answered."), **_SOURCE}, ("letters",)),
        "conduct": _table("Insults and obscene words.", {
            "reason": _text("The reason to refuse with."), "tell_lead": _flag("The lead is told."), **_SOURCE}, ("reason",)),
        "scope": _list("What is solved and what is not.", _keyed({
            "decision": _one_of("What becomes of it.", get_args(Decision)),
            "text": _phrase("What it is."),
            "article": _flag("It is refused with a link to an article."),
            "addressee": _phrase("To whom it is handed over."),
        }, pattern="^[a-z0-9_.-]+$"), ("key", "decision", "text")),
        "protected": _list("What only the proved owner may ask for.", _keyed(
            {"label": _phrase("What it is."), "refusal": _phrase("What all others are told.")}), ("key", "label", "refusal")),
        "reasons": _list("Why solving is postponed or impossible.", _keyed({
            "text": _phrase("How it is told."),
            "demands": _words("What staff must give with it.", get_args(ReasonDemand)),
            "date_on": _words("Priorities on which it needs a promised date and does not stop the clock."),
            "scope": _flag("Who refuses by it first chooses the item of the scope."),
        }), ("key", "text")),
        "attachments": _table("What may be attached.", _attachments(), (
            "only_inside_archive", "archives", "archive_members", "max_size_bytes", "max_count", "kinds")),
        "consent": _table("The consent to the processing of personal data.", {
            "version": _text("Change it when the words change: people are asked again."),
            "text": _phrase("The words.")}, ("version", "text")),
        "retention": _table("How long what is known of people is kept; then it is deleted by itself.", {
            "personal_data": _term("Of a request, after its closing."),
            "drafts": _term("What was begun and never sent."),
            "messages": _term("By which message what was said, and what was told on no request."),
            "quarantine": _term("Updates that could not be carried out."),
            **_SOURCE}, ("personal_data", "drafts", "messages", "quarantine")),
    }  # fmt: skip


def _demand(doc: str) -> Schema:
    return _table(f"{doc[0].upper()}{doc[1:]}.", {"text": _phrase("How it is told."), **_SOURCE}, ("text",))


def _calendar() -> Schema:
    hours = {
        "type": "array",
        "items": {"type": "string", "pattern": r"^\d\d:\d\d-\d\d:\d\d$"},
        "description": 'A day\'s hours, such as ["09:00-13:00", "14:00-18:00"]; none across midnight, 24:00 allowed.',
    }
    return _table("When the desk works.", {
        **dict.fromkeys(WEEK, hours),
        "zone": _text("Another zone than the regulation's."),
        "days_off": _one_of("The country whose official days off hold.", countries()),
        "exceptions": _free("Hours of single dates, such as 2026-12-30; before all other rules.", hours),
        "day_length": _span("How long a working day is, where weekdays differ."),
        "shorter_before_holidays": _span("By how much the day before a public holiday is shorter."),
        **_SOURCE,
    })  # fmt: skip


def _door() -> Schema:
    return _keyed({
        "key": _one_of("Which.", ("chat", "email", "phone")),
        "addresses": _free("Its addresses, each with the clause that names it.", {"type": "string"}),
        "stands_for": _phrase("What the source calls it, where the chat takes its place."),
        "registers": _flag("false: what comes this way becomes no ticket."),
    })  # fmt: skip


def _field() -> Schema:
    return _keyed({
        "kind": _one_of("What an answer must be.", get_args(FieldKind)),
        "required": _flag("false: it may be skipped."),
        "min_length": _whole("In UTF-16 units.", 1, 1000),
        "max_length": _whole("In UTF-16 units; all fields together fit one message.", 1, 3600),
        "label": _phrase("Its name in summaries."),
        "ask": _phrase("The question."),
        "hint": _phrase("What helps to answer it."),
        "example": _phrase("A good answer."),
        "skip": _phrase("The button that skips it."),
        "accepts": _words("Whole answers that are always taken."),
        "same_as": _text("The field whose answer holds if this one is skipped."),
    })  # fmt: skip


def _group() -> Schema:
    return _keyed({"label": _phrase("Its name."), "default": _flag("It holds where nothing else is known.")})


def _priority() -> Schema:
    return _keyed({
        "rank": _whole("Its place in the queue; 1 comes first.", 1, 99),
        "name": _phrase("What it is called."),
        "definition": _phrase("What it means."),
        "response": {"$ref": "#/$defs/target"},
        "resolution": {"$ref": "#/$defs/target"},
        "ping_all": _flag("All staff are called."),
        "refusable": _text("The clause by which it may be refused without another reason."),
        "late": _phrase("What is sent when the time does not suffice, beside the expected term."),
    })  # fmt: skip


def _target() -> Schema:
    return {
        "time": _duration("How much."),
        "calendar": _text("The calendar it is counted by; clock hours need none."),
        "norm": _flag("The usual time, expressly no promise."),
        **_SOURCE,
    }


def _queue() -> Schema:
    head = {"ask": _phrase("The question."), "yes": _phrase("Yes."), "no": _phrase("No."), "clause": _SOURCE["clause"]}
    return {
        "by": _one_of("By priority and then receipt, or by receipt alone.", ("priority", "receipt")),
        "first": _words("Priorities that go first where the order is that of receipt."),
        "without": _text("The priority beside which tickets without one stand."),
        "override": _flag("Staff may put a ticket first."),
        "head": _table("A question whose yes goes to the head of the queue.", head, ("ask", "yes", "no")),
        **_SOURCE,
    }


def _silence() -> Schema:
    return {
        "after": _duration("How much silence."),
        "calendar": _text("The calendar it is counted by; clock hours need none."),
        "remind_before": _span("How long before a reminder goes out; always ours."),
        "names_actions": _flag("The closing message lists what was done."),
        **_SOURCE,
    }


def _attachments() -> Schema:
    return {
        "kinds": _table(
            "Kinds of content, with their extensions.", {k: _words(f"Extensions of {k}.") for k in FILE_KINDS}
        ),
        "assumed_kinds": _words("Which of them are our own list.", FILE_KINDS),
        "only_inside_archive": _words("Kinds that are taken in an archive only.", FILE_KINDS),
        "archives": _words("Which archives.", ("zip", "rar")),
        "archive_members": _words("What an archive may hold.", FILE_KINDS),
        "max_size_bytes": _whole("The largest file.", 1, 52_428_800),
        "max_count": _whole("Files per ticket.", 0, 100),
        "clause": _SOURCE["clause"],
    }


# -- the pieces


def _text(doc: str, pattern: str | None = None) -> Schema:
    return {"type": "string", "description": doc} | ({"pattern": pattern} if pattern else {})


def _texts(docs: Mapping[str, str]) -> Schema:
    return {key: _text(f"The clause of: {doc}.") for key, doc in docs.items()}


def _phrase(doc: str) -> Schema:
    return {"$ref": "#/$defs/phrase", "description": doc}


def _flag(doc: str) -> Schema:
    return {"type": "boolean", "description": doc}


def _whole(doc: str, low: int, high: int) -> Schema:
    return {"type": "integer", "minimum": low, "maximum": high, "description": doc}


def _one_of(doc: str, words: Sequence[str]) -> Schema:
    return {"type": "string", "enum": list(words), "description": doc}


def _words(doc: str, allowed: Sequence[str] = ()) -> Schema:
    item = {"type": "string"} | ({"enum": list(allowed)} if allowed else {})
    return {"type": "array", "items": item, "uniqueItems": True, "description": doc}


def _duration(doc: str) -> Schema:
    kinds = r"(civil working day|working day|working hour|hour)s?"
    right = "3 hours, 4 working hours, 5 working days; for silence also 3 civil working days."
    return {"type": "string", "pattern": rf"^\d{{1,6}}(\.\d{{1,3}})? {kinds}$", "description": f"{doc} {right}"}


def _term(doc: str) -> Schema:
    return {
        "type": "string",
        "pattern": r"^[1-9]\d{0,3} (day|month|year)s?$",
        "description": f"{doc} 30 days, 6 months, 3 years.",
    }


def _span(doc: str) -> Schema:
    right = "Clock time: 4 hours, 30 minutes."
    return {"type": "string", "pattern": r"^\d{1,4} (hour|minute)s?$", "description": f"{doc} {right}"}


def _table(doc: str, keys: Schema, required: Sequence[str] = ()) -> Schema:
    needed = {"required": list(required)} if required else {}
    return {"type": "object", "description": doc, "properties": keys, "additionalProperties": False} | needed


def _free(doc: str, item: Schema, required: Sequence[str] = ()) -> Schema:
    needed = {"required": list(required)} if required else {}
    return {"type": "object", "description": doc, "additionalProperties": item} | needed


def _list(doc: str, keys: Schema, required: Sequence[str] = ()) -> Schema:
    return {"type": "array", "minItems": 1, "description": doc, "items": _table(doc, keys, required)}


def _keyed(keys: Schema, pattern: str = "^[a-z0-9_]+$") -> Schema:
    return {"key": _text("Its short name.", pattern=pattern)} | keys | _SOURCE


_SOURCE: Schema = {
    "clause": _text("The clause it comes from, such as 4.9."),
    "assumed": _flag("The source does not say it: it is ours, and no clause is cited."),
}
