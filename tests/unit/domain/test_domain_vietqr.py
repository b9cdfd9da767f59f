"""VietQR, read back by another reader of its own."""

from __future__ import annotations

import binascii

import pytest

from kiosk.domain.vietqr import Account, vietqr

HERE = Account("970436", "0000000000")


def fields(text: str) -> dict[str, str]:
    found = {}
    while text:
        tag, length = text[:2], int(text[2:4])
        found[tag], text = text[4 : 4 + length], text[4 + length :]
    return found


def test_every_field_stands_where_a_bank_looks_for_it() -> None:
    text = vietqr(HERE, 16_000, "KS-7F3K-92")
    told = fields(text)
    assert (told["00"], told["01"], told["53"], told["54"], told["58"]) == ("01", "12", "704", "16000", "VN")
    merchant = fields(told["38"])
    assert (merchant["00"], merchant["02"]) == ("A000000727", "QRIBFTTA")
    assert fields(merchant["01"]) == {"00": "970436", "01": "0000000000"}
    assert fields(told["62"]) == {"08": "KS-7F3K-92"}


def test_the_check_covers_all_before_it_its_own_head_too() -> None:
    text = vietqr(HERE, 16_000, "KS-7F3K-92")
    assert text[-4:] == f"{binascii.crc_hqx(text[:-4].encode(), 0xFFFF):04X}"


@pytest.mark.parametrize(
    ("account", "amount", "purpose"),
    [
        (Account("", ""), 1, "KS"),
        (Account("97043", "1"), 1, "KS"),
        (Account("970436", "1" * 20), 1, "KS"),
        (HERE, 0, "KS"),
        (HERE, 10**13, "KS"),
        (HERE, 1, ""),
        (HERE, 1, "hồ sơ"),
        (HERE, 1, "K" * 26),
    ],
)
def test_what_no_qr_can_say_is_refused(account: Account, amount: int, purpose: str) -> None:
    with pytest.raises(ValueError, match="no such transfer"):
        vietqr(account, amount, purpose)
