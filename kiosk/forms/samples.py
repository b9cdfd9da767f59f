"""Golden filings: made-up people, what they answer, and what it must come to. Run before a version comes into force."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

from kiosk.domain.calendar import due
from kiosk.forms.answers import Answer, AnswerOrigin, AnswerValue, Row, read
from kiosk.forms.case import Circumstances, PartyPresence
from kiosk.forms.effects import ExpectedOutcome, SampleSpec
from kiosk.forms.elements import FieldKind
from kiosk.forms.fees import AreaPrices, fees_due, total
from kiosk.forms.form import Form
from kiosk.forms.limits import limit_of, read_limit
from kiosk.forms.names import CARD
from kiosk.forms.quantities import Place
from kiosk.forms.scope import Places
from kiosk.forms.sheet import ProcedureVersion
from kiosk.forms.slips import Slip
from kiosk.forms.typing_rules import near

ZONE = timezone(timedelta(hours=7))


@dataclass(frozen=True)
class AreaLookup:
    """Where the samples take place: units, what the area has set, its days off."""

    places: Places
    office: Mapping[str, str]
    prices: Callable[[str], AreaPrices]
    is_holiday: Callable[[date], bool]


def sample_slips(version: ProcedureVersion, area: AreaLookup | None = None) -> Iterator[Slip]:
    samples = {one.key: one for one in version.samples}
    if not samples:
        yield Slip(version.head.place, "no-sample")
    for one in version.samples:
        whole = _whole(one, samples)
        if isinstance(whole, Slip):
            yield whole
            continue
        slips = list(_unknown(version, whole))
        if one.expect == ExpectedOutcome(one.expect.place):
            slips.append(Slip(one.place, "sample-expects-nothing", {"key": one.key}))
        yield from slips or _wrong(version, whole, area)


def whole_sample(version: ProcedureVersion, one: SampleSpec) -> SampleSpec:
    """A sample of a version that stood its checks, with all that it is ``like``."""
    whole = _whole(one, {other.key: other for other in version.samples})
    assert isinstance(whole, SampleSpec)
    return whole


def _whole(one: SampleSpec, samples: Mapping[str, SampleSpec]) -> SampleSpec | Slip:
    """A sample that is ``like`` another has all that the other has, but for what it says itself."""
    passed = {one.key}
    while one.like:
        if one.like not in samples or one.like in passed:
            return Slip(one.place.at("like"), "unknown-sample", {"name": one.like, "near": near(one.like, samples)})
        other = samples[one.like]
        passed.add(other.key)
        parties = {
            key: {**other.parties.get(key, {}), **one.parties.get(key, {})} for key in (*other.parties, *one.parties)
        }
        given = {**other.given, **one.given}
        received, channel = one.received or other.received, one.channel or other.channel
        one = replace(one, like=other.like, parties=parties, given=given, received=received, channel=channel)
    return one


def _unknown(version: ProcedureVersion, sample: SampleSpec) -> Iterator[Slip]:
    fields = {key for key, item in version.by_key.items() if not item.row} | set(version.tables)
    for key, value in sample.given.items():
        if key not in fields:
            yield Slip(sample.place.at(f"given.{key}"), "unknown-field", {"name": key, "near": near(key, fields)})
        elif key in version.tables:
            yield from _unknown_columns(version, sample, key, value)
    for key, card in sample.parties.items():
        if key not in {one.key for one in version.parties}:
            yield Slip(sample.place.at(f"parties.{key}"), "unknown-party", {"name": key, "near": ""})
        for name in card:
            if name not in CARD and name not in ("by_chip", "consent"):
                place = sample.place.at(f"parties.{key}.{name}")
                yield Slip(place, "unknown-card-field", {"name": name, "near": near(name, CARD)})


def _unknown_columns(version: ProcedureVersion, sample: SampleSpec, table: str, rows: object) -> Iterator[Slip]:
    known = {one.name for one in version.tables[table].fields}
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        yield Slip(sample.place.at("given"), "wrong-type", {"wanted": "list", "given": "text"})
        return
    for name in {name for row in rows for name in row} - known:
        yield Slip(sample.place.at("given"), "unknown-field", {"name": f"{table}.{name}", "near": near(name, known)})


def sample_form(version: ProcedureVersion, sample: SampleSpec, area: AreaLookup | None = None) -> Form:
    """The form that a sample describes; it is whole, and names nothing unknown."""
    received = received_at(version, sample)
    parties = {
        key: PartyPresence(
            {name: _text(value) for name, value in card.items() if name in CARD},
            bool(card.get("by_chip", True)),
            bool(card.get("consent", True)),
        )
        for key, card in sample.parties.items()
    }
    context = Circumstances(received.date(), parties, area.office if area else {}, channel=sample.channel or "kiosk")
    form = Form(version, replace(context, places=area.places) if area else context)
    for key, value in sample.given.items():
        form = form.with_answer(key, Answer(_value(version, key, value), AnswerOrigin.TYPED))
    return form


def received_at(version: ProcedureVersion, sample: SampleSpec) -> datetime:
    """When it is handed in; where it does not say, at nine on the day on which its version was compared."""
    if sample.received is not None:
        return sample.received.replace(tzinfo=sample.received.tzinfo or ZONE)
    return datetime.combine(version.head.checked.on, datetime.min.time().replace(hour=9), ZONE)


def _value(version: ProcedureVersion, key: str, value: Any) -> AnswerValue:
    if key in version.tables:
        return tuple(_row(version, key, row) for row in value)
    return _plain(version.by_key[key].type, value)


def _row(version: ProcedureVersion, table: str, row: Mapping[str, Any]) -> Row:
    group = version.tables[table]
    return {name: Answer(_plain(group.field(name).type, value), AnswerOrigin.TYPED) for name, value in row.items()}


def _plain(kind: FieldKind, value: Any) -> AnswerValue:
    if kind is FieldKind.ADDRESS and isinstance(value, Mapping):
        return Place(str(value.get("unit", "")), str(value.get("detail", "")), str(value.get("text", "")))
    answer = read(kind, _text(value))
    return "" if answer is None else answer


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


# --- compared -------------------------------------------------------------------------------------------------------


def _wrong(version: ProcedureVersion, sample: SampleSpec, area: AreaLookup | None) -> Iterator[Slip]:
    form, expected = sample_form(version, sample, area), sample.expect
    for part, wanted, outcome in _compared(form, sample, expected, area):
        if wanted is not None and wanted != outcome:
            values = {"sample": sample.key, "part": part, "wanted": shown(wanted), "given": shown(outcome)}
            yield Slip(expected.place.at(part.partition(".")[0]), "sample-wrong", values)


def _compared(
    form: Form, sample: SampleSpec, expected: ExpectedOutcome, area: AreaLookup | None
) -> Iterator[tuple[str, object, object]]:
    """What is expected beside what it comes to, part by part; None: nothing is expected."""
    version = form.version
    yield "problems", _sorted(expected.problems), _sorted(problem_keys(form))
    yield "routes", _sorted(expected.routes), _sorted(one.to for one in form.problems() if one.to)
    yield "documents", _sorted(expected.documents), _sorted(one.key for one in form.documents())
    yield "pages", expected.pages, tuple(page.key for page in form.pages())
    yield "flags", _sorted(expected.flags), _sorted(form.flags())
    yield "linked", expected.linked, tuple(one.key for one in form.linked())
    if expected.fee is not None:
        prices = area.prices(version.code) if area else {}
        amount = total(fees_due(form.case, prices))
        yield "fee", expected.fee, "unknown" if amount is None else amount
    if expected.due is not None:
        due = due_text(form, received_at(version, sample), area)
        wanted = expected.due
        yield "due", f"{wanted:%Y-%m-%dT%H:%M}" if isinstance(wanted, datetime) else wanted, due
    for key in expected.asked or ():
        yield "asked", key, key if form.asks(key) else ""
    for key in expected.hidden or ():
        yield "hidden", "", key if form.shown(key) else ""
    for key, text in expected.values.items():
        yield f"values.{key}", text, form.text(key)
    for key, words in expected.wording.items():
        sentence = next((one.text.get("vi", "") for one in form.faults if one.key == key), "")
        yield f"said.{key}", words, words if words in sentence else sentence
    broken = {one.key for one in form.faults if one.rule}
    along = {key: text for one in version.rules if one.spec.key in broken for key, text in form.carried(one).items()}
    for key, text in expected.carried.items():
        yield f"carried.{key}", text, along.get(key, "")


def problem_keys(form: Form) -> tuple[str, ...]:
    """Rules by their key, an answer that does not hold by its field; those that only tell are left out of neither."""
    return tuple(one.key if one.rule else one.field for one in form.faults)


def due_text(form: Form, received: datetime, area: AreaLookup | None) -> str:
    spec = limit_of(form.case)
    limit = read_limit(spec.within) if spec else None
    if limit is None:
        return "none"
    return f"{due(received, limit, area.is_holiday if area else lambda _: False):%Y-%m-%dT%H:%M}"


def _sorted(keys: Any) -> tuple[str, ...] | None:
    return None if keys is None else tuple(sorted(keys))


def shown(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(str, value)) + "]"
    return str(value)
