"""A private mail server for tests: Dovecot and Exim from the system, as an ordinary user on free ports, gone without a trace."""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.mail_programs import PROGRAMS, NoMailServer, available

START_SECONDS = 30
USER, PASSWORD = "help@desk.test", "p@ss word%"
INBOX = "help@inbox.example"
"""The same mailbox, by an address that people may have."""
SLOT = "help@slot.test"
"""An address that Exim hands on to the desk's own letter slot."""
# Ends what is named on its lines, with all children, and empties the folder as soon as its standard input closes.
_GUARD = 'while read -r group; do groups="$groups $group"; done; for g in $groups; do kill -KILL "-$g" 2>/dev/null; done; rm -rf "$1"'

DOVECOT = """
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = {tls}
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
auth_mechanisms = plain login
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {home}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={home}/mail/%u
}}
first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_fsync = never
namespace inbox {{
  inbox = yes
}}
imap_capability = {capability}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
"""

EXIM = """
exim_path = {exim}
exim_user = {user}
exim_group = {group}
spool_directory = {home}/spool
log_file_path = {home}/exim-%s.log
pid_file_path = {home}/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {smtp}
primary_hostname = mail.test
qualify_domain = mail.test
never_users =
deliver_drop_privilege = true
keep_environment =
tls_advertise_hosts =
host_lookup =
rfc1413_query_timeout = 0s
acl_smtp_rcpt = rcpt
acl_smtp_data = data
begin acl
rcpt:
  accept domains = desk.test : slot.test : inbox.example
  deny message = relay not permitted
data:
  warn condition = ${{if exists{{{home}/hold}}{{yes}}{{no}}}}
       set acl_m0 = ${{run{{/bin/sh {home}/hold.sh}}}}
  accept
begin routers
inbox:
  driver = redirect
  domains = inbox.example
  data = help@desk.test
mailbox:
  driver = manualroute
  domains = desk.test
  transport = dovecot
  route_list = * 127.0.0.1
  self = send
slot:
  driver = manualroute
  domains = slot.test
  transport = slot
  route_list = * 127.0.0.1
  self = send
begin transports
dovecot:
  driver = smtp
  protocol = lmtp
  port = {lmtp}
  hosts_override
  allow_localhost
slot:
  driver = smtp
  protocol = {protocol}
  port = {slot}
  hosts_override
  allow_localhost
begin retry
* * F,1h,1s
"""


# What Exim does over a letter while it is held.
HOLD = "touch {home}/held\nwhile [ -e {home}/hold ]; do sleep 0.05; done\n"


class PrivateMail:
    """Dovecot with one mailbox, and Exim that delivers to it and to the desk's letter slot.

    with PrivateMail() as mail:
        mail.send(b"Subject: hi...", to=USER)   # lies in the mailbox at mail.imap_url
    """

    def __init__(self, *, slot: str = "lmtp") -> None:
        self._protocol = slot
        self._dovecot: subprocess.Popen[bytes] | None = None
        self._exim: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> PrivateMail:
        available()
        self._home = Path(tempfile.mkdtemp(prefix="frontdesk-mail-"))
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "guard", str(self._home)], stdin=subprocess.PIPE, start_new_session=True, cwd="/"
        )
        try:
            self._prepare()
            self.start_dovecot()
            self.start_exim()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    @property
    def imap_url(self) -> str:
        """Of the mailbox, with user and password."""
        return self.url_by("imap+insecure")

    def url_by(self, scheme: str) -> str:
        """The same by `imap`, which upgrades, or `imaps`; `certificate` is what a client has to trust."""
        port = self._imaps if scheme == "imaps" else self._imap
        return f"{scheme}://help%40desk.test:p%40ss%20word%25@127.0.0.1:{port}/INBOX"

    @property
    def certificate(self) -> Path:
        return self._home / "cert.pem"

    @property
    def slot(self) -> str:
        """Where the desk is to listen for what Exim hands it."""
        place = f"127.0.0.1:{self._slot}"
        return f"smtp:{place}" if self._protocol == "smtp" else place

    @property
    def smtp_url(self) -> str:
        """Of Exim, for letters to the mailbox."""
        return f"smtp+insecure://127.0.0.1:{self._smtp}"

    def hold(self, holds: bool = True) -> None:
        """Have Exim think for ever over each letter, once all of it was said to it."""
        (self._home / "hold").touch() if holds else (self._home / "hold").unlink()

    @property
    def is_held(self) -> bool:
        """Whether it thinks over one: the final dot was said, and not answered."""
        return (self._home / "held").exists()

    def received(self) -> list[bytes]:
        """What lies in the mailbox."""
        folder = self._home / "mail" / USER / "Maildir"
        return [one.read_bytes() for name in ("new", "cur") for one in sorted((folder / name).glob("*"))]

    def send(self, raw: bytes, *, to: str, sender: str = "petr@vasilek.example") -> None:
        """Give Exim a letter."""
        with smtplib.SMTP("127.0.0.1", self._smtp) as server:
            server.sendmail(sender, [to], raw)

    def run_queue(self) -> None:
        """Have Exim try now what it could not deliver."""
        self._run([PROGRAMS["Exim"], "-C", str(self._home / "exim.conf"), "-qff"])

    def queued(self) -> int:
        """How many letters Exim still has to deliver."""
        return len(list((self._home / "spool" / "input").glob("**/*-H")))

    def start_dovecot(self, *, idle: bool = True, tls: bool = True) -> None:
        """Without `idle` it does not tell by itself what has come; without `tls` nothing is secret."""
        capability = "IMAP4rev1 IDLE LITERAL+ SASL-IR" if idle else "IMAP4rev1 LITERAL+"
        (self._home / "dovecot.conf").write_text(
            DOVECOT.format(capability=capability, tls="yes" if tls else "no", **self._words)
        )
        self._dovecot = self._start([PROGRAMS["dovecot"], "-F", "-c", str(self._home / "dovecot.conf")])
        _wait(self._imap, self._dovecot, self._home / "dovecot.log")
        _wait(self._lmtp, self._dovecot, self._home / "dovecot.log")

    def kill_dovecot(self) -> None:
        """All of it at once, as a power cut does."""
        _kill(self._dovecot)
        for left in (self._home / "run").glob("**/*"):
            if left.is_socket() or left.suffix == ".pid":
                left.unlink(missing_ok=True)

    def start_exim(self) -> None:
        self._exim = self._start([PROGRAMS["Exim"], "-C", str(self._home / "exim.conf"), "-bdf"])
        _wait(self._smtp, self._exim, self._home / "exim-main.log")

    def kill_exim(self) -> None:
        _kill(self._exim)

    def renumber(self) -> None:
        """Give the mailbox another UIDVALIDITY and its letters other UIDs, as a server that was restored does."""
        self.kill_dovecot()
        maildir = self._home / "mail" / USER / "Maildir"
        uids = maildir / "dovecot-uidlist"
        head, *lines = uids.read_text().splitlines()
        validity = int(re.search(r" V(\d+)", head).group(1))  # type: ignore[union-attr]
        moved = [f"{int(line.split()[0]) + 7} {line.split(maxsplit=1)[1]}" for line in lines]
        uids.write_text("\n".join([f"3 V{validity + 1} N{len(lines) + 1000}", *moved, ""]))
        for index in maildir.glob("dovecot.index*"):
            index.unlink()
        self.start_dovecot()

    def put(self, raw: bytes, *, at: float) -> None:
        """A letter that lies in the mailbox without having been delivered; received at that Unix time."""
        new = self._home / "mail" / USER / "Maildir" / "new"
        self._owned(new)
        path = new / f"{int(at)}.M{time.monotonic_ns()}.mail.test"
        path.write_bytes(raw)
        os.utime(path, (at, at))
        self._own(path)

    def _prepare(self) -> None:
        who = _ordinary_user()
        self._who: dict[str, Any] = (
            {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []} if not os.geteuid() else {}
        )
        self._owner = who
        group = subprocess.run(["id", "-gn", who.pw_name], capture_output=True, text=True, check=True).stdout.strip()
        self._imap, self._imaps, self._lmtp, self._smtp, self._slot = (_free_port() for _ in range(5))
        self._own(self._home)
        for name in ("run", "mail", "spool"):
            self._owned(self._home / name)
        self._words = {
            "home": self._home,
            "user": who.pw_name,
            "group": group,
            "imap": self._imap,
            "imaps": self._imaps,
            "lmtp": self._lmtp,
            "smtp": self._smtp,
            "slot": self._slot,
            "protocol": self._protocol,
            "exim": PROGRAMS["Exim"],
        }
        (self._home / "hold.sh").write_text(HOLD.format(home=self._home))
        (self._home / "exim.conf").write_text(EXIM.format(**self._words))
        _certify(self._home)
        (self._home / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")

    def _own(self, path: Path) -> None:
        if self._who:
            os.chown(path, self._owner.pw_uid, self._owner.pw_gid)

    def _owned(self, folder: Path) -> None:
        missing = [one for one in (folder, *folder.parents) if not one.exists()]
        for one in reversed(missing):
            one.mkdir(mode=0o700)
            self._own(one)

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        with (self._home / "said").open("ab") as said:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
                cwd=self._home,
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(self._home)},
                **self._who,
            )
        assert self._guard.stdin is not None
        self._guard.stdin.write(f"{process.pid}\n".encode())
        self._guard.stdin.flush()
        return process

    def _run(self, command: list[str]) -> None:
        subprocess.run(command, check=True, capture_output=True, cwd=self._home, **self._who)

    def _end(self) -> None:
        for process in (self._exim, self._dovecot):
            _kill(process)
        assert self._guard.stdin is not None
        self._guard.stdin.close()
        self._guard.wait()


def _ordinary_user() -> pwd.struct_passwd:
    return pwd.getpwuid(os.geteuid()) if os.geteuid() else pwd.getpwnam("nobody")


def _certify(folder: Path) -> None:
    """A key and a certificate for this machine, signed by nobody but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), start, start + timedelta(9999)
        )
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(encoding, form, serialization.NoEncryption()))


def _kill(process: subprocess.Popen[bytes] | None) -> None:
    if process is None:
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    said = log.read_text(errors="replace")[-2000:] if log.exists() else (log.parent / "said").read_text()[-2000:]
    raise NoMailServer(f"a mail server did not start: {said}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
