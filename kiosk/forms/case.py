"""One case: what a form's answers come to, by the data of its procedure alone.

Relevance first, as in XForms (§4.3.4): what is not relevant counts as empty, and decides about nothing else. Then the
answer: what a chip says, what was answered, what another card knows, what follows, what stands there unless changed.
Everything is decided once, in the order of dependence, when a case is made; nothing here can fail on any answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from kiosk.domain.cleaning import cleaned
from kiosk.domain.half_known_date import HalfKnownDate
from kiosk.forms.answers import Answer, AnswerOrigin, AnswerValue, Row, plain_value, read
from kiosk.forms.effects import AmountRow, DatedAmount
from kiosk.forms.elements import FieldKind
from kiosk.forms.quantities import DayRange, NumberRange, Place, Rows, Unit, Value, day
from kiosk.forms.scope import Places
from kiosk.forms.sheet import ProcedureVersion, SheetField, SheetGroup

Answers = Mapping[str, Answer]
"""By field, GROUP.FIELD, or by table."""

CardData = Mapping[str, str]
"""What a card says, as a form writes it: dates dd/mm/yyyy, a half-known one as mm/yyyy or yyyy."""


class NoPlaces:
    """Where no administrative units are at hand, and no days off."""

    def province_of(self, unit: str) -> str:
        return ""

    def whole(self, place: Place, day: date) -> Place:
        return place

    def is_holiday(self, day: date) -> bool:
        return False


@dataclass(frozen=True)
class PartyPresence:
    """Who stands there as a party: what their card says, whether a chip said it, whether they agreed."""

    card: CardData = field(default_factory=dict)
    by_chip: bool = False
    consent: bool = True


@dataclass(frozen=True)
class Circumstances:
    """What a case draws on besides its answers. ``day_is_sure`` False: it is ``today`` at least."""

    today: date
    parties: Mapping[str, PartyPresence] = field(default_factory=dict)
    office: Mapping[str, str] = field(default_factory=dict)
    consents: Mapping[str, bool] = field(default_factory=dict)
    channel: str = "kiosk"
    day_is_sure: bool = True
    places: Places = field(default_factory=NoPlaces)

    @property
    def day_range(self) -> DayRange:
        return day(self.today) if self.day_is_sure else DayRange(self.today, date.max)


class FormCase:
    """A scope for expressions, and what of the sheet is there."""

    def __init__(self, version: ProcedureVersion, answers: Answers, context: Circumstances) -> None:
        self.version, self.context = version, context
        self.places = context.places
        self._given = answers
        self._today = context.day_range
        self._values: dict[str, Value] = {}
        self.answers: dict[str, Answer] = {}
        self.relevant: dict[str, bool] = {}
        for key in version.order:
            if key in version.tables:
                self._table(version.tables[key])
            else:
                self._field(version.by_key[key])

    # --- a scope ---

    def today(self) -> DayRange:
        return self._today

    def value(self, name: str) -> Value:  # noqa: PLR0911 - one a room
        if name in self._values:
            return self._values[name]
        room, _, rest = name.partition(".")
        match room:
            case "party":
                return self._of_party(rest)
            case "office":
                return self._of_office(rest)
            case "consent":
                return self.context.consents.get(rest, False)
            case "amount":
                return self._amount(rest)
            case "channel":
                return self.context.channel
            case _:
                return None

    def _of_party(self, rest: str) -> Value:
        key, _, name = rest.partition(".")
        party = self.context.parties.get(key)
        match name:
            case "present":
                return party is not None
            case "by_chip":
                return party is not None and party.by_chip
            case "consent":
                return party is not None and party.consent
            case _:
                text = party.card.get(name, "") if party else ""
                value = card_value(name, text) if text else None
                return self.places.whole(value, self.context.today) if isinstance(value, Place) else value

    def _of_office(self, name: str) -> Value:
        text = self.context.office.get(name, "")
        if name in ("commune", "province"):
            return Unit(text) if text else None
        return text or None

    def _amount(self, key: str) -> Value:
        for one in self.version.amounts:
            if one.key == key:
                return self._dated(one)
        return None

    def _dated(self, one: DatedAmount) -> Value:
        row = next((row for row in one.amounts if in_force(row, self.context.today) and self.applies(row)), None)
        return row.amount if row else None

    def applies(self, row: AmountRow) -> bool:
        """Whether the row's condition, channel and province are this case's."""
        if row.channel and self.context.channel not in row.channel:
            return False
        if row.province and self.context.office.get("province", "") not in row.province:
            return False
        return row.relevant is None or self.holds(row.relevant.text)

    def holds(self, expression: str) -> bool:
        """Whether a condition of the version's ``runs`` holds."""
        return self.version.runs[expression](self) is True

    # --- deciding ---

    def _field(self, item: SheetField) -> None:
        shown = all(run(self) is True for run in item.relevant)
        self.relevant[item.key] = shown
        answer = self._answer(item) if shown else None
        if answer is not None and isinstance(answer.value, Place):
            answer = replace(answer, value=self.places.whole(answer.value, self.context.today))
        if answer is not None:
            self.answers[item.key] = answer
        self._values[item.key] = plain_value(answer.value) if answer else None

    def _answer(self, item: SheetField) -> Answer | None:
        """A chip's word first; then what was answered; then what follows from elsewhere. Where the visitor's own card
        fills a part only in some cases, what its writer put there stands."""
        if item.calculation is not None:
            return calculated(item, item.calculation(self))
        card = self._from_card(item)
        if card is not None and card.origin is AnswerOrigin.CARD and card.party in _surely(item):
            return card
        given = self._given.get(item.key)
        if given is not None:
            return None if given.text == "" and not isinstance(given.value, tuple) else given
        if card is not None or not item.spec.default:
            return card
        value = read(item.type, item.spec.default)
        return None if value is None else Answer(value, AnswerOrigin.CHOSEN)

    def _from_card(self, item: SheetField) -> Answer | None:
        key = self.party_of(item)
        party = self.context.parties.get(key) if key else None
        if party is None:
            return None
        value = read(item.type, party.card.get(item.spec.card, ""))
        if value is None:
            return None
        return Answer(value, AnswerOrigin.CARD if party.by_chip else AnswerOrigin.REMEMBERED, key)

    def party_of(self, item: SheetField) -> str:
        """Whose card fills it in this case; empty for nobody's."""
        here = item.party_if is None or item.party_if(self) is True
        return item.party if here else item.party_else

    def _table(self, group: SheetGroup) -> None:
        self.relevant[group.key] = group.relevant is None or group.relevant(self) is True
        given = self._given.get(group.key) if self.relevant[group.key] else None
        rows = given.value if given is not None and isinstance(given.value, tuple) else ()
        cases = [RowCase(self, group, row) for row in rows]
        if given is not None and rows:
            self.answers[group.key] = Answer(tuple(one.answers for one in cases), given.origin, given.party)
        table = Rows(tuple(one.row for one in cases))
        self._values[group.key] = table
        for item in group.fields:
            self.relevant[item.key] = self.relevant[group.key]
            self._values[item.key] = table.column(item.name)

    def rows(self, table: str) -> tuple[RowCase, ...]:
        """The rows of a table that is asked in this case."""
        answer = self.answers.get(table)
        rows = answer.value if answer is not None and isinstance(answer.value, tuple) else ()
        return tuple(RowCase(self, self.version.tables[table], row) for row in rows)


def _surely(item: SheetField) -> tuple[str, ...]:
    """Whose chip's word stands over what was typed."""
    return (item.party,) if item.party_if is None else (item.party_else,)


class RowCase:
    """The scope inside one row: its fields are the row's, all else is the case's."""

    def __init__(self, case: FormCase, group: SheetGroup, row: Row) -> None:
        self.case, self.places = case, case.places
        self._prefix = f"{group.key}."
        self.row: dict[str, Value] = {}
        self.answers: dict[str, Answer] = {}
        self.relevant: dict[str, bool] = {}
        for item in group.fields:
            self._field(item, row)

    def _field(self, item: SheetField, row: Row) -> None:
        shown = all(run(self) is True for run in item.relevant)
        self.relevant[item.name] = shown
        answer = row.get(item.name) if shown else None
        if shown and item.calculation is not None:
            answer = calculated(item, item.calculation(self))
        if answer is not None and isinstance(answer.value, Place):
            answer = replace(answer, value=self.places.whole(answer.value, self.case.context.today))
        if answer is not None and answer.text:
            self.answers[item.name] = answer
            value = plain_value(answer.value)
            if value is not None:
                self.row[item.name] = value

    def today(self) -> DayRange:
        return self.case.today()

    def value(self, name: str) -> Value:
        if name.startswith(self._prefix):
            return self.row.get(name.removeprefix(self._prefix))
        return self.case.value(name)


class ThisCase:
    """The scope of a constraint: ``this`` is the answer that is looked at."""

    def __init__(self, scope: FormCase | RowCase, this: Value) -> None:
        self._scope, self._this, self.places = scope, this, scope.places

    def today(self) -> DayRange:
        return self._scope.today()

    def value(self, name: str) -> Value:
        return self._this if name == "this" else self._scope.value(name)


def in_force(row: AmountRow, day: date) -> bool:
    return (row.since is None or row.since <= day) and (row.until is None or day <= row.until)


def calculated(item: SheetField, value: Value) -> Answer | None:
    """What a calculation came to, as an answer of its field; None where it is empty."""
    answer = answer_value(item.type, value)
    return None if answer is None else Answer(answer, AnswerOrigin.COMPUTED)


def answer_value(kind: FieldKind, value: Value) -> AnswerValue | None:
    match value:
        case None | NumberRange() | tuple() | Rows() | Unit():
            return None
        case bool() | Place():
            return value
        case DayRange():
            return HalfKnownDate.of(value.earliest) if value.exact else None
        case _:
            return read(kind, str(value))


def card_value(name: str, text: str) -> Value:
    if name in ("origin", "residence"):
        return Place(text=text)
    if name in ("birth_date", "issued", "expires"):
        known = HalfKnownDate.parse(cleaned(text))
        return DayRange(known.earliest, known.latest) if known else None
    return text
