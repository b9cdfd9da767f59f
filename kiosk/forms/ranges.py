"""What is looked at of a field's range: the least and the most that a number may be."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.forms.elements import FieldKind, FieldSpec
from kiosk.forms.slips import Slip


def range_slips(one: FieldSpec) -> Iterator[Slip]:
    """Two bounds in their order, of a number alone."""
    if one.range and (len(one.range) != 2 or one.range[0] > one.range[1]):
        yield Slip(one.place, "range-reversed", {"least": one.range[0], "most": one.range[-1]})
    if one.range and one.type not in (FieldKind.NUMBER, FieldKind.MONEY):
        yield Slip(one.place, "range-of-no-number", {"key": one.key})
