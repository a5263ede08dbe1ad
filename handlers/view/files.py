"""Files in words: why one was refused, and what to do instead (barier 7.6)."""

from __future__ import annotations

from html import escape
from typing import Any

from domain.regulation import AttachmentRules
from handlers.view.clauses import clause_words
from handlers.view.words import _

OURS = frozenset({"too_many", "too_large", "not_fetched"})
"""Reasons that are limits of ours or of the channel: the regulation does not know them, so no clause is cited."""


def refused_words(problems: list[dict[str, Any]], rules: AttachmentRules) -> list[str]:
    """Each refused file with its reason; those that are too many in one line."""
    crowd = [problem["name"] for problem in problems if problem.get("reason") == "too_many"]
    lines = [problem_words(problem, rules) for problem in problems if problem.get("reason") != "too_many"]
    if crowd:
        lines.append(problem_words({"reason": "too_many", "name": ", ".join(crowd)}, rules))
    return lines


def problem_words(problem: dict[str, Any], rules: AttachmentRules) -> str:
    """One refused file: its name, the reason, and what would be taken."""
    ours = problem.get("reason") in OURS or not rules.clause
    cited = "" if ours else clause_words(rules.clause)
    return _("Not taken: {name}: {reason}{clause}.").format(
        name=f"<b>{escape(problem.get('name', ''))}</b>", reason=escape(_reason(problem, rules)), clause=cited
    )


def why_refused(problem: dict[str, Any], rules: AttachmentRules) -> str:
    """The name and the bare reason, for who cannot send it again; HTML."""
    return escape(f"{problem.get('name', '')}: {_reason(problem, rules).partition('. ')[0]}")


def _reason(problem: dict[str, Any], rules: AttachmentRules) -> str:
    """Why it was not taken, and what to do instead."""
    kinds = ", ".join(sorted({extension.upper() for extension in rules.extensions()}))
    reasons = {
        "type_not_accepted": _("this kind of file is not accepted. Send one of these instead: {kinds}"),
        "bmp_needs_archive": _("put a BMP into a ZIP or RAR archive, or save it as PNG"),
        "archive_member": _("the archive may hold only pictures: BMP, JPG, GIF, PNG"),
        "archive_encrypted": _("the archive is locked with a password. Send it without one"),
        "archive_nested": _("there is an archive inside the archive. Pack the pictures directly"),
        "unpacks_too_large": _("the archive unpacks to too much. Send fewer pictures at a time"),
        "archive_empty": _("the archive is empty"),
        "broken": _("the file cannot be opened. Save it anew and send it again"),
        "too_large": _("the file is larger than {megabytes} MB. Send a smaller one"),
        "empty": _("the file is empty"),
        "too_many": _("no more than {limit} files fit on a request. Put several into one archive"),
        "not_fetched": _("it could not be downloaded from Telegram. Send it again, please"),
    }
    reason = reasons.get(problem.get("reason", ""), reasons["type_not_accepted"])
    return reason.format(kinds=kinds, megabytes=rules.max_size_bytes // 1_000_000, limit=rules.max_count)
