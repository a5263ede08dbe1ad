"""Reports: what a lead is sent for /report, the documents behind it, and the report that comes by itself."""

from __future__ import annotations

from io import BytesIO

import openpyxl
from PIL import Image

from bot.sandbox.person import Json, Person
from bot.wiring import build
from domain.people import Place, Speaker
from domain.usecases.identify import identify
from tests.stories.conftest import MORNING, Town
from tests.stories.moves import completes
from tests.stories.quickly import registered
from tests.stories.test_my_tickets import enters_romashka


def body(town: Town, file: Json) -> bytes:
    """What was sent."""
    path = town.sandbox.world.files.get_file(file["file_id"])["file_path"]
    return town.sandbox.world.files.body(path) or b""


def pictures(who: Person) -> list[Json]:
    return [message["photo"][-1] for message in who.messages() if "photo" in message]


async def test_a_lead_sees_the_week(town: Town) -> None:
    """Words, charts to read on a phone, and behind the buttons the sheet and the customer's document."""
    await town.set_clock(MORNING)
    customer = await enters_romashka(town)
    number = await registered(town, description="=HYPERLINK(1) не открывается")
    place = Place("telegram", str(town.sandbox.staff_chat_id))
    boris = Speaker(place, str(town.boris.id), "Борис", town.app.clock.now(), private=False)
    await town.app.clerk.do(identify, by=boris, number=number, organization_id=customer.id)
    await completes(town, "Готово, проверьте")
    await town.boris.says("/report week")
    told = await town.boris.sees("Отчёт за 17–23\u00a0ноября", "Поступило 1, закрыто 0", "Всё вовремя: 2 из 2")
    assert "Период ещё идёт" in told["text"]
    await town.settled()
    sizes = [(one["width"], one["height"]) for one in pictures(town.boris)]
    assert len(sizes) >= 4
    assert set(sizes) == {(1024, 1280)}  # as Telegram makes them smaller
    assert len(Image.open(BytesIO(body(town, pictures(town.boris)[0]))).getcolors(10**6) or []) > 9

    await town.boris.presses("XLSX", on=told)
    await town.settled()
    book = openpyxl.load_workbook(BytesIO(body(town, town.boris.messages()[-1]["document"])))
    assert book.sheetnames == ["Показатели", "Заявки"]
    assert [row[0] for row in book["Заявки"].iter_rows(min_row=2, values_only=True)] == [number]
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)

    await town.boris.presses("PDF для заказчика", on=told)
    await town.boris.sees_new("По какому заказчику")
    await town.boris.presses(customer.name)
    await town.settled()
    document = town.boris.messages()[-1]["document"]
    assert document["file_name"] == "report-2026-11-17-2026-11-23-17-A.pdf"
    assert body(town, document).startswith(b"%PDF-")


async def test_who_does_not_lead_gets_nothing(town: Town) -> None:
    """Olga works here, and Anna does not: neither is told a figure, whatever they press."""
    await town.olga.says("/report week")
    await town.olga.sees("Это может только руководитель")
    await town.anna.says("/report week")
    await town.settled()
    assert not any("Отчёт" in message.get("text", "") for message in (*town.anna.messages(), *town.olga.messages()))


async def test_no_data_and_bad_periods_are_said_in_words(town: Town) -> None:
    """An empty period is an honest report; what is no period, or no customer, gets an example of one."""
    await town.set_clock(MORNING)
    await town.boris.says("/report 1.10-5.10")
    told = await town.boris.sees("Отчёт за 1–5\u00a0октября", "не было ни новых, ни закрытых")
    assert "reply_markup" not in told
    for typed, said in (
        ("вчера", "Отчёт: /report week"),
        ("31.02-5.03", "Такой даты нет: 31.02"),
        ("20.11.2026-1.11.2026", "конец раньше начала"),
        ("5.11-1.11", "укажите годы"),
        ("week Ромашко", "Ромашко"),
    ):
        await town.boris.says(f"/report {typed}")
        await town.boris.sees(said)
    await town.settled()
    assert pictures(town.boris) == []


async def test_a_report_comes_by_itself_and_once(town: Town) -> None:
    """On the first working morning after the week, to the group; the desk shut then sends it once when it opens."""
    await town.set_clock(MORNING)
    await town.boris.says("/report")
    menu = await town.boris.sees("Отчёты", "После каждой недели: нет")
    await town.boris.presses("Еженедельный: включить", on=menu)
    await town.boris.sees("После каждой недели: 30 ноября, 09:00")
    await registered(town)
    await town.app.stop()
    await town.anna.stage.do("clock", {"to": "2026-12-01T11:00:00+03:00"})
    for _time in range(2):
        async with build(town.settings, limits=False) as app:
            await app.settled()
    shown = [m["text"] for m in town.boris.messages() if m.get("text", "").startswith("Отчёт за")]
    assert len(shown) == 1
    assert "Отчёт за 23–29\u00a0ноября\u00a02026\nПоступило 1, закрыто 0" in shown[0]
