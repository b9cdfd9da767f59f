"""A visit by what an assistive technology sees alone: roles, names and states, and the one action Press. No pixel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget
from visit_stage import BIRTH, Resident, until

from kiosk.domain.visit import VisitStep
from kiosk.tour.finger import Finger, pump
from kiosk.tour.sample_visit import SampleTour
from kiosk.ui.access_bridge import PRESS, KeyStand

ROLE, NAME = QAccessible.Role, QAccessible.Text.Name
PRESSABLE = (ROLE.Button, ROLE.RadioButton, ROLE.EditableText)


def nodes(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """All that is to be seen below, in the order of the tree."""
    if interface.state().invisible:
        return
    yield interface
    for at in range(interface.childCount()):
        child = interface.child(at)
        if child is not None and child.isValid():
            yield from nodes(child)


class Reader:
    """Knows the tree and nothing else."""

    def __init__(self, resident: Resident) -> None:
        self.resident = resident
        resident.house.look._debounce = 0.0  # no hand trembles here

    def all(self) -> list[QAccessibleInterface]:
        over: QWidget = self.resident.shell.overlaid or self.resident.house.window
        return list(nodes(QAccessible.queryAccessibleInterface(over)))

    def named(self, name: str) -> QAccessibleInterface | None:
        """What can be pressed and begins with that name."""
        ones = [one for one in self.all() if one.role() in PRESSABLE and one.text(NAME).split(". ")[0] == name]
        return ones[-1] if ones else None

    def press(self, name: str) -> None:
        until(lambda: self.named(name) is not None, name)
        one = self.named(name)
        assert one is not None
        actions = one.actionInterface()
        assert actions.actionNames() == [PRESS] and not one.state().disabled
        actions.doAction(PRESS)
        self.resident.house.app.processEvents()
        until(lambda: self.resident.shell.at_rest, "the page at rest")

    def checked(self, name: str) -> bool:
        one = self.named(name)
        return one is not None and bool(one.state().checkable) and bool(one.state().checked)


def test_every_page_up_to_the_form_and_the_keyboard_by_press_alone(resident: Resident) -> None:
    reader, say = Reader(resident), resident.say
    reader.press(say("start.begin"))
    resident.at(VisitStep.CONSENT)
    for pair in resident.screen.pairs.values():
        interface = QAccessible.queryAccessibleInterface(pair.no)
        assert interface.role() is ROLE.RadioButton and not interface.state().checked
        interface.actionInterface().doAction(PRESS)
        assert interface.state().checked
    reader.press(str(resident.screen.footer.main.text()))
    resident.at(VisitStep.CHOOSE)
    reader.press(say("choose.find.title"))
    resident.at(VisitStep.FIND)
    for letter in "khai sinh":
        reader.press(say("keyboard.space") if letter == " " else letter)
    assert resident.screen.field.value.casefold() == "khai sinh"
    [entry] = [one for one in reader.all() if one.role() is ROLE.EditableText]
    assert entry.text(QAccessible.Text.Value).casefold() == "khai sinh"
    reader.press(say("find.show"))
    reader.press(resident.rooms.services.procedures[BIRTH].name["vi"])
    resident.at(VisitStep.NEEDS)
    reader.press(say("needs.begin"))
    resident.at(VisitStep.FORM)
    assert resident.visit.procedure is resident.rooms.services.procedures[BIRTH]


def test_a_question_over_the_page_is_a_dialogue_with_its_question_as_name(resident: Resident) -> None:
    resident.known()
    reader = Reader(resident)
    reader.press(resident.say("widget.language"))
    until(lambda: resident.shell.overlaid is not None, "the question")
    dialogue = QAccessible.queryAccessibleInterface(resident.shell.overlaid)
    assert (dialogue.role(), dialogue.text(NAME)) == (ROLE.Dialog, resident.say("language.title"))
    assert reader.checked("Tiếng Việt") and not reader.checked("English")
    reader.press("English")
    assert resident.house.strings.language == "en"


def test_all_that_can_be_pressed_has_a_name_on_every_page(resident: Resident) -> None:
    resident.at_review()
    pages = (VisitStep.CHOOSE, VisitStep.FIND, VisitStep.FORM, VisitStep.CAPTURE, VisitStep.REVIEW, VisitStep.START)
    nameless = []
    for step in pages:
        resident.flow.go(step)
        until(lambda: resident.shell.at_rest, "the page at rest")
        shown = [one for one in Reader(resident).all() if one.role() in PRESSABLE]
        assert len(shown) > 2, step
        nameless += [(step, one.role(), type(one.object()).__name__) for one in shown if not one.text(NAME).strip()]
    assert nameless == []


def test_what_is_folded_says_so(resident: Resident) -> None:
    resident.at_review()
    folds = [one for one in Reader(resident).all() if one.state().expandable]
    assert folds and all(bool(one.state().expanded) is not bool(one.state().collapsed) for one in folds)


class Presser(Finger):
    """A finger that never touches the glass: whatever it would touch is found in the tree, and has its action done."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader.resident.house.window, 0.0)
        self._reader = reader
        self.pressed: list[str] = []

    def _tap(self, widget: QWidget, at: QPoint | None) -> None:
        wanted = widget if at is None else self._key_at(widget, at)
        one = next((one for one in self._reader.all() if one.object() is wanted), None)
        assert one is not None, f"{type(wanted).__name__} {one} is not in the tree"
        assert one.role() in PRESSABLE and not one.state().disabled
        self.pressed.append(one.text(NAME))
        actions = one.actionInterface()
        assert actions.actionNames() == [PRESS]
        actions.doAction(PRESS)
        pump()

    def _key_at(self, keyboard: QWidget, at: QPoint) -> QWidget:
        self._reader.all()  # the keys stand below their keyboard for who asks
        return next(stand for stand in keyboard.findChildren(KeyStand) if stand.geometry().contains(at))


class PressedVisit(SampleTour):
    """A golden filing by ``Presser``; the slip is pressed out at its end."""

    def __init__(self, reader: Reader, folder: Path) -> None:
        super().__init__(reader.resident.house, folder, BIRTH, "", lambda _: None, pictures=False)
        self.finger, self._reader = Presser(reader), reader

    def _received(self) -> None:
        super()._received()
        self._reader.press(self.say("received.print"))
        until(lambda: self.bench.printer.last is not None, "the slip")


@pytest.mark.long
def test_a_whole_visit_to_the_slip_by_press_alone(resident: Resident, tmp_path: Path) -> None:
    """Of a grandparent with both parents' cards: laying cards and a paper down is what hands do; all else is Press."""
    visit = PressedVisit(Reader(resident), tmp_path)
    visit.play()
    assert visit.filed is not None and visit.filed.official, "it is at the portal"
    assert resident.bench.printer.last.read_bytes().startswith(b"%PDF"), "and its slip lies in the tray"
    pressed = visit.finger.pressed
    assert len(pressed) > 40 and all(name.strip() for name in pressed)
