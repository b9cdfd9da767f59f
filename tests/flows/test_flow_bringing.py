"""Pages from a USB stick and from a scanner, by touch: what is offered, what comes, and what goes wrong."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from local_eyes import local_station, pixels
from visit_stage import Resident, shot, until

from kiosk.devices.simulated.camera import paper
from kiosk.errors import ScannerJammed
from kiosk.scan.bitmap import Bitmap
from kiosk.ui.resident import (
    CaptureScreen,
    ConfirmScreen,
    FilesScreen,
    RetakeScreen,
    ReviewScreen,
    ScanScreen,
    StartScreen,
)


def plug(resident: Resident) -> Path:
    return resident.bench.sticks.plug("KINGSTON")


def offered(resident: Resident, key: str) -> None:
    until(lambda: resident.finger.button(resident.say(key)).isVisible(), key)


def files(resident: Resident, count: int) -> FilesScreen:
    """Go to the stick's files, and wait until each has its picture, or is known to have none."""
    offered(resident, "capture.stick")
    resident.press("capture.stick")
    resident.showing(FilesScreen)
    screen = resident.screen
    until(
        lambda: len(screen.tiles) == count and all(t._image is not None or t.broken for t in screen.tiles), "the files"
    )
    return screen


def test_a_picture_from_a_stick_becomes_a_page(resident: Resident) -> None:
    resident.at_capture()
    root = plug(resident)
    (root / "DCIM").mkdir()
    shutil.copy(paper("birth-notice"), root / "DCIM" / "IMG 1.jpg")
    (root / "DCIM" / "._IMG 1.jpg").write_bytes(b"what a Mac leaves behind")
    (root / "notes.txt").write_text("no picture")
    screen = files(resident, 1)
    resident.finger.touch(screen.tiles[0])
    resident.showing(ConfirmScreen)
    resident.reads("stick.remove")
    resident.press_main()
    resident.showing(ReviewScreen)
    assert resident.visit.papers[0].scan.pages == 1 and resident.visit.papers[0].good


def test_hostile_files_and_names_do_no_harm(resident: Resident) -> None:
    resident.at_capture()
    root = plug(resident)
    (root / "a\nb\u202egpj.jpg").write_bytes(b"\xff\xd8\xff nothing more")
    (root / "bomb.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    (root / "link.jpg").symlink_to("/etc/passwd")
    os.mkfifo(root / "pipe.jpg")
    (root / ("n" * 200 + ".png")).write_bytes(b"x")
    shutil.copy(paper("birth-notice-blurred"), root / "zz blurred.jpg")
    for number, path in enumerate(sorted(root.iterdir())):
        if path.is_file() and not path.is_symlink():
            os.utime(path, (1_700_000_000 + number, 1_700_000_000 + number))
    screen = files(resident, 4)
    assert [tile.broken for tile in screen.tiles] == [False, True, True, True], "the newest first; only it is a picture"
    names = [tile.spoken() for tile in screen.tiles]
    assert any("abgpj.jpg" in name for name in names) and not any("\n" in name or "\u202e" in name for name in names)
    resident.finger.touch(screen.tiles[0])
    resident.showing(RetakeScreen)
    resident.reads("capture.reason.blurred")


def test_a_pdf_from_a_stick_comes_in_with_all_its_pages_rendered_anew(resident: Resident) -> None:
    pdf = local_station().bind([shot(), shot()]).pdf
    resident.at_capture()
    (plug(resident) / "two pages.PDF").write_bytes(pdf)
    resident.finger.touch(files(resident, 1).tiles[0])
    resident.showing(ConfirmScreen)
    assert len(resident.visit.papers[0].pages) == 2
    resident.press_main()
    resident.showing(ReviewScreen)
    assert resident.visit.papers[0].scan.pages == 2 and resident.visit.papers[0].scan.pdf != pdf


def test_a_stick_pulled_too_soon_says_so_and_the_camera_is_still_there(resident: Resident) -> None:
    resident.at_capture()
    shutil.copy(paper("birth-notice"), plug(resident) / "a.jpg")
    screen = files(resident, 1)
    resident.bench.sticks.pull("KINGSTON")
    resident.finger.touch(screen.tiles[0])
    resident.reads("error.device.stick-gone.message", "error.device.stick-gone.remedy")
    resident.press_back()
    resident.showing(CaptureScreen)
    until(lambda: resident.screen.stick.property("folded"), "no stick is offered any more")


def test_an_empty_stick_says_so(resident: Resident) -> None:
    resident.at_capture()
    plug(resident)
    files(resident, 0)
    resident.reads("stick.none")


def at_scanner(resident: Resident) -> None:
    resident.at_capture()
    offered(resident, "capture.scanner")
    resident.press("capture.scanner")
    resident.showing(ScanScreen)


def test_a_stack_is_scanned_on_both_sides_and_blank_backs_are_left_out(resident: Resident) -> None:
    at_scanner(resident)
    page = shot().page.bitmap()
    blank = Bitmap(page.width, page.height, b"\xff" * len(page.pixels))
    resident.bench.scanner.feed([page, blank, page, page])
    resident.press("scanner.tray.duplex")
    resident.press_main()
    resident.showing(ConfirmScreen)
    assert len(resident.visit.papers[0].pages) == 3
    until(lambda: resident.say("confirm.blanks", n=1) in resident.words(), "it is said that a side was left out")
    resident.press("confirm.take_blanks")
    taken = resident.visit.papers[0].pages.shots
    assert [int(pixels(one.page).min()) > 200 for one in taken] == [False, True, False, False], "in its place again"
    assert resident.screen.take_blanks.property("folded")
    resident.press("confirm.remove")
    resident.press_main()
    resident.showing(ReviewScreen)
    assert resident.visit.papers[0].scan.pages == 3


def test_what_came_before_a_jam_is_kept_and_a_fault_with_nothing_is_said(resident: Resident) -> None:
    at_scanner(resident)
    resident.press("scanner.tray.feeder")
    resident.press_main()
    resident.reads("error.device.scanner-empty.message", "error.device.scanner-empty.remedy")
    resident.bench.scanner.feed([shot().page.bitmap()] * 6)
    resident.bench.scanner.fault, resident.bench.scanner.fault_after = ScannerJammed, 2
    resident.press_main()
    resident.showing(ConfirmScreen)
    assert len(resident.visit.papers[0].pages) == 2


def test_a_scan_can_be_stopped_and_the_camera_used_instead(resident: Resident) -> None:
    at_scanner(resident)
    resident.bench.scanner.lay(shot().page.bitmap())
    resident.bench.scanner.pause = 60.0
    resident.press_main()
    resident.press("scanner.stop")
    until(lambda: resident.screen.footer.main is resident.screen.main, "it is over")
    resident.press_back()
    resident.showing(CaptureScreen)
    assert len(resident.visit.papers[0].pages) == 0


def test_no_picture_of_a_stick_outlives_the_visit(resident: Resident) -> None:
    resident.at_capture()
    shutil.copy(paper("birth-notice"), plug(resident) / "a.jpg")
    screen = files(resident, 1)
    resident.flow.leave("idle")
    assert screen.tiles == ()


def test_the_next_person_has_scanner_and_stick_as_the_first_had(resident: Resident) -> None:
    for _ in range(2):
        at_scanner(resident)
        resident.bench.scanner.feed([])
        resident.press_back()
        resident.showing(CaptureScreen)
        root = plug(resident)
        shutil.copy(paper("birth-notice"), root / "IMG 1.jpg")
        files(resident, 1)
        resident.bench.sticks.pull("KINGSTON")
        (resident.bench.sticks._out / "KINGSTON" / "IMG 1.jpg").unlink()
        resident.flow.leave("left")
        resident.showing(StartScreen)
