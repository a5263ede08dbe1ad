"""The choices under a card: each fits Telegram, and none is offered that the regulation does not have."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain import versions
from domain.customers import usual
from domain.journal import Actor
from domain.regulation import FOLDER, Regulation, load, loads, shipped
from domain.ticket import Ticket
from handlers.view.card_keys import reasons_keyboard, scope_buttons, scope_keyboard, unsolved_keyboard
from handlers.view.words import speaking

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
NINTH = """
[[scope]]
key = "3.6-1"
decision = "not_solved"
clause = "3.6"
text = { ru = "Девятое.", en = "The ninth." }

[[fields]]
key = "description"
"""


def ticket(rules: Regulation, **known: str) -> Ticket:
    versions.remember(rules)
    kind = rules.kinds[0].key if rules.kinds else ""
    facts = {"kind": kind, "impact": "", "priority": "", "tier": usual(rules.tiers), "client": usual(rules.clients)}
    made = Ticket(
        number=rules.number(999_999),
        regulation_digest=rules.digest,
        requester_id="anna",
        door="telegram",
        answers={},
        received_at=NOW,
        registered_at=NOW,
        **(facts | known),
    )
    made.register(NOW, Actor("anna", "Анна", "telegram"), clause=None)
    return made


@pytest.mark.parametrize("preset", shipped())
def test_every_choice_is_short_enough_for_telegram(preset: str) -> None:
    """callback_data takes 64 bytes; a longer one would keep the whole card from being drawn."""
    with speaking("ru"):
        made = ticket(load(preset))
        keyboards = [scope_keyboard(made), reasons_keyboard(made, "hold")]
        keyboards += [reasons_keyboard(made, "refuse")]
        if made.regulation.scope_of("not_solved"):
            keyboards.append(unsolved_keyboard(made))
    data = [b.callback_data or "" for keyboard in keyboards for row in keyboard.inline_keyboard for b in row]
    assert max(len(one.encode()) for one in data) <= 64


def test_more_than_eight_items_come_in_pages() -> None:
    """gravity has eight that fit; a ninth is on a page of its own, and no page leads nowhere."""
    text = (FOLDER / "gravity.toml").read_text(encoding="utf-8")
    longer = loads(text.replace('\n[[fields]]\nkey = "description"\n', NINTH, 1), file="longer.toml")

    def captions(rules: Regulation, page: int) -> list[str]:
        return [b.text for row in unsolved_keyboard(ticket(rules), page).inline_keyboard for b in row]

    with speaking("ru"):
        assert not {"‹", "›"} & set(captions(load("gravity"), 0))
        first, second, beyond = (captions(longer, page) for page in (0, 1, 7))
    assert (len(first), "›" in first, "‹" in first) == (8 + 3, True, False)
    assert second[0] == "3.6-1 Девятое."
    assert ("›" in second, "‹" in second) == (False, True)
    assert beyond == second


def test_the_scope_is_told_of_only_where_the_regulation_has_one() -> None:
    """insales has things done in a limited way, for money or by others; barier and gravity have not."""
    with speaking("ru"):
        told = {name: len(scope_buttons(ticket(load(name)))) for name in ("insales", "gravity")}
        assert told == {"insales": 6, "gravity": 0}
        assert scope_buttons(ticket(load("barier"), priority="2")) == []
