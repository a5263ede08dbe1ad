"""Provide: `python -m tests.provide` sees to it that the tests find a PostgreSQL, a Chromium and mail servers, and says which."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.mail_programs import NoMailServer
from tests.mail_programs import provide as provide_mail
from tests.postgres import NoPostgres, available

VARIABLE = "FRONTDESK_TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = (
    "No Chromium for the browser test, and none could be installed. Install one (apt-get install chromium, or "
    f"`playwright install chromium`), or give the path of one in {VARIABLE}."
)


class NoChromium(Exception):
    """There is none; the message says what would help."""


def chromium() -> Path:
    """The browser for the tests; NoChromium if there is none. Looks only, installs nothing."""
    named = os.environ.get(VARIABLE)
    if named:
        if os.access(named, os.X_OK):
            return Path(named)
        raise NoChromium(f"{VARIABLE} names {named}, which cannot be run.")
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    if own.exists():
        return own
    raise NoChromium(HOW)


def provide_chromium() -> Path:
    """The browser for the tests, installed if need be; NoChromium if that fails."""
    try:
        return chromium()
    except NoChromium:
        if os.environ.get(VARIABLE):
            raise
    said: list[str] = []
    for commands in _ways():
        for command in commands:
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if done.returncode:
                said.append(f"`{' '.join(command)}` said: {(done.stdout.strip().splitlines() or [''])[-1]}")
                break
        try:
            return chromium()
        except NoChromium:
            continue
    raise NoChromium(" ".join([HOW, *said]))


def _ways() -> list[list[list[str]]]:
    """How one may be installed here: the system's own first, for it brings its libraries along."""
    ways = [[[sys.executable, "-m", "playwright", "install", "chromium"]]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        ways.insert(0, [["apt-get", "-q", "update"], ["apt-get", "-q", "install", "-y", "chromium"]])
    return ways


def main() -> int:
    """One line for each; the exit status is 1 if something is missing."""
    missing = 0
    for name, find in (("PostgreSQL", available), ("Chromium", provide_chromium), ("Mail", provide_mail)):
        try:
            sys.stdout.write(f"{name}: {find()}\n")
        except (NoPostgres, NoChromium, NoMailServer) as error:
            missing = 1
            sys.stderr.write(f"{name}: {error}\n")
    return missing


if __name__ == "__main__":
    sys.exit(main())
