"""What everything that works on pictures promises: in the tests' own process, and in a confined worker."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from local_eyes import pixels

from kiosk.devices.imaging.local import LocalImaging
from kiosk.devices.imaging.port import FinishedPage, Imaging
from kiosk.devices.imaging.process import ImagingProcess
from kiosk.devices.imaging.protocol import Setup
from kiosk.devices.ports import Preview
from kiosk.devices.simulated.camera import SimulatedCamera
from kiosk.devices.simulated.camera_hands import CameraHands, PaperHands, paper
from kiosk.devices.simulated.person import person
from kiosk.domain.device_health import State
from kiosk.domain.paper import Hint
from kiosk.errors import CameraGone, NoPage, PictureUnreadable
from kiosk.scan.bitmap import Bitmap
from kiosk.scan.decode import decode
from kiosk.scan.picture import bitmap_of


@dataclass(frozen=True)
class Rig:
    imaging: Imaging
    hands: PaperHands


def local() -> Iterator[Rig]:
    camera = SimulatedCamera()
    yield Rig(LocalImaging(camera, steady=0.2), camera)


def process() -> Iterator[Rig]:
    hands = CameraHands()
    imaging = ImagingProcess(Setup("simulated", steady=0.2), hands)
    yield Rig(imaging, hands)
    imaging.close()


@pytest.fixture(scope="module", params=[local, process], ids=lambda make: str(make.__name__))
def whole(request: pytest.FixtureRequest) -> Iterator[Rig]:
    yield from request.param()


@pytest.fixture
def rig(whole: Rig) -> Rig:
    """One for all tests, as it is when a visit begins."""
    whole.hands.plug()
    whole.hands.set_light(1.0)
    whole.hands.take_away()
    whole.imaging.open()
    return whole


def lies(rig: Rig, name: str) -> None:
    rig.hands.put(paper(name))


LOOKS = 400


def looking(rig: Rig, hint: Hint) -> Preview:
    for _ in range(LOOKS):
        seen = rig.imaging.look()
        if seen.hint is hint:
            return seen
    raise AssertionError(f"never {hint.value}")


def shot(rig: Rig, name: str = "birth-notice") -> FinishedPage:
    lies(rig, name)
    return rig.imaging.photographed(rig.imaging.still())


def test_a_frame_is_as_many_bytes_as_it_has_pixels(rig: Rig) -> None:
    seen = rig.imaging.look()
    assert len(seen.frame.pixels) == 3 * seen.frame.width * seen.frame.height
    assert pixels(seen.frame).std() > 5
    assert (seen.hint, seen.corners, seen.steady) == (Hint.NO_PAPER, None, 0.0)


def test_a_paper_that_lies_still_becomes_ready(rig: Rig) -> None:
    lies(rig, "birth-notice")
    seen = looking(rig, Hint.READY)
    assert seen.steady == 1.0 and seen.corners is not None and seen.others == ()
    assert all(0 <= x <= seen.frame.width and 0 <= y <= seen.frame.height for x, y in seen.corners)


def test_what_lies_there_is_a_page(rig: Rig) -> None:
    page = shot(rig)
    assert (page.reasons, page.original, page.blank) == ((), b"", False)
    assert (page.page.width, page.page.height) == (1654, 2339)
    assert page.size_mm == (210.0, 297.0) and page.corners is not None and page.where is None
    assert (pixels(rig.imaging.paint(page.packed)) == pixels(page.shown)).all()


def test_a_still_is_the_cameras_own_picture(rig: Rig) -> None:
    lies(rig, "birth-notice")
    still = rig.imaging.still()
    assert (still.jpeg, still.at) == (paper("birth-notice").read_bytes(), None)


def test_a_bad_page_has_its_reasons_and_their_place(rig: Rig) -> None:
    page = shot(rig, "birth-notice-blurred")
    assert page.reasons == ("blurred",) and page.where is not None


def test_without_a_paper_there_is_no_page(rig: Rig) -> None:
    with pytest.raises(NoPage):
        rig.imaging.photographed(rig.imaging.still())


def test_what_is_no_picture_is_said(rig: Rig) -> None:
    rig.hands.put(paper("birth-notice"))
    still = rig.imaging.still()
    with pytest.raises(PictureUnreadable):
        rig.imaging.photographed(type(still)(b"\xff\xd8 no picture", None))


def test_pages_are_bound_and_the_same_pages_give_the_same_bytes(rig: Rig) -> None:
    packed = shot(rig).packed
    bound = rig.imaging.bind([packed, packed])
    assert bound == rig.imaging.bind([packed, packed])
    with pikepdf.open(io.BytesIO(bound)) as pdf:
        assert len(pdf.pages) == 2


def test_a_turned_page_lies_on_its_side(rig: Rig) -> None:
    page = shot(rig).page
    turned = rig.imaging.pack(page, 1)
    assert turned.size_mm == pytest.approx((297.1, 210.1), abs=0.2)
    assert rig.imaging.pack(page, 4) == rig.imaging.pack(page, 0)
    grey = rig.imaging.grey(page, 1)
    assert (grey.width, grey.height) == (page.height, page.width)


def test_a_scanners_side_and_a_files_page_are_judged_like_any_other(rig: Rig) -> None:
    sheet = decode(paper("birth-notice").read_bytes())
    scanned = rig.imaging.scanned(bitmap_of(sheet), 200)
    assert scanned.original[:2] == b"\xff\xd8" and scanned.reasons == ()
    filed = rig.imaging.filed(bitmap_of(sheet), None, True)
    assert filed.reasons[0] == "partial"
    white = rig.imaging.scanned(Bitmap(1000, 1400, b"\xff" * (3 * 1000 * 1400)), 150)
    assert white.blank


def test_a_cards_code_and_the_lines_on_its_back_are_read(rig: Rig, tmp_path: Path) -> None:
    from card_backs import Shot, picture
    from PIL import Image

    who = person("vang-thi-my")
    rig.hands.show_code(who.qr_text)
    assert any(rig.imaging.glimpse(False).codes == (who.qr_text,) for _ in range(LOOKS))
    back = tmp_path / "back.png"
    Image.fromarray(picture(who, Shot())[:, :, ::-1]).save(back)
    rig.hands.put(back)
    keys = (rig.imaging.glimpse(True).key for _ in range(LOOKS))
    assert any(key is not None and key.mrz == who.mrz_key for key in keys)
    assert rig.imaging.glimpse(False).key is None, "looked for when it is asked alone"


def test_a_camera_that_is_unplugged_says_so_and_comes_back(rig: Rig) -> None:
    assert rig.imaging.health().state is State.READY
    rig.imaging.look()
    rig.hands.unplug()
    with pytest.raises(CameraGone):
        rig.imaging.look()
    assert rig.imaging.health().state is State.MISSING
    with pytest.raises(CameraGone):
        rig.imaging.open()
    packed = rig.imaging.pack(Bitmap(100, 100, b"\xff" * 30_000), 0)
    assert packed.size_mm[0] > 0, "pages need no camera"
    rig.hands.plug()
    assert rig.imaging.health().state is State.READY
    rig.imaging.open()
    rig.imaging.look()


def test_the_light_and_a_hand_are_seen(rig: Rig) -> None:
    lies(rig, "birth-notice")
    rig.hands.set_light(0.25)
    looking(rig, Hint.TOO_DARK)
    rig.hands.set_light(1.0)
    looking(rig, Hint.READY)


def test_after_a_visit_the_next_one_finds_it_as_new(rig: Rig) -> None:
    lies(rig, "birth-notice")
    looking(rig, Hint.READY)
    rig.imaging.forget()
    rig.imaging.open()
    assert rig.imaging.look().steady < 1.0


def test_a_sheet_on_the_tray_is_measured(whole: Rig) -> None:
    whole.imaging.open()
    whole.hands.put(paper("birth-notice"))
    good = whole.imaging.measure()
    assert good.passed and len(good.zones) == 5 and 200 < good.dpi < 300 and good.width > good.frame.width
    assert abs(good.view_mm / 25.4 * good.dpi - good.width) < 1
    for name, failing in (("blurred", "sharpness"), ("cut-off", "frame"), ("dark", "light")):
        whole.hands.put(paper(f"birth-notice-{name}"))
        checks = whole.imaging.measure().checks
        assert [key for key, holds in checks.items() if not holds] == [failing]
    whole.hands.take_away()
    empty = whole.imaging.measure()
    assert empty.corners is None and not empty.passed and empty.sharpness == 0.0
