"""Whatever bytes come, the answer is a picture or a known error, and no memory bomb goes off."""

from __future__ import annotations

import io
import random
import struct
import tracemalloc
import zlib
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bench.fuzz_scan import changed, pictures
from kiosk.errors import PictureTooLarge, PictureUnreadable, ScanError
from kiosk.scan import decode as decoding
from kiosk.scan.decode import decode

RED_LEFT = np.zeros((60, 80, 3), np.uint8)
RED_LEFT[:, :40] = (255, 0, 0)  # RGB
RED_LEFT[:, 40:] = (255, 255, 255)


def encoded(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def is_red(pixel: Any) -> bool:
    blue, green, red = (int(v) for v in pixel)
    return red > 200 and green < 70 and blue < 70


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF"])
def test_the_usual_kinds_come_out_as_bgr(kind: str) -> None:
    picture = decode(encoded(Image.fromarray(RED_LEFT), kind))
    assert picture.shape == (60, 80, 3)
    assert picture.dtype == np.uint8
    assert is_red(picture[30, 10])


def test_cmyk_comes_out_in_colour() -> None:
    assert is_red(decode(encoded(Image.fromarray(RED_LEFT).convert("CMYK"), "JPEG", quality=95))[30, 10])


def test_sixteen_bits_keep_their_range() -> None:
    ramp = np.tile(np.linspace(0, 65535, 80).astype(np.uint16), (60, 1))
    picture = decode(encoded(Image.fromarray(ramp)))
    assert abs(int(picture[30, 40, 0]) - 128) <= 3
    assert picture[30, 79, 0] == 255


def test_grey_and_palette_and_bits() -> None:
    for mode in ("L", "P", "1", "LA"):
        assert decode(encoded(Image.fromarray(RED_LEFT).convert(mode))).shape == (60, 80, 3)


def test_what_is_see_through_lies_on_white() -> None:
    assert decode(encoded(Image.new("RGBA", (64, 64), (0, 0, 0, 0)))).min() == 255


def test_a_picture_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: rotate by 90 degrees clockwise to see it right
    picture = decode(encoded(Image.fromarray(RED_LEFT), "JPEG", exif=exif, quality=95))
    assert picture.shape == (80, 60, 3)
    assert is_red(picture[10, 30])
    assert not is_red(picture[70, 30])


def test_of_an_animation_the_first_picture_counts() -> None:
    frames = [Image.fromarray(RED_LEFT), Image.new("RGB", (80, 60), (0, 0, 255))]
    assert is_red(decode(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]))[30, 10])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"GIF89a",
        b"%PDF-1.7",
        b"<svg/>",
        b"\xff\xd8\xff\xe0" + b"\0" * 64,
        encoded(Image.new("RGB", (1, 1))),
        encoded(Image.new("RGB", (4000, 1))),
    ],
)
def test_what_is_no_picture_of_a_paper_is_refused(data: bytes) -> None:
    with pytest.raises(PictureUnreadable):
        decode(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_half_a_picture_is_refused(kind: str) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (200, 200, 3), dtype=np.uint8)
    whole = encoded(Image.fromarray(noise), kind)
    with pytest.raises(PictureUnreadable):
        decode(whole[: len(whole) // 2])


@pytest.fixture
def by_opencv(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each picture went the short way."""
    went: list[bool] = []
    short = decoding._plain_jpeg

    def noted(data: bytes, picture: Image.Image) -> Any:
        seen = short(data, picture)
        went.append(seen is not None)
        return seen

    monkeypatch.setattr(decoding, "_plain_jpeg", noted)
    return went


def photo() -> Image.Image:
    coarse = np.random.default_rng(2).integers(0, 256, (12, 9, 3), dtype=np.uint8)
    return Image.fromarray(coarse).resize((450, 600), Image.Resampling.BICUBIC)


@pytest.mark.parametrize("options", [{}, {"subsampling": 0}, {"quality": 30}, {"comment": b"x" * 300}])
def test_a_cameras_jpeg_goes_the_short_way_to_the_same_pixels(by_opencv: list[bool], options: dict[str, Any]) -> None:
    data = encoded(photo(), "JPEG", **options)
    with Image.open(io.BytesIO(data)) as picture:
        expected = np.asarray(picture)[:, :, ::-1].astype(int)
    assert np.abs(decode(data).astype(int) - expected).max() <= 2
    assert by_opencv == [True]


def turned_jpeg() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 8
    return encoded(photo(), "JPEG", exif=exif)


def two_sizes() -> bytes:
    """A frame header in a place where only one of two readers may look for it."""
    data = encoded(photo(), "JPEG")
    return data[:2] + b"\xff\xff\xfe\x00\x04ab" + data[2:]


@pytest.mark.parametrize(
    "make",
    [
        turned_jpeg,
        two_sizes,
        lambda: encoded(photo(), "JPEG", progressive=True),
        lambda: encoded(photo().convert("L"), "JPEG"),
        lambda: encoded(photo().convert("CMYK"), "JPEG"),
        lambda: encoded(photo(), "JPEG") + b"\0" * 40,
        lambda: encoded(photo().resize((5000, 5000)), "JPEG"),
    ],
)
def test_what_is_not_plain_goes_the_long_way(by_opencv: list[bool], make: Callable[[], bytes]) -> None:
    assert decode(make()).ndim == 3
    assert by_opencv == [False]


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims a huge picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [9_000, 30_000, 2_000_000])
def test_an_enormous_picture_is_refused_before_a_pixel_is_decoded(side: int) -> None:
    tracemalloc.start()
    with pytest.raises(PictureTooLarge):
        decode(bomb(side, side))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2_000_000


def test_a_heavy_file_is_refused_unread() -> None:
    with pytest.raises(PictureTooLarge):
        decode(bytes(64_000_001))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 3), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12))
def test_damaged_pictures_never_raise_anything_unknown(which: int, damage: list[tuple[float, int]]) -> None:
    data = bytearray(encoded(Image.fromarray(RED_LEFT), ("JPEG", "PNG", "TIFF", "WEBP")[which]))
    for where, value in damage:
        data[int(where * (len(data) - 1))] = value
    try:
        picture = decode(bytes(data))
    except (PictureUnreadable, PictureTooLarge):
        return
    assert picture.ndim == 3


def test_changed_pictures_end_in_a_picture_or_a_known_error() -> None:
    """A sample of bench/fuzz_scan.py, which runs for as long as one likes."""
    chance, seeds = random.Random(3), list(pictures())
    came: Counter[str] = Counter()
    for _ in range(300):
        try:
            came[type(decode(changed(chance.choice(seeds), chance))).__name__] += 1
        except ScanError as error:
            came[error.code] += 1
    assert set(came) <= {"ndarray", "scan.unreadable-picture", "scan.too-large"}
    assert min(came["ndarray"], came["scan.unreadable-picture"]) > 50


TURNS_BACK = {  # how a picture must be stored so that its orientation (TIFF 6.0, tag 274) brings it upright
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("kind", ["TIFF", "JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", list(TURNS_BACK))
def test_what_a_file_says_of_its_way_up_is_done_once(orientation: int, kind: str) -> None:
    """A scanner writes it into a TIFF as a camera does into a JPEG. The red corner tells all eight apart."""
    upright = np.full((240, 320, 3), 255, np.uint8)
    upright[:90, :160] = (255, 0, 0)
    stored, back = Image.fromarray(upright), TURNS_BACK[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = decode(encoded(stored.transpose(back) if back is not None else stored, kind, exif=exif))
    assert picture.shape[:2] == (240, 320)
    assert is_red(picture[20, 20]) and is_red(picture[80, 150])
    assert not any(is_red(picture[y, x]) for y, x in ((20, 300), (220, 20), (220, 300), (150, 20), (20, 200)))
