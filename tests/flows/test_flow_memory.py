"""However many people come, the window holds no more than after the first few: counted in objects, not in megabytes."""

import enum
from collections import Counter

from collector import every_object
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from visit_stage import Resident, kiosk

from kiosk.domain.form import Origin
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import StartScreen

FIRST, MORE = ("Chứ", "Dí"), ("Giàng", "Lử", "Pó")
"""Visits until all that is made once has been made, and visits that add nothing."""


OURS = ("kiosk.", "PySide6", "shiboken")


def visit(resident: Resident, child: str) -> None:
    """Every page of the form as it is asked, papers, the slip, the dossier afterwards; questions laid over them."""
    resident.at_form()
    walk = resident.visit.walk
    resident.answer_page()
    while walk.forward():
        resident.flow.go(VisitStep.FORM)
        resident.flow.ask_to_leave()
        resident.shell.overlay(None)
        resident.answer_page()
    walk.answer("child.name", f"Thào Seo {child}", Origin.TYPED)  # no two of them are the same
    resident.screen.nextAsked.emit()
    resident.at(VisitStep.CAPTURE)
    resident.bind_and_hand_in()
    resident.flow.go(VisitStep.TRACK)
    resident.at(VisitStep.TRACK)
    resident.flow._ask_text_size()
    resident.house.look.set_text(150)  # everything is measured anew, and set back with the visit
    resident.flow.set_language("en")
    resident.flow.leave("finished")
    resident.showing(StartScreen)
    resident.settled()


def held(resident: Resident) -> Counter[str]:
    """What there is of each kind."""
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]
    with every_object() as objects:
        # PySide makes an enum when it is first named: its members are constants of a class, which no visit holds
        kinds = (type(one) for one in objects if not isinstance(one, enum.Enum))
        found = Counter(kind.__qualname__ for kind in kinds if kind.__module__.startswith(OURS))
    window, house = resident.house.window, resident.house
    found["Qt's objects in the window"] = len(window.findChildren(QObject))
    found["widgets of the program"] = len(QApplication.allWidgets())
    found["followers of the look"] = len(house.look.changed)
    found["followers of the words"] = len(house.strings.changed)
    return found


def test_no_visit_leaves_an_object_behind(tmp_path):
    with kiosk(tmp_path) as resident:
        for child in FIRST:
            visit(resident, child)
        before = held(resident)
        for child in MORE:
            visit(resident, child)
        after = held(resident)
    assert before["followers of the look"] > 500, "the test sees what it looks for"
    more = {kind: count - before[kind] for kind, count in after.items()}  # a cache may have taken in one thing more
    assert {kind: count for kind, count in more.items() if count >= len(MORE)} == {}
