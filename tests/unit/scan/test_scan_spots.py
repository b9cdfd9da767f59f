"""Each fault is shown somewhere: where it is, or where it can be seen."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.devices.simulated.camera import paper
from kiosk.scan.decode import decode
from kiosk.scan.document import page_of
from kiosk.scan.opencv import cv2
from kiosk.scan.quality import Reason
from kiosk.scan.spots import missing_side, print_spot


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("birth-notice-blurred", Reason.BLURRED),
        ("birth-notice-dark", Reason.TOO_DARK),
        ("birth-notice-cut-off", Reason.CUT_OFF),
    ],
)
def test_every_fault_of_a_page_is_shown_on_the_picture(name: str, reason: Reason) -> None:
    picture = decode(paper(name).read_bytes())
    shot = page_of(picture)
    assert shot.reasons[0] is reason and shot.where is not None and shot.corners is not None
    spot = np.array(shot.where)
    assert (spot >= 0).all() and (spot <= [picture.shape[1], picture.shape[0]]).all()
    middle = tuple(float(v) for v in spot.mean(axis=0))
    assert cv2.pointPolygonTest(np.array(shot.corners, np.float32), middle, False) >= 0, "it lies on the paper"
    if reason is Reason.CUT_OFF:
        assert spot[:, 1].max() > 0.98 * picture.shape[0], "this paper leaves the picture at the bottom"


def test_no_page_has_no_spot() -> None:
    assert page_of(decode(paper("empty-desk").read_bytes())).where is None


def test_the_print_is_found_where_it_is() -> None:
    page = np.full((1200, 900, 3), 245, np.uint8)
    for row in range(6):
        cv2.putText(page, "cong hoa xa hoi", (500, 820 + 40 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (30, 30, 30), 2)
    left, top = print_spot(page)[0]
    right, bottom = print_spot(page)[2]
    assert left < 700 < right and top < 920 < bottom


@pytest.mark.parametrize(
    ("corners", "touched"),
    [
        (((100, 50), (700, 50), (700, 1000), (100, 1000)), (50, 350)),  # the bottom, of a picture 1000 high
        (((-20, 50), (700, 50), (700, 900), (-20, 900)), (0, 475)),  # the left
    ],
)
def test_the_side_that_is_missing(corners: tuple[tuple[float, float], ...], touched: tuple[int, int]) -> None:
    strip = missing_side(corners, (800, 1000))  # type: ignore[arg-type]
    assert strip is not None
    assert strip.min() >= 0 and strip[:, 0].max() <= 799 and strip[:, 1].max() <= 999
    assert missing_side(((100, 50), (700, 50), (700, 900), (100, 900)), (800, 1000)) is None
    assert strip[:, 0].min() == 0 if touched[0] == 0 else strip[:, 1].max() == 999
