"""Starting anew: asked once more, never while somebody stands there or something is written, seen again afterwards."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from maintenance_stage import click, kiosk_house, press, signed_in
from PySide6.QtWidgets import QLabel
from real_screen import environment, python
from seat_manager import seat

from kiosk.app.launch import LAUNCHED
from kiosk.app.window import KioskApp
from kiosk.cli import main
from kiosk.domain.events import EventKind
from kiosk.domain.restarting import RestartKind, RestartObstacle
from kiosk.errors import KioskNotRunning, MachineNotRestarted, StoreClosed
from kiosk.services.restart_requests import ASKED, ask_restart
from kiosk.services.restarting import last_restart
from kiosk.tour.finger import pump, until
from kiosk.ui.maintenance.restart_dialog import RestartDialog
from kiosk.ui.tasks import Tasks


@pytest.fixture
def attended(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a service had started this program."""
    monkeypatch.setenv(LAUNCHED, "1")


def _quits(house: KioskApp) -> list[int]:
    ended: list[int] = []
    house.restarts.quit = lambda: ended.append(1)
    return ended


def _asked(house: KioskApp, kind: RestartKind = RestartKind.PROGRAM, *, look: bool = False) -> RestartObstacle | None:
    """As another process asks, while this one paints."""
    with ThreadPoolExecutor(1) as other:
        answer = other.submit(ask_restart, house.rooms.services.config.data, kind, look=look)
        until(answer.done, "the answer")
        return answer.result()


@contextmanager
def _written(tasks: Tasks, lane: str) -> Iterator[None]:
    """Something is at work on a lane; it ends with what is looked at meanwhile, failed or not: a house that closes
    waits for it."""
    done = threading.Event()
    tasks.run(lane, lambda _: done.wait())
    try:
        yield
    finally:
        done.set()


def _acts(house: KioskApp) -> list[dict[str, str]]:
    entries = (one.entry for one in house.rooms.store.journal.entries())
    return [dict(one.facts) for one in entries if one.kind is EventKind.MACHINE_ACT]


# --- at the screen ----------------------------------------------------------------------------------------------------


def test_it_asks_once_more_waits_for_what_is_written_and_the_next_start_says_it_is_there(
    tmp_path: Path, qapp: object, attended: None
) -> None:
    with kiosk_house(tmp_path) as house:
        ended, presenter = _quits(house), signed_in(house)
        page, frame = presenter.sections["restart"].page, presenter.stage.frame
        presenter.go("restart")
        until(lambda: page.facts is not None and page.obstacle is None, "that nothing is written")
        press(page, "restart-program")
        until(lambda: frame.dialog is not None, "the question")
        assert frame.dialog.findChild(RestartDialog).drop.hasFocus(), "Enter alone starts nothing"
        press(frame.dialog, "drop")
        assert frame.dialog is None and ended == []
        with _written(presenter.stage.tasks, "stick"):
            until(lambda: page.obstacle is RestartObstacle.SAVING, "that a stick is written")
            buttons = page.findChildren(type(frame.done_button), "restart-program")
            assert not any(one.isVisible() and one.isEnabled() for one in buttons)
        until(lambda: page.obstacle is None, "that it was written")
        press(page, "restart-program")
        press(frame, "agree")
        until(lambda: bool(ended), "the end")
        assert _acts(house)[-1] == {"what": "restart", "kind": "program"}
    with kiosk_house(tmp_path, known=True) as house:
        until(lambda: house.maintenance.is_open, "the sign-in")
        presenter = house.maintenance.presenter
        record = last_restart(house.rooms.store.notes)
        assert record.way == "screen" and record.up is not None and record.program
        until(presenter.sign_in.news.isVisible, "what was done")
        assert f"{record.up:%H:%M:%S}" in presenter.sign_in.news.text()
        presenter.close()
        until(lambda: not house.maintenance.is_open, "the start")
    with kiosk_house(tmp_path, known=True) as house:
        house.restarts.look()
        pump()
        assert not house.maintenance.is_open, "it was told"


def test_a_write_that_began_after_the_question_is_waited_for(tmp_path: Path, qapp: object, attended: None) -> None:
    with kiosk_house(tmp_path) as house:
        ended, presenter = _quits(house), signed_in(house)
        page = presenter.sections["restart"].page
        presenter.go("restart")
        until(lambda: page.facts is not None and page.obstacle is None, "that nothing is written")
        press(page, "restart-program")
        with _written(house.tasks, "printer"):
            press(presenter.stage.frame, "agree")
            until(lambda: page.obstacle is RestartObstacle.SAVING, "what stands in the way")
            assert ended == [] and last_restart(house.rooms.store.notes) is None


def test_who_goes_on_to_another_page_is_not_interrupted(tmp_path: Path, qapp: object, attended: None) -> None:
    with kiosk_house(tmp_path) as house:
        ended, presenter = _quits(house), signed_in(house)
        restart = presenter.sections["restart"]
        presenter.go("restart")
        until(lambda: restart.page.facts is not None and restart.page.obstacle is None, "that nothing is written")
        press(restart.page, "restart-program")
        press(presenter.stage.frame, "agree")
        presenter.go("jobs")
        until(lambda: bool(_acts(house)) and _acts(house)[-1]["what"] == "restart", "that it was noted")
        until(lambda: not house.tasks.busy("store"), "the answer")
        pump()
        assert not restart._read.isActive() and ended == []


def test_the_machine_only_where_the_system_lets_it(tmp_path: Path, qapp: object, attended: None) -> None:
    with kiosk_house(tmp_path) as house:
        presenter, power = signed_in(house), house.rooms.hardware.power
        page = presenter.sections["restart"].page
        presenter.go("restart")
        until(lambda: page.facts is not None, "what may be done")
        assert (page.facts.attended, page.facts.machine) == (True, False)
        assert presenter.stage.kit.say("restart_machine_not") in [one.text() for one in page.findChildren(QLabel)]
        power.allowed = True
        presenter.go("restart")
        until(lambda: page.facts.machine, "that it may now")
        press(page, "restart-machine")
        press(presenter.stage.frame, "agree")
        until(lambda: power.restarts == 1, "the machine")
        assert last_restart(house.rooms.store.notes).kind is RestartKind.MACHINE


# --- by command -------------------------------------------------------------------------------------------------------


def _visit(house: KioskApp) -> None:
    house.flow.begin_visit()


def _counter(house: KioskApp) -> None:
    house.open_counter()


def _maintenance(house: KioskApp) -> None:
    house.open_maintenance()


def _stick(house: KioskApp) -> None:
    held = threading.Event()
    house.carrying._tasks.run("store", lambda _: held.wait())
    house.carrying._stopped = held


IN_THE_WAY: dict[RestartObstacle, Callable[[KioskApp], None]] = {
    RestartObstacle.VISIT: _visit,
    RestartObstacle.COUNTER: _counter,
    RestartObstacle.MAINTENANCE: _maintenance,
    RestartObstacle.SAVING: _stick,
}


@pytest.mark.parametrize("obstacle", IN_THE_WAY, ids=lambda one: one.value)
def test_a_command_ends_nothing_that_somebody_is_at(
    tmp_path: Path, qapp: object, attended: None, obstacle: RestartObstacle
) -> None:
    with kiosk_house(tmp_path) as house:
        ended = _quits(house)
        IN_THE_WAY[obstacle](house)
        assert _asked(house) is obstacle and ended == [] and not house.may_start_anew
        assert last_restart(house.rooms.store.notes) is None


def test_without_a_service_nothing_is_ended(tmp_path: Path, qapp: object) -> None:
    with kiosk_house(tmp_path) as house:
        ended = _quits(house)
        assert _asked(house) is RestartObstacle.UNATTENDED and ended == []
        assert _asked(house, RestartKind.MACHINE) is RestartObstacle.MACHINE
        house.rooms.hardware.power.allowed = True
        assert _asked(house, RestartKind.MACHINE, look=True) is None
        assert house.rooms.hardware.power.restarts == 0, "it was only looked at"
        assert _asked(house, RestartKind.MACHINE) is None and house.rooms.hardware.power.restarts == 1

        def gone() -> None:
            raise MachineNotRestarted("gone")

        house.rooms.hardware.power.restart = gone
        before = last_restart(house.rooms.store.notes)
        with pytest.raises(MachineNotRestarted):
            _asked(house, RestartKind.MACHINE)
        assert last_restart(house.rooms.store.notes) == before, "what did not begin is not looked for"


def test_nobody_there_is_said_and_nothing_is_left_for_a_later_start(tmp_path: Path) -> None:
    with pytest.raises(KioskNotRunning):
        ask_restart(tmp_path, RestartKind.PROGRAM, patience=0.0)
    assert not (tmp_path / ASKED).exists()


@pytest.mark.long
def test_a_command_restarts_a_real_program_and_waits_until_it_is_there(tmp_path: Path) -> None:
    """The service is played by this test: it starts the program again when it ends."""
    data, place = tmp_path / "data", environment(QT_QPA_PLATFORM="offscreen")
    words = python("-m", "kiosk.app.launch", "--data", str(data), "run", "--demo", "--size", "540x960")
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    with seat(tmp_path / "first", words, place, patience=60.0) as kiosk:
        assert kiosk.hear("READY=1")
        line = python("-m", "kiosk", "--data", str(data), "--json", "restart")
        asking = subprocess.Popen(line, env=place, stdout=subprocess.PIPE, text=True)
        assert kiosk.hear("STOPPING=1")
        assert kiosk.program.wait(60) == 0
    with seat(tmp_path / "second", words, place, patience=60.0) as kiosk:
        assert kiosk.hear("READY=1")
        out, _ = asking.communicate(timeout=120)
        told = json.loads(out)
        assert (asking.returncode, told["kind"]) == (0, "program")
        assert told["seconds"] > 0 and told["up"] > told["asked"] and told["program"]


def test_who_comes_after_the_store_was_closed_is_no_bug(tmp_path: Path, qapp: object) -> None:
    """As a timer of a house before this one in the process does. ``kiosk_house`` raises what is told as a bug."""
    with kiosk_house(tmp_path) as house:
        store = house.rooms.store
        house.watch_for_bugs()
        store.close()
        house.tasks.run("store", lambda _: store.outbox.codes())
        until(lambda: not house.tasks.busy("store"), "the end of what came too late")
        pump()
        with pytest.raises(StoreClosed):
            store.notes.get("anything")


def test_what_waits_for_a_start_is_named(tmp_path: Path, qapp: object, attended: None, capsys) -> None:
    with kiosk_house(tmp_path) as house:
        data = str(house.rooms.services.config.data)
        assert house.restarts.desk.facts().waiting == ()
        assert main(["--data", data, "settings", "set", "text", "125"]) == 0
        capsys.readouterr()
        assert house.restarts.desk.facts().waiting == ("settings",)
        presenter = signed_in(house)
        page = presenter.sections["restart"].page
        presenter.go("restart")
        words = presenter.stage.kit.say("restart_brings_settings")
        until(lambda: words in [one.text() for one in page.findChildren(QLabel)], words)
        click(presenter.stage.frame.done_button)
        until(lambda: not house.maintenance.is_open, "the start")
