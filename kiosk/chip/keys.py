"""What opens the card, and where it comes from. Nobody should have to type a key: the QR code holds all of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.chip import mrz
from kiosk.errors import BadCardKey

RENEWAL_AGES = (14, 25, 40, 60)
"""A card runs to one of these birthdays (Luật Căn cước 2023, Điều 21 khoản 1)."""

EARLY_YEARS = 2
"""A card issued within so many years before such a birthday runs to the next one (Điều 21 khoản 2)."""

NO_EXPIRY = "991231"
"""What the MRZ says for a card without an end. Open: no card of a holder of 60 or more has been seen."""


@dataclass(frozen=True)
class AccessKey:
    """At least one of the two. ``can``: six digits. ``mrz``: 24 characters (ICAO 9303-11 §9.7.2)."""

    can: str = field(default="", repr=False)
    mrz: str = field(default="", repr=False)


@dataclass(frozen=True)
class PrintedCard:
    """The QR code on the card: unsigned, so a key and a prefill, never proof. ``tail`` keeps what nobody knows yet."""

    id_number: str = field(repr=False)
    old_id_number: str = field(default="", repr=False)
    full_name: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)
    sex: str = ""
    residence: str = field(default="", repr=False)
    issued: date | None = field(default=None, repr=False)
    tail: tuple[str, ...] = field(default=(), repr=False)

    @property
    def access_key(self) -> AccessKey:
        """The CAN always; the MRZ key where birth and issue are known, for then the expiry can be computed."""
        if self.birth_date is None or self.issued is None:
            return AccessKey(can=self.id_number[-6:])
        ends = expiry(self.birth_date, self.issued)
        end = f"{ends:%y%m%d}" if ends else NO_EXPIRY
        return AccessKey(self.id_number[-6:], mrz.key(self.id_number[-9:], f"{self.birth_date:%y%m%d}", end))


def expiry(birth: date, issued: date) -> date | None:
    """The last day of a card from its holder's birth and its issue; None: it does not end."""
    for age in RENEWAL_AGES:
        if issued < _birthday(birth, age - EARLY_YEARS):
            return _birthday(birth, age)
    return None


def _birthday(birth: date, age: int) -> date:
    """Born on 29 February, one comes of age on 28 February of a common year. Open: no such card has been seen."""
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return birth.replace(year=birth.year + age, day=28)


def read_qr(text: str) -> PrintedCard:
    """``id | old id | name | birth | sex | address | issue | ...``; the number must be there. Raises BadCardKey."""
    fields = [part.strip() for part in text.strip().split("|")]
    if len(fields) < 2 or not re.fullmatch("[0-9]{12}", fields[0]):
        raise BadCardKey("no QR code of an identity card")
    fields += [""] * (7 - len(fields))
    return PrintedCard(
        id_number=fields[0],
        old_id_number=fields[1],
        full_name=fields[2],
        birth_date=_compact_date(fields[3]),
        sex=fields[4],
        residence=fields[5],
        issued=_compact_date(fields[6]),
        tail=tuple(fields[7:]),
    )


def _compact_date(text: str) -> date | None:
    if not re.fullmatch("[0-9]{8}", text):
        return None
    try:
        return datetime.strptime(text, "%d%m%Y").date()  # noqa: DTZ007  a date has no zone
    except ValueError:
        return None


def from_qr(text: str) -> AccessKey:
    """The key in the card's QR code. Raises BadCardKey."""
    return read_qr(text).access_key


def from_digits(text: str) -> AccessKey:
    """The key from six typed digits, or from the whole ID number. Raises BadCardKey."""
    digits = re.sub(r"[\s.]", "", text)
    if not re.fullmatch("[0-9]{6}|[0-9]{12}", digits, re.ASCII):
        raise BadCardKey("neither 6 nor 12 digits")
    return AccessKey(can=digits[-6:])


def from_mrz(text: str) -> AccessKey:
    """The key from the card's MRZ, with or without line breaks, or from the 24 characters. Raises BadCardKey."""
    return AccessKey(mrz=mrz.key_of(text))
