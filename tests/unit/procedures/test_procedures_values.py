"""Shared lists: one inner code, each system's spelling, everyday words; lists that say where they are not in order."""

from __future__ import annotations

import json
import shutil
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import catalogue
from kiosk.procedures.csv_tables import TableFault
from kiosk.procedures.value_lists import OTHER_LISTS, ListValue, ValueList, load_values, spellings_of
from kiosk.resources import asset
from kiosk.toml_source import TomlFault

DAY = date(2026, 11, 30)
LISTS = {
    path.stem: load_values(path)
    for path in sorted([*asset("values").glob("*.toml"), *asset("values").glob("*.csv")])
    if path.stem not in OTHER_LISTS
}
ETHNIC = LISTS["ethnic_groups"]
PAPERS = LISTS["paper_kinds"]
TRADES = LISTS["trades"]

EVERY = [(name, value) for name, values in LISTS.items() for value in values.values]


def test_the_lists_have_what_their_sources_count():
    assert len(ETHNIC.values) == 54
    assert [value.code for value in ETHNIC.values] == [f"{number:02}" for number in range(1, 55)]
    assert len(LISTS["countries"].values) == 249
    assert [value.code for value in LISTS["marital_status"].values] == list("123456")
    assert len(TRADES.values) >= 100


@given(st.sampled_from(EVERY), st.sampled_from([str, str.upper, str.lower, str.title]))
def test_every_spelling_names_its_value(one, case):
    name, value = one
    for text in spellings_of(value):
        if name != "countries":  # two spellings of one name may be two countries without their marks
            assert LISTS[name].match(case(text)) == value


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Mông", "08"),
        ("MÔNG", "08"),
        ("H'Mông", "08"),
        ("H’Mông", "08"),
        ("Mông (Hmông)", "08"),
        ("hmong", "08"),
        ("Ê Đê", "12"),
        ("Ê-đê", "12"),
        ("RaGlay", "21"),
        ("Khmer", "05"),
        ("Ơ Đu", "53"),
    ],
)
def test_what_cards_and_systems_write_is_one_group(written, code):
    assert ETHNIC.match(written).code == code


@pytest.mark.parametrize("written", ["Việt Nam", "Mon", "", "Kinh Mông", "54"])
def test_what_is_no_group_names_none(written):
    assert ETHNIC.match(written) is None


def test_each_system_has_its_spelling():
    ede = ETHNIC.value("12")
    assert (ede.name, ede.spelled("civil-status"), ede.spelled("statistics")) == ("Ê-đê", "Ê Đê", "Ê-đê")
    assert ETHNIC.value("08").spelled("statistics") == "Hmông"


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("can-cuoc", "999198000014", "99919800001"),
        ("cccd", "999198000014", "٩٩٩١٩٨٠٠٠٠١٤"),
        ("cmnd", "123456789", "999198000014"),
        ("ho-chieu", "C1234567", "1234567"),
        ("ho-chieu-nuoc-ngoai", "XK99A1234", "X K"),
    ],
)
def test_the_kind_of_a_paper_says_what_its_number_looks_like(kind, good, bad):
    paper = PAPERS.value(kind)
    assert paper.fits_number(good)
    assert not paper.fits_number(bad)


def test_the_old_identity_card_is_no_paper_of_who_files_today():
    """Luật Căn cước, Điều 46: no longer valid from 01/01/2025."""
    assert PAPERS.value("cmnd").in_force(date(2024, 12, 31))
    assert not PAPERS.value("cmnd").in_force(date(2025, 1, 1))
    assert not PAPERS.value("can-cuoc").in_force(date(2024, 6, 30))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("bán phở", "5610"),
        ("ban pho", "5610"),
        ("sửa xe máy", "9532"),
        ("sua xe may", "9532"),
        ("tạp hóa", "4711"),
        ("tap hoa", "4711"),
        ("quán cà phê", "5630"),
        ("nấu rượu ngô", "1101"),
        ("cắt tóc", "9621"),
        ("chè san tuyết", "1076"),
        ("thợ mộc", "3101"),
        ("homestay", "5520"),
        ("xe ôm", "4931"),
        ("bán quần áo", "4771"),
        ("5610", None),
        ("xay xát", "1061"),
        ("nuôi ong", "0149"),
        ("đồng nát", "3830"),
    ],
)
def test_everyday_words_find_the_trade(typed, code):
    matches = TRADES.search(typed)
    assert (matches[0].code if matches else None) == code


@given(st.sampled_from(TRADES.values))
def test_every_everyday_word_finds_its_trade(trade):
    for word in trade.words:
        assert trade in TRADES.search(word, most=len(TRADES.values))


def test_a_trade_with_conditions_says_so_and_nothing_is_called_surer_than_it_is():
    assert "Giấy phép" in TRADES.value("1101").note
    assert all(trade.sure.value == "P" for trade in TRADES.values)
    assert {trade.group for trade in TRADES.values} <= {"", *(one.code for one in LISTS["tax_trade_groups"].values)}


GOOD = 'source = "x"\nchecked = 2026-11-29\nsystems = ["a"]\nvalues = [\n  { code = "1", name = "Một" },\n%s\n]\n'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('  { code = "2", nmae = "Hai" },', "nmae is not known"),
        ('  { code = "2" },', "name is missing"),
        ('  { code = 2, name = "Hai" },', "code is missing"),
        ('  { code = "1", name = "Hai" },', "names 1 as well"),
        ('  { code = "2", name = "một" },', "names 1 as well"),
        ('  { code = "2", name = "Hai", aliases = ["MOT"] },', "names 1 as well"),
        ('  { code = "2", name = "Hai", aliases = "hai" },', "is a list of texts"),
        ('  { code = "2", name = "Hai", spellings = { b = "x" } },', "is no system of the head"),
        ('  { code = "2", name = "Hai", spellings = { a = 1 } },', "is a table of texts"),
        ('  { code = "2", name = "Hai", sure = "maybe" },', "says not how sure"),
        ('  { code = "2", name = "Hai", number = "[" },', "is no regular expression"),
        ('  { code = "2", name = "Hai", until = "2026" },', "is a day"),
        ('  { code = "2", name = "Ha\u0300i" },', "composed letters"),
        ('  "Hai",', "is no table"),
    ],
)
def test_a_value_that_is_not_in_order_is_named_with_its_line(tmp_path, line, reason):
    path = tmp_path / "numbers.toml"
    path.write_text(GOOD % line, "utf-8")
    with pytest.raises(TomlFault, match=reason) as fault:
        load_values(path)
    assert (fault.value.name, fault.value.line) == ("values/numbers.toml", 6)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('checked = 2026-11-29\nvalues = [{ code = "1", name = "x" }]', "source"),
        ('source = "x"\nchecked = "now"\nvalues = [{ code = "1", name = "x" }]', "checked"),
        ('source = "x"\nchecked = 2026-11-29\nvalues = []', "list of tables"),
        ('source = "x"\nchecked = 2026-11-29\nvlues = []', "vlues is not known"),
        ("x = ", "values/numbers.toml:1"),
    ],
)
def test_a_list_that_is_not_in_order_is_refused(tmp_path, text, reason):
    path = tmp_path / "numbers.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(TomlFault, match=reason):
        load_values(path)


def test_a_country_twice_is_named_with_its_line(tmp_path):
    path = tmp_path / "countries.csv"
    text = asset("values", "countries.csv").read_text("utf-8")
    path.write_text(f"{text}VN,Việt Nam,Vietnam\n", "utf-8")
    with pytest.raises(TableFault, match="once") as fault:
        load_values(path)
    assert fault.value.line == text.count("\n") + 1


def test_what_the_screens_choose_from_has_the_same_names():
    """The list that is paged today shows each value once."""
    names = [value.name for value in ETHNIC.values]
    assert len(names) == len(set(names))
    assert json.dumps(names, ensure_ascii=False)


def test_an_empty_list_value_can_be_spelled_for_any_system():
    assert ListValue("1", "Một").spelled("any") == "Một"
    assert ValueList("x", "y", DAY, (ListValue("1", "Một"),)).search("m")[0].code == "1"


def test_an_update_whose_lists_are_not_in_order_is_none(tmp_path):
    shutil.copytree(asset("procedures"), tmp_path / "procedures")
    shutil.copytree(asset("values"), tmp_path / "values")
    assert catalogue.fault(tmp_path) == ""
    path = tmp_path / "values" / "sexes.toml"
    path.write_text(path.read_text("utf-8").replace("name_en", "nmae_en", 1), "utf-8")
    assert catalogue.fault(tmp_path) == "values/sexes.toml:6"
