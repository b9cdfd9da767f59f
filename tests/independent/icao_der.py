"""DER and BER as far as a chip card needs them, written from ITU-T X.690. Shares no code with the reader under test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime


def length(size: int) -> bytes:
    if size < 0x80:
        return bytes([size])
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 + len(octets)]) + octets


def tlv(tag: int, *parts: bytes) -> bytes:
    value = b"".join(parts)
    return tag.to_bytes(max(1, (tag.bit_length() + 7) // 8), "big") + length(len(value)) + value


def long_form(tag: int, value: bytes) -> bytes:
    """One more length octet than needed: no DER, and allowed by ISO/IEC 7816-4."""
    octets = len(value).to_bytes(2, "big")
    return tag.to_bytes(max(1, (tag.bit_length() + 7) // 8), "big") + b"\x82" + octets + value


def indefinite(tag: int, *parts: bytes) -> bytes:
    return tag.to_bytes(max(1, (tag.bit_length() + 7) // 8), "big") + b"\x80" + b"".join(parts) + b"\0\0"


def seq(*parts: bytes) -> bytes:
    return tlv(0x30, *parts)


def set_of(*parts: bytes) -> bytes:
    return tlv(0x31, *sorted(parts))


def integer(value: int) -> bytes:
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def octets(value: bytes) -> bytes:
    return tlv(0x04, value)


def bits(value: bytes, unused: int = 0) -> bytes:
    return tlv(0x03, bytes([unused]), value)


def oid_value(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    return b"".join(map(_base128, [first * 40 + second, *rest]))


def oid(dotted: str) -> bytes:
    return tlv(0x06, oid_value(dotted))


def _base128(number: int) -> bytes:
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(number & 0x7F | 0x80)
    return bytes(reversed(groups))


def utc_time(moment: datetime) -> bytes:
    return tlv(0x17, moment.strftime("%y%m%d%H%M%SZ").encode())


def walk(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Tag, value and whole of each object side by side. ValueError where they do not add up."""
    at = 0
    while at < len(data):
        start, tag = at, data[at]
        at += 1
        if tag & 0x1F == 0x1F:
            while True:
                tag = tag << 8 | data[at]
                at += 1
                if not data[at - 1] & 0x80:
                    break
        size = data[at]
        at += 1
        if size & 0x80:
            count = size & 0x7F
            size = int.from_bytes(data[at : at + count], "big")
            at += count
        if at + size > len(data):
            raise ValueError("cut off")
        yield tag, data[at : at + size], data[start : at + size]
        at += size


def objects(data: bytes) -> dict[int, bytes]:
    return {tag: value for tag, value, _ in walk(data)}
