"""Restarts: the desk was away in the middle of something; what was begun goes on, and what came meanwhile is taken in order."""

from __future__ import annotations

from bot.wiring import build
from tests.stories.conftest import Town
from tests.stories.moves import BURST, at_description, to_summary
from tests.stories.seen import in_order


async def test_a_burst_that_waited_for_the_desk_loses_its_order_nowhere(town: Town) -> None:
    """Five messages and an edit while the desk was down: after the start all are one description, the edit in its place."""
    await at_description(town)
    await town.settled()
    await town.app.stop()
    sent = [await town.anna.says(words) for words in BURST]
    await town.anna.edits(sent[0], "Добрый день!")
    async with build(town.settings, limits=False) as town.app:
        await town.anna.sees("7 из 7")
        await town.settled()
        assert in_order(await to_summary(town), "Добрый день!", *BURST[1:])
