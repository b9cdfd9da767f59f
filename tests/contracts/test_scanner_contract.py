"""What every scanner promises: the simulated one, and the real class over SANE's own test driver."""

from __future__ import annotations

import ctypes.util
import importlib.util
import os
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.devices import sane_child
from kiosk.devices.ports import ScannedSide, Scanner
from kiosk.devices.scanner import SaneScanner
from kiosk.devices.simulated.scanner import SimulatedScanner
from kiosk.domain.device_health import State
from kiosk.domain.paper import Tray
from kiosk.errors import ScannerBusy, ScannerEmpty, ScannerError, ScannerGone, ScannerJammed, ScannerOpen
from kiosk.scan.bitmap import Bitmap

FAULTS: dict[str, type[ScannerError]] = {
    "SANE_STATUS_JAMMED": ScannerJammed,
    "SANE_STATUS_COVER_OPEN": ScannerOpen,
    "SANE_STATUS_DEVICE_BUSY": ScannerBusy,
    "SANE_STATUS_NO_DOCS": ScannerEmpty,
    "SANE_STATUS_IO_ERROR": ScannerGone,
    "SANE_STATUS_ACCESS_DENIED": ScannerGone,
}


@dataclass(frozen=True)
class Rig:
    scanner: Scanner
    fail: Callable[[str], object]  # from the first page on, with this status of SANE's
    slow: Callable[[], object]  # a page takes some seconds
    unplug: Callable[[], object]


def side(shade: int = 255) -> Bitmap:
    return Bitmap(240, 330, bytes([shade]) * (3 * 240 * 330))


def simulated(folder: Path) -> Iterator[Rig]:
    scanner = SimulatedScanner((Tray.FLATBED, Tray.FEEDER))
    scanner.lay(side())
    scanner.feed([side(shade) for shade in range(20)])

    def fail(status: str) -> None:
        scanner.fault = FAULTS[status]

    yield Rig(scanner, fail, lambda: setattr(scanner, "pause", 30.0), lambda: setattr(scanner, "unplugged", True))


def sane(folder: Path) -> Iterator[Rig]:
    """The test driver in a configuration of its own: two devices, a feeder with ten sheets, faults on demand."""
    if importlib.util.find_spec("sane") is None:
        pytest.skip("python-sane is not installed (scripts/setup extras)")
    if not ctypes.util.find_library("sane"):
        pytest.skip("libsane is not installed")
    (folder / "dll.conf").write_text("test\n")

    def write(*lines: str) -> None:
        basics = ("number_of_devices 1", "mode Color", 'test-picture "Color pattern"')
        (folder / "test.conf").write_text("\n".join((*basics, *lines)) + "\n")

    write()
    scanner = SaneScanner(dpi=50, environment={"SANE_CONFIG_DIR": str(folder)})
    yield Rig(
        scanner,
        lambda status: write(f'read-status-code "{status}"'),
        lambda: write("read-limit true", "read-limit-size 64", "read-delay true", "read-delay-duration 200000"),
        lambda: write("number_of_devices 0"),
    )


@pytest.fixture(params=[simulated, sane], ids=lambda make: str(make.__name__))
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    yield from request.param(tmp_path)


def scanned(rig: Rig, tray: Tray, cancel: threading.Event | None = None) -> list[ScannedSide]:
    return list(rig.scanner.pages(tray, cancel or threading.Event()))


def test_it_says_what_it_has(rig: Rig) -> None:
    assert rig.scanner.health().state is State.READY
    assert rig.scanner.trays() == (Tray.FLATBED, Tray.FEEDER)


def test_the_glass_gives_one_page_and_gives_it_again(rig: Rig) -> None:
    for _ in range(2):
        (page,) = scanned(rig, Tray.FLATBED)
        assert page.picture.height >= page.picture.width > 100 and page.dpi >= 50


def test_the_feeder_gives_all_its_sheets_in_order(rig: Rig) -> None:
    assert len(scanned(rig, Tray.FEEDER)) == 10


@pytest.mark.parametrize("status", FAULTS)
def test_each_fault_has_its_own_name(rig: Rig, status: str) -> None:
    rig.fail(status)
    with pytest.raises(FAULTS[status]):
        scanned(rig, Tray.FEEDER)


def test_a_scan_that_is_cancelled_ends_soon_and_without_an_error(rig: Rig) -> None:
    rig.slow()
    cancel = threading.Event()
    timer = threading.Timer(0.3, cancel.set)
    timer.start()
    assert scanned(rig, Tray.FLATBED, cancel) == []
    timer.join()


def test_a_scanner_that_is_gone_says_so(rig: Rig) -> None:
    rig.unplug()
    assert rig.scanner.health().state is State.MISSING
    with pytest.raises(ScannerGone):
        scanned(rig, Tray.FLATBED)
    with pytest.raises(ScannerGone):
        rig.scanner.trays()


def test_a_driver_that_crashes_or_says_nonsense_is_a_scanner_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, does in (("crash", "kill -SEGV $$"), ("nonsense", "echo hello"), ("list", "echo '[]'"), ("lie", LIE)):
        fake = tmp_path / name
        fake.write_text(f"#!/bin/sh\n{does}\n")
        fake.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(fake))
        with pytest.raises(ScannerGone):
            list(SaneScanner().pages(Tray.FLATBED, threading.Event()))


LIE = """echo '{"width": 100000, "height": 100000, "dpi": 1}'"""


def test_a_driver_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "hangs"
    fake.write_text(f"#!/bin/sh\necho $$ >{tmp_path}/pid\ntrap '' TERM\nexec sleep 600\n")
    fake.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(fake))
    monkeypatch.setattr("kiosk.devices.scanner._LET_GO", 0.1)
    with pytest.raises(ScannerGone):
        list(SaneScanner(a_page=0.3).pages(Tray.FLATBED, threading.Event()))
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_pages_before_a_jam_stay_good() -> None:
    scanner = SimulatedScanner()
    scanner.feed([side(), side(), side()])
    scanner.fault, scanner.fault_after = ScannerJammed, 2
    came = []
    with pytest.raises(ScannerJammed):
        for page in scanner.pages(Tray.DUPLEX, threading.Event()):
            came.append(page)
    assert len(came) == 2


@pytest.mark.parametrize(
    ("sources", "trays"),
    [
        ((), {"flatbed": ""}),
        (("Flatbed", "ADF", "ADF Duplex"), {"flatbed": "Flatbed", "feeder": "ADF", "duplex": "ADF Duplex"}),
        (("ADF Front", "ADF Back", "ADF Duplex"), {"feeder": "ADF Front", "duplex": "ADF Duplex"}),
        (("Automatic Document Feeder",), {"feeder": "Automatic Document Feeder"}),
        (("Document Table", "Feeder(left,Duplex)"), {"flatbed": "Document Table", "duplex": "Feeder(left,Duplex)"}),
        (("Normal", "Transparency"), {"flatbed": "Normal"}),
    ],
)  # fmt: skip
def test_the_drivers_own_words_are_understood(sources: tuple[str, ...], trays: dict[str, str]) -> None:
    assert sane_child.trays_of(sources) == trays
