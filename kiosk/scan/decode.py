"""Pictures from outside: phones, sticks, cameras. Whatever they hold, the answer is a picture or a known error."""

from __future__ import annotations

import io
import math
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from PIL import Image

from kiosk.errors import PictureHeic, PictureTooLarge, PictureUnreadable, ScanError
from kiosk.scan import containers
from kiosk.scan.decoder_protocol import MOST_BYTES
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Frame

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "AVIF", "BMP", "GIF")
FACES = ("JPEG", "JPEG2000")  # ISO/IEC 19794-5: what a card's chip may hold
MOST_PIXELS = 40_000_000  # up to 320 MB while they are decoded: what a kiosk with 4 GB can spare
LEAST_SIDE = 32  # pixels: less holds no paper
_MOST_STREAMED = 170_000_000
_MOST_PROGRESSIVE = 64_000_000  # libjpeg holds all of it, six bytes a pixel at most, before it gives the first row
_ENOUGH_PIXELS = 6_000_000  # A4 at 260 dpi: a picture of four times as many is halved
_ORIENTATION, _MAKER = 0x0112, 0x010F  # in EXIF: how the camera was held, and whose it is
_DPI = (150.0, 1200.0)  # dots an inch that a scanner may have; 72, 96 and 144 are a screen's
_BEFORE_FRAME = (*range(0xE0, 0xF0), 0xDB, 0xC4, 0xDD, 0xFE)  # APPn, tables, restart interval, comment
_JPEG = ("JPEG", "MPO")
_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}  # ISO/IEC 23008-12, annex B
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Leaf:
    """One page of a file. ``size_mm`` (width, height) is what a scanner wrote of it; None where nothing trustworthy is
    said. ``partial``: something of it may not be shown."""

    picture: Frame
    size_mm: tuple[float, float] | None
    partial: bool = False


def decode(data: bytes, *, most_pixels: int = MOST_PIXELS, formats: tuple[str, ...] = FORMATS) -> Frame:
    """The first picture of a file as a person sees it: turned as its EXIF says, 8 bits, colour.

    The size is read from the header before a pixel is decoded. Raises PictureTooLarge, PictureHeic, and
    PictureUnreadable for anything that is no whole picture.
    """
    with _opened(data, formats) as picture:
        _check_size(picture, most_pixels)
        plain = _plain_jpeg(data, picture)
        return plain if plain is not None else _upright(picture)


def leaves(data: bytes) -> Iterator[Leaf]:
    """Every page of a file of pictures, one after another. Raises as ``decode``, and DocumentTooLong."""
    with _opened(data, FORMATS) as picture:
        for number in containers.pages(picture, data):
            _check_size(picture, MOST_PIXELS)
            size = picture.size
            dots = _dots(picture)
            plain = _plain_jpeg(data, picture) if not number else None
            upright = plain if plain is not None else _upright(picture)
            yield Leaf(
                upright, _size_mm(size, dots, turned=(upright.shape[0] > upright.shape[1]) != (size[1] > size[0]))
            )


@contextmanager
def _opened(data: bytes, formats: tuple[str, ...]) -> Iterator[Image.Image]:
    """The file's header is read; whatever its decoder raises from here on is one of ours."""
    if len(data) > MOST_BYTES:
        raise PictureTooLarge(f"{len(data)} bytes")
    if _is_heic(data):
        raise PictureHeic("HEIF")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of large pictures and odd EXIF; both are dealt with here
        try:
            with Image.open(io.BytesIO(data), formats=formats) as picture:
                yield picture
        except (Image.DecompressionBombError, MemoryError) as error:
            raise PictureTooLarge("refused by the decoder") from error
        except ScanError:
            raise
        except Exception as error:  # decoders raise a dozen undocumented kinds at hostile bytes: all mean the same
            raise PictureUnreadable(type(error).__name__) from error


def _is_heic(data: bytes) -> bool:
    """HEIF with HEVC in it, which no decoder here reads (AVIF is the same box with AV1 in it)."""
    if data[4:8] != b"ftyp":
        return False
    box = data[8 : min(64, int.from_bytes(data[:4], "big"))]
    brands = {box[at : at + 4] for at in range(0, len(box), 4) if at != 4}
    return bool(brands & _HEIF) and not brands & {b"avif", b"avis"}


def _dots(picture: Image.Image) -> tuple[float, float] | None:
    """Dots an inch, across and down, as a scanner or fax says them; None of a camera, which has no scale."""
    if picture.format != "TIFF" and picture.getexif().get(_MAKER):
        return None
    across, down = picture.info.get("dpi") or (0.0, 0.0)
    low, high = _DPI
    both = (float(across), float(down))
    return both if high >= max(both) and max(both) >= low and min(both) >= low / 2 else None


def _size_mm(size: tuple[int, int], dots: tuple[float, float] | None, *, turned: bool) -> tuple[float, float] | None:
    if dots is None:
        return None
    width, height = (count / per_inch * 25.4 for count, per_inch in zip(size, dots, strict=True))
    return (height, width) if turned else (width, height)


def _check_size(picture: Image.Image, most_pixels: int) -> None:
    width, height = picture.size
    most = most_pixels
    if picture.format in _JPEG:
        most = max(most, _MOST_PROGRESSIVE if picture.info.get("progressive") else _MOST_STREAMED)
    if picture.mode.startswith(("I", "F")):
        most //= 2  # such a picture weighs twice as much on its way
    if width * height > most:
        raise PictureTooLarge(f"{width} x {height}")
    if min(picture.size) < LEAST_SIDE:
        raise PictureUnreadable(f"{width} x {height}")


def _plain_jpeg(data: bytes, picture: Image.Image) -> Frame | None:
    """What a camera gives, in half of Pillow's time: OpenCV hands libjpeg's pixels over without copying them.

    None for anything else. OpenCV takes half a picture for a whole one, and reads the size anew: so the file must end
    as a JPEG ends, and say its size in the one plain place.
    """
    whole = picture.format == "JPEG" and picture.mode == "RGB" and data.endswith(b"\xff\xd9")
    if not whole or _shrink(picture) > 1 or _turn(picture) is not None or _size_told(data) != picture.size:
        return None
    flags = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    return None if pixels is None else np.asarray(pixels, np.uint8)


def _size_told(data: bytes) -> tuple[int, int] | None:
    """Width and height in the first frame header of a baseline JPEG; None where what stands before it is not plain."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length, height, width = struct.unpack_from(">xBHxHH", data, at)
        if marker in (0xC0, 0xC1):
            return width, height
        if marker not in _BEFORE_FRAME or length < 2:
            return None
        at += 2 + length
    return None


def _shrink(picture: Image.Image) -> int:
    """By how much a picture is more than enough."""
    return max(1, math.isqrt(picture.width * picture.height // _ENOUGH_PIXELS))


def _turn(picture: Image.Image) -> Image.Transpose | None:
    return _TURNS.get(picture.getexif().get(_ORIENTATION, 1))


def _upright(picture: Image.Image) -> Frame:
    shrink = _shrink(picture)
    if shrink > 1 and picture.format in _JPEG:  # made smaller as it is read
        picture.draft(None, (picture.width // shrink, picture.height // shrink))
        shrink = _shrink(picture)
    picture.load()
    turn = _turn(picture)  # none is left of a TIFF, which Pillow turns itself while it loads
    coloured = _in_colour(picture)
    if shrink > 1:
        coloured = coloured.reduce(shrink)
    if "A" in coloured.getbands():
        coloured = _on_white(coloured)
    if turn is not None:
        coloured = coloured.transpose(turn)
    return np.asarray(cv2.cvtColor(np.asarray(coloured), cv2.COLOR_RGB2BGR), np.uint8)


def _in_colour(picture: Image.Image) -> Image.Image:
    """RGB, or RGBA where something shines through."""
    eight = _eight_bits(picture)
    if "A" in eight.getbands() or "transparency" in eight.info:
        return eight if eight.mode == "RGBA" else eight.convert("RGBA")
    return eight if eight.mode == "RGB" else eight.convert("RGB")


def _eight_bits(picture: Image.Image) -> Image.Image:
    """16-bit and floating greys hold their range; Pillow's own conversion would clip it."""
    if not picture.mode.startswith(("I", "F")):
        return picture
    values = np.asarray(picture, dtype=np.float32)
    top = 65535.0 if picture.mode.startswith("I") and values.max(initial=0) <= 65535 else float(values.max(initial=1))
    eight = Image.fromarray(np.clip(values * (255.0 / max(top, 1e-9)), 0, 255).astype(np.uint8))
    eight.info.update(picture.info)
    return eight


def _on_white(picture: Image.Image) -> Image.Image:
    paper = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(paper, picture).convert("RGB")
