"""A wish to withdraw and an objection: kept without a line, told to the portal once there is one, and what the office
does with it stands on the tracking page."""

from __future__ import annotations

from PySide6.QtTest import QTest
from visit_stage import Resident, until

from kiosk.app.demo import SAID
from kiosk.domain.case import ActKind
from kiosk.domain.desk_calls import CallKind
from kiosk.domain.submission import Legal, Sync
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import TrackScreen
from kiosk.ui.resident.support import SupportScreen, WithdrawOverlay


def delivered(resident: Resident) -> str:
    code = resident.at_received().code
    until(lambda: resident.store.outbox.get(code).sync is Sync.DELIVERED, "the official number")
    resident.flow.leave("finished")
    return code


def at_dossier(resident: Resident, code: str, key: str) -> None:
    resident.known()
    resident.press("choose.mine")
    resident.at(VisitStep.TRACK)
    until(lambda: resident.screen.lists(code), "the list")
    resident.screen.opened.emit(code)
    until(lambda: resident.say(key) in resident.words(), "the dossier")


def legal(resident: Resident, code: str) -> Legal:
    return resident.store.outbox.get(code).legal


def test_a_wish_to_withdraw_reaches_the_portal_and_comes_back_as_withdrawn(resident: Resident) -> None:
    code = delivered(resident)
    resident.bench.set_plugged(False)
    at_dossier(resident, code, "track.act.withdraw")
    resident.press("track.act.withdraw")
    until(lambda: isinstance(resident.shell.overlaid, WithdrawOverlay), "asked once more")
    resident.press("withdraw.ask")
    resident.settled()
    [call] = resident.store.calls.open()
    [act] = resident.store.cases.unsent()
    assert (call.kind, act.kind, act.code) == (CallKind.SUPPORT, ActKind.WITHDRAW, code)
    assert legal(resident, code) is Legal.REGISTERED, "nobody has done it yet"
    resident.flow.leave("finished")
    resident.bench.set_plugged(True)
    until(lambda: resident.store.cases.unsent() == (), "told to the portal")
    resident.bench.officer("withdraw")
    until(lambda: legal(resident, code) is Legal.WITHDRAWN, "the office has let it go")
    at_dossier(resident, code, "track.act.help")
    assert resident.say("track.act.withdraw") not in resident.words(), "it is done"


def refused_and_objected(resident: Resident) -> str:
    code = delivered(resident)
    resident.bench.officer("refuse")
    until(lambda: legal(resident, code) is Legal.NOT_ACCEPTED, "the refusal")
    at_dossier(resident, code, "track.act.object")
    resident.press("track.act.object")
    resident.showing(SupportScreen)
    QTest.keyClicks(resident.screen.field, "Dau cua tram y te van doc duoc")
    resident.press_main()
    resident.settled()
    resident.press_back()
    resident.showing(TrackScreen)
    until(lambda: resident.store.cases.unsent() == (), "told to the portal")
    resident.flow.leave("finished")
    return code


def answered(resident: Resident, code: str) -> None:
    until(
        lambda: any(one.answers_objection for one in resident.store.cases.case(code).case.notices),
        "the office's own words",
    )
    at_dossier(resident, code, "track.objection.title")


def test_an_objection_to_a_refusal_is_answered_by_the_office_in_its_own_words(resident: Resident) -> None:
    code = refused_and_objected(resident)
    resident.bench.officer("uphold")
    answered(resident, code)
    assert legal(resident, code) is Legal.NOT_ACCEPTED, "the refusal stands"
    words = resident.words()
    assert SAID["uphold"]["note"].rstrip(".") in words and SAID["refuse"]["note"].rstrip(".") in words


def test_after_an_objection_the_dossier_can_be_taken_up_again(resident: Resident) -> None:
    code = refused_and_objected(resident)
    resident.bench.officer("reopen")
    until(lambda: legal(resident, code) is Legal.REGISTERED, "the refusal is taken back")
    answered(resident, code)
    words = resident.words()
    assert SAID["reopen"]["note"].rstrip(".") in words and SAID["refuse"]["note"].rstrip(".") not in words
