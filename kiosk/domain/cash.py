"""Money at a desk: charges, receipts that count without a gap, a day that must balance."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.domain.submission import Filing

NOTES = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000)
"""The notes in circulation that fees are paid with, in đồng."""


class TenderFault(enum.Enum):
    """What is wrong with what was given for a sum that is owed."""

    SHORT = "short"
    ODD = "odd"  # no notes make it
    NO_CHANGE = "no-change"  # no notes give back what is too much
    UNLIKELY = "unlikely"  # a slip of the hand, unless the officer says that it is so


class CashKind(enum.Enum):
    TAKE = "take"
    REFUND = "refund"
    TRANSFER = "transfer"  # seen on the bank's side: not in the drawer


@dataclass(frozen=True)
class Charge:
    """One fee: how many, what each costs in đồng. ``exempt``: why nothing is taken for it, with its ground."""

    key: str
    name: str
    count: int
    each: int
    exempt: str = ""
    ground: str = ""  # the paper that was seen: its number, day, who gave it

    @property
    def full(self) -> int:
        return self.count * self.each

    @property
    def amount(self) -> int:
        return 0 if self.exempt else self.full


@dataclass(frozen=True)
class CashReceipt:
    """Biên lai. ``facts`` say what for and from whom; they are personal."""

    desk: str
    day: date
    sequence: int  # from 1 each day at each desk, without a gap
    kind: CashKind
    code: str  # the dossier's
    amount: int
    staff: int
    at: datetime
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Q1-231126-0006."""
        return receipt_name(self.desk, self.day, self.sequence)

    @property
    def in_drawer(self) -> int:
        """What it adds to the drawer."""
        return {CashKind.TAKE: self.amount, CashKind.REFUND: -self.amount, CashKind.TRANSFER: 0}[self.kind]


@dataclass(frozen=True)
class CashClosing:
    """The end of a desk's day. ``chief`` 0: not signed yet."""

    desk: str
    day: date
    opening: int
    counted: int
    staff: int
    at: datetime
    notes: Mapping[int, int]
    chief: int = 0
    signed: datetime | None = None


@dataclass(frozen=True)
class CashDay:
    """A desk's day as its book has it."""

    desk: str
    day: date
    receipts: tuple[CashReceipt, ...]
    closing: CashClosing | None = None

    @property
    def taken(self) -> int:
        return self._sum(CashKind.TAKE)

    @property
    def refunded(self) -> int:
        return self._sum(CashKind.REFUND)

    @property
    def transferred(self) -> int:
        return self._sum(CashKind.TRANSFER)

    @property
    def gapless(self) -> bool:
        return [one.sequence for one in self.receipts] == list(range(1, len(self.receipts) + 1))

    def expected(self, opening: int) -> int:
        """What must lie in the drawer, where ``opening`` lay there in the morning."""
        return opening + self.taken - self.refunded

    def _sum(self, kind: CashKind) -> int:
        return sum(one.amount for one in self.receipts if one.kind is kind)


def receipt_name(desk: str, day: date, sequence: int) -> str:
    return f"{desk}-{day:%d%m%y}-{sequence:04d}"


def counted(notes: Mapping[int, int]) -> int:
    """What the notes come to. ValueError for one that does not exist, or a number below nothing."""
    if set(notes) - set(NOTES) or min(notes.values(), default=0) < 0:
        raise ValueError("no such notes")
    return sum(note * count for note, count in notes.items())


def change_in_notes(change: int) -> tuple[tuple[int, int], ...]:
    """The fewest notes that give it back; what is below a thousand is left out."""
    parts = []
    for note in NOTES:
        count, change = divmod(change, note)
        if count:
            parts.append((note, count))
    return tuple(parts)


def tender_fault(due: int, tendered: int) -> TenderFault | None:
    """What is wrong with ``tendered`` for ``due``, both in đồng; None: nothing. The exact sum is always right."""
    if tendered == due:
        return None
    if tendered % NOTES[-1]:
        return TenderFault.ODD
    if tendered < due:
        return TenderFault.SHORT
    if (tendered - due) % NOTES[-1]:
        return TenderFault.NO_CHANGE
    return TenderFault.UNLIKELY if _unlikely(due, tendered) else None


def _unlikely(due: int, tendered: int) -> bool:
    """Nobody gives a note that comes back whole, nor ten times what is owed but by one large note."""
    return not due or tendered - due >= NOTES[0] or (tendered >= 10 * due and tendered not in NOTES)


def typed_sum(text: str, group: str = ".") -> int | None:
    """What an officer types, with ``group`` between thousands: 50 means 50.000, for nothing costs under a thousand;
    None where it is no sum."""
    digits = text.replace(group, "").replace(" ", "")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 12:
        return None
    number = int(digits)
    return number * 1000 if 1 <= number <= 999 else number


def counts_of(filing: Filing, values: Mapping[str, str], per: str) -> int:
    """How many of a fee, by the answer that counts it; 1 where nothing counts it."""
    text = values.get(per, filing.answers.get(per, {}).get("value", "")) if per else "1"
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def total(charges: Sequence[Charge]) -> int:
    return sum(one.amount for one in charges)
