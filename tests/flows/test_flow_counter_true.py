"""What the counter's screen says is so: whose call is chosen, what was given, how the line stands, where one writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from counter_hands import OfficerHands, counter_kiosk, until
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from kiosk.domain.desk_calls import CallKind
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.domain.submission import Legal
from kiosk.ui.counter import presenter as counter_presenter
from kiosk.ui.counter.mending import MendForm


@pytest.fixture
def officer(tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[OfficerHands]:
    monkeypatch.setattr(counter_presenter, "LINE_LOOKS", 20)
    with counter_kiosk(tmp_path) as hands:
        hands.staff()
        hands.come_in()
        yield hands


def shown(page: QWidget, kind: type[QLabel] | type[QPushButton]) -> str:
    return " | ".join(one.text() or one.accessibleName() for one in page.findChildren(kind) if one.isVisible())


def test_after_a_call_was_noted_the_panel_is_the_next_persons(officer: OfficerHands) -> None:
    now, add = officer.house.rooms.services.clock(), officer.store.calls.add
    for name, phone in (("Giàng A Chứ", "0900 000 271"), ("Lò Văn Sìn", "0900 000 272")):
        add(CallKind.CALL_BACK, "", name, phone, "số tài khoản", now)
    page = officer.counter.calls.page
    officer.key(Qt.Key.Key_3, ctrl=True)
    until(lambda: page.isVisible() and page.call is not None and page.call.person == "Giàng A Chứ", "the first")
    officer.key(Qt.Key.Key_2)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: any(one.attempts for one in (*page.lists.now, *page.lists.later)), "that it was noted")
    until(lambda: page.call is not None and page.call is page.rows[page.table.currentRow()], "the row that is chosen")
    until(lambda: page.call is not None and page.call.phone in shown(page, QLabel), "the phone of that row")
    assert page.call is not None
    others = {"0900 000 271", "0900 000 272"} - {page.call.phone}
    assert not any(one in shown(page, QLabel) for one in others)


def test_tab_goes_round_in_a_dialog_and_never_into_the_page_beneath(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.open_dossier(code)
    officer.key(Qt.Key.Key_F2)
    form = officer.dialog(MendForm)
    seen = []
    for key in (Qt.Key.Key_Tab,) * 6 + (Qt.Key.Key_Backtab,) * 9:
        officer.key(key)
        focused = officer.house.window.focusWidget()
        assert focused is not None and form.isAncestorOf(focused), type(focused).__name__
        seen.append(focused)
    assert {form.value, form.ground} <= set(seen)


def test_a_result_that_was_given_is_said_and_not_offered_again(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.store.outbox.set_legal(code, Legal.FINISHED)
    officer.open_dossier(code)
    page, say = officer.counter.dossiers.page, officer.house.strings.say
    give, given = say("counter.act.give"), say("counter.ui.given_here")
    until(lambda: give in shown(page, QPushButton), "that it can be given")
    assert given not in shown(page, QLabel)
    assert say("counter.ui.mend") not in shown(page, QPushButton).split(" | ")
    officer.key(Qt.Key.Key_F2)
    until(lambda: "không sửa được" in officer.counter.stage.frame.fault.text(), "that nothing is mended any more")
    assert officer.counter.stage.frame.dialog is None
    officer.store.dossier_book.add(code, page.sheet.head.revision, DossierEvent(DossierEventKind.HANDED_OVER, {}, 1))  # type: ignore[union-attr]
    officer.counter.dossiers.reopen()
    until(lambda: page.sheet is not None and page.sheet.is_given, "that it was given")
    until(lambda: given in shown(page, QLabel), "that it is said")
    assert give not in shown(page, QPushButton)


def test_a_line_that_goes_and_comes_is_said_on_the_page_that_stays(officer: OfficerHands) -> None:
    chip, say = officer.counter.stage.frame.line_chip, officer.house.strings.say
    sign = officer.house.rooms.sign
    for up in (True, False):
        officer.bench.set_plugged(up)
        until(lambda up=up: sign.up is up, "the line")  # type: ignore[misc]
        words = say("counter.ui.line_up" if up else "counter.ui.line_down")
        until(lambda words=words: chip.text() == words, words)  # type: ignore[misc]
