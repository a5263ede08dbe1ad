"""The programs of mail servers: whether the system has them, and how they get there."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

PROGRAMS = {"dovecot": "/usr/sbin/dovecot", "Exim": "/usr/sbin/exim4"}
PACKAGES = ("dovecot-imapd", "dovecot-lmtpd", "exim4-daemon-light")
HOW = "No mail server for the tests. As root: apt-get install --no-install-recommends " + " ".join(PACKAGES)


class NoMailServer(Exception):
    """There is none, or it did not start; the message says what would help."""


def available() -> str:
    """What there is, for people to read; NoMailServer if something lacks."""
    if missing := [name for name, path in PROGRAMS.items() if not os.access(path, os.X_OK)]:
        raise NoMailServer(f"{HOW} (there is no {' and no '.join(missing)})")
    if not list(Path("/usr/lib/dovecot").glob("lmtp")) or not list(Path("/usr/lib/dovecot").glob("imap")):
        raise NoMailServer(HOW)
    dovecot = subprocess.run([PROGRAMS["dovecot"], "--version"], capture_output=True, text=True, check=True).stdout
    exim = subprocess.run([PROGRAMS["Exim"], "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"version (\S+)", exim)
    return f"Dovecot {dovecot.split()[0]}, Exim {version.group(1) if version else '?'}"


def provide() -> str:
    """The same, installed if need be, without any service being started; NoMailServer if that fails."""
    with contextlib.suppress(NoMailServer):
        return available()
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise NoMailServer(HOW)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for words in (["-q", "update"], ["-q", "install", "-y", "--no-install-recommends", *PACKAGES]):
        with _no_services():
            done = subprocess.run(
                ["apt-get", *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
        if done.returncode:
            raise NoMailServer(f"{HOW}; `apt-get` said: {(done.stdout.strip().splitlines() or [''])[-1]}")
    return available()


@contextlib.contextmanager
def _no_services() -> Any:
    """Packages that are installed meanwhile start nothing (Debian: policy-rc.d)."""
    policy = Path("/usr/sbin/policy-rc.d")
    if policy.exists():
        yield
        return
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)
    try:
        yield
    finally:
        policy.unlink()
