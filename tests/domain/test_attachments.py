"""What may be attached by Barier's clause 7.6, judged from what was found."""

from __future__ import annotations

import pytest

from domain.attachments import Facts, Member, judge
from domain.regulation import load

RULES = load("barier").attachments


def zipped(*kinds: str, archive: str = "zip") -> Facts:
    return Facts("a", archive, 1000, tuple(Member(f"inside.{kind}", kind, 10) for kind in kinds))


@pytest.mark.parametrize("kind", ["jpeg", "gif", "png", "pdf", "txt", "docx", "xlsx"])
def test_pictures_and_our_documents_are_taken(kind: str) -> None:
    assert judge(Facts("a", kind, 1000), RULES) is None


@pytest.mark.parametrize("name", ["a.png", "a.exe", "a", "отчёт.html"])
def test_a_name_that_lies_is_no_reason_to_refuse(name: str) -> None:
    assert judge(Facts(name, "png", 1000), RULES) is None


def test_a_bmp_is_asked_to_come_in_an_archive_and_is_taken_there() -> None:
    refused = judge(Facts("screen.bmp", "bmp", 1000), RULES)

    assert refused is not None
    assert (refused.reason, refused.name) == ("bmp_needs_archive", "screen.bmp")
    assert judge(zipped("bmp", "png", "gif", "jpeg"), RULES) is None
    assert judge(zipped("bmp", archive="rar"), RULES) is None


@pytest.mark.parametrize("kind", ["html", "svg", "script", "exe", "unknown", "webp", "mp4", "office_macros", "7z"])
def test_other_kinds_are_not_taken(kind: str) -> None:
    refused = judge(Facts("a.png", kind, 1000), RULES)

    assert refused is not None
    assert (refused.reason, refused.kind) == ("type_not_accepted", kind)


@pytest.mark.parametrize("kind", ["pdf", "txt", "exe", "docx", "unknown", "empty"])
def test_an_archive_with_anything_but_pictures_is_not_taken_and_the_member_is_named(kind: str) -> None:
    refused = judge(zipped("png", kind), RULES)

    assert refused is not None
    assert (refused.reason, refused.kind, refused.member) == ("archive_member", kind, f"inside.{kind}")


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (Facts("a.zip", "zip", 10, encrypted=True), "archive_encrypted"),
        (Facts("a.zip", "zip", 10, (Member("b.rar", "rar", 5),)), "archive_nested"),
        (Facts("a.zip", "zip", 10, nested=True), "archive_nested"),
        (Facts("a.zip", "zip", 10, oversized=True), "unpacks_too_large"),
        (Facts("a.zip", "zip", 10, broken=True), "broken"),
        (Facts("a.zip", "zip", 10), "archive_empty"),
        (Facts("a.png", "png", 10, broken=True), "broken"),
        (Facts("a.png", "png", 10, oversized=True), "unpacks_too_large"),
        (Facts("a.png", "empty", 0), "empty"),
    ],
)
def test_each_trouble_has_its_own_reason(facts: Facts, reason: str) -> None:
    refused = judge(facts, RULES)

    assert refused is not None
    assert refused.reason == reason


def test_a_file_that_is_too_large_is_told_the_limit() -> None:
    refused = judge(Facts("a.png", "png", RULES.max_size_bytes + 1), RULES)

    assert refused is not None
    assert (refused.reason, refused.limit) == ("too_large", RULES.max_size_bytes)
    assert judge(Facts("a.png", "png", RULES.max_size_bytes), RULES) is None
