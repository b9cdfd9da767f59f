"""The bell: it rings, the edge stays lit until an officer answers, and the words say no more than what was done."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtMultimedia import QMediaDevices
from PySide6.QtTest import QTest
from visit_stage import Resident, kiosk, until

from kiosk.clock import office_time
from kiosk.domain.events import EventKind
from kiosk.domain.visit import VisitStep
from kiosk.errors import StoreBusy
from kiosk.services.officer_calls import OfficerCalls
from kiosk.store import Store
from kiosk.tour.finger import pump
from kiosk.ui.bell import Loudspeaker
from kiosk.ui.calling import RINGS
from kiosk.ui.resident import OfficerCalledOverlay, StartScreen
from kiosk.ui.widgets import HoldButton

PATIENCE = 20.0  # seconds that a store is held at most, so that a glass that waits for it fails and does not hang


class CountedBell:
    """A bell that is heard, or is not."""

    def __init__(self, heard: bool) -> None:
        self.heard, self.rings = heard, 0

    def ring(self) -> bool:
        self.rings += 1
        return self.heard


@pytest.fixture
def bell(request: pytest.FixtureRequest) -> CountedBell:
    return CountedBell(getattr(request, "param", True))


@pytest.fixture
def caller(qapp: object, tmp_path: Path, bell: CountedBell) -> Iterator[Resident]:
    with kiosk(tmp_path / "kiosk", bell=bell) as made:
        yield made


def called(resident: Resident) -> None:
    resident.flow.call_officer()
    until(lambda: isinstance(resident.shell.overlaid, OfficerCalledOverlay), "the words")


def held_down(resident: Resident, button: HoldButton) -> None:
    """Kept down until it is full. Its clock is Qt's own; it is set to its end."""
    where = button.mapTo(resident.house.window, button.rect().center())
    handle = resident.house.window.windowHandle()
    QTest.touchEvent(handle, resident.finger._device).press(0, where, handle).commit()
    pump()
    assert button.down
    button._filling.setCurrentTime(button._filling.duration())
    pump()
    QTest.touchEvent(handle, resident.finger._device).release(0, where, handle).commit()
    pump()


def journal(resident: Resident, kind: EventKind) -> list[dict[str, str]]:
    resident.settled()
    return [dict(one.entry.facts) for one in resident.store.journal.entries() if one.entry.kind is kind]


@pytest.mark.parametrize(
    ("bell", "how", "other"), [(True, "rang", "light"), (False, "light", "rang")], indirect=["bell"]
)
def test_the_words_say_what_was_done(caller: Resident, bell: CountedBell, how: str, other: str) -> None:
    caller.at_form()
    caller.press("widget.call")
    caller.reads(f"officer.{how}.title", f"officer.{how}.line")
    assert caller.say(f"officer.{other}.title") not in caller.words()
    assert bell.rings == 1 and "đang đến" not in caller.words()


def test_a_loudspeaker_that_is_not_there_does_not_ring(qapp: object) -> None:
    assert Loudspeaker().ring() is not QMediaDevices.defaultAudioOutput().isNull()


def test_it_rings_for_a_while_and_then_shines_alone(caller: Resident, bell: CountedBell) -> None:
    caller.showing(StartScreen)
    called(caller)
    for _ in range(3 * RINGS):
        caller.flow.calling.ring_again()
    assert bell.rings == RINGS and not caller.flow.calling._again.isActive()
    assert caller.shell.light.isVisible()
    called(caller)
    assert bell.rings == RINGS + 1 and caller.flow.calling._again.isActive(), "a new touch rings anew"


def test_the_light_stays_when_the_visit_is_over_until_an_officer_answers(caller: Resident, bell: CountedBell) -> None:
    caller.at_form()
    called(caller)
    assert caller.shell.light.isVisible() and not caller.shell.call_bar.isVisible()
    caller.flow.leave("idle")
    caller.showing(StartScreen)
    bar = caller.shell.call_bar
    assert caller.shell.light.isVisible() and bar.isVisible()
    since = f"{caller.rooms.services.calls.open.since:%H:%M}"
    assert bar.text() == caller.say("officer.bar", time=since)
    caller.finger.touch(bar)
    assert caller.rooms.services.calls.open is not None, "a short touch answers nothing"
    held_down(caller, bar)
    assert not caller.shell.light.isVisible() and not bar.isVisible()
    assert not caller.flow.calling._again.isActive()
    assert journal(caller, EventKind.OFFICER_CALLED) == [{"step": "form"}]
    assert journal(caller, EventKind.OFFICER_CAME) == [{"minutes": "0"}]


def test_an_officer_who_comes_during_the_visit_answers_there(caller: Resident) -> None:
    caller.at_form()
    called(caller)
    held_down(caller, caller.shell.overlaid.findChild(HoldButton))
    assert caller.shell.overlaid is None and caller.step is VisitStep.FORM
    assert not caller.shell.light.isVisible()
    assert caller.say("shell.called") not in caller.words()


def test_the_edge_takes_no_touch_and_covers_nothing_else(caller: Resident) -> None:
    caller.showing(StartScreen)
    called(caller)
    light, shell = caller.shell.light, caller.shell
    assert light.geometry() == shell.rect()
    assert not light.mask().contains(shell.rect().center()) and light.mask().contains(QPoint(1, 1))
    caller.press("officer.close")
    caller.come_in()


def test_a_call_outlives_a_power_cut(qapp: object, tmp_path: Path, bell: CountedBell) -> None:
    with kiosk(tmp_path / "kiosk", bell=bell) as before:
        before.showing(StartScreen)
        called(before)
        before.settled()
    with kiosk(tmp_path / "kiosk", bell=bell) as after:
        after.showing(StartScreen)
        assert after.shell.light.isVisible() and after.shell.call_bar.isVisible()
        assert bell.rings == 1, "nobody has touched it since"


def test_the_fleets_page_hears_of_it_and_that_it_was_answered(caller: Resident) -> None:
    calls, server = caller.rooms.services.calls, caller.rooms.server
    assert calls.report() == {}
    called(caller)
    since = calls.open.since.isoformat(timespec="minutes")
    health = caller.rooms.watcher._engine._listeners.health
    assert dict(health._facts())["called"] == since
    health._at = float("-inf")  # as after the minute that lies between two reports
    caller.rooms.watcher.try_now()
    until(lambda: [one.health.get("called") for one in server.fleet.all()] == [since], "the fleet's page")


@contextmanager
def busy(store: Store) -> Iterator[threading.Event]:
    """The store is held by something long, as the nightly check is; the event is set once it no longer is."""
    held, gate, over = threading.Event(), threading.Event(), threading.Event()

    def hold(_: object) -> None:
        held.set()
        gate.wait(PATIENCE)
        over.set()

    holder = threading.Thread(target=store._database.outside, args=(hold,))
    holder.start()
    assert held.wait(PATIENCE)
    try:
        yield over
    finally:
        gate.set()
        holder.join()


def test_the_glass_does_not_wait_for_a_store_that_is_busy(caller: Resident, bell: CountedBell) -> None:
    """Before, the call itself wrote: the glass stood still until the store was free."""
    caller.at_form()
    caller.settled()
    engine = caller.rooms.watcher._engine
    asked, before = [], engine.try_now
    engine.try_now = lambda: (before(), asked.append(True))[0]  # type: ignore[method-assign]
    with busy(caller.store) as over:
        caller.flow.call_officer()
        assert isinstance(caller.shell.overlaid, OfficerCalledOverlay) and bell.rings == 1
        assert not over.is_set(), "before the store was free"
    until(lambda: bool(asked), "a pass for the call")


def test_a_store_that_fails_ends_no_visit(caller: Resident, monkeypatch: pytest.MonkeyPatch) -> None:
    caller.at_form()
    tried = threading.Event()

    def fails(*_: object) -> None:
        tried.set()
        raise StoreBusy

    with monkeypatch.context() as broken:
        broken.setattr(caller.store.outbox, "hurry_all", fails)
        called(caller)
        until(tried.is_set, "a pass that asks the store")
    asked = caller.rooms.watcher._asked
    until(lambda: not asked.is_set(), "what failed is asked again with the pass after it")
    assert caller.step is VisitStep.FORM and caller.rooms.services.calls.open is not None


def test_a_note_that_is_damaged_is_no_call(tmp_path: Path) -> None:
    class Notes(dict):
        def get(self, name: str) -> str:
            return "gestern abend"

    assert OfficerCalls(Notes(), office_time).open is None
