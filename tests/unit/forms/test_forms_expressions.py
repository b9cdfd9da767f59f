"""The one expression language: what it means, that it never fails, and that nothing but an expression is read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.half_known_date import HalfKnownDate
from kiosk.forms.dead import always, never
from kiosk.forms.evaluation import compiled
from kiosk.forms.functions import FUNCTIONS
from kiosk.forms.kinds import DATE, MONEY, NUMBER, PLACE, TABLE, TEXT, YES_NO, Kind, ValueType
from kiosk.forms.parser import parse
from kiosk.forms.quantities import DayRange, NumberRange, Place, Rows, Unit, Value
from kiosk.forms.syntax import ExpressionFault
from kiosk.forms.typing_rules import type_of

TODAY = date(2026, 11, 30)
NAMES = {
    "child.birth": DATE,
    "mother.birth": DATE,
    "child.name": TEXT,
    "child.kind": ValueType(Kind.TEXT, frozenset({"1", "2", "3"})),
    "wanted": YES_NO,
    "capital": MONEY,
    "count_of": NUMBER,
    "home": PLACE,
    "trades": TABLE,
    "trades.main": ValueType(Kind.COLUMN, inner=YES_NO),
    "trades.sum": ValueType(Kind.COLUMN, inner=MONEY),
    "trades.code": ValueType(Kind.COLUMN, inner=TEXT),
    "stays.since": ValueType(Kind.COLUMN, inner=DATE),
    "stays.until": ValueType(Kind.COLUMN, inner=DATE),
    "today": DATE,
}


class Provinces:
    def province_of(self, unit: str) -> str:
        return unit[:2]


class Given:
    """A scope of made-up answers."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self.places = Provinces()
        self._values = values

    def today(self) -> DayRange:
        return DayRange(TODAY, TODAY)

    def value(self, name: str) -> Value:
        return self._values.get(name)


def known(text: str) -> DayRange:
    day = HalfKnownDate.parse(text)
    assert day is not None
    return DayRange(day.earliest, day.latest)


def run(text: str, **values: Value) -> Value:
    given_values = {name.replace("__", "."): value for name, value in values.items()}
    return compiled(parse(text), lambda node: type_of(node, NAMES).kind is Kind.MONEY)(Given(given_values))


def span(days: tuple[str, ...]) -> tuple[DayRange, ...]:
    return tuple(map(known, days))


TRADES = Rows(({"main": True, "sum": 412_000_000, "code": "4722"}, {"main": False, "sum": 96_500_000, "code": "5630"}))
COLUMNS = {f"trades__{name}": TRADES.column(name) for name in ("main", "sum", "code")}


@pytest.mark.parametrize(
    ("text", "values", "outcome"),
    [
        ("1 + 2 * 3", {}, 7),
        ("(1 + 2) * 3", {}, 9),
        ("10 / 4", {}, Fraction(5, 2)),
        ("10 / 5", {}, 2),
        ("1 / 0", {}, None),
        ("-3 + 5", {}, 2),
        ("1_000_000", {}, 1_000_000),
        ('child.name == "Lò  thị mai"', {"child__name": "LÒ THỊ MAI"}, True),
        ('child.name == "Lò Thị Mại"', {"child__name": "LÒ THỊ MAI"}, False),
        ('child.name == "x"', {}, None),
        ('child.kind in ["1", "3"]', {"child__kind": "3"}, True),
        ('child.kind not in ["1", "3"]', {"child__kind": "3"}, False),
        ('child.kind in ["1", "3"]', {}, None),
        ('true and child.kind == "1"', {}, None),
        ('false and child.kind == "1"', {}, False),
        ('true or child.kind == "1"', {}, True),
        ("not wanted", {}, None),
        ("not filled(wanted)", {}, True),
        ("age(child.birth)", {"child__birth": known("30/11/2008")}, 18),
        ("age(child.birth)", {"child__birth": known("01/12/2008")}, 17),
        ("age(child.birth)", {"child__birth": known("2008")}, NumberRange(17, 18)),
        ("age(child.birth) >= 18", {"child__birth": known("2008")}, None),
        ("age(child.birth) >= 18", {"child__birth": known("2007")}, True),
        ("age(child.birth) >= 18", {"child__birth": known("2010")}, False),
        ("age(latest(child.birth)) >= 18", {"child__birth": known("2008")}, False),
        ("later(child.birth, 30) == 2027-01-01", {"child__birth": known("02/12/2026")}, True),
        ("later(child.birth, 366) < 2008-01-01", {"child__birth": known("2008")}, False),
        (
            "years(mother.birth, child.birth) >= 12",
            {"mother__birth": known("1998"), "child__birth": known("2026")},
            True,
        ),
        ("days(child.birth, today)", {"child__birth": known("01/09/2026")}, 90),
        ("days(child.birth, today) <= 60", {"child__birth": known("10/2026")}, True),
        ("days(child.birth, today) <= 60", {"child__birth": known("09/2026")}, False),
        ("days(child.birth, today) <= 45", {"child__birth": known("10/2026")}, None),
        ("child.birth <= today", {"child__birth": known("2026")}, None),
        ("child.birth < 2027-01-01", {"child__birth": known("2026")}, True),
        ("mother.birth == child.birth", {"mother__birth": known("1998"), "child__birth": known("12/03/1998")}, None),
        ("mother.birth == child.birth", {"mother__birth": known("1998"), "child__birth": known("1999")}, False),
        ("year(child.birth)", {"child__birth": known("2008")}, 2008),
        ("month(child.birth)", {"child__birth": known("2008")}, None),
        ("weekday(2026-11-30)", {}, 1),
        ("date(2026, 2, 30)", {}, None),
        ("count(trades)", {"trades": TRADES}, 2),
        ("count(trades)", {"trades": Rows()}, 0),
        ("count(trades.main) == 1", {"trades": TRADES, **COLUMNS}, True),
        ("sum(trades.sum)", {"trades": TRADES, **COLUMNS}, 508_500_000),
        ("sum(trades.sum)", {}, 0),
        ("distinct(trades.code)", {"trades": TRADES, **COLUMNS}, True),
        ("distinct(trades.code)", {"trades__code": ("4722", "4722")}, False),
        *(
            ("apart(stays.since, stays.until)", {"stays__since": span(since), "stays__until": span(until)}, outcome)
            for since, until, outcome in (
                (("2016", "2020"), ("2020", "2026"), True),
                (("2016", "2020"), ("2021", "2026"), False),
                (("01/01/2016", "31/12/2020"), ("31/12/2020", "30/11/2026"), True),
                (("01/01/2016", "30/12/2020"), ("31/12/2020", "30/11/2026"), False),
                (("2016",), ("2020", "2026"), None),
                ((), (), True),
            )
        ),
        ("commune(home)", {"home": Place("00721", "thôn Má Lủng")}, Unit("00721")),
        ('commune(home) == "00721"', {"home": Place("00721")}, True),
        ("province(home)", {"home": Place("08221")}, Unit("08")),
        (
            "in_words(child.birth)",
            {"child__birth": known("02/11/2026")},
            "Ngày mùng hai tháng mười một năm hai nghìn không trăm hai mươi sáu",
        ),
        ("in_words(capital)", {"capital": 50_000_000}, "Năm mươi triệu đồng"),
        ("in_words(count_of)", {"count_of": 21}, "hai mươi mốt"),
        ("first_word(child.name)", {"child__name": "LÒ MINH KHANG"}, "LÒ"),
        ('contains(child.name, "công ty")', {"child__name": "CÔNG  TY LY GIA"}, True),
        ('shaped(child.name, "#####.GCS.#####.##")', {"child__name": "00123.GCS.08123.26"}, True),
        ('shaped(child.name, "#####.GCS.#####.##")', {"child__name": "123/GCS"}, False),
        ('join(", ", child.name, child.kind)', {"child__name": "a"}, "a"),
        ("if(wanted, 1, 2)", {"wanted": False}, 2),
        ("if(wanted, 1, 2)", {}, None),
        ("if(wanted, 1)", {"wanted": True}, 1),
        ("if(wanted, 1)", {"wanted": False}, None),
        ("min(count_of, 3)", {"count_of": 5}, 3),
        ("15:00 < 15:20", {}, True),
    ],
)
def test_what_an_expression_comes_to(text: str, values: dict[str, Value], outcome: Value) -> None:
    assert run(text, **values) == outcome


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "expression-ends"),
        ("1 +", "expression-ends"),
        ("a = 1", "single-equals"),
        ("a && b", "use-and"),
        ("a || b", "use-or"),
        ("1 < 2 < 3", "comparison-chain"),
        ('"open', "open-text"),
        ("2026-02-30", "no-such-literal"),
        ("25:00", "no-such-literal"),
        ("Tên == 1", "odd-sign"),
        ("(1", "expression-ends"),
        ("1 2", "expression-odd"),
        ("__import__('os')", "odd-sign"),
        ("(" * 60 + "1" + ")" * 60, "expression-too-deep"),
        ("not " * 60 + "true", "expression-too-deep"),
        ("1" + "+1" * 300, "expression-too-long"),
        ("1" * 3000, "expression-too-long"),
    ],
)
def test_what_is_no_expression_says_why(text: str, reason: str) -> None:
    with pytest.raises(ExpressionFault) as fault:
        parse(text)
    assert fault.value.reason == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("child.nme", "unknown-name"),
        ("agee(child.birth)", "unknown-function"),
        ("age(child.name)", "wrong-kind"),
        ("age()", "argument-count"),
        ("child.name > 3", "no-order"),
        ("child.birth == child.name", "not-comparable"),
        ('child.kind == "4"', "no-such-choice"),
        ('child.kind in ["1", "4"]', "no-such-choice"),
        ('child.kind in "1"', "in-wants-list"),
        ('child.kind == ""', "empty-text"),
        ("wanted and count_of", "wrong-kind"),
        ("sum(trades.code)", "wrong-kind"),
        ("apart(trades.code, trades.code)", "wrong-kind"),
        ("count(child.name)", "wrong-kind"),
        ("trades.sum > 3", "no-order"),
        ("[] == 1", "empty-list"),
        ('if(wanted, 1, "a")', "mixed-list"),
        ('home == "00721"', "not-comparable"),
        ('commune(home) == "Đồng Văn"', "not-comparable"),
    ],
)
def test_kinds_are_checked_before_any_answer_is_there(text: str, reason: str) -> None:
    with pytest.raises(ExpressionFault) as fault:
        type_of(parse(text), NAMES)
    assert fault.value.reason == reason


@pytest.mark.parametrize(
    ("text", "is_never", "is_always"),
    [
        ('child.kind == "1" and child.kind == "2"', True, False),
        ('child.kind == "1" or child.kind != "1"', False, True),
        ('child.kind in ["1", "2", "3"]', False, True),
        ("wanted and not wanted", True, False),
        ("filled(child.kind) and not filled(child.kind)", True, False),
        ("not filled(child.kind)", False, False),
        ("age(child.birth) < 14 and not age(child.birth) < 14", True, False),
        ("age(child.birth) < 14", False, False),
        ("true", False, True),
        ("false", True, False),
        ('child.kind == "1" and count_of > 2', False, False),
    ],
)
def test_dead_conditions(text: str, is_never: bool, is_always: bool) -> None:
    tree = parse(text)
    assert (never([tree], NAMES), always(tree, NAMES)) == (is_never, is_always)


# --- properties -----------------------------------------------------------------------------------------------------

NAME = st.sampled_from([*NAMES, "unknown.name"])
LITERAL = st.sampled_from(["0", "7", "18", "2026-11-30", "15:00", '"1"', '"LÒ"', "true", "false", "99999999999999999"])
SIGN = st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "and", "or"])


def _wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    binary = st.builds(lambda a, sign, b: f"({a}) {sign} ({b})", inner, SIGN, inner)
    call = st.builds(
        lambda name, parts: f"{name}({', '.join(parts)})",
        st.sampled_from(sorted(FUNCTIONS)),
        st.lists(inner, min_size=1, max_size=3),
    )
    member = st.builds(
        lambda a, parts: f"({a}) in [{', '.join(parts)}]", inner, st.lists(inner, min_size=1, max_size=3)
    )
    return st.one_of(
        binary, call, member, st.builds(lambda a: f"not ({a})", inner), st.builds(lambda a: f"-({a})", inner)
    )


EXPRESSION = st.recursive(st.one_of(NAME, LITERAL), _wider, max_leaves=12)

DAY = st.dates(date(1, 1, 1), date(9999, 12, 31))
VALUE: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.text(max_size=12),
    st.builds(lambda a, b: DayRange(min(a, b), max(a, b)), DAY, DAY),
    st.builds(lambda a, b: NumberRange(min(a, b), max(a, b)), st.integers(), st.integers()),
    st.just(time(15, 0)),
    st.builds(Place, st.text(max_size=5)),
    st.just(TRADES),
    st.just(("a", 3, None, True)),
)


def _fits(text: str) -> bool:
    """Whether the checks would let it pass: they know how many values a function takes."""
    try:
        type_of(parse(text), NAMES)
    except ExpressionFault:
        return False
    return True


@settings(max_examples=600, deadline=None)
@given(EXPRESSION, st.dictionaries(NAME, VALUE, max_size=8))
def test_evaluation_is_total(text: str, values: dict[str, Value]) -> None:
    """Whatever the checks let pass never raises, whatever the answers are, of their kinds or not."""
    if _fits(text):
        compiled(parse(text))(Given(values))


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.text(max_size=60), EXPRESSION.map(lambda text: text[:-1])))
def test_any_text_is_an_expression_or_says_why_not(text: str) -> None:
    try:
        parse(text)
    except ExpressionFault as fault:
        assert 0 <= fault.at <= max(len(text), 1)
