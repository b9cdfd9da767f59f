"""EF.COM, DG1, DG2 and DG13: what they say, and that nonsense is a known error and nothing else."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kiosk.chip import active, authenticity, dg13, lds, security_infos, tlv
from kiosk.chip.dg13 import Dg13Field
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


def _facial(picture: bytes) -> bytes:
    body = bytes(16) + b"\x01\x00" + bytes(10) + picture
    return (4 + len(body)).to_bytes(4, "big") + body


def _dg2(*records: bytes) -> bytes:
    templates = (tlv.encode(0x7F60, tlv.encode(0xA1, b""), tlv.encode(0x5F2E, record)) for record in records)
    return tlv.encode(0x75, tlv.encode(0x7F61, tlv.encode(0x02, bytes((len(records),))), *templates))


def _record(*pictures: bytes) -> bytes:
    body = b"".join(_facial(picture) for picture in pictures)
    return b"FAC\x00010\x00" + (14 + len(body)).to_bytes(4, "big") + len(pictures).to_bytes(2, "big") + body


def test_several_faces_are_all_read():
    jpeg, jpeg_2000 = b"\xff\xd8 one", b"\xff\x4f\xff\x51 two"
    faces = lds.parse_faces(_dg2(_record(jpeg, jpeg_2000), _record(jpeg)))
    assert [(face.data, face.media_type) for face in faces] == [
        (jpeg, lds.JPEG),
        (jpeg_2000, lds.JPEG_2000),
        (jpeg, lds.JPEG),
    ]
    assert lds.parse_dg2(_dg2(_record(jpeg, jpeg_2000))).data == jpeg


@pytest.mark.parametrize("count", [0, 2, 9])
def test_a_wrong_number_of_faces_loses_none(count):
    record = _record(b"\xff\xd8 one")
    record = record[:12] + count.to_bytes(2, "big") + record[14:]
    assert [face.data for face in lds.parse_faces(_dg2(record))] == [b"\xff\xd8 one"]


def test_dg1_of_a_passport_is_read():
    """The TD3 example of ICAO 9303-4, appendix B, in the data group of 9303-10."""
    lines = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"
    found = lds.parse_dg1(tlv.encode(0x61, tlv.encode(0x5F1F, lines.encode())))
    assert (found.document, found.number, found.name, found.key) == (
        *("P", "L898902C3", "ERIKSSON ANNA MARIA"),
        "L898902C3674081221204159",
    )


def test_com_of_the_standards_example_is_read():
    """The file that ICAO 9303-11 appendix D.4 reads: LDS 1.6, Unicode 4.0.0, DG1 and DG2."""
    com = lds.parse_com(bytes.fromhex("60145F0104303130365F36063034303030305C026175"))
    assert (com.lds_version, com.groups) == ("0106", ("DG1", "DG2"))


def test_dg13_says_what_the_mrz_cannot():
    said = dg13.parse(FILES[virtual_files.DG13])
    assert said.text(Dg13Field.FULL_NAME) == "Vàng Thị Mỷ"
    assert said.text(Dg13Field.ETHNICITY) == "Mông"
    assert said.date(Dg13Field.BIRTH) == date(1962, 3, 8)
    assert (said.date(Dg13Field.EXPIRES), said.expires_words) == (None, "Không thời hạn")
    assert (said.father, said.mother, said.spouse) == ("Vàng Mí Sính", "Ly Thị Mai", "Sùng Chứ Pó")
    assert said.text(Dg13Field.OLD_ID_NUMBER) == ""
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
    assert (said.text(Dg13Field.FULL_NAME), said.father, said.date(Dg13Field.BIRTH)) == ("", "", None)


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
