"""Rights: one table of who may do what, where, and with requests in which states. Data only; the use cases check again.

A row is a command of the bot («/incident») or a verb of a button («t:take»: the prefix of its data, and its verb; «r»: a
button without verbs). What has no row has no door: a test walks the doors and says which row is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.tickets.states import WORKABLE, Status


class Who(StrEnum):
    ANYONE = "anyone"
    REQUESTER = "requester"
    """Of that request."""
    CONTACT = "contact"
    """Its requester, or a contact person of its customer."""
    AGENT = "agent"
    ASSIGNEE = "assignee"
    """The agent who holds it."""
    LEAD = "lead"


class Where(StrEnum):
    PRIVATE = "private"
    STAFF = "staff"
    GROUP = "group"
    """A customer's own group."""


OF_STAFF = frozenset({Who.AGENT, Who.ASSIGNEE, Who.LEAD})
EVERY = frozenset(Status)
OPEN = EVERY - {Status.CLOSED}
NONE: frozenset[Status] = frozenset()
"""It is about no request at hand."""


@dataclass(frozen=True)
class Right:
    """Who may do it, where, and in which states of the request it is about."""

    name: str
    who: Who
    where: Where
    states: frozenset[Status] = NONE

    @property
    def for_staff(self) -> bool:
        """Whether only those who work here may."""
        return self.who in OF_STAFF


def _rows(names: str, who: Who, where: Where, states: Iterable[Status] = NONE) -> list[Right]:
    return [Right(name, who, where, frozenset(states)) for name in names.split()]


_A, _R, _C, _AGENT = Who.ANYONE, Who.REQUESTER, Who.CONTACT, Who.AGENT
_P, _S = Where.PRIVATE, Where.STAFF
_ASKABLE = {Status.REGISTERED, Status.IN_PROGRESS, Status.CLARIFICATION}

TABLE: tuple[Right, ...] = (
    # -- commands
    *_rows("/start /new /cancel /language /help /hours /contacts /faq /rules /my", _A, _P),
    *_rows("/profile /account /complain /privacy /mydata", _A, _P),
    *_rows("/ticket", _A, Where.GROUP),
    *_rows("/bind /unbind /posts /line", Who.LEAD, Where.GROUP),
    *_rows("/queue /mine /late /find /tag /untag /assign /duty /away /back /canned /codes /move", _AGENT, _S),
    *_rows("/effort /letters", _AGENT, _S),
    *_rows("/auto /line /report", Who.LEAD, _S),
    *_rows("/new /call /faq /incident /customers /customer", _AGENT, _S),
    *_rows("/invite /journal /statement /now /quality", Who.LEAD, _S),
    *_rows("/journal /statement /report /now /quality j", Who.LEAD, _P),
    *_rows("/queue /mine /late /find /duty /away /back /customers /customer /mail", _AGENT, _P),
    # -- these only say where they work
    *_rows("/bind /unbind /posts /mail", _AGENT, _S),
    *_rows("/bind /unbind /posts", _AGENT, _P),
    *_rows("/letters /effort /tag /untag /assign /canned /codes /move /auto /line /call /incident /invite", _AGENT, _P),
    # -- an intake and its like: each button acts on its writer's own draft, and on no other
    *_rows("i:agree i:accept i:profile i:claim i:product i:protected i:head i:files i:kind i:impact", _A, _P),
    *_rows("i:faq i:found i:article i:articles i:known i:other i:join i:back i:from i:drop i:send i:sure", _A, _P),
    *_rows(
        "i:prove i:to i:cancel i:fix i:summary i:go_on i:tick i:rewrite i:one i:apart i:file i:sorted i:anyway", _A, _P
    ),
    *_rows("n:new l r f:show f:helped f:all f pd p:fix p:prove p:again p:same", _A, _P),
    *_rows("n:call", _AGENT, _P),
    # -- by a token that only the desk can have made, or a draft of one's own
    *_rows("o ph ml dt g", _A, _P),
    *_rows("b", Who.LEAD, _P),
    # -- looking at one's own requests
    *_rows("m:list m:all m:phone", _A, _P),
    *_rows("m:card m:stars m:record m:files m:pdf m:withdraw", _C, _P, EVERY),
    *_rows("m:hand", _R, _P, OPEN),
    # -- a requester's moves
    *_rows("t:confirm", _R, _P, {Status.COMPLETED}),
    *_rows("t:dispute", _R, _P, {Status.COMPLETED, Status.CLOSED}),
    *_rows("t:accept t:decline t:answer t:separate t:same t:object", _R, _P, OPEN),
    *_rows("t:confide t:withdraw", _R, _P, WORKABLE),
    *_rows("t:reopen t:rate t:renew", _R, _P, {Status.CLOSED}),
    *_rows("t:email t:complaint t:speed_up", _R, _P, EVERY),
    # -- moves of staff on a request; a move on one that nobody holds takes it first
    *_rows("t:take t:priority t:complete t:complete_last t:promise t:article t:link t:involve", _AGENT, _S, WORKABLE),
    *_rows("t:call t:limit t:hand_on t:first t:last", _AGENT, _S, WORKABLE),
    *_rows("t:ask t:secret t:hold t:offer", _AGENT, _S, _ASKABLE),
    *_rows("t:resume", _AGENT, _S, {Status.ON_HOLD}),
    *_rows("t:refuse t:refuse_low t:unsolved t:conduct", _AGENT, _S, {*WORKABLE, Status.COMPLETED}),
    *_rows("t:back t:count", _AGENT, _S, {Status.COMPLETED}),
    *_rows("t:incident t:level", _AGENT, _S, OPEN),
    *_rows("t:customer t:caller", _AGENT, _S, EVERY),
    *_rows("t:priorities t:card t:more t:frames t:items", _AGENT, _S, EVERY),
    *_rows("t:assign t:give_back t:relate t:unrelate t:tag t:watch t:address", _AGENT, _S, OPEN),
    *_rows("t:duplicate t:split t:give_in t:stays", _AGENT, _S, WORKABLE),
    *_rows("t:lines t:line t:canned t:canned_page t:canned_send t:canned_fix t:left t:pass", _AGENT, _S, OPEN),
    *_rows("t:eml", _AGENT, _S, EVERY),
    *_rows("t:copy", _AGENT, _S, WORKABLE),
    *_rows("t:unwatch t:same_answer t:remark t:code t:effort t:outside", _AGENT, _S, EVERY),
    *_rows("t:merge_sure", Who.LEAD, _S, WORKABLE),
    *_rows("t:show_secret", Who.ASSIGNEE, _S, EVERY),
    *_rows("t:suspend t:restore t:block t:unblock t:same_person t:answer_complaint t:contacted", Who.LEAD, _S, EVERY),
    *_rows("t:answer_complaint t:contacted", Who.LEAD, _P, EVERY),
    # -- staff, on no request
    *_rows("q:page cu:page cu:card", _AGENT, _P),
    *_rows("q:card", _AGENT, _P, EVERY),
    *_rows("q:card", _AGENT, _S, EVERY),
    *_rows("cu:page cu:card e lt lr f c q:page s:drop s:make s x:show x:link", _AGENT, _S),
    *_rows("rp:week rp:month rp:weekly rp:monthly rp:xlsx rp:pdf rp:pick", Who.LEAD, _S),
    *_rows("rp:week rp:month rp:weekly rp:monthly rp:xlsx rp:pdf rp:pick", Who.LEAD, _P),
    *_rows("ln x:open x:write x:end", Who.LEAD, _S),
)
_BY_NAME = {(right.name, right.where): right for right in TABLE}


def of_command(command: str, where: Where) -> Right | None:
    """The row of a command there; None: it has none."""
    return _BY_NAME.get((f"/{command}", where))


def of_button(data: str, where: Where) -> Right | None:
    """The row of a button's data there, by its verb or else by its prefix; None: it has none. Any data may be given."""
    prefix, _, rest = data.partition(":")
    fields = rest.split(":")
    verb = fields[1] if prefix in _ABOUT and len(fields) > 1 else fields[0]
    return _BY_NAME.get((f"{prefix}:{verb.partition('@')[0]}", where)) or _BY_NAME.get((prefix, where))


_ABOUT = frozenset({"t", "i", "s"})
"""Prefixes whose data name a request or a draft before the verb."""
