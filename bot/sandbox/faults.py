"""Faults on order: the next call of a method fails as told, so that a test can see what the desk does about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import Failure


@dataclass(kw_only=True)
class Fault:
    """What goes wrong with one call; `status` 0 means no answer at all."""

    method: str
    status: int
    description: str
    retry_after: int | None
    after_accepting: bool

    def failure(self) -> Failure:
        parameters: dict[str, Any] | None = None if self.retry_after is None else {"retry_after": self.retry_after}
        return Failure(self.description, code=self.status, parameters=parameters)


class Faults:
    """Waiting faults, first in, first out."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(
        self,
        method: str,
        *,
        status: int = 500,
        description: str = "",
        retry_after: int | None = None,
        after_accepting: bool = False,
        times: int = 1,
    ) -> None:
        """Let the next call(s) of `method` ("*": any) fail.

        `status` is the HTTP status and error_code; 0 drops the connection before the call is performed;
        `after_accepting` performs the call and then drops the connection without an answer.
        `retry_after` is in seconds and makes the status 429.
        """
        if retry_after is not None:
            status = 429
        text = description or _USUAL.get(status, "Internal Server Error")
        if retry_after is not None and not description:
            text = f"Too Many Requests: retry after {retry_after}"
        fault = Fault(
            method=method, status=status, description=text, retry_after=retry_after, after_accepting=after_accepting
        )
        self._waiting.extend([fault] * times)

    def take(self, method: str) -> Fault | None:
        """The fault that waits for this method, if any; it is used up."""
        for index, fault in enumerate(self._waiting):
            if fault.method in {"*", method}:
                return self._waiting.pop(index)
        return None

    def clear(self) -> None:
        self._waiting.clear()


_USUAL = {
    400: "Bad Request",
    403: "Forbidden: bot was blocked by the user",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
}
