"""Addresses on paper and in the exchange by the names of a day, and those on cards read by the units of today."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.calendar import is_weekend
from kiosk.forms.quantities import Place
from kiosk.procedures.addresses import AddressBook
from kiosk.procedures.area_places import AreaPlaces
from kiosk.procedures.areas import AreaDirectory
from kiosk.resources import asset

DAY = date(2026, 11, 30)
AREAS = AreaDirectory(asset("areas"))
BOOK = AddressBook(AREAS)
PRESENT = [unit for province in AREAS.provinces(DAY) for unit in AREAS.communes(province.code, DAY)]


def test_the_line_on_paper():
    assert BOOK.line("00721", "thôn Má Lủng", DAY) == "Thôn Má Lủng, xã Đồng Văn, tỉnh Tuyên Quang"
    assert BOOK.line("00721", "", DAY) == "Xã Đồng Văn, tỉnh Tuyên Quang"
    assert BOOK.line("", "Làng Phả, Hà Nội", DAY) == "Làng Phả, Hà Nội"
    assert BOOK.line("99999", "tổ 3", DAY) == "Tổ 3"


def test_the_old_name_stands_beside_the_new_one():
    old = "xã Tả Lủng, huyện Đồng Văn, tỉnh Hà Giang"
    assert BOOK.line("00721", "thôn Má Lủng", DAY, old) == (
        "Thôn Má Lủng, xã Đồng Văn, tỉnh Tuyên Quang (trước đây: xã Tả Lủng, huyện Đồng Văn, tỉnh Hà Giang)"
    )


def test_names_are_those_of_the_day():
    assert BOOK.line("25270", "", date(2026, 4, 29)) == "Xã Lộc Ninh, tỉnh Đồng Nai"
    assert BOOK.line("25270", "", date(2026, 4, 30)) == "Phường Lộc Ninh, thành phố Đồng Nai"
    assert BOOK.line("00721", "", date(2025, 6, 30)) == "Thị trấn Đồng Văn, huyện Đồng Văn, tỉnh Hà Giang"


def test_the_exchange_has_codes_and_names_apart():
    assert BOOK.portal("00721", "thôn Má Lủng", DAY) == {
        "MaTinh": "08",
        "TenTinh": "Tỉnh Tuyên Quang",
        "MaXa": "00721",
        "TenXa": "Xã Đồng Văn",
        "ChiTiet": "thôn Má Lủng",
        "TenCu": "",
        "DiaChi": "Thôn Má Lủng, xã Đồng Văn, tỉnh Tuyên Quang",
    }
    assert set(BOOK.portal("", "ở nước ngoài", DAY).values()) == {"", "ở nước ngoài", "Ở nước ngoài"}


@pytest.mark.parametrize(
    ("written", "detail", "code", "old"),
    [
        ("Thôn Séo Lủng, xã Đồng Văn, tỉnh Tuyên Quang", "Thôn Séo Lủng", "00721", ""),
        ("Đồng Văn, Tuyên Quang", "", "00721", ""),
        (
            "Tổ 3, TT. Đồng Văn, H. Đồng Văn, Hà Giang",
            "Tổ 3",
            "00721",
            "thị trấn Đồng Văn, huyện Đồng Văn, tỉnh Hà Giang",
        ),
        (
            "Thôn Má Lủng, Tả Lủng, Đồng Văn, Hà Giang",
            "Thôn Má Lủng",
            "00721",
            "xã Tả Lủng, huyện Đồng Văn, tỉnh Hà Giang",
        ),
        (
            "SỐ 5, ĐƯỜNG 19/5, XÃ TẢ LỦNG, HUYỆN ĐỒNG VĂN, TỈNH HÀ GIANG",
            "SỐ 5, ĐƯỜNG 19/5",
            "00721",
            "xã Tả Lủng, huyện Đồng Văn, tỉnh Hà Giang",
        ),
        ("Xã Lộc Ninh, tỉnh Tây Ninh", "", None, ""),
    ],
)
def test_what_stands_on_a_card_is_read_by_the_units_of_today(written, detail, code, old):
    reading = BOOK.read(written, DAY)
    assert (reading.detail, reading.old) == (detail, old)
    assert reading.commune is not None
    assert code is None or reading.commune.code == code


def test_a_commune_that_was_divided_is_for_the_person_to_say():
    reading = BOOK.read("12 Đội Cấn, Phường Cống Vị, Quận Ba Đình, TP Hà Nội", DAY)
    assert reading.commune is None
    assert [unit.code for unit in reading.communes] == ["00008", "00025"]


@pytest.mark.parametrize(
    "written", ["", "Làng Phả", "Paris, France", ", , ,", "x" * 5000, "<script>, a, b", "a, b, c, d"]
)
def test_what_cannot_be_read_is_kept_as_it_stands(written):
    reading = BOOK.read(written, DAY)
    assert reading.communes == ()
    assert reading.detail == written.strip()


@pytest.mark.parametrize("unit", [one for one in PRESENT if " - " in one.name], ids=lambda one: one.code)
def test_a_name_with_a_dash_is_one_name(unit):
    reading = BOOK.read(BOOK.line(unit.code, "0", DAY), DAY)
    assert unit in reading.communes and reading.detail == "0"


@given(st.sampled_from(PRESENT), st.text("abcđêỳ 0123456789", min_size=1, max_size=20).map(str.strip).filter(bool))
@settings(max_examples=80)
def test_every_line_on_paper_is_read_back(unit, detail):
    detail = " ".join(detail.split())
    reading = BOOK.read(BOOK.line(unit.code, detail, DAY), DAY)
    assert unit in reading.communes
    assert reading.detail.lower() == detail.lower()


@pytest.mark.parametrize(("code", "province"), [("00721", "08"), ("02", "08"), ("24", "24"), ("00730", "08"), ("", "")])
def test_the_province_of_a_code(code, province):
    assert AREAS.province_of(code) == province


def test_a_form_reads_a_card_by_the_units_of_today():
    places = AreaPlaces(AREAS, is_weekend)
    old = places.whole(Place(text="Thôn Má Lủng, Tả Lủng, Đồng Văn, Hà Giang"), DAY)
    assert (old.unit, old.detail, old.as_of) == ("00721", "Thôn Má Lủng", "2026-11-30")
    assert old.text == "Thôn Má Lủng, Tả Lủng, Đồng Văn, Hà Giang"  # what a chip says is shown as it stands
    assert old.old == "xã Tả Lủng, huyện Đồng Văn, tỉnh Hà Giang"


def test_a_form_writes_the_line_of_a_commune_that_was_chosen():
    places = AreaPlaces(AREAS, is_weekend)
    assert places.whole(Place("00721", "tổ 3"), DAY).text == "Tổ 3, xã Đồng Văn, tỉnh Tuyên Quang"
    assert places.whole(Place("00721", "tổ 3", "như trên thẻ"), DAY).text == "như trên thẻ"


@pytest.mark.parametrize("text", ["Phường Cống Vị, Quận Ba Đình, Hà Nội", "Làng Phả", "Paris, France"])
def test_a_form_does_not_guess_a_commune(text):
    assert AreaPlaces(AREAS, is_weekend).whole(Place(text=text), DAY) == Place(text=text)
