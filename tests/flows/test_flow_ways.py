"""Back and forth, without a card, by keys alone, in another language: nothing that was answered is lost."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from visit_stage import REQUESTER, SHEET, Resident, until

from kiosk.domain.form import Origin
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import CaptureScreen, ConsentScreen, FormScreen, StartScreen
from kiosk.ui.resident.leaves import Leaves
from kiosk.ui.widgets.base import Pressable


def page(resident: Resident) -> str:
    return resident.visit.walk.page.key


# --- without a card ---


def test_without_a_card_one_types_and_files(resident: Resident) -> None:
    resident.come_in(card=False)
    resident.begin_form()
    asked = [field for item in resident.visit.walk.filling.pages() for field in item.fields]
    assert set(REQUESTER) <= set(asked), "what a card would have said is asked"
    resident.fill_all()
    assert resident.visit.walk.filling.origin("requester.name") is Origin.TYPED
    resident.screen.nextAsked.emit()
    resident.at(VisitStep.CAPTURE)
    made = resident.bind_and_hand_in()
    assert (made.filing.applicant.method, made.filing.applicant.standing) == ("manual", "unproven")
    assert made.filing.applicant.full_name == "VÀNG THỊ MỶ" and made.filing.consents["card"] is False
    until(lambda: bool(resident.visit.submission.official), "the official number")


def test_who_shows_no_card_is_shown_nobodys_dossiers(resident: Resident) -> None:
    """They are asked for a code and a day of birth; until then nothing of anybody's stands there."""
    submission = resident.at_received()
    resident.flow.leave("finished")
    resident.come_in(card=False)
    resident.press("choose.mine")
    resident.at(VisitStep.TRACK)
    resident.settled()
    resident.reads("lookup.lead")
    assert submission.code not in resident.words() and submission.filing.subject not in resident.words()


# --- back and forth ---


def test_back_from_every_page_of_the_form_loses_nothing(resident: Resident) -> None:
    resident.at_form()
    resident.fill_all()
    before = dict(resident.visit.walk.filling.answers)
    pages = [item.key for item in resident.visit.walk.filling.pages()]
    for key in reversed(pages):
        assert page(resident) == key
        resident.press_back()
        until(lambda key=key: resident.step is not VisitStep.FORM or page(resident) != key, "the page before")
    resident.at(VisitStep.NEEDS)
    resident.press_back()
    resident.at(VisitStep.CHOOSE)
    resident.choose_birth()
    resident.at(VisitStep.NEEDS)
    resident.press_main()
    resident.at(VisitStep.FORM)
    assert dict(resident.visit.walk.filling.answers) == before


def test_back_from_the_camera_and_on_again(resident: Resident) -> None:
    resident.at_capture()
    before = dict(resident.visit.walk.filling.answers)
    resident.press_back()
    resident.at(VisitStep.FORM)
    resident.press_main()
    resident.at(VisitStep.CAPTURE)
    assert dict(resident.visit.walk.filling.answers) == before


def test_back_from_the_review_and_on_again(resident: Resident) -> None:
    resident.at_review()
    scan = resident.visit.papers[0].scan
    resident.press_back()
    resident.at(VisitStep.CAPTURE)
    resident.press_back()
    resident.at(VisitStep.FORM)
    resident.press_main()
    resident.at(VisitStep.REVIEW)
    assert resident.visit.papers[0].scan is scan


def test_one_thing_mended_leads_back_to_the_review(resident: Resident) -> None:
    resident.at_review()
    resident.screen.edit.emit("child.name")
    resident.at(VisitStep.FORM)
    assert page(resident) == "child-name"
    resident.visit.walk.answer("child.name", "Thào Minh Khôi", Origin.TYPED)
    resident.flow.go(VisitStep.FORM)
    resident.press_main()
    resident.at(VisitStep.REVIEW)
    assert "Thào Minh Khôi" in leaves_read(resident)


def leaves_read(resident: Resident) -> str:
    leaves = resident.finger.named(Leaves)
    texts = []
    for leaf in range(leaves.leaves):
        leaves.turn(leaf)
        texts.append(resident.words())
    leaves.turn(0)
    return "\n".join(texts)


def test_back_in_the_midst_of_mending_leads_to_the_review(resident: Resident) -> None:
    resident.at_review()
    resident.screen.edit.emit("child.name")
    resident.at(VisitStep.FORM)
    resident.press_back()
    resident.at(VisitStep.REVIEW)
    assert resident.visit.walk.filling.value("child.name") == SHEET["child.name"]


def test_another_relation_asks_what_follows_from_it(resident: Resident) -> None:
    """Mother only: the father's answers are asked no more; both again: they are."""
    resident.at_review()
    resident.screen.edit.emit("child.parents_known")
    resident.at(VisitStep.FORM)
    resident.finger.touch(resident.screen.editor.tiles["3"])
    resident.press_main()
    for _ in range(30):
        if resident.step is not VisitStep.FORM or resident.visit.walk.problems():
            break
        resident.press_main()
    assert resident.step is VisitStep.REVIEW, page(resident)
    assert SHEET["father.name"] not in leaves_read(resident)
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    assert "father.name" not in resident.visit.submission.filing.answers


def test_who_has_given_nothing_yet_leaves_unasked(resident: Resident) -> None:
    resident.come_in()
    resident.press_back()
    resident.showing(ConsentScreen)
    resident.press_back()
    resident.showing(StartScreen)


# --- by keys alone ---


def key(resident: Resident, *keys: Qt.Key) -> None:
    """Never quicker than a hand is believed to be."""
    for one in keys:
        struck = time.monotonic()
        QTest.keyClick(resident.house.window.windowHandle(), one)
        until(lambda struck=struck: time.monotonic() > struck + 0.03, "the hand's own pace")


def focus_on(resident: Resident, words: str) -> None:
    """Tab until the focus says ``words``."""
    for _ in range(40):
        focused = QApplication.focusWidget()
        if isinstance(focused, Pressable) and words in focused.spoken():
            return
        key(resident, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never comes to {words!r}")


def test_the_whole_way_in_by_keys(resident: Resident) -> None:
    resident.showing(StartScreen)
    focus_on(resident, resident.say("start.begin"))
    key(resident, Qt.Key.Key_Return)
    resident.showing(ConsentScreen)
    for pair in resident.screen.pairs.values():
        assert tab_to(resident, pair.yes)
        key(resident, Qt.Key.Key_Space)
        until(lambda pair=pair: pair.value is True, "yes by key")
    focus_on(resident, resident.say("screen.next"))
    key(resident, Qt.Key.Key_Return)
    resident.at(VisitStep.IDENTIFY)
    resident.lay()
    focus_on(resident, resident.say("identify.type"))
    key(resident, Qt.Key.Key_Return)
    until(resident.screen.field.isVisible, "the field")
    assert tab_to(resident, resident.screen.field)
    key(resident, *(getattr(Qt.Key, f"Key_{digit}") for digit in "001234"))
    key(resident, Qt.Key.Key_Return)
    resident.at(VisitStep.HELLO)
    focus_on(resident, resident.say("hello.yes"))
    key(resident, Qt.Key.Key_Return)
    resident.at(VisitStep.CHOOSE)


def tab_to(resident: Resident, widget: object) -> bool:
    for _ in range(40):
        if QApplication.focusWidget() is widget:
            return True
        key(resident, Qt.Key.Key_Tab)
    return False


# --- language and letters ---


def test_another_language_and_larger_letters_keep_every_answer(resident: Resident) -> None:
    resident.at_form("child-sex")
    before = dict(resident.visit.walk.filling.answers)
    resident.finger.touch(resident.shell.header.tools.language_button)
    resident.finger.touch(resident.finger.button("English"))
    until(lambda: resident.house.strings.language == "en", "English")
    assert resident.shell.overlaid is None and "Girl" in resident.words()
    resident.finger.touch(resident.shell.header.tools.size_button)
    resident.finger.touch(resident.finger.button("200 %"))
    until(lambda: resident.house.look.text_percent == 200, "large letters")
    resident.press("screen.done")
    assert dict(resident.visit.walk.filling.answers) == before and page(resident) == "child-sex"
    resident.showing(FormScreen)
    resident.flow.leave("left")
    resident.showing(StartScreen)
    assert (resident.house.strings.language, resident.house.look.text_percent) == ("vi", 100)


def test_the_filing_says_which_language_its_maker_read(resident: Resident) -> None:
    resident.come_in(card=False)
    resident.finger.touch(resident.shell.header.tools.language_button)
    resident.finger.touch(resident.finger.button("English"))
    resident.begin_form()
    resident.fill_all()
    resident.screen.nextAsked.emit()
    resident.showing(CaptureScreen)
    assert resident.bind_and_hand_in().filing.language == "en"


def test_by_keys_leave_can_be_chosen_when_nobody_seemed_to_be_there(resident: Resident) -> None:
    resident.known()
    resident.flow._ask_idle(30)
    leave = resident.finger.button(resident.say("idle.leave"))
    QTest.keyClick(resident.house.window, Qt.Key.Key_Tab)
    QTest.keyClick(resident.house.window, Qt.Key.Key_Tab)
    leave.setFocus()
    assert leave.isVisible(), "a key that steers is no answer yet"
    QTest.keyClick(leave, Qt.Key.Key_Return)
    resident.at(VisitStep.START)


def test_what_is_photographed_says_so_at_once(resident: Resident) -> None:
    resident.at_capture()
    taken: list[str] = []
    resident.screen.shootAsked.connect(lambda: taken.append(resident.screen.main.text()))
    resident.press_main()
    assert taken == [resident.say("capture.taking")]
    resident.reads("capture.touched")  # nothing lies there
    assert resident.screen.main.text() == resident.say("capture.now")
