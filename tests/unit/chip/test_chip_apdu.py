"""Commands as ISO/IEC 7816-4 writes them, answers in pieces, and files longer than a short offset reaches."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.chip import keys, tlv
from kiosk.chip.apdu import Command, PlainChannel, decode_response
from kiosk.chip.habits import Habits
from kiosk.chip.reader import CardSession
from kiosk.chip.trust import TrustStore
from kiosk.devices.simulated import virtual_files
from kiosk.devices.simulated.person import person
from kiosk.devices.simulated.quirks import NONE, Quirk, Quirks
from kiosk.devices.simulated.virtual_card import VirtualCard, decode
from kiosk.errors import ChannelBroken

H = bytes.fromhex


@pytest.mark.parametrize(
    ("command", "encoded"),
    [
        (Command(0, 0xA4, 0, 0x0C), "00A4000C"),
        (Command(0, 0xB0, 0x9C, 0, le=256), "00B09C0000"),
        (Command(0, 0x84, 0, 0, le=8), "0084000008"),
        (Command(0, 0xA4, 2, 0x0C, H("011C")), "00A4020C02011C"),
        (Command(0, 0x82, 0, 0, H("0102"), 40), "0082000002010228"),
        (Command(0, 0xB0, 0, 0, le=4096), "00B00000001000"),
        (Command(0, 0xB0, 0, 0, le=65536), "00B00000000000"),
        (Command(0x0C, 0xB0, 0, 0, H("AA"), 65536), "0CB00000000001AA0000"),
        (Command(0, 0xD6, 0, 0, bytes(256)), "00D60000000100" + "00" * 256),
    ],
)
def test_each_case_is_encoded(command, encoded):
    assert command.encode() == H(encoded)


@given(st.binary(max_size=400), st.one_of(st.none(), st.integers(1, 65536)))
def test_the_card_understands_what_is_sent(data, le):
    sent = Command(0x0C, 0xB0, 1, 2, data, le)
    assert decode(sent.encode()) == sent


def _line(*answers: str) -> tuple[PlainChannel, list[str]]:
    sent: list[str] = []
    said = iter(answers)

    def transmit(apdu: bytes) -> bytes:
        sent.append(apdu.hex())
        return H(next(said))

    return PlainChannel(transmit), sent


def test_what_the_card_holds_back_is_fetched():
    line, sent = _line("AABB6102", "CCDD9000")
    answer = line.send(Command(0, 0xB0, 0, 0, le=256))
    assert (answer.data, answer.ok) == (H("AABBCCDD"), True)
    assert sent == ["00b0000000", "00c0000002"]
    assert (line.apdus, line.bytes) == (2, 18)


def test_the_length_the_card_names_is_asked_for():
    line, sent = _line("6C05", "01020304059000")
    assert line.send(Command(0, 0xB0, 0, 0, le=256)).data == H("0102030405")
    assert sent == ["00b0000000", "00b0000005"]


@pytest.mark.parametrize("raw", ["", "90"])
def test_half_a_status_word_is_none(raw):
    with pytest.raises(ChannelBroken):
        decode_response(H(raw))


@pytest.mark.parametrize("quirks", [NONE, Quirks.of([Quirk.SHORT_ONLY]), Quirks.of([Quirk.NO_PACE])])
def test_a_file_beyond_32_kb_is_read_whole(quirks):
    laid = VirtualCard(person(), quirks)
    content = tlv.encode(0x75, bytes(range(256)) * 160)
    laid._files[virtual_files.DG2] = content

    def connect():
        laid.reset()
        return laid.transmit

    now = datetime(2026, 11, 23, tzinfo=UTC)
    read = CardSession(connect, TrustStore(), Habits()).read(keys.from_qr(person().qr_text), now)
    assert read.files["DG2"] == content
    assert (read.verdict.groups["DG2"], read.missing) == (False, ("DG2",))
