"""The official sheets that are signed on the glass: seen before it, and filed with what was drawn on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiosk.domain.form import FormState
from kiosk.domain.procedure import SIGNED_SHEET
from kiosk.errors import SheetNotSet
from kiosk.services.filed_sheet import sheet
from kiosk.services.page_pictures import page_count
from kiosk.services.printed_sheets import PrintedSheet, SheetMoment, sheet_pdf, sheets_of


def sheets_to_sign(filling: FormState, moment: SheetMoment) -> tuple[bytes, ...]:
    """The sheets on which a party signs, as they stand now, with what was drawn so far. SheetNotSet."""
    answers = sheet(filling)
    ones = _signed(filling, sheets_of(filling.procedure, answers, moment))
    return tuple(sheet_pdf(filling.procedure, one.key, answers, moment) for one in ones)


def signed_sheets(filling: FormState, moment: SheetMoment) -> Iterator[tuple[str, bytes, int]]:
    """Document key, PDF and number of pages of each sheet that carries a signature. One that cannot be laid out is
    left out: what was drawn goes with the filing by itself too."""
    answers = sheet(filling)
    for one in _signed(filling, sheets_of(filling.procedure, answers, moment)) if moment.signatures else ():
        if moment.signatures.keys() & set(one.parties):
            try:
                pdf = sheet_pdf(filling.procedure, one.key, answers, moment)
            except SheetNotSet:
                continue
            yield SIGNED_SHEET.format(key=one.key), pdf, page_count(pdf)


def _signed(filling: FormState, ones: Sequence[PrintedSheet]) -> tuple[PrintedSheet, ...]:
    signers = set(filling.party_names())
    return tuple(one for one in ones if signers & set(one.parties))
