"""Every device pulled and put back in every state of a visit: none falls, what is missing is said where it is needed
and nowhere else, it is there again once it is put back, and what was told and handed in stays.

Handed in without the line: test_fault_visit_line.py; without a printer: test_flow_slip.py. At the counter:
test_flow_counter_unplug.py; in maintenance: test_flow_maintenance_unplug.py.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from device_plugs import PLUGS, STICK
from sampling import Sample
from visit_stage import BIRTH, MY, QUICK, NotSeen, Resident, kiosk, shot, until

from kiosk.devices.simulated import card_reader
from kiosk.devices.simulated.camera import paper
from kiosk.domain.paper import Hint
from kiosk.domain.submission import Sync
from kiosk.domain.visit import VisitStep
from kiosk.tour.finger import pump
from kiosk.ui import identifying
from kiosk.ui.resident import ConfirmScreen, FilesScreen, RetakeScreen, ScanScreen
from kiosk.ui.resident.received import PrintState


@pytest.fixture
def resident(qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Resident]:
    monkeypatch.setattr(card_reader, "RECOVERY", 0.1)
    monkeypatch.setattr(identifying, "CAMERA_BACK", 0.05)
    with kiosk(tmp_path, delays=replace(QUICK, relay=0.3)) as made:
        yield made


# --- the ways to a state ---


def _begun(step: VisitStep) -> Callable[[Resident], None]:
    def begin(resident: Resident) -> None:
        resident.flow.begin_visit()
        if step is not VisitStep.CONSENT:
            resident.flow.go(step)
        resident.at(step)

    return begin


def _reading(resident: Resident, *quirks: str) -> None:
    _begun(VisitStep.IDENTIFY)(resident)
    resident.show_card()
    resident.lay(MY, *quirks)
    resident.at(VisitStep.HELLO if not quirks else VisitStep.READING)


def _needs(resident: Resident) -> None:
    resident.known()
    resident.visit.procedure = resident.rooms.services.procedures[BIRTH]
    resident.flow.go(VisitStep.NEEDS)
    resident.at(VisitStep.NEEDS)


def _retake(resident: Resident) -> None:
    resident.at_capture()
    resident.seen = None
    resident.bench.put_paper("blurred")
    until(lambda: resident.seen is not None and resident.seen.hint is Hint.BLURRED, "the blurred picture")
    resident.press("capture.now")
    resident.showing(RetakeScreen)


def _scanner(resident: Resident) -> None:
    resident.at_capture()
    until(lambda: resident.finger.button(resident.say("capture.scanner")).isVisible(), "the scanner")
    resident.press("capture.scanner")
    resident.showing(ScanScreen)


def _files(resident: Resident) -> None:
    resident.at_capture()
    shutil.copy(paper("birth-notice"), resident.bench.sticks.plug(STICK) / "a.jpg")
    until(lambda: resident.finger.button(resident.say("capture.stick")).isVisible(), "the stick")
    resident.press("capture.stick")
    resident.showing(FilesScreen)
    until(lambda: len(resident.screen.tiles) == 1 and resident.screen.tiles[0]._image is not None, "the file")


def _tracking(resident: Resident) -> None:
    resident.known()
    resident.press("choose.mine")
    resident.at(VisitStep.TRACK)


STATES: dict[str, Callable[[Resident], object]] = {
    "start": lambda _: None,
    "consent": _begun(VisitStep.CONSENT),
    "identify": _begun(VisitStep.IDENTIFY),
    "reading": lambda resident: _reading(resident, "slow"),
    "hello": _reading,
    "choose": Resident.known,
    "needs": _needs,
    "form": Resident.at_form,
    "capture": Resident.at_capture,
    "retake": _retake,
    "scanner": _scanner,
    "files": _files,
    "review": Resident.at_review,
    "received": Resident.at_received,
    "tracking": _tracking,
}


# --- where a device is needed ---


@dataclass(frozen=True)
class Need:
    """``use``: what asks the device; ``says``: what then stands on the glass; ``leads``: to a page of its own;
    ``again``: that it is there once it is put back."""

    says: tuple[str, ...]
    use: Callable[[Resident], object] = lambda _: None
    leads: VisitStep | None = None
    again: Callable[[Resident], object] = lambda _: None


def _error(code: str) -> tuple[str, str]:
    return f"error.{code}.message", f"error.{code}.remedy"


def _read_again(resident: Resident) -> None:
    resident.press("trouble.again")
    resident.at(VisitStep.IDENTIFY)
    resident.show_card()
    resident.lay()
    resident.at(VisitStep.HELLO)


def _printed(resident: Resident) -> None:
    resident.press("received.retry")
    until(lambda: resident.screen.print_state is PrintState.PRINTED, "the slip")


def _scanned(resident: Resident) -> None:
    resident.bench.scanner.lay(shot().page.bitmap())
    resident.press_main()
    resident.showing(ConfirmScreen)


def _file_taken(resident: Resident) -> None:
    until(lambda: len(resident.screen.tiles) == 1 and resident.screen.tiles[0]._image is not None, "the file")
    resident.finger.touch(resident.screen.tiles[0])
    resident.showing(ConfirmScreen)


def _gone(code: str) -> Callable[[Resident], object]:
    def gone(resident: Resident) -> None:
        until(lambda: resident.say(f"error.{code}.message") not in resident.words(), f"{code} no more")

    return gone


PRINT = Need(("received.note.failed",), lambda r: r.press("received.print"), again=_printed)

NEEDED: dict[tuple[str, str], Need] = {
    ("reader", "identify"): Need(_error("card.no-reader"), leads=VisitStep.TROUBLE, again=_read_again),
    ("reader", "reading"): Need(_error("card.no-reader"), leads=VisitStep.TROUBLE, again=_read_again),
    ("camera", "identify"): Need(
        ("identify.digits",),
        lambda r: until(r.screen.field.isVisible, "the six digits"),
        again=Resident.show_card,
    ),
    ("camera", "capture"): Need(_error("device.camera"), again=_gone("device.camera")),
    ("scanner", "scanner"): Need(_error("device.scanner"), Resident.press_main, again=_scanned),
    ("stick", "files"): Need(
        _error("device.stick-gone"), lambda r: r.finger.touch(r.screen.tiles[0]), again=_file_taken
    ),
    ("printer", "received"): PRINT,
    ("paper", "received"): PRINT,
}

EVERY = {key for need in NEEDED.values() for key in need.says if key.startswith("error.") and key.endswith(".message")}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("device", PLUGS)
def test_a_device_goes_and_comes_in_every_state(device: str, resident: Resident, sample: Sample) -> None:
    """In one house; that a row failed keeps no other from being played."""
    faults = []
    for state in sample.of(f"unplugged {device}", STATES, 3):
        try:
            _goes_and_comes(device, state, resident)
        except (AssertionError, NotSeen) as fault:
            faults.append(f"{device}, {state}: {fault}")
            resident.flow.leave("left")
            resident.at(VisitStep.START)
    assert not faults, "\n\n".join(faults)


def _goes_and_comes(device: str, state: str, resident: Resident) -> None:
    plug, need = PLUGS[device], NEEDED.get((device, state), Need(()))
    STATES[state](resident)
    step, answers = resident.step, _answers(resident)
    plug.pull(resident.house)
    try:
        need.use(resident)
        resident.reads(*need.says)
        resident.settled()
        pump()
        assert resident.bugs == [] and resident.screen is not None
        assert resident.step is (need.leads or step) or state == "reading", "nobody is led away for nothing"
        assert not [key for key in EVERY - set(need.says) if resident.say(key) in resident.words()]
        assert _answers(resident) == answers, "what was told stays"
    finally:
        plug.put(resident.house)
    need.again(resident)
    _to_the_end(resident)


def _answers(resident: Resident) -> dict[str, object] | None:
    return dict(resident.visit.walk.filling.values) if resident.visit.walk else None


def _to_the_end(resident: Resident) -> None:
    """What was handed in arrives; the glass is the next person's, and so are the devices."""
    if (submission := resident.visit.submission) is not None:
        outbox = resident.store.outbox
        until(lambda: outbox.get(submission.code).sync is Sync.DELIVERED, "the portal's number")
    resident.flow.leave("left")
    resident.at(VisitStep.START)
    resident.bench.camera.take_away()
    resident.bench.reader.lift()
    assert resident.bugs == []
