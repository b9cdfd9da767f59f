"""What the screens are given: plain, frozen, ready to be painted. ``field_views`` makes those of a form's page.

Words of the procedure come as its own ``Text`` (by language), so that a screen can follow the language by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.domain.checks import parse_date
from kiosk.domain.form import FormContext, FormState, Origin
from kiosk.domain.procedure import FieldType, FormField, FormPage, Text
from kiosk.domain.submission import Sync


@dataclass(frozen=True)
class FieldView:
    """One field of a page: the sheet's line, what may be chosen, and what follows from the answer."""

    field: FormField
    options: tuple[str, ...] = ()  # of a list, all of them
    suggestions: tuple[str, ...] = ()  # one-touch answers, without doubles
    locked: bool = False  # from the chip: shown, not asked
    words: str = ""  # the date as the sheet spells it out
    late: bool = False  # longer ago than the rule wishes; taken all the same
    latest: date = date(2000, 1, 1)  # the last day that may be picked
    price: int = 0  # đồng for each one, of a number that is paid for


@dataclass(frozen=True)
class KnownFact:
    """Something that need not be asked any more, shown beneath the question."""

    label: Text
    value: str
    from_card: bool = True


@dataclass(frozen=True)
class NeedView:
    """One paper on the page that says what is needed. ``state``: photograph | have | lookup."""

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


def field_views(
    filling: FormState, page: FormPage, context: FormContext, values_of: Callable[[str], Sequence[str]]
) -> tuple[FieldView, ...]:
    """The shown fields of ``page``, in its order."""
    fields = (filling.procedure.field(key) for key in page.fields)
    return tuple(_view(filling, item, context, values_of) for item in fields if filling.shown(item))


def _view(
    filling: FormState, item: FormField, context: FormContext, values_of: Callable[[str], Sequence[str]]
) -> FieldView:
    day = parse_date(filling.value(item.key)) if item.type is FieldType.DATE else None
    late = bool(day and item.late_after_days and (context.today - day).days > item.late_after_days)
    return FieldView(
        field=item,
        options=tuple(values_of(item.values_of)) if item.values_of else (),
        suggestions=filling.suggestions(item, context),
        locked=filling.origin(item.key) is Origin.CARD,
        words=filling.value(item.spelled) if day and item.spelled else "",
        late=late,
        latest=context.today if item.not_future and context.day_is_sure else date(context.today.year + 20, 12, 31),
        price=sum(fee.amount for fee in filling.procedure.fees if fee.per == item.key),
    )
