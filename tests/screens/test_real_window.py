"""The window on real screens: it covers them, without a frame, and what stands on them is what the window paints.

``grab()`` paints the window anew and so cannot show what a real screen still has of an earlier page.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from real_screen import needs_cage, needs_weston, needs_xvfb, played, python, under_cage, under_weston, x_server

from kiosk.tour.counter import SCENES as COUNTER_SCENES

PICTURES = str(Path(__file__).parent / "window_pictures.py")
WALK = str(Path(__file__).parent.parent / "real_walk.py")
SCENES = {"start", "consent-given", "form-relation", "confirm", "review", "received-delivered", "track", "goodbye"}

CAGE = "1024x768"
"""The size that cage has on an X server."""


def facts(done: subprocess.CompletedProcess[str]) -> list[dict]:
    """What the child said; its own trouble, if it had any."""
    said = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert said and said[-1] == {"ended": "well"}, done.stderr[-4000:]  # cage ends well whatever became of its program
    return said[:-1]


def covers(shape: dict) -> None:
    assert shape["place"] == shape["screen"]
    assert shape["frame"] == [0, 0, 0, 0]
    assert shape["shown"] == ["KioskWindow"]


def same_at_every_scene(said: list[dict]) -> None:
    assert {one["scene"] for one in said} >= SCENES
    assert {one["scene"]: one["off"] for one in said if one["off"]} == {}


@needs_xvfb
@pytest.mark.parametrize("size", ["540x960", "960x540"])
def test_it_covers_a_screen_that_nobody_manages(tmp_path: Path, size: str) -> None:
    with x_server(size) as place:
        shape, start = facts(played(python(WALK, "shape", str(tmp_path)), place))
    covers(shape)
    assert shape["screen"][2:] == [int(side) for side in size.split("x")]
    assert start == {"scene": "start", "off": 0}


@needs_cage
def test_it_covers_the_screen_under_cage(tmp_path: Path) -> None:
    (shape,) = facts(under_cage(python(WALK, "shape", str(tmp_path)), tmp_path / "run"))
    covers(shape)


@needs_cage
def test_what_cage_shows_is_the_whole_window_and_nothing_else(tmp_path: Path) -> None:
    with x_server(CAGE) as place:
        said = facts(under_cage(python(WALK, "shape", str(tmp_path)), tmp_path / "run", DISPLAY=place["DISPLAY"]))
    shape, start = said
    covers(shape)
    assert start == {"scene": "start", "off": 0}


@needs_weston
def test_it_covers_the_screen_of_a_kiosk_shell(tmp_path: Path) -> None:
    (shape,) = facts(under_weston(python(WALK, "shape", str(tmp_path)), tmp_path / "run"))
    covers(shape)


@needs_xvfb
@pytest.mark.long
def test_a_whole_visit_leaves_nothing_on_the_screen_that_the_window_does_not_paint(tmp_path: Path) -> None:
    with x_server("540x960") as place:
        same_at_every_scene(facts(played(python(WALK, "walk", str(tmp_path)), place)))


@needs_xvfb
@pytest.mark.long
@pytest.mark.parametrize("size", ["1366x768", "810x1440"])
def test_an_officers_day_leaves_nothing_on_the_screen_that_the_window_does_not_paint(tmp_path: Path, size: str) -> None:
    with x_server(size) as place:
        said = facts(played(python(WALK, "counter", str(tmp_path)), place))
    assert [one["scene"] for one in said] == list(COUNTER_SCENES)
    assert {one["scene"]: one["off"] for one in said if one["off"]} == {}


@needs_cage
@pytest.mark.long
def test_a_whole_visit_under_cage_leaves_nothing_either(tmp_path: Path) -> None:
    with x_server(CAGE) as place:
        said = facts(under_cage(python(WALK, "walk", str(tmp_path)), tmp_path / "run", DISPLAY=place["DISPLAY"]))
    same_at_every_scene(said)


@needs_xvfb
def test_a_screen_is_photographed_off_the_server_and_a_sheet_made_of_it(tmp_path: Path) -> None:
    asked = ("--glass", "small", "--theme", "contrast", "--text", "200", "--only", "06-sex")
    with x_server("64x64") as place:  # for its environment: the command begins a server of its own
        done = played(python(PICTURES, str(tmp_path), *asked), place)
    assert done.returncode == 0, done.stdout + done.stderr
    [picture] = (tmp_path / "small-contrast-200-vi").iterdir()
    image = Image.open(picture)
    assert (picture.name, image.size) == ("06-sex.jpg", (1366, 768))
    assert Image.open(tmp_path / "small-contrast-200-vi.jpg").width == 5 * 486
    share, _, name = (tmp_path / "empty.txt").read_text("utf-8").strip().partition("  ")
    assert 0 <= float(share) < 1 and name == "small-contrast-200-vi 06-sex"


@needs_xvfb
def test_a_display_pulled_out_put_back_and_turned_has_the_whole_window_and_the_visit_goes_on(tmp_path: Path) -> None:
    with x_server("960x960") as place:
        said = facts(played(python(WALK, "outputs", str(tmp_path)), place))
    changes, scenes = [one for one in said if "change" in one], [one for one in said if "scene" in one]
    assert {one["change"]: one["size"] for one in changes if one["change"] != "pulled out"} == {
        "upright": [540, 960],
        "turned": [960, 540],
        "back, turned": [540, 960],
        "another": [683, 384],
    }
    assert [(one["shown"], one["field"], one["step"]) for one in changes] == [
        (["KioskWindow"], "Thào Seo Chứ", "form")
    ] * 5
    assert {one["scene"]: one["off"] for one in scenes if one["off"]} == {}
    assert said[-1] == {"went_on": "Thào Seo Chứ"}
