"""QR codes: every text, Vietnamese letters whole, nothing invented."""

from __future__ import annotations

import numpy as np
from scan_scenes import bare_desk, scene

from kiosk.devices.simulated.card_on_desk import card_with_code
from kiosk.scan.codes import find, texts
from kiosk.scan.opencv import cv2

TEXT = "999162000123||Giàng Thị Say|01011962|Nữ|thôn Tả Lủng, xã Đồng Văn, tỉnh Tuyên Quang|01012022"


def test_the_cards_code_is_read_with_all_its_accents() -> None:
    assert texts(card_with_code(TEXT, bare_desk())) == (TEXT,)


def test_where_it_lies_is_told() -> None:
    picture = card_with_code(TEXT, bare_desk())
    (code,) = find(picture)
    quad = np.array(code.corners)
    assert (quad > 0).all()
    assert (quad < [picture.shape[1], picture.shape[0]]).all()
    assert cv2.contourArea(quad.astype(np.float32)) > 20_000


def test_two_codes_are_two_texts() -> None:
    both = np.vstack([card_with_code("MOT", bare_desk()), card_with_code("HAI", bare_desk())])
    assert sorted(texts(both)) == ["HAI", "MOT"]


def test_a_turned_code_is_read() -> None:
    assert texts(np.ascontiguousarray(np.rot90(card_with_code(TEXT, bare_desk())))) == (TEXT,)


def test_a_paper_without_a_code_gives_none() -> None:
    assert texts(scene()) == ()


def test_a_damaged_code_gives_none_rather_than_half() -> None:
    picture = card_with_code(TEXT, bare_desk()).copy()
    (code,) = find(picture)
    cv2.fillConvexPoly(picture, (np.array(code.corners) * 0.5 + np.mean(code.corners, 0) * 0.5).astype(int), (9, 9, 9))
    assert texts(picture) == ()
