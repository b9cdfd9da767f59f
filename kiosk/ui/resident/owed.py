"""What is owed for a dossier, and the code that it is paid with."""

from __future__ import annotations

from kiosk.services.tracking import DossierView
from kiosk.ui.resident import spoken_times
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look
from kiosk.ui.widgets import Banner, CardSurface, ChipTone, InfoBlock, Note, PaperText, QrView, Row

LETTERS = 125
"""Per cent from which on the sum and the code stand beneath each other."""


def owed_rows(look: Look, strings: Strings, dossier: DossierView) -> tuple[LeafRow, ...]:
    """Of a dossier for which something is owed. Until the office has seen the money it waits to be matched."""
    amount, large = spoken_times.money(strings, dossier.owed), look.text_percent > LETTERS
    owed = strings.phrase("track.owed", amount=amount)
    line = strings.phrase("track.transfer" if dossier.transfer else "track.at_counter")
    if not dossier.transfer:
        band = Banner(look, ChipTone.WARN, owed, "" if large else line)
        return tuple(map(LeafRow.of, (band, Note(look, "info-circle", line)) if large else (band,)))
    code = QrView(look, dossier.transfer, strings.phrase("track.qr", amount=amount), side=300)
    if large:
        cells = (Banner(look, ChipTone.WARN, owed), code, Note(look, "info-circle", line))
        return tuple(map(LeafRow.of, cells))
    return (LeafRow.of(_beside(look, owed, line, code)),)


def _beside(look: Look, owed: Text, line: Text, code: QrView) -> CardSurface:
    """The sum and how it is paid, in the room that the code leaves them: on an upright page that is more than half."""
    card, row = CardSurface(look, padding=(34, 28, 28, 28), edge="warn"), Row(look, spacing=28)
    row.addWidget(InfoBlock(look, PaperText(title=owed, lines=(line,))), 1)
    row.addWidget(code)
    card.body.addLayout(row)
    return card
