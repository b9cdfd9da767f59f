"""An A4 printer whose paper is a folder of PDFs."""

from __future__ import annotations

from kiosk.devices.simulated.printer import PaperPrinter
from kiosk.errors import PaperOut, PrinterGone


class FolderPagePrinter(PaperPrinter):
    """Writes each copy to ``folder`` as ``slip-0001.pdf`` and on; with the same switches."""

    def print_pages(self, pdf: bytes, copies: int = 1) -> None:
        if self.unplugged:
            raise PrinterGone("unplugged")
        if self.out_of_paper:
            raise PaperOut("switched so")
        for _ in range(copies):
            self.put(pdf)
