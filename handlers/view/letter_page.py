"""The page of a letter: plain text and modest HTML with the same words, made of paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape

from domain.notices import Parcel
from handlers.view.words import _, language


@dataclass(frozen=True)
class Letter:
    """One letter, without a server's words in it. `ident` becomes its Message-ID (RFC 5322); `references` are those of the
    letters before it, the first one first. `answers`: it answers a letter at once. `loop`: by what the desk knows its own.
    """

    to: str
    subject: str
    text: str
    html: str
    ident: str
    references: tuple[str, ...] = ()
    attachments: tuple[tuple[str, str, str], ...] = ()
    reply_to: str = ""
    answers: bool = False
    loop: str = ""


@dataclass(frozen=True)
class Mailing:
    """What the desk's mail can do: whom letters are from, whether replies find their way by their address, at which
    address its web pages are, and whether letters come in at all."""

    sender: str = ""
    replies: bool = False
    pages: str = ""
    comes_in: bool = True


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the desk's, or (`quoted`) somebody's own words, or (`heading`) a line that stands out; under it `links`:
    a caption and an address each."""

    text: str
    quoted: bool = False
    heading: bool = False
    links: tuple[tuple[str, str], ...] = ()


_URL = re.compile(r"https?://[^\s<>\"]{1,2000}")
_FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Arial,sans-serif;font-size:16px;line-height:1.5"
_QUOTE = "margin:0 0 16px;padding:2px 0 2px 14px;border-left:3px solid #b8c4d6;overflow-wrap:anywhere"
_BUTTON = (
    "display:inline-block;margin:0 8px 8px 0;padding:8px 16px;border:1px solid #2f6fbb;border-radius:6px;"
    "color:#2f6fbb;text-decoration:none"
)
_SMALL = "font-size:13px;color:#6b7280"
_HIDDEN = "display:none;max-height:0;overflow:hidden"


def page(title: str, paragraphs: list[Paragraph], *, footer: str = "", above: str = "") -> tuple[str, str]:
    """Plain text and HTML. `above`: the line above which replies are written; an inbox shows what happened before it."""
    plain = [above] if above else []
    html = [f'<div style="{_HIDDEN}">{escape(title)}</div>', f'<p style="{_SMALL};margin:0 0 16px">{escape(above)}</p>']
    html = html if above else []
    plain.append(title)
    html.append(f'<h2 style="margin:0 0 16px;font-size:20px;line-height:1.3">{escape(title)}</h2>')
    for paragraph in paragraphs:
        plain.append(_plain(paragraph))
        html.append(_html(paragraph))
    text = "\n\n".join(plain) + "\n"
    if footer:
        text += f"\n-- \n{footer}\n"
        small = escape(footer).replace("\n", "<br>")
        html.append(f'<p style="{_SMALL};margin:24px 0 0;padding-top:12px;border-top:1px solid #e2e6ec">{small}</p>')
    return text, _document("\n".join(html))


def as_reply(parcel: Parcel, letter: Letter) -> Letter:
    """The letter as the answer to what somebody wrote, if it is one: in the same conversation, under their own subject."""
    answered, subject = parcel.facts.get("answers"), parcel.facts.get("subject", "")
    if answered is None:
        return letter
    named = (answered,) if answered else ()
    return replace(letter, subject=f"Re: {subject}" if subject else letter.subject, references=named, answers=True)


def lines_page(title: str, lines: list[str]) -> tuple[str, str]:
    """The same of a few plain lines."""
    return page(title, [Paragraph(line) for line in lines if line])


def reply_above() -> str:
    """The line above which replies are written: what stands below it in a reply is a quotation."""
    return _("##- Please write your reply above this line -##")


def _plain(paragraph: Paragraph) -> str:
    text = paragraph.text
    if paragraph.quoted:
        text = "\n".join(f"> {line}" for line in text.splitlines())  # whatever may end a line begins no line of ours
    return "\n".join(filter(None, [text, *(f"{caption}: {url}" for caption, url in paragraph.links)]))


def _html(paragraph: Paragraph) -> str:
    safe = escape(paragraph.text).replace("\n", "<br>")
    buttons = "".join(
        f'<a href="{escape(url)}" style="{_BUTTON}">{escape(words)}</a>' for words, url in paragraph.links
    )
    if paragraph.quoted:
        return f'<div style="{_QUOTE}">{safe}</div>'
    if paragraph.heading:
        safe = f"<b>{safe}</b>"
    told = f'<p style="margin:0 0 16px;overflow-wrap:anywhere">{_linked(safe)}</p>' if safe else ""
    return told + (f'<p style="margin:0 0 8px">{buttons}</p>' if buttons else "")


def _linked(safe: str) -> str:
    """Addresses that the desk names, as links; what ends a sentence is none of theirs."""

    def link(found: re.Match[str]) -> str:
        url = found[0].rstrip(".,;:!?)»")
        return f'<a href="{url}">{url}</a>{found[0][len(url) :]}'

    return _URL.sub(link, safe)


def _document(body: str) -> str:
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    return (
        f'<!DOCTYPE html>\n<html lang="{language()}"><head>{head}</head>\n<body style="margin:0;padding:16px;{_FONT}">\n'
        f'<div style="max-width:600px;margin:0 auto">\n{body}\n</div>\n</body></html>\n'
    )
