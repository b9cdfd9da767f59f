"""BER-TLV as ISO/IEC 7816-4 §5.2.2 and ITU-T X.690 have it: definite lengths only, at most four length bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.errors import GroupUnreadable

_CONSTRUCTED = 0x20
_MAX_DEPTH = 32


class Malformed(GroupUnreadable):
    """These bytes are no TLV, or not the one that was expected."""


@dataclass(frozen=True)
class TlvHeader:
    """The first bytes of a data object. ``size`` is the header's own length, ``length`` the value's, both in bytes."""

    tag: int
    size: int
    length: int

    @property
    def total(self) -> int:
        return self.size + self.length


@dataclass(frozen=True)
class TlvNode:
    """One data object. ``tag`` holds all tag bytes as one number: 0x7F61, 0x30."""

    tag: int
    value: bytes

    @property
    def constructed(self) -> bool:
        first = self.tag
        while first > 0xFF:
            first >>= 8
        return bool(first & _CONSTRUCTED)

    def children(self) -> tuple[TlvNode, ...]:
        return parse(self.value)

    def child(self, tag: int) -> TlvNode:
        """The first child with this tag. Raises Malformed if there is none."""
        return find(self.value, tag)


def read_header(data: bytes, offset: int = 0) -> TlvHeader:
    """Tag and length at ``offset``. Raises Malformed when they are cut off or indefinite."""
    try:
        tag, position = _tag(data, offset)
        length, position = _length(data, position)
    except IndexError:
        raise Malformed("a header is cut off") from None
    return TlvHeader(tag, position - offset, length)


def _tag(data: bytes, position: int) -> tuple[int, int]:
    tag = data[position]
    position += 1
    if tag & 0x1F != 0x1F:
        return tag, position
    for _ in range(3):
        byte = data[position]
        position += 1
        tag = tag << 8 | byte
        if not byte & 0x80:
            return tag, position
    raise Malformed("a tag of more than four bytes")


def _length(data: bytes, position: int) -> tuple[int, int]:
    first = data[position]
    position += 1
    if first < 0x80:
        return first, position
    count = first & 0x7F
    if not 1 <= count <= 4:
        raise Malformed(f"length byte {first:02X}")
    if position + count > len(data):
        raise IndexError
    return int.from_bytes(data[position : position + count], "big"), position + count


def walk(data: bytes) -> Iterator[TlvNode]:
    """The data objects side by side in ``data``. Raises Malformed when the last one is cut off."""
    offset = 0
    while offset < len(data):
        header = read_header(data, offset)
        start, offset = offset + header.size, offset + header.total
        if offset > len(data):
            raise Malformed(f"tag {header.tag:X} is cut off")
        yield TlvNode(header.tag, data[start:offset])


def parse(data: bytes) -> tuple[TlvNode, ...]:
    return tuple(walk(data))


def without(data: bytes, tag: int) -> bytes:
    """The data objects side by side in ``data`` but those with this tag, byte by byte as they stand there.

    A checksum covers what was sent, also where a length takes more bytes than it needs (ISO/IEC 7816-4 §5.2.2.2).
    """
    left, offset = bytearray(), 0
    while offset < len(data):
        header = read_header(data, offset)
        if header.tag != tag:
            left += data[offset : offset + header.total]
        offset += header.total
    return bytes(left)


def only(data: bytes, tag: int) -> TlvNode:
    """The data object that ``data`` begins with, which must have this tag; what follows it is padding."""
    header = read_header(data)
    if header.tag != tag:
        raise Malformed(f"tag {header.tag:X} instead of {tag:X}")
    if header.total > len(data):
        raise Malformed(f"tag {tag:X} is cut off")
    return TlvNode(tag, data[header.size : header.total])


def find(data: bytes, tag: int) -> TlvNode:
    """The first data object with this tag side by side in ``data``. Raises Malformed if there is none."""
    for node in walk(data):
        if node.tag == tag:
            return node
    raise Malformed(f"no tag {tag:X}")


def leaves(node: TlvNode, depth: int = 0) -> Iterator[TlvNode]:
    """The primitive data objects at and below ``node``, in order."""
    if not node.constructed:
        yield node
        return
    if depth >= _MAX_DEPTH:
        raise Malformed("nested too deeply")
    for child in walk(node.value):
        yield from leaves(child, depth + 1)


def encode(tag: int, *values: bytes) -> bytes:
    """One data object over the joined ``values``."""
    value = b"".join(values)
    return tag.to_bytes((tag.bit_length() + 7) // 8 or 1, "big") + encode_length(len(value)) + value


def encode_length(length: int) -> bytes:
    if length < 0x80:
        return bytes((length,))
    body = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((0x80 | len(body),)) + body
