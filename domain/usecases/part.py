"""Part: an intake tells of several problems; its writer says which become requests of their own, and whose the files are (barier 4.3)."""

from __future__ import annotations

from domain import apart
from domain.draft import Conversation, Draft, DraftKind, FileState
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.usecases.meeting import conversation, open_draft

ANEW = frozenset({apart.WHOSE, apart.SORT, "whose"})
"""What depends on which parts become requests."""


def toggle(desk: Desk, *, by: Speaker, draft_id: str, mark: str, n: int) -> Conversation:
    """The n-th part becomes a request of its own, or stays with the first after all. NothingToAnswer: see `_asked`, or no such part."""
    person, draft = _asked(desk, by, draft_id, "parts", mark)
    if not 0 <= n < len(draft.answers[apart.PARTS]):
        raise NothingToAnswer
    stays = set(draft.answers.get(apart.STAYS, [])) ^ {n}
    draft.answers = {**draft.answers, apart.STAYS: sorted(stays)}
    return conversation(desk, person, draft)


def take_apart(desk: Desk, *, by: Speaker, draft_id: str, mark: str) -> Conversation:
    """«Зарегистрировать отдельно»: what was said of the requests before is asked anew. NothingToAnswer with fewer than two."""
    person, draft = _asked(desk, by, draft_id, "parts", mark)
    if len(apart.sides(draft.answers)[0]) < 2:
        raise NothingToAnswer
    draft.answers = {key: value for key, value in draft.answers.items() if "@" not in key and key not in ANEW}
    draft.put("parts", apart.APART)
    return conversation(desk, person, draft)


def one_problem(desk: Desk, *, by: Speaker, draft_id: str, mark: str) -> Conversation:
    """«Это одна проблема»: believed, remembered for this text, and written into the ticket's journal later."""
    person, draft = _asked(desk, by, draft_id, "parts", mark)
    kept = {key: value for key, value in draft.answers.items() if "@" not in key and key not in ANEW}
    draft.answers = {**kept, apart.ONE: draft.answers[apart.JUDGED]}
    draft.put("parts", apart.TOGETHER)
    return conversation(desk, person, draft)


def rewrite(desk: Desk, *, by: Speaker, draft_id: str, mark: str) -> Conversation:
    """«Исправить»: the description is asked again; the words given stay as an offer."""
    person, draft = _asked(desk, by, draft_id, "parts", mark)
    draft.correct("description")
    return conversation(desk, person, draft)


def hand_file(desk: Desk, *, by: Speaker, draft_id: str, n: int) -> Conversation:
    """The n-th file goes with the next request, and after the last one with all of them. NothingToAnswer if there is none."""
    person, draft = _asked(desk, by, draft_id, "whose")
    files = files_of(desk, draft)
    if not 0 <= n < len(files):
        raise NothingToAnswer
    ways = [*map(str, range(len(apart.split(draft.answers)))), apart.ALL]
    now = apart.owner(draft.answers, files[n])
    after = ways[(ways.index(now) + 1) % len(ways)] if now in ways else ways[0]
    draft.answers = {**draft.answers, apart.WHOSE: {**draft.answers.get(apart.WHOSE, {}), files[n]: after}}
    return conversation(desk, person, draft)


def files_handed(desk: Desk, *, by: Speaker, draft_id: str) -> Conversation:
    """«Готово»: each file belongs to what its row says. One that comes later is asked about again."""
    person, draft = _asked(desk, by, draft_id, "whose")
    whose = {one: apart.owner(draft.answers, one) for one in files_of(desk, draft)}
    draft.answers = {**draft.answers, apart.WHOSE: whose}
    draft.put("whose", "done")
    return conversation(desk, person, draft)


def files_of(desk: Desk, draft: Draft) -> list[str]:
    """The ids of the intake's files that were not refused, in order."""
    return [f.id for f in desk.files.of_draft(draft.id) if f.state is not FileState.REFUSED]


def _asked(desk: Desk, by: Speaker, draft_id: str, step: str, mark: str = "") -> tuple[Person, Draft]:
    """The intake, if this is what it asks. NothingToAnswer else, and where the text has changed since the button was made."""
    person, draft = open_draft(desk, by, draft_id, DraftKind.INTAKE)
    talk = conversation(desk, person, draft)
    if talk.step != step or (step == "parts" and mark != draft.answers.get(apart.JUDGED)):
        raise NothingToAnswer
    return person, draft
