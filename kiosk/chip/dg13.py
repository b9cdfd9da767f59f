"""DG13: what the Vietnamese card says beyond the MRZ. No public specification: the layout is the one cards have shown.

    6D { SEQUENCE { INTEGER 1, OID 1.0.10646.1.0.8 (UTF-8), SET OF SEQUENCE { INTEGER n, value } } }

Read as DER of any shape: fields in any order, any of them missing, unknown numbers kept. A field that cannot be read
loses itself and no other: it is named, and a name in it is never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from kiosk.chip import dates, tlv
from kiosk.chip.dates import PartialDate
from kiosk.chip.tlv import Malformed, TlvNode

_SEQUENCE, _SET, _INTEGER, _ENUMERATED = 0x30, 0x31, 0x02, 0x0A
_ENCODINGS = {0x1E: "utf-16-be", 0x1C: "utf-32-be"}
"""What the tag says of the bytes; all others are UTF-8, of which ASCII is a part."""

_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_UTC_TIME, _GENERALIZED_TIME = 0x17, 0x18
_FATHER, _MOTHER = (0xA0, 0x80), (0xA1, 0x81)
"""Tags that say whose name it is, should an issuer use them."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ID_DIGITS = 12

_MOST_NODES = 200
"""Fields that are looked at, and objects in one of them."""

_LONGEST_TEXT = 2000
"""Bytes. The longest address takes a few hundred; what is longer is none, and would be laid out on a screen."""


class Dg13Field:
    """The numbers of the fields."""

    ID_NUMBER = 1
    FULL_NAME = 2
    BIRTH = 3
    SEX = 4
    NATIONALITY = 5
    ETHNICITY = 6
    RELIGION = 7
    ORIGIN = 8
    RESIDENCE = 9
    MARKS = 10
    ISSUED = 11
    EXPIRES = 12
    PARENTS = 13
    SPOUSE = 14
    OLD_ID_NUMBER = 15


@dataclass(frozen=True)
class NationalData:
    """The texts of DG13 by field number, in the order they stand there. What a card lacks reads as empty.

    ``father``, ``mother`` and ``parent``: a single name that nothing says to be father's or mother's is a parent's.
    ``unreadable``: fields that are there and could not be read. Number 0: texts of fields that have none.
    """

    fields: Mapping[int, tuple[str, ...]] = field(repr=False)
    father: str = field(default="", repr=False)
    mother: str = field(default="", repr=False)
    parent: str = field(default="", repr=False)
    unreadable: tuple[int, ...] = ()

    def text(self, number: int) -> str:
        """The first text of a field that says something."""
        return next((text for text in self.fields.get(number, ()) if text), "")

    def date(self, number: int) -> date | None:
        """The date in a field; None where it holds words instead, such as "Không thời hạn", or a part of a date."""
        known = self.partial(number)
        return known.whole if known else None

    def partial(self, number: int) -> PartialDate | None:
        """As much of a date as the field knows."""
        return dates.of_text(self.text(number))

    @property
    def expires_words(self) -> str:
        return "" if self.date(Dg13Field.EXPIRES) else self.text(Dg13Field.EXPIRES)

    @property
    def spouse(self) -> str:
        return self.text(Dg13Field.SPOUSE)


def parse(data: bytes) -> NationalData:
    """Raises Malformed when this is no such structure at all, as when an authority has encrypted it."""
    body = tlv.only(data, 0x6D).child(_SEQUENCE)
    fields: dict[int, tuple[str, ...]] = {}
    unreadable: list[int] = []
    parents: tuple[str, str, str] = ("", "", "")
    for number, values in _items(body):
        try:
            texts = tuple(_text(leaf, number) for value in values for leaf in tlv.leaves(value))
            parents = _parents(values) if number == Dg13Field.PARENTS else parents
        except Malformed:
            unreadable.append(number)
        else:
            fields[number] = fields.get(number, ()) + texts
    if not fields:
        raise Malformed("DG13 holds no fields")
    return NationalData(fields, *parents, tuple(unreadable))


def _items(body: TlvNode) -> Iterator[tuple[int, tuple[TlvNode, ...]]]:
    """Number and values of each field: inside a SET, or, should an issuer write it so, a SEQUENCE."""
    for node in _sound(body.value):
        if node.tag in (_SET, _SEQUENCE):
            for item in _sound(node.value):
                yield _numbered(item)
            return
    raise Malformed("DG13 holds no set of fields")


def _sound(data: bytes) -> Iterator[TlvNode]:
    """The objects side by side up to one that is cut off."""
    nodes = tlv.walk(data)
    for _ in range(_MOST_NODES):
        try:
            yield next(nodes)
        except (Malformed, StopIteration):
            return


def _numbered(item: TlvNode) -> tuple[int, tuple[TlvNode, ...]]:
    """A field without a number keeps its texts under 0; one whose inside is cut off keeps what stands before that."""
    children = tuple(_sound(item.value)) if item.constructed else (item,)
    if not children or children[0].tag not in (_INTEGER, _ENUMERATED) or not 1 <= len(children[0].value) <= 4:
        return 0, children
    known = sum(len(node.value) for node in children) <= len(item.value)
    broken = () if known and _whole(item.value) else (TlvNode(0x0C, b"\xff"),)
    return int.from_bytes(children[0].value, "big"), (*children[1:], *broken)


def _whole(data: bytes) -> bool:
    try:
        tlv.parse(data)
    except Malformed:
        return False
    return True


def _parents(values: tuple[TlvNode, ...]) -> tuple[str, str, str]:
    """Father, mother, and a parent of whom nothing says which.

    By their tags where these say it; else both places must be there, one of them empty or not: two sequences side by
    side, or one inner sequence. A single name is never made a father's by standing first.
    """
    places = values[0].children() if len(values) == 1 and values[0].constructed else values
    by_tag = {node.tag: _first_text(node) for node in places}
    father = next((by_tag[tag] for tag in _FATHER if tag in by_tag), "")
    mother = next((by_tag[tag] for tag in _MOTHER if tag in by_tag), "")
    if father or mother:
        return father, mother, ""
    names = [_first_text(node) for node in places]
    if len(names) == 2:
        return names[0], names[1], ""
    return "", "", next((name for name in names if name), "")


def _first_text(node: TlvNode) -> str:
    return next((text for leaf in tlv.leaves(node) if (text := _text(leaf, Dg13Field.PARENTS))), "")


def _text(leaf: TlvNode, number: int) -> str:
    """The text of a primitive object, in composed letters (NFC). Raises Malformed for bytes in no encoding we know."""
    if leaf.tag == _INTEGER and len(leaf.value) <= 16:
        digits = str(int.from_bytes(leaf.value, "big"))
        return digits.zfill(_ID_DIGITS) if number == Dg13Field.ID_NUMBER else digits
    if len(leaf.value) > _LONGEST_TEXT:
        raise Malformed(f"a text of DG13 of {len(leaf.value)} bytes")
    encoding = _ENCODINGS.get(leaf.tag) or _MARKS.get(leaf.value[:2], "utf-8")
    try:
        text = _CONTROL.sub(" ", leaf.value.decode(encoding))
    except UnicodeDecodeError as error:
        raise Malformed("a text of DG13 in an unknown encoding") from error
    text = unicodedata.normalize("NFC", text).strip()
    return _day(text, leaf.tag) if leaf.tag in (_UTC_TIME, _GENERALIZED_TIME) else text


def _day(text: str, tag: int) -> str:
    """A time as a day in words: 920517000000Z is 17/05/1992 (RFC 5280 §4.1.2.5.1)."""
    year = text[:4] if tag == _GENERALIZED_TIME else ("19" if text[:2] >= "50" else "20") + text[:2]
    rest = text[4:] if tag == _GENERALIZED_TIME else text[2:]
    return f"{rest[2:4]}/{rest[:2]}/{year}"
