"""A page says what is so: figures under their own period, a remark that stays where it is written, a card that is asked
for where it is asked for, a board that says what presses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from counter_hands import CHIEFS, OfficerHands, counter_kiosk, until
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.devices.simulated import person
from kiosk.devices.simulated.virtual_card import VirtualCard
from kiosk.domain.desk_calls import CallKind, CallOutcome
from kiosk.ui.counter.card_pane import CardStage
from kiosk.ui.counter.report import COMING

TAKERS = "vang-thi-my"


@pytest.fixture
def officer(tmp_path: Path, qapp: object) -> Iterator[OfficerHands]:
    with counter_kiosk(tmp_path) as hands:
        hands.staff()
        yield hands


def words(page: QWidget) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible()]


def test_no_figure_stands_under_another_months_name(officer: OfficerHands) -> None:
    officer.dossier()
    officer.come_in("hien", CHIEFS)
    page, answers = officer.counter.reports.page, Event()
    officer.key(Qt.Key.Key_7, ctrl=True)
    until(lambda: page.figures is not None, "this month's figures")
    since = page.since
    officer.counter.stage.tasks.run("store", lambda _: answers.wait(30))
    officer.key(Qt.Key.Key_Up, ctrl=True)
    assert page.since < since and page.figures is None
    assert not any(plot.bars for plot in page._plots.values())
    until(lambda: COMING in words(page), "that they are on their way")
    answers.set()
    until(lambda: page.figures is not None and page.figures.since == page.since, "the figures of the month before")
    until(lambda: COMING not in words(page), "that they are here")


def test_a_remark_stays_while_the_outcome_is_chosen_and_the_words_come(officer: OfficerHands) -> None:
    code, now = officer.dossier(), officer.house.rooms.services.clock()
    officer.store.calls.add(CallKind.CALL_BACK, code, "Vàng Thị Mỷ", "0900 000 271", "số tài khoản", now)
    officer.come_in()
    page = officer.counter.calls.page
    officer.key(Qt.Key.Key_3, ctrl=True)
    until(lambda: page.isVisible() and page.has_words and page.remark.isVisible(), "what to say")
    page.remark.setFocus()
    officer.type("cháu nghe máy", page.remark)
    page.set_outcome(2)
    assert page.remark.text() == "cháu nghe máy" and page.remark.hasFocus()
    assert page.send.isChecked()
    page.send.click()
    call = page.call
    assert call is not None
    page.show_messages(call, page._messages)
    assert page.remark.text() == "cháu nghe máy" and page.remark.hasFocus() and not page.send.isChecked()
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: any(one.attempts for one in (*page.lists.now, *page.lists.later)), "that it is noted")
    (again,) = officer.store.calls.open()
    assert (again.attempts[0].outcome, again.attempts[0].remark) == (CallOutcome.NO_ANSWER, "cháu nghe máy")
    assert page.remark.text() == "", "the next call's"


def test_enter_opens_the_dossier_of_a_call(officer: OfficerHands) -> None:
    code, now = officer.dossier(), officer.house.rooms.services.clock()
    officer.store.calls.add(CallKind.CALL_BACK, code, "Vàng Thị Mỷ", "0900 000 271", "số tài khoản", now)
    officer.come_in()
    page = officer.counter.calls.page
    officer.key(Qt.Key.Key_3, ctrl=True)
    until(lambda: page.isVisible() and page.call is not None, "the call")
    officer.key(Qt.Key.Key_Return)
    until(officer.counter.dossiers.page.isVisible, "its dossier")


def test_a_card_at_the_hand_over_is_nobodys_whose_form_was_left(officer: OfficerHands) -> None:
    """The form that waits for its own person is still open behind the pages."""
    officer.come_in()
    filings = officer.counter.filings
    filings.waiting._begin("1.001193", "notice", "Trạm Y tế xã Đồng Văn", "")
    until(lambda: filings.page.isVisible() and filings.page.form is not None, "the form")
    form = filings.page.form
    assert form is not None
    officer.open_hand_over(TAKERS)
    officer.lay(TAKERS)
    page = officer.counter.giving.page
    until(lambda: page.lacks[0] == "want_sign", "the card of who fetches it")
    done: list[None] = []
    officer.counter.stage.act(lambda _: None, done.append)
    until(lambda: bool(done), "whatever was asked for")
    desk, session = officer.counter.stage.desks.filings, officer.counter.stage.session
    assert desk.open(session, form.form).person == ""


def test_a_card_means_nothing_once_the_page_that_asked_for_it_is_left(officer: OfficerHands) -> None:
    officer.come_in()
    officer.open_hand_over(TAKERS)
    frame, now = officer.counter.stage.frame, officer.counter.lists.page_now
    officer.key(Qt.Key.Key_1, ctrl=True)
    until(now.isVisible, "the first page")
    assert officer.counter.card is not None and not officer.counter.card.waits
    officer.bench.show_card("sung-mi-lu")
    officer.bench.reader.lay(VirtualCard(person.person("sung-mi-lu")))
    done: list[None] = []
    officer.counter.stage.act(lambda _: None, done.append)
    until(lambda: bool(done), "whatever was asked for")
    assert officer.counter.card.stage is not CardStage.READ and not frame.fault.isVisible()


def test_a_card_laid_in_the_others_place_at_once_is_not_taken_for_it(officer: OfficerHands) -> None:
    """Quicker than anybody looks at the reader."""
    officer.open()
    page = officer.counter.entrance.sign_in
    officer.lay("sung-mi-lu")
    until(lambda: "Lý Thị Mẩy" in page.card.title.text(), "whose card it is")
    officer.bench.reader.lay(VirtualCard(person.person("giang-thi-say")))
    until(lambda: officer.counter.card is not None and officer.counter.card.stage is CardStage.LIES, "another card")
    assert officer.counter.entrance._card.number == "" and "Mẩy" not in page.card.title.text()
    officer.bench.show_card("giang-thi-say")
    until(lambda: "Hoàng Văn Páo" in page.card.title.text(), "whose card it is now")


def test_the_board_says_what_presses(officer: OfficerHands) -> None:
    officer.dossier()
    now = officer.house.rooms.services.clock()
    officer.store.calls.add(CallKind.CALL_BACK, "", "Giàng A Chứ", "0900 000 271", "số tài khoản", now)
    late = now.date() - timedelta(days=3)
    officer.store.dossiers._database.write(lambda db: db.execute("UPDATE dossiers SET due = ?", [late.isoformat()]))
    officer.come_in()
    page, say = officer.counter.lists.page_now, officer.counter.stage.kit.say
    facts = {say("queue_late", count=1, day=f"{late:%d/%m}"), say("queue_owed", sum="16.000")}
    until(lambda: facts | {f"{now:%H:%M}  Giàng A Chứ"} <= set(words(page)), "what presses")
    officer.click(page.begin)
    until(lambda: officer.counter.stage.frame.dialog is not None, "a form for somebody")


def test_a_list_of_few_rows_is_no_higher_than_they_are(officer: OfficerHands) -> None:
    officer.dossier()
    officer.dossier("Giàng A Chứ", "999148000271")
    officer.come_in()
    officer.key(Qt.Key.Key_2, ctrl=True)
    page = officer.counter.lists.page_find
    until(lambda: page.isVisible() and len(page.rows) == 2, "both dossiers")
    officer.house.app.processEvents()
    table = page.table
    assert not table.verticalScrollBar().isVisible()
    assert table.height() < page.height() / 2
    assert table.viewport().height() >= table.rowViewportPosition(1) + table.rowHeight(1)
