"""A correction by keys: F12 on what is registered, old beside new, before the chief, who opens and approves it."""

from __future__ import annotations

from pathlib import Path

from counter_hands import CHIEFS, counter_kiosk, until
from PySide6.QtCore import Qt

from kiosk.domain.dossier_events import DossierEventKind
from kiosk.domain.submission import Legal


def test_what_was_registered_is_put_right_by_two(tmp_path: Path, qapp: object) -> None:
    with counter_kiosk(tmp_path) as officer:
        officer.staff()
        code = officer.dossier()
        officer.come_in("pao")
        officer.open_dossier(code)
        officer.key(Qt.Key.Key_F12)
        until(lambda: bool(officer.counter.stage.frame.fault.text()), "that nothing is registered yet")
        officer.store.outbox.set_legal(code, Legal.FINISHED)
        officer.key(Qt.Key.Key_F12)
        page = officer.counter.correcting.page
        until(lambda: page.sheet is not None and page.entries["mother.name"].isVisible(), "the correction")
        page.entries["mother.name"].setFocus()
        page.entries["mother.name"].selectAll()
        officer.type("GIÀNG THỊ SAY")
        assert page.changes == {"mother.name": "GIÀNG THỊ SAY"}
        page.paper.setText("Giấy chứng sinh 137/GCS")
        officer.key(Qt.Key.Key_Return, ctrl=True)
        until(lambda: bool(officer.counter.stage.frame.fault.text()), "that the reason is missing")
        assert page.isVisible() and page.changes
        page.reason.setText("Gõ nhầm dấu tên mẹ")
        officer.key(Qt.Key.Key_Return, ctrl=True)
        until(officer.counter.dossiers.page.isVisible, "the dossier")
        assert page.sheet is None and not page.entries
        officer.leave()
        officer.come_in("hien", CHIEFS)
        until(lambda: officer.counter.stage.session is not None, "the chief")
        officer.key(Qt.Key.Key_6, ctrl=True)
        review = officer.counter.review.page
        until(lambda: review.isVisible() and bool(review.rows), "the chief's list")
        assert not review.marked  # it has legal effect: it is opened first
        review.open_chosen()
        until(officer.counter.dossiers.page.isVisible, "the dossier")
        officer.key(Qt.Key.Key_6, ctrl=True)
        until(lambda: review.isVisible() and bool(review.marked), "that it may be approved now")
        review.pin.setText(CHIEFS)
        officer.key(Qt.Key.Key_Return, ctrl=True)
        until(lambda: review.isVisible() and not review.rows, "that it is approved")
        events = officer.store.dossier_book.events(code)
        assert [one.kind for one in events][-1] is DossierEventKind.CORRECTED
        assert [one.code for one in officer.store.cases.unsent()] == [code]
