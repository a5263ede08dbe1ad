"""Calendar: an invitation in one readable line: what, when, where (RFC 5545)."""

from __future__ import annotations

import re

from bot.mail.reading.texts import line

_FOLD = re.compile(r"\r?\n[ \t]")
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(?:\d\d)?(Z)?)?\Z")
_ESCAPED = re.compile(r"\\([\\;,nN])")
LENGTH = 200_000


def in_a_line(text: str) -> str:
    """`Встреча · 2026-11-21 14:05 – 15:00 (Europe/Moscow) · Переговорная`; "" if it holds no event."""
    said: dict[str, tuple[str, str]] = {}
    inside: list[str] = []
    for one in _FOLD.sub("", text[:LENGTH]).splitlines():
        head, _, value = one.partition(":")
        if '"' in head:  # a colon in a quoted parameter
            quotes = re.match(r'(?:[^":]|"[^"]{0,500}"){0,200}:', one[:4000])
            if quotes is not None:
                head, value = one[: quotes.end() - 1], one[quotes.end() :]
        name, _, params = head.partition(";")
        name = name.strip().upper()
        if name == "BEGIN":
            inside.append(value.strip().upper())
        elif name == "END":
            if inside and inside.pop() in {"VEVENT", "VTODO"} and said:
                break
        elif inside and inside[-1] in {"VEVENT", "VTODO"}:
            said.setdefault(name, (params, value))
    parts = [_plain(said["SUMMARY"][1]) if "SUMMARY" in said else "", _when(said), _plain(said["LOCATION"][1]) if "LOCATION" in said else ""]
    return " · ".join(part for part in parts if part)


def _plain(value: str) -> str:
    return line(_ESCAPED.sub(lambda match: " " if match[1] in "nN" else match[1], value), 300)


def _when(said: dict[str, tuple[str, str]]) -> str:
    start, zone = _stamp(said.get("DTSTART"))
    end, _ = _stamp(said.get("DTEND") or said.get("DUE"))
    if not start:
        return end
    if end[:10] == start[:10] and " " in end:
        end = end[11:]
    shown = f"{start} – {end}" if end and end != start else start
    return f"{shown} ({zone})" if zone else shown


def _stamp(said: tuple[str, str] | None) -> tuple[str, str]:
    if said is None:
        return "", ""
    params, value = said
    match = _STAMP.match(value.strip())
    if match is None:
        return line(value, 40), ""
    year, month, day, hour, minute, utc = match.groups()
    zone = "UTC" if utc else next((one[5:].strip('"') for one in params.split(";") if one.upper().startswith("TZID=")), "")
    return f"{year}-{month}-{day}" + (f" {hour}:{minute}" if hour else ""), line(zone, 60)
