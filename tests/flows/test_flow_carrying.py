"""The office's stick is put into the kiosk: answers home, the queue onto it, and it can be taken out."""

from __future__ import annotations

from pathlib import Path

import pytest
from courier_post import stick
from visit_stage import Resident, until

from kiosk.devices.simulated.sticks import Manners
from kiosk.domain.courier import Arrived
from kiosk.domain.stick import StickInfo
from kiosk.domain.submission import Sync
from kiosk.domain.visit import VisitStep
from kiosk.errors import StickUntrue
from kiosk.sync.courier.round import mark
from kiosk.ui.carrying_sheets import AskSheet, BusySheet, CarrySheet, EndSheet
from kiosk.ui.line_sheet import LineSheet
from kiosk.ui.resident import StartScreen
from kiosk_sandbox.courier.taking import Taking
from sandbox import Desk, document, publish


def plug(resident: Resident, *, marked: bool = True, manners: Manners | None = None, label: str = "KINGSTON") -> Path:
    if marked:  # before it is put in
        mark(stick(resident.bench.sticks._out / label))
    root: Path = resident.bench.sticks.plug(label, manners)
    return root


def queued(resident: Resident, count: int) -> list[str]:
    """Filed while there is no line."""
    resident.showing(StartScreen)
    resident.bench.set_plugged(False)
    desk = Desk(resident.store)
    return [desk.file(document(20_000, n)).code for n in range(count)]


def sheet(resident: Resident, kind: type[CarrySheet]) -> None:
    until(lambda: isinstance(resident.shell.overlaid, kind) or bool(resident.bugs), kind.__name__)
    assert resident.bugs == []


def test_there_and_home_by_touch(resident: Resident) -> None:
    codes = queued(resident, 3)
    root = plug(resident)
    sheet(resident, AskSheet)
    assert resident.say("carry.ask", count=3) in resident.words()
    resident.press("carry.start")
    sheet(resident, EndSheet)
    resident.reads("carry.done")
    assert {one.code for one in resident.store.carriage.carried()} == set(codes)
    resident.press("carry.close")
    until(lambda: resident.shell.overlaid is None, "the start again")
    resident.bench.sticks.pull("KINGSTON")
    until(lambda: not resident.house.carrying._in, "its going seen")

    server = resident.rooms.server
    assert server is not None
    office = resident.bench.sticks._out / "KINGSTON"
    settings = resident.rooms.services.config.portal
    (taken,) = Taking(server.courier, settings).run(stick(office))
    assert len(taken.taken) == 3

    plug(resident)
    sheet(resident, EndSheet)  # nothing is left to carry
    assert resident.say("carry.home", settled=3, told=3, parked=0) in resident.words()
    assert {one.sync for one in resident.store.outbox.list()} == {Sync.DELIVERED}
    resident.bench.sticks.pull("KINGSTON")
    until(lambda: resident.shell.overlaid is None, "the stick is out, the sheet too")
    assert root.name == "KINGSTON"


def test_a_residents_own_stick_is_left_alone(resident: Resident) -> None:
    queued(resident, 1)
    root = plug(resident, marked=False)
    looked_at(resident)
    assert resident.shell.overlaid is None and list(root.iterdir()) == []


def looked_at(resident: Resident) -> None:
    """Whatever is in has been looked at: the next in the lane of the store has its turn."""
    until(lambda: resident.house.carrying is not None and bool(resident.house.carrying._in), "seen")
    done: list[int] = []
    resident.house.carrying._tasks.run("store", lambda _: None, done=lambda _: done.append(1))
    until(lambda: bool(done), "looked at")


def test_the_offices_stick_is_met_beside_one_that_somebody_forgot(resident: Resident) -> None:
    codes = queued(resident, 1)
    plug(resident, marked=False, label="FORGOTTEN")
    looked_at(resident)
    assert resident.shell.overlaid is None
    plug(resident)
    sheet(resident, AskSheet)
    resident.bench.sticks.pull("FORGOTTEN")
    until(lambda: len(resident.house.carrying._in) == 1, "its going seen")
    assert isinstance(resident.shell.overlaid, AskSheet), "another's going says nothing of this one"
    resident.press("carry.start")
    sheet(resident, EndSheet)
    assert [one.code for one in resident.store.carriage.carried()] == codes


def test_a_stick_that_cannot_be_read_keeps_no_other_out(resident: Resident, monkeypatch: pytest.MonkeyPatch) -> None:
    queued(resident, 1)
    desk = resident.house.carrying._desk
    arrive = desk.arrive

    def read(one: StickInfo) -> Arrived | None:
        if one.path.name == "BROKEN":
            raise StickUntrue("a fault in reading")
        return arrive(one)

    monkeypatch.setattr(desk, "arrive", read)
    plug(resident, label="BROKEN")
    looked_at(resident)
    plug(resident)
    sheet(resident, AskSheet)


def test_a_second_stick_of_the_offices_has_its_turn(resident: Resident) -> None:
    queued(resident, 1)
    plug(resident)
    sheet(resident, AskSheet)
    plug(resident, label="SECOND")
    until(lambda: len(resident.house.carrying._in) == 2, "both seen")
    resident.press("carry.later")
    until(lambda: resident.house.carrying._here is not None and not resident.house.carrying._unmet, "the second's turn")
    sheet(resident, AskSheet)
    assert resident.house.carrying._here.path.name == "SECOND"
    resident.bench.sticks.pull("SECOND")
    until(lambda: resident.shell.overlaid is None, "it is out, the sheet too")


def test_a_visit_is_not_disturbed(resident: Resident) -> None:
    queued(resident, 1)
    resident.known()
    plug(resident)
    until(lambda: resident.house.carrying is not None and bool(resident.house.carrying._in), "seen")
    assert resident.step is VisitStep.CHOOSE and resident.shell.overlaid is None
    resident.flow.leave("left")
    sheet(resident, AskSheet)


def test_pulled_in_the_middle_is_told_and_goes_on_when_it_is_back(resident: Resident) -> None:
    codes = queued(resident, 3)
    plug(resident)
    sheet(resident, AskSheet)
    resident.bench.sticks.manners("KINGSTON").pulled_after = 45_000
    resident.press("carry.start")
    sheet(resident, EndSheet)
    resident.reads("error.device.stick-gone.message", "carry.safe")
    resident.press("carry.close")
    until(lambda: not resident.house.carrying._in, "its going seen")
    plug(resident, manners=Manners())
    sheet(resident, AskSheet)
    resident.press("carry.start")
    sheet(resident, EndSheet)
    assert {one.code for one in resident.store.carriage.carried()} == set(codes)


def test_later_means_later(resident: Resident) -> None:
    queued(resident, 1)
    plug(resident)
    sheet(resident, AskSheet)
    resident.press("carry.later")
    until(lambda: resident.shell.overlaid is None, "the start")
    assert resident.store.carriage.carried() == ()
    assert not isinstance(resident.shell.overlaid, BusySheet)


def test_a_stick_put_in_while_something_lies_on_the_start_is_met_when_that_is_gone(resident: Resident) -> None:
    queued(resident, 1)
    resident.finger.touch(resident.finger.named(StartScreen).banner)
    until(lambda: isinstance(resident.shell.overlaid, LineSheet), "the sheet of the line")
    plug(resident)
    until(lambda: bool(resident.house.carrying._in), "the stick seen")
    resident.press("screen.close")
    sheet(resident, AskSheet)
    resident.press("carry.later")
    until(lambda: resident.shell.overlaid is None, "the start, and no more asking")
    assert not resident.house.carrying._unmet


def test_a_stick_that_carries_updates_renews_the_kiosk(resident: Resident) -> None:
    publish(resident.bench.sticks._out / "KINGSTON" / "KIOSK" / "updates", "một")
    resident.showing(StartScreen)
    plug(resident)
    sheet(resident, EndSheet)
    resident.reads("carry.nothing", "carry.renewed")
    assert resident.rooms.renewal.waits
    resident.press("carry.close")
    resident.bench.sticks.pull("KINGSTON")
    until(lambda: not resident.house.carrying._in, "its going seen")
    plug(resident)
    sheet(resident, EndSheet)
    assert resident.say("carry.renewed") not in resident.words()


def test_updates_that_are_not_ours_are_left_out_and_the_stick_carries_on(resident: Resident) -> None:
    queued(resident, 1)
    updates = resident.bench.sticks._out / "KINGSTON" / "KIOSK" / "updates"
    publish(updates, "một")
    (updates / "metadata" / "timestamp.json").write_bytes(b"{}")
    plug(resident)
    sheet(resident, AskSheet)
    assert resident.say("carry.renewed") not in resident.words() and not resident.rooms.renewal.waits
