"""The second half of the counter's tour: a page cut anew, handing over, calls, the chief's review, the report."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk.app.window import KioskApp
from kiosk.devices.simulated import person
from kiosk.domain.submission import Legal
from kiosk.tour.film import Film
from kiosk.tour.finger import until
from kiosk.ui.counter.presenter import CounterPresenter

CHIEF = "một con trâu trắng"


class CounterTourActs:
    """Goes on where an officer has just printed a paper of the first dossier."""

    def __init__(self, house: KioskApp, film: Film, counter: Callable[[], CounterPresenter]) -> None:
        self._house, self._film, self._counter = house, film, counter

    @property
    def counter(self) -> CounterPresenter:
        return self._counter()

    def play(self) -> None:
        self._cut()
        self._hand_over()
        self._calls()
        self._chief()
        self._filing()

    def _filing(self) -> None:
        """An incomplete notice, begun, put aside, and the list that it waits in."""
        filings = self.counter.filings
        with self._film.scene("filing-begin"):
            self._key(Qt.Key.Key_N, ctrl=True)
            until(lambda: self.counter.stage.frame.dialog is not None, "the dialog")
        self.counter.stage.frame.end_dialog()
        filings.waiting._begin("1.001193", "notice", "Trạm Y tế xã Đồng Văn", "")
        self._showing(filings.page)
        until(lambda: filings.page.form is not None, "the form")
        with self._film.scene("filing"):
            filings.page.step(1)
        self._key(Qt.Key.Key_Escape)
        with self._film.scene("filing-list"):
            until(lambda: filings.waiting.page.isVisible() and bool(filings.waiting.page.rows), "the list")

    def _key(self, key: Qt.Key, *, ctrl: bool = False) -> None:
        modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self._house.window.focusWidget() or self._house.window, key, modifier)

    def _showing(self, page: QWidget) -> None:
        until(page.isVisible, type(page).__name__)

    def _dossier(self) -> str:
        sheet = self.counter.dossiers.page.sheet
        assert sheet is not None
        return sheet.head.code

    def _cut(self) -> None:
        self.counter.back()
        self._showing(self.counter.dossiers.page)
        papers = self.counter.papers
        with self._film.scene("paper"):
            self._key(Qt.Key.Key_F5)
            until(lambda: bool(papers._shots), "the stored page")
        with self._film.scene("cut"):
            self._key(Qt.Key.Key_F5)
            until(lambda: papers.page.is_cutting, "the corners")
            for _ in range(4):
                QTest.keyClick(papers.page.corners, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        self._key(Qt.Key.Key_Escape)
        self._showing(self.counter.dossiers.page)
        with self._film.scene("exception"):
            self.counter.dossiers.except_from()
        self.counter.stage.frame.end_dialog()

    def _hand_over(self) -> None:
        self._house.rooms.line.pulled = True  # what the portal says now would take the result back
        self._house.rooms.store.outbox.set_legal(self._dossier(), Legal.FINISHED)
        self.counter.dossiers.reopen()
        page = self.counter.giving.page
        sheet = self.counter.dossiers.page
        until(lambda: sheet.sheet is not None and sheet.sheet.submission.legal is Legal.FINISHED, "the result")
        with self._film.scene("hand-over"):
            self._key(Qt.Key.Key_F10)
            self._showing(page)
            page.show_card("Vàng Thị Mỷ", page.columns[0].party.id_number, genuine=True)
            self._sign(page.columns[0].pad)
        self._key(Qt.Key.Key_Escape)
        self._showing(self.counter.dossiers.page)

    def _sign(self, pad: QWidget) -> None:
        for top in (40, 70):
            QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(60, top))
            for step in range(12):
                QTest.mouseMove(pad, QPoint(60 + 14 * step, top + (step % 4) * 9))
            QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(230, top))

    def _calls(self) -> None:
        page = self.counter.calls.page
        with self._film.scene("calls"):
            self._key(Qt.Key.Key_3, ctrl=True)
            self._showing(page)
            until(lambda: bool(page._messages), "what to say")
        with self._film.scene("no-answer"):
            self._key(Qt.Key.Key_2)

    def _chief(self) -> None:
        entrance = self.counter.entrance
        with self._film.scene("card"):
            entrance.sign_out()
            until(lambda: entrance.sign_in.pin.isVisible(), "the names")  # noqa: PLW0108 - the entry is another then
            self._house.rooms.bench().lay_card(person.names()[0])
            until(lambda: entrance.sign_in.card.state.text() != "", "the card")
        with self._film.scene("review"):
            entrance.sign_in.signed.emit("hien", CHIEF)
            until(self.counter.stage.frame.isVisible, "the chief")
            self._key(Qt.Key.Key_6, ctrl=True)
            self._showing(self.counter.review.page)
            until(lambda: bool(self.counter.review.page.items), "what is to be reviewed")
        with self._film.scene("staff"):
            self.counter.review.page.people.emit()
            until(lambda: self.counter.stage.frame.dialog is not None, "who works here")
        self.counter.stage.frame.end_dialog()
        with self._film.scene("report"):
            self._key(Qt.Key.Key_7, ctrl=True)
            self._showing(self.counter.reports.page)
            until(lambda: self.counter.reports.page.figures is not None, "the figures")
