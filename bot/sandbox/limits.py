"""Telegram's limits on sending: 1 message a second per private chat, 20 a minute per group, 30 a second per bot.

Counted in real (monotonic) time: moving the regulation's clock buys nobody a message.
"""

from __future__ import annotations

import math
import time
from collections import deque

from bot.sandbox.errors import TooMany

GROUP_MESSAGES, GROUP_SPAN = 20, 60.0
BOT_MESSAGES, BOT_SPAN = 30, 1.0
# Telegram tolerates short bursts in a private chat; about this many messages at once pass.
BURST, PRIVATE_SPAN = 3, 1.0


class Limits:
    """Counts what was accepted; `on` switches the refusing."""

    def __init__(self, on: bool) -> None:
        self.on = on
        self._sent: dict[int, deque[float]] = {}
        self._all: deque[float] = deque()
        self._due: dict[int, float] = {}

    def spend(self, chat_id: int, messages: int = 1) -> None:
        """Count messages to a chat. Raises TooMany with the seconds to wait; what was refused does not count."""
        if not self.on:
            return
        now = time.monotonic()
        waits = [self._wait(self._all, BOT_MESSAGES, BOT_SPAN, messages, now)]
        group = self._sent.setdefault(chat_id, deque()) if chat_id < 0 else None
        if group is not None:
            waits.append(self._wait(group, GROUP_MESSAGES, GROUP_SPAN, messages, now))
        else:
            # Each message moves the moment the chat is free again by a second; the burst may run ahead of it.
            due = max(self._due.get(chat_id, now), now)
            waits.append(due - now - (BURST - 1) * PRIVATE_SPAN)
        if max(waits) > 0:
            raise TooMany(math.ceil(max(waits)))
        self._all.extend([now] * messages)
        if group is not None:
            group.extend([now] * messages)
        else:
            self._due[chat_id] = due + PRIVATE_SPAN * messages

    @staticmethod
    def _wait(sent: deque[float], allowed: int, span: float, messages: int, now: float) -> float:
        while sent and sent[0] <= now - span:
            sent.popleft()
        over = len(sent) + messages - allowed
        if over <= 0:
            return 0.0
        return sent[min(over, len(sent)) - 1] + span - now if sent else span
