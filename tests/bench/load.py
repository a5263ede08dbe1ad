"""Load: people who talk to one bot. In a closed loop somebody speaks as soon as somebody was answered; in an open one people
come when they come, at a given rate, whoever may still wait for an answer.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from dataclasses import dataclass
from typing import Any

from tests.bench.talks import Talk
from tests.bench.telegram import CONNECTIONS, Line, Person, Wrong, written

PATIENCE = 20.0
"""Seconds without any answer after which the bot counts as stuck."""
SPARE = 100
"""People above what is needed, so that nobody has to be waited for towards the end."""
_ids = itertools.count(10_000_001)


@dataclass(frozen=True)
class Measured:
    """`seconds` for all; one latency (seconds) per update."""

    seconds: float
    latencies: list[float]


class Load:
    """The people of one line. Those with answers left stand ready, and are taken at random, so that all steps mix."""

    def __init__(self, line: Line, talk: Talk) -> None:
        self.line, self.talk = line, talk
        line.on_answer = self._answered
        self._ready: list[Person] = []
        self._greeting: set[Person] = set()
        self._random = random.Random(11)
        self._latencies: list[float] = []
        self._left = self._unanswered = 0
        self._closed_loop = False
        self._done = asyncio.Event()

    async def prepare(self, updates: int) -> None:
        """Let as many people in as so many updates need, and have them at their first answer."""
        if self.talk.answers is None:
            wanted = max(0, SPARE + CONNECTIONS - len(self._ready))
        else:
            left = sum(self.talk.answers - person.step for person in self._ready)
            wanted = max(0, -(-(updates - left) // self.talk.answers)) + SPARE
        queue = [Person(next(_ids)) for _ in range(wanted)]
        self.line.people.update((person.id, person) for person in queue)
        self._queue = iter(queue)
        self._unanswered = wanted
        self._done.clear()
        for person in itertools.islice(self._queue, CONNECTIONS):
            self._greet(person)
        await self._all_done()

    async def full(self, updates: int, in_flight: int) -> Measured:
        """So many updates, with so many people waiting for an answer at any time."""
        self._begin(updates)
        self._closed_loop = True
        began = time.perf_counter()
        for _ in range(min(in_flight, updates)):
            self._next()
        await self._all_done()
        self._closed_loop = False
        return Measured(time.perf_counter() - began, self._latencies)

    async def at_rate(self, updates: int, rate: float) -> Measured:
        """So many updates at random moments, `rate` of them per second on average."""
        self._begin(updates)
        began = due = time.perf_counter()
        for _ in range(updates):
            due += self._random.expovariate(rate)
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            self._next()
        await self._all_done()
        return Measured(time.perf_counter() - began, self._latencies)

    def _begin(self, updates: int) -> None:
        self._latencies = []
        self._left = self._unanswered = updates
        self._done.clear()

    def _next(self) -> None:
        """Somebody speaks."""
        if not self._ready:
            raise Wrong("everybody waits for an answer: the bot is too slow for this rate")
        place = self._random.randrange(len(self._ready))
        self._ready[place], self._ready[-1] = self._ready[-1], self._ready[place]
        person = self._ready.pop()
        self._left -= 1
        text, answers = self.talk.answer(person)
        self.line.bring(person, "message", written(person, text), due=answers)

    def _greet(self, person: Person) -> None:
        if self.talk.greets(self.line, person):
            self._greeting.add(person)
            return
        self._greeting.discard(person)
        person.heard = []
        self._ready.append(person)
        self._one_less()
        if (newcomer := next(self._queue, None)) is not None:
            self._greet(newcomer)

    def _answered(self, person: Person, at: float) -> None:
        try:
            if person in self._greeting:
                self._greet(person)
                return
            self._latencies.append(at - person.spoke_at)
            self.talk.check(person)
        except Exception as error:  # raised into the transport it would be lost
            self.line.fail(str(error))
            return
        person.step += 1
        if self.talk.answers is None or person.step < self.talk.answers:
            self._ready.append(person)
        if self._closed_loop and self._left:
            self._next()
        self._one_less()

    def _one_less(self) -> None:
        self._unanswered -= 1
        if not self._unanswered:
            self._done.set()

    async def _all_done(self) -> None:
        """Wait for the last answer. Wrong if the bot did something wrong, or says nothing any more."""
        if not self._unanswered:
            return
        done: asyncio.Future[Any] = asyncio.ensure_future(self._done.wait())
        failed: asyncio.Future[Any] = self.line.failed
        while not done.done():
            before = self._unanswered
            await asyncio.wait({done, failed}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
            if self.line.failed.done():
                done.cancel()
                self.line.failed.result()
            if not done.done() and before == self._unanswered:
                done.cancel()
                raise Wrong(f"{self._unanswered} updates were not answered within {PATIENCE:.0f} s")
