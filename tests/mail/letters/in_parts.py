"""Letters in parts: what of them a person sees, and what lies beside it; and letters that are broken."""

from __future__ import annotations

import binascii
import struct

from tests.mail.letters.making import SUBJECT, TEXT, b64, crlf, file_part, head, letter, multipart, part, text_part, whole, word

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def bodies() -> None:
    html = "<html><body><p>Здравствуйте! Не печатает <b>принтер</b> на втором этаже.</p></body></html>"
    letter("alternative", whole("alternative", text_part(), text_part(html, "html")), text=TEXT, files=[])
    letter("alternative-no-plain", whole("alternative", text_part(" \n"), text_part(html, "html")),
           text="Здравствуйте! Не печатает принтер на втором этаже.")  # fmt: skip
    letter("alternative-questions", whole("alternative", text_part("???????????? ?? ???????? ??????? ?? ?????? ?????."), text_part(html, "html")),
           text="Здравствуйте! Не печатает принтер на втором этаже.")  # fmt: skip
    quoting = "<p>Да, так и есть.</p><blockquote type=cite><p>Принтер гудит?</p><p>И мигает?</p></blockquote>"
    letter("alternative-quote-only-in-html", whole("alternative", text_part("Да, так и есть.\n\nПринтер гудит?\n\nИ мигает?"), text_part(quoting, "html")),
           text="Да, так и есть.\n\n> Принтер гудит?\n>\n> И мигает?")  # fmt: skip
    picture = part(b64(PNG), "Content-Type: image/png; name=scan.png", "Content-ID: <p1@x>", "Content-Transfer-Encoding: base64")
    inner_line, inner = multipart("related", text_part('<p>Вот ошибка:</p><img src="cid:p1@x">', "html"), picture, boundary="=_r")
    letter("related-in-alternative", whole("alternative", text_part("Вот ошибка:"), part(inner, inner_line)),
           text="Вот ошибка:", files=[["scan.png", "image/png", len(PNG)]], inline=[True])  # fmt: skip
    letter("mixed-texts", whole("mixed", text_part("Первая часть."), file_part("attachment; filename=a.pdf"), text_part("Вторая часть.")),
           text="Первая часть.\n\nВторая часть.", files=[["a.pdf", "application/pdf", 19]])  # fmt: skip
    letter("text-as-file", whole("mixed", text_part(), file_part("attachment; filename=log.txt", b"line", "text/plain")),
           text=TEXT, files=[["log.txt", "text/plain", 4]])  # fmt: skip
    letter("html-only", head("Content-Type: text/html; charset=utf-8") + crlf(
        "<html><head><title>Письмо</title><style>p{color:red}</style><script>alert(1)</script></head><body><!-- тайное -->"
        "<h1>Заявка</h1><p>Нужно:</p><ul><li>картридж</li><li>бумага</li></ul><ol start=3><li>третье</li><li>четвёртое</li></ol>"
        "<table><tr><th>Комната</th><th>Принтер</th></tr><tr><td>201</td><td>HP</td></tr></table>"
        '<p>Подробно: <a href="https://example.org/1">здесь</a>, <a href="mailto:anna@example.org">anna@example.org</a></p>'
        "<div>пт, 21 нояб. 2026 г. в 14:05, Борис &lt;b@example.org&gt;:</div><blockquote><p>Что случилось?</p><blockquote>Раньше</blockquote></blockquote>"
        "<pre>  код\n    ещё</pre></body></html>"
    ), text=(
        "Заявка\n\nНужно:\n\n- картридж\n- бумага\n3. третье\n4. четвёртое\nКомната | Принтер\n201 | HP\n\n"
        "Подробно: здесь <https://example.org/1>, anna@example.org\n\n"
        "пт, 21 нояб. 2026 г. в 14:05, Борис <b@example.org>:\n\n> Что случилось?\n>\n> > Раньше\n\n  код\n    ещё"
    ))  # fmt: skip
    hidden = (
        '<style>.pre{display:none} @media screen{.shown{display:none}}</style><div class="pre">тайное1</div><div style="display: none">тайное2</div>'
        '<span style="visibility:hidden">тайное3</span><span style="font-size:0px">тайное4</span><p hidden>тайное5</p>'
        '<div style="max-height:0;overflow:hidden">тайное6</div><font color="#ffffff">тайное7</font><p style="color:white">тайное8</p>'
        '<div style="opacity:0">тайное9</div><template>тайное</template>'
        '<div class="shown">видно1</div><div style="font-size:0"><span style="font-size:14px">видно2</span></div>'
        '<table bgcolor="#000000"><tr><td style="color:#fff">видно3</td></tr></table><p style="color:#fffffe">видно4</p>'
    )
    letter("html-hidden", head("Content-Type: text/html; charset=utf-8") + crlf(hidden), text="видно1\nвидно2\nвидно3\n\nвидно4")
    letter("html-in-plain", head("Content-Type: text/plain; charset=utf-8") + crlf(html), text="Здравствуйте! Не печатает принтер на втором этаже.")
    indent = '<div>Мои слова</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px">сдвинутые мои слова</blockquote>'
    letter("html-indent-is-no-quote", head("Content-Type: text/html; charset=utf-8") + crlf(indent), text="Мои слова\n\nсдвинутые мои слова")
    flowed = "Здравствуйте! Не печатает \nпринтер на втором \nэтаже.\n> Что \n> случилось?\n>> Раньше\n From здесь\n-- \nАнна"
    letter("flowed", head("Content-Type: text/plain; charset=utf-8; format=flowed") + crlf(flowed),
           text="Здравствуйте! Не печатает принтер на втором этаже.\n> Что случилось?\n> > Раньше\nFrom здесь\n-- \nАнна")  # fmt: skip
    letter("flowed-delsp", head("Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes") + crlf("электро \nснабжение и  \nещё"),
           text="электроснабжение и ещё")  # fmt: skip
    coded = b"begin 644 scan.png\n" + binascii.b2a_uu(PNG) + b"`\nend\n"
    letter("uuencode", head("Content-Type: text/plain; charset=utf-8") + crlf(TEXT + "\n\n") + crlf(coded),
           text=TEXT, files=[["scan.png", "application/octet-stream", len(PNG)]])  # fmt: skip
    letter("enriched", head("Content-Type: text/enriched; charset=utf-8") + crlf("<bold>Не печатает</bold> <color><param>red</param>принтер</color> << 5"),
           text="Не печатает принтер < 5")  # fmt: skip
    letter("line-signs-in-body", head("Content-Type: text/plain; charset=utf-8") + "один\u2028два\x00\x07 три\x85четыре\x1b[0m".encode(),
           text="один\nдва три\nчетыре[0m")  # fmt: skip


def letters_within() -> None:
    inner = head("Content-Type: text/plain; charset=utf-8", subject=word("Счёт за март")) + crlf("Вложенные слова.")
    attached = part(inner, "Content-Type: message/rfc822")
    letter("within-beside-words", whole("mixed", text_part(), attached), text=TEXT, files=[["Счёт за март.eml", "message/rfc822", len(inner)]])
    letter("within-alone", whole("mixed", text_part(""), attached), text="Вложенные слова.", files=[["Счёт за март.eml", "message/rfc822", len(inner)]])
    letter("within-as-all", head("Content-Type: message/rfc822") + inner, subject=SUBJECT, text="Вложенные слова.")
    letter("within-base64", whole("mixed", text_part(), part(b64(inner), "Content-Type: message/rfc822", "Content-Transfer-Encoding: base64")),
           text=TEXT, files=[["Счёт за март.eml", "message/rfc822", len(inner)]])  # fmt: skip
    letter("digest", whole("digest", part(inner), part(inner)), files=[["Счёт за март.eml", "message/rfc822", len(inner)]] * 2)
    letter("partial", whole("mixed", text_part(), part(inner, 'Content-Type: message/partial; id="a@b"; number=1; total=2')),
           text=TEXT, files=[["Счёт за март.eml", "message/partial", len(inner)]], problems=["a piece of a letter"])  # fmt: skip
    away = b"Content-Type: application/pdf\r\nContent-ID: <x@y>\r\n\r\n"
    letter("external-body", whole("mixed", text_part(), part(away, 'Content-Type: message/external-body; access-type=URL; URL="http://x"; name=a.pdf')),
           text=TEXT, files=[["a.pdf", "message/external-body", len(away)]], problems=["only where it is kept"])  # fmt: skip
    event = (
        "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VTIMEZONE\nTZID:Europe/Moscow\nEND:VTIMEZONE\nBEGIN:VEVENT\nSUMMARY:Осмотр принтера\\, срочно\n"
        'DTSTART;TZID="Europe/Moscow":20261123T100000\nDTEND;TZID="Europe/Moscow":20261123T103000\nLOCATION:Кабинет \n 201\nEND:VEVENT\nEND:VCALENDAR\n'
    )
    shown = "Осмотр принтера, срочно · 2026-11-23 10:00 – 10:30 (Europe/Moscow) · Кабинет 201"
    calendar = part(crlf(event), "Content-Type: text/calendar; charset=utf-8; method=REQUEST")
    letter("calendar", whole("alternative", text_part("Приглашаю на осмотр."), calendar), text=f"Приглашаю на осмотр.\n\n{shown}",
           files=[["invite.ics", "text/calendar", len(crlf(event))]])  # fmt: skip
    letter("calendar-alone", head("Content-Type: text/calendar; charset=utf-8") + crlf(event), text=shown)
    fork = part(b64(b"\0\5\x16\7"), "Content-Type: application/applefile; name=scan.png", "Content-Transfer-Encoding: base64")
    data = part(b64(PNG), "Content-Type: image/png; name=scan.png", "Content-Transfer-Encoding: base64")
    line, double = multipart("appledouble", fork, data, boundary="=_a")
    letter("apple-double", whole("mixed", text_part(), part(double, line)), text=TEXT, files=[["scan.png", "image/png", len(PNG)]])


def _attribute(level: int, name: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, name, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def winmail(body: str = "", rtf: bytes = b"") -> bytes:
    """A winmail.dat with words and a file that has a short and a long name."""
    properties = b""
    if rtf:
        properties = struct.pack("<I", 1) + struct.pack("<HHII", 0x102, 0x1009, 1, len(rtf)) + rtf + bytes(-len(rtf) % 4)
    name = "Смета на ремонт.pdf".encode("utf-16-le") + b"\0\0"
    long_name = struct.pack("<I", 1) + struct.pack("<HHII", 0x1F, 0x3707, 1, len(name)) + name + bytes(-len(name) % 4)
    return b"".join([
        b"\x78\x9f\x3e\x22\x01\x00",
        _attribute(1, 0x00089006, struct.pack("<I", 0x10000)),
        _attribute(1, 0x00069007, struct.pack("<II", 1251, 0)),
        _attribute(1, 0x0002800C, body.encode("cp1251") + b"\0") if body else b"",
        _attribute(1, 0x00069003, properties) if properties else b"",
        _attribute(2, 0x00069002, bytes(14)),
        _attribute(2, 0x00018010, "СМЕТА~1.PDF".encode("cp1251") + b"\0"),
        _attribute(2, 0x0006800F, b"%PDF-1.4"),
        _attribute(2, 0x00069005, long_name),
    ])  # fmt: skip


def outlook() -> None:
    files = [["Смета на ремонт.pdf", "application/octet-stream", 8]]
    kind = ("Content-Type: application/ms-tnef; name=winmail.dat", "Content-Transfer-Encoding: base64")
    letter("tnef-beside-words", whole("mixed", text_part(), part(b64(winmail("Слова внутри.")), *kind)), text=TEXT, files=files)
    letter("tnef-alone", head(*kind) + b64(winmail("Слова внутри.")), text="Слова внутри.", files=files)
    rtf = b"{\\rtf1\\ansi\\ansicpg1251 {\\fonttbl{\\f0 Arial;}}\\pard \\'d1\\'eb\\'ee\\'e2\\'e0 \\u1074?\\u1085?\\'f3\\'f2\\'f0\\'e8.\\par}"
    plain = struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf
    letter("tnef-rtf", head(*kind) + b64(winmail(rtf=plain)), text="Слова внутри.", files=files)
    packed = b"".join(b"\0" + rtf[at : at + 8] for at in range(0, len(rtf), 8))
    squeezed = struct.pack("<II4sI", len(packed) + 12, len(rtf), b"LZFu", 0) + packed
    letter("tnef-compressed-rtf", head(*kind) + b64(winmail(rtf=squeezed)), text="Слова внутри.", files=files)
    wrapped = (b"{\\rtf1\\ansi\\ansicpg1251\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf {\\f0 no\\htmlrtf0 \\'d1\\'eb\\'ee\\'e2\\'e0"
               b"{\\*\\htmltag72 </p>}\\htmlrtf }\\htmlrtf0 }")  # fmt: skip
    html = struct.pack("<II4sI", len(wrapped) + 12, len(wrapped), b"MELA", 0) + wrapped
    letter("tnef-html-in-rtf", head(*kind) + b64(winmail(rtf=html)), text="Слова", files=files)
    letter("tnef-cut-off", head(*kind) + b64(winmail("Слова внутри.")[:150]), problems=["winmail.dat that is cut off"])


def _der(tag: int, *inside: bytes) -> bytes:
    data = b"".join(inside)
    size = len(data)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + data


def secured() -> None:
    inner = part(crlf(TEXT), "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit")
    oid_data, oid_signed, oid_enveloped = (bytes.fromhex(f"06092a864886f70d01070{n}") for n in (1, 2, 3))
    octets = _der(0x24, *(_der(0x04, inner[at : at + 100]) for at in range(0, len(inner), 100)))
    for way, content in (("", _der(0x04, inner)), ("-in-pieces", octets)):
        signed = _der(0x30, oid_signed, _der(0xA0, _der(0x30, b"\x02\x01\x01", _der(0x31), _der(0x30, oid_data, _der(0xA0, content)), _der(0x31))))
        letter(f"smime-signed-opaque{way}", head('Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"',
               "Content-Transfer-Encoding: base64") + b64(signed), text=TEXT, secured="signed", files=[])  # fmt: skip
    sealed = _der(0x30, oid_enveloped, _der(0xA0, _der(0x30, b"\x02\x01\x00")))
    letter("smime-encrypted", head('Content-Type: application/x-pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"',
           "Content-Transfer-Encoding: base64") + b64(sealed), text="", secured="encrypted",
           files=[["smime.p7m", "application/x-pkcs7-mime", len(sealed)]], problems=["encrypted"])  # fmt: skip
    detached = part(b64(b"0"), "Content-Type: application/pkcs7-signature; name=smime.p7s", "Content-Transfer-Encoding: base64")
    letter("smime-signed", whole("signed", inner, detached), text=TEXT, secured="signed", files=[])
    armour = "-----BEGIN PGP SIGNATURE-----\n\niQEz\n=abcd\n-----END PGP SIGNATURE-----"
    letter("pgp-mime-signed", whole("signed", inner, part(crlf(armour), "Content-Type: application/pgp-signature; name=signature.asc")),
           text=TEXT, secured="signed", files=[])  # fmt: skip
    letter("pgp-inline-signed", head("Content-Type: text/plain; charset=utf-8") + crlf(
        f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n- --\n{TEXT}\n{armour}\n"), text=f"--\n{TEXT}", secured="signed")  # fmt: skip
    block = "-----BEGIN PGP MESSAGE-----\n\nhQEM\n=abcd\n-----END PGP MESSAGE-----"
    letter("pgp-inline-encrypted", head("Content-Type: text/plain; charset=utf-8") + crlf(f"Секретно:\n{block}\n"),
           text="Секретно:", secured="encrypted", files=[["encrypted.asc", "application/pgp-encrypted", len(block) + 1]])  # fmt: skip
    version, sealed_part = part(b"Version: 1", "Content-Type: application/pgp-encrypted"), part(crlf(block), "Content-Type: application/octet-stream; name=encrypted.asc")
    letter("pgp-mime-encrypted", whole("encrypted", version, sealed_part), text="", secured="encrypted",
           files=[["encrypted.asc", "application/octet-stream", len(crlf(block))]], problems=["encrypted"])  # fmt: skip


def broken() -> None:
    encoded = b64(TEXT.encode())
    line = ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64")
    letter("base64-cut", head(*line) + encoded.rstrip()[:-3], text_begins=TEXT[:60], problems=["base64"])
    letter("base64-with-rubbish", head(*line) + encoded.replace(b"\r\n", b"!\r\n"), text=TEXT)
    letter("base64-that-is-text", head(*line) + crlf(TEXT), text=TEXT, problems=["is not"])
    letter("base64-and-footer", head(*line) + b64(TEXT.encode() + b"!") + b"\r\n_______________\r\nlist mailing list, list@example.org\r\n",
           text=TEXT + "!", problems=["after the end of base64"])  # fmt: skip
    letter("base64-in-two", head(*line) + b64("Раз-два. ".encode() + b"!") + b64("Три.".encode()), text="Раз-два. !Три.")
    one, two = text_part("Первая часть."), file_part("attachment; filename=a.pdf")
    body = b"--=_b\r\n" + one + b"\r\n--=_b\r\n" + two
    files = [["a.pdf", "application/pdf", 19]]
    letter("no-boundary-named", head("Content-Type: multipart/mixed") + body + b"--=_b--\r\n", text="Первая часть.", files=files)
    letter("wrong-boundary", head("Content-Type: multipart/mixed; boundary=other") + body + b"--=_b--\r\n", text="Первая часть.", files=files)
    letter("no-last-boundary", head("Content-Type: multipart/mixed; boundary==_b") + body, text="Первая часть.", files=files, problems=["last boundary"])
    letter("no-parts", head("Content-Type: multipart/mixed; boundary=x") + crlf(TEXT), text=TEXT, problems=["no parts"])
    letter("blank-before-parts", head("Content-Type: multipart/mixed;\r\n boundary=\"=_b\"") + b"\r\n\r\n" + body + b"--=_b-- \r\n", text="Первая часть.", files=files)
    letter("no-separator", head("Content-Type: text/plain; charset=utf-8")[:-2] + crlf(TEXT), text=TEXT, subject=SUBJECT)
    letter("line-among-fields", b"From: a@example.org\r\nsome rubbish\r\nSubject: hello\r\n\r\ntext", subject="hello", text="text")
    letter("separator-with-blanks", head("Content-Type: text/plain; charset=utf-8")[:-2] + b" \t\r\n" + crlf(TEXT), text=TEXT, subject=SUBJECT)
    letter("nul", head("Content-Type: text/plain; charset=utf-8") + b"a\0b\0c", text="abc")
    letter("nul-in-header", head("Content-Type: text/plain", subject=b"a\0b") + b"text", subject="ab")
    letter("cr-only", (head("Content-Type: text/plain; charset=utf-8") + crlf(TEXT)).replace(b"\r\n", b"\r"), text=TEXT, subject=SUBJECT)
    letter("lf-only", (head("Content-Type: text/plain; charset=utf-8") + crlf(TEXT)).replace(b"\r\n", b"\n"), text=TEXT, subject=SUBJECT)
    letter("mbox-line", b"From anna@example.org Sat Nov 21 14:05:00 2026\r\n" + head("Content-Type: text/plain; charset=utf-8") + crlf(TEXT), text=TEXT, subject=SUBJECT)
    letter("byte-order-mark", b"\xef\xbb\xbf" + head("Content-Type: text/plain; charset=utf-8") + b"\xef\xbb\xbf" + crlf(TEXT), text=TEXT, subject=SUBJECT)
    letter("blank-lines-first", b"\r\n\r\n" + head("Content-Type: text/plain; charset=utf-8") + crlf(TEXT), text=TEXT, subject=SUBJECT)
    letter("no-header", crlf(TEXT, "koi8-r"), text=TEXT, subject="", problems=["no header"])
    letter("no-header-but-colon", "Note: the printer is broken.\nWrite to me.\n".encode(), text="Note: the printer is broken.\nWrite to me.", subject="")
    letter("empty", b"", text="", subject="", problems=[])
    letter("header-only", head("Content-Type: text/plain").rstrip(), subject=SUBJECT, text="")
    letter("type-that-is-none", head("Content-Type: text") + crlf(TEXT), text=TEXT)
    letter("type-without-sense", head("Content-Type: ;;;=;/") + crlf(TEXT), text=TEXT)
    letter("binary", bytes(range(256)) * 8, text="", problems=["no header", "is not"])
    letter("unknown-encoding", head("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: x-own") + crlf(TEXT), text=TEXT, problems=["unknown encoding"])
    ids = b"In-Reply-To: <bar-1@desk.example> (his words)\r\nReferences: <a@x>\r\n <b@y>\t<bar-1@desk.example>"
    letter("identifiers", head(ids, "Content-Type: text/plain") + b"x", message_id="<one@example.org>", in_reply_to="<bar-1@desk.example>",
           references=["<a@x>", "<b@y>", "<bar-1@desk.example>"])  # fmt: skip
