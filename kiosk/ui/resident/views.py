"""What the screens are given: plain, frozen, ready to be painted. ``field_views`` makes those of a form's page.

Words of the procedure come as its own ``Text`` (by language), so that a screen can follow the language by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from kiosk.domain.appointment_slots import SlotDay
from kiosk.domain.charges import FeeCharge
from kiosk.domain.checks import Level, parse_date
from kiosk.domain.form import FormContext, FormState, Origin
from kiosk.domain.name_parts import NameParts
from kiosk.domain.procedure import FieldType, FormField, FormPage, Text
from kiosk.domain.submission import Sync
from kiosk.services.places import PlaceFound
from kiosk.ui.filed_words import HalfDayChosen

_PARENTS_AGE = timedelta(days=30 * 365)
"""So far back lies the page of years on which the birth of a grown person is looked for first."""


class PlaceFinder(Protocol):
    """Communes of today, for an address."""

    def search(self, text: str, most: int) -> Sequence[PlaceFound]: ...

    def line(self, unit: str, detail: str, old: str = "") -> str: ...

    def read(self, text: str) -> tuple[PlaceFound, str] | None: ...


@dataclass(frozen=True)
class FieldView:
    """One field of a page: the sheet's line, what may be chosen, and what follows from the answer."""

    field: FormField
    options: tuple[str, ...] = ()  # of a list, all of them
    suggestions: tuple[str, ...] = ()  # one-touch answers, without doubles
    names: NameParts | None = None  # of a name: what the syllable at the caret may become with one touch
    locked: bool = False  # from the chip: shown, not asked
    words: str = ""  # the date as the sheet spells it out
    remark: Text | None = None  # a kind sentence that follows from a date; taken all the same
    latest: date = date(2000, 1, 1)  # the last day that may be picked
    slots: tuple[SlotDay, ...] = ()  # of an appointment: the days that come
    near: date | None = None  # a day whose year is on the first page; left out: the last
    price: int = 0  # đồng for each one, of a number that is paid for
    places: PlaceFinder | None = None  # of an address; without it a line is written


@dataclass(frozen=True)
class KnownFact:
    """Something that need not be asked any more, shown beneath the question."""

    label: Text
    value: str
    from_card: bool = True


@dataclass(frozen=True)
class NeedView:
    """One paper on the page that says what is needed. ``state``: photographed | have | shown | brought | looked-up |
    signed | blocks."""

    name: Text
    note: Text
    picture: str  # RequiredDocument.picture
    state: str


@dataclass(frozen=True)
class ReviewLine:
    """One answer as it is filed, or one paper. ``key`` of the field or of the paper."""

    key: str
    label: Text
    value: str
    from_card: bool = False
    can_edit: bool = True


@dataclass(frozen=True)
class ReviewFold:
    """One part of all that is filed, to be opened. ``summary`` is what is said of it while it is closed."""

    key: str
    icon: str
    label: Text
    summary: str
    lines: tuple[ReviewLine, ...] = ()
    paper: bool = False
    fallen: tuple[Text, ...] = ()  # questions that an answer has just made needless
    rows: int | None = None  # of a table: how many


@dataclass(frozen=True)
class ReceivedView:
    """What the last page and the slip say. Moments are aware, in the office's zone."""

    code: str
    receipt: str  # the text of the QR
    procedure: Text
    subject: str
    filed_at: datetime
    due_at: datetime | None  # None: the kiosk does not know the day; the officer says
    sync: Sync = Sync.QUEUED
    official: str = ""
    can_print: bool = True
    applicant: str = ""
    name: str = ""  # what the person is called by; empty without a card
    documents: tuple[tuple[Text, int], ...] = ()  # name and pages
    notify: bool = False
    answer: bool = False  # an answer to the office, not a filing
    another: Text | None = None  # what offers a second filing with what may be kept of this one
    nothing_back: bool = False  # nothing is given back: there is no day to come
    order: bool = False  # for the counter of this office alone: it is done there, at once
    charges: tuple[FeeCharge, ...] = ()  # what is owed, as far as it is known here
    half_day: HalfDayChosen | None = None
    linked: tuple[tuple[Text, str], ...] = ()  # what was asked for together with it: name, and a code of its own
    place: str = ""  # where the result is given back, by its official name
    way: Text | None = None  # how it comes to who chose not to fetch it; None: it is fetched there
    fee_settled: bool = False  # the office has seen all that was owed


def field_views(
    filling: FormState,
    page: FormPage,
    context: FormContext,
    values_of: Callable[[str], Sequence[str]],
    places: PlaceFinder | None = None,
) -> tuple[FieldView, ...]:
    """The shown fields of ``page``, in its order."""
    fields = (filling.procedure.field(key) for key in page.fields)
    views = (_view(filling, item, context, values_of) for item in fields if filling.shown(item))
    return tuple(replace(one, places=places) if one.field.type is FieldType.ADDRESS else one for one in views)


def _view(
    filling: FormState, item: FormField, context: FormContext, values_of: Callable[[str], Sequence[str]]
) -> FieldView:
    day = parse_date(filling.value(item.key)) if item.type is FieldType.DATE else None
    half_known = item.type is FieldType.YEAR_OR_DATE
    remark = [one.text for one in filling.problems(context, (item.key,)) if one.level is Level.TELL] if day else []
    return FieldView(
        field=item,
        options=tuple(values_of(item.values_of)) if item.values_of else (),
        suggestions=filling.suggestions(item, context),
        names=_names(filling.families(item, context), values_of) if item.type is FieldType.NAME else None,
        locked=filling.origin(item.key) is Origin.CARD,
        words=filling.value(item.spelled) if day and item.spelled else "",
        remark=remark[0] if remark else None,
        latest=context.today if item.not_future and context.day_is_sure else date(context.today.year + 20, 12, 31),
        near=context.today - _PARENTS_AGE if half_known and item.born else context.today,
        price=_price(filling, item),
    )


def _price(filling: FormState, item: FormField) -> int:
    """What one of it costs. Asked of what is counted alone: the charges look at the whole form three times over."""
    if item.type is not FieldType.NUMBER:
        return 0
    return sum(one.each or 0 for one in filling.charges() if one.counted == item.key)


def _names(families: tuple[str, ...], values_of: Callable[[str], Sequence[str]]) -> NameParts:
    return NameParts(families, tuple(values_of("family_names")), tuple(values_of("name_syllables")))
