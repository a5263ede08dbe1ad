"""Letters that are kept: once each, known again by their bytes, and gone with whoever wrote them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.mail.imap import Listed
from bot.mail.inbox import Cursor
from domain.letters import LetterState
from domain.usecases.keep_house import keep_house
from domain.usecases.keep_letter import SEEN, TOO_LARGE, Bookmark, Came, keep_letter, keep_letters
from domain.usecases.read_letters import MISTAKE, MOST, give_up, take_up, waiting_letters
from tests.bot.storage_builders import at_desk
from tests.conftest import Clock

SHA, OTHER = "ab" * 32, "cd" * 32


def came(uid: int = 1, *, validity: int = 7, sha: str = SHA, mailbox: str = "INBOX", **more: str) -> Came:
    return Came(f"imap:{mailbox}:{validity}:{uid}:{sha[:16]}", sha, 100, mailbox, **more)


def test_a_letter_is_kept_once(engine: sa.Engine, clock: Clock) -> None:
    """Under its key, and by its bytes when the server numbers it anew; other bytes, or another mailbox, are another letter."""
    with at_desk(engine, clock) as desk:
        assert keep_letters(desk, [came(1), came(2, sha=OTHER)], Bookmark("imap:x", "2")) == 2
        assert desk.settings.get("imap:x") == "2"
    with at_desk(engine, clock) as desk:
        assert not keep_letter(desk, came(1))
        assert not keep_letter(desk, came(40, validity=8))
        assert keep_letter(desk, came(1, mailbox="Spam"))
        assert len(waiting_letters(desk)) == 3
        again = desk.letters.by_key(came(40, validity=8).key)
        assert again is not None
        assert (again.state, again.outcome, again.sha256) == (LetterState.DONE, SEEN, "")


def test_a_second_recipient_is_noted_with_the_first(engine: sa.Engine, clock: Clock) -> None:
    """It is one letter; a token that says which ticket it is for may stand in either address."""
    with at_desk(engine, clock) as desk:
        for to in ("help@x.example", "desk+bar-1.sign@x.example", "help@x.example"):
            keep_letter(desk, Came(f"lmtp:{to}:{SHA}", SHA, 100, "lmtp", envelope_to=to))
        (one,) = waiting_letters(desk)
        letter = desk.letters.get(one)
        assert letter is not None
        assert letter.envelope_to == "help@x.example, desk+bar-1.sign@x.example"


@pytest.mark.parametrize("gone", [False, True])
def test_an_erased_letter_does_not_come_back(engine: sa.Engine, clock: Clock, gone: bool) -> None:
    """It lies in its mailbox still and is fetched again: it is known, and its bytes go again."""
    with at_desk(engine, clock) as desk:
        keep_letter(desk, came())
        (one,) = waiting_letters(desk)
        give_up(desk, letter_id=one, why=MISTAKE)
    with at_desk(engine, clock) as desk:
        letter = desk.letters.get(one)
        assert letter is not None
        desk.erasure.forget_letter(letter)
        assert desk.letters.erased() == [SHA]
        if gone:
            desk.letters.content_gone(SHA)
            assert desk.letters.erased() == []
    with at_desk(engine, clock) as desk:
        assert not keep_letter(desk, came(40, validity=8))
        assert waiting_letters(desk) == []
        assert desk.letters.erased() == [SHA]


def test_what_the_desk_dies_of_is_given_up(engine: sa.Engine, clock: Clock) -> None:
    """Each attempt is counted before it begins, so that a letter that ends the process does not end it for ever."""
    with at_desk(engine, clock) as desk:
        keep_letter(desk, came())
        (one,) = waiting_letters(desk)
    for _ in range(MOST):
        with at_desk(engine, clock) as desk:
            assert take_up(desk, letter_id=one) is not None
    with at_desk(engine, clock) as desk:
        assert take_up(desk, letter_id=one) is None
        letter = desk.letters.get(one)
        assert letter is not None
        assert (letter.state, letter.outcome) == (LetterState.FAILED, MISTAKE)
        assert desk.outbox.by_key(f"letter_unread:{one}") is not None
        assert waiting_letters(desk) == []


def test_letters_on_no_ticket_go_with_time(engine: sa.Engine, clock: Clock) -> None:
    """As long as other words on no ticket are kept; one that waits to be read stays."""
    with at_desk(engine, clock) as desk:
        keep_letters(desk, [came(1, failed=TOO_LARGE), came(2, sha=OTHER)], Bookmark("imap:x", "2"))
    clock.forward(days=400)
    with at_desk(engine, clock) as desk:
        keep_house(desk)
        old = desk.letters.by_key(came(1).key)
        assert old is not None
        assert old.state is LetterState.ERASED
        assert len(waiting_letters(desk)) == 1


def test_a_gap_is_looked_at_again() -> None:
    """A server may show a later letter first; what was never there is forgotten after a while."""
    cursor = Cursor(7, 10, 0, [])
    assert cursor.ranges() == "11:*"
    cursor = cursor.after([12, 15])
    assert cursor.ranges() == "11:11,13:14,16:*"
    assert [uid for uid in (11, 12, 13, 15, 16) if cursor.wants(uid)] == [11, 13, 16]
    cursor = cursor.after([13])
    assert (cursor.last, cursor.ranges()) == (15, "11:11,14:14,16:*")
    assert cursor.after([1012]).ranges() == "14:14,16:1011,1013:*"
    assert Cursor.of('{"validity":7,"last":10,"since":0,"gaps":[[3,4]],"again":0}').ranges() == "3:4,11:*"


def test_only_what_is_read_anew_may_be_old(clock: Clock) -> None:
    """A letter from before the desk's time is passed over in a mailbox that was numbered anew; moved there by hand it is read."""
    before, since = clock.now() - timedelta(days=1), int(clock.now().timestamp())
    anew = Cursor(8, 0, since, [], again=50)
    assert anew.is_old(Listed(3, 100, before))
    assert not anew.is_old(Listed(50, 100, before))
    assert not anew.is_old(Listed(3, 100, clock.now()))
    assert not Cursor(7, 10, since, []).is_old(Listed(11, 100, before))
