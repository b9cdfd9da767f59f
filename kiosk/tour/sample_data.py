"""What a golden filing says, for a hand: its people with their cards, and how each answer is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.devices.simulated.person import Person
from kiosk.domain.citizen import Sex
from kiosk.domain.form import ChosenPlace, Rows
from kiosk.domain.half_known_date import HalfKnownDate
from kiosk.domain.procedure import FieldType, FormField, row_key, row_place
from kiosk.forms.answers import Answer as SheetAnswer
from kiosk.forms.answers import AnswerOrigin
from kiosk.forms.quantities import Place
from kiosk.forms.samples import received_at, sample_form, whole_sample
from kiosk.procedures.kiosk_form import VersionEngine
from kiosk.tour.answers import Answer, Choose, Count, Date, Type


@dataclass(frozen=True)
class SampleVisit:
    """Who stands there and agrees that their card is read (by party, the first is the visitor), and what they answer,
    by field, as a form writes it."""

    sample: str
    received: datetime  # the day and hour on which it takes place
    people: Mapping[str, Person]
    given: Mapping[str, str]
    rows: Mapping[str, Rows] = field(default_factory=dict)  # of tables
    places: Mapping[str, ChosenPlace] = field(default_factory=dict)  # addresses by their commune
    unwilling: frozenset[str] = frozenset()  # parties who stand there and do not let their card be read
    cardless: frozenset[str] = frozenset()  # parties who would, and have none that can be: a passport

    def text_of(self, key: str) -> str:
        """What is answered there, as a form writes it; of a row, in that row. Empty: nothing."""
        place = row_place(key)
        if place is None:
            return self.given.get(key, "")
        table, number, name = place
        rows = self.rows.get(table, ())
        return rows[number][name]["value"] if number < len(rows) and name in rows[number] else ""


def sample_visit(engine: VersionEngine, key: str) -> SampleVisit:
    """The golden filing of that name, or the first. KeyError where there is none."""
    samples = {one.key: one for one in engine.version.samples}
    sample = whole_sample(engine.version, samples[key] if key else engine.version.samples[0])
    willing = {party: card for party, card in sample.parties.items() if card.get("consent", True)}
    people = {party: _person(card) for party, card in willing.items() if card.get("by_chip", True)}
    form = sample_form(engine.version, sample)
    given = {name: answer.text for name, answer in form.given.items()}
    rows = {name: answer.value for name, answer in form.given.items() if isinstance(answer.value, tuple)}
    single = {**form.given, **_by_place(rows)}
    places = {name: answer.value for name, answer in single.items() if isinstance(answer.value, Place)}
    chosen = {name: ChosenPlace(one.unit, one.detail, one.old) for name, one in places.items() if one.unit}
    for name, answer in form.case.answers.items():  # what a card would have said, where there is none
        if answer.origin is AnswerOrigin.REMEMBERED:
            given.setdefault(name, answer.text)
    tables = {name: [_row(row) for row in one] for name, one in rows.items()}
    unwilling, cardless = sample.parties.keys() - willing.keys(), willing.keys() - people.keys()
    received = received_at(engine.version, sample)
    return SampleVisit(sample.key, received, people, given, tables, chosen, frozenset(unwilling), frozenset(cardless))


def _by_place(tables: Mapping[str, Sequence[Mapping[str, SheetAnswer]]]) -> dict[str, SheetAnswer]:
    """Each answer of a row by its own key."""
    return {
        row_key(table, number, name): answer
        for table, rows in tables.items()
        for number, row in enumerate(rows)
        for name, answer in row.items()
    }


def _row(row: Mapping[str, SheetAnswer]) -> dict[str, dict[str, str]]:
    return {name: {"value": answer.text, "origin": "typed"} for name, answer in row.items()}


def _person(card: Mapping[str, object]) -> Person:
    """With all of the card that a made-up one can hold."""
    plain = {name: one for name, one in card.items() if isinstance(one, str)}
    birth, issued = card.get("birth_date"), card.get("issued", date(2024, 8, 5))
    assert isinstance(birth, date) and isinstance(issued, date)
    return Person(
        id_number=plain.pop("id_number"),
        full_name=plain.pop("full_name").title(),
        birth_date=birth,
        sex=Sex(plain.pop("sex", "unknown")),
        issued=issued,
        ethnicity=plain.pop("ethnicity", "Kinh"),
        religion=plain.get("religion", ""),
        origin=plain.get("origin", ""),
        residence=plain.get("residence", ""),
        old_id_number=plain.get("old_id_number", ""),
    )


def answer_by_hand(item: FormField, text: str) -> Answer | None:
    match item.type:
        case FieldType.CHOICE | FieldType.LIST:
            return Choose(item.key, text)
        case FieldType.DATE | FieldType.YEAR_OR_DATE:
            known = HalfKnownDate.parse(text)
            return Date(item.key, known) if known else None
        case FieldType.NUMBER:
            return Count(item.key, int(text))
        case FieldType.PHONE:
            return Type(item.key, text.replace(" ", ""))
        case FieldType.NAME:
            return Type(item.key, text.lower())
        case _:
            # of a shaped number, what stands between its figures comes by itself
            return Type(item.key, "".join(mark for mark in text if mark.isdecimal()) if item.shape else text)
