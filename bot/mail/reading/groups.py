"""Groups: a letter that came by a list, and that a person may have written all the same: colleagues write by their group's address.

Whether it is for the desk cannot be told from the letter alone: who it is for and whose customer wrote it decides that.
"""

from __future__ import annotations

from bot.mail.reading.outside import Outside, addresses_in

# What senders of newsletters write, and no group of colleagues.
_NEWSLETTER = ("list-unsubscribe-post", "feedback-id", "x-campaign", "x-campaignid", "x-mailer-lid", "x-report-abuse")
_BULK = {"bulk", "junk"}


def group_of(letter: Outside) -> str:
    """The list's address, if it is one that people write to each other by, and a person's letter came by it; "" if not."""
    precedence = {letter.get(name).strip().lower() for name in ("precedence", "x-precedence")}
    if precedence & _BULK or any(name in letter.headers for name in _NEWSLETTER) or letter.type == "multipart/digest":
        return ""
    group = _address(letter)
    named = {
        one.lower() for key in ("to", "cc") for value in letter.headers.get(key, [])[:5] for one in addresses_in(value)
    }
    # Where the list has put its own address in From, nobody can be answered but the list.
    return (
        group if group in named and letter.sender not in ("", group) and letter.local != group.partition("@")[0] else ""
    )


def _address(letter: Outside) -> str:
    """Where letters to the list go: by List-Post (RFC 2369), or as List-Id names it (RFC 2919)."""
    if not letter.get("list-id").strip():
        return ""
    post = addresses_in(letter.get("list-post").lower().replace("mailto:", " "))
    if post:
        return post[0]
    name = letter.get("list-id").lower().rpartition("<")[2].partition(">")[0].strip()
    local, _, domain = name.partition(".")
    return f"{local}@{domain}" if local and "." in domain else ""
