"""What the counter's screens are made of runs on an officer's own computer: no store, no driver, no POSIX."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from counter_stage import PINS
from hall_stage import UNIT, HallAuthority, free_port
from packaging.tags import compatible_tags, cpython_tags
from packaging.utils import parse_wheel_filename
from processes import unmeasured

from kiosk.hall.computer import CounterComputer
from kiosk.hall.wire import KioskPlace
from scripts.windows_wheels import LOCK, PAGE, PYTHONS, pins

ROOT = Path(__file__).resolve().parents[3]
BROUGHT = {"shiboken6", "pyside6-essentials", "pyside6-addons", "cffi", "pycparser", "typing-extensions"}
"""What those bring along, or look for."""
OURS = {"kiosk-xa", "kiosk-xa-sandbox", "setuptools", "pip", "wheel"}


ABSENT = (
    *("fcntl", "pwd", "grp", "termios", "resource", "pty", "syslog"),  # POSIX alone
    *("smartcard", "cv2", "numpy", "sqlcipher3", "sqlite_utils", "sane", "pikepdf", "typst", "tuf", "wasmtime"),
    *("kiosk.store", "kiosk.scan.finder", "kiosk.chip", "kiosk.devices.card_reader", "kiosk.sync.queue"),
)
"""As on a Windows computer with the extra ``counter``: whoever imports one of these falls."""


def canonical(name: str) -> str:
    return name.lower().replace("_", "-")


PROGRAM = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name in {absent}:
            raise ImportError("not on an officer's computer: " + name)

for name in {absent}:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Absent())
import {entry}
print(*sorted(name for name in sys.modules if name in {absent}))
"""


@pytest.mark.parametrize("entry", ["kiosk.ui.counter.presenter", "kiosk.app.counter_window", "kiosk.hall.joining"])
def test_the_counter_stands_without_store_drivers_and_posix(entry: str) -> None:
    program = PROGRAM.format(absent=ABSENT, entry=entry)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


COMMAND = """
import os
for name in ("geteuid", "getuid", "setresuid", "fchmod", "memfd_create", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"):
    if hasattr(os, name):
        delattr(os, name)
import socket
for name in ("AF_UNIX", "SOCK_CLOEXEC"):
    if hasattr(socket, name):
        delattr(socket, name)
import sys
from kiosk.cli import main
sys.exit(main(["--json", "counter", "--folder", sys.argv[1], *sys.argv[2:]]))
"""


def test_its_commands_run_where_there_is_nothing_of_posix(tmp_path: Path) -> None:
    """As far as that can be seen on Linux: what Windows has not is taken away first."""
    program = PROGRAM.format(absent=ABSENT, entry="kiosk.errors") + COMMAND
    (tmp_path / "counter.toml").write_text('[[kiosk]]\nname = "DV01"\naddress = "192.168.1.20"\n')
    answers = {}
    for words in (["kiosks"], ["enrol", str(tmp_path / "none.json")], ["add", "DV02", "192.168.1.21"]):
        done = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path), *words],
            capture_output=True,
            text=True,
            check=False,
            input="",
        )
        answers[words[0]] = json.loads(done.stdout.strip())["error"]["code"]
    assert answers == {"kiosks": "hall.not-enrolled", "enrol": "portal.enrolment", "add": "hall.not-enrolled"}


DESK = """
import os, sys
from PySide6 import QtGui, QtMultimedia, QtSvg, QtTest, QtWidgets
import cryptography.hazmat.bindings._rust, ssl, tempfile, subprocess, asyncio, multiprocessing
sys.platform = "win32"
for name in ("geteuid", "getuid", "setresuid", "fchmod", "memfd_create", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"):
    if hasattr(os, name):
        delattr(os, name)
import socket
for name in ("AF_UNIX", "SOCK_CLOEXEC"):
    if hasattr(socket, name):
        delattr(socket, name)
from pathlib import Path
from time import monotonic
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
app = QApplication(sys.argv[:1])
from kiosk.app.counter_window import HallCounterApp
from kiosk.hall.computer import CounterComputer

def until(condition, what):
    ends = monotonic() + 60
    while not condition():
        app.processEvents()
        assert monotonic() < ends, what

house = HallCounterApp(CounterComputer(Path(sys.argv[1])), QSize(1366, 768))
house.show()
house.passphrase.entered.emit(sys.argv[2])
until(lambda: house.presenter is not None, "the counter")
presenter = house.presenter
until(lambda: bool(presenter.entrance.sign_in._buttons), "the names")
presenter.entrance._sign_in(sys.argv[3], name="may")
until(lambda: presenter.lists.page_now.isVisible() and bool(presenter.lists.page_now.queues), "the first page")
presenter.go("dossiers")
until(lambda: presenter.lists.page_find.isVisible(), "the dossiers")
print(presenter.stage.session.person, len(presenter.lists.page_now.cards.views))
house.close()
"""


def test_its_whole_start_runs_where_there_is_nothing_of_posix(tmp_path: Path) -> None:
    """Passphrase, sign-in, first page, dossiers, before a kiosk in another process; ``sys.platform`` says win32."""
    authority, port = HallAuthority(tmp_path / "authority"), free_port()
    computer = CounterComputer(tmp_path / "pc")
    computer.keep(authority.counter("Q2"), "bảy con gà trống")
    computer.add(KioskPlace(UNIT, "DV01", "127.0.0.1", port))
    serves = [sys.executable, str(ROOT / "tests" / "dying_hall.py"), str(tmp_path), str(port), "none"]
    with subprocess.Popen(serves, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as kiosk:
        assert kiosk.stdout is not None and kiosk.stdin is not None
        assert kiosk.stdout.readline() == "open\n"
        program = PROGRAM.format(absent=ABSENT, entry="kiosk.errors") + DESK
        asks = [sys.executable, "-c", program, str(tmp_path / "pc"), "bảy con gà trống", PINS["may"]]
        done = subprocess.run(asks, capture_output=True, text=True, check=False)
        kiosk.stdin.close()
        kiosk.wait()
    assert done.stdout.strip().endswith("Lý Thị Mẩy 1") and done.returncode == 0, done.stderr


def test_what_the_counter_loads_from_others_is_what_its_extra_names() -> None:
    """Of the packages that its window and its protocol load, each is in the extra ``counter``."""
    program = "import sys, kiosk.app.counter_window; print(*{one.split('.')[0] for one in sys.modules})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=unmeasured())
    others = set(done.stdout.split()) & set(packages_distributions())
    loaded = {canonical(one) for name in others for one in packages_distributions()[name]} - OURS
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]["counter"]
    named = {canonical(re.split(r"[=<>]", one)[0]) for one in extra}
    assert (
        loaded - {"shiboken6", "pyside6-essentials", "pyside6-addons", "cffi", "pycparser", "typing-extensions"}
        <= named
    )
    assert named - loaded == {"pypdfium2", "pillow"}  # loaded with the first paper that is shown


@pytest.mark.parametrize("python", PYTHONS)
def test_every_package_of_its_lock_has_a_wheel_for_windows(python: str) -> None:
    """The page that pip was asked for, held against the lock without a network: a pin that changed wants it anew."""
    lock = pins(LOCK.read_text())
    tags = set(cpython_tags((3, int(python[2:])), platforms=["win_amd64"])) | set(
        compatible_tags((3, int(python[2:])), platforms=["win_amd64"])
    )
    lines = [line.split() for line in PAGE.read_text().splitlines() if line.startswith(f"{python} ")]
    taken = {}
    for _, file, sha256 in lines:
        name, version, _, marks = parse_wheel_filename(file)
        assert marks & tags, f"{file} does not run on {python}"
        assert lock[name][0] == str(version) and sha256 in lock[name][1], f"{file} is not the lock's"
        taken[name] = version
    assert set(taken) == set(lock)


def test_its_lock_has_the_kiosks_own_versions() -> None:
    """One program at both ends."""
    pins = {
        name: dict(re.findall(r"^([\w-]+)==([\w.]+)", (ROOT / "requirements" / f"{name}.lock").read_text(), re.M))
        for name in ("counter", "kiosk")
    }
    assert pins["counter"].items() <= pins["kiosk"].items() and "pyside6" in pins["counter"]
