"""Whatever a card says, the parsers of round two end in a value or in Malformed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.chip import dates, dg13, lds, mrz, tlv
from kiosk.chip.countries import two_letters
from kiosk.chip.tlv import Malformed
from kiosk.devices import pcsc
from kiosk.devices.simulated import virtual_files
from kiosk.devices.simulated.person import person
from kiosk.devices.simulated.quirks import Quirks

FILES = virtual_files.files(person(), Quirks())
DG13, DG2 = FILES[virtual_files.DG13], FILES[virtual_files.DG2]
TODAY = date(2026, 11, 29)


@settings(max_examples=300)
@given(place=st.integers(0, len(DG13) - 1), value=st.integers(0, 255))
def test_one_wrong_byte_in_dg13_costs_a_field_at_most(place, value):
    data = bytearray(DG13)
    data[place] = value
    whole = dg13.parse(DG13)
    try:
        found = dg13.parse(bytes(data))
    except Malformed:
        assert place < 60  # the outer headers, and the first field's length, on which all others hang
        return
    lost = {number for number, texts in whole.fields.items() if found.fields.get(number) != texts}
    assert not lost or data != DG13
    for number in range(17):
        assert isinstance(found.text(number), str)
        assert found.date(number) is None or isinstance(found.date(number), date)


@given(st.binary(max_size=400))
def test_any_bytes_as_dg13(data):
    body = tlv.encode(0x6D, tlv.encode(0x30, b"\x02\x01\x01", tlv.encode(0x31, data)))
    try:
        found = dg13.parse(body)
    except Malformed:
        return
    assert all(isinstance(text, str) for texts in found.fields.values() for text in texts)


@given(st.text(max_size=14))
def test_any_text_as_a_date(text):
    known = dates.of_text(text)
    assert known is None or known.whole is None or known.whole.year == known.year


@given(st.text(alphabet="0123456789<", min_size=6, max_size=6), st.sampled_from([1800, 1900, 2000]))
def test_six_characters_are_a_birth_or_none(text, century):
    known = dates.of_mrz(text, century)
    assert known is None or century <= known.year < century + 100
    if known and known.day is not None:
        assert known.month is not None


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("17/05/1992", (1992, 5, 17)),
        ("7.5.1992", (1992, 5, 7)),
        ("05/1992", (1992, 5, None)),
        ("1992", (1992, None, None)),
        ("--/--/1992", (1992, None, None)),
        ("00/05/1992", (1992, 5, None)),
        ("17/00/1992", (1992, None, None)),
        ("31/02/1992", None),
        ("13/1992", None),
        ("0000", None),
        ("Không thời hạn", None),
        ("", None),
        ("١٧/٠٥/١٩٩٢", None),
    ],
)
def test_what_a_date_knows(text, known):
    found = dates.of_text(text)
    assert (found and (found.year, found.month, found.day)) == known


@settings(max_examples=200)
@given(st.binary(max_size=300), st.sampled_from([0x5F2E, 0x7F2E]))
def test_any_record_of_faces(data, tag):
    group = tlv.encode(0x75, tlv.encode(0x7F61, tlv.encode(0x7F60, tlv.encode(tag, data))))
    try:
        faces = lds.parse_faces(group)
    except Malformed:
        return
    assert faces


@given(st.binary(max_size=80), st.integers(0, 255))
def test_what_a_driver_says_of_itself(data, tag):
    assert len(pcsc._property(data, tag)) <= 255


def test_the_codes_of_countries():
    assert [two_letters(code) for code in ("VNM", "vnm", "D", "UTO", "KHM", "")] == ["VN", "VN", "DE", "UT", "KH", ""]


@pytest.mark.parametrize("birth", ["45<<<<", "4505<<", "450517"])
def test_a_key_with_fillers_is_a_key(birth):
    made = mrz.key("999004321", birth, "<<<<<<")
    assert mrz.key_of(made) == made
