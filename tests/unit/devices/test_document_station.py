"""The station over a simulated camera and a clock of its own: hints, steadiness, shots, documents, codes."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

import numpy as np
import pikepdf
import pytest
from local_eyes import local_station, pixels
from scan_scenes import ON_DESK, bare_desk, scene, two_papers

from kiosk.devices.ports import Corners, Preview
from kiosk.devices.simulated.camera import SimulatedCamera, paper
from kiosk.domain.paper import Hint
from kiosk.errors import CameraGone, NoPage
from kiosk.scan.bitmap import Bitmap


@dataclass
class Clock:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


class Desk:
    """A station, its camera, and the time."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.camera = SimulatedCamera(fps=0, clock=self.clock)
        self.station = local_station(self.camera, steady=0.7, clock=self.clock)
        self.station.open()

    def after(self, seconds: float) -> Preview:
        self.clock.now += seconds
        return self.station.preview()


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_an_empty_desk_asks_for_paper(desk: Desk) -> None:
    seen = desk.after(0)
    assert (seen.hint, seen.corners, seen.steady) == (Hint.NO_PAPER, None, 0.0)


def test_a_paper_that_lies_still_becomes_ready_after_the_wait(desk: Desk) -> None:
    desk.camera.put(paper("birth-notice"))
    desk.after(2)
    assert [desk.after(0.2).hint for _ in range(4)] == [Hint.HOLD_STILL] * 3 + [Hint.READY]


def test_steadiness_grows_from_0_to_1(desk: Desk) -> None:
    desk.camera.put(paper("birth-notice"))
    desk.after(2)
    steady = [desk.after(0.2).steady for _ in range(5)]
    assert steady == sorted(steady)
    assert steady[0] == pytest.approx(0.2 / 0.7)
    assert steady[-1] == 1.0


def test_a_hand_that_trembles_is_asked_to_hold_still(desk: Desk) -> None:
    desk.camera.put(paper("birth-notice"))
    hints = [desk.after(0.06).hint for _ in range(5)]
    assert Hint.READY not in hints
    assert Hint.HOLD_STILL in hints


def test_moving_the_paper_starts_the_wait_anew(desk: Desk) -> None:
    desk.camera.put(scene())
    desk.after(2)
    assert desk.after(0.6).steady > 0.8
    a, b, c, d = ((x + 40, y + 10) for x, y in ON_DESK)
    desk.camera.put(scene(corners=(a, b, c, d)))
    assert desk.after(2).steady == 0.0


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("birth-notice-blurred", Hint.BLURRED),
        ("birth-notice-dark", Hint.TOO_DARK),
        ("birth-notice-cut-off", Hint.WHOLE_PAPER),
    ],
)
def test_what_is_wrong_is_said_and_nothing_becomes_ready(desk: Desk, name: str, hint: Hint) -> None:
    desk.camera.put(paper(name))
    desk.after(2)
    seen = [desk.after(0.5) for _ in range(4)]
    assert {preview.hint for preview in seen} == {hint}
    assert max(preview.steady for preview in seen) == 0.0


def test_a_paper_far_away_should_come_closer(desk: Desk) -> None:
    desk.camera.put(scene(corners=((400, 500), (540, 505), (545, 705), (396, 700)), size=(900, 1200)))
    assert desk.after(2).hint is Hint.CLOSER


def test_the_outline_lies_on_the_frame_that_is_shown(desk: Desk) -> None:
    desk.camera.put(scene())
    seen = desk.after(2)
    assert seen.corners is not None
    scale = seen.frame.height / 1200
    assert np.abs(np.array(seen.corners) - np.array(ON_DESK) * scale).max() < 16  # the network alone: about a hundredth


def test_a_shot_keeps_the_cameras_own_picture_and_gives_a_white_page(desk: Desk) -> None:
    desk.camera.put(paper("birth-notice"))
    shot = desk.station.shoot()
    assert shot.good
    assert shot.original == paper("birth-notice").read_bytes()
    assert shot.page.size == (1654, 2339)
    assert np.median(pixels(shot.page)) == 255


def test_a_bad_shot_comes_back_with_its_reasons(desk: Desk) -> None:
    desk.camera.put(paper("birth-notice-blurred"))
    shot = desk.station.shoot()
    assert shot.reasons == ("blurred",)
    assert not shot.good


def test_without_paper_there_is_no_shot(desk: Desk) -> None:
    with pytest.raises(NoPage):
        desk.station.shoot()


def test_shots_are_bound_into_one_document(desk: Desk) -> None:
    desk.camera.put(paper("birth-notice"))
    shot = desk.station.shoot()
    bound = desk.station.bind([shot, shot])
    assert bound.pages == 2
    assert bound.sha256 == hashlib.sha256(bound.pdf).hexdigest()
    with pikepdf.open(io.BytesIO(bound.pdf)) as pdf:
        assert len(pdf.pages) == 2
        assert [float(v) for v in pdf.pages[0].MediaBox[2:]] == pytest.approx([595.3, 842.0], abs=0.3)


def test_a_page_is_packed_while_it_is_judged(desk: Desk) -> None:
    desk.camera.put(paper("birth-notice"))
    shot = desk.station.shoot()
    assert len(desk.station._packed) == 1
    one = desk.station.bind([shot])
    assert len(desk.station._packed) == 1
    assert one.pages == 1


def test_a_card_held_under_the_camera_gives_its_text(desk: Desk) -> None:
    text = "999162000123||Giàng Thị Say|01011962|Nữ|thôn Tả Lủng, xã Đồng Văn|01012022"
    assert desk.station.glimpse().codes == ()
    desk.camera.show_code(text)
    desk.clock.now += 2
    assert desk.station.glimpse().codes == (text,)
    desk.camera.take_away()
    assert desk.station.glimpse().codes == ()


def test_a_very_large_frame_is_shrunk_before_it_is_shown(desk: Desk) -> None:
    class Large(SimulatedCamera):
        def frame(self) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
            return np.repeat(np.repeat(bare_desk(), 3, 0), 3, 1)

    station = local_station(Large(fps=0))
    station.open()
    assert max(station.preview().frame.width, station.preview().frame.height) == 1920


def test_unplugged_in_the_middle_of_the_preview_it_says_so_and_goes_on_later(desk: Desk) -> None:
    desk.camera.put(paper("birth-notice"))
    desk.after(2)
    desk.camera.unplug()
    with pytest.raises(CameraGone):
        desk.after(0.1)
    desk.camera.plug()
    desk.station.open()
    assert desk.after(0.1).steady == 0.0
    assert desk.after(0.8).hint is Hint.READY


def test_a_hand_that_never_rests_gets_no_picture_taken_until_it_lays_the_paper_down(desk: Desk) -> None:
    desk.camera.put(paper("birth-notice"))
    desk.camera.hold(40.0)
    hints = {desk.after(0.11).hint for _ in range(20)}
    assert Hint.READY not in hints and Hint.HOLD_STILL in hints
    assert "blurred" in desk.station.shoot().reasons, "taken all the same, it is blurred"
    desk.camera.hold(0.0)
    desk.after(2)
    assert [desk.after(0.4).hint for _ in range(3)][-1] is Hint.READY
    assert desk.station.shoot().good


def test_a_lamp_that_goes_out_asks_for_light_and_goes_on_when_it_is_back(desk: Desk) -> None:
    desk.camera.put(paper("birth-notice"))
    desk.after(2)
    desk.camera.set_light(0.25)
    assert desk.after(1).hint is Hint.TOO_DARK
    desk.camera.set_light(1.0)
    assert [desk.after(0.4).hint for _ in range(4)][-1] is Hint.READY


def middle(corners: Corners, frame: Bitmap) -> tuple[float, float]:
    x, y = np.mean(corners, axis=0)
    return float(x) / frame.width, float(y) / frame.height


def test_of_several_papers_the_largest_is_meant_until_another_is_touched(desk: Desk) -> None:
    desk.camera.put(two_papers())
    seen = desk.after(2)
    assert seen.corners is not None and len(seen.others) == 1
    assert middle(seen.corners, seen.frame)[0] < 0.5 < middle(seen.others[0], seen.frame)[0]
    desk.station.choose(middle(seen.others[0], seen.frame))
    seen = desk.after(0.1)
    assert seen.corners is not None and middle(seen.corners, seen.frame)[0] > 0.5
    shot = desk.station.shoot()
    assert shot.corners is not None and shot.size_mm == (330.0, 210.0), "of a card's shape; nothing says that it is one"
    seen = desk.after(0.1)
    assert seen.corners is not None and middle(seen.corners, seen.frame)[0] < 0.5, "once taken, the largest again"


def test_a_chosen_paper_that_is_taken_away_is_chosen_no_more(desk: Desk) -> None:
    desk.camera.put(two_papers())
    seen = desk.after(2)
    desk.station.choose(middle(seen.others[0], seen.frame))
    desk.after(0.1)
    desk.camera.put(paper("birth-notice"))
    seen = desk.after(2)
    assert seen.others == () and desk.station.shoot().size_mm == (210.0, 297.0)
