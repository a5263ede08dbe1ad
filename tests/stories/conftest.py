"""A town for stories: a sandbox, a desk that works in it, and the people everybody knows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.sandbox.person import MailReader, Person
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import App, build

ANNA = {
    "organization": "ООО «Ромашка»",
    "name": "Соколова Анна Сергеевна",
    "position": "Главный бухгалтер",
    "phone": "+7 916 123-45-67",
    "email": "anna@romashka.example",
    "description": "Не печатает принтер на втором этаже, мигает красная лампа",
    "steps": "Открыть документ, нажать «Печать», ничего не происходит",
}

LATER = (
    "Не подписывается договор: сервис подписи отвечает ошибкой 500",
    "Письма о новых заказах не приходят покупателям на почту",
    "Отчёт по складу за октябрь пустой, хотя остатки есть",
    "Зависает окно оплаты, клиенты не могут выбрать карту",
    "После обновления пропали фотографии товаров в каталоге",
)
"""What she tells another time: who tells the same again is shown the request there is."""

MORNING = "2026-11-23T10:30:00+03:00"
"""Of an ordinary working Monday by every regulation."""


@dataclass
class Town:
    """Everything a story needs. `settled()` waits until all that was said has been carried out and delivered."""

    sandbox: Sandbox
    app: App
    settings: Settings
    anna: Person = field(init=False)
    boris: Person = field(init=False)
    olga: Person = field(init=False)
    mailbox: MailReader = field(init=False)
    told: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.anna, self.boris, self.olga = (Person.of(self.sandbox, name) for name in ("Анна", "Борис", "Ольга"))
        self.mailbox = MailReader.of(self.sandbox)

    def another(self) -> str:
        """A problem that was not told yet."""
        self.told += 1
        return LATER[(self.told - 1) % len(LATER)]

    async def settled(self) -> None:
        """Return when all that was said is carried out, delivered and answered."""
        while True:
            await self.sandbox.world.updates.confirmed()
            await self.app.settled()
            if not self.sandbox.world.updates.pending:
                return

    async def forward(self, **span: float) -> None:
        """Move the clock: `forward(hours=24)`."""
        seconds = span.get("hours", 0) * 3600 + span.get("minutes", 0) * 60 + span.get("seconds", 0)
        await self.anna.stage.do("clock", {"forward": seconds})
        await self.settled()

    async def set_clock(self, iso: str) -> None:
        """Move the clock to an instant."""
        await self.anna.stage.do("clock", {"to": iso})
        await self.settled()

    async def answers_all(self, who: Person, *, first: bool = True, **changed: str) -> None:
        """From Start (or, not for the `first` time, /new) to the choice of kind, by typing."""
        answers = ANNA | ({} if first else {"description": self.another()}) | changed
        await who.says("/start" if first else "/new")
        if first:
            await who.sees_new("персональных данных")
            await who.presses("Даю согласие")
        for n, words in enumerate(answers.values(), start=1):
            await who.sees_new(f"{n} из 7")
            await who.says(words)

    async def registers(self, who: Person, *, impact: str = "частично", first: bool = True, **changed: str) -> str:
        """A whole intake without files; returns the number."""
        await self.answers_all(who, first=first, **changed)
        await who.sees_new("О чём заявка?")
        await who.presses("Что-то не работает")
        await who.sees_new("Насколько")
        await who.presses(impact)
        await who.sees_new("Скриншоты")
        await who.presses("Без файлов")
        await who.sees_new("Проверьте")
        await who.presses("Отправить заявку")
        told = await who.sees_new("Заявка зарегистрирована")
        await self.settled()
        return str(told["text"]).split(" · ")[0]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(None, limits=False)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
def settings(sandbox: Sandbox, database_url: str, tmp_path: Path) -> Settings:
    return settings_for(sandbox, database_url, tmp_path)


def settings_for(sandbox: Sandbox, database_url: str, folder: Path) -> Settings:
    """A desk that works in the sandbox and keeps its files in this folder."""
    return Settings.load(
        env_file=None,
        bot_token=sandbox.token,
        staff_chat_id=sandbox.staff_chat_id,
        telegram_api_url=sandbox.url,
        database_url=database_url,
        data_dir=folder / "data",
        smtp_url=sandbox.smtp_url,
        mail_from="Поддержка Барьер <support@barier.example>",
        clock_url=f"{sandbox.url}/sandbox/clock",
        listen="127.0.0.1:0",
    )


@pytest.fixture
async def town(sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    async with build(settings, limits=False) as app:
        yield Town(sandbox, app, settings)


@pytest.fixture
async def city(request: pytest.FixtureRequest, sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    """A town that works by the regulation the test names."""
    async with build(settings.model_copy(update={"regulation": request.param}), limits=False) as app:
        town = Town(sandbox, app, settings)
        await town.set_clock(MORNING)
        yield town
