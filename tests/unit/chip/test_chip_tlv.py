"""TLV: what is written reads back, and nothing but Malformed comes of nonsense."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.chip import tlv
from kiosk.chip.tlv import Malformed

TAGS = st.sampled_from([0x02, 0x0C, 0x30, 0x61, 0x6D, 0x5F1F, 0x7F49, 0x7F61])


@given(TAGS, st.binary(max_size=70_000))
def test_what_is_written_reads_back(tag, value):
    (node,) = tlv.parse(tlv.encode(tag, value))
    assert (node.tag, node.value) == (tag, value)


@given(st.binary(max_size=200))
def test_nonsense_is_malformed_or_reads(data):
    try:
        nodes = tlv.parse(data)
    except Malformed:
        return
    assert sum(len(node.value) for node in nodes) <= len(data)


@pytest.mark.parametrize("length", [0, 1, 127, 128, 255, 256, 65535, 65536])
def test_lengths_take_their_shortest_form(length):
    encoded = tlv.encode_length(length)
    assert tlv.read_header(b"\x04" + encoded).length == length
    assert len(encoded) == 1 if length < 128 else len(encoded) == 1 + (length.bit_length() + 7) // 8


@pytest.mark.parametrize("raw", ["30", "3081", "308005", "30850000000001", "3003 0201", "5F", "1F818181 8101 00"])
def test_cut_off_and_endless_is_malformed(raw):
    with pytest.raises(Malformed):
        tlv.parse(bytes.fromhex(raw))


def test_leaves_do_not_go_down_for_ever():
    data = b""
    for _ in range(40):
        data = tlv.encode(0x30, data or b"\x02\x01\x07")
    with pytest.raises(Malformed):
        list(tlv.leaves(tlv.only(data, 0x30)))


def test_a_missing_child_is_malformed():
    with pytest.raises(Malformed):
        tlv.only(tlv.encode(0x30, tlv.encode(0x02, b"\x01")), 0x30).child(0x0C)
