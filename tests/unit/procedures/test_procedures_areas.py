"""Communes by code and day, by the names of today and of before; tables that say where they are not in order."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk import catalogue
from kiosk.domain.certainty import Certainty
from kiosk.procedures.area_search import AreaIndex, plain
from kiosk.procedures.area_units import AdministrativeUnit
from kiosk.procedures.areas import AreaDirectory
from kiosk.procedures.csv_tables import TableFault
from kiosk.resources import asset

DAY = date(2026, 11, 30)
DONG_VAN = "00721"

AREAS = AreaDirectory(asset("areas"))
PRESENT = [unit for province in AREAS.provinces(DAY) for unit in AREAS.communes(province.code, DAY)]


def names(text: str, near: str = "", day: date = DAY) -> list[str]:
    return [match.unit.name for match in AREAS.search(text, day, near)]


def test_the_country_has_as_many_units_as_the_law_says():
    """QĐ 19/2025/QĐ-TTg: 34 provinces; 2,599 xã, 709 phường, 13 đặc khu counted with the wards of 2026."""
    assert len(AREAS.provinces(DAY)) == 34
    assert len(PRESENT) == len({unit.code for unit in PRESENT}) == 3321
    assert sum(unit.kind == "Đặc khu" for unit in PRESENT) == 13
    assert len(AREAS.provinces(date(2025, 6, 30))) == 63


def test_a_code_names_a_unit_on_a_day():
    assert AREAS.commune("00004", date(2025, 6, 30)).name == "Phường Trúc Bạch"
    assert AREAS.commune("00004", date(2025, 7, 1)).name == "Phường Ba Đình"
    assert AREAS.commune("99999", DAY) is None
    assert AREAS.province("02", date(2025, 6, 30)).name == "Tỉnh Hà Giang"
    assert AREAS.province("02", DAY) is None


def test_the_city_of_dong_nai_begins_on_its_day():
    """NQ 30/2026/QH16 and 237/NQ-UBTVQH16, from 30/04/2026."""
    before, on = date(2026, 4, 29), date(2026, 4, 30)
    assert (AREAS.province("75", before).name, AREAS.province("75", on).name) == ("Tỉnh Đồng Nai", "Thành phố Đồng Nai")
    assert (AREAS.commune("25270", before).name, AREAS.commune("25270", on).name) == ("Xã Lộc Ninh", "Phường Lộc Ninh")
    assert AREAS.commune("25270", before).within == "tỉnh Đồng Nai"
    assert sum(unit.kind == "Phường" for unit in AREAS.communes("75", on)) == 10 + sum(
        unit.kind == "Phường" for unit in AREAS.communes("75", before)
    )


@pytest.mark.parametrize("code", ["22", "24", "07294", "07840"])
def test_what_was_announced_without_a_day_is_not_invented(code):
    """NQ 36 and 39/2026/QH16, 388/NQ-UBTVQH16: seen in one source, without the day from which they hold."""
    (unit,) = AREAS.announced(code)
    assert unit.sure is Certainty.ONE_SOURCE
    assert unit.act
    assert not unit.in_force(date.max)
    today = AREAS.province(code, DAY) or AREAS.commune(code, DAY)
    assert today.kind in ("Tỉnh", "Xã")
    assert today.bare == unit.bare


def test_what_a_commune_was_made_of():
    """Đồng Văn was made of five."""
    whole = [match.unit.name for match in AREAS.search("dong van", DAY, DONG_VAN, 60) if match.former]
    assert {"Thị trấn Đồng Văn", "Xã Tả Lủng", "Xã Thài Phìn Tủng", "Xã Pải Lủng", "Xã Tả Phìn"} & set(whole)
    (match,) = AREAS.search("thai phin tung", DAY)
    assert match.former
    assert [unit.code for unit in match.now] == [DONG_VAN]


def test_one_that_was_divided_leaves_the_choice_to_the_person():
    (match,) = AREAS.search("phường Cống Vị", DAY)
    assert [unit.code for unit in match.now] == ["00008", "00025"]  # most of it first


@pytest.mark.parametrize(
    "text",
    ["dong van", "Đồng Văn", "đồng văn", "DONG VAN", "xa dong van", "van dong", "dong van tuyen quang", "Xã Đồng Văn"],
)
def test_the_office_own_commune_comes_first(text):
    assert AREAS.search(text, DAY, DONG_VAN)[0].unit.code == DONG_VAN


def test_then_the_rest_of_its_province():
    nearest = AREAS.search("dong", DAY, DONG_VAN)
    provinces = [match.unit.province for match in nearest]
    assert provinces == sorted(provinces, key=lambda code: code != "08")
    assert names("", DONG_VAN)[0] == "Xã Đồng Văn"
    assert {match.unit.province for match in AREAS.search("", DAY, DONG_VAN)} == {"08"}
    assert AREAS.search("", DAY) == []


def test_a_name_far_away_comes_before_near_lines_that_hold_its_letters_only():
    """Of the office's province there are those with "Bắc Mê" and "Yên Định" in one line."""
    first = AREAS.search("ba dinh", DAY, DONG_VAN)[0]
    assert (first.unit.bare, first.unit.province) == ("Ba Đình", "01")


def test_a_district_of_before_still_finds_its_own_communes_first():
    found = AREAS.search("dong van", DAY, DONG_VAN)
    assert {one.unit.province for one in found[:5]} == {"08"}


def test_marks_that_were_typed_tell_apart():
    assert names("lộc ninh")[:2] == ["Phường Lộc Ninh", "Xã Lộc Ninh"]
    assert AREAS.search("Tả Lủng", DAY)[0].unit.name == "Xã Tả Lủng"


@pytest.mark.parametrize("text", ["xã Tả Lủng cũ", "Xã Tả Lủng (cũ)", "tả lủng  cũ"])
def test_the_old_name_alone_may_be_meant(text):
    matches = AREAS.search(text, DAY, DONG_VAN)
    assert matches[0].unit.name == "Xã Tả Lủng"
    assert all(match.former for match in matches)


def test_a_name_of_last_year_is_found_by_its_old_kind():
    match = next(one for one in AREAS.search("xã Lộc Ninh cũ", DAY) if one.unit.code == "25270")
    assert match.unit.name == "Xã Lộc Ninh"
    assert [unit.name for unit in match.now] == ["Phường Lộc Ninh"]


@given(st.sampled_from(PRESENT), st.booleans())
@settings(max_examples=150)
def test_every_commune_is_found_by_its_name_and_province(unit, marks):
    text = f"{unit.name} {unit.within}"
    found = AREAS.search(text if marks else plain(text), DAY)
    assert unit.code in [match.unit.code for match in found]


def test_a_whole_line_of_an_old_paper_finds_its_commune_first():
    assert names("xa tu quan huyen yen son tinh tuyen quang")[0] == "Xã Tứ Quận"


FORMER = [match for match in AREAS.search("t", date(2026, 1, 1), DONG_VAN, 200) if match.former]


@given(st.sampled_from(FORMER))
@settings(max_examples=60)
def test_every_former_commune_is_found_and_has_become_something(match):
    found = AREAS.search(f"{match.unit.name} {match.unit.within}", DAY)
    assert match.unit in [one.unit for one in found]
    assert all(unit.in_force(DAY) for one in found for unit in one.now)


def by_hand(units: list[AdministrativeUnit], words: list[str]) -> set[str]:
    """Whose line has, for each word, one that begins with it."""
    lines = {unit.code: plain(f"{unit.name} {unit.within}").split() for unit in units}
    return {code for code, line in lines.items() if all(any(part.startswith(word) for part in line) for word in words)}


SOME = AREAS.communes("08", DAY)
INDEX = AreaIndex(SOME)


@given(
    st.lists(st.sampled_from(["d", "do", "dong", "van", "x", "xa", "tuyen", "quang", "l", "h", "z", "phu"]), min_size=1)
)
def test_the_scan_finds_what_a_slow_look_at_each_line_finds(words):
    assert {unit.code for unit, _ in INDEX.matches(words, "08")} == by_hand(list(SOME), words)


@pytest.mark.parametrize("text", ["", " ", "'", "%", "\n", "x" * 10_000, "<b>", "\u202e", "۞", "ＤＯＮＧ"])
def test_nothing_that_is_typed_is_a_fault(text):
    assert isinstance(AREAS.search(text, DAY, DONG_VAN), list)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(asset("areas"), tmp_path / "areas"))


def mend(folder: Path, name: str, line: str, other: str) -> int:
    """Put ``other`` where ``line`` stands; the number of that line."""
    lines = (folder / name).read_text("utf-8").split("\n")
    at = lines.index(line)
    (folder / name).write_text("\n".join([*lines[:at], other, *lines[at + 1 :]]), "utf-8")
    return at + 1


DONG_VAN_LINE = "00721,Xã Đồng Văn,08,2025-07-01,,1684/NQ-UBTVQH15,S"


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ("00721,Xã Đồng Văn,08,2025-07-01,,1684/NQ-UBTVQH15", "6 cells, not 7"),
        ("0721,Xã Đồng Văn,08,2025-07-01,,,S", "no code of 5 digits"),
        ("٠٠٧٢١,Xã Đồng Văn,08,2025-07-01,,,S", "no code of 5 digits"),
        ("00721,Đồng Văn,08,2025-07-01,,,S", "begins with no kind"),
        ("00721,Xã Đồng Văn,02,2025-07-01,,,S", "no province 02 today"),
        ("00721,Xã Đồng Văn,08,01/07/2025,,,S", "a day is written"),
        ("00721,Xã Đồng Văn,08,2025-07-01,2025-06-30,,S", "ends before it begins"),
        ("00721,Xã Đồng Văn,08,2025-07-01,,,sure", "says not how sure"),
        ("00721,Xã Đồng Văn ,08,2025-07-01,,,S", "space around a cell"),
        ("00721,Xa\u0303 Đồng Văn,08,2025-07-01,,,S", "not composed"),
        (DONG_VAN_LINE + "\n00721,Xã Khác,08,2025-07-01,,,S", "names two units on one day"),
        ('00721,"Xã Đồng Văn,08,2025-07-01,,,S', "unexpected end of data"),
    ],
)
def test_a_line_that_is_not_in_order_is_named(folder, other, reason):
    line = mend(folder, "communes.csv", DONG_VAN_LINE, other)
    with pytest.raises(TableFault, match=reason) as fault:
        AreaDirectory(folder).check()
    assert fault.value.name == "areas/communes.csv"
    assert fault.value.line == line + other.count("\n")


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ("00730,Xã Thài Phìn Tủng,Huyện Đồng Văn,02,", "says not what it became"),
        ("00730,Xã Thài Phìn Tủng,Huyện Đồng Văn,02,00730", "none today"),
        ("00730,Xã Thài Phìn Tủng,Huyện Đồng Văn,02,00721 00722", "says not what it became"),
        ("00730,Xã Thài Phìn Tủng,Huyện Đồng Văn,99,00721", "no province 99 then"),
        ("00739,Xã Thài Phìn Tủng,Huyện Đồng Văn,02,00721", "00739 a second time"),
    ],
)
def test_a_former_line_that_is_not_in_order_is_named(folder, other, reason):
    mend(folder, "former_communes.csv", "00730,Xã Thài Phìn Tủng,Huyện Đồng Văn,02,00721", other)
    with pytest.raises(TableFault, match=reason):
        AreaDirectory(folder).check()


@pytest.mark.parametrize(
    ("line", "other", "reason"),
    [
        ("# checked: 2026-11-29", "# checked: yesterday", "checked is no day"),
        ("# checked: 2026-11-29", "# who: nobody", "does not state checked"),
        ("code,name,province,from,until,act,sure", "code,name,province,from,until,act", "the columns are not"),
    ],
)
def test_a_head_that_is_not_in_order_is_named(folder, line, other, reason):
    mend(folder, "communes.csv", line, other)
    with pytest.raises(TableFault, match=reason):
        AreaDirectory(folder).check()


def test_bytes_that_are_no_text_are_named(folder):
    (folder / "communes.csv").write_bytes(b"# source: x\n\xff")
    with pytest.raises(TableFault, match=r"areas/communes\.csv:2: not UTF-8"):
        AreaDirectory(folder).check()


def test_the_tables_of_the_house_are_in_order():
    AreaDirectory(asset("areas")).check()


def test_an_update_whose_tables_are_not_in_order_is_none(folder):
    """What gates the signing and the taking of an update names the file and the line."""
    shutil.copytree(asset("procedures"), folder.parent / "procedures")
    assert catalogue.fault(folder.parent) == ""
    line = mend(folder, "communes.csv", DONG_VAN_LINE, "00721,Xã Đồng Văn,02,2025-07-01,,,S")
    assert catalogue.fault(folder.parent) == f"areas/communes.csv:{line}"
