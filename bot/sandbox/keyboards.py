"""Keyboards under messages: what Telegram refuses in them, and where a person finds a button."""

from __future__ import annotations

from typing import Any

from bot.sandbox.errors import BadRequest

Json = dict[str, Any]

# What a button under a message may do; it does exactly one of these.
DEEDS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
STYLES = {"danger", "success", "primary"}


def checked(markup: Json | None, chat_type: str) -> Json | None:
    """The keyboard as the request gave it. Raises BadRequest where Telegram would refuse it."""
    if not markup:
        return None
    for row in markup.get("inline_keyboard", []):
        for button in row:
            _check_inline(button)
    for row in markup.get("keyboard", []):
        for button in row:
            if not button["text"].strip():
                raise BadRequest("keyboard button text must be non-empty")
            _check_style(button)
            if chat_type != "private" and (button.get("request_contact") or button.get("request_location")):
                raise BadRequest("phone number can be requested in private chats only")
    return markup


def _check_inline(button: Json) -> None:
    if not button["text"].strip():
        raise BadRequest("text buttons are unallowed in the inline keyboard: button text must be non-empty")
    deeds = [deed for deed in DEEDS if button.get(deed) is not None and button.get(deed) is not False]
    if len(deeds) != 1:
        raise BadRequest(f"can't parse inline keyboard button: {button['text']!r} must do exactly one thing")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= 64:
        raise BadRequest("BUTTON_DATA_INVALID")
    copied = button.get("copy_text")
    if copied is not None and not 1 <= len(copied["text"]) <= 256:
        raise BadRequest("BUTTON_COPY_TEXT_INVALID")
    _check_style(button)


def _check_style(button: Json) -> None:
    if button.get("style") is not None and button["style"] not in STYLES:
        raise BadRequest(f"unknown button style {button['style']!r}")


def buttons(markup: Json | None) -> list[Json]:
    """All buttons of an inline or a reply keyboard, in reading order."""
    rows = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    return [button for row in rows for button in row]
