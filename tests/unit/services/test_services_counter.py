"""What an office does without a command line and without a screen: plain data in, plain data out."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from kiosk import catalogue
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.errors import DocumentMissing, FilingUnreadable, UnknownCode
from kiosk.services import form_files, queue
from kiosk.services.delivery import delivery_status
from kiosk.services.opening import opened
from kiosk.services.tracking import DossierTracker
from kiosk.store import Store
from kiosk.sync.queue.editions import FiledEditions

EXAMPLE = Path(__file__).parents[3] / "examples" / "khai_sinh.json"
PAPER = "giay_chung_sinh"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(data=tmp_path)


@pytest.fixture
def paper() -> form_files.AttachedFile:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(298, 420))
        pdf.save(out, deterministic_id=True)
    return form_files.AttachedFile(PAPER, out.getvalue())


def tracker(config: Config, store: Store) -> DossierTracker:
    edition = FiledEditions(store, catalogue.procedure).known
    return DossierTracker(store, config.office, edition, frozenset(), office_time)


def test_a_form_file_is_filed_once_and_found_in_the_queue(config: Config, paper: form_files.AttachedFile) -> None:
    given = form_files.decoded(EXAMPLE.read_bytes(), EXAMPLE.name)
    with opened(config) as store:
        first = form_files.file_form(config, store, given, [paper])
        assert form_files.file_form(config, store, given, [paper]) == first
        assert [one["code"] for one in queue.listing(config)] == [first.code]
        assert queue.listing(config, after=first.code.lower()) == () and len(queue.listing(config, limit=1)) == 1
        with pytest.raises(UnknownCode):
            queue.listing(config, after="KS-0000-00")
        assert queue.park(store, first.code.lower())["status"] == "parked"
        assert queue.retry(store, first.code)["status"] == "queued"
        assert delivery_status(config, store).queue.waiting == 1


def test_what_lacks_a_paper_or_is_no_form_leaves_nothing(config: Config) -> None:
    with opened(config) as store:
        with pytest.raises(DocumentMissing):
            form_files.file_form(config, store, form_files.read_form(EXAMPLE), [])
        with pytest.raises(FilingUnreadable):
            form_files.decoded(b"[]", "list.json")
        assert queue.listing(config) == ()


def test_a_dossier_is_followed_by_its_code(config: Config, paper: form_files.AttachedFile) -> None:
    with opened(config) as store:
        filed = form_files.file_form(config, store, form_files.read_form(EXAMPLE), [paper])
        (dossier,) = tracker(config, store).of_code(filed.code)
        view = tracker(config, store).view(dossier, known=False)
    assert (view.code, view.sync, view.asked, view.owed) == (filed.code, filed.sync, None, 0)
    assert (
        view.due_at == filed.due_at and view.procedure["vi"] == catalogue.procedure(filed.filing.procedure).name["vi"]
    )
