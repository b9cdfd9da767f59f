"""QR codes: every text, Vietnamese letters whole, nothing invented."""

from __future__ import annotations

import numpy as np
import pytest
import qrcode
import zxingcpp
from scan_scenes import bare_desk, scene

from kiosk.devices.simulated.card_on_desk import card_with_code
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Frame
from kiosk.scan.reading.codes import CodeOwner, ScannedCode, find, kind_of, texts

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


def small_code(sigma: float, seed: int = 1) -> Frame:
    """A card's code before a camera that is not quite in focus: three pixels to a module."""
    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(TEXT.encode())
    plain = np.kron(np.where(np.array(code.get_matrix()), 40, 215), np.ones((3, 3))).astype(np.float32)
    desk = np.full((600, 800), 150, np.float32)
    desk[180 : 180 + len(plain), 300 : 300 + len(plain)] = plain
    turn = cv2.getRotationMatrix2D((400, 300), 31, 1.0)
    seen = cv2.GaussianBlur(cv2.warpAffine(desk, turn, (800, 600), borderValue=150), (0, 0), sigma)
    seen += np.random.default_rng(seed).normal(0, 2, seen.shape)
    return np.asarray(np.repeat(np.clip(seen, 0, 255).astype(np.uint8)[:, :, None], 3, axis=2))


def test_a_code_too_blurred_for_the_library_alone_is_sharpened_and_read() -> None:
    picture = small_code(1.75)
    assert not [one for one in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode) if one.valid]
    (code,) = find(picture)
    assert code.text == TEXT
    assert np.abs(np.mean(code.corners, axis=0) - [362, 276]).max() < 8


def test_what_is_blurred_beyond_reading_gives_nothing() -> None:
    assert texts(small_code(6.0)) == ()


def test_nothing_is_read_in_noise() -> None:
    rng = np.random.default_rng(3)
    for _ in range(5):
        noise = np.kron(rng.integers(0, 2, (100, 130)) * 200, np.ones((5, 5))).astype(np.uint8)
        assert texts(np.repeat(noise[:, :, None], 3, axis=2)) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (TEXT, CodeOwner.CARD),
        ("999162000123|012345678|Giàng Thị Say|01011962|Nữ|Đồng Văn|01012022|x", CodeOwner.CARD),
        ("KX1:DVN-26-0001:H05:K1:20261124080000:0011223344556677:ABC", CodeOwner.SLIP),
        ("99916200012|||||||", CodeOwner.OTHER),
        ("https://example.vn/999162000123|a|b|c|d|e|f", CodeOwner.OTHER),
        ("", CodeOwner.OTHER),
    ],
)
def test_a_cards_code_and_a_slips_are_told_apart(text: str, kind: CodeOwner) -> None:
    assert kind_of(text) is kind
    assert ScannedCode(text, ((0, 0), (1, 0), (1, 1), (0, 1))).kind is kind
