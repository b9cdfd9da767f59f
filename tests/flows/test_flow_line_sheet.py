"""What the start screen says of the line can be touched: when it was last reached, what waits, and when it is tried."""

from __future__ import annotations

from visit_stage import Resident, until

from kiosk.ui import line_sheet
from kiosk.ui.line_sheet import LineSheet
from kiosk.ui.resident import StartScreen


def opened(resident: Resident) -> LineSheet:
    resident.showing(StartScreen)
    resident.finger.touch(resident.finger.named(StartScreen).banner)
    until(lambda: isinstance(resident.shell.overlaid, LineSheet), "the sheet of the line")
    assert isinstance(resident.shell.overlaid, LineSheet)
    return resident.shell.overlaid


def values(sheet: LineSheet) -> dict[str, str]:
    return {str(fact.label): str(fact.value) for fact in sheet.shown}


def test_without_a_line_it_says_what_waits_and_when_it_is_tried(resident: Resident) -> None:
    until(lambda: resident.rooms.sign.up, "the line")
    resident.rooms.line.pulled = True
    resident.at_received()
    until(lambda: not resident.rooms.sign.up, "no line")
    resident.flow.leave("finished")
    sheet = opened(resident)
    resident.reads("line.down", "line.sheet.safe")
    told = values(sheet)
    assert told[resident.say("line.sheet.waiting")] == "1"
    assert told[resident.say("line.sheet.reached")].count(":") == 1
    assert told[resident.say("line.sheet.next")] != resident.say("line.sheet.none")
    resident.rooms.line.pulled = False
    resident.press("line.sheet.try")
    until(lambda: values(sheet)[resident.say("line.sheet.waiting")] == "0", "all is sent")
    resident.reads("line.up", "line.sheet.none")
    resident.press("screen.close")
    until(lambda: resident.shell.overlaid is None, "the start screen again")


def test_a_touch_tries_a_line_that_would_be_left_alone(resident: Resident) -> None:
    until(lambda: resident.rooms.sign.up, "the line")
    asked: list[bool] = []
    engine = resident.rooms.watcher._engine
    before = engine.try_now
    engine.try_now = lambda: (asked.append(True), before())[0]  # type: ignore[method-assign, assignment]
    opened(resident)
    resident.press("line.sheet.try")
    until(lambda: bool(asked), "a person's wish comes to the engine")


def test_nobody_there_closes_it(resident: Resident) -> None:
    opened(resident)
    (look,) = resident.flow.findChildren(line_sheet.LineLook)
    look._patience.start(50)
    until(lambda: resident.shell.overlaid is None, "the start screen again")
    resident.come_in()  # and the way in is free
