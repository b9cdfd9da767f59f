"""Filing for somebody at the counter, by keyboard alone: a notice begun, put aside, completed by another, and filed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from counter_hands import CHIEFS, OfficerHands, bound_notice, counter_kiosk, until
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from kiosk.domain.dossier_events import DossierEventKind
from kiosk.services.filing import BoundDocument
from kiosk.ui.counter.filing_list import FilingBeginForm, PersonForm
from kiosk.ui.counter.filing_page import FilingPage

EXAMPLE = json.loads((Path(__file__).parents[2] / "examples" / "khai_sinh.json").read_text("utf-8"))


@pytest.fixture
def officer(tmp_path: Path, qapp: object) -> Iterator[OfficerHands]:
    with counter_kiosk(tmp_path) as hands:
        hands.staff()
        yield hands


def page_of(officer: OfficerHands) -> FilingPage:
    page = officer.counter.filings.page
    until(lambda: page.isVisible() and page.form is not None, "the form")
    return page


def begin(officer: OfficerHands, source: int, giver: str = "", reason: str = "") -> FilingPage:
    """By Ctrl+N, a few letters of the matter, and Alt with the source's place."""
    officer.key(Qt.Key.Key_N, ctrl=True)
    dialog = officer.dialog(FilingBeginForm)
    officer.type("khai sinh cho chau", dialog.procedure.entry)
    officer.key(Qt.Key.Key_Return)
    officer.key([Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3][source - 1], alt=True)
    dialog.giver.setText(giver)
    dialog.reason.setText(reason)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    return page_of(officer)


def kept(page: FilingPage, key: str) -> str:
    assert page.form is not None
    return next((line.value for part in page.form.parts for line in part.lines if line.key == key), "")


def to_part(officer: OfficerHands, page: FilingPage, key: str) -> None:
    """Until the part that asks ``key`` is shown, by Ctrl+Down."""
    for _ in range(12):
        if key in page.sheet.lines:
            break
        officer.key(Qt.Key.Key_Down, ctrl=True)
    page.sheet.focus_on(key)


def write(officer: OfficerHands, page: FilingPage, key: str, text: str, expected: str) -> None:
    to_part(officer, page, key)
    officer.type(text, officer.house.window.focusWidget())
    officer.key(Qt.Key.Key_Tab)
    until(lambda: kept(page, key) == expected, f"{key} kept, not {kept(page, key)!r}")


def test_no_panel_is_narrower_than_what_stands_in_it(officer: OfficerHands) -> None:
    officer.come_in("pao")
    page = begin(officer, 3, giver="Trạm Y tế xã Đồng Văn")
    assert page.form is not None
    page.later.emit(page.form.papers[0].key, True)
    until(lambda: page.form is not None and page.form.papers[0].later, "that it comes later")
    officer.house.app.processEvents()
    areas = page.findChildren(QScrollArea)
    assert len(areas) == 2 and [one for one in areas if one.widget().width() > one.viewport().width()] == []


def test_a_notice_is_begun_put_aside_and_filed_by_another(officer: OfficerHands) -> None:
    officer.come_in("pao")
    officer.key(Qt.Key.Key_8, ctrl=True)
    until(officer.counter.filings.waiting.page.isVisible, "the empty list")
    page = begin(officer, 3, giver="Trạm Y tế xã Đồng Văn")
    assert page.form is not None and page.form.origin.source == "notice" and page.form.missing
    write(officer, page, "child.name", "suwngf minh khuee", "sừng minh khuê")  # Telex, from the keyboard
    write(officer, page, "child.birth_date", "18112026", "18/11/2026")
    form = page.form.form
    officer.key(Qt.Key.Key_Escape)
    waiting = officer.counter.filings.waiting.page
    until(lambda: waiting.isVisible() and bool(waiting.rows), "the list")
    assert waiting.rows[0].form == form and waiting.rows[0].giver == "Trạm Y tế xã Đồng Văn"
    board = officer.counter.stage.desks.queues.board(officer.counter.stage.session)
    assert {one.queue.value: one.count for one in board.queues}["notice"] == 1
    officer.leave()
    assert page.form is None and not page.sheet.lines
    officer.come_in("may", "703164")
    officer.key(Qt.Key.Key_8, ctrl=True)
    until(lambda: waiting.isVisible() and bool(waiting.rows), "the list")
    officer.key(Qt.Key.Key_Return)
    page = page_of(officer)
    assert kept(page, "child.name") == "sừng minh khuê"
    complete(officer, page)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    dossier = officer.counter.dossiers.page
    until(lambda: dossier.isVisible() and dossier.sheet is not None, "the dossier")
    assert dossier.sheet is not None
    (event,) = dossier.sheet.events
    assert event.kind is DossierEventKind.FILED_FOR and event.facts["form"] == form
    by = dossier.sheet.submission.filing.filed_by
    assert by is not None and by.staff != by.noted_by
    officer.leave()


def complete(officer: OfficerHands, page: FilingPage) -> None:
    """Who it is for by F2, the rest as a colleague's command gives it, and the paper."""
    officer.key(Qt.Key.Key_F2)
    dialog = officer.dialog(PersonForm)
    for key in ("full_name", "id_number", "birth_date", "residence"):
        dialog.entries[key].setText(EXAMPLE["applicant"][key])
    dialog.agreed.setChecked(True)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    officer.no_dialog()
    assert page.form is not None and page.form.person == EXAMPLE["applicant"]["full_name"]
    desk, session = officer.counter.stage.desks.filings, officer.counter.stage.session
    answers = {key: text for key, text in EXAMPLE["answers"].items() if not key.startswith("child.name")}
    form = desk.answer(session, page.form.form, page.form.revision, answers)
    for paper in [one for one in form.papers if one.missing]:
        form = desk.add_paper(session, form.form, form.revision, BoundDocument(paper.key, bound_notice()))
    page.show_form(form)
    assert form.missing == ()


def test_filing_with_something_missing_goes_to_it(officer: OfficerHands) -> None:
    officer.come_in("pao")
    page = begin(officer, 1, reason="bà mờ mắt")
    form = page.form
    assert form is not None
    officer.key(Qt.Key.Key_Return, ctrl=True)
    stop = next(one.field for one in form.faults if one.stops)
    until(lambda: stop in page.sheet.lines, "the first that is missing")
    assert page.sheet.lines[stop]._fault.text() and page.form is not None
    assert officer.store.outbox.of_draft(form.form) is None
    officer.leave()


def test_what_a_colleague_changed_meanwhile_is_shown_and_not_overwritten(officer: OfficerHands) -> None:
    officer.come_in("pao")
    page = begin(officer, 1, reason="bà mờ mắt")
    form = page.form
    assert form is not None
    desk, sessions = officer.counter.stage.desks.filings, officer.counter.stage.desks.sessions
    chief = sessions.sign_in(CHIEFS, name="hien")
    desk.answer(chief, form.form, form.revision, {"child.name": "Sùng Mí Sử"})
    to_part(officer, page, "child.name")
    officer.type("khacs", officer.house.window.focusWidget())
    officer.key(Qt.Key.Key_Tab)
    until(lambda: kept(page, "child.name") == "Sùng Mí Sử", "the colleague's")
    assert officer.counter.stage.frame.fault.text()
    officer.leave()


def test_without_the_name_of_who_brought_it_nothing_begins(officer: OfficerHands) -> None:
    officer.come_in("pao")
    before = len(officer.store.desk_forms.list())
    officer.key(Qt.Key.Key_N, ctrl=True)
    dialog = officer.dialog(FilingBeginForm)
    officer.type("khai sinh", dialog.procedure.entry)
    officer.key(Qt.Key.Key_Return)
    officer.key(Qt.Key.Key_2, alt=True)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: bool(officer.counter.stage.frame.fault.text()), "the word about it")
    assert len(officer.store.desk_forms.list()) == before
    officer.leave()
