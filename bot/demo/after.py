"""After completion: what requesters make of the answer: they confirm, object, keep silent, rate, complain, open again."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from domain.journal import EntryKind
from domain.ticket import Status
from domain.usecases.answer_complaint import answer_complaint
from domain.usecases.complain import COMPLAINT, complain, letters
from domain.usecases.confirm import confirm
from domain.usecases.dispute import dispute, object_to
from domain.usecases.low_rating import contacted, open_rating
from domain.usecases.rate import comment, rate
from domain.usecases.reopen import reopen
from domain.usecases.say import say

if TYPE_CHECKING:
    from bot.demo.course import Case

LONG_AGO = timedelta(days=5)
"""So long after completion nobody comes back to it."""


def after_completion(case: Case, complete_again: Callable[[], None]) -> Iterator[datetime]:
    """From the exhaustive answer to the last word; a caller leaves it to silence. `complete_again`: staff answer an objection."""
    for _round in range(3):
        ticket = case.ticket
        if not case.hears or ticket.completed_at is None or ticket.resolution in ("refused", "duplicate"):
            return
        again = yield from (_verdict(case) if ticket.status is Status.COMPLETED else _second_thoughts(case))
        if not again:
            break
        yield case.after_work(1, 12)
        complete_again()
    if case.ticket.status is Status.CLOSED:
        yield from _rated(case)


def _verdict(case: Case) -> Generator[datetime, None, bool]:
    """They confirm, object or keep silent. True if it is in work again."""
    scene = case.scene
    ticket, rules = case.ticket, scene.stage.rules
    silence = rules.silence_after_completed
    what = scene.random.choices(("confirms", "objects", "silent"), (48, 11, 41) if silence else (80, 11, 9))[0]
    if what == "silent":
        now = scene.stage.now()
        yield (ticket.close_due or now + LONG_AGO) + timedelta(minutes=1)
        return False
    yield case.later(0.3, 14)
    desk, by = scene.stage.desk, case.requester()
    if case.ticket.status is not Status.COMPLETED:
        return False
    if what == "confirms":
        confirm(desk, by=by, number=case.number)
        return False
    if rules.dispute_needs_argument:
        talk = object_to(desk, by=by, number=case.number)
        assert talk.draft is not None
        dispute(desk, by=by, person=talk.person, draft=talk.draft, argument=scene.said("dispute"))
    else:
        say(desk, by=by, person=desk.people.speaking(by), ticket=case.ticket, text=scene.said("dispute"))
    return case.ticket.status is not Status.COMPLETED


def _second_thoughts(case: Case) -> Generator[datetime, None, bool]:
    """Where a closed request may be opened again, some are."""
    scene = case.scene
    if not scene.stage.rules.reopen or not scene.chance(0.1):
        return False
    yield case.later(4, 60)
    if case.ticket.status is not Status.CLOSED:
        return False
    reopen(scene.stage.desk, by=case.requester(), number=case.number)
    return True


def _rated(case: Case) -> Iterator[datetime]:
    """More than half rate; who is not content says why, and a few complain."""
    scene = case.scene
    if not scene.chance(0.6):
        return
    yield case.later(0.05, 8)
    desk, by, ticket = scene.stage.desk, case.requester(), case.ticket
    if ticket.status is not Status.CLOSED:
        return
    late = any(e.kind is EntryKind.BREACHED for e in desk.journal.of(case.number))
    lowest, highest = ticket.regulation.rating
    weights = (8, 12, 17, 28, 35) if late or case.who.patience < 0.15 else (2, 3, 8, 25, 62)
    mood = scene.random.choices(range(5), weights)[0]
    rated = rate(desk, by=by, number=case.number, stars=lowest + round(mood * (highest - lowest) / 4))
    if scene.chance(0.35 if mood > 2 else 0.75):
        words = scene.said("praise" if mood > 2 else "middling" if mood == 2 else "blame")
        comment(desk, by=by, person=rated.person, draft=rated.draft, text=words)
    if mood < 2 and scene.chance(0.6):
        yield from _complained(case)
    yield from _got_in_touch(case)


def _got_in_touch(case: Case) -> Iterator[datetime]:
    """A lead calls who gave few stars, mostly in time, and says what came of it."""
    scene = case.scene
    if open_rating(scene.stage.desk, case.ticket) is None or not scene.chance(0.85):
        return
    yield case.after_work(1, 30)
    known = open_rating(scene.stage.desk, case.ticket)
    if known is None:
        return  # they have changed their mind
    lead = case.staff(scene.cast.lead)
    text = scene.said("contacted")
    contacted(scene.stage.desk, by=lead, number=case.number, complaint=known.number, text=text)


def _complained(case: Case) -> Iterator[datetime]:
    """A complaint to quality control, and the lead's answer; not always in time."""
    scene = case.scene
    yield case.later(0.1, 3)
    by, ticket = case.requester(), case.ticket
    if COMPLAINT not in letters(scene.stage.desk, ticket):
        return
    person = scene.stage.desk.people.speaking(by)
    complain(scene.stage.desk, by=by, person=person, ticket=ticket, letter=COMPLAINT, text=scene.said("complaint"))
    written = [e for e in scene.stage.desk.journal.of(case.number) if e.kind is EntryKind.COMPLAINED][-1]
    yield case.after_work(3, 110)
    answer_complaint(
        scene.stage.desk,
        by=case.staff(scene.cast.lead),
        number=case.number,
        complaint=str(written.facts["complaint"]),
        text=scene.said("complaint_answer"),
    )
