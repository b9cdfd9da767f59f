"""What can be asked of a dossier that was filed: its slip, a call, a message, a withdrawal; without a card too."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from threading import Event
from typing import Any

import pytest
from PySide6.QtTest import QTest
from visit_stage import REQUESTER, Resident, until

from kiosk.clock import office_time
from kiosk.domain.calendar import ZONE
from kiosk.domain.desk_calls import CallKind
from kiosk.domain.submission import Legal
from kiosk.domain.visit import VisitStep
from kiosk.errors import DiskFull
from kiosk.services.dossier_requests import call_times
from kiosk.ui.resident import TrackScreen
from kiosk.ui.resident.lookup import LookupScreen
from kiosk.ui.resident.support import SupportScreen, WithdrawOverlay
from kiosk.ui.widgets import Banner, ChipTone

BORN = next(value for key, value in REQUESTER.items() if "birth" in key)


def at_dossier(resident: Resident) -> str:
    code: str = resident.at_received().code
    resident.flow.leave("finished")
    resident.bench.set_plugged(False)
    resident.known()
    resident.press("choose.mine")
    resident.at(VisitStep.TRACK)
    until(lambda: code in resident.words() or resident.screen.lists(code), "the list")
    resident.screen.opened.emit(code)
    until(lambda: resident.say("track.act.help") in resident.words(), "the dossier")
    return code


def test_a_call_back_is_kept_without_a_line_and_asked_for_once(resident: Resident) -> None:
    code = at_dossier(resident)
    for _ in range(2):
        resident.press("track.act.help")
        resident.showing(SupportScreen)
        screen = resident.screen
        screen.field.set_value("0900000123")
        screen.write(False)
        resident.finger.touch(list(screen.times.values())[-1])
        resident.press_main()
        resident.reads("help_desk.call.kept", "help_desk.warning")
        resident.press_back()
        resident.showing(TrackScreen)
    [call] = resident.store.calls.open()
    assert (call.kind, call.code, call.phone) == (CallKind.CALL_BACK, code, "0900000123")
    assert call.due > office_time()


def test_a_number_corrected_by_touch_is_the_one_the_office_calls(resident: Resident) -> None:
    at_dossier(resident)
    for number in ("0900000132", "0900000123"):
        resident.press("track.act.help")
        resident.showing(SupportScreen)
        resident.screen.field.set_value(number)
        resident.screen.write(False)
        resident.press_main()
        resident.reads("help_desk.call.kept")
        resident.press_back()
        resident.showing(TrackScreen)
    [call] = resident.store.calls.open()
    assert call.phone == "0900000123"


def test_a_message_and_a_withdrawal_reach_the_counter_and_change_nothing_by_themselves(resident: Resident) -> None:
    code = at_dossier(resident)
    resident.press("track.act.help")
    resident.showing(SupportScreen)
    resident.press("help_desk.message.title")
    QTest.keyClicks(resident.screen.field, "Giay cua chau xong chua?")
    resident.press_main()
    resident.reads("help_desk.message.kept")
    resident.press_back()
    resident.showing(TrackScreen)
    resident.press("track.act.withdraw")
    until(lambda: isinstance(resident.shell.overlaid, WithdrawOverlay), "the question")
    resident.press("withdraw.ask")
    resident.reads("withdraw.kept")
    about = [call.about for call in resident.store.calls.open()]
    assert len(about) == 2 and "xong chua" in about[0] and "rút hồ sơ" in about[1]
    assert resident.store.outbox.get(code).legal is not Legal.WITHDRAWN


def test_the_slip_comes_out_again(resident: Resident) -> None:
    at_dossier(resident)
    printer = resident.rooms.services.printer
    before = printer._printed
    resident.press("track.act.slip")
    resident.reads("track.slip_printed")
    assert printer._printed == before + 1
    printer.out_of_paper = True
    resident.press("track.act.slip")
    resident.reads("track.slip_failed")
    assert tone_of(resident, "track.slip_failed") is ChipTone.WARN, "what failed has no green check"


def tone_of(resident: Resident, key: str) -> ChipTone:
    """The tone of the band that says ``key``."""
    [band] = [one for one in resident.screen.leaves.findChildren(Banner) if resident.say(key) in one.spoken()]
    return band._tone


def another_opened(resident: Resident, code: str) -> None:
    """Back to the list, and another dossier of the same person's."""
    resident.press_back()
    until(lambda: resident.screen.lists(code), "the list")
    view = resident.flow._acts[VisitStep.TRACK]._dossiers[code]
    resident.screen.show_one(replace(view, code="KS-0000-00"))


def test_what_a_slip_says_stands_on_no_other_dossier(resident: Resident, monkeypatch: pytest.MonkeyPatch) -> None:
    code = at_dossier(resident)
    printer, out = resident.rooms.services.printer, Event()
    printed = printer.print_strip
    monkeypatch.setattr(printer, "print_strip", lambda strip: out.wait() and printed(strip))
    resident.press("track.act.slip")
    another_opened(resident, code)
    out.set()
    resident.settled("printer")
    assert resident.say("track.slip_printed") not in resident.words()
    resident.press_back()
    resident.screen.opened.emit(code)
    resident.reads("track.slip_printed")


def test_a_withdrawal_that_is_not_kept_is_said(resident: Resident, monkeypatch: pytest.MonkeyPatch) -> None:
    at_dossier(resident)

    def refuse(*_: object) -> None:
        raise DiskFull("no room")

    monkeypatch.setattr(resident.rooms.services.tracker.requests, "withdraw", refuse)
    resident.press("track.act.withdraw")
    until(lambda: isinstance(resident.shell.overlaid, WithdrawOverlay), "the question")
    resident.press("withdraw.ask")
    resident.reads("error.store.disk-full.message", "error.store.disk-full.remedy")
    assert tone_of(resident, "error.store.disk-full.message") is ChipTone.WARN
    assert resident.say("withdraw.kept") not in resident.words()


@pytest.mark.parametrize("well", [True, False])
def test_what_comes_of_a_request_that_was_left_is_said_on_its_dossier(
    resident: Resident, monkeypatch: pytest.MonkeyPatch, well: bool
) -> None:
    at_dossier(resident)
    requests, out = resident.rooms.services.tracker.requests, Event()
    keep = requests.call_back

    def slowly(*given: Any) -> object:
        out.wait()
        if not well:
            raise DiskFull("no room")
        return keep(*given)

    monkeypatch.setattr(requests, "call_back", slowly)
    resident.press("track.act.help")
    resident.showing(SupportScreen)
    resident.screen.field.set_value("0900000123")
    resident.screen.write(False)
    resident.press_main()
    resident.press_back()
    resident.showing(TrackScreen)
    resident.press("track.act.help")
    resident.showing(SupportScreen)
    out.set()
    resident.settled()
    said = "help_desk.call.kept" if well else "error.store.disk-full.message"
    assert resident.say(said) not in resident.words(), "nothing of this request was sent yet"
    resident.press_back()
    resident.showing(TrackScreen)
    resident.reads(said)
    assert len(resident.store.calls.open()) == well


def test_without_a_card_the_code_and_the_day_of_birth_open_one_dossier(resident: Resident) -> None:
    code = resident.at_received().code
    resident.flow.leave("finished")
    resident.come_in(card=False)
    resident.press("choose.mine")
    resident.showing(LookupScreen)
    screen = resident.screen
    QTest.keyClicks(screen.code, code.lower().replace("-", " "))
    screen.write(screen.birth)
    QTest.keyClicks(screen.birth, "09/03/1962")
    resident.press_main()
    resident.reads("lookup.wrong")
    screen.birth.set_value("")
    QTest.keyClicks(screen.birth, BORN)
    resident.press_main()
    resident.showing(TrackScreen)
    until(lambda: "Thào Seo Chứ" in resident.words(), "the dossier")
    assert list(resident.flow._acts[VisitStep.TRACK]._dossiers) == [code]
    resident.flow.leave("left")
    assert "Thào Seo Chứ" not in resident.words() and code not in resident.words()


def test_who_guesses_is_sent_to_an_officer(resident: Resident) -> None:
    resident.come_in(card=False)
    resident.press("choose.mine")
    resident.showing(LookupScreen)
    for attempt in range(6):
        resident.screen.code.set_value("KS-0000-00")
        resident.screen.birth.set_value("01/01/1990")
        resident.screen.write(resident.screen.birth)
        resident.press_main()
        resident.reads("lookup.wrong" if attempt < 5 else "lookup.too_many")


def test_the_slip_under_the_camera_fills_in_its_code(resident: Resident) -> None:
    submission = resident.at_received()
    tracker = resident.rooms.services.tracker
    assert tracker.code_of_slip(submission.receipt) == submission.code
    assert tracker.code_of_slip(submission.receipt.replace(submission.code, "KS-0000-00")) is None
    assert tracker.code_of_slip("https://example.vn") is None


@pytest.mark.parametrize(
    ("moment", "keys"),
    [
        (datetime(2026, 12, 1, 9, 0, tzinfo=ZONE), ["this_morning", "this_afternoon"]),
        (datetime(2026, 12, 1, 12, 0, tzinfo=ZONE), ["this_afternoon"]),
        (datetime(2026, 12, 1, 16, 30, tzinfo=ZONE), []),
        (datetime(2026, 12, 6, 9, 0, tzinfo=ZONE), []),  # a Sunday
    ],
)
def test_nobody_is_promised_a_call_when_the_office_is_closed(moment: datetime, keys: list[str]) -> None:
    times = call_times(moment, lambda _: False)
    assert [one.key for one in times] == [*keys, "next_morning", "next_afternoon"]
    assert all(one.due >= moment for one in times)
    assert times[-1].due.weekday() < 5
