"""The chip's own proof: keys of every kind are read, odd ones are refused, and the standard's numbers come out."""

from __future__ import annotations

import hashlib

import ecdsa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.chip import active, lengths, security_infos, tlv
from kiosk.chip.channel import SentInPlain
from kiosk.chip.groups import STANDARD
from kiosk.chip.modp import STANDARD as NUMBERS
from kiosk.chip.tlv import Malformed
from kiosk.devices.simulated import virtual_files
from kiosk.devices.simulated.person import person
from kiosk.devices.simulated.quirks import NONE, Quirk, Quirks
from kiosk.devices.simulated.virtual_chip import ChipKeys

H = bytes.fromhex
I1_KEY = H(
    "3062060904007F0007020201023052300C060704007F0007010202010D034200041872709494399E7470A6431BE25E83EEE24FEA568C"
    "2ED28DB48E05DB3A610DC884D256A40E35EFCB59BF6753D3A489D28C7A4D973C2DA138A6E7A4A08F68E16F02010D"
)
"""ICAO 9303-11, appendix I.1: the static key in EF.CardSecurity."""

SEEN_CARD_ACCESS = H(
    "3134300d060804007f0007020202020101300f060a04007f000702020302020201013012060a04007f0007020204020202010202010d"
)


def test_the_key_of_the_standards_example_is_read():
    (key,) = security_infos.parse(tlv.encode(0x31, I1_KEY)).keys
    assert key.number == 13
    assert key.group == STANDARD[13]
    assert key.group.encode(key.public)[1:5] == H("18727094")


def test_what_real_cards_say_is_understood():
    infos = security_infos.parse(SEEN_CARD_ACCESS)
    assert [(found.oid.hex(), found.number) for found in infos.protocols] == [("04007f00070202030202", None)]
    assert infos.pairing() is None  # the key stands in DG14


def test_a_key_without_a_protocol_means_3des():
    key, protocol = security_infos.parse(tlv.encode(0x31, I1_KEY)).pairing()
    assert (protocol.oid, protocol.number, key.kind) == (H("04007F00070202030201"), 13, security_infos.ECDH)


@pytest.mark.parametrize("quirk", [None, Quirk.EXPLICIT_CURVE, Quirk.CHIP_DH, Quirk.CHIP_3DES])
def test_every_kind_of_key_is_read(quirk):
    quirks = Quirks.of([quirk] if quirk else [])
    files = virtual_files.files(person(), quirks)
    key, protocol = security_infos.parse_dg14(files[virtual_files.DG14]).pairing()
    own = ChipKeys.of(person(), quirks)
    assert key.public == key.group.times(key.group.generator, own.signed)
    assert protocol.oid == own.oid


def _dh_info(*parameters: int, oid: str, public: int) -> bytes:
    def number(value: int) -> bytes:
        return tlv.encode(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))

    algorithm = tlv.encode(0x30, tlv.encode(0x06, H(oid)), tlv.encode(0x30, *map(number, parameters)))
    return tlv.encode(0x30, algorithm, tlv.encode(0x03, b"\0" + number(public)))


GROUP = NUMBERS[0]


def test_numbers_as_pkcs3_writes_them_are_read():
    public = GROUP.times(GROUP.generator, 77)
    group, found = security_infos.public_key(
        _dh_info(GROUP.prime, GROUP.generator, oid="2A864886F70D010301", public=public)
    )
    assert (group.prime, found) == (GROUP.prime, public)


@pytest.mark.parametrize(
    "info",
    [
        _dh_info(GROUP.prime - 1, 2, 5, oid="2A8648CE3E0201", public=4),  # even
        _dh_info(35, 2, 5, oid="2A8648CE3E0201", public=4),  # tiny
        _dh_info(1 << 9000 | 1, 2, 5, oid="2A8648CE3E0201", public=4),  # huge
        _dh_info(GROUP.prime, GROUP.generator, GROUP.order, oid="2A8648CE3E0201", public=2),  # outside the subgroup
        _dh_info(GROUP.prime, oid="2A8648CE3E0201", public=2),
        tlv.encode(0x30, tlv.encode(0x30, tlv.encode(0x06, H("2A8648CE3D0201"))), tlv.encode(0x03, b"\0\4")),
        tlv.encode(0x30, tlv.encode(0x30), tlv.encode(0x03, b"\0\4")),
        tlv.encode(0x30, tlv.encode(0x30, tlv.encode(0x06, H("2A8648CE3D0201")), bytes(2000)), tlv.encode(0x03, b"")),
        b"\x30\x00",
    ],
)
def test_a_key_that_is_none_is_malformed(info):
    with pytest.raises(Malformed):
        security_infos.public_key(info)


def test_an_unreadable_key_does_not_hide_the_others():
    odd = tlv.encode(0x30, tlv.encode(0x06, H("04007F000702020102")), b"\x30\x00")
    infos = security_infos.parse(tlv.encode(0x31, odd, I1_KEY))
    assert (len(infos.keys), len(infos.unreadable)) == (1, 1)


@pytest.mark.parametrize("quirk", [None, Quirk.ACTIVE_RSA])
def test_an_answer_holds_for_its_question_alone(quirk):
    quirks = Quirks.of([quirk] if quirk else [])
    keys = ChipKeys.of(person(), quirks)
    key = active.parse_dg15(virtual_files.files(person(), quirks)[virtual_files.DG15], "sha256")
    answer = keys.sign(b"12345678")
    assert len(answer) == key.signature_length
    assert key.signed(answer, b"12345678")
    assert not key.signed(answer, b"12345679")
    assert not key.signed(answer[:-1] + bytes((answer[-1] ^ 1,)), b"12345678")
    assert not key.signed(b"", b"12345678")


@pytest.mark.parametrize(
    ("curve", "digest"), [(ecdsa.NIST256p, "sha256"), (ecdsa.BRAINPOOLP384r1, "sha384"), (ecdsa.NIST521p, "sha512")]
)
def test_without_a_word_about_the_hash_the_curve_decides(curve, digest):
    key = ecdsa.SigningKey.generate(curve=curve)
    found = active.parse_dg15(tlv.encode(0x6F, key.verifying_key.to_der()))
    assert found.signed(key.sign(b"question", hashfunc=getattr(hashlib, digest)), b"question")


ACTIVE_KEYS = [
    active.parse_dg15(virtual_files.files(person(), quirks)[virtual_files.DG15])
    for quirks in (NONE, Quirks.of([Quirk.ACTIVE_RSA]))
]


@given(st.binary(max_size=300))
def test_nonsense_is_no_answer(answer):
    assert not any(key.signed(answer, b"12345678") for key in ACTIVE_KEYS)


@pytest.mark.parametrize(
    ("content", "most"),
    [
        ("", None),
        ("47038001C0", None),  # it may be asked for more, but does not say how much
        ("470380018000", None),  # cut off
        ("4703800180", lengths.SHORT_READ),
        ("47038001C0" + "7F6608020210500202" + "1050", 4096),
        ("7F660802021050020204B0", 1167),
        ("7F66080202FFFF020200FF", lengths.SHORT_READ),
        ("7F66040202FFFF", None),
        ("FF", None),
    ],
)
def test_what_a_card_says_of_lengths(content, most):
    assert lengths.longest(H(content)) == most


@given(st.binary(max_size=60))
def test_whatever_it_says_is_a_length_or_none(content):
    most = lengths.longest(content)
    assert most is None or lengths.SHORT_READ <= most <= lengths.LONG_READ


def test_lengths_are_tried_downwards():
    steps = [4096]
    while steps[-1] > lengths.SMALLEST:
        steps.append(lengths.shorter(steps[-1]))
    assert steps == [4096, 1024, 223, 191, 159, 127, 95, 63, 31]
    assert lengths.shorter(2000) == 1024
    assert lengths.shorter(lengths.SMALLEST) == lengths.SMALLEST


def test_and_grow_back_a_step_at_a_time():
    assert [lengths.longer(31), lengths.longer(223), lengths.longer(300), lengths.longer(4096)] == [
        63,
        1024,
        1024,
        4096,
    ]


def test_a_plain_answer_names_its_status():
    assert SentInPlain(0x6700).sw == 0x6700
