"""The A4 printer behind a CUPS queue."""

from __future__ import annotations

from kiosk.devices.printer import CupsPrinter

_TITLE = "papers"  # a spool's list names nobody


class CupsPagePrinter(CupsPrinter):
    """Prints PDFs of A4 pages; the queue's own rules are those of ``CupsPrinter``."""

    def print_pages(self, pdf: bytes, copies: int = 1) -> None:
        """Hand it over and wait until the printer has it. PaperOut, PrinterGone: then it leaves the spool again."""
        words = (
            "lp",
            "-d",
            self._queue,
            "-t",
            _TITLE,
            "-n",
            str(copies),
            "-o",
            "media=A4",
            "-o",
            "sides=one-sided",
            "-",
        )
        self.hand_over(words, pdf)
