"""Somebody answers among the lines of our letter, and their program marks nothing: staff read the answers, not our letter again."""

from __future__ import annotations

from tests.stories.conftest import MORNING, Town
from tests.stories.posts import DESK, PETR, letter, posts, vouched

HEADERS = """От: Поддержка <{desk}>
Отправлено: понедельник, 23 ноября 2026 г. 10:05
Кому: Пётр <{petr}>
Тема: {subject}
"""


async def test_answers_among_our_lines_are_shown_without_them(town: Town) -> None:
    await town.set_clock(MORNING)
    await posts(town, letter("Не открывается склад, помогите", Authentication_Results=vouched(PETR)))
    told = await town.mailbox.gets("[BAR-000001]", "Организация:", to=PETR)
    lines = [line for line in told["text"].splitlines() if not line.startswith(">")]
    at = next(n for n, line in enumerate(lines) if "п. 4.2" in line)
    body = "\n".join([*lines[: at + 1], "Это вы у бухгалтера уже спрашивали, пришлёт завтра", *lines[at + 1 :]])
    text = f"Ответ внутри.\n\n{HEADERS.format(desk=DESK, petr=PETR, subject=told['subject'])}\n{body}"
    headers = {"In_Reply_To": told["message_id"], "References": told["message_id"]}
    raw = letter(text, subject=f"RE: {told['subject']}", to=told["reply_to"], **headers)
    await posts(town, raw, to=told["reply_to"])
    seen = await town.boris.sees("Заявитель пишет письмом", "пришлёт завтра")
    new, _, quoted = seen["text"].partition("Цитата:")
    assert "Ответ внутри.\n\n> Чтобы начать" in new
    assert "\nЭто вы у бухгалтера" in new
    assert "Отправлено: понедельник" not in new
    assert "Организация:" not in new
    assert "Организация:" in quoted


async def test_a_form_filled_in_where_it_stands_is_taken(town: Town) -> None:
    """barier 4.2: they answer under our header, between our lines; what they typed counts, and our lines are not theirs."""
    await town.set_clock(MORNING)
    await posts(town, letter("Не открывается склад, помогите", Authentication_Results=vouched(PETR)))
    told = await town.mailbox.gets("[BAR-000001]", "Организация:", to=PETR)
    filled = (
        told["text"].replace("Организация:", "Организация: ООО «Василёк»").replace("Телефон:", "Телефон: +79167654321")
    )
    text = f"Заполнил\n\n{HEADERS.format(desk=DESK, petr=PETR, subject=told['subject'])}\n{filled}"
    headers = {"In_Reply_To": told["message_id"], "References": told["message_id"]}
    raw = letter(text, subject=f"RE: {told['subject']}", to=told["reply_to"], **headers)
    await posts(town, raw, to=told["reply_to"])
    await town.boris.sees("BAR-000001", "ООО «Василёк»", "+79167654321")
