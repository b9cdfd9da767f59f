"""A slip as a PDF page as wide as its roll and as long as it needs."""

from __future__ import annotations

import io
import math
import zlib

import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image

from kiosk.domain.strip import Strip

ROLL_MM = 80.0
_POINTS_A_MM = 72 / 25.4


def strip_size_mm(strip: Strip) -> tuple[float, float]:
    """Width of the roll and length of the slip, in millimetres, rounded up to whole ones."""
    with Image.open(io.BytesIO(strip.png), formats=("PNG",)) as picture:
        return ROLL_MM, float(math.ceil(picture.height / strip.dpi * 25.4))


def strip_pdf(strip: Strip) -> bytes:
    """One page with the slip's picture in the middle of the roll. The same slip gives the same bytes."""
    with Image.open(io.BytesIO(strip.png), formats=("PNG",)) as picture:
        bits = picture.convert("1")
    width, height = (side * _POINTS_A_MM for side in strip_size_mm(strip))
    across, down = (pixels / strip.dpi * 72 for pixels in bits.size)
    place = f"q {across:.3f} 0 0 {down:.3f} {(width - across) / 2:.3f} {height - down:.3f} cm /Slip Do Q"
    with pikepdf.new() as pdf:
        image = pdf.make_stream(
            zlib.compress(bits.tobytes(), 9),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=bits.width,
            Height=bits.height,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=1,
            Filter=Name.FlateDecode,
        )
        page = Dictionary(
            Type=Name.Page,
            MediaBox=[0, 0, round(width, 3), round(height, 3)],
            Resources=Dictionary(XObject=Dictionary(Slip=image)),
            Contents=pdf.make_stream(place.encode()),
        )
        pdf.pages.append(pikepdf.Page(page))
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()
