"""What an expression of a procedure may name, with its type: its fields and tables, parties, office, day, amounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kiosk.forms.elements import FieldKind, FieldSpec
from kiosk.forms.kinds import DATE, MONEY, NUMBER, PLACE, TABLE, TEXT, TIME, UNIT, YES_NO, Kind, Names, ValueType
from kiosk.forms.schema import ProcedureSpec

CARD: Mapping[str, ValueType] = {
    "full_name": TEXT,
    "birth_date": DATE,
    "sex": replace(TEXT, choices=frozenset({"male", "female", "unknown"})),
    "nationality": TEXT,
    "ethnicity": TEXT,
    "religion": TEXT,
    "origin": PLACE,
    "residence": PLACE,
    "id_number": TEXT,
    "old_id_number": TEXT,
    "issued": DATE,
    "expires": DATE,
}
"""What a card says of its holder (``domain.citizen.Citizen``), and a field may take from it."""

OFFICE: Mapping[str, ValueType] = {
    "name": TEXT,  # Ủy ban nhân dân xã Đồng Văn, tỉnh Tuyên Quang
    "short": TEXT,  # UBND xã Đồng Văn
    "place": TEXT,  # xã Đồng Văn, tỉnh Tuyên Quang
    "health_station": TEXT,
    "commune": UNIT,
    "province": UNIT,
}

CHANNELS = ("counter", "kiosk", "online", "post")

CONSENTS = ("card", "notify", "process")

_OF_KIND: Mapping[FieldKind, ValueType] = {
    FieldKind.DATE: DATE,
    FieldKind.PARTIAL_DATE: DATE,
    FieldKind.TIME: TIME,
    FieldKind.YES_NO: YES_NO,
    FieldKind.NUMBER: NUMBER,
    FieldKind.MONEY: MONEY,
    FieldKind.ADDRESS: PLACE,
}


def field_type(spec: FieldSpec) -> ValueType:
    if len(spec.range) == 2 and spec.type in (FieldKind.NUMBER, FieldKind.MONEY):
        return replace(_OF_KIND[spec.type], bounds=(spec.range[0], spec.range[1]))
    choices = frozenset(one.value for one in spec.choices) if spec.type is FieldKind.CHOICE else None
    return _OF_KIND.get(spec.type) or ValueType(Kind.TEXT, choices or None)


def names_of(spec: ProcedureSpec) -> Names:
    """Outside a table's rows: its fields are columns."""
    return dict(_names(spec))


def row_names(spec: ProcedureSpec, table: str) -> Names:
    """Inside the rows of ``table``: its fields are those of the row."""
    names = dict(_names(spec))
    for group in spec.groups:
        if group.key == table:
            names |= {f"{table}.{one.key}": field_type(one) for one in group.fields}
    return names


def _names(spec: ProcedureSpec) -> Iterator[tuple[str, ValueType]]:
    yield "today", DATE
    yield "channel", ValueType(Kind.TEXT, frozenset(CHANNELS))
    yield from ((f"office.{name}", kind) for name, kind in OFFICE.items())
    yield from ((f"consent.{name}", YES_NO) for name in CONSENTS)
    yield from ((f"amount.{one.key}", MONEY) for one in spec.amounts)
    for party in spec.parties:
        yield f"party.{party.key}.present", YES_NO
        yield f"party.{party.key}.by_chip", YES_NO
        yield f"party.{party.key}.consent", YES_NO
        yield from ((f"party.{party.key}.{name}", kind) for name, kind in CARD.items())
    for group in spec.groups:
        if group.repeat is not None:
            yield group.key, TABLE
        for one in group.fields:
            inner = field_type(one)
            yield f"{group.key}.{one.key}", ValueType(Kind.COLUMN, inner=inner) if group.repeat else inner
