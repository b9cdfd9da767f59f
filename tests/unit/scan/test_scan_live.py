"""Where nothing moves under the camera the paper is not looked for again; whatever moves is seen at once."""

from __future__ import annotations

import numpy as np
import pytest
from scan_scenes import bare_desk, scene

from kiosk.scan.finder import live
from kiosk.scan.finder.glance import glance
from kiosk.scan.finder.live import AGAIN, JUDGED, LiveEye
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Frame

NOISE = 4.0  # grey levels: of a small sensor in a dim room


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> list[Frame]:
    """The frames in which papers were looked for."""
    seen, find = list[Frame](), live.finder.find

    def counted(frame: Frame, **how: bool):  # type: ignore[no-untyped-def]
        seen.append(frame)
        return find(frame, **how)

    monkeypatch.setattr(live.finder, "find", counted)
    return seen


def large(frame: Frame) -> Frame:
    return np.asarray(cv2.resize(frame, (1080, 1440), interpolation=cv2.INTER_AREA), np.uint8)


def noisy(frame: Frame, seed: int) -> Frame:
    noise = np.random.default_rng(seed).normal(0, NOISE, frame.shape)
    return np.clip(frame + noise, 0, 255).astype(np.uint8)


def moved(frame: Frame, pixels: float) -> Frame:
    shift = np.array([[1, 0, pixels], [0, 1, 0]], np.float32)
    size = frame.shape[1], frame.shape[0]
    return np.asarray(cv2.warpAffine(frame, shift, size, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def test_a_paper_that_lies_is_found_once_in_a_while_and_seen_as_ever(finds: list[Frame]) -> None:
    eye, paper = LiveEye(), large(scene())
    for seed in range(2 * AGAIN):
        view, anew = eye.look(noisy(paper, seed)), glance(noisy(paper, seed))
        assert view is not None and anew is not None
        assert np.abs(np.array(view.corners) - np.array(anew.corners)).max() < 4
        assert (view.cut, view.dark, view.glare) == (anew.cut, anew.dark, anew.glare)
    assert len(finds) == 2 + 2 * AGAIN, "each glance looks, the eye twice"
    assert not eye.moved


def test_what_moves_is_looked_for_at_once(finds: list[Frame]) -> None:
    eye, paper = LiveEye(), large(scene())
    for pixels in (0, 3, 9, 40):
        view, anew = eye.look(moved(paper, pixels)), glance(moved(paper, pixels))
        assert eye.moved and view == anew


def test_a_slow_creep_is_followed() -> None:
    eye, paper = LiveEye(), large(scene())
    for step in range(40):
        frame = moved(paper, step / 4)
        view, anew = eye.look(frame), glance(frame)
        assert view is not None and anew is not None
        assert np.abs(np.array(view.corners) - np.array(anew.corners)).max() < 4


def test_a_paper_that_is_taken_away_is_gone_with_the_next_frame() -> None:
    eye = LiveEye()
    assert eye.look(large(scene())) is not None
    assert eye.look(large(bare_desk())) is None
    assert eye.look(large(scene())) is not None


def test_a_picture_that_blurs_is_told_within_two_frames() -> None:
    """A lens that looks for its focus moves nothing."""
    eye, paper = LiveEye(), large(scene())
    soft = np.asarray(cv2.GaussianBlur(paper, (0, 0), 4), np.uint8)
    first = eye.look(paper)
    views = [eye.look(soft) for _ in range(JUDGED)]
    assert first is not None and not first.blurred
    assert views[-1] is not None and views[-1].blurred


def test_what_was_chosen_is_asked_of_a_frame_in_which_papers_are_looked_for(finds: list[Frame]) -> None:
    eye, paper, meant = LiveEye(), large(scene()), list[Frame]()

    def other(frame: Frame) -> Frame:
        meant.append(frame)
        return frame.copy()

    for _ in range(3):
        eye.look(paper, other)
    assert len(meant) == len(finds) == 1 and finds[0] is not paper
    eye.forget()
    eye.look(paper, other)
    assert len(meant) == 2
