"""Letters in charsets: said rightly, said wrongly, not said; headers in encoded words and in raw bytes."""

from __future__ import annotations

import base64

from tests.mail.letters.making import KAZAKH, SUBJECT, TEXT, b64, crlf, head, letter, qp, word

ONE_BYTE = {"koi8-r": "koi8-r", "cp1251": "windows-1251", "cp866": "cp866", "mac-cyrillic": "x-mac-cyrillic", "iso8859-5": "iso-8859-5"}
OTHER = {"koi8-r": "windows-1251", "cp1251": "koi8-r", "cp866": "koi8-r", "mac-cyrillic": "koi8-r", "iso8859-5": "windows-1251"}
SAME = {"subject": SUBJECT, "sender": ["Анна Петрова", "anna@example.org"], "text": TEXT, "files": []}


def bodies() -> None:
    for codec, label in ONE_BYTE.items():
        body, subject = crlf(TEXT, codec), SUBJECT.encode(codec)
        sender = "Анна Петрова".encode(codec) + b" <anna@example.org>"
        for way, said in (("labelled", label), ("unlabelled", ""), ("as-ascii", "us-ascii"), ("as-latin", "iso-8859-1"),
                          ("as-utf-8", "utf-8"), ("as-other", OTHER[codec]), ("as-unknown", "x-user-defined")):  # fmt: skip
            line = f"Content-Type: text/plain; charset={said}" if said else "X-Mailer: old"
            letter(f"{codec}-{way}", head(line, "Content-Transfer-Encoding: 8bit", subject=subject, sender=sender) + body, **SAME)
    for codec in ("kz1048", "ptcp154"):
        for way, said in (("labelled", codec), ("unlabelled", ""), ("as-cp1251", "windows-1251")):
            line = f"Content-Type: text/plain; charset={said}" if said else "X-Mailer: old"
            letter(f"kazakh-{codec}-{way}", head(line, "Content-Transfer-Encoding: base64") + b64(crlf(KAZAKH, codec)), text=KAZAKH)
    for codec in ("utf-8", "utf-7", "utf-16", "utf-16-le", "utf-16-be"):
        for way, said in (("labelled", codec), ("unlabelled", ""), ("as-latin", "iso-8859-1"), ("as-cp1251", "windows-1251")):
            line = f"Content-Type: text/plain; charset={said}" if said else "X-Mailer: old"
            letter(f"{codec}-{way}", head(line, "Content-Transfer-Encoding: base64") + b64(crlf(TEXT, codec)), text=TEXT)
            letter(f"kazakh-{codec}-{way}", head(line, "Content-Transfer-Encoding: base64") + b64(crlf(KAZAKH, codec)), text=KAZAKH)
    letter("utf-7-raw", head("Content-Type: text/plain; charset=unicode-1-1-utf-7") + crlf(TEXT, "utf-7"), text=TEXT, problems=[])
    for wrongly in ("cp1251", "latin-1", "koi8-r", "cp866"):
        twice = TEXT.encode().decode(wrongly, "replace") if wrongly != "cp1251" else "".join(
            chr(byte) if byte == 0x98 else bytes([byte]).decode(wrongly) for byte in TEXT.encode()
        )  # fmt: skip
        letter(f"twice-{wrongly}", head("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit") + crlf(twice), text=TEXT)
    taken = TEXT.encode("cp1251").decode("latin-1")
    letter("cp1251-taken-for-latin", head("Content-Type: text/plain; charset=utf-8") + crlf(taken), text=TEXT)
    footer = "Список рассылки отдела снабжения"
    letter("two-charsets-in-one", head("Content-Type: text/plain; charset=utf-8") + crlf(TEXT) + b"\r\n" + footer.encode("cp1251"),
           text=f"{TEXT}\n{footer}", problems=["not all of it is UTF-8"])  # fmt: skip
    for name in ("rot13", "base64", "zlib", "bz2", "hex", "idna", "unicode_escape", "undefined", "../../etc/passwd", "a" * 1000):
        label = name.strip("./").replace("/", "-")[:20]
        letter(f"codec-{label}", head(f'Content-Type: text/plain; charset="{name}"') + crlf(TEXT, "koi8-r"), text=TEXT)
    german = "Grüße aus Köln, schöne Übergrößen für Müller."
    for way, said in (("latin", "iso-8859-1"), ("unlabelled", ""), ("as-utf-8", "utf-8")):
        line = f"Content-Type: text/plain; charset={said}" if said else "X-Mailer: old"
        letter(f"german-{way}", head(line) + german.encode("latin-1"), text=german)
    letter("chinese-gb2312", head("Content-Type: text/plain; charset=gb2312") + "您好，打印机坏了。".encode("gb2312"), text="您好，打印机坏了。")
    letter("quoted-printable-koi8", head("Content-Type: text/plain; charset=koi8-r", "Content-Transfer-Encoding: quoted-printable")
           + qp(TEXT.encode("koi8-r")), text=TEXT)  # fmt: skip
    letter("html-meta-charset", head("Content-Type: text/html") + (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"></head><body><p>Помогите с принтером</p></body></html>'
    ).encode("cp1251"), text="Помогите с принтером")  # fmt: skip


def headers() -> None:
    def one(name: str, subject: bytes, expected: str = SUBJECT, **more: object) -> None:
        letter(f"subject-{name}", head("Content-Type: text/plain; charset=utf-8", subject=subject) + crlf(TEXT), subject=expected, **more)

    data = SUBJECT.encode()
    cut = [data[:11], data[11:24], data[24:]]
    one("split-in-a-letter-b", b"\r\n ".join(b"=?UTF-8?B?" + base64.b64encode(piece) + b"?=" for piece in cut))
    one("split-in-a-letter-q", b"\r\n ".join(b"=?utf-8?Q?" + "".join(f"={byte:02X}" for byte in piece).encode() + b"?=" for piece in cut))
    text = base64.b64encode(data)
    one("split-in-base64", b"=?utf-8?B?" + text[:22] + b"?=\r\n =?utf-8?B?" + text[22:] + b"?=")
    one("without-padding", b"=?utf-8?B?" + base64.b64encode(data + b"!").rstrip(b"=") + b"?=", SUBJECT + "!")
    one("unknown-charset-word", b"=?x-unknown?B?" + base64.b64encode(SUBJECT.encode("koi8-r")) + b"?=")
    one("wrong-charset-word", b"=?iso-8859-1?B?" + base64.b64encode(SUBJECT.encode("cp1251")) + b"?=")
    one("cp1251-said-utf-8-word", b"=?utf-8?B?" + base64.b64encode(SUBJECT.encode("cp1251")) + b"?=")
    one("no-charset-word", b"=??B?" + base64.b64encode(SUBJECT.encode("koi8-r")) + b"?=")
    one("language-word", b"=?utf-8*ru?B?" + text + b"?=")
    one("koi8-words", b" ".join(word(piece, "koi8-r") for piece in ("Не работает ", "принтер ", "в бухгалтерии")))
    one("mixed-kinds", word("Не работает ", "koi8-r", "Q") + b"\r\n " + word("принтер в бухгалтерии", "cp1251"))
    one("words-and-raw", b"Re: " + word("Не работает принтер", "koi8-r") + " в бухгалтерии".encode("koi8-r"), "Re: " + SUBJECT)
    one("word-without-gap", word("Не работает ") + word("принтер в бухгалтерии"))
    one("q-with-blanks", b"=?utf-8?Q?" + SUBJECT.encode().replace(b" ", b" ") + b"?=")
    one("q-with-question", b"=?utf-8?Q?" + "".join(f"={byte:02X}" for byte in data).encode() + b"??=", SUBJECT + "?")
    one("folded", b"\r\n ".join(word(piece) for piece in ("Не работает ", "принтер ", "в бухгалтерии")))
    one("folded-raw", "Не работает\r\n принтер\r\n\tв бухгалтерии".encode(), "Не работает принтер в бухгалтерии")
    one("line-signs", word("Не работает\u2028принтер\x00 в\x85бухгалтерии\r\nBcc: x@example.net"), "Не работает принтер в бухгалтерии Bcc: x@example.net")
    one("decomposed", word("Мой йогурт ёж".replace("й", "и\u0306").replace("ё", "е\u0308")), "Мой йогурт ёж")
    one("not-a-word", b"=?utf-8?B?", "=?utf-8?B?")
    one("utf-7-word", b"=?utf-7?Q?" + SUBJECT.encode("utf-7") + b"?=")
    one("utf-16-word", b"=?utf-16?B?" + base64.b64encode(SUBJECT.encode("utf-16")) + b"?=")
    one("empty", b"", "")
    letter("subject-twice", head("Subject: second", "Content-Type: text/plain") + b"text", subject=SUBJECT, problems=["more than one subject"])

    def sender(name: str, value: bytes, expected: list[str]) -> None:
        letter(f"from-{name}", head("Content-Type: text/plain; charset=utf-8", sender=value) + crlf(TEXT), sender=expected)

    sender("comment", "anna@example.org (Анна Петрова)".encode("koi8-r"), ["Анна Петрова", "anna@example.org"])
    sender("comma-in-quotes", b'"Petrova, Anna" <anna@example.org>', ["Petrova, Anna", "anna@example.org"])
    sender("several", b"nobody, Boris <boris@example.org>, anna@example.org", ["Boris", "boris@example.org"])
    sender("group", b"Desk: Boris <boris@example.org>, anna@example.org;", ["Boris", "boris@example.org"])
    sender("word-in-quotes", b'"' + word("Анна Петрова", "koi8-r") + b'" <anna@example.org>', ["Анна Петрова", "anna@example.org"])
    sender("nested-comments", b"anna@example.org (a (b (c)))", ["a b c", "anna@example.org"])
    sender("unclosed", b"Anna <anna@example.org", ["Anna", "anna@example.org"])
    sender("unclosed-quote", b'"Anna <anna@example.org>', ["Anna", "anna@example.org"])
    sender("route", b"Anna <@a.example,@b.example:anna@example.org>", ["Anna", "anna@example.org"])
    sender("none", b"", ["", ""])
    sender("empty-brackets", b"<>", ["", ""])
    sender("daemon", b"MAILER-DAEMON (Mail Delivery System)", ["Mail Delivery System", "MAILER-DAEMON"])
    sender("idn", "Анна <anna@пример.рф>".encode(), ["Анна", "anna@пример.рф"])
    sender("comma-in-word", b"=?utf-8?Q?Petrova,_Anna?= <anna@example.org>", ["Petrova, Anna", "anna@example.org"])
    sender("address-as-name", b'"anna@example.org" <anna@example.org>', ["", "anna@example.org"])
    sender("mailto", b"<mailto:anna@example.org>", ["", "anna@example.org"])
