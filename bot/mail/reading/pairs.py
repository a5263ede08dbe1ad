"""Pairs: how often one Cyrillic letter follows another in Russian or Kazakh, so that bytes can be read in the charset that makes words."""

from __future__ import annotations

LETTERS = " абвгдежзийклмнопрстуфхцчшщъыьэюяёәғқңөұүһі"
# One row per first letter, one digit per second, as LETTERS has them, whose first is the edge of a word; 0: never, 9: most often.
# Counted on the desk's own words (tests/mail/pairs.py).
ROWS = (
    "0676355766063676756653405400004010406062303",
    "8055355351657560566660234420000262055500000",
    "4800008004036158060050110063702020400046307",
    "7733337337365347345833333333633343333333335",
    "4600059306037049070050000000000000000000008",
    "5804058106035267352450000000820035100003108",
    "8132553340566670386743323530000003000500000",
    "3930078006060377000050000100300001500036506",
    "9956676004030554043040003500620040040000007",
    "8336268353456574346715435511511271611111114",
    "9010173000047650116701004200800000043000007",
    "7802009007045038263760040400000000000060607",
    "7810677307023637204450000200770552060000006",
    "8721268006032347203050000200700051530006307",
    "8720377317030257002551021500630042030042007",
    "8066563543758674467702325400001220047500000",
    "9600007007024008485740000000510010204000000",
    "7814567457045547004660200300630031142001007",
    "7734037005056346543840103300860263006055007",
    "7806027005051037355650002000770012303033508",
    "8833563650555440565600305720600510350000004",
    "5922223267222228262462222222222222222222222",
    "9915411116111368171311111111311111113111111",
    "7744448449444444444444444444544444444444444",
    "5922228227282262222832222222242226222222222",
    "7700008007057044202750000000610003002002008",
    "3600009007000000000030000000040008000000000",
    "4444448444444444444444444444444485444444444",
    "8034336070526570556600503300000000035600000",
    "9444444444464664444646444644444444444444444",
    "4444444444464444444944444444444444444444444",
    "9454464444444444444744447454444444474444444",
    "9228235252225542227622242422222222229222222",
    "8003110310034770040800200000000000000000000",
    "5222262262268282288662222222222222222222222",
    "4911161111111111111111111111811111111111111",
    "8900000003000307314720000200700000003005000",
    "8651467111111131113111111111811111131111118",
    "1131311171317671361911111611111111111611111",
    "1111131351618871586211111111111111155111111",
    "2222522272766772276722222722222222222222222",
    "0000000000000000000000000000000000000000000",
    "8050310070056780476000000600000000000600000",
)
WEIGHT = {
    first + second: int(digit) - 4.5
    for first, row in zip(LETTERS, ROWS, strict=True)
    for second, digit in zip(LETTERS, row, strict=True)
}
"""What a pair speaks for (above 0) or against Russian and Kazakh."""
NEVER = -4.5
SIGNS = frozenset("\xa0«»„“”‘’–—…№•·°§±€™©®−×")
# After these, and before the next letter, no word is cut in two.
_CLOSING = frozenset("\xa0»”“’—–…")


def weigh(text: str) -> tuple[float, int]:
    """What speaks for a reading, and how many letters and signs it has beyond ASCII."""
    said, many = 0.0, 0
    # The letter before in lower case, and what it was: c Cyrillic, l Latin, a accented Latin, s a sign after a Cyrillic letter.
    before, kind, small = " ", " ", False
    for sign in text:
        low = sign.lower()
        if sign <= "\x7f":
            if kind == "c":
                said += -4 if low.isalpha() else WEIGHT.get(before + " ", NEVER)
            before, kind, small = " ", "l" if low.isalpha() else " ", False
            continue
        many += 1
        if "\u0400" <= sign <= "\u052f":
            weight = WEIGHT.get(before + low)
            if weight is None:
                weight = 0.0 if low in "іїєґў" else NEVER
            said += -4 if kind == "l" else weight - (8 if kind == "s" else 0)
            if kind == "c" and sign != low:
                said -= 4 if small else 0.4
            before, kind, small = low, "c", sign == low
            continue
        if kind == "c":
            said += WEIGHT.get(before + " ", NEVER)
        after = kind == "c" and sign not in _CLOSING
        said -= 3 if kind == "l" and sign not in _CLOSING and not "\xc0" <= sign <= "\u024f" else 0
        if sign in SIGNS:
            said += 0.2 if sign in _CLOSING or not after else -1
            kind = "s" if after or sign in "‘’—…" else " "
        elif "\xc0" <= sign <= "\u024f":
            said -= 4.0 if after else 1.0 if kind == "l" else 3.0 if kind == "a" else 1.5
            kind = "a"
        else:
            said -= 8.0 if sign <= "\x9f" else 4.0 if sign <= "\xbf" or "\u2500" <= sign <= "\u259f" else 3.0
            kind = "s" if after or "\u2000" <= sign <= "\u206f" else " "
        before, small = " ", False
    if kind == "c":
        said += WEIGHT.get(before + " ", NEVER)
    return said, many
