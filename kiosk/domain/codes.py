"""Provisional and official numbers, check characters, and the text of the receipt's QR.

A provisional code looks like ``KS-7F3K-92``: two letters for the procedure, five random characters and one check
character, from an alphabet of 31 without I, L, O, U, V. 31 is prime, so a weighted sum modulo 31 with distinct weights
catches every single wrong character and every swap of two. Within one kiosk the store keeps codes unique; together
with the kiosk's name a code is the idempotency key towards the portal. It never looks like an official number
(``H15.50.05.13-261008-0975``), which belongs to the one-stop system alone.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kiosk.errors import ReceiptUnreadable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTWXYZ"
_PLACE = {mark: index for index, mark in enumerate(ALPHABET)}
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "W", "V": "W"})
_RANDOM = 5
_PART = re.compile(r"/[0-9]$")
"""What makes a dossier's code that of one of its matters: see ``part_code``."""

OFFICIAL = re.compile(r"[A-Z][0-9]{2}(\.[0-9]{1,3}){0,6}-[0-9]{6}-[0-9]{4,9}")
"""MaHoSo: unit code, yyMMdd, a number that starts anew each day. Short enough for a slip and a screen."""


def provisional(prefix: str, choose: Callable[[str], str]) -> str:
    """A new code; ``choose`` picks one character of a string (``secrets.choice``)."""
    body = "".join(choose(ALPHABET) for _ in range(_RANDOM))
    return _laid_out(prefix, body + _check(prefix, body))


def normal(text: str) -> str | None:
    """The code as it is kept, from how a person typed or read it; None if a character is wrong."""
    marks = re.sub(r"[^0-9A-Z]", "", _PART.sub("", text.strip()).upper())
    prefix, rest = marks[:2], marks[2:].translate(_MISREAD)
    if len(rest) != _RANDOM + 1 or not prefix.isalpha() or any(mark not in _PLACE for mark in rest):
        return None
    body, mark = rest[:-1], rest[-1]
    return _laid_out(prefix, rest) if mark == _check(prefix, body) else None


def part_code(code: str, number: int) -> str:
    """The code of one matter of several that were filed together, from 1: KS-7F3K-92/2. The dossier is found by it."""
    return f"{code}/{number}"


def is_official(text: str) -> bool:
    return OFFICIAL.fullmatch(text) is not None


def _laid_out(prefix: str, rest: str) -> str:
    return f"{prefix}-{rest[:4]}-{rest[4:]}"


def _check(prefix: str, body: str) -> str:
    """The mark that makes the weighted sum zero; the prefix's letters count by their place in A to Z."""
    values = [(ord(letter) - ord("A")) % 31 for letter in prefix] + [_PLACE[mark] for mark in body]
    total = sum((index + 2) * value for index, value in enumerate(values))
    return ALPHABET[-total % 31]


# --- the receipt's text -------------------------------------------------------------------------------------------

_HEAD = "KX1"


@dataclass(frozen=True)
class ReceiptText:
    """What the QR on a slip says. Nothing in it names a person. ``digest`` is the start of the submission's SHA-256."""

    code: str
    unit: str
    kiosk: str
    filed_at: datetime  # to the second, in the office's zone
    digest: str  # 16 hexadecimal characters

    def unsigned(self) -> str:
        """The text that is signed: only QR's alphanumeric characters, so that the code stays coarse."""
        stamp = f"{self.filed_at:%Y%m%d%H%M%S}"
        return ":".join((_HEAD, self.code, self.unit, self.kiosk, stamp, self.digest)).upper()

    def signed(self, sign: Callable[[bytes], bytes]) -> str:
        """The whole text; ``sign`` makes a 64-byte Ed25519 signature."""
        text = self.unsigned()
        return f"{text}:{base64.b32encode(sign(text.encode())).decode().rstrip('=')}"


def read_receipt(text: str) -> tuple[ReceiptText, bytes, bytes]:
    """The receipt, the bytes that were signed, and the signature. ReceiptUnreadable if it is no receipt at all."""
    parts = text.strip().upper().split(":")
    if len(parts) != 7 or parts[0] != _HEAD or normal(parts[1]) != parts[1]:
        raise ReceiptUnreadable("not a receipt's text")
    try:
        filed_at = datetime.strptime(parts[4], "%Y%m%d%H%M%S")  # noqa: DTZ007 - the office's own wall clock, as printed
        signature = base64.b32decode(parts[6] + "=" * (-len(parts[6]) % 8))
        bytes.fromhex(parts[5])
    except ValueError as error:
        raise ReceiptUnreadable("damaged") from error
    receipt = ReceiptText(parts[1], parts[2], parts[3], filed_at, parts[5].lower())
    return receipt, ":".join(parts[:6]).encode(), signature
