"""Answers: what a field of the intake asks, and what of a typed answer can be kept (barier 4.2, 7.2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from domain.refusals import WrongAnswer

FieldKind = Literal["text", "phone", "email", "long", "short"]
"""A name, a phone number, an address, a text of several lines; short: one line of any signs, such as 2.4.1 or a link."""

_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_KEPT_FORMATS = frozenset("\u200c\u200d")
"""Joiners: emoji families and some scripts need them. All other format characters (bidi overrides too) go."""
_WORD = re.compile(r"[^\W\d_]+")
_KEYBOARD_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_NO_PROBLEM = frozenset(
    ["test", "тест", "проверка", "asd", "asdasd", "фыв", "фывфыв", "qwe", "йцу", "бла", "blah", "сынақ", "тексеру"]
)
_DEFAULT_REGION = "RU"
_OF_PERSONS = frozenset({"text", "phone", "email"})
"""Kinds of fields that hold names and addresses."""


@dataclass(frozen=True)
class Text:
    """The same words by language (two-letter codes)."""

    words: Mapping[str, str]

    def in_(self, language: str | None) -> str:
        """In that language ("en", "en-GB"), else in Russian, else in any."""
        for code in ((language or "").split("-")[0].lower(), "ru"):
            if code in self.words:
                return self.words[code]
        return next(iter(self.words.values()))


@dataclass(frozen=True)
class Field:
    """One thing the intake asks for. Lengths are in characters as Telegram counts them (UTF-16 units)."""

    key: str
    kind: FieldKind
    required: bool
    clause: str | None
    assumed: bool
    min_length: int
    max_length: int
    label: Text
    ask: Text
    hint: Text
    example: Text
    skip: Text | None
    """Label of the button that answers without content, where the field may be skipped."""
    accepts: tuple[str, ...] = ()
    """Whole answers that are always taken, such as "нет", whatever their case."""
    same_as: str | None = None
    """The field whose answer stands here too if this one is skipped (insales: the administrator's address)."""

    @property
    def about_person(self) -> bool:
        """Whether it tells who asks and how they are reached, and not what happened: asked once, then only confirmed."""
        return self.kind in _OF_PERSONS or self.key == "contact"

    def still_takes(self, answer: str) -> bool:
        """Whether an answer of an earlier time can stand: the rules for it may have changed since."""
        return self.takes(answer) if answer else self.skip is not None

    def accept_or_skip(self, raw: str) -> str:
        """The same as `accept`, and empty where the words are those of the button that answers without content."""
        skipped = self.skip is not None and raw.strip() in self.skip.words.values()
        return "" if skipped else self.accept(raw)

    def accept(self, raw: str) -> str:
        """The answer as it is kept, or WrongAnswer (empty, short, long, meaningless, phone, email).

        Phones become E.164 (numbers without a country code are Russian; an extension follows as ";ext=123",
        RFC 3966), e-mail addresses are checked for form only and get their ASCII form.
        """
        try:
            return self._read(raw)
        except WrongAnswer as wrong:
            wrong.clause = self.clause
            raise

    def _read(self, raw: str) -> str:
        text = clean(raw, lines=self.kind == "long")
        if not any(unicodedata.category(c)[0] in "LNPS" for c in text):
            raise WrongAnswer(self.key, "empty")
        if text.casefold().rstrip(".!") in self.accepts:
            return text
        length = utf16_length(text)
        if length > self.max_length:
            raise WrongAnswer(self.key, "long", length - self.max_length)
        if self.kind == "phone":
            return self._phone(text)
        if self.kind == "email":
            return self._email(text)
        says_nothing = {"long": _says_nothing, "text": _is_no_name}.get(self.kind, _has_no_sign)
        if says_nothing(text):
            raise WrongAnswer(self.key, "meaningless")
        if length < self.min_length:
            raise WrongAnswer(self.key, "short", self.min_length - length)
        return text

    def takes(self, raw: str) -> bool:
        """Whether it would be accepted."""
        try:
            self.accept(raw)
        except WrongAnswer:
            return False
        return True

    def _phone(self, text: str) -> str:
        digits = sum(c.isdigit() for c in text)
        for candidate in (text, f"+{text}"):  # Telegram's contact button gives a number without its plus
            try:
                number = phonenumbers.parse(candidate, _DEFAULT_REGION)
            except phonenumbers.NumberParseException:
                continue
            extension = number.extension or ""
            all_read = digits <= len(f"{number.country_code}{number.national_number}{extension}") + 4
            if all_read and phonenumbers.is_valid_number(number):
                e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
                return f"{e164};ext={extension}" if extension else e164
        raise WrongAnswer(self.key, "phone")

    def _email(self, text: str) -> str:
        address = text.removeprefix("mailto:").strip("<> ")
        try:
            found = validate_email(address, check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError:
            raise WrongAnswer(self.key, "email") from None
        return found.ascii_email or found.normalized


def clean(raw: str, *, lines: bool) -> str:
    """The text without what no reader sees: control and format characters, lone surrogates, doubled blanks; in NFC.

    `lines` keeps line ends (all kinds become "\\n"); otherwise they become blanks.
    """
    text = _LINE_ENDS.sub("\n" if lines else " ", raw)
    # Plain words of one line, the most of what is said, have nothing to hide.
    visible = text if text.isprintable() else "".join(c for c in text if _is_seen(c))
    text = unicodedata.normalize("NFC", visible)
    if not lines:
        return " ".join(text.split())
    rows = [row.rstrip() for row in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()


def utf16_length(text: str) -> int:
    """The length as Telegram counts it: in UTF-16 units, so that most emoji are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _is_seen(char: str) -> bool:
    if char in ("\n", "\t") or char in _KEPT_FORMATS:
        return True
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}


def _has_no_sign(text: str) -> bool:
    """No letter and no digit: "...", "-". A short answer may be a version, an address or an amount, but not that."""
    return not any(c.isalnum() for c in text)


def _is_no_name(text: str) -> bool:
    """No letter at all, or one letter over and over: "...", "-", "аааа"; "AAA" and «1С» are names."""
    letters = "".join(_WORD.findall(text)).casefold()
    return not letters or (len(letters) > 3 and len(set(letters)) == 1)


def _says_nothing(text: str) -> bool:
    """Dots, one or two letters over and over, keyboard rows, or nothing but "тест": no question and no problem."""
    words = [word.casefold() for word in _WORD.findall(text)]
    letters = "".join(words)
    if len(letters) < 2 or (len(letters) > 3 and len(set(letters)) <= 2):
        return True
    return all(word in _NO_PROBLEM or _is_typed_at_random(word) for word in words)


def _is_typed_at_random(word: str) -> bool:
    """One letter over and over, or nearly each letter the neighbour of the one before it on the keyboard."""
    if len(set(word)) == 1:
        return True
    steps = sum(any(a + b in row or b + a in row for row in _KEYBOARD_ROWS) for a, b in pairwise(word))
    return len(word) > 3 and steps >= 0.7 * (len(word) - 1)
