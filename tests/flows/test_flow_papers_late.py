"""The papers, where the machine is slower than the finger: what comes too late for a paper is not the next one's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from test_flow_papers import looking as sees
from test_flow_papers import three_pages
from visit_stage import Resident, until

from kiosk.domain.paper import Hint
from kiosk.domain.visit import VisitStep
from kiosk.errors import CameraGone, ImagingLost
from kiosk.ui.resident import CaptureScreen, ConfirmScreen, RetakeScreen, ReviewScreen
from kiosk.ui.visiting import PaperInHand


class HeldCall:
    """The next call of one thing that the station does: done, but not answered before ``release``."""

    def __init__(self, real: Callable[..., Any]) -> None:
        self._real = real
        self._begun, self._released = Event(), Event()
        self.error: Exception | None = None  # what the held call comes to instead

    def __call__(self, *given: object) -> Any:
        if self._begun.is_set():
            return self._real(*given)
        result = self._real(*given)
        self._begun.set()
        assert self._released.wait(60)
        if self.error is not None:
            raise self.error
        return result

    def begun(self) -> None:
        until(self._begun.is_set, "the call that is held")

    def release(self) -> None:
        self._released.set()


Hold = Callable[[str], HeldCall]


@pytest.fixture
def hold(resident: Resident, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hold]:
    """Holds a call of the station, by its name; none is held any more when the house closes."""
    held: list[HeldCall] = []
    station = resident.rooms.services.station

    def hold(name: str) -> HeldCall:
        held.append(HeldCall(getattr(station, name)))
        monkeypatch.setattr(station, name, held[-1])
        return held[-1]

    yield hold
    for call in held:
        call.release()


def at_first_of_two(resident: Resident) -> None:
    """The camera looks for the first of two papers."""
    resident.at_capture()
    resident.visit.papers.append(PaperInHand(resident.visit.procedure.document("van_ban_lam_chung")))
    looking(resident)


def looking(resident: Resident) -> None:
    resident.showing(CaptureScreen)
    resident.seen = None
    until(lambda: resident.seen is not None, "the live picture")


def test_a_picture_that_comes_too_late_is_not_the_next_papers(resident: Resident, hold: Hold) -> None:
    at_first_of_two(resident)
    shot = hold("shoot")
    resident.bench.put_paper("good")
    shot.begun()
    resident.bench.take_paper()
    resident.press("capture.skip")
    shot.release()
    looking(resident)
    assert resident.visit.paper == 1 and resident.step is VisitStep.CAPTURE
    assert not resident.visit.papers[1].pages
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)
    assert len(resident.visit.papers[1].pages) == 1
    resident.press("confirm.use")
    resident.at(VisitStep.REVIEW)


def test_a_touch_on_the_live_picture_is_not_the_next_papers(
    resident: Resident, hold: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_first_of_two(resident)
    chosen: list[object] = []
    monkeypatch.setattr(resident.rooms.services.station, "choose", chosen.append)
    preview = hold("preview")
    preview.begun()
    resident.screen.paperTouched.emit((0.5, 0.5))
    resident.press("capture.skip")
    preview.release()
    looking(resident)
    looking(resident)
    assert resident.visit.paper == 1 and chosen == []


def test_a_camera_that_was_gone_for_the_paper_before_is_not_told_for_the_next(resident: Resident, hold: Hold) -> None:
    at_first_of_two(resident)
    preview = hold("preview")
    preview.error = CameraGone("unplugged")
    preview.begun()
    resident.press("capture.skip")
    preview.release()
    looking(resident)
    assert resident.visit.paper == 1
    assert resident.screen.footer.main is resident.screen.main
    assert resident.say("error.device.camera.message") not in resident.words()


@pytest.mark.parametrize(("changed", "pages"), [("removeAsked", 2), ("turnAsked", 3)])
def test_pages_that_are_changed_while_they_are_bound_are_bound_anew(
    resident: Resident, hold: Hold, changed: str, pages: int
) -> None:
    three_pages(resident)
    bound = hold("bind")
    resident.screen.used.emit()
    bound.begun()
    getattr(resident.screen, changed).emit()
    in_hand = resident.visit.papers[0].pages.shots
    bound.release()
    resident.settled("camera")
    assert resident.step is VisitStep.CAPTURE and isinstance(resident.screen, ConfirmScreen)
    assert resident.visit.papers[0].scan is None
    resident.press_main()
    resident.showing(ReviewScreen)
    assert resident.visit.papers[0].scan.pages == pages == len(in_hand)


def test_a_page_taken_out_on_the_way_back_to_the_form_is_not_filed(resident: Resident) -> None:
    three_pages(resident)
    resident.press_main()
    resident.showing(ReviewScreen)
    resident.press_back()
    resident.showing(ConfirmScreen)
    resident.press("confirm.remove")
    resident.press_back()
    resident.at(VisitStep.FORM)
    resident.press_main()
    until(lambda: resident.step in (VisitStep.CAPTURE, VisitStep.REVIEW), "what follows the form")
    resident.showing(ConfirmScreen)
    resident.press_main()
    resident.showing(ReviewScreen)
    assert resident.visit.papers[0].scan.pages == 2


def unbound(*_: object) -> Any:
    raise ImagingLost("bind: made up")


def test_a_paper_that_cannot_be_bound_is_told_where_one_stands_and_tried_again(resident: Resident, hold: Hold) -> None:
    three_pages(resident)
    bound = hold("bind")
    bound.error = ImagingLost("bind: made up")
    bound.release()
    resident.press_main()
    resident.reads("not_bound.title", "not_bound.line")
    assert resident.step is VisitStep.CAPTURE and len(resident.visit.papers[0].pages) == 3
    resident.press("not_bound.again")
    resident.showing(ReviewScreen)
    assert resident.visit.papers[0].scan.pages == 3


def test_a_paper_that_can_never_be_bound_is_brought_to_the_counter(
    resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_pages(resident)
    monkeypatch.setattr(resident.rooms.services.station, "bind", unbound)
    for asked in ("confirm.done", "not_bound.again"):
        resident.finger.touch(resident.finger.button(resident.say(asked, n=3)))
        resident.reads("not_bound.title")
    resident.finger.touch(resident.shell.overlaid.call)
    until(lambda: resident.rooms.services.calls.open is not None, "the bell")
    resident.press("officer.close")
    resident.press_main()
    resident.press("not_bound.later")
    resident.showing(ReviewScreen)
    assert resident.visit.papers[0].later and resident.visit.papers[0].scan is None


def test_a_picture_that_was_kept_and_cannot_be_bound_is_a_page_to_try_again_with(
    resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident.at_capture()
    resident.bench.put_paper("blurred")
    sees(resident, Hint.BLURRED)
    resident.press("capture.now")
    resident.showing(RetakeScreen)
    with monkeypatch.context() as lost:
        lost.setattr(resident.rooms.services.station, "bind", unbound)
        resident.press("retake.keep")
        resident.reads("not_bound.title")
    resident.press("not_bound.pages")
    resident.showing(ConfirmScreen)
    assert len(resident.visit.papers[0].pages) == 1
    resident.press("confirm.use")
    resident.showing(ReviewScreen)
