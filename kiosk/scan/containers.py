"""Which pictures of a file are pages: of a TIFF, an MPO, an animation all, but no thumbnail, mask or gain map."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

from kiosk.errors import DocumentTooLong
from kiosk.scan.decoder_protocol import MOST_PAGES

_SUBFILE, _REDUCED, _MASK = 254, 1, 4  # TIFF 6.0, NewSubfileType: a smaller copy of another, a mask for another
_ENTRIES, _ATTRIBUTE = 0xB002, "Attribute"  # CIPA DC-007-2021, 5.2.3.3
_FEWEST_PIXELS = 0.25  # of the first picture's: what is smaller is a preview, a depth map or a gain map
_JPEG = b"\xff\xd8\xff"  # how one begins
_GAIN_MAPS = (b"hdr-gain-map/", b"urn:iso:std:iso:ts:21496")  # Adobe, Ultra HDR; ISO 21496-1


def pages(picture: Image.Image, data: bytes) -> Iterator[int]:
    """Move an open picture to each page in turn, and give its number in the file.

    Raises DocumentTooLong before the first page, and what Pillow raises at damage.
    """
    first = picture.size
    numbers = [number for number in range(_count(picture)) if _is_page(picture, number, first, data)]
    if len(numbers) > MOST_PAGES:
        raise DocumentTooLong(f"{len(numbers)} pictures")
    for number in numbers or [0]:
        picture.seek(number)
        yield number


def _count(picture: Image.Image) -> int:
    """How many pictures are in the file. Of a TIFF, which is a chain, one more than are taken at most is walked to,
    each with a thumbnail and a mask."""
    if picture.format != "TIFF":
        return int(getattr(picture, "n_frames", 1))
    number = 0
    try:
        while number <= 3 * MOST_PAGES:
            picture.seek(number)
            number += 1
    except EOFError:
        return number
    raise DocumentTooLong("a long chain of pictures")


def _is_page(picture: Image.Image, number: int, first: tuple[int, int], data: bytes) -> bool:
    if picture.format == "TIFF":
        picture.seek(number)
        subfile = picture.tag_v2.get(_SUBFILE, 0)  # type: ignore[attr-defined]
        return not (isinstance(subfile, int) and subfile & (_REDUCED | _MASK))
    if picture.format == "MPO" and number:
        return _is_mpo_page(picture, number, first, data)
    return True


def _is_mpo_page(picture: Image.Image, number: int, first: tuple[int, int], data: bytes) -> bool:
    """Phones put previews, depths and gain maps behind a photograph; some cameras and apps further photographs."""
    kind = picture.mpinfo[_ENTRIES][number][_ATTRIBUTE].get("MPType", "")  # type: ignore[attr-defined]
    if "Thumbnail" in kind or "Disparity" in kind:
        return False
    if kind == "Undefined" and any(mark in data for mark in _GAIN_MAPS):
        return False
    try:
        picture.seek(number)
    except (SyntaxError, ValueError, OSError):
        if _JPEG in data[picture.mpinfo[_ENTRIES][0]["Size"] :]:  # type: ignore[attr-defined]
            raise
        return False  # whoever passed the photograph on cut off what lay behind it, and left the index
    width, height = picture.size
    return picture.mode == "RGB" and width * height >= _FEWEST_PIXELS * first[0] * first[1]
