"""Markdown: what somebody typed, with the marks that their app made of it: it sends **bold** as words and an entity."""

from __future__ import annotations

from aiogram.types import Message
from aiogram.utils.text_decorations import TextDecoration


def markdown_of(event: Message) -> str:
    """The text or caption as Markdown; what was typed as Markdown stays as it is."""
    text, entities = event.text or event.caption or "", event.entities or event.caption_entities
    return _AsTyped().unparse(text, entities) if entities else text


class _AsTyped(TextDecoration):
    """Marks without any escaping: the words may hold Markdown themselves."""

    def link(self, value: str, link: str) -> str:
        return f"[{value}]({link})"

    def bold(self, value: str) -> str:
        return _around("**", value)

    def italic(self, value: str) -> str:
        return _around("*", value)

    def strikethrough(self, value: str) -> str:
        return _around("~~", value)

    def code(self, value: str) -> str:
        return f"`{value}`"

    def pre(self, value: str) -> str:
        return f"```\n{value}\n```"

    def pre_language(self, value: str, language: str) -> str:
        return self.pre(value)

    def blockquote(self, value: str) -> str:
        return "\n".join(f"> {line}" for line in value.split("\n"))

    def expandable_blockquote(self, value: str) -> str:
        return self.blockquote(value)

    def underline(self, value: str) -> str:
        return value

    def spoiler(self, value: str) -> str:
        return value

    def custom_emoji(self, value: str, custom_emoji_id: str) -> str:
        return value

    def date_time(self, value: str, *_: object, **__: object) -> str:
        return value

    def quote(self, value: str) -> str:
        return value


def _around(mark: str, value: str) -> str:
    """Markdown knows no mark with a space inside it."""
    words = value.strip()
    if not words or "\n" in words:
        return value
    before, after = value[: len(value) - len(value.lstrip())], value[len(value.rstrip()) :]
    return f"{before}{mark}{words}{mark}{after}"
