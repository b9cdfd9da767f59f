"""Pictures from outside: phones, sticks, cameras. Whatever they hold, the answer is a picture or a known error."""

from __future__ import annotations

import io
import warnings

import numpy as np
from PIL import Image, ImageOps

from kiosk.errors import PictureTooLarge, PictureUnreadable
from kiosk.scan.picture import Frame

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF")
MOST_PIXELS = 64_000_000  # 192 MB decoded: what a kiosk with 4 GB can spare, and four times what A4 at 400 dpi needs
MOST_BYTES = 64_000_000
LEAST_SIDE = 32  # pixels: less holds no paper


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
                _check_size(picture.size, most_pixels)
                return _upright(picture)
        except (Image.DecompressionBombError, MemoryError) as error:
            raise PictureTooLarge("refused by the decoder") from error
        except (PictureTooLarge, PictureUnreadable):
            raise
        except Exception as error:  # decoders raise a dozen undocumented kinds at hostile bytes: all mean the same
            raise PictureUnreadable(type(error).__name__) from error


def _check_size(size: tuple[int, int], most_pixels: int) -> None:
    width, height = size
    if width * height > most_pixels:
        raise PictureTooLarge(f"{width} x {height}")
    if min(size) < LEAST_SIDE:
        raise PictureUnreadable(f"{width} x {height}")


def _upright(picture: Image.Image) -> Frame:
    picture.load()
    turned = ImageOps.exif_transpose(_eight_bits(picture))
    if "A" in turned.getbands() or "transparency" in turned.info:
        turned = _on_white(turned.convert("RGBA"))
    return np.ascontiguousarray(np.asarray(turned.convert("RGB"))[:, :, ::-1])


def _eight_bits(picture: Image.Image) -> Image.Image:
    """16-bit and floating greys hold their range; Pillow's own conversion would clip it."""
    if not picture.mode.startswith(("I", "F")):
        return picture
    values = np.asarray(picture, dtype=np.float64)
    top = 65535.0 if picture.mode.startswith("I") and values.max(initial=0) <= 65535 else float(values.max(initial=1))
    eight = Image.fromarray(np.clip(values * (255.0 / max(top, 1e-9)), 0, 255).astype(np.uint8))
    eight.info.update(picture.info)
    return eight


def _on_white(picture: Image.Image) -> Image.Image:
    paper = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(paper, picture)
