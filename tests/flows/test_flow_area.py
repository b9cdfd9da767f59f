"""What the office's own area is to its forms: units to read addresses by, and prices of its province."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from kiosk import catalogue
from kiosk.clock import FilingTime
from kiosk.config import Office
from kiosk.domain import form
from kiosk.domain.calendar import ZONE
from kiosk.domain.charges import total
from kiosk.domain.citizen import CardIdentity, Citizen, Method, Sex
from kiosk.domain.form import FormState, Origin
from kiosk.domain.procedure import Procedure
from kiosk.procedures.areas import AreaDirectory
from kiosk.procedures.kiosk_form import VersionEngine
from kiosk.procedures.kiosk_view import procedure_view
from kiosk.resources import asset
from kiosk.services.filing import FilingDesk, Visitor
from kiosk.services.places import OfficePlaces
from kiosk.store import Reserve, Store
from kiosk.ui.fee_words import charge_words, sum_words
from kiosk.ui.reviewing import review_folds
from kiosk.ui.strings import Strings

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=ZONE)
TODAY = NOW.date()
HANOI = Office(commune="Phường Ba Đình", province="thành phố Hà Nội")
DONG_VAN = Office()
OWNER = Citizen("999094000024", "LY VĂN HẢI", date(1994, 8, 17), Sex.MALE, "Việt Nam", "Mông")
VISITOR = Visitor(CardIdentity(OWNER, Method.CHIP), {"process": True})

Desks = Callable[[Office], FilingDesk]


@pytest.fixture(scope="module")
def areas() -> AreaDirectory:
    return AreaDirectory(asset("areas"))


@pytest.fixture
def desks(tmp_path: Path, areas: AreaDirectory) -> Iterator[Desks]:
    with Store.open(tmp_path, lambda: NOW, reserve=Reserve(0, 0)) as store:
        time = FilingTime(lambda: NOW)
        yield lambda office: FilingDesk(store, office, time, catalogue.is_holiday, OfficePlaces(areas, office))


@pytest.fixture(scope="module")
def household() -> Procedure:
    version = catalogue.register().in_force("1.001612", TODAY)
    assert version is not None
    return procedure_view(version, TODAY, VersionEngine(version))


def shop_at(desk: FilingDesk, procedure: Procedure, address: str) -> FormState:
    state = desk.begin(procedure, VISITOR)
    for key, text in {"request.filer": "owner", "place.address": address}.items():
        state = form.answer(state, key, text, Origin.TYPED, desk.context(VISITOR))
    return state


def test_a_price_that_the_province_has_set_is_named_with_its_source(desks: Desks, household: Procedure) -> None:
    state = desks(HANOI).begin(household, VISITOR)
    (charge,) = state.charges()
    assert (charge.key, charge.amount, state.fees()) == ("registration", 100_000, (("registration", 1, 100_000),))
    assert charge.source.startswith("Nghị quyết 78/2026")
    assert charge_words(Strings("vi"), charge).startswith("100.000 đồng. Theo Nghị quyết 78/2026")


def test_a_price_that_nobody_told_this_kiosk_is_asked_of_the_officer(desks: Desks, household: Procedure) -> None:
    state = desks(DONG_VAN).begin(household, VISITOR)
    assert total(state.charges()) is None and state.fees() == ()
    fold = review_folds(state, [], Strings("vi"))[-1]
    assert (fold.key, fold.summary, [line.value for line in fold.lines]) == ("fees", "Hỏi cán bộ", ["Hỏi cán bộ"])
    assert sum_words(Strings("en"), state.charges()) == "Ask the officer"


@pytest.mark.parametrize(
    ("office", "address", "broken"),
    [
        (DONG_VAN, "số 12, tổ 2, xã Đồng Văn, tỉnh Tuyên Quang", False),
        (DONG_VAN, "12 Đội Cấn, phường Ba Đình, thành phố Hà Nội", True),
        (HANOI, "12 Đội Cấn, phường Ba Đình, thành phố Hà Nội", False),
        (DONG_VAN, "Thôn Má Lủng, xã Tả Lủng, huyện Đồng Văn, tỉnh Hà Giang", False),  # names that are gone
        (DONG_VAN, "gần chợ", False),  # in no unit that is known: nothing is said against it
    ],
)
def test_an_address_is_read_by_the_units_of_today(
    desks: Desks, household: Procedure, office: Office, address: str, broken: bool
) -> None:
    desk = desks(office)
    problems = shop_at(desk, household, address).problems(desk.context(VISITOR), ("place.address",))
    assert [one.key for one in problems] == (["R7"] if broken else [])


def test_what_a_visit_has_read_goes_with_it(desks: Desks, household: Procedure) -> None:
    desk = desks(DONG_VAN)
    state = shop_at(desk, household, "số 12, tổ 2, xã Đồng Văn, tỉnh Tuyên Quang")
    assert state.value("place.address") == "số 12, tổ 2, xã Đồng Văn, tỉnh Tuyên Quang"
    read = desk.context(VISITOR).places
    assert vars(read)["_known"]
    desk.forget()
    assert vars(desk.context(VISITOR).places)["_known"] == {}


@pytest.mark.parametrize(
    ("typed", "name", "old"),
    [
        ("dong van", "xã Đồng Văn", ""),
        ("ta lung", "xã Đồng Văn", "xã Tả Lủng, huyện Đồng Văn, tỉnh Hà Giang"),
        ("sang tung", "xã Sà Phìn", "xã Sảng Tủng, huyện Đồng Văn, tỉnh Hà Giang"),
        ("Trúc Bạch", "phường Ba Đình", "phường Trúc Bạch, quận Ba Đình, thành phố Hà Nội"),
    ],
)
def test_a_commune_is_found_without_marks_and_by_the_name_that_it_had(
    areas: AreaDirectory, typed: str, name: str, old: str
) -> None:
    found = OfficePlaces(areas, DONG_VAN).search(typed, TODAY, 8)
    assert any(one.name == name and (not old or one.old == old) for one in found), found


def test_with_nothing_typed_the_offices_own_commune_stands_first(areas: AreaDirectory) -> None:
    found = OfficePlaces(areas, DONG_VAN).search("", TODAY, 8)
    assert (found[0].name, found[0].own, found[0].within) == ("xã Đồng Văn", True, "tỉnh Tuyên Quang")
    assert {one.within for one in found} == {"tỉnh Tuyên Quang"} and sum(one.own for one in found) == 1


def test_an_office_that_no_table_knows_has_no_codes_and_still_files(desks: Desks, household: Procedure) -> None:
    nowhere = desks(Office(commune="Xã Không Có", province="tỉnh Không Có"))
    context = nowhere.context(VISITOR)
    assert "province" not in context.office
    assert total(nowhere.begin(household, VISITOR).charges()) is None
