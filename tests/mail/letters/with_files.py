"""Letters with files: how their names are written."""

from __future__ import annotations

import base64

from tests.mail.letters.making import TEXT, file_part, letter, part, text_part, whole, word

NAME = "Договор №5 (копия).pdf"
PDF = b"%PDF-1.4 not really"


def percent(text: str, charset: str = "utf-8") -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode(charset))


def names() -> None:
    def one(name: str, disposition: str | bytes, kind: str | bytes = "application/pdf", expected: str = NAME) -> None:
        raw = whole("mixed", text_part(), file_part(disposition, PDF, kind))
        letter(f"name-{name}", raw, text=TEXT, files=[[expected, "application/pdf", len(PDF)]])

    plain = "Договор 5.pdf"
    one("2231", f"attachment; filename*=UTF-8''{percent(NAME)}")
    one("2231-koi8", f"attachment; filename*=koi8-r'ru'{percent(plain, 'koi8-r')}", expected=plain)
    one("2231-wrong-charset", f"attachment; filename*=iso-8859-1''{percent(plain, 'cp1251')}", expected=plain)
    pieces = percent(NAME)
    one("2231-in-parts", f"attachment;\r\n filename*0*=UTF-8''{pieces[:31]};\r\n filename*1*={pieces[31:60]};\r\n filename*2*={pieces[60:]}")
    one("2231-parts-in-disorder", f"attachment; filename*1*={pieces[30:]}; filename*0*=UTF-8''{pieces[:30]}")
    one("2231-some-encoded", f"attachment; filename*0*=UTF-8''{percent('Договор ')}; filename*1=\"5 (copy)\"; filename*2=.pdf",
        expected="Договор 5 (copy).pdf")  # fmt: skip
    one("2231-cut-in-a-letter", f"attachment; filename*0*=utf-8''{pieces[:33]}; filename*1*={pieces[33:]}")
    one("2231-plain-parts", 'attachment; filename*0="dogovor-"; filename*1="5.pdf"', expected="dogovor-5.pdf")
    one("2231-no-charset", f"attachment; filename*={percent(plain, 'cp1251')}", expected=plain)
    one("2231-and-plain", f"attachment; filename=\"dogovor.pdf\"; filename*=UTF-8''{percent(NAME)}")
    one("2231-in-quotes", f"attachment; filename=\"UTF-8''{percent(NAME)}\"")
    one("2047", b'attachment; filename="' + word(NAME) + b'"')
    one("2047-koi8", b'attachment; filename="' + word(plain, "koi8-r", "Q") + b'"', expected=plain)
    one("2047-bare", b"attachment; filename=" + word(NAME))
    data = NAME.encode()
    split = b"\r\n ".join(b"=?utf-8?B?" + base64.b64encode(piece) + b"?=" for piece in (data[:9], data[9:20], data[20:]))
    one("2047-split", b'attachment; filename="' + split + b'"')
    one("2047-in-2231-parts", b'attachment; filename*0="' + word(NAME)[:20] + b'"; filename*1="' + word(NAME)[20:] + b'"')
    one("raw-koi8", b'attachment; filename="' + "Смета на ремонт кровли.pdf".encode("koi8-r") + b'"', expected="Смета на ремонт кровли.pdf")
    one("raw-cp1251", b'attachment; filename="' + "Смета на ремонт кровли.pdf".encode("cp1251") + b'"', expected="Смета на ремонт кровли.pdf")
    one("raw-cp866", b'attachment; filename="' + "Смета на ремонт кровли.pdf".encode("cp866") + b'"', expected="Смета на ремонт кровли.pdf")
    one("raw-utf-8", b'attachment; filename="' + NAME.encode() + b'"')
    one("raw-bare", b"attachment; filename=" + NAME.encode())
    one("percent", f'attachment; filename="{percent(plain)}"', expected=plain)
    one("only-type-has-it", "attachment", b'application/pdf; name="' + word(NAME) + b'"')
    one("type-and-disposition", b'attachment; filename="' + word(NAME) + b'"', "application/pdf; name=noname.pdf")
    one("lossy-and-good", 'attachment; filename="??????? 5.pdf"', f"application/pdf; name*=utf-8''{percent(NAME)}")
    one("path-dos", 'attachment; filename="C:\\\\Users\\\\anna\\\\dogovor.pdf"', expected="dogovor.pdf")
    one("path-unix", 'attachment; filename="../../etc/dogovor.pdf"', expected="dogovor.pdf")
    one("controls", f"attachment; filename*=UTF-8''{percent(chr(0) + 'dogo' + chr(10) + chr(0x2028) + 'vor.pdf')}", expected="dogo vor.pdf")
    one("turned", f"attachment; filename*=UTF-8''{percent('dogovor' + chr(0x202E) + 'fdp.exe')}", expected="dogovorfdp.exe")
    one("decomposed", f"attachment; filename*=UTF-8''{percent('Мой ёж.pdf'.replace('й', 'и' + chr(0x306)).replace('ё', 'е' + chr(0x308)))}", expected="Мой ёж.pdf")
    one("quotes-within", 'attachment; filename="dogovor \\"5\\".pdf"', expected='dogovor "5".pdf')
    one("blanks-bare", "attachment; filename=dogovor 5 kopiya.pdf", expected="dogovor 5 kopiya.pdf")
    one("long", f"attachment; filename*=UTF-8''{percent('я' * 300 + '.pdf')}", expected="я" * 188 + ".pdf")
    one("only-dots", 'attachment; filename=".."', expected="")
    raw = whole("mixed", text_part(), part(b"PDF", "Content-Type: application/pdf; name*0*=koi8-r''" + percent("Дого", "koi8-r") + "; name*1*=" + percent("вор.pdf", "koi8-r")))
    letter("name-in-type-2231-parts", raw, files=[["Договор.pdf", "application/pdf", 3]])
