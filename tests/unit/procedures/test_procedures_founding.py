"""The procedures as data: golden filings, versions by the day of receipt, prices of provinces, nothing unsure
said to a person, whatever is answered."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.catalogue import register_in
from kiosk.domain.certainty import Certainty
from kiosk.domain.checks import Level
from kiosk.forms.answers import Answer, AnswerOrigin, AnswerValue, Row, read
from kiosk.forms.case import Circumstances, PartyPresence
from kiosk.forms.elements import FieldKind
from kiosk.forms.fees import fees_due, total
from kiosk.forms.form import Form
from kiosk.forms.quantities import Place
from kiosk.forms.samples import sample_form
from kiosk.forms.sheet import ProcedureVersion, SheetField
from kiosk.procedures.register import SAMPLE_OFFICE
from kiosk.procedures.version_files import area_of
from kiosk.resources import ASSETS
from kiosk.services.procedure_authoring import check_procedures, version_data, version_lines

REGISTER = register_in(ASSETS)
VERSIONS = [one for ones in REGISTER.versions.values() for one in ones]
GOLDEN = {
    **{"1.001193": 17, "1.000894": 14, "can-cuoc": 18, "1.001612": 15, "1.011022": 20},
    **{
        "2.000635": 15,
        "1.000656": 17,
        "1.004873": 18,
        "1.004222": 16,
        "1.004194": 13,
        "1.010041": 10,
        "2.000815": 13,
        "2.000884": 8,
    },
}
"""How many filings each has at least, of which the expected outcome is written down."""


def test_all_stand_with_their_golden_filings():
    assert REGISTER.slips == ()
    for code, samples in GOLDEN.items():
        assert all(len(version.samples) >= samples for version in REGISTER.versions[code]), code


def sample(code: str, day: date, key: str, **changes: str) -> Form:
    version = REGISTER.in_force(code, day)
    assert version is not None
    samples = {one.key: one for one in version.samples}
    one = samples[key]
    form = sample_form(version, one if not one.like else samples[one.like])
    for name, text in ({**one.given, **changes} if one.like else changes).items():
        form = form.answered(name, str(text), AnswerOrigin.TYPED)
    return form


def test_the_price_of_a_card_is_that_of_the_day():
    """64/2025/TT-BTC halves it until 31/12/2026."""
    prices = {
        day: total(fees_due(sample("can-cuoc", day, "doi-the-tuoi-25").case))
        for day in (date(2026, 8, 18), date(2026, 12, 31), date(2027, 1, 1))
    }
    assert list(prices.values()) == [25_000, 25_000, 50_000]
    assert REGISTER.in_force("can-cuoc", date(2026, 8, 17)) is None


def test_the_law_of_march_2027_is_announced_and_not_invented():
    """Luật Hộ tịch 03/2026/QH16: its sheets are not known, so nothing is in force, and it is said before."""
    ends = {one.code: one.head.in_force.until for one in REGISTER.unfollowed()}
    assert ends.keys() >= {"1.000894", "1.001193", "2.000635"}
    for code, until in ends.items():
        assert until == date(2027, 2, 28)
        assert REGISTER.in_force(code, date(2027, 2, 28)) is not None
        assert REGISTER.in_force(code, date(2027, 3, 1)) is None
        facts = {fact.key: fact for fact in REGISTER.versions[code][-1].spec.open}
        assert facts["next-law"].since == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("code", "key", "channel", "amount"),
    [("1.001193", "qua-han", "kiosk", 21_000), ("1.001612", "che-san-tuyet", "kiosk", 100_000)],
)
def test_a_province_sets_its_prices(code, key, channel, amount):
    """Hà Nội: 5.000 for a late birth beside two copies of 8.000; 100.000 for a business on paper."""
    form = sample(code, date(2026, 11, 30), key)
    assert total(fees_due(form.case)) is None
    version = form.version
    area = area_of(REGISTER.files[code, version.version], "01", version.spec)
    assert total(fees_due(form.case, area.fees)) == amount


def test_every_condition_and_every_price_names_its_source():
    for version in VERSIONS:
        spec = version.spec
        named = [*spec.rules, *spec.documents, *spec.fees, *spec.limits]
        assert all(one.source for one in named), version.code
        assert spec.open, version.code


TEXTS = st.one_of(
    st.text(max_size=30), st.sampled_from(["LÒ THỊ MAI", "999198000014", "2020", "31/02/2026", "không rõ"])
)
PLACES = st.sampled_from([Place("00721", "tổ 3"), Place("00004"), Place(text="Làng Phả"), Place("99999")])
DAYS = st.dates(date(1940, 1, 1), date(2030, 12, 31)).map(lambda day: f"{day:%d/%m/%Y}")


def answers(item: SheetField) -> st.SearchStrategy[AnswerValue | None]:
    match item.type:
        case FieldKind.ADDRESS:
            return PLACES
        case FieldKind.DATE | FieldKind.PARTIAL_DATE:
            return st.one_of(DAYS, TEXTS).map(lambda text: read(item.type, text))
        case FieldKind.YES_NO:
            return st.booleans()
        case FieldKind.CHOICE:
            return st.sampled_from([one.value for one in item.choices] or [""])
        case FieldKind.NUMBER | FieldKind.MONEY:
            return st.integers(0, 10**14 - 1).map(lambda number: read(item.type, str(number)))
        case _:
            return TEXTS.map(lambda text: read(item.type, text))


@st.composite
def forms(draw: st.DrawFn, version: ProcedureVersion) -> Form:
    parties = {
        one.key: PartyPresence({"full_name": "LÒ THỊ MAI", "id_number": "999198000014"}, draw(st.booleans()))
        for one in version.parties
        if draw(st.booleans())
    }
    channel = draw(st.sampled_from(["kiosk", "counter", "online", "post"]))
    form = Form(version, Circumstances(date(2026, 11, 30), parties, SAMPLE_OFFICE, channel=channel))
    for item in version.fields:
        if not item.row and draw(st.integers(0, 3)):
            value = draw(answers(item))
            if value is not None and not item.calculated:
                form = form.with_answer(item.key, Answer(value, AnswerOrigin.TYPED))
    for table, group in version.tables.items():
        rows = [draw(row_of(group.fields)) for _ in range(draw(st.integers(0, 3)))]
        form = form.with_answer(table, Answer(tuple(rows), AnswerOrigin.TYPED))
    return form


@st.composite
def row_of(draw: st.DrawFn, fields: tuple[SheetField, ...]) -> Row:
    values = {item.name: draw(answers(item)) for item in fields if draw(st.booleans())}
    return {name: Answer(value, AnswerOrigin.TYPED) for name, value in values.items() if value is not None}


@pytest.mark.parametrize("version", VERSIONS, ids=lambda one: f"{one.code}-{one.version}")
def test_whatever_is_answered_nothing_unsure_is_said_to_a_person(version):
    unsure = {one.key for one in version.spec.rules if one.sure is Certainty.UNSURE}
    withheld = {one.key for one in version.spec.documents if one.sure is Certainty.UNSURE}

    @given(forms(version))
    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    def check(form: Form) -> None:
        spoken = {one.key for one in form.problems() if one.rule}
        assert not spoken & unsure
        assert not {way.key for need in form.documents() for way in need.ways} & withheld
        assert all(one.to for one in form.problems() if one.level is Level.ROUTE)
        fees_due(form.case)
        assert isinstance(form.flags(), tuple)

    check()


def test_a_version_laid_open_says_how_sure_it_is_and_what_is_not_known():
    version = REGISTER.versions["can-cuoc"][0]
    data, lines = version_data(version), version_lines(version)
    assert {rule["sure"] for rule in data["rules"]} >= {"S", "B", "portal"}
    assert len(data["open"]) == len(version.spec.open) == sum(line.startswith("? ") for line in lines)
    assert any(line.endswith("[portal]") for line in lines)


def test_the_check_names_what_ends_with_nothing_after_it():
    outcome = check_procedures(ASSETS)
    assert outcome.good
    ends = dict(outcome.unfollowed)
    assert ends["1.000894"] == ends["1.001193"] == date(2027, 2, 28)
