"""What the screens say when they are touched, and that they forget."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
import resident_board as board
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk.config import Office
from kiosk.domain.checks import Problem
from kiosk.domain.citizen import Address, ChipProof, IssuerStanding
from kiosk.domain.form import Origin, answer
from kiosk.domain.submission import Sync
from kiosk.domain.visit import Move
from kiosk.ui import resident as r
from kiosk.ui.shell import Shell
from kiosk.ui.slip import discreet, render_slip
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Button, NodeState, Painted, Timeline, TimelineNode

Heard = list[tuple[object, ...]]


@pytest.fixture
def look(qapp: object) -> Look:
    made = Look(reduced_motion=True, debounce=0.0)
    made.fit(board.UP)
    return made


@pytest.fixture
def strings() -> Strings:
    return Strings("vi")


@pytest.fixture
def shell(look: Look, strings: Strings) -> Iterator[Shell]:
    made = Shell(look, strings, Office())
    made.resize(board.UP)
    made.stand_alone()
    yield made
    made.close()


def heard(signal: object) -> Heard:
    told: Heard = []
    signal.connect(lambda *values: told.append(values))  # type: ignore[attr-defined]
    return told


def words(widget: QWidget) -> str:
    """Everything that can be read on a widget, hidden or not."""
    return "\n".join(child.spoken() for child in widget.findChildren(Painted))


def test_consent_has_no_default_and_counts_what_is_open(look: Look, strings: Strings) -> None:
    screen = r.ConsentScreen(look, strings)
    agreed = heard(screen.agreed)
    screen.main.click()
    assert agreed == [] and "2" in screen.main.text()
    screen.pairs["card"].yes.click()
    assert screen.main.waiting and "1" in screen.main.text()
    screen.pairs["notify"].no.click()
    screen.main.click()
    assert agreed == [({"card": True, "notify": False},)]
    screen.reset()
    assert screen.main.waiting and screen.pairs["card"].value is None


def test_digits_are_given_once_there_are_six(look: Look, strings: Strings) -> None:
    screen = r.IdentifyScreen(look, strings)
    given, moved = heard(screen.canTyped), heard(screen.moved)
    screen.ask_digits()
    screen.field.insert("00a12")
    screen.go_on.click()
    screen.field.submitted.emit()
    assert given == [] and screen.field.value == "0012"
    screen.field.insert("34")
    screen.go_on.click()
    assert given == [("001234",)]
    screen.go_back()
    assert moved == []
    screen.go_back()
    assert moved == [(Move.BACK,)]


def test_without_a_camera_the_digits_are_asked_and_back_leaves(look: Look, strings: Strings) -> None:
    screen = r.IdentifyScreen(look, strings)
    screen.set_camera(False)
    moved = heard(screen.moved)
    assert screen.footer.main is screen.go_on
    screen.go_back()
    assert moved == [(Move.BACK,)]


def test_the_verdict_is_said_as_it_is(look: Look, strings: Strings) -> None:
    screen = r.HelloScreen(look, strings)
    for identity, key in (
        (board.identity(), "genuine"),
        (board.identity(IssuerStanding.UNKNOWN), "intact"),
        (board.identity(IssuerStanding.REVOKED), "doubtful"),
        (board.identity(hashes=False), "doubtful"),
        (board.identity(hashes=None), "unchecked"),
        (board.identity(chip=ChipProof.NOT_TRIED), "unchecked"),
        (board.identity(IssuerStanding.UNKNOWN, chip=ChipProof.NOT_TRIED), "unchecked"),
        (board.identity(IssuerStanding.FOREIGN), "doubtful"),
        (board.identity(IssuerStanding.UNFIT), "doubtful"),
        (board.identity(IssuerStanding.UNDATED), "unchecked"),
    ):
        screen.show_identity(identity, None)
        assert strings.say(f"card.standing.{key}") in words(screen)
        for other in {"genuine", "intact", "unchecked", "doubtful"} - {key}:
            assert strings.say(f"card.standing.{other}") not in words(screen)
    assert "999162001234" not in words(screen)


def test_a_card_that_has_ended_says_so_and_offers_a_change(look: Look, strings: Strings) -> None:
    screen = r.HelloScreen(look, strings)
    for identity, key in ((board.ended(), "genuine"), (board.ended(IssuerStanding.UNKNOWN), "intact")):
        screen.show_identity(identity, None)
        on_it = words(screen)
        assert strings.say("card.expired", day="01/10/2025") in on_it
        assert strings.say("card.expired-day", day="01/10/2025") in on_it
        assert strings.say("card.expired-detail", standing=strings.say(f"card.standing.{key}")) in on_it
    screen.show_identity(board.ended(hashes=False), None)
    assert strings.say("card.standing.doubtful") in words(screen)
    assert strings.say("card.expired-day", day="01/10/2025") in words(screen)


def test_a_signer_that_was_met_before_is_evidence_beside_the_standing(look: Look, strings: Strings) -> None:
    screen = r.HelloScreen(look, strings)
    screen.show_identity(board.identity(IssuerStanding.UNKNOWN, alike=412), None)
    assert strings.say("card.standing.intact") in words(screen)
    assert strings.say("card.standing-detail.intact-alike", count=412) in words(screen)
    screen.show_identity(board.identity(hashes=False, alike=412), None)
    assert "412" not in words(screen)


def test_a_tile_without_a_procedure_opens_a_note_instead_of_nothing(look: Look, strings: Strings) -> None:
    screen = r.ChooseScreen(look, strings)
    screen.greet("Mỷ", {"birth": 1})
    chosen, notes, called = heard(screen.eventChosen), heard(screen.overlayAsked), heard(screen.officerAsked)
    screen.tiles["birth"].click()
    screen.tiles["land"].click()
    assert chosen == [("birth",)]
    note = notes[0][0]
    assert isinstance(note, r.OfficerOnlyOverlay)
    note.officerAsked.emit()
    assert called == [()]


def page(screen: r.FormScreen, key: str, **changes: str) -> None:
    filling = board.filled(**changes)
    wanted = next(item for item in filling.procedure.pages if item.key == key)
    views = r.field_views(filling, wanted, board.around(), board.groups)
    screen.show_page(wanted, views, filling.values, {}, ())


def test_what_was_typed_is_answered_before_the_way_goes_on(look: Look, strings: Strings) -> None:
    screen = r.FormScreen(look, strings)
    page(screen, "child-name", **{"child.name": "Sùng"})
    order: Heard = []
    screen.answered.connect(lambda *values: order.append(values))
    screen.nextAsked.connect(lambda: order.append(("next",)))
    screen.backAsked.connect(lambda: order.append(("back",)))
    screen.editor.field.insert(" Minh Khuê ")  # type: ignore[union-attr]
    screen.main.click()
    assert order == [("child.name", "Sùng Minh Khuê", "typed"), ("next",)]
    screen.go_back()
    assert order[2:] == [("back",)]


def test_a_required_answer_is_waited_for_and_an_optional_one_may_be_skipped(look: Look, strings: Strings) -> None:
    screen = r.FormScreen(look, strings)
    went = heard(screen.nextAsked)
    page(screen, "child-name", **{"child.name": ""})
    screen.main.click()
    assert went == [] and strings.say("form.problem.missing") in words(screen)
    page(screen, "phone")
    assert screen.main.text() == strings.say("form.skip")
    screen.main.click()
    assert went == [()]


def test_a_group_is_answered_row_by_row(look: Look, strings: Strings) -> None:
    screen = r.FormScreen(look, strings)
    page(screen, "mother-paper")
    answered, went = heard(screen.answered), heard(screen.nextAsked)
    assert screen.open_field is None
    screen.open("mother.paper_number")
    screen.editor.field.insert("999199001234")  # type: ignore[union-attr]
    screen.main.click()
    assert answered == [("mother.paper_number", "999199001234", "typed")]
    assert screen.open_field is None and went == []
    screen.main.click()
    assert went == [()]


def test_a_problem_stands_beside_its_field_in_words(look: Look, strings: Strings) -> None:
    screen = r.FormScreen(look, strings)
    page(screen, "child-birth")
    filling = board.filled()
    wanted = next(item for item in filling.procedure.pages if item.key == "child-birth")
    views = r.field_views(filling, wanted, board.around(), board.groups)
    problem = Problem("child.birth_date", "no-such-day", {"day": 31, "month": 2})
    screen.refresh(views, filling.values, {"child.birth_date": problem})
    assert strings.say("form.problem.no-such-day", day=31, month=2) in words(screen)


def test_a_late_birth_is_taken_and_said_kindly(look: Look, strings: Strings) -> None:
    filling = board.filled(**{"child.birth_date": "15/04/2026"})
    wanted = next(item for item in filling.procedure.pages if item.key == "child-birth")
    (view,) = r.field_views(filling, wanted, board.around(), board.groups)
    assert "60 ngày" in view.remark["vi"] and view.words.startswith("Ngày mười lăm tháng tư")
    on_time = answer(filling, "child.birth_date", "24/09/2026", Origin.CHOSEN, board.around())
    assert not r.field_views(on_time, wanted, board.around(), board.groups)[0].remark


def test_review_reads_on_before_it_files(shell: Shell, look: Look, strings: Strings) -> None:
    look.set_text(200)
    screen = r.ReviewScreen(look, strings)
    screen.show_folds(board.review_folds(), board.birth().oath)
    shell.show_screen(screen)
    board.settle()
    filed = heard(screen.fileAsked)
    assert screen.leaves.leaves > 1
    for _ in range(screen.leaves.leaves - 1):
        screen.main.click()
        assert filed == []
    screen.main.click()
    assert filed == [()]


def test_received_follows_the_line_and_the_printer(look: Look, strings: Strings) -> None:
    screen = r.ReceivedScreen(look, strings)
    screen.show_received(board.received_view())
    printed, ended = heard(screen.printAsked), heard(screen.finishAsked)
    assert strings.say("received.queued.title") in words(screen)
    screen.set_sync(Sync.DELIVERED, "H15.50.05.13-261123-0975")
    assert strings.say("received.delivered.title") in words(screen)
    screen.print_button.click()
    screen.set_printing(r.PrintState.PRINTING)
    screen.print_button.click()
    assert printed == [()]
    screen.set_printing(r.PrintState.PRINTED)
    screen.footer.main.click()  # type: ignore[union-attr]
    assert printed == [(), ()] and ended == []  # the place of In never means the end
    screen.go_back()
    assert ended == [()]


@pytest.mark.parametrize(
    "name", ["03c-hello", "04-choose", "06-name", "06-mother-home", "08-review", "09-received", "10-track-one"]
)
def test_wiping_leaves_no_word_of_the_person(name: str, look: Look, strings: Strings) -> None:
    strings.set_address(Address.GRANDMOTHER)
    screen = board.SCREENS[name](look, strings).screen
    personal = ("Mỷ", "Khuê", "Giàng", "Sùng", board.CODE, "Séo Lủng", "1234")
    assert any(word in words(screen) for word in personal)
    screen.wipe()
    board.settle()
    assert [word for word in personal if word in words(screen)] == []


def test_any_touch_and_any_key_is_noticed(shell: Shell, look: Look, strings: Strings) -> None:
    shell.show_screen(r.ConsentScreen(look, strings))
    touched = heard(shell.touched)
    QTest.mouseClick(shell.stage, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    QTest.keyClick(shell, Qt.Key.Key_A)
    assert len(touched) >= 2


def test_turning_the_glass_moves_the_question_to_the_rail_and_back(shell: Shell, look: Look, strings: Strings) -> None:
    screen = r.ConsentScreen(look, strings)
    shell.show_screen(screen)
    shell.resize(board.LYING)
    board.settle()
    assert screen.head.parentWidget() is shell.side and screen.main.parentWidget() is shell.side
    other = r.ReadingScreen(look, strings)
    shell.show_screen(other)
    assert screen.head.parentWidget() is screen
    shell.resize(board.UP)
    board.settle()
    assert other.head.parentWidget() is other and shell.header.isVisible() and not shell.side.isVisible()


def test_the_language_changes_under_ones_eyes(shell: Shell, look: Look, strings: Strings) -> None:
    screen = r.ConsentScreen(look, strings)
    shell.show_screen(screen)
    strings.set_language("en")
    assert screen.title() == "What may this machine do for you?"
    assert "2 still to choose" in screen.main.text()


def test_the_slide_keeps_no_picture_when_it_is_over(shell: Shell, look: Look, strings: Strings) -> None:
    look.set_reduced_motion(False)
    shell.show_screen(board.hello(look, strings).screen)
    board.settle()
    shell.show_screen(r.ConsentScreen(look, strings))
    slide = shell.stage._slide
    assert slide.isVisible() and slide._old is not None
    slide._clock.setCurrentTime(slide._clock.duration())
    assert not slide.isVisible() and slide._old is None and slide._new is None


def test_a_step_without_a_second_line_has_room_for_large_letters(look: Look) -> None:
    look.set_text(200)
    step = Timeline(look, (TimelineNode(NodeState.LATER, "Xã ký giấy"),))
    assert step.height_for(900) >= look.line_height(TextRole.TITLE)


def test_an_overlay_takes_the_touches_and_goes_away(shell: Shell, look: Look, strings: Strings) -> None:
    shell.show_screen(r.ConsentScreen(look, strings))
    leave = r.LeaveOverlay(look, strings)
    shell.overlay(leave)
    board.settle()
    assert shell.childAt(540, 1800) is leave
    shell.overlay(None)
    assert shell.overlaid is None


def test_the_slip_is_one_bit_wide_as_the_roll_and_its_code_reads(qapp: object, strings: Strings) -> None:
    zxing = pytest.importorskip("zxingcpp")
    from PIL import Image

    view = replace(board.received_view(), documents=((board.BIRTH_NOTICE, 1),))
    strip = render_slip(view, Office(), strings)
    image = Image.open(io.BytesIO(strip.png))
    assert image.width == 576 and strip.dpi == 203
    assert strip.png[24] == 1  # the bit depth in the PNG's header
    (found,) = zxing.read_barcodes(image.convert("L"))
    assert found.text == board.RECEIPT
    across = found.position.top_right.x - found.position.top_left.x
    assert across > 300  # dots: 37 mm, so that a module is at least half a millimetre
    assert "Mỷ" not in strip.title


def test_a_code_of_wide_letters_stays_on_one_line_of_the_slip(qapp: object, strings: Strings) -> None:
    from PIL import Image

    slips = [
        render_slip(replace(board.received_view(), code=one), Office(), strings) for one in ("KT-1111", "HK-H3RM-DC")
    ]
    narrow, wide = (Image.open(io.BytesIO(one.png)) for one in slips)
    assert wide.height <= narrow.height


def test_a_lost_slip_says_little() -> None:
    assert discreet("Vàng Thị Mỷ") == "V. Thị Mỷ"
    assert discreet("Y BLIĂ NIÊ KDĂM") == "Y BLIĂ N. K." and discreet("H'HEN NIÊ") == "H'HEN N."
    assert (discreet("Y Bliă"), discreet("RIN")) == ("Y Bliă", "RIN")
    assert r.masked("999162001234").endswith("1234") and "9162" not in r.masked("999162001234")


def test_a_sentence_of_what_is_wrong_never_lies_under_the_keyboard(strings: Strings, qapp: object) -> None:
    """200 % lying: there the keyboard leaves room for the field alone. It goes, and comes back when it is asked for."""
    look = Look(reduced_motion=True, debounce=0.0, text_percent=200)
    look.fit(board.LYING)
    shell = Shell(look, strings, Office())
    shell.resize(board.LYING)
    shell.stand_alone()
    screen = r.FormScreen(look, strings)
    page(screen, "child-name", **{"child.name": ""})
    shell.show_screen(screen)
    board.settle()
    assert not screen.keyboard.isHidden() and not screen.leaves.crowded
    screen.main.missing.emit()
    board.settle()
    field = screen.editor.field  # type: ignore[union-attr]
    assert strings.say("form.problem.missing") in field.spoken()
    assert field.height() >= field.height_for(field.width()) and screen.leaves.rect().contains(field.geometry())
    assert screen.keyboard.isHidden()
    mend = next(it for it in screen.findChildren(Button) if strings.say("form.mend") in it.spoken() and it.isVisible())
    mend.click()
    board.settle()
    assert not screen.keyboard.isHidden() and field.editing and not mend.isVisible()
    assert strings.say("form.problem.missing") not in field.spoken()
    field.insert("Sùng")
    board.settle()
    assert not screen.keyboard.isHidden()
    shell.close()
