"""The slip: printed, refused for want of paper, printed after all; the code stays on the glass all the while."""

from __future__ import annotations

from visit_stage import Resident, until

from kiosk.domain.events import EventKind
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import PrintState


def print_states(resident: Resident, state: PrintState) -> None:
    until(lambda: resident.screen.print_state is state, state.value)


def test_no_paper_then_a_new_roll(resident: Resident) -> None:
    code = resident.at_received().code
    resident.bench.set_roll(False)
    resident.press("received.print")
    print_states(resident, PrintState.FAILED)
    resident.reads("received.note.failed")
    assert " ".join(code) in resident.words()
    assert resident.bench.printer.last is None
    resident.bench.set_roll(True)
    resident.press("received.retry")
    print_states(resident, PrintState.PRINTED)
    assert resident.bench.printer.last.read_bytes().startswith(b"%PDF")
    resident.settled()
    kinds = [item.entry.kind for item in resident.store.journal.entries()]
    assert kinds.count(EventKind.SLIP_FAILED) == kinds.count(EventKind.SLIP_PRINTED) == 1


def test_a_second_slip_and_the_end(resident: Resident) -> None:
    resident.at_received()
    resident.press("received.print")
    print_states(resident, PrintState.PRINTED)
    first = resident.bench.printer.last
    resident.press("received.print_again")
    until(lambda: resident.bench.printer.last != first, "the second slip")
    resident.press("received.finish")
    resident.at(VisitStep.START)


def test_one_touch_says_how_it_was_and_of_nobody(resident: Resident) -> None:
    """It may be changed; the last word is noted as one leaves, with no code beside it."""
    resident.at_received()
    for one in ("poor", "very-good"):
        resident.press(f"received.rate.{one}")
    resident.press("received.finish")
    resident.at(VisitStep.START)
    resident.settled()
    noted = [item.entry for item in resident.store.journal.entries() if item.entry.kind is EventKind.VISIT_RATED]
    assert [(entry.about, dict(entry.facts)) for entry in noted] == [("", {"how": "very-good"})]


def test_who_goes_on_touching_in_never_ends_the_visit(resident: Resident) -> None:
    """The same place of the glass, again and again, while the slip comes out and after it."""
    resident.at_received()
    place = resident.screen.footer.main
    where = place.mapTo(resident.house.window, place.rect().center())
    for _ in range(6):
        under = resident.house.window.childAt(where)
        resident.finger.touch(under)
        assert resident.step is VisitStep.RECEIVED
    print_states(resident, PrintState.PRINTED)
    resident.finger.touch(resident.house.window.childAt(where))
    resident.settled("printer")
    assert resident.step is VisitStep.RECEIVED


def test_a_printer_that_is_gone_ends_nothing(resident: Resident) -> None:
    resident.bench.printer.unplugged = True
    resident.at_received()
    resident.reads("received.note.none")
    resident.press("received.finish")
    resident.at(VisitStep.START)


def test_the_dossier_is_found_again_with_the_same_card(resident: Resident) -> None:
    made = resident.at_received()
    until(lambda: bool(resident.visit.submission.official), "the official number")
    resident.flow.leave("finished")
    resident.known()
    resident.press("choose.mine")
    resident.at(VisitStep.TRACK)
    official = resident.store.outbox.get(made.code).official
    resident.finger.touch(resident.finger.button(official))
    resident.reads("track.filed")
    resident.press_back()
    resident.press_back()
    resident.at(VisitStep.CHOOSE)


def test_another_persons_card_finds_nothing(resident: Resident) -> None:
    resident.at_received()
    resident.flow.leave("finished")
    resident.known("nguyen-van-an")
    resident.press("choose.mine")
    resident.at(VisitStep.TRACK)
    resident.reads("track.none")
