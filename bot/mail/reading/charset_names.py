"""Charset names: whatever a letter calls its charset, by Python's name for it; and which charsets are of one kind."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

CYRILLIC = ("cp1251", "koi8-r", "cp866", "mac-cyrillic", "iso8859-5", "kz1048", "ptcp154", "koi8-u")
LATIN, ASIAN = (
    {"ascii", "iso8859-1", "cp1252", "iso8859-15"},
    {"iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_3", "iso2022_jp_ext", "iso2022_kr", "hz"},
)
WIDE = {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"}
# Python's own names of the charsets a letter may name; its other codecs (rot13, zlib, idna, unicode_escape) are none.
_KNOWN_NAMES = """
ascii utf-8 utf-7 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be iso8859-1 iso8859-2 iso8859-3 iso8859-4
iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11 iso8859-13 iso8859-14 iso8859-15
iso8859-16 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp437 cp737 cp775 cp850 cp852 cp855
cp857 cp858 cp862 cp864 cp866 cp869 cp874 cp1125 koi8-r koi8-u koi8_t kz1048 ptcp154 mac-cyrillic mac-roman
mac-latin2 mac-greek mac-turkish tis-620 gb2312 gbk gb18030 hz big5 big5hkscs cp950 shift_jis cp932 euc_jp
iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_3 iso2022_jp_ext euc_kr cp949 johab iso2022_kr hp-roman8
"""
_KNOWN = frozenset(_KNOWN_NAMES.split())
_ALIASES = {
    "x-mac-cyrillic": "mac-cyrillic",
    "macintosh": "mac-roman",
    "ansi_x3.110-1983": "iso8859-1",
    "x-cp1251": "cp1251",
    "win-1251": "cp1251",
    "win1251": "cp1251",
    "win": "cp1251",
    "cp-1251": "cp1251",
    "windows1251": "cp1251",
    "windows-cp1251": "cp1251",
    "ansi": "",
    "koi8": "koi8-r",
    "koi": "koi8-r",
    "koi-8": "koi8-r",
    "koi-8-r": "koi8-r",
    "dos": "cp866",
    "alt": "cp866",
    "dos-866": "cp866",
    "x-cp866": "cp866",
    "strk1048-2002": "kz1048",
    "cp154": "ptcp154",
    "cyrillic-asian": "ptcp154",
    "utf": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-unicode-2-0-utf-7": "utf-7",
    "csunicode11utf7": "utf-7",
    "unicode": "utf-16",
    "iso-10646-ucs-2": "utf-16",
    "ucs-2": "utf-16",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "iso-8859-8-i": "iso8859-8",
    "x-sjis": "cp932",
}
_LABEL = re.compile(r"[a-z0-9][a-z0-9_.:+-]{0,39}\Z")


@lru_cache(256)
def known(label: str) -> str:
    """The charset's name as Python knows it, "" for what is none."""
    name = label.strip().strip("\"'").lower()[:60]
    name = _ALIASES.get(name, name)
    if not _LABEL.match(name):
        return ""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return found if found in _KNOWN else ""
