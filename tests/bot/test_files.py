"""What an attachment really is, told from its content; and the folder that keeps it."""

from __future__ import annotations

import hashlib
import io
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from bot import files
from bot.files import Store, examine, honest_name, safe_name
from domain.attachments import Facts, judge
from domain.regulation import load

RULES = load("barier").attachments


def picture(form: str, size: tuple[int, int] = (40, 30)) -> bytes:
    data = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(data, form)
    return data.getvalue()


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def rar(members: dict[str, bytes], *, method: int = 0x30, flags: int = 0, kind: int = 0x74) -> bytes:
    """A RAR 3 archive by hand: no free tool writes one. Method 0x30 is stored, 0x33 compressed."""

    def block(kind: int, bits: int, rest: bytes) -> bytes:
        head = struct.pack("<BHH", kind, bits, 7 + len(rest)) + rest
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head

    data = b"Rar!\x1a\x07\x00" + block(0x73, 0, bytes(6))
    for name, content in members.items():
        encoded = name.encode()
        sizes = struct.pack("<LLBLLBB", len(content), len(content), 2, zlib.crc32(content), 0x5A216000, 20, method)
        rest = sizes + struct.pack("<HL", len(encoded), 0x20) + encoded
        data += block(kind, 0x8200 | flags, rest) + content
    return data + block(0x7B, 0x4000, b"")


def office(main: str, types: str, **more: bytes) -> bytes:
    parts = {
        "[Content_Types].xml": f'<Types><Override ContentType="{types}"/></Types>'.encode(),
        "_rels/.rels": b"<r/>",
    }
    return zipped({**parts, main: b"<x/>", **more})


DOCX = office("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml")
XLSX = office("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")


@pytest.fixture
def found(tmp_path: Path):
    def look(content: bytes, name: str = "a.dat") -> Facts:
        path = tmp_path / "came-in"
        path.write_bytes(content)
        return examine(path, name)

    return look


def verdict(facts: Facts) -> str:
    problem = judge(facts, RULES)
    return problem.reason if problem else "taken"


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (picture("PNG"), "png", "taken"),
        (picture("JPEG"), "jpeg", "taken"),
        (picture("GIF"), "gif", "taken"),
        (picture("BMP"), "bmp", "bmp_needs_archive"),
        (picture("WEBP"), "webp", "type_not_accepted"),
        (picture("TIFF"), "tif", "type_not_accepted"),
        (b"%PDF-1.7\n1 0 obj\n", "pdf", "taken"),
        (DOCX, "docx", "taken"),
        (XLSX, "xlsx", "taken"),
        ("2026-05-13 ошибка\r\n\tв модуле".encode(), "txt", "taken"),
        ("ошибка в модуле".encode("cp1251"), "txt", "taken"),
        ("ошибка в модуле".encode("utf-16"), "txt", "taken"),
        (b"BMW does not start", "txt", "taken"),
        (b"MZ is the beginning of this text", "txt", "taken"),
        (b"{\\rtf1 words}", "rtf", "type_not_accepted"),
        (b"MZ\x90\x00\x03" + bytes(200), "exe", "type_not_accepted"),
        (b"\x7fELF" + bytes(60), "elf", "type_not_accepted"),
        (b"<!DOCTYPE html><p>", "html", "type_not_accepted"),
        (b"\xef\xbb\xbf \n<HTML><body>", "html", "type_not_accepted"),
        (b"<script>alert(1)</script>", "html", "type_not_accepted"),
        (b'<?xml version="1.0"?><svg onload="x()"/>', "svg", "type_not_accepted"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "svg", "type_not_accepted"),
        (b"#!/bin/sh\nrm -rf /\n", "script", "type_not_accepted"),
        (b"@echo off\r\n", "script", "type_not_accepted"),
        (b"\x00\x01\x02binary", "unknown", "type_not_accepted"),
        (b"text with a NUL\x00 inside", "unknown", "type_not_accepted"),
        (b"", "empty", "empty"),
    ],
)  # fmt: skip
def test_a_file_is_judged_by_its_content_whatever_its_name(found, content: bytes, kind: str, reason: str) -> None:
    for name in ("a.png", "отчёт.pdf", "a", "a.zip"):
        facts = found(content, name)
        assert (facts.kind, verdict(facts)) == (kind, reason)


@pytest.mark.parametrize("name", ["run.bat", "page.html", "x.js", "a.PS1", "b.svg", "c.hta"])
def test_a_text_that_a_double_click_would_run_is_no_text(found, name: str) -> None:
    assert found(b"just words", name).kind == "script"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF"])
def test_a_picture_cut_short_is_broken(found, form: str) -> None:
    whole = picture(form)

    assert verdict(found(whole[: len(whole) // 2])) == "broken"
    assert verdict(found(whole[:12])) == "broken"


def test_a_picture_with_too_many_pixels_is_not_unpacked(found, monkeypatch) -> None:
    huge = picture("PNG", (600, 500))
    monkeypatch.setattr(files, "MAX_PIXELS", 299_999)

    assert verdict(found(huge)) == "unpacks_too_large"


def test_a_small_file_that_claims_a_gigantic_picture_is_refused_at_once(found) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">LLBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")

    assert verdict(found(bomb)) == "unpacks_too_large"


def test_pictures_in_a_zip_are_taken_bmp_too(found) -> None:
    facts = found(zipped({"папка/экран.bmp": picture("BMP"), "b.png": picture("PNG"), "папка/": b""}))

    assert [(member.name, member.kind) for member in facts.members] == [("экран.bmp", "bmp"), ("b.png", "png")]
    assert verdict(facts) == "taken"


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"a.bmp": b"MZ\x90\x00" + bytes(100)}, "archive_member"),
        ({"a.png": picture("PNG"), "b.txt": b"words"}, "archive_member"),
        ({"a.png": picture("PNG"), "b.docx": DOCX}, "archive_member"),
        ({"a.html": picture("GIF")}, "archive_member"),
        ({"a.png": b""}, "archive_member"),
        ({"a.png": zipped({"b.png": picture("PNG")})}, "archive_nested"),
        ({"a.png": rar({"b.png": picture("PNG")})}, "archive_nested"),
        ({"a.png": picture("PNG")[:90]}, "broken"),
        ({}, "archive_empty"),
    ],
)
def test_anything_else_in_a_zip_or_rar_is_not_taken(found, members: dict[str, bytes], reason: str) -> None:
    assert verdict(found(zipped(members))) == reason
    assert verdict(found(rar(members))) == reason


def test_what_a_mac_adds_to_a_zip_does_not_count(found) -> None:
    members = {"a.png": picture("PNG"), "__MACOSX/._a.png": b"\x00\x05\x16\x07" + bytes(80)}

    assert verdict(found(zipped(members))) == "taken"
    assert verdict(found(zipped({**members, "__MACOSX/._b.png": b"MZ\x00" + bytes(80)}))) == "archive_member"


def test_names_in_a_zip_from_russian_windows_can_be_read(found) -> None:
    content = zipped({"XXXXX.bmp": picture("BMP")}).replace(b"XXXXX", "Экран".encode("cp866"))

    assert found(content).members[0].name == "Экран.bmp"


def test_an_encrypted_archive_is_refused_as_such(found) -> None:
    locked = bytearray(zipped({"a.png": picture("PNG")}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(signature) + flags] |= 1

    assert verdict(found(bytes(locked))) == "archive_encrypted"
    assert verdict(found(rar({"a.png": picture("PNG")}, flags=0x04))) == "archive_encrypted"


def test_a_stored_member_of_a_rar_is_read_and_a_compressed_one_judged_by_name_and_marked_so(found) -> None:
    stored = found(rar({"a.txt": picture("BMP")}))
    packed = found(rar({"экран.bmp": b"compressed"}, method=0x33))

    assert [(m.kind, m.by_name) for m in stored.members] == [("bmp", False)]
    assert [(m.kind, m.by_name) for m in packed.members] == [("bmp", True)]
    assert verdict(packed) == "taken"
    assert verdict(found(rar({"a.exe": b"compressed"}, method=0x33))) == "archive_member"
    assert verdict(found(rar({"a.zip": b"compressed"}, method=0x33))) == "archive_nested"


def test_the_comment_of_a_rar_is_not_unpacked(found) -> None:
    """WinRAR compresses it; unpacking would take a foreign tool, and nobody needs it."""
    comment = rar({"CMT": b"compressed"}, method=0x33, kind=0x7A)[20:-7]
    plain = rar({"a.png": picture("PNG")})

    assert verdict(found(plain[:20] + comment + plain[20:])) == "taken"


def test_archives_cut_short_are_broken(found) -> None:
    members = {"a.png": picture("PNG")}

    assert verdict(found(zipped(members)[:-30])) == "broken"
    assert verdict(found(rar(members)[:-300])) == "broken"
    assert verdict(found(b"Rar!\x1a\x07\x01\x00")) == "broken"


def test_a_zip_bomb_is_not_unpacked(found, monkeypatch) -> None:
    monkeypatch.setattr(files, "MAX_MEMBER_BYTES", 1_000_000)
    monkeypatch.setattr(files, "MAX_UNPACKED_BYTES", 3_000_000)
    honest = zipped({"a.bmp": bytes(1_000_001)})
    lying = honest.replace(struct.pack("<L", 1_000_001), struct.pack("<L", 900))

    assert verdict(found(honest)) == "unpacks_too_large"
    assert verdict(found(lying)) in ("unpacks_too_large", "broken")
    assert verdict(found(zipped({f"{n}.bmp": bytes(900_000) for n in range(4)}))) == "unpacks_too_large"
    assert verdict(found(zipped({f"{n}.png": b"" for n in range(files.MAX_MEMBERS + 1)}))) == "unpacks_too_large"
    assert verdict(found(rar({f"{n}.png": b"x" for n in range(files.MAX_MEMBERS + 20)}))) == "unpacks_too_large"


def test_a_zip_with_an_endless_table_of_contents_is_not_read(found, monkeypatch) -> None:
    monkeypatch.setattr(files, "MAX_DIRECTORY_BYTES", 1_000)

    assert verdict(found(zipped({f"{n}.png": b"" for n in range(50)}))) == "unpacks_too_large"


@pytest.mark.parametrize(
    "content",
    [
        zipped({"word/document.xml": b"<x/>", "[Content_Types].xml": b"<Types/>", "_rels/.rels": b""}),
        zipped({"[Content_Types].xml": b"wordprocessingml.document.main+xml", "_rels/.rels": b""}),
        zipped({"word/document.xml": b"<x/>"}),
    ],
)
def test_a_zip_that_only_looks_like_a_document_is_an_archive(found, content: bytes) -> None:
    assert found(content, "report.docx").kind == "zip"
    assert verdict(found(content, "report.docx")) == "archive_member"


def test_a_document_with_macros_is_not_taken(found) -> None:
    macros = office("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml")
    hidden = office("word/document.xml", "wordprocessingml.document.main+xml", **{"word/vbaProject.bin": b"x"})

    assert verdict(found(macros, "a.docx")) == verdict(found(hidden, "a.docx")) == "type_not_accepted"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([DOCX, rar({"a.png": picture("PNG")}), zipped({"a.bmp": picture("BMP")}), picture("GIF")]),
    st.data(),
)
def test_damaged_content_is_judged_and_never_an_error(tmp_path: Path, content: bytes, data: st.DataObject) -> None:
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged"
    path.write_bytes(damaged)

    assert verdict(examine(path, "a.bin"))


# ------------------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Скриншот ошибки.png", "Скриншот ошибки.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Анна\\экран.bmp", "экран.bmp"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("a\r\nContent-Type: text/html\x00.png", "html.png"),
        ("a\u2028b\x85c.png", "abc.png"),
        ("..", "file"),
        ("", "file"),
        (".htaccess", "htaccess"),
        ("con.txt", "_con.txt"),
        ("a<b>:c?.png", "a_b__c_.png"),
        ("  a   b .png. ", "a b.png"),
        ("\ud800.png", "png"),
    ],
)
def test_a_hostile_name_becomes_a_harmless_one(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@settings(max_examples=300)
@given(st.text(max_size=400))
@example("я" * 200 + ".png")
@example("🙈" * 119 + ".png")
def test_any_name_becomes_short_and_fit_for_a_file_system(name: str) -> None:
    safe = safe_name(name)

    assert 1 <= len(safe) <= 120
    assert len(safe.encode()) <= 240
    assert not set(safe) & set('/\\<>:"|?*\0\n')
    assert safe not in (".", "..")
    assert safe_name(safe) == safe


def test_a_long_name_keeps_its_extension() -> None:
    assert safe_name("я" * 300 + ".png") == "я" * 116 + ".png"


def test_a_name_that_lies_gets_the_extension_of_what_the_file_is() -> None:
    assert honest_name("photo.exe", "png") == "photo.exe.png"
    assert honest_name("photo.JPG", "jpeg") == "photo.JPG"
    assert honest_name("photo", "jpeg") == "photo.jpg"
    assert honest_name("server.log", "txt") == "server.log"
    assert honest_name("config.ini", "txt") == "config.ini"


# ------------------------------------------------------------------------------------------------------------- store


def test_a_file_is_kept_once_under_its_own_digest(tmp_path: Path) -> None:
    store, source = Store(tmp_path / "kept"), tmp_path / "source"
    source.write_bytes(b"content")

    sha = store.put(source)

    assert sha == store.put(source) == hashlib.sha256(b"content").hexdigest()
    assert source.exists()
    assert [path.name for path in (tmp_path / "kept").rglob("*") if path.is_file()] == [sha]
    with store.open(sha) as kept:
        assert kept.read() == b"content"
    assert stat.S_IMODE(store.path(sha).stat().st_mode) == 0o600


def test_a_file_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept")

    with pytest.raises(OSError):
        store.put(tmp_path / "missing")

    assert [path for path in (tmp_path / "kept").rglob("*") if path.is_file()] == []


def test_only_digests_find_files(tmp_path: Path) -> None:
    store = Store(tmp_path)

    for wrong in ("", "../../etc/passwd", "A" * 64, "0" * 63):
        with pytest.raises(ValueError):
            store.path(wrong)
    with pytest.raises(FileNotFoundError):
        store.open("0" * 64)
