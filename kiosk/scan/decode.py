"""Pictures from outside: phones, sticks, cameras. Whatever they hold, the answer is a picture or a known error."""

from __future__ import annotations

import io
import math
import struct
import warnings

import numpy as np
from PIL import Image

from kiosk.errors import PictureTooLarge, PictureUnreadable
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Frame

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF")
MOST_PIXELS = 40_000_000  # up to 320 MB while they are decoded: what a kiosk with 4 GB can spare
_MOST_STREAMED = 170_000_000
_ENOUGH_PIXELS = 6_000_000  # A4 at 260 dpi: a picture of four times as many is halved
MOST_BYTES = 64_000_000
LEAST_SIDE = 32  # pixels: less holds no paper
_ORIENTATION = 0x0112  # in EXIF: how the camera was held
_BEFORE_FRAME = (*range(0xE0, 0xF0), 0xDB, 0xC4, 0xDD, 0xFE)  # APPn, tables, restart interval, comment
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def decode(data: bytes, *, most_pixels: int = MOST_PIXELS) -> Frame:
    """The picture as a person sees it: turned as its EXIF says, first frame, 8 bits, colour.

    The size is read from the header before a pixel is decoded. Raises PictureTooLarge, and PictureUnreadable for
    anything that is no whole picture.
    """
    if len(data) > MOST_BYTES:
        raise PictureTooLarge(f"{len(data)} bytes")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of large pictures and odd EXIF; both are dealt with here
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                _check_size(picture, most_pixels)
                plain = _plain_jpeg(data, picture)
                return plain if plain is not None else _upright(picture)
        except (Image.DecompressionBombError, MemoryError) as error:
            raise PictureTooLarge("refused by the decoder") from error
        except (PictureTooLarge, PictureUnreadable):
            raise
        except Exception as error:  # decoders raise a dozen undocumented kinds at hostile bytes: all mean the same
            raise PictureUnreadable(type(error).__name__) from error


def _check_size(picture: Image.Image, most_pixels: int) -> None:
    width, height = picture.size
    most = _MOST_STREAMED if _is_streamed(picture) else most_pixels
    if picture.mode.startswith(("I", "F")):
        most //= 2  # such a picture weighs twice as much on its way
    if width * height > most:
        raise PictureTooLarge(f"{width} x {height}")
    if min(picture.size) < LEAST_SIDE:
        raise PictureUnreadable(f"{width} x {height}")


def _is_streamed(picture: Image.Image) -> bool:
    """A JPEG that is not progressive is made smaller as it is read: its size costs time, but no memory."""
    return picture.format == "JPEG" and not picture.info.get("progressive")


def _plain_jpeg(data: bytes, picture: Image.Image) -> Frame | None:
    """What a camera gives, in half of Pillow's time: OpenCV hands libjpeg's pixels over without copying them.

    None for anything else. OpenCV takes half a picture for a whole one, and reads the size anew: so the file must end
    as a JPEG ends, and say its size in the one plain place.
    """
    whole = picture.format == "JPEG" and picture.mode == "RGB" and data.endswith(b"\xff\xd9")
    if not whole or _shrink(picture) > 1 or _turn(picture) is not None or _size_told(data) != picture.size:
        return None
    flags = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    seen = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    return None if seen is None else np.asarray(seen, np.uint8)


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
    shrink, turn = _shrink(picture), _turn(picture)
    if shrink > 1 and _is_streamed(picture):
        picture.draft(None, (picture.width // shrink, picture.height // shrink))
        shrink = _shrink(picture)
    picture.load()
    seen = _in_colour(picture)
    if shrink > 1:
        seen = seen.reduce(shrink)
    if "A" in seen.getbands():
        seen = _on_white(seen)
    if turn is not None:
        seen = seen.transpose(turn)
    return np.asarray(cv2.cvtColor(np.asarray(seen), cv2.COLOR_RGB2BGR), np.uint8)


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
