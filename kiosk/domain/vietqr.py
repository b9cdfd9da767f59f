"""The text of a VietQR: a transfer to one account, with sum and purpose. By itself it pays and confirms nothing.

EMVCo QR code specification for payment systems (merchant-presented), with NAPAS' template under tag 38.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

_NAPAS, _TO_ACCOUNT = "A000000727", "QRIBFTTA"


@dataclass(frozen=True)
class BankAccount:
    """Where fees go: the bank by its six-digit BIN, and the account."""

    bank: str
    number: str
    name: str = ""  # whose it is, as a bank's application will show it

    @property
    def usable(self) -> bool:
        digits = self.bank.isascii() and self.bank.isdigit() and len(self.bank) == 6
        return digits and self.number.isascii() and self.number.isalnum() and len(self.number) <= 19


MOST_DONG = 499_999_999
"""đồng. From 500 million on a transfer does not go by NAPAS 247, which this code asks for (docs/answers.md)."""


def speakable(purpose: str) -> bool:
    """Whether a transfer can say it: 1 to 25 letters, figures, spaces and hyphens without marks (tag 62, 08)."""
    plain = all(mark.isalnum() or mark in " -" for mark in purpose)
    return purpose.isascii() and plain and purpose == purpose.strip() and 0 < len(purpose) <= 25


def vietqr(account: BankAccount, amount: int, purpose: str) -> str:
    """``amount`` in đồng; ``purpose`` is the submission's code. ValueError for what no QR can say."""
    if not account.usable or not 0 < amount <= MOST_DONG or not speakable(purpose):
        raise ValueError("no such transfer")
    place = _field("00", account.bank) + _field("01", account.number)
    merchant = _field("00", _NAPAS) + _field("01", place) + _field("02", _TO_ACCOUNT)
    fields = (
        _field("00", "01")  # version
        + _field("01", "12")  # for one payment
        + _field("38", merchant)
        + _field("53", "704")  # VND, ISO 4217
        + _field("54", str(amount))
        + _field("58", "VN")
        + _field("62", _field("08", purpose))
        + "6304"
    )
    return f"{fields}{_crc(fields.encode()):04X}"


def transfer(
    asked: BankAccount | None, own: BankAccount, amount: int, purposes: Sequence[str], banks: Collection[str]
) -> str:
    """The VietQR for a sum that is owed; empty where it can only be paid at the counter.

    The account that the portal ``asked`` counts; the office's ``own`` only where it told none. One that is not well is
    never replaced by another: money must not go where nobody said. ``purposes``: the first that a transfer can say.
    """
    account = own if asked is None else asked
    purpose = next(filter(speakable, purposes), "")
    if not account.usable or account.bank not in banks or not 0 < amount <= MOST_DONG or not purpose:
        return ""
    return vietqr(account, amount, purpose)


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def _crc(data: bytes) -> int:
    """CRC-16/CCITT-FALSE."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = ((crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc
