"""Pictures are worked on outside of the window's process: what dies there costs a moment, never the visit."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from visit_stage import Resident, kiosk, until

from kiosk.app.drivers import worker_eyes
from kiosk.devices.imaging.process import ImagingProcess
from kiosk.domain.paper import Hint
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import CaptureScreen, ConfirmScreen, ReviewScreen

pytestmark = pytest.mark.long


@pytest.fixture
def resident(qapp: object, tmp_path: Path) -> Iterator[Resident]:
    """As everywhere, with the worker that a kiosk has."""
    with kiosk(tmp_path / "kiosk", eyes=worker_eyes) as made:
        yield made


def imaging(resident: Resident) -> ImagingProcess:
    return resident.rooms.services.station._imaging


def kill(resident: Resident) -> None:
    """As the kernel does it where memory ends, or a decoder where it is broken."""
    pid = imaging(resident).pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def looking(resident: Resident, hint: Hint) -> None:
    resident.seen = None
    until(lambda: resident.seen is not None and resident.seen.hint is hint, hint.value, 60.0)


def test_a_worker_that_dies_at_each_step_of_a_visit_loses_nothing(resident: Resident) -> None:
    resident.come_in()
    until(lambda: resident.screen.live._image is not None, "the live picture", 60.0)
    kill(resident)  # while a card is looked for
    resident.show_card()
    kill(resident)  # while it is read
    resident.lay()
    resident.at(VisitStep.HELLO)
    resident.press("hello.yes")
    resident.at(VisitStep.CHOOSE)
    resident.begin_form()
    resident.fill_all()
    resident.screen.nextAsked.emit()
    resident.at(VisitStep.CAPTURE)
    looking(resident, Hint.NO_PAPER)
    kill(resident)  # while a paper is looked for
    looking(resident, Hint.NO_PAPER)
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)
    kill(resident)  # with a page in hand
    resident.press("confirm.turn")
    resident.settled("camera")
    kill(resident)  # with a turned one
    resident.press("confirm.turn")
    resident.settled("camera")
    resident.press("confirm.add")
    looking(resident, Hint.HOLD_STILL)
    resident.showing(ConfirmScreen)
    assert len(resident.visit.papers[0].pages) == 2
    kill(resident)  # before they are bound
    resident.press_main()
    resident.showing(ReviewScreen)
    assert resident.visit.papers[0].scan.pages == 2
    kill(resident)  # before all is handed in
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    (document,) = resident.visit.submission.filing.documents
    assert document.pages == 2 and resident.bugs == []


def test_one_that_dies_over_a_page_is_replaced_and_the_page_is_made(
    resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident.at_capture()
    looking(resident, Hint.NO_PAPER)
    work, killed = imaging(resident).photographed, []

    def dying(still: object) -> object:
        if not killed:
            killed.append(imaging(resident).pid)
            kill(resident)
        return work(still)

    monkeypatch.setattr(imaging(resident), "photographed", dying)
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)
    assert killed and imaging(resident).pid not in killed
    assert len(resident.visit.papers[0].pages) == 1


def test_a_picture_that_no_worker_survives_costs_that_picture(
    resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident.at_capture()
    looking(resident, Hint.NO_PAPER)
    exchange, deaths = imaging(resident)._exchange, []

    def deadly(worker: object, name: str, *rest: object) -> object:
        if name == "photographed" and len(deaths) < 2:
            deaths.append(name)
            kill(resident)
        return exchange(worker, name, *rest)

    monkeypatch.setattr(imaging(resident), "_exchange", deadly)
    resident.bench.put_paper("good")
    resident.reads("error.scan.lost.message")
    resident.showing(ConfirmScreen)
    assert len(deaths) == 2 and len(resident.visit.papers[0].pages) == 1


def test_one_that_hangs_is_ended_and_the_live_picture_goes_on(
    resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kiosk.devices.imaging import process
    from kiosk.devices.imaging.worker_process import Patience

    resident.at_capture()
    looking(resident, Hint.NO_PAPER)
    monkeypatch.setattr(process, "LOOKING", Patience(5.0, 1.0))
    stopped = imaging(resident).pid
    os.kill(stopped, signal.SIGSTOP)
    resident.reads("error.device.camera.message")
    monkeypatch.undo()
    looking(resident, Hint.NO_PAPER)
    assert imaging(resident).pid != stopped and isinstance(resident.screen, CaptureScreen)


def test_the_worker_that_saw_a_visit_ends_with_it_and_its_memory_is_empty(resident: Resident) -> None:
    resident.at_capture()
    looking(resident, Hint.NO_PAPER)
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)
    saw = imaging(resident).pid
    resident.flow.leave("left")
    resident.settled()
    with pytest.raises(ProcessLookupError):
        os.kill(saw, 0)
    assert bytes(imaging(resident)._arena.view(0, 40 << 20)).strip(b"\0") == b""
    until(lambda: imaging(resident).pid not in (None, saw), "the next one", 60.0)


VISIT = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QSize
from kiosk.app.window import KioskApp
from kiosk.config import Config, Devices
from kiosk.tour.script import Tour

folder, bugs = Path(sys.argv[1]), []
simulated = Devices.all_simulated()
config = Config(data=folder / "data", demo=True, devices=simulated)
with KioskApp(config, size=QSize(1080, 1920), bug=bugs.append) as house:
    house.watch_for_bugs()
    scenes = Tour(house, folder / "film", "1.001193", lambda _: None).play()
heavy = [name for name in ("cv2", "numpy") if name in sys.modules]
print(json.dumps({"scenes": [scene.name for scene in scenes], "bugs": list(map(repr, bugs)), "heavy": heavy}))
"""


def test_after_a_whole_visit_the_windows_process_knows_neither_opencv_nor_numpy(tmp_path: Path) -> None:
    """A card, a page that is taken again, one from a stick, handed in and answered: in a process of its own."""
    ran = subprocess.run([sys.executable, "-c", VISIT, tmp_path], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    told = json.loads(ran.stdout.splitlines()[-1])
    assert {"hello", "retake", "confirm", "stick", "received-offline"} <= set(told["scenes"])
    assert (told["bugs"], told["heavy"]) == ([], [])
