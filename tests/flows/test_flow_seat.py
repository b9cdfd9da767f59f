"""The kiosk on its seat: ready once its window is there, alive while it paints, ended when it hangs, and no core."""

from __future__ import annotations

import shlex
import shutil
import signal
import socket
import subprocess
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from real_screen import as_nobody_special, environment, needs_cage, python
from seat_manager import seat

from kiosk.app.heartbeat import WatchdogFeeder
from kiosk.app.service_manager import ServiceManager
from kiosk.services.crash_trace import MOST_BYTES, NAME, last_fall, traced

ROOT = Path(__file__).parents[2]
UNITS = ROOT / "packaging" / "systemd"
HUNG = str(ROOT / "tests" / "hung_window.py")

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None or not Path("/usr/bin/cage").exists(),
    reason="systemd-analyze or cage is not installed (requirements/apt-test.txt)",
)


def unit() -> dict[str, list[str]]:
    """What stands under [Service], each entry as often as it is there."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in (UNITS / "kiosk.service").read_text().splitlines():
        section = line if line.startswith("[") else section
        if section == "[Service]" and "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def ear(at: str) -> socket.socket:
    made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    made.bind(at)
    made.settimeout(30)
    return made


# --- the manager's protocol ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("abstract", [False, True])
def test_it_speaks_to_the_socket_that_was_named(tmp_path: Path, abstract: bool) -> None:
    name = f"kiosk-{tmp_path.name}" if abstract else str(tmp_path / "notify")
    with ear("\0" + name if abstract else name) as manager:
        named = f"@{name}" if abstract else name
        mine = ServiceManager.of({"NOTIFY_SOCKET": named, "WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"})
        assert mine.patience == 30.0
        mine.ready()
        mine.alive()
        mine.stopping()
        assert [manager.recv(100) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"STOPPING=1"]


@pytest.mark.parametrize("named", [{}, {"NOTIFY_SOCKET": "/nowhere/notify"}, {"WATCHDOG_USEC": "30000000"}])
def test_a_manager_that_is_not_there_stops_nothing(named: dict[str, str]) -> None:
    mine = ServiceManager.of(named)
    mine.ready()
    mine.alive()
    assert (mine.patience is None) or "NOTIFY_SOCKET" in named


def test_it_is_not_ready_before_its_window_is_on_the_screen(qapp: object, qtbot: object, tmp_path: Path) -> None:
    window = QWidget()
    window.setObjectName("bench")
    with ear(str(tmp_path / "notify")) as manager:
        manager.setblocking(False)
        WatchdogFeeder(ServiceManager(str(tmp_path / "notify"), patience=0.3), window)
        qtbot.wait(500)  # type: ignore[attr-defined]
        with pytest.raises(BlockingIOError):
            manager.recv(100)


# --- the whole program ---------------------------------------------------------------------------------------------


def test_a_window_that_hangs_is_ended_and_says_where_without_a_word_of_anybody(tmp_path: Path) -> None:
    words = python(HUNG, "--data", str(tmp_path / "data"), "run", "--demo", "--size", "540x960")
    with seat(tmp_path, words, environment(QT_QPA_PLATFORM="offscreen"), patience=4.0) as kiosk:
        assert kiosk.hear("READY=1") and kiosk.hear("WATCHDOG=1") and kiosk.hear("WATCHDOG=1")
        (core,) = (line for line in _limits(kiosk.program.pid) if line.startswith("Max core file size"))
        assert core.split()[4:6] == ["0", "0"]
        kiosk.program.send_signal(signal.SIGUSR1)
        assert kiosk.watch() == -signal.SIGABRT
    trace = (tmp_path / "data" / NAME).read_text("utf-8")
    assert "hang_while_somebody_waits" in trace and "Current thread" in trace
    assert "Mỷ" not in trace and "somebody =" not in trace
    assert last_fall(tmp_path / "data") is not None


def test_a_kiosk_that_is_asked_to_end_says_so(tmp_path: Path) -> None:
    words = python("-m", "kiosk", "--data", str(tmp_path / "data"), "run", "--demo", "--size", "540x960")
    with seat(tmp_path, words, environment(QT_QPA_PLATFORM="offscreen"), patience=30.0) as kiosk:
        assert kiosk.hear("READY=1")
        kiosk.program.send_signal(signal.SIGTERM)
        assert kiosk.hear("STOPPING=1")
        assert kiosk.program.wait(60) == 0
    assert last_fall(tmp_path / "data") is None


def _limits(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/limits").read_text().splitlines()


@needs_cage
def test_the_units_own_command_comes_up_under_cage(tmp_path: Path) -> None:
    """As the unit has it, but for where program, settings and data lie, and for the screen."""
    (tmp_path / "kiosk.toml").write_text("")
    (tmp_path / "run").mkdir(mode=0o700)
    here = {
        "/opt/kiosk/.venv/bin/python": python()[0],
        "/var/lib/kiosk": str(tmp_path / "data"),
        "/etc/kiosk.toml": str(tmp_path / "kiosk.toml"),
        "/usr/bin/cage": shutil.which("cage") or "",
    }
    words = [here.get(word, word) for word in shlex.split(unit()["ExecStart"][0])]
    assert set(here.values()) <= set(words)
    own = dict(one.split("=", 1) for line in unit()["Environment"] for one in line.split())
    screen = {"XDG_RUNTIME_DIR": str(tmp_path / "run"), "WLR_BACKENDS": "headless", "WLR_RENDERER": "pixman"}
    with seat(tmp_path, [*as_nobody_special(), *words], environment(**own, **screen), patience=6.0) as kiosk:
        assert kiosk.hear("READY=1") and kiosk.hear("WATCHDOG=1") and kiosk.hear("WATCHDOG=1")


# --- the trace -----------------------------------------------------------------------------------------------------


def test_a_folder_that_cannot_be_written_traces_nothing_and_stops_nothing(tmp_path: Path) -> None:
    ran = []
    with traced(tmp_path / "not-there"):
        ran.append(1)
    assert ran == [1] and last_fall(tmp_path / "not-there") is None


def test_the_trace_is_the_kiosks_alone_and_does_not_grow_for_ever(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"x" * MOST_BYTES)
    with traced(tmp_path):
        assert (tmp_path / NAME).stat().st_size == 0
        assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600


# --- the units -----------------------------------------------------------------------------------------------------


@needs_systemd
@pytest.mark.parametrize("name", ["kiosk.service", "kiosk-failed.service"])
def test_systemd_finds_no_fault_in_the_unit(name: str) -> None:
    done = subprocess.run(["systemd-analyze", "verify", str(UNITS / name)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@needs_systemd
def test_the_service_is_little_exposed(tmp_path: Path) -> None:
    words = ["systemd-analyze", "security", "--offline=true", "--threshold=25", str(UNITS / "kiosk.service")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_what_kept_it_from_running_stays_out_of_the_unit() -> None:
    service = unit()
    assert "ProtectHome" not in service, "it hides the folder of the compositor's socket"
    compositor = service["ExecStart"][0].partition(" -- ")[0]
    assert "-s" not in shlex.split(compositor), "a key would switch the terminal"
    assert service["Type"] == ["notify"] and service["NotifyAccess"] == ["all"] and service["WatchdogSec"] == ["30"]
    assert service["LimitCORE"] == ["0"]
    cell = " ".join(service["SystemCallFilter"])
    assert all(name in cell for name in ("seccomp", "landlock_create_ruleset", "landlock_restrict_self"))
