"""VietQR, read back by another reader of its own."""

from __future__ import annotations

import binascii

import pytest

from kiosk import catalogue
from kiosk.domain.vietqr import MOST_DONG, BankAccount, transfer, vietqr

HERE = BankAccount("970436", "0000000000")


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
        (BankAccount("", ""), 1, "KS"),
        (BankAccount("97043", "1"), 1, "KS"),
        (BankAccount("970436", "1" * 20), 1, "KS"),
        (HERE, 0, "KS"),
        (HERE, 10**13, "KS"),
        (HERE, 1, ""),
        (HERE, 1, "hồ sơ"),
        (HERE, 1, "K" * 26),
    ],
)
def test_what_no_qr_can_say_is_refused(account: BankAccount, amount: int, purpose: str) -> None:
    with pytest.raises(ValueError, match="no such transfer"):
        vietqr(account, amount, purpose)


# --- what is owed -------------------------------------------------------------------------------------------------

OWN = BankAccount("970405", "1111222233")
BANKS = {"970436", "970405"}


def paid_to(
    told: BankAccount | None, amount: int = 16_000, purposes: tuple[str, ...] = ("KS-7F3K-92",)
) -> tuple[str, str]:
    """Bank and purpose in the code; empty where there is none."""
    text = transfer(told, OWN, amount, purposes, BANKS)
    found = fields(text)
    return (fields(fields(found["38"])["01"])["00"], fields(found["62"])["08"]) if text else ("", "")


def test_the_portals_account_counts_and_the_offices_own_only_where_it_told_none() -> None:
    assert paid_to(HERE) == ("970436", "KS-7F3K-92")
    assert paid_to(None) == ("970405", "KS-7F3K-92")


@pytest.mark.parametrize(
    "told",
    [
        BankAccount("", ""),
        BankAccount("999999", "0000000000"),  # no such bank
        BankAccount("97043", "0000000000"),
        BankAccount("970436", ""),
        BankAccount("970436", "0000 0000"),
        BankAccount("970436", "0" * 20),
        BankAccount("970436", "số tài khoản"),
    ],
)
def test_an_account_that_is_not_well_is_never_replaced_by_another(told: BankAccount) -> None:
    assert paid_to(told) == ("", "")


@pytest.mark.parametrize(
    ("amount", "shown"), [(0, False), (-1, False), (1, True), (MOST_DONG, True), (MOST_DONG + 1, False)]
)
def test_only_a_sum_that_goes_by_such_a_transfer(amount: int, shown: bool) -> None:
    assert bool(paid_to(HERE, amount)[0]) == shown


def test_a_purpose_that_no_transfer_can_say_gives_way_to_the_code() -> None:
    for purpose in ("", "nộp phí", "x" * 26, " KS", "KS;DROP"):
        assert paid_to(HERE, purposes=(purpose, "KS-7F3K-92"))[1] == "KS-7F3K-92"
    assert paid_to(HERE, purposes=("H15 0001", "KS-7F3K-92"))[1] == "H15 0001"


def test_the_table_of_banks_holds_six_figures_once_each() -> None:
    held = catalogue.banks()
    assert all(len(bank) == 6 and bank.isdigit() for bank in held)
    assert {"970436", "970405", "970415", "970418"} <= set(held) and len(held) == len(set(held.values()))
