"""Answers that are not "ok", worded as Telegram words them."""

from __future__ import annotations

from typing import Any


class Failure(Exception):
    """An answer of the Bot API with `ok: false` (https://core.telegram.org/bots/api#making-requests)."""

    code = 400
    prefix = ""

    def __init__(self, description: str, *, code: int | None = None, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code or self.code
        self.description = f"{self.prefix}{description}"
        self.parameters = parameters


class BadRequest(Failure):
    prefix = "Bad Request: "


class Unauthorized(Failure):
    code = 401


class Forbidden(Failure):
    code, prefix = 403, "Forbidden: "


class UnknownMethod(Failure):
    code = 404


class Conflict(Failure):
    code, prefix = 409, "Conflict: "


class TooMany(Failure):
    """Too many requests; `retry_after` is in whole seconds."""

    code = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too Many Requests: retry after {retry_after}", parameters={"retry_after": retry_after})


class Migrated(BadRequest):
    """The group has become a supergroup and has a new id."""

    def __init__(self, chat_id: int) -> None:
        super().__init__("group chat was upgraded to a supergroup chat", parameters={"migrate_to_chat_id": chat_id})


class Mistake(Exception):
    """The person-side API was used wrongly; the text says what to write instead."""
