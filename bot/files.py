"""Files: what an attachment really is, told from its content, and the folder that keeps it under its own digest.

Everything here reads hostile input: each look is bounded in bytes, pixels and members, and whatever a parser throws
means that the file is broken.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO

import filetype
import rarfile
from PIL import Image

from domain.attachments import ARCHIVES, Facts, Member

MAX_PIXELS = 50_000_000
MAX_MEMBERS = 100
MAX_MEMBER_BYTES = 100_000_000
MAX_UNPACKED_BYTES = 300_000_000
MAX_DIRECTORY_BYTES = 4_000_000
"""Of a zip's own table of contents, which is read before any member can be counted."""
_MAX_TEXT_BYTES = 64_000_000
_CHUNK = 1 << 18
INCOMING = ".incoming-"
"""How the names of files begin that are only being kept."""

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
rarfile.RAR_MAX_COMMENT = -1  # no comment is read: a packed one would be handed to a foreign tool

_PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF87a": "gif", b"GIF89a": "gif"}
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)
_MAC_LEFTOVERS = (b"\x00\x05\x16\x07", b"\x00\x00\x00\x01Bud1")  # AppleDouble, .DS_Store
_OOXML = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
}
_RUN_BY_A_CLICK = """
exe com scr pif bat cmd ps1 psm1 vbs vbe js jse wsf wsh hta msi msp reg lnk url scf jar sh bash py pyw pl rb php
html htm xhtml shtml mht mhtml svg svgz xml xsl chm cpl dll inf iso img vhd docm xlsm
"""
_RUN_BY_NAME = frozenset(_RUN_BY_A_CLICK.split())
_EXTENSIONS = {"jpeg": ("jpg", "jpeg"), "txt": ("txt", "log")}
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\v\f\r\b\x1b") + b"\x7f"
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


class _Oversized(Exception):
    """Unpacked it exceeds the bounds."""


def examine(path: Path, name: str) -> Facts:
    """What is in the file; `name` (as the sender gave it) is kept for words, and can only make a text a script.

    Reads at most the bounds above and writes nothing. OSError: the file itself cannot be read.
    """
    shown, size = safe_name(name), path.stat().st_size
    with path.open("rb") as file:
        if not size:
            return Facts(shown, "empty", 0)
        kind = _kind(file, shown)
        try:
            if kind in ("png", "jpeg", "gif", "bmp"):
                _look_at_picture(file, kind)
            elif kind == "zip":
                return _look_into_zip(file, shown, size)
            elif kind == "rar":
                return _look_into_rar(file, shown, size)
        except _Oversized:
            return Facts(shown, kind, size, oversized=True)
        except Exception:  # a parser may throw anything at hostile input; whatever it is, the file is broken
            return Facts(shown, kind, size, broken=True)
    return Facts(shown, kind, size)


def safe_name(name: str) -> str:
    """The name without folders, control and direction characters, at most 120 characters and 240 bytes; Cyrillic stays.

    A name of which nothing is left is "file".
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
    cleaned = " ".join("".join("_" if c in '<>:"|?*' else c for c in visible).split()).strip(". ")
    stem, dot, extension = cleaned.rpartition(".")
    if not dot or len(extension) > 16:
        stem, dot, extension = cleaned, "", ""
    while len(stem) + len(dot + extension) > 120 or len((stem + dot + extension).encode()) > 240:
        stem = stem[:-1]
    if stem.split(".")[0].strip().lower() in _RESERVED:
        stem = f"_{stem}"
    return f"{stem.rstrip()}{dot}{extension}" or "file"


def honest_name(name: str, kind: str) -> str:
    """The safe name with the extension of what it really is: a PNG called "a.exe" becomes "a.exe.png"."""
    safe = safe_name(name)
    extensions = _EXTENSIONS.get(kind, (kind,))
    if _extension(safe) in extensions or (kind == "txt" and _extension(safe) not in _RUN_BY_NAME):
        return safe
    return safe_name(f"{safe}.{extensions[0]}")


class Store:
    """A folder of files, each under its SHA-256, so that the same content is kept once and is never overwritten."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data_path: Path) -> str:
        """Keep a copy of the file and return its SHA-256 (hex). When it returns, the copy outlives a power cut."""
        with data_path.open("rb") as data:
            return self.keep(data)

    def keep(self, data: IO[bytes]) -> str:
        """The same with what is read from there."""
        if not self.folder.exists():
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _sync_folder(self.folder.parent)
        digest = hashlib.sha256()
        handle, temporary = tempfile.mkstemp(prefix=INCOMING, dir=self.folder)
        try:
            with open(handle, "wb") as copy:  # noqa: PTH123 - a descriptor, not a path
                while chunk := data.read(_CHUNK):
                    digest.update(chunk)
                    copy.write(chunk)
                copy.flush()
                os.fsync(copy.fileno())
            sha = digest.hexdigest()
            kept = self.path(sha)
            if not kept.parent.exists():
                kept.parent.mkdir(exist_ok=True, mode=0o700)
                _sync_folder(self.folder)
            Path(temporary).replace(kept)
            _sync_folder(kept.parent)
        finally:
            Path(temporary).unlink(missing_ok=True)
        return sha

    def sweep(self, age: float) -> None:
        """Delete what was being kept when the process died, more than `age` seconds ago."""
        for path in self.folder.glob(f"{INCOMING}*"):
            if _age(path) > age:
                path.unlink(missing_ok=True)

    def older(self, age: float) -> set[str]:
        """Digests of what was kept, or kept again, more than `age` seconds ago."""
        return {path.name for path in self.folder.glob("??/*") if _age(path) > age}

    def delete(self, sha: str, age: float) -> None:
        """Delete content, unless it was kept again within `age` seconds."""
        path = self.path(sha)
        if _age(path) > age:
            path.unlink(missing_ok=True)

    def path(self, sha: str) -> Path:
        """Where the content with that digest is, or would be; ValueError if it is no SHA-256 in hex."""
        if len(sha) != 64 or set(sha) - set("0123456789abcdef"):
            raise ValueError(f"not a SHA-256 digest: {sha!r}")
        return self.folder / sha[:2] / sha

    def open(self, sha: str) -> BinaryIO:
        """The content with that digest; FileNotFoundError if there is none."""
        return self.path(sha).open("rb")


def _age(path: Path) -> float:
    """Seconds since it was written; none if it is gone."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _kind(file: IO[bytes], name: str) -> str:
    """The kind by content: the known ones, else txt, script, html, svg, xml, else what `filetype` says, or unknown."""
    file.seek(0)
    head = file.read(8192)
    for magic, kind in _PICTURES.items():
        if head.startswith(magic):
            return kind
    if head.startswith(b"BM") and len(head) >= 18 and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return "bmp"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(file)
    if head.startswith(b"Rar!\x1a\x07"):
        return "rar"
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(_MAC_LEFTOVERS):
        return "mac_leftover"
    if head.startswith((b"{\\rtf", b"%!PS")):
        return "rtf" if head.startswith(b"{") else "ps"
    text = _kind_of_text(file, name)
    if text != "unknown":  # before `filetype`, which takes any text that begins with BM, MZ or ID3 for something else
        return text
    found = filetype.guess(head)
    return "unknown" if found is None else str(found.extension)


def _kind_of_text(file: IO[bytes], name: str) -> str:
    file.seek(0)
    text = _decoded(file.read(_MAX_TEXT_BYTES))
    if text is None:
        return "unknown"
    head = text[:4096].lstrip("\ufeff \t\r\n\f\v").lower()
    if head.startswith("<"):
        if "<svg" in head:
            return "svg"
        if any(tag in head for tag in ("<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<!--")):
            return "html"
        if head.startswith(("<?xml", "<!doctype")):
            return "xml"
    if head.startswith(("#!", "<?php", "<?=", "@echo", "<job", "windows registry editor")):
        return "script"
    return "script" if _extension(name) in _RUN_BY_NAME else "txt"


def _decoded(data: bytes) -> str | None:
    """The text, if it is one without control characters: UTF-8, UTF-16 with its mark, or a one-byte Cyrillic set."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError:
            return None
        return None if "\0" in text else text
    if len(data.translate(None, _CONTROLS)) < len(data):
        return None
    for encoding in ("utf-8", "cp1251", "cp866"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _look_at_picture(file: IO[bytes], kind: str) -> None:
    """Verify the picture's structure, then decode its first frame; throws if it is broken or has too many pixels."""
    try:
        for look in ("verify", "load"):
            file.seek(0)
            with Image.open(file, formats=[kind]) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise _Oversized
                image.draft("RGB", (1, 1))  # a JPEG is decoded at an eighth: the same check, a fraction of the memory
                image.verify() if look == "verify" else image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _Oversized from None


def _kind_of_zip(file: IO[bytes]) -> str:
    """docx or xlsx if the archive is really one (its content types say so, and it has no macros), else zip."""
    try:
        _check_directory(file)
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if not {"[Content_Types].xml", "_rels/.rels"} <= names:
                return "zip"
            with archive.open("[Content_Types].xml") as types:
                content = types.read(1_000_000)
            if b"macroEnabled" in content or any(name.lower().endswith("vbaproject.bin") for name in names):
                return "office_macros"
            if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED_BYTES:
                return "zip"
            parts = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
            return next((kind for key, kind in _OOXML.items() if key in content and parts[kind] in names), "zip")
    except Exception:  # hostile input again; `_look_into_zip` then finds it broken
        return "zip"


def _look_into_zip(file: IO[bytes], name: str, size: int) -> Facts:
    _check_directory(file)
    with zipfile.ZipFile(file) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if any(info.flag_bits & 1 for info in infos):
            return Facts(name, "zip", size, encrypted=True)
        _check_bounds([info.file_size for info in infos])
        members, left = [], MAX_UNPACKED_BYTES
        for info in infos:
            with archive.open(info) as packed:
                member = _member(packed, _zip_name(info), left)
            left -= member.size
            members.append(member)
    return _archive("zip", name, size, members)


def _look_into_rar(file: IO[bytes], name: str, size: int) -> Facts:
    """Stored members are read; of compressed ones only the name is judged, as unpacking them takes a foreign tool."""
    headers: list[object] = []

    def count(header: object) -> None:
        headers.append(header)
        if len(headers) > MAX_MEMBERS + 10:
            raise _Oversized

    file.seek(0)
    with rarfile.RarFile(file, part_only=True, errors="strict", info_callback=count) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if archive.needs_password():
            return Facts(name, "rar", size, encrypted=True)
        _check_bounds([info.file_size for info in infos])
        members, left = [], MAX_UNPACKED_BYTES
        for info in infos:
            if not info.is_file() or info.file_redir:
                members.append(Member(safe_name(info.filename), "link", 0))
            elif info.compress_type == rarfile.RAR_M0:
                with archive.open(info) as packed:
                    members.append(_member(packed, info.filename, left))
            else:
                members.append(_by_name(info.filename, info.file_size))
            left -= members[-1].size
    return _archive("rar", name, size, members)


def _archive(kind: str, name: str, size: int, members: list[Member]) -> Facts:
    kept = tuple(member for member in members if member.kind != "mac_leftover")
    return Facts(name, kind, size, kept, nested=any(member.kind in ARCHIVES for member in kept))


def _check_directory(file: IO[bytes]) -> None:
    """The zip's table of contents must be small, and of the plain form (zip64 is for archives larger than may come)."""
    file.seek(0, os.SEEK_END)
    file.seek(max(0, file.tell() - 66_000))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    length = int.from_bytes(tail[end + 12 : end + 16], "little")
    if end >= 0 and (length > MAX_DIRECTORY_BYTES or tail[max(0, end - 20) :].startswith(b"PK\x06\x07")):
        raise _Oversized
    file.seek(0)


def _check_bounds(sizes: list[int]) -> None:
    if len(sizes) > MAX_MEMBERS or any(s > MAX_MEMBER_BYTES for s in sizes) or sum(sizes) > MAX_UNPACKED_BYTES:
        raise _Oversized


def _member(packed: IO[bytes], name: str, left: int) -> Member:
    """Unpack one member into a temporary file, no further than the bounds, whatever its header says; and look at it."""
    shown, size = safe_name(name), 0
    with tempfile.TemporaryFile() as file:
        for chunk in _chunks(packed):
            size += len(chunk)
            if size > min(left, MAX_MEMBER_BYTES):
                raise _Oversized
            file.write(chunk)
        if not size:
            return Member(shown, "empty", 0)
        kind = _kind(file, shown)
        if kind in ("png", "jpeg", "gif", "bmp"):
            _look_at_picture(file, kind)
        if kind != "mac_leftover" and kind not in ARCHIVES and _extension(shown) in _RUN_BY_NAME:
            kind = "script"  # inside an archive a name cannot be put right, and a double click goes by it
    return Member(shown, kind, size)


def _chunks(packed: IO[bytes]) -> Iterator[bytes]:
    while chunk := packed.read(_CHUNK):
        yield chunk


def _by_name(name: str, size: int) -> Member:
    extension = _extension(name)
    kinds = {"jpg": "jpeg", "jpeg": "jpeg", "log": "txt"}
    return Member(safe_name(name), kinds.get(extension, extension or "unknown"), size, by_name=True)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The member's name; without the UTF-8 flag Russian Windows writes names in code page 866."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("cp866")
    except UnicodeError:
        return info.filename


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""
