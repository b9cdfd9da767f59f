"""A TrueType font of two empty glyphs, written out by hand: for words that are never painted. The same bytes always.

Apple's TrueType reference manual, the six tables that ISO 32000-1, 9.9, asks for.
"""

from __future__ import annotations

import struct
from functools import lru_cache

EM = 1000
"""Units of a letter's size."""

WIDE, ASCENT, DESCENT = 500, 800, -200
"""Of every glyph, in these units."""

_GLYPHS = 2  # the first means a letter that is missing, and is never used
_MADE = 3_786_912_000  # always on 1 January 2024, in seconds from 1904
_SUM = 0xB1B0AFBA  # what the sum over the file is brought to
_SUM_AT = 8  # in the table head


@lru_cache(maxsize=1)
def unseen() -> bytes:
    """The font's bytes."""
    tables = {b"glyf": b"\0", b"head": _head(), b"hhea": _hhea(), b"hmtx": _hmtx(), b"loca": _loca(), b"maxp": _maxp()}
    at = 12 + 16 * len(tables)
    heads, body, place = struct.pack(">I4H", 0x10000, len(tables), 64, 2, 32), b"", 0
    for name, data in tables.items():
        if name == b"head":
            place = at + len(body) + _SUM_AT
        heads += name + struct.pack(">3I", _sum(data), at + len(body), len(data))
        body += _padded(data)
    file = heads + body
    return file[:place] + struct.pack(">I", (_SUM - _sum(file)) % 2**32) + file[place + 4 :]


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)


def _sum(data: bytes) -> int:
    return sum(int(value) for (value,) in struct.iter_unpack(">I", _padded(data))) % 2**32


def _head() -> bytes:
    fixed = struct.pack(">4I2H2Q", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0b11, EM, _MADE, _MADE)
    return fixed + struct.pack(">4h2H3h", 0, DESCENT, WIDE, ASCENT, 0, 6, 2, 0, 0)


def _hhea() -> bytes:
    return struct.pack(">I3hH3h3h4hhH", 0x10000, ASCENT, DESCENT, 0, WIDE, 0, 0, 0, 1, 0, 0, *(0,) * 4, 0, 1)


def _hmtx() -> bytes:
    """One width for all, then where the second glyph begins."""
    return struct.pack(">HhH", WIDE, 0, 0)


def _loca() -> bytes:
    """Each glyph begins where the one before ends: at once."""
    return struct.pack(f">{_GLYPHS + 1}H", *(0,) * (_GLYPHS + 1))


def _maxp() -> bytes:
    return struct.pack(">I14H", 0x10000, _GLYPHS, *(0,) * 5, 2, *(0,) * 7)
