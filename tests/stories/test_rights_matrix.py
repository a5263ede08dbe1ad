"""The rights matrix: every button and command of the bot, used with forged data by everybody, on a request in each state it can be
in and on one that is not there. What the table of rights forbids changes nothing and is answered; what it allows is not refused
for want of rights or for its state.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest

import domain.usecases
from domain.refusals import NotStaff, NotYours, OnlyLead, OtherLine, WrongState
from domain.rights import TABLE, Right, Where, Who, of_command
from domain.usecases import by_letter, from_group, invite, pass_on
from tests.stories.conftest import Town
from tests.stories.matrix_town import LINE, MISSING, STATES, Cast, Role, cast, suspended
from tests.stories.rehearsal import Heard, Rehearsal

VALUES = {
    "priority": "1",
    "rate": "5",
    "customer": "0" * 32,
    "suspend": "person",
    "restore": "person",
    "caller": "0" * 32,
    "complete": "solved",
    "hold": "supplier",
    "refuse": "scope",
    "call": "phone",
    "assign": "1",
    "pass": "1.1",
    "line": str(LINE),
    "split": "1",
    "stays": "1",
    "give_in": "1",
    "object": "1",
}
"""Values that would do something; all other verbs need none, or ask for words first."""
ON_TICKETS = ("t", "m", "q")
PLAIN = {
    "c": "c:0",
    "ln": "ln:show::0",
    "pd": "pd:see",
    "l": "l:ru",
    "r": "r::0",
    "e": "e:nobody",
    "g": "g:0a",
    "b": "b:-1:0a",
    "f": "f:list::0",
    "o": "o:AAAA",
    "ph": "ph:AAAA",
    "ml": "ml:AAAA",
    "dt": "dt:0a:kind=bug",
    "lt": "lt:0:",
    "lr": "lr:0a",
    "j": "j:csv:20261101:20261130:",
}
MISSED = "BAR-000099"
WORDS_OF_LEADS = {"/duty", "/incident"}
"""Everybody may look; what stands behind them only a lead may say."""
KEPT = {
    "tickets",
    "entries",
    "organizations",
    "lines",
    "shifts",
    "incidents",
    "canned",
    "links",
    "groups",
    "agents",
    "secrets",
}
"""What nobody may change by naming what is not theirs."""
HARMLESS = {"people", "settings"}
"""Who speaks is met, whatever they want."""
REFUSED = (NotStaff, OnlyLead, NotYours, OtherLine, WrongState)
NOT_NOW = {"t:reopen", "t:refuse_low", "t:dispute", "t:take", "t:involve", "t:address"}
"""Refused by the state for another reason: this regulation has no such thing, the time for it is over, it is done, or for the
requester to do."""
SHARES = 4
"""So many tests try it all between them: whoever runs several at once need not wait for one."""
BUTTONS = [right for right in TABLE if not right.name.startswith("/")]
ROWS = {(right.name, right.where) for right in TABLE}


T = TypeVar("T")


@dataclass(frozen=True)
class Cell:
    """One press."""

    role: Role
    right: Right
    on: str

    def data(self, numbers: dict[str, str]) -> str:
        prefix, _, verb = self.right.name.partition(":")
        number = numbers.get(self.on, MISSED)
        match prefix:
            case "t":
                return f"t:{number}:{verb}:{VALUES.get(verb, '')}"
            case "m":
                return f"m:{verb}:{number}:0"
            case "q":
                return f"q:card:{number}:0" if verb == "card" else "q:page::0"
            case "rp":
                return f"rp:{verb}:20261101:20261130:"
            case "cu":
                return f"cu:{verb}:0a:0"
            case "i":
                return f"i:nobody:{verb}:x"
            case "x":
                return f"x:{verb}:0a"
            case "f" if verb:
                return f"f:{verb}:none:0"
            case "p":
                return f"p:{verb}:name"
            case "s":
                return f"s:0a:{verb or 'pick'}:0"
            case "n":
                return f"n:{verb or 'new'}"
        return PLAIN[prefix]

    @property
    def allowed(self) -> bool:
        """What the table says."""
        right, role = self.right, self.role
        if right.where is not role.where or role.hides:
            return False
        if right.who is Who.ANYONE:
            return True
        if right.who not in role.ranks and not (right.who is Who.ASSIGNEE and self.held):
            return False
        if not right.states:
            return True
        if STATES.get(self.on) not in right.states:
            return False
        if right.where is Where.PRIVATE and right.who is Who.LEAD:
            return self.on != "of another line"
        return right.where is not Where.STAFF or (self.on == "of another line") is role.line

    @property
    def held(self) -> bool:
        """Whether the presser is the assignee of what they press on."""
        return Who.ASSIGNEE in self.role.ranks and self.on not in ("untaken", "withdrawn", "of another line")

    def __str__(self) -> str:
        return f"{self.role.name} presses {self.right.name} ({self.on}; {self.right.who} in {self.right.where})"


def columns(right: Right, role: Role) -> list[str]:
    """The requests to press it on: all, or one where another place or no request is concerned; its other row has its own cells."""
    if right.where is not role.where and (right.name, role.where) in ROWS:
        return []
    if right.name.partition(":")[0] not in ON_TICKETS or right.where is not role.where:
        return ["in work"]
    if role.where is Where.STAFF and not role.works:
        return ["in work", "completed", "closed", MISSING]
    return [*STATES, MISSING]


@pytest.mark.parametrize("share", range(SHARES))
async def test_no_cell_of_the_matrix_is_wrong(town: Town, share: int) -> None:
    """Every button x everybody x every kind of request; every command x everybody; every link. Each is tried in one of the
    shares, on one of the databases."""
    made = await cast(town)
    apart = town.settings.database.startswith("postgresql")

    def mine(all_of_them: Sequence[T]) -> list[T]:
        return _part(all_of_them, share, apart=apart)

    stage = _stage(town, made)
    cells = [Cell(role, right, on) for role in made.roles for right in BUTTONS for on in columns(right, role)]
    wrong = [fault for cell in mine(cells) if (fault := await _pressed(stage, made, cell))]
    wrong += [fault for said in mine(_commands(made)) if (fault := await _commanded(stage, *said))]
    wrong += [fault for link in mine(_links(stage, made)) if (fault := await _followed(stage, *link))]
    stage.close()
    again = await suspended(town, made)
    stage = _stage(town, made)
    late = [Cell(again, right, on) for right in BUTTONS for on in columns(right, again)]
    wrong += [fault for cell in mine(late) if (fault := await _pressed(stage, made, cell))]
    stage.close()
    assert not wrong, f"{len(wrong)} cells are wrong:\n" + "\n".join(wrong)
    assert len(cells) > 5000


def _part(all_of_them: Sequence[T], share: int, *, apart: bool) -> list[T]:
    """The rules are the same on both databases, and so is what asks them: PostgreSQL, the slower one, tries every fourth."""
    return [one for n, one in enumerate(all_of_them) if (n % 4 == 0) is apart and n // 4 % SHARES == share]


def test_each_cell_is_in_one_share() -> None:
    """On one database; none is left out."""
    tried = [n for share in range(SHARES) for apart in (True, False) for n in _part(range(1001), share, apart=apart)]
    assert sorted(tried) == list(range(1001))


def _stage(town: Town, made: Cast) -> Rehearsal:
    stage = Rehearsal(town.app)
    for role in made.roles:
        stage.is_known(role.chat, role.user)
    return stage


async def _pressed(stage: Rehearsal, made: Cast, cell: Cell) -> str:
    heard = await stage.hears("callback_query", press(cell.role, cell.data(made.numbers)))
    if heard.toast is None:
        return f"not answered: {cell}"
    if cell.allowed:
        return _refused(heard, cell)
    if left := heard.wrote - HARMLESS:
        return f"changed {sorted(left)}: {cell}"
    return "" if heard.words.strip() else f"silent: {cell}"


def _refused(heard: Heard, cell: Cell) -> str:
    refusals = REFUSED[:-1] if cell.right.name in NOT_NOW else REFUSED
    if cell.right.who is Who.ANYONE:
        refusals = (NotStaff, OnlyLead)
    return f"refused: {cell}: {heard.refused!r}" if isinstance(heard.refused, refusals) else ""


def press(role: Role, data: str) -> dict[str, Any]:
    """As Telegram delivers a press, also of somebody who has left by then."""
    return {
        "id": "1",
        "from": _user(role),
        "message": said(role, "…") | {"from": {"id": 1, "is_bot": True, "first_name": "Desk"}},
        "chat_instance": "1",
        "data": data[:64],
    }


def said(role: Role, text: str) -> dict[str, Any]:
    """A message of somebody; a command in it is marked as one."""
    kind = "private" if role.where is Where.PRIVATE else "group"
    message = {"message_id": 900_000, "date": 1_795_420_000, "chat": {"id": role.chat, "type": kind}, "text": text}
    if text.startswith("/"):
        length = len(text.split(maxsplit=1)[0])
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    if role.hides:
        message["sender_chat"] = {"id": role.chat, "type": kind, "title": "Staff"}
    return message | {"from": _user(role)}


def _user(role: Role) -> dict[str, Any]:
    return {"id": role.user, "is_bot": role.hides, "first_name": "Кто-то", "language_code": "ru"}


def _commands(made: Cast) -> list[tuple[Role, str, str, Where]]:
    """Every command, with a number that is not theirs."""
    places = sorted({(right.name, right.where) for right in TABLE if right.name.startswith("/")})
    return [
        (role, command, words, where)
        for role in made.roles
        for command, where in places
        for words in (made.numbers["in work" if role.line else "of another line"] + " касса", MISSED)
        if where is not Where.GROUP
    ]


async def _commanded(stage: Rehearsal, role: Role, command: str, words: str, where: Where) -> str:
    """Who may not give it changes nothing and is told so; nobody else's request is touched."""
    right = of_command(command[1:], role.where)
    may = right is not None and (right.who is Who.ANYONE or right.who in role.ranks) and not role.hides
    heard = await stage.hears("message", said(role, f"{command} {words}"))
    shown = f"{role.name} says {command} {words}"
    if left := heard.wrote & KEPT:
        return f"changed {sorted(left)}: {shown}"
    if may:
        leads = OnlyLead if command not in WORDS_OF_LEADS else NotStaff
        return f"refused: {shown}: {heard.refused!r}" if isinstance(heard.refused, NotStaff | leads) else ""
    if where is role.where is Where.STAFF and (heard.wrote - HARMLESS or not heard.words.strip()):
        return f"changed {sorted(heard.wrote)}, told {heard.words!r}: {shown}"
    return ""


def _links(stage: Rehearsal, made: Cast) -> list[tuple[Role, str]]:
    """Every link into the chat, with what its door did not issue."""
    doors = (by_letter.DOOR, from_group.DOOR, invite.DOOR, pass_on.DOOR, "inline", "")
    issued = stage.issue(pass_on.PURPOSE, "BAR-000002 0")
    payloads = ["", "AAAA", "A" * 62, "0" * 64, made.numbers["in work"], "😀", "' OR 1=1 --", issued, issued[:-1]]
    alone = [one for one in made.roles if one.where is Where.PRIVATE]
    return [(role, f"{door}{payload}") for role in alone for door in doors for payload in payloads]


async def _followed(stage: Rehearsal, role: Role, link: str) -> str:
    """Answered, and it opens nothing of anybody's."""
    heard = await stage.hears("message", said(role, f"/start {link}"))
    if left := heard.wrote & KEPT:
        return f"changed {sorted(left)}: {role.name} follows {link}"
    return "" if heard.words.strip() else f"silent: {role.name} follows {link}"


def test_every_door_of_a_link_is_walked() -> None:
    """A new kind of link is refused here until the walk above knows it."""
    known = {module.DOOR for module in (by_letter, from_group, invite, pass_on)}
    found = {name.DOOR for _, name in inspect.getmembers(domain.usecases, inspect.ismodule) if hasattr(name, "DOOR")}
    assert found == known
