"""The doors of the bot as they are: which commands and which verbs of buttons each place answers, read from its routers.

Filters say most of it. Where one handler takes a whole class of buttons, its verbs are what it (or a function of its module
that it calls) matches `….verb` or `….view` with.
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from aiogram import Dispatcher, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter

from domain.ports import Staff
from domain.rights import Where
from handlers.doors import dispatcher
from handlers.filters import Presses

PLACES = {
    "requester": Where.PRIVATE,
    "staff in private": Where.PRIVATE,
    "reports in private": Where.PRIVATE,
    "staff": Where.STAFF,
    "elsewhere": Where.GROUP,
}
VERBS = ("verb", "view")


@dataclass
class Doors:
    """By place: the names that must have a row, and the prefixes of buttons that are taken whatever their verb is."""

    names: set[tuple[str, Where]] = field(default_factory=set)
    whole: set[tuple[str, Where]] = field(default_factory=set)


def doors() -> Doors:
    """All of them."""
    found = Doors()
    dispatched: Dispatcher = dispatcher(clerk=None, staff=lambda: Staff("telegram", "-1"))  # type: ignore[arg-type]
    for top in dispatched.sub_routers:
        if top.name in PLACES:
            for router in _below(top):
                _commands(router, PLACES[top.name], found)
                _buttons(router, PLACES[top.name], found)
    return found


def _below(router: Router) -> Iterator[Router]:
    yield router
    for one in router.sub_routers:
        yield from _below(one)


def _commands(router: Router, where: Where, found: Doors) -> None:
    for handler in router.message.handlers:
        for one in handler.filters or []:
            if isinstance(one.callback, Command):
                found.names |= {(f"/{command}", where) for command in one.callback.commands}


def _buttons(router: Router, where: Where, found: Doors) -> None:
    for handler in router.callback_query.handlers:
        filters = [one.callback for one in handler.filters or []]
        kind = next((one for one in filters if isinstance(one, CallbackQueryFilter)), None)
        if kind is None:
            continue
        prefix = kind.callback_data.__prefix__
        verbs = {verb for one in filters if isinstance(one, Presses) for verb in one.verbs} | _of_rule(kind.rule)
        if not verbs:
            found.whole.add((prefix, where))
            verbs = _matched(handler.callback) if _has_verbs(kind.callback_data) else set()
        found.names |= {(f"{prefix}:{verb}" if verb else prefix, where) for verb in verbs or {""}}


def _has_verbs(kind: type[CallbackData]) -> bool:
    return any(name in kind.model_fields for name in VERBS)


def _of_rule(rule: Any) -> set[str]:
    """The words that a magic filter compares with: F.view == "files", F.verb.in_({"a", "b"})."""
    words: set[str] = set()
    for step in getattr(rule, "_operations", ()):
        for value in (getattr(step, "right", None), *getattr(step, "args", ())):
            words |= {value} if isinstance(value, str) else set(value) if isinstance(value, set | frozenset) else set()
    return words


def _matched(handler: Callable[..., Any]) -> set[str]:
    """What the handler and its helpers match a verb with."""
    module = sys.modules[handler.__module__]
    words: set[str] = set()
    todo, done = [handler], set[str]()
    while todo:
        function = todo.pop()
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        words |= set(_words(tree))
        for node in ast.walk(tree):
            helper = getattr(module, node.id, None) if isinstance(node, ast.Name) else None
            if inspect.isfunction(helper) and helper.__module__ == module.__name__ and helper.__name__ not in done:
                done.add(helper.__name__)
                todo.append(helper)
    return words


def _words(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Match) and _is_verb(node.subject):
            for case in node.cases:
                yield from _constants(case.pattern)
                if isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None and case.guard is not None:
                    yield from _constants(case.guard)  # case verb if place(verb)[0] in ("kind", "impact")
        if isinstance(node, ast.Compare) and _is_verb(node.left):
            for one in node.comparators:
                yield from _constants(one)


def _is_verb(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in VERBS


def _constants(node: ast.AST) -> Iterator[str]:
    yield from (one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str))
