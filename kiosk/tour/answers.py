"""What the tour answers on each page of a form: made-up people, as on the made-up birth notice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Choose:
    """Touch the tile of one choice. ``value`` of a choice field, or an entry of a list."""

    field: str
    value: str


@dataclass(frozen=True)
class Type:
    """Touch the keys of a text. What the field offers with one touch is taken instead if ``suggested``."""

    field: str
    text: str


@dataclass(frozen=True)
class Suggested:
    """Touch the first one-touch answer of a field."""

    field: str


@dataclass(frozen=True)
class Date:
    field: str
    day: date


@dataclass(frozen=True)
class Count:
    """Touch plus until the number stands there."""

    field: str
    number: int


@dataclass(frozen=True)
class Leave:
    """Go on without answering: nothing on this page is required."""


Answer = Choose | Type | Suggested | Date | Count | Leave

BIRTH: Mapping[str, tuple[Answer, ...]] = {
    "relation": (Choose("requester.relation", "grandparent"),),
    "child-name": (Type("child.name", "sùng minh khuê"),),
    "child-birth": (Date("child.birth_date", date(2026, 11, 18)),),
    "child-sex": (Choose("child.sex", "female"),),
    "child-place": (Suggested("child.birth_place"),),
    "parents": (Choose("child.parents_known", "1"),),
    "mother-name": (Type("mother.name", "giàng thị say"),),
    "mother": (Type("mother.birth", "1999"), Choose("mother.ethnicity", "Mông"), Suggested("mother.residence")),
    "father-name": (Type("father.name", "sùng mí lử"),),
    "father": (Leave(),),
    "child-roots": (Suggested("child.ethnicity"), Suggested("child.hometown")),
    "married": (Choose("marriage.registered", "yes"),),
    "marriage": (Leave(),),
    "copies": (Choose("copies.wanted", "yes"),),
    "copies-count": (Count("copies.count", 2),),
    "phone": (Type("requester.phone", "0912345678"),),
}

FORMS: Mapping[str, Mapping[str, tuple[Answer, ...]]] = {"1.001193": BIRTH}
