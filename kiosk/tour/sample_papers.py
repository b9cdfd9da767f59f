"""What a visit leaves on paper, beside its pictures: the slip, and the official sheets to sign."""

from __future__ import annotations

from pathlib import Path

from kiosk.domain.submission import Submission
from kiosk.services.page_pictures import pages
from kiosk.services.printed_sheets import SheetMoment, sheet_pdf, sheets_of
from kiosk.tour.finger import until
from kiosk.tour.stage import TourStage

WIDE = 1000
"""Pixels of a page's picture."""


def keep_papers(tour: TourStage, submission: Submission) -> None:
    """Each as PDF, and each page of it as a picture."""
    procedure = tour.house.rooms.services.procedures[submission.filing.procedure]
    moment = SheetMoment(tour.house.rooms.services.config.office, submission.filed_at, submission.code, sample=True)
    for one in sheets_of(procedure, submission.filing.answers, moment):
        _keep(tour.folder, f"sheet-{one.key}", sheet_pdf(procedure, one.key, submission.filing.answers, moment))
    before = tour.bench.printer.last
    tour.press_main()
    until(lambda: tour.bench.printer.last != before, "the slip")
    slip = tour.bench.printer.last
    assert slip is not None
    _keep(tour.folder, "slip", slip.read_bytes())


def _keep(folder: Path, name: str, pdf: bytes) -> None:
    (folder / f"{name}.pdf").write_bytes(pdf)
    for number, picture in enumerate(pages(pdf, WIDE), start=1):
        (folder / f"{name}-{number}.png").write_bytes(picture)
