"""What ends on a known day, and what is not known from one on; procedures that name each other."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.catalogue import register_in
from kiosk.forms.syntax import Literal
from kiosk.procedures.turning_days import TurnKind, turning_days
from kiosk.resources import ASSETS
from kiosk.services.procedure_authoring import check_procedures

REGISTER = register_in(ASSETS)
LAW_ENDS = date(2027, 2, 28)
"""The last day of Luật Hộ tịch 60/2014/QH13."""


def test_the_day_on_which_civil_status_changes_is_named_for_each_of_its_procedures() -> None:
    turns = turning_days(REGISTER.versions, date(2026, 11, 30))
    civil = {code for code, ones in REGISTER.versions.items() if ones[-1].head.field_name == "Hộ tịch"}
    assert {one.code for one in turns if one.kind is TurnKind.ENDS} == civil
    assert {one.day for one in turns if one.kind is TurnKind.ENDS} == {LAW_ENDS}
    named = {one.code for one in turns if one.kind is TurnKind.OPEN and one.day == date(2027, 3, 1)}
    assert named == civil


def test_a_version_that_another_follows_and_a_price_with_an_end() -> None:
    turns = turning_days(REGISTER.versions, date(2026, 11, 30))
    followed = [(one.day, one.what) for one in turns if one.kind is TurnKind.FOLLOWED and one.code == "can-cuoc"]
    assert followed == [(date(2026, 12, 31), "2027-01-01")]
    prices = {(one.code, one.what) for one in turns if one.kind is TurnKind.PRICE and one.day == LAW_ENDS}
    assert prices >= {("2.000635", "copies"), ("1.000656", "copies"), ("can-cuoc", "card")}
    assert [one.day for one in turns] == sorted(one.day for one in turns)
    assert len(set(turns)) == len(turns)


def test_what_has_passed_is_told_no_more() -> None:
    assert all(one.day >= date(2027, 3, 1) for one in turning_days(REGISTER.versions, date(2027, 3, 1)))
    assert turning_days(REGISTER.versions, date(2030, 1, 1)) == ()


def test_the_check_tells_them() -> None:
    outcome = check_procedures(ASSETS)
    assert outcome.good and {one.code for one in outcome.turns} <= {*REGISTER.versions, "holidays"}


NAMED = [
    (version.code, rule.spec.to, key)
    for ones in REGISTER.versions.values()
    for version in ones
    for rule in version.rules
    for key in rule.spec.carries
    if rule.spec.to in REGISTER.versions
]


@pytest.mark.parametrize(("code", "to", "key"), NAMED)
def test_what_goes_along_to_another_procedure_has_a_field_there(code: str, to: str, key: str) -> None:
    there = REGISTER.versions[to][-1]
    assert key in there.by_key, f"{code} sends {key} to {to}"
    assert not there.by_key[key].calculated


CONSTANT = [
    (version.code, rule.spec.to, key, one.tree.value)
    for ones in REGISTER.versions.values()
    for version in ones
    for rule in version.rules
    for key, one in rule.spec.carries.items()
    if rule.spec.to in REGISTER.versions and isinstance(one.tree, Literal)
]


@pytest.mark.parametrize(("code", "to", "key", "value"), CONSTANT)
def test_an_answer_that_goes_along_by_itself_is_one_of_the_choices_there(
    code: str, to: str, key: str, value: object
) -> None:
    there = REGISTER.versions[to][-1].by_key[key]
    text = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else str(value)
    assert text in {one.value for one in there.spec.choices}, f"{code} sends {key} = {text} to {to}"


def test_a_mother_who_declares_alone_is_not_asked_again_who_the_parents_are() -> None:
    assert ("1.000689", "1.001193", "child.parents_known", "3") in CONSTANT


def test_birth_leads_to_its_twin_and_wrong_data_to_the_police() -> None:
    """Routes whose targets stand in the catalogue too."""
    ways = {
        (version.code, rule.spec.to)
        for ones in REGISTER.versions.values()
        for version in ones
        for rule in version.rules
    }
    wanted = {
        ("1.001193", "1.000689"),
        ("can-cuoc", "1.012564"),
        ("1.004873", "1.000894"),
        ("1.000656", "1.001193"),
        ("1.001776", "1.014027"),
    }
    assert ways >= wanted
