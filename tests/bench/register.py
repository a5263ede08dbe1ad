"""The register after the run: each answer that was acknowledged is in it, word for word, once; and nothing else is."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.engine import open_engine
from bot.storage.tables import drafts, identities, outbox, quarantine, tickets, updates_seen
from domain.usecases.telling import CHAT
from tests.bench.talks import given
from tests.bench.telegram import Line, Wrong

ANSWERS = (
    sa.select(identities.c.address, drafts.c.answers)
    .join_from(identities, drafts, drafts.c.person_id == identities.c.person_id)
    .where(identities.c.channel == CHAT)
)


def check(url: str, line: Line) -> int:
    """Compare the register with what was said over the line; the number of answers in it. Wrong if they differ."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            rows = connection.execute(ANSWERS).all()
            counts = {
                table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                for table in (updates_seen, quarantine, outbox, tickets)
            }
    finally:
        engine.dispose()
    expected = {"updates_seen": line.sent, "quarantine": 0, "outbox": 0, "tickets": 0}
    if counts != expected:
        raise Wrong(f"the register holds {counts}, not {expected}")
    found = {int(address): answers for address, answers in rows}
    if len(found) != len(rows) or found.keys() != line.people.keys():
        raise Wrong(f"{len(line.people)} people have {len(rows)} drafts")
    for person in line.people.values():
        kept = dict(list(given(person.id).items())[: person.step])
        told = {key: answer for key, answer in found[person.id].items() if not key.startswith("_")}
        if told != kept:
            raise Wrong(f"{person.id} said {kept}, the register has {told}")
    return sum(person.step for person in line.people.values())
