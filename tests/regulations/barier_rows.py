"""The rows that barier and saveit share: one text, two desks. What 003 prints without a number is cited so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.effort import accounted
from domain.refusals import WrongAnswer
from tests.regulations.rows import UNNUMBERED, Rows, due, may_be_attached, rules, zipped


def rows_of(preset: str) -> Rows:
    """The rows of Barier's text under the contacts of that preset."""
    row = Rows(preset)
    mine = rules(preset)
    numbered = preset == "barier"

    def clause(number: str) -> str:
        return number if numbered else UNNUMBERED

    @row("1 kinds")
    def _() -> None:
        """A request is about a failure, a change of settings, or information; a change is priority 3 (ours)."""
        assert [kind.key for kind in mine.kinds] == ["failure", "change", "information"]
        assert (mine.kind("change").priority, mine.kind("change").assumed) == ("3", True)
        assert mine.clause("kinds") == "1"

    @row("4.1")
    def _() -> None:
        """Portal (here the chat), e-mail and phone."""
        doors = {door.key: (door.clause, list(door.addresses)) for door in mine.doors}
        addresses = {
            "barier": (["support@barier.pro"], ["+7 (473) 202-24-64", "+7 (473) 202-24-87"]),
            "saveit": (["sup@saveit.pro", "support@saveit.pro"], ["7 (473) 202 24 87"]),
        }[preset]
        assert doors == {"chat": (None, []), "email": ("4.1", addresses[0]), "phone": ("4.1", addresses[1])}
        assert all(door.registers for door in mine.doors)

    @row("4.2")
    def _() -> None:
        """Organization, name, position, phone, e-mail and text, none skippable; steps as our own question."""
        needed = [(field.key, field.clause) for field in mine.fields if field.required]
        keys = ("organization", "name", "position", "phone", "email", "description")
        assert needed == [(key, clause("4.2")) for key in keys]
        assert [(f.key, f.assumed) for f in mine.fields if not f.required] == [("steps", True)]

    @row("4.3")
    def _() -> None:
        """One ticket, one problem: the clause that is cited."""
        assert mine.clause("one_issue") == "4.3"

    @row("4.4")
    def _() -> None:
        """A unique number."""
        assert mine.number(123) == {"barier": "BAR-000123", "saveit": "SAV-000123"}[preset]
        assert mine.clause("number") == "4.4"

    @row("4.5")
    def _() -> None:
        """By priority, then by receipt."""
        nine = datetime(2026, 5, 13, 9, tzinfo=UTC)
        turns = [mine.turn(priority=p, received=nine + timedelta(hours=h)) for p, h in (("1", 5), ("2", 0), ("2", 1))]
        assert turns == sorted(turns)
        assert mine.queue.clause == "4.5"

    @row("4.6")
    def _() -> None:
        """Asked for more: reminders, no closing by silence, then 7.9-7."""
        assert mine.silence_after_asking is None
        assert str(mine.ask_reminder) == "8 working hours"
        assert mine.ask_reminder_then is not None
        assert mine.reason(mine.ask_reminder_then).clause == "7.9-7"
        assert due(preset, "2026-05-13 10:00", priority="1", clarification="2026-05-13 11:00")[2] is None

    @row("4.8")
    def _() -> None:
        """Completed until confirmed; an objection needs an argument."""
        assert mine.statuses["completed"].in_("ru") == "Завершена"
        assert mine.dispute_needs_argument
        assert (mine.clause("completed"), mine.clause("dispute")) == ("4.8", "4.8")
        assert not mine.reopen

    @row("4.9")
    def _() -> None:
        """24 hours of silence close, over weekends and holidays too."""
        closed = due(preset, "2026-05-08 10:00", priority="1", completed="2026-05-08 16:30:15")[2]
        assert closed == "09.05.2026 16:30:15"
        assert (mine.clause("silence"), mine.clause("confirmation")) == ("4.9", "4.9")
        assert mine.statuses["closed"].in_("ru") == "Закрыта"

    @row("5.1")
    def _() -> None:
        """Mon-Fri 9-18 Moscow, Russian days off; working time only."""
        assert due(preset, "2026-05-08 17:00", priority="1")[0] == "12.05.2026 11:00"
        assert due(preset, "2026-05-15 20:00", priority="3")[1] == "22.05.2026 18:00"
        assert due(preset, "2025-11-01 08:00", priority="1")[1] == "01.11.2025 13:00"  # a worked Saturday
        assert due(preset, "2025-12-30 17:00", priority="1")[1] == "12.01.2026 12:00"
        assert mine.clause("hours") == "5.1"

    @row("5.2")
    def _() -> None:
        """At least 30 minutes are accounted per answer."""
        assert [accounted(mine, minutes) for minutes in (None, 5, 30, 45)] == [30, 30, 30, 45]
        assert mine.clause("effort") == "5.2"

    @row("6.1")
    def _() -> None:
        """The priority is proposed from the impact; each change of it moves the deadline."""
        assert mine.proposed_priority("failure", "partly").key == "2"
        change = [["2026-05-13 12:00", "1"]]
        assert due(preset, "2026-05-13 10:00", priority="2", priority_changes=change)[1] == "13.05.2026 14:00"
        assert mine.clause("priority") == "6.1"

    @row("6.2")
    def _() -> None:
        """Down, partly or slowly, consultation, extension: the definitions and the question."""
        asked = {impact.key: (impact.priority, impact.clause) for impact in mine.impacts}
        wanted = {"down": "1", "partly": "2", "consultation": "3", "extension": "4"}
        assert asked == {key: (priority, clause("6.2")) for key, priority in wanted.items()}
        words = ("не запускается или зависает", "частично или медленно", "консультация", "расширить или доработать")
        assert all(word in p.definition.in_("ru") for word, p in zip(words, mine.priorities, strict=True))

    @row("6.3 letter")
    def _() -> None:
        """Processed within 3 hours, of working time, whatever the priority."""
        assert {due(preset, "2026-05-13 16:00", priority=p)[0] for p in "1234"} == {"14.05.2026 10:00"}
        assert mine.clause("response") == clause("6.3")

    @row("6.3 P1")
    def _() -> None:
        """4 working hours, first in line, all staff called."""
        assert due(preset, "2026-05-13 09:00", priority="1")[1] == "13.05.2026 13:00"
        assert mine.priority("1").ping_all
        assert mine.escalate_every is not None

    @row("6.3 P2")
    def _() -> None:
        """8 working hours."""
        assert due(preset, "2026-05-13 12:00", priority="2")[1] == "14.05.2026 11:00"

    @row("6.3 P3")
    def _() -> None:
        """5 working days."""
        assert due(preset, "2026-05-13 12:00", priority="3")[1] == "20.05.2026 12:00"

    @row("6.3 P4")
    def _() -> None:
        """10 working days."""
        assert due(preset, "2026-05-13 12:00", priority="4")[1] == "27.05.2026 12:00"

    @row("7.2")
    def _() -> None:
        """An empty or meaningless text is refused; the question has its hint and its example."""
        field = mine.field("description")
        for raw in ("", "...", "тест", "Не"):
            with pytest.raises(WrongAnswer):
                field.accept(raw)
        assert field.hint.in_("ru")
        assert field.accept(field.example.in_("ru"))
        assert mine.clause("precise") == "7.2"

    @row("7.5")
    def _() -> None:
        """Other channels are not official: the clause that is cited."""
        assert mine.clause("unofficial") == "7.5"

    @row("7.6")
    def _() -> None:
        """JPG, GIF, PNG; BMP inside RAR or ZIP only; documents by our own list."""
        assert all(may_be_attached(preset, kind) for kind in ("jpeg", "gif", "png", "pdf", "txt", "docx", "xlsx"))
        assert not may_be_attached(preset, "bmp")
        assert zipped(preset, "bmp")
        assert not zipped(preset, "pdf")
        assert mine.attachments.clause == "7.6"
        assert mine.attachments.assumed == {"pdf", "txt", "docx", "xlsx"}

    @row("7.8")
    def _() -> None:
        """Standard answers are links."""
        assert mine.contacts["faq"] == f"http://support.{preset}.pro/"
        assert mine.clause("faq") == "7.8"

    @row("7.9")
    def _() -> None:
        """Seven reasons, and another one in words; development on priority 4 only with a promised date."""
        assert [reason.clause for reason in mine.reasons] == [*(f"7.9-{n}" for n in range(1, 8)), None]
        assert mine.reason("other").demands == ("explanation",)
        assert mine.reason("needs_development").date_on == ("4",)

    return row
