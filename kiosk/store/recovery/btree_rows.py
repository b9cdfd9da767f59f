"""Rows out of single B-tree pages (SQLite's file format, §1.5 and §2), whatever became of the pages around them."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from kiosk.store.recovery.btree_pages import USABLE

Value = None | int | float | str | bytes
Row = tuple[int, tuple[Value, ...]]
"""Its number, and its values as stored: None where the number itself is the value."""

_LEAF = 0x0D
_FIXED = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}  # bytes of an integer, by serial type


def rows(pages: Mapping[int, bytes]) -> Iterator[Row]:
    """Every row of every table leaf; a row whose overflow is lost, or that makes no sense, is left out."""
    for number in sorted(pages):
        page = pages[number]
        head = 100 if number == 1 else 0
        if page[head] != _LEAF:
            continue
        count = int.from_bytes(page[head + 3 : head + 5], "big")
        for cell in range(count):
            at = head + 8 + 2 * cell
            try:
                yield _row(pages, page, int.from_bytes(page[at : at + 2], "big"))
            except (LookupError, ValueError, struct.error):
                continue


def _row(pages: Mapping[int, bytes], page: bytes, at: int) -> Row:
    size, at = _varint(page, at)
    number, at = _varint(page, at)
    return number, _values(_payload(pages, page, at, size))


def _payload(pages: Mapping[int, bytes], page: bytes, at: int, size: int) -> bytes:
    local = _local(size)
    parts, left = [page[at : at + local]], size - local
    following = int.from_bytes(page[at + local : at + local + 4], "big") if left else 0
    while left > 0:
        overflow = pages[following]  # KeyError: that page is lost
        parts.append(overflow[4 : 4 + min(left, USABLE - 4)])
        left -= USABLE - 4
        following = int.from_bytes(overflow[:4], "big")
    return b"".join(parts)


def _local(size: int) -> int:
    """How much of a payload lies on the leaf itself."""
    if size <= USABLE - 35:
        return size
    least = (USABLE - 12) * 32 // 255 - 23
    wanted = least + (size - least) % (USABLE - 4)
    return wanted if wanted <= USABLE - 35 else least


def _values(record: bytes) -> tuple[Value, ...]:
    end, at = _varint(record, 0)
    kinds = []
    while at < end:
        kind, at = _varint(record, at)
        kinds.append(kind)
    values = []
    for kind in kinds:
        value, at = _value(record, at, kind)
        values.append(value)
    return tuple(values)


def _value(record: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind == 0:
        return None, at
    if kind in _FIXED:
        end = at + _FIXED[kind]
        return int.from_bytes(record[at:end], "big", signed=True), end
    if kind == 7:
        return struct.unpack(">d", record[at : at + 8])[0], at + 8
    if kind in (8, 9):
        return kind - 8, at
    if kind < 12:
        raise ValueError("reserved")
    end = at + (kind - 12) // 2
    if end > len(record):
        raise ValueError("longer than its record")
    return (record[at:end].decode() if kind % 2 else record[at:end]), end


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(at, at + 8):
        value = value << 7 | data[place] & 0x7F
        if data[place] < 0x80:
            return value, place + 1
    return value << 8 | data[at + 8], at + 9
