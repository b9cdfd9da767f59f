"""EF.COM, DG1, DG2 and DG13: what they say, and that nonsense is a known error and nothing else."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kiosk.chip import active, authenticity, dg13, lds, security_infos, tlv
from kiosk.chip.dg13 import Field
from kiosk.chip.tlv import Malformed
from kiosk.devices.simulated import virtual_files
from kiosk.devices.simulated.person import person
from kiosk.devices.simulated.quirks import NONE, Quirk, Quirks

FILES = virtual_files.files(person(), NONE)
PARSERS = {
    "COM": (lds.parse_com, FILES[virtual_files.COM]),
    "DG1": (lds.parse_dg1, FILES[virtual_files.DG1]),
    "DG2": (lds.parse_dg2, FILES[virtual_files.DG2]),
    "DG13": (dg13.parse, FILES[virtual_files.DG13]),
    "DG14": (security_infos.parse_dg14, FILES[virtual_files.DG14]),
    "DG15": (active.parse_dg15, FILES[virtual_files.DG15]),
    "SOD": (authenticity.parse_sod, FILES[virtual_files.SOD]),
}


def test_com_lists_the_groups():
    com = lds.parse_com(FILES[virtual_files.COM])
    assert (com.lds_version, com.groups) == ("0107", ("DG1", "DG2", "DG13", "DG14", "DG15"))


def test_dg1_holds_the_mrz():
    found = lds.parse_dg1(FILES[virtual_files.DG1])
    assert (found.id_number, found.name, found.sex) == ("999162001234", "VANG THI MY", "F")


@pytest.mark.parametrize(("quirks", "kind"), [((), lds.JPEG), ((Quirk.JPEG_2000,), lds.JPEG_2000)])
def test_dg2_holds_the_face(quirks, kind):
    face = lds.parse_dg2(virtual_files.files(person(), Quirks.of(quirks))[virtual_files.DG2])
    assert (face.media_type, face.width, face.height) == (kind, 480, 600)
    assert Image.open(BytesIO(face.data)).size == (480, 600)


@pytest.mark.parametrize("quirks", [(), (Quirk.JPEG_2000,)])
def test_the_size_is_read_from_the_picture_where_the_record_lacks_it(quirks):
    content = virtual_files.files(person(), Quirks.of(quirks))[virtual_files.DG2]
    size = (480).to_bytes(2, "big") + (600).to_bytes(2, "big")
    face = lds.parse_dg2(content.replace(size, bytes(4), 1))
    assert (face.width, face.height) == (480, 600)


def test_dg13_says_what_the_mrz_cannot():
    said = dg13.parse(FILES[virtual_files.DG13])
    assert said.text(Field.FULL_NAME) == "Vàng Thị Mỷ"
    assert said.text(Field.ETHNICITY) == "Mông"
    assert said.date(Field.BIRTH) == date(1962, 3, 8)
    assert (said.date(Field.EXPIRES), said.expires_words) == (None, "Không thời hạn")
    assert (said.father, said.mother, said.spouse) == ("Vàng Mí Sính", "Ly Thị Mai", "Sùng Chứ Pó")
    assert said.text(Field.OLD_ID_NUMBER) == ""
    assert said.text(16) == virtual_files.CHIP_ID


def test_both_layouts_of_the_parents_are_read():
    other = virtual_files.files(person(), Quirks.of([Quirk.DG13_OTHER_LAYOUT]))[virtual_files.DG13]
    assert other != FILES[virtual_files.DG13]
    assert dg13.parse(other) == dg13.parse(FILES[virtual_files.DG13])


def _dg13(*items: bytes) -> bytes:
    return tlv.encode(0x6D, tlv.encode(0x30, b"\x02\x01\x01", tlv.encode(0x31, *items)))


def test_any_field_can_be_missing_and_unknown_ones_are_kept():
    said = dg13.parse(_dg13(tlv.encode(0x30, b"\x02\x01\x63", tlv.encode(0x0C, "mới".encode()))))
    assert said.text(99) == "mới"
    assert (said.text(Field.FULL_NAME), said.father, said.date(Field.BIRTH)) == ("", "", None)


def test_an_empty_father_stays_the_father():
    parents = tlv.encode(0x30, b"\x02\x01\x0d", tlv.encode(0x30, b"\x0c\x00", tlv.encode(0x0C, b"Me")))
    said = dg13.parse(_dg13(parents))
    assert (said.father, said.mother) == ("", "Me")


def test_a_long_number_and_utf16_are_read():
    item = tlv.encode(0x30, b"\x02\x02\x01\x00", tlv.encode(0x1E, "Đặng".encode("utf-16-be")))
    assert dg13.parse(_dg13(item)).text(256) == "Đặng"


@pytest.mark.parametrize("name", PARSERS)
@given(data=st.binary(max_size=300))
def test_nonsense_is_malformed(name, data):
    _quiet(name, data)


@pytest.mark.parametrize("name", PARSERS)
@given(place=st.integers(0, 599), value=st.integers(0, 255))
def test_a_changed_byte_is_malformed_or_read(name, place, value):
    data = bytearray(PARSERS[name][1])
    data[place % min(len(data), 600)] = value
    _quiet(name, bytes(data))


@pytest.mark.parametrize("name", PARSERS)
@given(end=st.integers(0, 1999))
def test_a_cut_off_file_is_malformed(name, end):
    parse, whole = PARSERS[name]
    if end < len(whole):
        with pytest.raises(Malformed):
            parse(whole[:end])


def _quiet(name: str, data: bytes) -> None:
    parse, _ = PARSERS[name]
    try:
        found = parse(data)
    except Malformed:
        return
    assert found is not None
