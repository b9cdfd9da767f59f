"""The sRGB colour profile, written out by hand: small, the same bytes everywhere, free of dates and makers.

ICC.1:2001-04 (version 2, which every archive format takes). Colours: IEC 61966-2-1, adapted to D50.
"""

from __future__ import annotations

import struct
from functools import lru_cache

_PRIMARIES = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
_D50 = (0.9642, 1.0, 0.8249)
_CURVE_POINTS = 256


@lru_cache(maxsize=1)
def srgb() -> bytes:
    """The profile's bytes."""
    tags = {b"desc": _description(b"sRGB"), b"cprt": b"text\0\0\0\0" + b"CC0\0", b"wtpt": _xyz(_D50)}
    tags |= {name: _xyz(value) for name, value in _PRIMARIES.items()}
    curve = _curve()
    return _file(tags, curve)


def _file(tags: dict[bytes, bytes], curve: bytes) -> bytes:
    names = [*tags, b"rTRC", b"gTRC", b"bTRC"]
    at = 128 + 4 + 12 * len(names)
    table, body = struct.pack(">I", len(names)), b""
    for name, data in tags.items():
        table += name + struct.pack(">II", at + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    for name in names[len(tags) :]:  # one curve serves the three
        table += name + struct.pack(">II", at + len(body), len(curve))
    body += curve
    return _header(at + len(body)) + table + body


def _header(size: int) -> bytes:
    fixed = struct.pack(
        ">I4sI4s4s4s6H4s", size, b"\0" * 4, 0x02400000, b"mntr", b"RGB ", b"XYZ ", 2000, 1, 1, 0, 0, 0, b"acsp"
    )
    return (fixed + b"\0" * 28 + _fixed(_D50)).ljust(128, b"\0")


def _fixed(values: tuple[float, float, float]) -> bytes:
    return struct.pack(">3i", *(round(value * 65536) for value in values))


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(values)


def _description(text: bytes) -> bytes:
    return b"desc\0\0\0\0" + struct.pack(">I", len(text) + 1) + text + b"\0" + b"\0" * (4 + 4 + 2 + 1 + 67)


def _curve() -> bytes:
    points = [_linear(i / (_CURVE_POINTS - 1)) for i in range(_CURVE_POINTS)]
    return b"curv\0\0\0\0" + struct.pack(f">I{_CURVE_POINTS}H", _CURVE_POINTS, *(round(p * 65535) for p in points))


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
