"""The desk, as it runs in life: all of it, opened as the console command opens it; only Telegram's limits are off.

python -m tests.bench.desk URL TOKEN DATABASE FOLDER: prints its port; ends when its standard input does.
"""

from __future__ import annotations

import sys
from pathlib import Path

import uvloop

from bot import logs
from bot.serving import settle_in
from bot.settings import Settings
from bot.wiring import build
from tests.bench.lifeline import until_input_ends
from tests.bench.telegram import SECRET

PATH = "/telegram"


async def main(url: str, token: str, database: str, folder: str) -> None:
    settings = Settings.load(
        env_file=None,
        bot_token=token,
        staff_chat_id=-1001234567890,
        telegram_api_url=url,
        database_url=database,
        data_dir=Path(folder),
        webhook_url=f"http://127.0.0.1{PATH}",
        webhook_secret=SECRET,
        listen="127.0.0.1:0",
    )
    async with build(settings, limits=False) as app:
        await app.roster.known.wait()
        settle_in()
        await until_input_ends(app.web.port)


if __name__ == "__main__":
    logs.set_up("WARNING")
    uvloop.run(main(*sys.argv[1:]))
