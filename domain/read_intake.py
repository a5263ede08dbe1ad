"""Read the intake: the parts of a regulation's file that say what is asked of a requester, and what may be attached."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import cast, get_args

from domain.answers import Field, FieldKind, Text
from domain.reading import Table
from domain.terms import AttachmentRules, Consent, Group, Impact, Kind, Priority

LONGEST_TICKET = 3_600
"""All answers together, in UTF-16 units: with their labels they fit one Telegram message of 4096."""
FILE_KINDS = ("png", "jpeg", "gif", "bmp", "pdf", "txt", "docx", "xlsx", "zip", "rar")
"""The kinds of content that can be told from others (`bot/files.py`) and may be accepted."""


def read_fields(top: Table) -> tuple[Field, ...]:
    """What the intake asks, in order."""
    fields = top.keyed("fields", _field)
    total = sum(field.max_length for field in fields)
    if total > LONGEST_TICKET:
        top.problem("fields", f"all max_length together are {total}; at most {LONGEST_TICKET} fit one message")
    if not any(field.required for field in fields):
        top.problem("fields", "at least one field must be required")
    for number, field in enumerate(fields, 1):
        before = [other.key for other in fields[: number - 1] if other.kind == field.kind]
        if field.same_as is not None and field.same_as not in before:
            top.problem(f"fields[{number}].same_as", f'"{field.same_as}" must be a field of this kind before this one')
    return fields


def _field(row: Table, key: str) -> Field:
    field = Field(
        key=key,
        kind=cast(FieldKind, row.one_of("kind", get_args(FieldKind))),
        required=row.flag("required", default=True),
        clause=row.clause(),
        assumed=row.is_assumed(),
        min_length=row.whole("min_length", low=1, high=1000, default=1),
        max_length=row.whole("max_length", low=1, high=LONGEST_TICKET),
        label=row.phrase("label"),
        ask=row.phrase("ask"),
        hint=row.phrase("hint"),
        example=row.phrase("example"),
        skip=row.maybe("skip", row.phrase),
        accepts=tuple(word.casefold() for word in row.maybe("accepts", row.words) or ()),
        same_as=row.optional("same_as"),
    )
    if field.required and field.skip:
        row.problem("skip", "a required field cannot be skipped; leave the key out, or write required = false")
    if not field.required and not field.skip:
        row.problem("skip", "is missing; a field that is not required needs the label of its button")
    if field.min_length > field.max_length:
        row.problem("min_length", f"must be at most max_length ({field.max_length})")
    return field


def read_kind(row: Table, key: str, priorities: Sequence[Priority]) -> Kind:
    """What a request may be about."""
    priority = row.maybe("priority", lambda name: _known(row, name, priorities))
    return Kind(key, row.phrase("label"), priority, row.clause(), row.is_assumed())


def read_impact(row: Table, key: str, priorities: Sequence[Priority]) -> Impact:
    """How hard a problem may hit."""
    return Impact(key, row.phrase("label"), _known(row, "priority", priorities), row.clause(), row.is_assumed())


def read_group(row: Table, key: str) -> Group:
    """A tier, or a category of clients."""
    clause, assumed = row.cited()
    return Group(key, row.phrase("label"), row.flag("default"), clause, assumed)


def _known(row: Table, key: str, priorities: Sequence[Priority]) -> str:
    return row.one_of(key, [priority.key for priority in priorities])


def read_attachments(row: Table) -> AttachmentRules:
    """What may be attached."""
    kinds = row.table("kinds")
    names = {kind: kinds.words(kind) for kind in kinds.free_keys()}
    for kind in names:
        if kind not in FILE_KINDS:
            kinds.problem(kind, f"no such kind of content; known are {', '.join(FILE_KINDS)}")
    ours = frozenset(row.maybe("assumed_kinds", lambda name: row.words(name, allowed=list(names))) or ())
    for kind in ours:
        kinds.assume(kind)
    rules = AttachmentRules(
        clause=row.clause(),
        kinds=MappingProxyType(names),
        assumed=ours,
        only_inside_archive=row.words("only_inside_archive", allowed=FILE_KINDS),
        archives=row.words("archives", allowed=("zip", "rar")),
        archive_members=row.words("archive_members", allowed=FILE_KINDS),
        max_size_bytes=row.whole("max_size_bytes", low=1, high=52_428_800),
        max_count=row.whole("max_count", low=0, high=100),
    )
    if rules.only_inside_archive and not rules.archives:
        row.problem("archives", 'is empty; what is taken only inside an archive needs some: ["zip", "rar"]')
    row.done()
    return rules


def read_contacts(table: Table) -> Mapping[str, str | Text]:
    """Names and addresses by free keys, in one text or in each language."""
    return {key: table.phrase(key) if table.is_table(key) else table.text(key) for key in table.free_keys()}


def read_consent(row: Table, contacts: Mapping[str, str | Text]) -> Consent:
    """The consent with {operator} and {email} filled in from the contacts."""
    filled = {}
    for language, words in row.phrase("text").words.items():
        for key in re.findall(r"\{(\w*)\}", words):
            if key not in contacts:
                row.problem(f"text.{language}", f"{{{key}}} must be one of the contacts: {', '.join(contacts)}")
            contact = contacts.get(key, "")
            words = words.replace(f"{{{key}}}", contact if isinstance(contact, str) else contact.in_(language))
        filled[language] = words.strip()
    version = row.text("version")
    row.done()
    return Consent(version, Text(filled))
