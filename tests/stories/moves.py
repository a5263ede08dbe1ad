"""Moves that staff make in many stories, each as a person would make it."""

from __future__ import annotations

from tests.stories.conftest import Town


async def begins(town: Town) -> None:
    """Anna starts an intake and agrees to the processing of her data."""
    await town.anna.says("/start")
    await town.anna.sees_new("согл")
    await town.anna.presses("Даю согласие")


async def asks(town: Town, question: str) -> None:
    """Boris asks the requester of the newest ticket."""
    await town.boris.presses("Спросить")
    prompt = await town.boris.sees_new("вопросом по")
    await town.boris.says(question, reply_to=prompt)
    await town.settled()


async def completes(town: Town, answer: str) -> None:
    """Boris completes the newest ticket with this answer."""
    await town.boris.presses("Завершить")
    prompt = await town.boris.sees_new("итоговым ответом")
    await town.boris.says(answer, reply_to=prompt)
    await town.settled()
