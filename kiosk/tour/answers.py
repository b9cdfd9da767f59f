"""What the tour answers on each page of a form: made-up people, as on the made-up birth notice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.domain.half_known_date import HalfKnownDate


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
    """Touch a one-touch answer of a field: the one that says ``text``, or the first."""

    field: str
    text: str = ""


@dataclass(frozen=True)
class Commune:
    """Find a commune by the letters of its name, and type what stands before it."""

    field: str
    unit: str  # its code
    name: str  # as one looks for it
    detail: str = ""


@dataclass(frozen=True)
class Date:
    field: str
    day: date | HalfKnownDate


@dataclass(frozen=True)
class Count:
    """Touch plus until the number stands there."""

    field: str
    number: int


@dataclass(frozen=True)
class HalfDay:
    """Touch a half of a day; the first that can be had where that one cannot."""

    field: str
    day: str  # dd/mm/yyyy
    half: str


@dataclass(frozen=True)
class Leave:
    """Go on without answering: nothing on this page is required."""


Answer = Choose | Type | Suggested | Commune | Date | Count | HalfDay | Leave

BIRTH: Mapping[str, tuple[Answer, ...]] = {
    "relation": (Choose("requester.relation", "grandparent"),),
    "child-name": (Type("child.name", "sùng minh khuê"),),
    "child-birth": (Date("child.birth_date", date(2026, 11, 18)),),
    "child-sex": (Choose("child.sex", "female"),),
    "parents": (Choose("child.parents_known", "1"),),
    "married": (Choose("marriage.registered", "yes"),),
    "birth-at": (Choose("child.birth_at", "facility"),),
    "birth-facility": (Suggested("child.birth_facility"),),
    "child-place": (Suggested("child.birth_place"),),
    "e-notice": (Choose("child.e_notice", "no"),),
    "notice": (Type("child.notice", "000310899926"),),
    "rare": (Leave(),),
    "mother-name": (Type("mother.name", "giàng thị say"),),
    "mother": (Date("mother.birth", HalfKnownDate(1999)), Choose("mother.ethnicity", "Mông")),
    "mother-home": (Suggested("mother.residence"),),
    "mother-paper": (Leave(),),
    "father-name": (Type("father.name", "sùng mí lử"),),
    "father": (Date("father.birth", HalfKnownDate(1996)), Choose("father.ethnicity", "Mông")),
    "father-home": (Suggested("father.residence"),),
    "father-paper": (Leave(),),
    "child-ethnicity": (Choose("child.ethnicity", "Mông"),),
    "child-hometown": (Suggested("child.hometown"),),
    "marriage": (Leave(),),
    "linked": (Choose("child.linked", "yes"),),
    "linked-card": (Choose("child.linked_card", "no"),),
    "copies": (Choose("copies.wanted", "yes"),),
    "copies-count": (Count("copies.count", 2),),
    "phone": (Type("requester.phone", "0912345678"),),
}

FORMS: Mapping[str, Mapping[str, tuple[Answer, ...]]] = {"1.001193": BIRTH}
