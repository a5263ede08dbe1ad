"""What people write stays whole, what their mail programs quote is put aside: letters of every program, and texts that only look so."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mail.reading.answered import Answered
from bot.mail.reading.boundaries import REPLY_ABOVE
from bot.mail.reading.html import text_of
from bot.mail.reading.quoted import split

HERE = Path(__file__).parent / "replies"


def read(name: str) -> dict[str, str]:
    """Letters by name: `=== name`, then the letter. `⍽` is a no-break space, `␠` a space at the end of a line."""
    letters: dict[str, str] = {}
    for part in ("\n" + (HERE / name).read_text(encoding="utf-8")).split("\n=== ")[1:]:
        title, _, letter = part.partition("\n")
        assert title not in letters, title
        letters[title] = letter.replace("⍽", "\u00a0").replace("␠", " ")
    return letters


def marked(letter: str) -> tuple[str, list[str], list[str]]:
    """A letter whose lines begin with `+` (new) or `-` (quoted): the letter itself, its new lines and its quoted ones."""
    lines = letter.split("\n")
    assert all(not line or line[0] in "+-" for line in lines), lines
    new = [line[1:] for line in lines if line.startswith("+")]
    quoted = [line[1:] for line in lines if line.startswith("-")]
    return "\n".join(line[1:] for line in lines), new, quoted


def spoken(text: str | list[str]) -> list[str]:
    """The lines that say something, ends trimmed."""
    lines = text.split("\n") if isinstance(text, str) else text
    return [line.rstrip() for line in lines if line.strip()]


def told(lines: list[str]) -> list[str]:
    """Without lines that are nothing but marks of quoting: it does not matter on which side they are."""
    return [line for line in lines if line.strip("> \u00a0")]


REPLIES = {
    f"{name}: {title}": letter
    for name in ("letters.txt", "unseen.txt", "unseen_later.txt", "unseen_last.txt", "unseen_end.txt", "programs.txt")
    for title, letter in read(name).items()
}
TRAPS = read("traps.txt")


@pytest.mark.parametrize("name", REPLIES)
def test_new_words_are_shown_and_quoted_ones_put_aside(name: str) -> None:
    text, new, quoted = marked(REPLIES[name])
    got = split(text)
    assert told(spoken(got.new)) == told(spoken(new))
    assert told(spoken(got.quoted)) == told(spoken(quoted))


def test_a_sentence_that_runs_on_behind_the_answer_is_told_from_it() -> None:
    who = "<span>On Mon, Nov 23, 2026 at 2:05 PM Desk &lt;desk@firm.example&gt; wrote:</span>"
    got = split(text_of(f"<div>It works. {who}<blockquote>Please check.</blockquote></div>"))
    assert got.new == "It works."
    remark = text_of("<div>He said: <b>as you wrote:</b><blockquote>Please check.</blockquote></div>")
    assert split(remark).new == remark


@pytest.mark.parametrize("name", TRAPS)
def test_what_only_looks_like_a_quote_is_never_cut(name: str) -> None:
    text = TRAPS[name].strip("\n")
    assert split(text).new == text
    assert split(text).quoted == ""


TOLD_OF_LETTERS = """Письма поставщикам до сих пор возвращаются, вот такое письмо приходит каждый раз.

От: Поддержка <support@desk.example>
Отправлено: 28 мая 2026 г. 9:50
Кому: Илья Воробьёв <ilya@optika.example>
Тема: {subject}

Здравствуйте! Пришлите, пожалуйста, текст отказа.
"""


@pytest.mark.parametrize(
    ("subject", "writer", "is_quoted"),
    [
        ("[BR-2026-001011] Письмо не дошло", "support+br-1011.abc@desk.example", True),
        ("RE: [BR-2026-001011] Письмо не дошло", "Поддержка", True),
        ("Возврат: счёт 15", "support+br-1011.abc@desk.example", False),
        ("[BR-2026-001011] Письмо не дошло", "other@desk.example", False),
    ],
)
def test_the_letter_that_is_answered_is_no_letter_that_is_shown(subject: str, writer: str, is_quoted: bool) -> None:
    """Who tells of letters may show one; but not the very one that they answer, which bears their own letter's subject."""
    answered = Answered.of("Re: [BR-2026-001011] Письмо не дошло", [writer])
    new = split(TOLD_OF_LETTERS.format(subject=subject), answered=answered).new
    assert ("Отправлено:" not in new) is is_quoted
    inside = TOLD_OF_LETTERS.replace("вот такое", "ответил ниже красным, такое")
    assert "Отправлено:" in split(inside.format(subject=subject), answered=answered).new


def test_what_replies_to_nothing_knows_of_no_letter() -> None:
    assert Answered.of("Письмо не дошло", ["support@desk.example"]) is None
    assert Answered.of("Re: да", ["support@desk.example"]) is None
    assert Answered.of("Re: Письмо не дошло", [""]) is None


INTRODUCTIONS = (HERE / "introductions.txt").read_text(encoding="utf-8").replace("⍽", "\u00a0").strip().split("\n\n")
# These are sentences that a person may write too: what follows them is only quoted where it is marked.
ONLY_MARKED = (
    "пишет:",
    "21.11.2026 14:05, Иван Петров жазды:",
    "Вы писали",
    "You wrote",
    "Иван Петров писал",
    "MSK пользователь",
)
SURE = [head for head in INTRODUCTIONS if "<" in head or not any(words in head for words in ONLY_MARKED)]
WORDS = (
    "касса",
    "не",
    "работает",
    "после",
    "обновления",
    "спасибо",
    "кабинет",
    "14",
    "да",
    "нет",
    "ещё раз",
    "ok",
    "printer works",
)
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
PARAGRAPHS = st.lists(SENTENCE, min_size=1, max_size=5).map("\n\n".join)


@settings(max_examples=300, deadline=None)
@given(PARAGRAPHS, st.sampled_from(INTRODUCTIONS), PARAGRAPHS, PARAGRAPHS)
def test_new_words_above_and_below_a_marked_quote_survive(above: str, head: str, quoted: str, below: str) -> None:
    marks = "\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))
    assert split(f"{above}\n\n{head}\n\n{marks}").new == above
    assert split(f"{head}\n\n{marks}\n\n{below}").new == below
    both = spoken(split(f"{above}\n\n{head}\n\n{marks}\n\n{below}").new)
    assert [line for line in both if not line.startswith(">")] == spoken(above) + spoken(below)


@settings(max_examples=200, deadline=None)
@given(PARAGRAPHS, st.sampled_from(SURE), PARAGRAPHS)
def test_new_words_above_an_unmarked_quote_survive(above: str, head: str, quoted: str) -> None:
    got = split(f"{above}\n\n{head}\n\n{quoted}")
    assert got.new == above
    assert spoken(got.quoted) == spoken(head) + spoken(quoted)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(INTRODUCTIONS), PARAGRAPHS)
def test_an_unmarked_quote_with_nothing_above_is_shown(head: str, below: str) -> None:
    assert spoken(below)[-1] in spoken(split(f"{head}\n\n{below}").new)


PIECES = st.one_of(
    SENTENCE,
    st.sampled_from(INTRODUCTIONS),
    SENTENCE.map(lambda words: f"> {words}"),
    st.sampled_from(
        [
            *REPLY_ABOVE.values(),
            "",
            "> ",
            ">> ещё глубже",
            "-- ",
            "--",
            "Анна Ли",
            "Отправлено с iPhone",
            "Без вирусов. www.avast.example",
            "С уважением,",
            "Добрый день!",
            "ответы ниже",
            "Вот лог:",
            "Вы писали:",
            "ИП> текст",
            "| строка",
            "-----Original Message-----",
            "---------- Forwarded message ---------",
            "________________",
            "От: Анна <a@b.example>",
            "Отправлено: 21 ноября 2026 г. 14:05",
            "Кому: Борис",
            "Тема: Re: касса",
            ">>> X <a@b.example> 21.11.2026 14:05 >>>",
            "wrote:",
            "> wrote:",
            "<a@b.example>:",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cf"]), max_size=40),  # signs that nobody sees say nothing
)


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=14).map("\n".join))
def test_no_line_is_lost(text: str) -> None:
    got = split(text)
    lines = sorted(spoken(text.replace("\r\n", "\n").replace("\r", "\n")))
    assert sorted(spoken(got.new) + spoken(got.quoted)) == lines


ENDS = st.sampled_from(
    [
        "",
        "\n\n-- \nАнна Ли\nбухгалтер",
        "\n\nС уважением,\nАнна Ли",
        "\n\nОтправлено с iPhone",
        "\n\n---\nБез вирусов. www.avast.example",
    ]
)
ANSWERED = st.lists(st.tuples(SENTENCE, SENTENCE), max_size=4).map(
    lambda pairs: "\n".join(f"> {asked}\n{answer}" for asked, answer in pairs)
)


@settings(max_examples=400, deadline=None)
@given(PARAGRAPHS, ENDS, st.sampled_from(INTRODUCTIONS), PARAGRAPHS, ANSWERED, ENDS)
def test_new_text_of_a_reply_read_again_is_all_new(
    above: str, end: str, head: str, quoted: str, answered: str, last: str
) -> None:
    marks = "\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))
    got = split(f"{above}{end}\n\n{head}\n\n{marks}\n{answered}{last}")
    assert split(got.new).new == got.new
    assert [line for line in spoken(answered) if not line.startswith(">")] == [
        line
        for line in spoken(got.new.removeprefix(above))
        if line in answered.split("\n") and not line.startswith(">")
    ]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(REPLIES)))
def test_new_text_read_again_is_all_new(name: str) -> None:
    new = split(marked(REPLIES[name])[0]).new
    assert split(new).new == new


@pytest.mark.parametrize(
    "text",
    [
        ">" * 1_000_000,
        ">\n" * 500_000,
        "\n" * 1_000_000,
        "a\n" + "\n" * 1_000_000 + "> b",
        "а" * 1_000_000,
        "From: a@b.example\n" * 60_000,
        "From: a\nx\nx\nSent: 1\n" * 5_000,
        "пт, 21 нояб. 2026 г. в 14:05, Иван <a@b.example>\n" * 19_000,
        "пт, 21 нояб. 2026 г. в 14:05, Иван <a@b.example>:\n" * 19_000,
        "> x\nанс\n" * 9_900,
        "21.11.2026 14:05, Иван пишет:\n" + "> x\nответ\n" * 9_900,
        "<a@b.example>,:" * 70_000,
        "--\n" * 19_000,
        "Отправлено с iPhone\n" * 19_000,
        "x\n\n" + "-- \nАнна Ли\n\n" * 6_000,
        "----- Original Message " * 45_000,
        "&nbsp;" * 170_000,
        "Вот:\n> x\n" * 9_000,
        "ИП> x\n" * 19_000,
        "Вы писали:\nИП> x\nответ\n" * 6_000,
        "1 1 1 1 " * 125_000,
        ("wrote " * 60 + ":\n") * 2_500,
        "Кому: x;\nТема: y;\n" * 9_900,
        "----\nКому: x;\n" * 9_900,
        "Sent: 1 From: a To: b Subject: c " * 30_000,
        ("Sent: 1 From: a To: b Subject: c " * 11 + "\n") * 2_700,
        "От a <a@b.example>\nКому b@c.example\nДата 1\n" * 6_000,
        "X ---21.11.2026 14:05---y\n" * 19_000,
        "Вы писали:\nАнна Ли> x\nответ\n" * 6_000,
        "x\n\n" + "--\nTo unsubscribe from this list: x\n" * 9_000,
        "__________ Information from ESET x __________\n" * 19_000,
        "С уважением,\nДанное письмо конфиденциально\n" * 9_900,
        "ниже 1. 2. " * 90_000 + "\n\nОт: a\nДата: 21.11.2026 14:05\nКому: b\nТема: c\n\nx",
        "не письмо " * 100_000 + "\n\nОт: a\nДата: 21.11.2026 14:05\nКому: b\nТема: c\n\nx",
    ],
    ids=range(34),
)
def test_a_hostile_megabyte_is_read_at_once(text: str) -> None:
    best = min(_time(text) for _ in range(2))
    assert best < 1.0


def _time(text: str) -> float:
    start = time.process_time()
    split(text)
    return time.process_time() - start
