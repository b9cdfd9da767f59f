"""A disk that fills up: the start screen says what still goes, an officer hears of it, what is queued still leaves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from visit_stage import Resident, until

from kiosk import catalogue
from kiosk.clock import office_time
from kiosk.domain.events import EventKind
from kiosk.domain.submission import Sync
from kiosk.domain.visit import VisitStep
from kiosk.store import Reserve
from kiosk.ui.resident import OfficerCalledOverlay, StartScreen
from sandbox import filing

ENDLESS = 1 << 60


def told(resident: Resident, kind: EventKind) -> list[dict[str, str]]:
    return [dict(one.entry.facts) for one in resident.store.journal.entries() if one.entry.kind is kind]


def seen(resident: Resident, key: str) -> None:
    """The start screen looks at the disk by itself, and says it in both languages."""
    resident.reads(f"{key}.title", f"{key}.line")
    resident.finger.touch(resident.finger.named(StartScreen).languages["en"])
    resident.reads(f"{key}.title", f"{key}.line")
    resident.finger.touch(resident.finger.named(StartScreen).languages["vi"])


@pytest.fixture
def fills(resident: Resident) -> Callable[[Reserve], None]:
    def left(reserve: Reserve) -> None:
        resident.store.space._reserve = reserve

    return left


def test_no_room_for_a_visit(resident: Resident, fills: Callable[[Reserve], None]) -> None:
    resident.showing(StartScreen)
    fills(Reserve(document=ENDLESS, visit=ENDLESS, filing=0))
    seen(resident, "start.no-visits")
    resident.finger.touch(resident.finger.named(StartScreen).start_button)
    until(lambda: isinstance(resident.shell.overlaid, OfficerCalledOverlay), "the officer is called")
    assert resident.step is VisitStep.START and told(resident, EventKind.VISIT_BEGAN) == []
    until(lambda: told(resident, EventKind.ROOM_CHANGED) == [{"room": "no-visits"}], "the journal")
    until(lambda: told(resident, EventKind.OFFICER_CALLED) != [], "the call in the journal")

    edition = catalogue.procedure("1.001193").source
    made = resident.store.outbox.file("d1", filing(), office_time(), edition=edition)
    until(lambda: resident.store.outbox.get(made.code).sync is Sync.DELIVERED, "what is queued goes out")

    fills(Reserve(0, 0, 0))
    resident.shell.overlay(None)
    until(lambda: not resident.finger.named(StartScreen).start_button.waiting, "it opens again by itself")
    resident.come_in()
    until(lambda: told(resident, EventKind.ROOM_CHANGED)[-1] == {"room": "enough"}, "the journal")


def test_a_disk_that_fills_between_two_looks_is_noticed_at_the_touch(
    resident: Resident, fills: Callable[[Reserve], None]
) -> None:
    resident.showing(StartScreen)
    acts = resident.flow._acts[VisitStep.START]
    assert isinstance(acts, QObject)
    acts._looks.stop()  # type: ignore[attr-defined]
    fills(Reserve(document=ENDLESS, visit=ENDLESS, filing=0))
    resident.finger.touch(resident.finger.named(StartScreen).start_button)
    resident.reads("start.no-visits.title")
    assert resident.step is VisitStep.START


def test_no_room_for_scans_the_visit_goes_on_without_them(resident: Resident, fills: Callable[[Reserve], None]) -> None:
    resident.showing(StartScreen)
    fills(Reserve(document=ENDLESS, visit=0, filing=0))
    seen(resident, "start.no-scans")
    resident.at_capture()
    resident.reads("error.store.disk-full.message", "error.store.disk-full.remedy")
    resident.press_main()
    resident.at(VisitStep.REVIEW)
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    (made,) = resident.store.outbox.list()
    assert made.filing.documents == () and made.filing.later
