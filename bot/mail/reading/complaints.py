"""Complaints: a provider's user pressed «spam» on our letter (ARF, RFC 5965), and what looks alike and is none."""

from __future__ import annotations

from bot.mail.reading.model import Kind, Verdict
from bot.mail.reading.outside import Outside, content, one_line, type_of
from bot.mail.reading.returned import about, fields, ident_of

# RFC 5965, 7.3 and RFC 6591: reports in which nobody complains.
_NOBODY = {"auth-failure", "not-spam"}
_HOTMAIL = "x-hmxmroriginalrecipient"


def complaint(letter: Outside) -> Verdict | None:
    """What a feedback loop says, or None if this is none."""
    if letter.type == "multipart/report":
        for part in letter.parts:
            if type_of(part) == "message/feedback-report":
                return _reported(letter, fields(content(part)))
        if letter.report == "feedback-report":
            return Verdict(Kind.COMPLAINT, "a feedback report (RFC 5965)", about=about(letter))
    # Outlook.com sends the letter alone.
    if letter.subject.startswith("complaint about message from") or _HOTMAIL in letter.headers:
        ident = next((ident for part in letter.parts if (ident := ident_of(part))), "")
        if ident and not letter.thread:
            return Verdict(Kind.COMPLAINT, "a report of Outlook.com's junk mail programme", reason="abuse", about=ident)
    return None


def _reported(letter: Outside, blocks: list[dict[str, str]]) -> Verdict:
    whole = {name: value for block in reversed(blocks) for name, value in block.items()}
    kind = one_line(whole.get("feedback-type", "").lower(), 40)
    if kind in _NOBODY:
        return Verdict(Kind.AUTO, f"a feedback report of the type {kind}: nobody complains", about=about(letter))
    about_whom = whole.get("original-rcpt-to", "").strip("<>")
    reason = f"{kind}: {about_whom}" if about_whom else kind
    return Verdict(Kind.COMPLAINT, "a feedback report (RFC 5965)", reason=one_line(reason), about=about(letter))
