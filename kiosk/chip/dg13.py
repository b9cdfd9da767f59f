"""DG13: what the Vietnamese card says beyond the MRZ. No public specification: the layout is the one cards have shown.

    6D { SEQUENCE { INTEGER 1, OID 1.0.10646.1.0.8 (UTF-8), SET OF SEQUENCE { INTEGER n, value } } }

Read as DER of any shape: fields in any order, any of them missing, unknown numbers kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kiosk.chip import tlv
from kiosk.chip.tlv import Malformed, TlvNode

_SEQUENCE, _SET, _INTEGER = 0x30, 0x31, 0x02
_TEXT = {0x0C: "utf-8", 0x13: "utf-8", 0x12: "ascii", 0x16: "ascii", 0x1E: "utf-16-be", 0x04: "utf-8"}
_TEXT_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)


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
    """The texts of DG13 by field number, in the order they stand there. What a card lacks reads as empty."""

    fields: Mapping[int, tuple[str, ...]] = field(repr=False)

    def text(self, number: int) -> str:
        texts = self.fields.get(number, ())
        return texts[0] if texts else ""

    def date(self, number: int) -> date | None:
        """The date in a field; None where it holds words instead, such as "Không thời hạn"."""
        found = _TEXT_DATE.fullmatch(self.text(number))
        if not found:
            return None
        day, month, year = map(int, found.groups())
        try:
            return date(year, month, day)
        except ValueError:
            return None

    @property
    def expires_words(self) -> str:
        return "" if self.date(Dg13Field.EXPIRES) else self.text(Dg13Field.EXPIRES)

    @property
    def father(self) -> str:
        return self.text(Dg13Field.PARENTS)

    @property
    def mother(self) -> str:
        parents = self.fields.get(Dg13Field.PARENTS, ())
        return parents[1] if len(parents) > 1 else ""

    @property
    def spouse(self) -> str:
        return self.text(Dg13Field.SPOUSE)


def parse(data: bytes) -> NationalData:
    """Raises Malformed when this is no such structure, as when an authority has encrypted it."""
    body = tlv.only(data, 0x6D).child(_SEQUENCE)
    fields = dict(_field(item) for item in _items(body))
    if not fields:
        raise Malformed("DG13 holds no fields")
    return NationalData(fields)


def _items(body: TlvNode) -> list[TlvNode]:
    """The numbered sequences: inside a SET, or, should an issuer write it so, a SEQUENCE."""
    for node in body.children():
        if node.tag in (_SET, _SEQUENCE):
            return [item for item in node.children() if item.tag == _SEQUENCE]
    raise Malformed("DG13 holds no set of fields")


def _field(item: TlvNode) -> tuple[int, tuple[str, ...]]:
    """Number and texts. Nesting does not matter: the parents come in one inner sequence, or in two side by side."""
    children = item.children()
    if not children or children[0].tag != _INTEGER or not 1 <= len(children[0].value) <= 4:
        raise Malformed("a field of DG13 without its number")
    texts = tuple(_text(leaf) for value in children[1:] for leaf in tlv.leaves(value))
    return int.from_bytes(children[0].value, "big"), texts


def _text(leaf: TlvNode) -> str:
    try:
        return leaf.value.decode(_TEXT.get(leaf.tag, "utf-8")).strip()
    except UnicodeDecodeError as error:
        raise Malformed("a text of DG13 in an unknown encoding") from error
