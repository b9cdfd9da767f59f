"""From the QR code, from digits, from the MRZ: the keys, and the expiry that nobody types."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.chip import keys, mrz
from kiosk.devices.card_identity import citizen_from_qr, key_from_qr
from kiosk.devices.simulated.person import names, person
from kiosk.domain.citizen import Sex
from kiosk.errors import BadCardKey

TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
TD1_LONG = "I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<"


@pytest.mark.parametrize(
    ("birth", "issued", "ends"),
    [
        (date(2015, 6, 1), date(2025, 1, 1), date(2029, 6, 1)),  # to 14
        (date(2015, 6, 1), date(2027, 5, 31), date(2029, 6, 1)),  # a day before the two years
        (date(2015, 6, 1), date(2027, 6, 1), date(2040, 6, 1)),  # within two years: to 25
        (date(2000, 6, 1), date(2022, 1, 1), date(2025, 6, 1)),
        (date(2000, 6, 1), date(2023, 6, 1), date(2040, 6, 1)),
        (date(1990, 6, 1), date(2021, 4, 1), date(2030, 6, 1)),
        (date(1990, 6, 1), date(2028, 6, 1), date(2050, 6, 1)),
        (date(1966, 6, 1), date(2024, 5, 31), date(2026, 6, 1)),
        (date(1966, 6, 1), date(2024, 6, 1), None),  # within two years of 60: for ever
        (date(1962, 3, 8), date(2022, 7, 20), None),
        (date(2000, 2, 29), date(2022, 1, 1), date(2025, 2, 28)),
    ],
)
def test_the_expiry_follows_from_birth_and_issue(birth, issued, ends):
    assert keys.expiry(birth, issued) == ends


@given(st.dates(date(1930, 1, 1), date(2020, 1, 1)), st.dates(date(2021, 1, 1), date(2040, 1, 1)))
def test_a_card_runs_more_than_two_years_or_for_ever(birth, issued):
    ends = keys.expiry(birth, issued)
    assert ends is None or (ends - issued).days >= 2 * 365


def test_the_qr_code_holds_both_keys():
    key = keys.from_qr("999099002468||Giàng Thị Say|18111999|Nữ|Thôn Séo Lủng|10032023")
    assert key.can == "002468"
    assert key.mrz == mrz.key("099002468", "991118", "391118")


@pytest.mark.parametrize("name", names())
def test_the_qr_code_opens_what_the_mrz_opens(name):
    who = person(name)
    assert keys.from_qr(who.qr_text) == keys.AccessKey(who.can, who.mrz_key)
    assert keys.from_mrz(who.mrz).mrz == who.mrz_key


def test_unknown_fields_at_the_end_are_kept():
    card = keys.read_qr("999162001234|999123456|Vàng Thị Mỷ|08031962|Nữ|Séo Lủng|20072022|x|y")
    assert card.tail == ("x", "y")
    assert card.issued == date(2022, 7, 20)


@pytest.mark.parametrize("text", ["999162001234|", "999162001234|||31021962||", "999162001234||A|B|C|D|E"])
def test_without_dates_the_can_is_left(text):
    assert keys.from_qr(text) == keys.AccessKey(can="001234")


@pytest.mark.parametrize("text", ["", "hello", "https://example.org/?a|b", "12345|x", "99916200123a|x", "999162001234"])
def test_another_qr_code_is_no_key(text):
    with pytest.raises(BadCardKey):
        keys.from_qr(text)


@given(st.text(max_size=120))
def test_whatever_a_qr_code_says_is_a_key_or_none(text):
    try:
        key = keys.from_qr(text)
    except BadCardKey:
        return
    assert key.can.isdigit()


@pytest.mark.parametrize("text", ["001234", "00 12 34", "999162001234", "999 162 001 234"])
def test_six_digits_or_the_whole_number(text):
    assert keys.from_digits(text) == keys.AccessKey(can="001234")


@pytest.mark.parametrize("text", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦"])
def test_other_digits_are_no_key(text):
    with pytest.raises(BadCardKey):
        keys.from_digits(text)


def test_the_mrz_of_icao_is_understood():
    found = mrz.parse(TD3)
    assert (found.number, found.surname, found.given) == ("L898902C3", "ERIKSSON", "ANNA MARIA")
    assert found.key == "L898902C3674081221204159"
    assert mrz.parse(TD1).key == "D23145890774081221204159"
    assert mrz.parse(TD1_LONG).number == "D23145890734"


@pytest.mark.parametrize("card", [TD1, TD3])
def test_marks_in_a_name_send_nobody_away(card):
    """An issuer that does not keep to ICAO 9303-3 §4.6."""
    odd = card.replace("ERIKSSON<<ANNA<MARIA<", "H'HEN-NIE<<ANN.MARIA,")
    assert len(odd) == len(card)
    found = mrz.parse(odd)
    assert (found.surname, found.given) == ("HHEN NIE", "ANNMARIA")
    assert found.key == mrz.parse(card).key
    with pytest.raises(BadCardKey):
        mrz.parse(odd.replace("'", "%"))
    with pytest.raises(BadCardKey):
        mrz.parse(card.replace("7408122", "74081-2"))


def test_the_key_itself_is_taken():
    assert keys.from_mrz("l898902c<3 6908061 9406236").mrz == "L898902C<369080619406236"


@pytest.mark.parametrize(
    "text", ["", TD1[:-1], TD3.replace("740812", "740813"), "L898902C<469080619406236", "L898902C<36908"]
)
def test_an_mrz_that_does_not_add_up_is_no_key(text):
    with pytest.raises(BadCardKey):
        keys.from_mrz(text)


@given(st.text(alphabet="ABC019<", min_size=88, max_size=90))
def test_whatever_is_typed_is_a_key_or_none(text):
    try:
        key = keys.from_mrz(text)
    except BadCardKey:
        return
    assert len(key.mrz) >= 24


def test_a_key_does_not_show_itself():
    assert "001234" not in repr(keys.from_qr(person().qr_text))
    assert "Mỷ" not in repr(keys.read_qr(person().qr_text))


def test_the_qr_code_prefills_a_citizen():
    who = person("giang-thi-say")
    citizen = citizen_from_qr(who.qr_text)
    assert (citizen.full_name, citizen.sex, citizen.birth_date) == (who.full_name, Sex.FEMALE, who.birth_date)
    assert citizen.expires == date(2039, 11, 18)
    assert key_from_qr(who.qr_text).can == "002468"


@pytest.mark.parametrize(
    ("id_number", "birth", "year"), [("999162001234", "620308", 1962), ("999215001234", "150308", 2015)]
)
def test_the_century_stands_in_the_id_number(id_number, birth, year):
    found = mrz.Mrz("ID", "VNM", id_number[3:], birth, "F", "991231", "VNM", "A", "B", id_number)
    assert found.birth_date(date(2026, 11, 23)) == date(year, 3, 8)
    assert found.id_number == id_number
