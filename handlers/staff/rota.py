"""Rota: /duty, /away and /back: who is on duty out of hours, and who is not there. In an agent's private chat too."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from domain.ports import Clerk, Desk, Staff
from domain.regulation import Regulation
from domain.usecases.rota import come_back, drop_duty, enter_duty, go_away, look_up
from domain.usecases.staff_place import at_work
from handlers.speaker import speaker_of
from handlers.view import rota
from handlers.view.say import Methods, reply
from handlers.view.words import speaking

router = Router(name="rota")
COMMANDS = Command("duty", "away", "back")

OFF = "off"


@router.message(Command("duty"))
async def on_duty(event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """Alone it shows who is on duty; «off» before the lines takes somebody off it."""
    by = await clerk.read(at_work, by=speaker_of(event, arrived_at))
    text = (command.args or "").strip()
    rules = await clerk.read(_rules)
    with speaking(staff.language):
        if not text:
            return [reply(event, rota.shown(await clerk.read(look_up, by=by, kind="duty"), "duty", rules))]
        verb, _space, rest = text.partition(" ")
        if verb.casefold() == OFF:
            return [reply(event, rota.dropped(await clerk.do(drop_duty, by=by, text=rest), rules))]
        return [reply(event, rota.entered(await clerk.do(enter_duty, by=by, text=text), "duty", rules))]


@router.message(Command("away"))
async def on_away(event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """Alone it shows who is away."""
    by = await clerk.read(at_work, by=speaker_of(event, arrived_at))
    text = (command.args or "").strip()
    rules = await clerk.read(_rules)
    with speaking(staff.language):
        if not text:
            return [reply(event, rota.shown(await clerk.read(look_up, by=by, kind="away"), "away", rules))]
        return [reply(event, rota.entered(await clerk.do(go_away, by=by, text=text), "away", rules))]


@router.message(Command("back"))
async def on_back(event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """Of oneself, or, a lead says, of somebody else."""
    by = await clerk.read(at_work, by=speaker_of(event, arrived_at))
    name, ended = await clerk.do(come_back, by=by, who=command.args or "")
    with speaking(staff.language):
        return [reply(event, rota.back(name, bool(ended)))]


def _rules(desk: Desk) -> Regulation:
    return desk.regulation
