"""Settings: read once at start from the environment and `.env`, and wrong ones named with what would be right.

Every variable begins with `FRONTDESK_`; an empty one counts as not set. Values that open something are `SecretStr`, so
that neither a log nor an error message shows them.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.mail.address import AddressError, Mailbox, mailbox, named

PREFIX = "FRONTDESK_"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class SettingsError(Exception):
    """Settings that cannot be worked with; `lines` says one thing each and holds no secret."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def _token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]{20,}", value.get_secret_value()):
        raise ValueError("must be the whole token that @BotFather gave, such as 123456789:AAE-five-and-thirty-signs")
    return value


def _secret(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
        raise ValueError("must be 1 to 256 signs of A-Z a-z 0-9 _ - (Bot API, setWebhook)")
    return value


def _url(value: str, schemes: tuple[str, ...], example: str, *, port_needed: bool = False) -> str:
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    spoilt = any(sign.isspace() or not sign.isprintable() for sign in value)
    if parts.scheme not in schemes or not parts.hostname or spoilt or (port_needed and port is None):
        raise ValueError(f"must be an address such as {example}")
    return value


def _http(value: str) -> str:
    return _url(value.rstrip("/"), ("http", "https"), "https://api.telegram.org")


def _proxy(value: SecretStr) -> SecretStr:
    _url(value.get_secret_value(), ("http", "socks4", "socks5"), "socks5://user:password@host:1080", port_needed=True)
    return value


def _smtp(value: SecretStr) -> SecretStr:
    example = "smtps://user:password@host:465, smtp://user:password@host:587 or, without TLS, smtp+insecure://host:25"
    _url(value.get_secret_value(), ("smtps", "smtp", "smtp+insecure"), example)
    return value


def _imap(value: SecretStr) -> SecretStr:
    example = (
        "imaps://user:password@host:993/INBOX, imap://user:password@host/INBOX (STARTTLS) or, without TLS, "
        "imap+insecure://user:password@host:143"
    )
    url = _url(value.get_secret_value(), ("imaps", "imap", "imap+insecure"), example)
    if not urlsplit(url).username or not urlsplit(url).password:
        raise ValueError(f"must hold the user and the password, with % and two digits for signs such as @: {example}")
    return value


def _slot(value: str) -> str:
    place = value.removeprefix("smtp:")
    try:
        if place.removeprefix("unix:").startswith("/") and place.startswith("unix:"):
            return value
        _listen(place)
    except ValueError:
        raise ValueError("must be host:port or unix:/path, such as 127.0.0.1:2424; smtp:host:port for SMTP") from None
    return value


def _server(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,255}", value):
        raise ValueError("must be a server's name as it stands first in Authentication-Results, such as mx.example.org")
    return value


def _webhook(value: str) -> str:
    _url(value, ("https", "http"), "https://desk.example.org/telegram")
    if not value.startswith("https:") and urlsplit(value).hostname not in LOOPBACK:
        raise ValueError("must begin with https://, Telegram calls no other address")
    return value


def _public(value: str) -> str:
    value = _url(value.rstrip("/"), ("https", "http"), "https://desk.example.org")
    parts = urlsplit(value)
    if parts.query or parts.fragment or parts.username or (parts.scheme != "https" and parts.hostname not in LOOPBACK):
        raise ValueError("must be an address that begins with https://, such as https://desk.example.org")
    return value


def _mail_from(value: str) -> str:
    try:
        named(value)
    except AddressError as error:
        raise ValueError(f"must be one address such as Support <desk@example.org>: {error}") from None
    return value


def _database(value: SecretStr) -> SecretStr:
    if not re.match(r"(sqlite|postgresql(\+psycopg)?)://", value.get_secret_value()):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    return value


def _keys(value: SecretStr) -> SecretStr:
    from bot.vault import FernetVault  # cryptography is not needed for what only looks at rules

    try:
        FernetVault(value.get_secret_value())
    except ValueError:
        raise ValueError(
            "must be a Fernet key, or several with commas between them; make one with "
            "`python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'`"
        ) from None
    return value


def _quality(value: str) -> str:
    try:
        mailbox(value)
    except AddressError as error:
        raise ValueError(f"must be one address such as quality@example.org: {error}") from None
    return value


def _folder(value: Path) -> Path:
    if not value.is_dir():
        raise ValueError("must be a folder with articles such as reset-password.ru.md")
    return value


def _leads(value: str) -> str:
    if not all(re.fullmatch(r"@?[A-Za-z]\w{3,31}|[1-9][0-9]{0,15}", one) for one in _listed(value)):
        raise ValueError("must be user names or ids with commas between them, such as @olga_petrova, 6200000001")
    return value


def _listed(value: str) -> list[str]:
    return [one for one in re.split(r"[\s,;]+", value) if one]


def _listen(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise ValueError("must be host:port, such as 127.0.0.1:8443")
    return value


class Settings(BaseSettings):
    """What the desk is told at start. `Settings.load()` reads it and says plainly what is wrong."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
        frozen=True,
    )

    bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(
        None, description="The bot's token from @BotFather. Without it `frontdesk run` opens the sandbox."
    )
    staff_chat_id: int | None = Field(
        None, description="The group where staff work, a negative number; its administrators are leads."
    )
    leads: Annotated[str, AfterValidator(_leads)] | None = Field(
        None,
        description="Who leads: user names or ids with commas between them, members of the staff group; its administrators if not set.",
    )
    telegram_api_url: Annotated[str, AfterValidator(_http)] = Field(
        "https://api.telegram.org", description="The Bot API server, for places where Telegram's own is out of reach."
    )
    telegram_proxy: Annotated[SecretStr, AfterValidator(_proxy)] | None = Field(
        None, description="A proxy for calls to the Bot API: socks5://user:password@host:1080."
    )
    regulation: str = Field("barier", description="The regulation in force: a preset's name, or a path to a TOML file.")
    database_url: Annotated[SecretStr, AfterValidator(_database)] | None = Field(
        None, description="The database: postgresql://user:password@host/name; SQLite in the data directory if not set."
    )
    data_dir: Path = Field(Path(".frontdesk"), description="Where the desk keeps its database, files and logs.")
    smtp_url: Annotated[SecretStr, AfterValidator(_smtp)] | None = Field(
        None, description="The mail server letters go out by: smtps://user:password@host:465."
    )
    mail_from: Annotated[str, AfterValidator(_mail_from)] | None = Field(
        None, description="The sender of letters: Support <desk@example.org>."
    )
    imap_url: Annotated[SecretStr, AfterValidator(_imap)] | None = Field(
        None, description="The mailbox that letters come into: imaps://user:password@host:993/INBOX."
    )
    lmtp_listen: Annotated[str, AfterValidator(_slot)] | None = Field(
        None,
        description="Where the own mail server hands letters over by LMTP: host:port or unix:/path; smtp:host:port for SMTP.",
    )
    mail_authserv: Annotated[str, AfterValidator(_server)] | None = Field(
        None,
        description="The name our mail server vouches for senders under (authserv-id, RFC 8601); without it no From is believed.",
    )
    mail_plus: bool = Field(
        True,
        description="Whether the mail server delivers desk+anything@example.org to desk@example.org: replies find their request by it.",
    )
    staff_mail: bool = Field(
        False,
        description="Whether staff may work by letter too, each from an address that they proved (/mail); letters must come in.",
    )
    public_url: Annotated[str, AfterValidator(_public)] | None = Field(
        None,
        description="The public address that leads to the desk's own pages (/v and /f), for links in letters: https://desk.example.org.",
    )
    secret_key: Annotated[SecretStr, AfterValidator(_keys)] | None = Field(
        None,
        description="The Fernet key that seals what is told in confidence and signs links; to change it, put the new one first.",
    )
    quality_email: Annotated[str, AfterValidator(_quality)] | None = Field(
        None, description="Where complaints go if the regulation names no address of quality control itself."
    )
    articles_dir: Annotated[Path, AfterValidator(_folder)] | None = Field(
        None, description="A folder of FAQ articles in Markdown, one file for each language: reset-password.ru.md."
    )
    webhook_url: Annotated[str, AfterValidator(_webhook)] | None = Field(
        None, description="The public address that leads to the desk's /telegram; without it the desk polls."
    )
    webhook_secret: Annotated[SecretStr, AfterValidator(_secret)] | None = Field(
        None, description="What Telegram proves itself with at the webhook: 1 to 256 signs of A-Z a-z 0-9 _ -."
    )
    listen: Annotated[str, AfterValidator(_listen)] = Field(
        "127.0.0.1:8443", description="host:port for the webhook, /health and /ready."
    )
    sandbox_port: int = Field(8080, ge=0, le=65535, description="The port of the sandbox's page; 0: any free one.")
    sandbox_limits: bool = Field(True, description="Whether the sandbox refuses what Telegram's limits refuse.")
    sandbox_topics: bool = Field(False, description="Whether private chats of the sandbox have topics.")
    sandbox_forum: bool = Field(
        False, description="Whether the staff group of the sandbox has topics, one for each request."
    )
    clock_url: Annotated[str, AfterValidator(_http)] | None = Field(
        None, description="The movable clock the regulation's time is read from; the sandbox sets it."
    )
    judge_url: Annotated[str, AfterValidator(_http)] | None = Field(
        None,
        description="An OpenAI-compatible endpoint, such as https://host/v1, that is sent the texts of requests to tell problems apart.",
    )
    judge_model: str | None = Field(None, description="The model that is asked at FRONTDESK_JUDGE_URL.")
    judge_key: SecretStr | None = Field(None, description="The key of FRONTDESK_JUDGE_URL, if it wants one.")
    staff_language: Literal["ru", "en", "kk"] = Field(
        "ru", description="The language of the staff group: ru, en or kk."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged.")

    @classmethod
    def load(cls, env_file: str | Path | None = ".env", **given: Any) -> Settings:
        """Read the environment and `.env`; `given` overrides both. Raises SettingsError that names each fault."""
        lines = _unknown(env_file)
        settings: Settings | None = None
        try:
            settings = cls(_env_file=env_file, **given)
        except ValidationError as error:
            lines += [
                _plain(fault) for fault in error.errors(include_url=False, include_context=False, include_input=False)
            ]
        if lines or settings is None:
            raise SettingsError(lines)
        return settings

    @model_validator(mode="after")
    def _together(self) -> Settings:
        """Settings that make sense only in company."""
        wrong = []
        if self.bot_token and self.staff_chat_id is None:
            wrong.append("FRONTDESK_STAFF_CHAT_ID: missing; with a bot token, name the group where staff work")
        if self.staff_chat_id is not None and not self.bot_token:
            wrong.append("FRONTDESK_BOT_TOKEN: missing; a staff chat needs the token of the bot that is in it")
        if self.webhook_url and not self.webhook_secret:
            wrong.append("FRONTDESK_WEBHOOK_SECRET: missing; without it anybody could post updates to the webhook")
        if self.smtp_url and not self.mail_from:
            wrong.append("FRONTDESK_MAIL_FROM: missing; letters need a sender such as Support <desk@example.org>")
        if (self.imap_url or self.lmtp_listen) and not self.smtp_url:
            wrong.append("FRONTDESK_SMTP_URL: missing; whoever writes a letter is answered by letter")
        if self.staff_mail and self.bot_token:
            wrong += self._staff_mail_lacks()
        if self.judge_url and not self.judge_model:
            wrong.append("FRONTDESK_JUDGE_MODEL: missing; name the model to ask at FRONTDESK_JUDGE_URL")
        if not self.judge_url and (self.judge_model or self.judge_key):
            wrong.append("FRONTDESK_JUDGE_URL: missing; a judge's model or key needs the endpoint it belongs to")
        if wrong:
            raise ValueError("\n".join(wrong))
        return self

    def _staff_mail_lacks(self) -> list[str]:
        """What must be set for staff to act by letter: a letter proves nothing without it."""
        wrong = []
        if not self.mail_comes_in:
            wrong.append(
                "FRONTDESK_STAFF_MAIL: staff answer by letter, so name FRONTDESK_IMAP_URL or FRONTDESK_LMTP_LISTEN"
            )
        if not self.mail_authserv:
            wrong.append(
                "FRONTDESK_MAIL_AUTHSERV: missing; staff act by mail only where our own server vouches for them"
            )
        if not self.mail_plus:
            wrong.append("FRONTDESK_MAIL_PLUS: must be true for FRONTDESK_STAFF_MAIL; staff write to a signed address")
        return wrong

    @property
    def home(self) -> Path:
        """Where database and files are. The sandbox has its own folder: play must not end up in the real register."""
        return self.data_dir if self.bot_token else self.data_dir / "sandbox"

    @property
    def database(self) -> str:
        """The database's URL; SQLite at home unless another was named."""
        if self.database_url:
            return self.database_url.get_secret_value()
        return f"sqlite:///{(self.home / 'frontdesk.sqlite').absolute()}"

    @property
    def listed_leads(self) -> tuple[str, ...]:
        """Who leads, in the form they are compared in; nobody: the group's administrators do."""
        return tuple(one.removeprefix("@").casefold() for one in _listed(self.leads or ""))

    @property
    def listens_at(self) -> tuple[str, int]:
        """Host and port of the desk's own web server."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def sender(self) -> Mailbox | None:
        """The sender of letters."""
        return named(self.mail_from) if self.mail_from else None

    @property
    def mail_comes_in(self) -> bool:
        """Whether letters reach the desk, so that it makes sense to reply to its own."""
        return bool(self.imap_url or self.lmtp_listen)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is the library's
        *_: Any,
        **sources: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What was given in code, then the environment, then `.env`; no secrets directory."""
        return sources["init_settings"], sources["env_settings"], sources["dotenv_settings"]


def _plain(fault: Mapping[str, Any]) -> str:
    """One fault as one line: which variable, and what would be right. Never what was given."""
    message = str(fault["msg"]).removeprefix("Value error, ")
    if not fault["loc"]:
        return message
    name = str(fault["loc"][0])
    about = Settings.model_fields[name].description or "" if name in Settings.model_fields else ""
    if fault["type"] != "value_error":
        message = f"{message[:1].lower()}{message[1:]} ({about})"
    return f"{PREFIX}{name.upper()}: {message}"


def _unknown(env_file: str | Path | None) -> list[str]:
    """Variables that look like settings and are none: a misspelt secret must not pass for one that is set."""
    names = {name.upper() for name in os.environ}
    if env_file and Path(env_file).is_file():
        names |= {name.upper() for name in dotenv_values(env_file)}
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    lines = []
    for name in sorted(n for n in names if n.startswith(PREFIX) and n not in known):
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(known))}"
        lines.append(f"{name}: no such setting; {hint}")
    return lines
