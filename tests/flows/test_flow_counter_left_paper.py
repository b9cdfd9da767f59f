"""A paper left by another key than Esc: devices rest, nothing of it stays, what is kept turns no page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from counter_hands import OfficerHands, counter_kiosk
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kiosk.domain.dossier_events import DossierEventKind
from kiosk.tour.finger import until


@pytest.fixture
def officer(tmp_path: Path, qapp: QApplication) -> Iterator[OfficerHands]:
    with counter_kiosk(tmp_path) as hands:
        hands.staff()
        yield hands


def opened(officer: OfficerHands) -> str:
    """A dossier's own paper, to be replaced."""
    code = officer.dossier()
    officer.come_in()
    officer.open_dossier(code)
    officer.key(Qt.Key.Key_F5)
    until(lambda: officer.counter.papers.page.pages == 1, "the stored page")
    return code


def nothing_of_it(officer: OfficerHands) -> bool:
    papers = officer.counter.papers
    return (
        not papers._shots and papers._task is None and papers.page.pages == 0 and papers.page.picture.picture.isNull()
    )


def test_the_camera_rests_when_the_list_is_asked_for(officer: OfficerHands) -> None:
    opened(officer)
    officer.key(Qt.Key.Key_1)
    tasks = officer.counter.stage.tasks
    until(lambda: not officer.counter.papers.page.picture.picture.isNull(), "the live picture")
    assert tasks.busy("camera")
    officer.key(Qt.Key.Key_1, ctrl=True)
    until(officer.counter.lists.page_now.isVisible, "the first page")
    until(lambda: not tasks.busy("camera"), "the camera at rest")
    assert nothing_of_it(officer)


def test_nothing_of_a_paper_stays_for_who_signs_in_next(officer: OfficerHands) -> None:
    opened(officer)
    officer.counter.papers.page.reason.setText("giấy mới rõ hơn")
    officer.counter.entrance.sign_out()
    until(lambda: officer.counter.stage.session is None, "signed out")
    assert nothing_of_it(officer) and officer.counter.papers.page.reason.text() == ""


def test_what_is_being_kept_is_kept_and_turns_no_page(officer: OfficerHands) -> None:
    code = opened(officer)
    officer.counter.papers.page.reason.setText("giấy mới rõ hơn")
    officer.key(Qt.Key.Key_Return, ctrl=True)
    officer.key(Qt.Key.Key_3, ctrl=True)
    calls, book = officer.counter.calls.page, officer.store.dossier_book
    until(lambda: [one.kind for one in book.events(code)] == [DossierEventKind.PAPER], "the paper, once")
    until(calls.isVisible, "the calls")
    until(lambda: not officer.counter.stage.tasks.busy("store", "camera"), "all that was asked for")
    QApplication.processEvents()
    until(lambda: not officer.counter.stage.tasks.busy("store"), "what followed from it")
    assert calls.isVisible() and nothing_of_it(officer)
