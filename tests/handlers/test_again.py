"""Again: one answer that stands for several says so, unless it is a card that shows them all."""

from __future__ import annotations

from handlers.again import summed
from handlers.view.say import Card, Passing, message


def test_one_answer_for_many_says_how_many_there_were() -> None:
    said = summed(Passing([message(7, "Добавлено.")], "BAR-000001", "ru"), 3)
    assert [one.text for one in said] == [  # type: ignore[attr-defined]
        "Записываю всё, отвечаю одним сообщением: перед этим было ещё 3.\nДобавлено."
    ]


def test_only_a_card_shows_all_that_was_said() -> None:
    plain, card = message(7, "Добавлено."), Card.of(message(7, "К чему?"), "draft")
    assert Passing([card], "draft", "ru").shows_all
    assert not Passing([plain, card], "draft", "ru").shows_all
    assert card.model_copy(update={"text": "Куда?"}).about == "draft"
    assert card.model_dump(exclude_none=True) == message(7, "К чему?").model_dump(exclude_none=True)
