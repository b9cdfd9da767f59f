"""One photograph to one page, on two cores."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from scan_scenes import bare_desk, scene

from kiosk.scan.opencv import cv2
from kiosk.scan.page import document
from kiosk.scan.page.document import page_of, sheet_of
from kiosk.scan.page.quality import PageFault, Reason
from kiosk.scan.picture import Frame


def test_a_clean_page_is_handed_out_while_it_is_still_being_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    handed = threading.Event()

    def faults(page: Frame, *, seen_dpi: float, cut: bool, small: Frame) -> tuple[PageFault, ...]:
        assert handed.wait(30)  # would never come if one waited for the other
        return (PageFault(Reason.GLARE),)

    monkeypatch.setattr(document, "faults", faults)
    seen: list[Frame] = []
    shot = page_of(scene(), meanwhile=lambda page: (seen.append(page), handed.set()))
    assert len(seen) == 1
    assert seen[0] is shot.picture
    assert shot.reasons == (Reason.GLARE,)


def test_a_mistake_in_judging_is_not_lost_on_the_other_core(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(page: Frame, *, seen_dpi: float, cut: bool, small: Frame) -> tuple[PageFault, ...]:
        raise ZeroDivisionError

    monkeypatch.setattr(document, "faults", broken)
    for handed in (None, id):
        with pytest.raises(ZeroDivisionError):
            page_of(scene(), meanwhile=handed)


def test_where_no_page_was_found_nothing_is_handed_out() -> None:
    seen: list[Frame] = []
    shot = page_of(bare_desk(), meanwhile=seen.append)
    assert shot.reasons == (Reason.NO_PAGE,)
    assert shot.corners is None
    assert shot.picture.size
    assert seen == []


def test_a_scanners_page_is_handed_out_too() -> None:
    sheet = np.full((1169, 827, 3), 250, np.uint8)
    sheet[300:320, 200:500] = 20
    seen: list[Frame] = []
    shot = sheet_of(sheet, (210.0, 297.0), meanwhile=seen.append)
    assert [page is shot.picture for page in seen] == [True]


@pytest.mark.parametrize(("height", "coarse"), [(1920, True), (4000, False)])
def test_that_a_camera_gives_less_than_the_law_asks_is_said(height: int, coarse: bool) -> None:
    """A4 along 1920 pixels has 160 to the inch at best."""
    picture = cv2.resize(scene(), (round(height * 3 / 4), height), interpolation=cv2.INTER_CUBIC)
    shot = page_of(picture)
    assert shot.coarse == coarse
    assert (shot.seen_dpi < 200) == coarse
