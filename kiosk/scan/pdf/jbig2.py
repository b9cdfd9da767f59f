"""A stencil in the fewest lossless bytes: one generic region of JBIG2 (ITU-T T.88), arithmetically coded.

Template 0 with its usual adaptive pixels and typical prediction. Nothing is matched, nothing replaced: a code that
swaps look-alike letters to save bytes has no place in an office.

The coder runs as machine code (``jbig2_machine``, some 20 ms for a page of print). Where a system does not allow that,
numpy gathers what is to be coded (runs of the same pixel in the same surroundings) and one plain loop over the runs
gives the same bytes in ten times as long.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kiosk.scan.pdf import jbig2_machine

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int32]

REACH = ((0, -1), (0, -2), (0, -3), (0, -4), *((-1, x) for x in range(3, -4, -1)), *((-2, x) for x in range(2, -3, -1)))
"""The pixels (rows below, columns right) that foretell one: bit by bit of its surroundings, T.88 figure 3."""

_ADAPTIVE = struct.pack(">8b", 3, -1, -3, -1, 2, -2, -2, -2)
_TYPICAL_ROWS = 0x08
_SAME_ROW = 0x9B25  # the surroundings under which "this row is like the one above" is coded, T.88 6.2.5.7
_PAGE, _REGION = 48, 38

# How likely the less likely pixel is held to be, and what is held after each outcome: T.88 table E.1.
_QE = (
    *(0x5601, 0x3401, 0x1801, 0x0AC1, 0x0521, 0x0221, 0x5601, 0x5401, 0x4801, 0x3801, 0x3001, 0x2401, 0x1C01, 0x1601),
    *(0x5601, 0x5401, 0x5101, 0x4801, 0x3801, 0x3401, 0x3001, 0x2801, 0x2401, 0x2201, 0x1C01, 0x1801, 0x1601, 0x1401),
    *(0x1201, 0x1101, 0x0AC1, 0x09C1, 0x08A1, 0x0521, 0x0441, 0x02A1, 0x0221, 0x0141, 0x0111, 0x0085, 0x0049, 0x0025),
    *(0x0015, 0x0009, 0x0005, 0x0001, 0x5601),
)
_AFTER_LIKELY = (*range(1, 6), 38, *range(7, 14), 29, *range(15, 46), 45, 46)
_AFTER_UNLIKELY = (
    *(1, 6, 9, 12, 29, 33, 6, 14, 14, 14, 17, 18, 20, 21, 14, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 23, 24, 25, 26),
    *(*range(27, 44), 46),
)
_TURNS = frozenset((0, 6, 14))  # after the unlikely pixel here, the other one is held to be likely
_LIKELY_NEXT = tuple((after, _QE[after]) for after in _AFTER_LIKELY)
_UNLIKELY_NEXT = tuple((to, _QE[to] if at in _TURNS else -_QE[to]) for at, to in enumerate(_AFTER_UNLIKELY))
_LEAST, _CARRY = 0x8000, 0x8000000
_END = b"\xff\xac"

_STATES = b"".join(
    struct.pack("<IBBxx", _QE[row], 2 * _AFTER_LIKELY[row] + likely, 2 * _AFTER_UNLIKELY[row] + (likely ^ turns))
    for row, turns in ((row, row in _TURNS) for row in range(len(_QE)))
    for likely in (0, 1)
)
"""The same for the machine: each row twice, for either pixel being the likely one."""


def encoded(mask: Mask) -> bytes:
    """The segments that a PDF's JBIG2Decode takes, without file header: a page and its one region. Set pixels are 1."""
    height, width = mask.shape
    page = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", width, height, 0, 0, 0, _TYPICAL_ROWS) + _ADAPTIVE
    code = jbig2_machine.coded(mask, _STATES)
    if code is None:
        code = _coded(*_runs(mask))
    return _segment(0, _PAGE, page) + _segment(1, _REGION, region + code + _END)


def surroundings(mask: Mask) -> Numbers:
    """For each pixel the 16 that foretell it, as one number; beyond the edge all is 0."""
    height, width = mask.shape
    wide = np.zeros((height + 2, width + 8), np.uint8)
    wide[2:, 4:-4] = mask
    two = wide[:, :-1] << 1 | wide[:, 1:]
    four = two[:, :-2] << 2 | two[:, 2:]  # at x: the columns x - 4 .. x - 1 of the picture
    seven = four[:, :-4] << 3 | four[:, 4:] >> 1  # at x + 1: the columns x - 3 .. x + 3
    neighbours = seven[1:-1, 1:].astype(np.uint16)  # sixteen bits: half the memory to go through
    neighbours <<= 4
    neighbours |= four[2:, :width]
    neighbours |= (seven[:-2, 1:] >> 1 & 31).astype(np.uint16) << 11
    return neighbours.astype(np.int32)


def _segment(number: int, kind: int, body: bytes) -> bytes:
    return struct.pack(">IBBBI", number, kind, 0, 1, len(body)) + body


def _runs(mask: Mask) -> tuple[list[int], list[int]]:
    """What is coded, in order: twice the surroundings plus the pixel, and how many times on end."""
    height, width = mask.shape
    same = np.zeros(height, np.bool_)
    same[0] = not mask[0].any()
    same[1:] = (mask[1:] == mask[:-1]).all(axis=1)
    rows = np.empty((height, width + 1), np.int32)
    rows[:, 0] = 2 * _SAME_ROW
    rows[0, 0] += same[0]
    rows[1:, 0] += same[1:] != same[:-1]
    rows[:, 1:] = 2 * surroundings(mask) + mask
    wanted = np.ones(rows.shape, np.bool_)
    wanted[same, 1:] = False
    symbols = rows[wanted]
    starts = np.flatnonzero(np.append(True, symbols[1:] != symbols[:-1]))
    return symbols[starts].tolist(), np.diff(np.append(starts, len(symbols))).tolist()


class _Written:
    """The coder's bytes: after each 0xFF a bit is left free, so that a carry never runs further back (T.88 E.2.6)."""

    def __init__(self) -> None:
        self._bytes = bytearray(1)  # the first is none of the code's

    def push(self, code: int) -> tuple[int, int]:
        """Take a byte off the code register; gives what is left in it, and how many shifts the next byte is away."""
        if code >= _CARRY and self._bytes[-1] != 0xFF:
            self._bytes[-1] += 1
            code -= _CARRY
        if self._bytes[-1] == 0xFF:
            self._bytes.append(code >> 20)
            return code & 0xFFFFF, 7
        self._bytes.append(code >> 19)
        return code & 0x7FFFF, 8

    def end(self, code: int, width: int, shifts: int) -> bytes:
        """The last bytes (T.88 E.2.9), without the mark after them."""
        most = code | 0xFFFF
        code = most if most < code + width else most - _LEAST
        for _ in range(2):
            code, shifts = self.push(code << shifts)
        if self._bytes[-1] == 0xFF:
            self._bytes.pop()
        return bytes(self._bytes[1:])


def _coded(symbols: Sequence[int], counts: Sequence[int]) -> bytes:
    """The arithmetic coder of T.88 annex E.

    ``states`` gives for each symbol the share of the interval that the unlikely pixel has, negative where the symbol is
    that pixel. Between two renewals of the interval nothing in it changes, so a run is coded in one step.
    """
    states = [_QE[0], -_QE[0]] * 0x10000
    state = [0] * 0x10000
    code, width, shifts, written = 0, 0x8000, 12, _Written()
    least, likely_next, unlikely_next = _LEAST, _LIKELY_NEXT, _UNLIKELY_NEXT
    for symbol, count in zip(symbols, counts, strict=True):
        share = states[symbol]
        taken = share * count
        if 0 < taken <= width - least:  # nothing but the interval moves: four of five times
            width -= taken
            code += taken
            continue
        left = count
        while True:
            if share > 0:
                if count > 1:
                    taken = (width - least) // share * share
                    if share * left <= taken:
                        width -= share * left
                        code += share * left
                        break
                    width -= taken
                    code += taken
                    left -= taken // share
                width -= share
                lower = width < share
                state[symbol >> 1], after = likely_next[state[symbol >> 1]]
            else:
                share = -share
                width -= share
                lower = width >= share
                state[symbol >> 1], after = unlikely_next[state[symbol >> 1]]
            states[symbol], states[symbol ^ 1] = after, -after
            if lower:
                width = share
            else:
                code += share
            away = 16 - width.bit_length()
            width <<= away
            while away >= shifts:
                away -= shifts
                code, shifts = written.push(code << shifts)
            code <<= away
            shifts -= away
            left -= 1
            if not left:
                break
            share = states[symbol]
    return written.end(code, width, shifts)
