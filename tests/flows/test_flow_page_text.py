"""Words behind the pages, read while the person goes on: there in time or left out, and never waited for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from visit_stage import Resident, kiosk, until

from kiosk.config import Scan
from kiosk.devices.page_texts import PageTexts
from kiosk.domain.visit import VisitStep
from kiosk.scan.bitmap import GreyBitmap
from kiosk.scan.reading.words import PageText, PageWord
from kiosk.ui.resident import CaptureScreen, ConfirmScreen, ReviewScreen


class SlowReader:
    """Reads one word on every page, once it is let; ``pages`` counts how often it began."""

    def __init__(self) -> None:
        self.may, self.pages, self.stopped = threading.Event(), 0, False

    def __call__(self, page: GreyBitmap, cancel: threading.Event) -> PageText | None:
        self.pages += 1
        while not self.may.wait(0.01):
            if cancel.is_set():
                self.stopped = True
                return None
        return PageText(((PageWord("chứng", (300, 300, 500, 340)),),), (page.width, page.height))


@pytest.fixture
def reader() -> SlowReader:
    return SlowReader()


@pytest.fixture
def resident(qapp: object, tmp_path: Path, reader: SlowReader) -> Iterator[Resident]:
    with kiosk(tmp_path / "kiosk", scan=Scan("idle")) as made:
        made.rooms.services.station._texts = PageTexts(reader)
        yield made


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)


def take(resident: Resident) -> None:
    resident.at_capture()
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)


def filed(resident: Resident) -> bytes:
    resident.flow.go(VisitStep.FILING)
    resident.at(VisitStep.RECEIVED)
    (document,) = resident.visit.submission.filing.documents
    return resident.store.documents.get(document.sha256)


def held(resident: Resident) -> int:
    """How many documents the store has."""
    database = resident.store._database
    return int(database.read(lambda db: db.execute("SELECT count(*) FROM documents").fetchone()[0]))


def test_what_is_read_on_the_way_comes_in_before_it_is_handed_in(resident: Resident, reader: SlowReader) -> None:
    take(resident)
    resident.press("confirm.use")
    resident.showing(ReviewScreen)
    plain = resident.visit.papers[0].scan
    assert words(plain.pdf) == ""
    reader.may.set()
    until(lambda: resident.visit.papers[0].scan is not plain, "the words")
    resident.settled()
    resident.settled()  # the savepoint that names it
    draft = resident.store.drafts.get(resident.visit.draft_id)
    assert draft is not None and [item.sha256 for item in draft.documents] == [resident.visit.papers[0].scan.sha256]
    assert held(resident) == 1
    assert words(filed(resident)) == "chứng"
    assert held(resident) == 1


def test_nobody_waits_for_it_and_what_was_handed_in_stays(resident: Resident, reader: SlowReader) -> None:
    take(resident)
    resident.press("confirm.use")
    resident.showing(ReviewScreen)
    sent = filed(resident)
    assert words(sent) == ""
    reader.may.set()
    resident.settled("reading")
    resident.settled()
    (document,) = resident.visit.submission.filing.documents
    assert resident.store.documents.get(document.sha256) == sent
    assert held(resident) == 1


def test_who_leaves_stops_the_reader(resident: Resident, reader: SlowReader) -> None:
    take(resident)
    until(lambda: reader.pages == 1, "the reader at work")
    resident.flow.leave("idle")
    resident.settled("reading")
    assert reader.stopped


def test_a_page_taken_again_is_read_and_the_old_one_is_not(resident: Resident, reader: SlowReader) -> None:
    take(resident)
    until(lambda: reader.pages == 1, "the reader at work")
    for _ in range(2):
        resident.press("confirm.again")
        resident.showing(CaptureScreen)
        resident.showing(ConfirmScreen)
    reader.may.set()
    resident.settled("reading")
    assert reader.pages == 2, "the one in the middle was gone before its turn came"
    resident.press("confirm.use")
    resident.showing(ReviewScreen)
    assert words(resident.visit.papers[0].scan.pdf) == "chứng", "read before it was bound"
