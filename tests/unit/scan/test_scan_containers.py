"""A file is all its pages: of TIFF, MPO and animations too; what is no page is left out, too much is refused."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import numpy as np
import pikepdf
import pytest
from PIL import Image, TiffImagePlugin

from kiosk.errors import DocumentTooLong, PictureHeic, PictureTooLarge, PictureUnreadable
from kiosk.scan import outside
from kiosk.scan.decoder_protocol import MOST_PAGES
from kiosk.scan.intake import take

COLOURS = ((200, 30, 30), (30, 200, 30), (30, 30, 200))


def page(colour: tuple[int, int, int], size: tuple[int, int] = (90, 120)) -> Image.Image:
    return Image.new("RGB", size, colour)


def several(kind: str, count: int = 3, **options: object) -> bytes:
    first, *rest = [page(COLOURS[number % 3]) for number in range(count)]
    out = io.BytesIO()
    first.save(out, kind, save_all=True, append_images=rest, **options)
    return out.getvalue()


def colours(data: bytes) -> list[tuple[int, ...]]:
    """Of each page its colour, RGB, to the ten."""
    centres = [leaf.picture[leaf.picture.shape[0] // 2, leaf.picture.shape[1] // 2] for leaf in outside.pages(data)]
    return [tuple(round(int(part) / 10) * 10 for part in reversed(centre)) for centre in centres]


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_deflate", "jpeg"])
def test_every_page_of_a_tiff_is_taken(compression: str) -> None:
    assert colours(several("TIFF", compression=compression)) == list(COLOURS)


def test_every_page_of_a_fax_is_taken() -> None:
    first, *rest = [Image.new("1", (1728, 1100), value) for value in (1, 0, 1)]
    out = io.BytesIO()
    first.save(out, "TIFF", compression="group4", dpi=(204, 98), save_all=True, append_images=rest)
    leaves = list(outside.pages(out.getvalue()))
    assert [int(leaf.picture.mean()) for leaf in leaves] == [255, 0, 255]
    assert leaves[0].size_mm == pytest.approx((215.2, 285.1), abs=0.1), "dots of a fax are twice as high as wide"


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_every_picture_of_an_animation_is_taken(kind: str) -> None:
    options: dict[str, object] = {"lossless": True} if kind == "WEBP" else {}
    assert colours(several(kind, **options)) == list(COLOURS)


@pytest.mark.parametrize("kind", ["TIFF", "GIF", "PNG", "WEBP", "AVIF"])
def test_more_pages_than_are_taken_are_refused_before_the_first(kind: str) -> None:
    assert len(colours(several(kind, MOST_PAGES))) == MOST_PAGES
    pages = outside.pages(several(kind, MOST_PAGES + 1))
    with pytest.raises(DocumentTooLong):
        next(pages)


def test_every_photograph_of_an_mpo_is_taken() -> None:
    assert colours(several("MPO")) == list(COLOURS)


def test_every_page_of_a_document_made_of_a_tiff_is_bound() -> None:
    taken = take(several("TIFF", compression="tiff_lzw"))
    assert taken.pages == 3
    with pikepdf.open(io.BytesIO(taken.pdf)) as document:
        assert len(document.pages) == 3


def mpo(behind: Image.Image, mark: bytes = b"") -> bytes:
    """A phone's photograph: the picture, and one more that is none of the person's."""
    out = io.BytesIO()
    page(COLOURS[0], (400, 300)).save(out, "MPO", save_all=True, append_images=[behind], comment=mark)
    return out.getvalue()


@pytest.mark.parametrize(
    "make",
    [
        lambda: mpo(page(COLOURS[1], (160, 120))),
        lambda: mpo(Image.new("L", (400, 300), 90)),
        lambda: mpo(page(COLOURS[1], (400, 300)), b"http://ns.adobe.com/hdr-gain-map/1.0/"),
    ],
    ids=["preview", "depth", "gain map"],
)
def test_what_phones_put_behind_a_photograph_is_no_page(make: Callable[[], bytes]) -> None:
    assert colours(make()) == [COLOURS[0]]


def test_thumbnails_and_masks_in_a_tiff_are_no_pages() -> None:
    small, mask = TiffImagePlugin.ImageFileDirectory_v2(), TiffImagePlugin.ImageFileDirectory_v2()
    small[254], mask[254] = 1, 4
    out = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(out) as writer:
        for picture, tags in ((page(COLOURS[0]), None), (page(COLOURS[1], (45, 60)), small), (page(COLOURS[2]), mask)):
            picture.save(writer, "TIFF", **({"tiffinfo": tags} if tags else {}))
            writer.newFrame()
    assert colours(out.getvalue()) == [COLOURS[0]]


def test_a_photograph_that_lost_what_lay_behind_it_is_taken() -> None:
    """Programs that pass photographs on cut it off, and leave the index."""
    whole = mpo(page(COLOURS[1], (400, 300)))
    assert colours(whole) == list(COLOURS[:2])
    assert colours(whole[: whole.rindex(b"\xff\xd8\xff")]) == [COLOURS[0]]


def test_a_photograph_that_lies_elsewhere_than_the_index_says_is_told() -> None:
    whole = mpo(page(COLOURS[1], (400, 300)))
    at = whole.rindex(b"\xff\xd8\xff")
    with pytest.raises(PictureUnreadable):
        colours(whole[:at] + bytes(8) + whole[at:])


def test_a_tiff_that_leads_back_into_itself_ends() -> None:
    data = bytearray(several("TIFF", 2, compression="raw"))
    first = struct.unpack_from("<I", data, 4)[0]
    entries = struct.unpack_from("<H", data, first)[0]
    second = struct.unpack_from("<I", data, first + 2 + 12 * entries)[0]
    entries = struct.unpack_from("<H", data, second)[0]
    struct.pack_into("<I", data, second + 2 + 12 * entries, first)
    assert colours(bytes(data)) == list(COLOURS[:2])


def test_a_broken_page_behind_good_ones_is_told() -> None:
    data = several("TIFF", compression="jpeg")
    with pytest.raises(PictureUnreadable):
        take(data[: data.rindex(b"\xff\xda") + 20] + b"\0" * 400)


LARGE = (8064, 6048)
"""48 million pixels, as phones have them."""


def large(kind: str, **options: object) -> bytes:
    picture = page((250, 250, 250), LARGE)
    picture.paste(COLOURS[0], (0, 0, 4000, 6048))
    out = io.BytesIO()
    picture.save(out, kind, quality=60, **options)
    return out.getvalue()


@pytest.mark.long
@pytest.mark.parametrize(
    "make",
    [
        lambda: large("JPEG"),
        lambda: large("JPEG", progressive=True),
        lambda: large("JPEG", progressive=True, subsampling=0),
        lambda: large("MPO", save_all=True, append_images=[page(COLOURS[1], (320, 240))]),
    ],
    ids=["plain", "progressive", "progressive in full colour", "mpo"],
)
def test_a_phones_48_megapixels_are_taken_whichever_way_they_are_written(make: Callable[[], bytes]) -> None:
    (leaf,) = outside.pages(make())
    height, width = leaf.picture.shape[:2]
    assert width * height >= 6_000_000
    assert abs(width / height - LARGE[0] / LARGE[1]) < 0.01
    assert np.abs(leaf.picture[50, 50].astype(int) - COLOURS[0][::-1]).max() < 12


def test_avif_is_taken_as_it_is_turned() -> None:
    picture = page((250, 250, 250), (160, 90))
    picture.paste(COLOURS[0], (0, 0, 80, 90))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    picture.save(out, "AVIF", quality=90, exif=exif.tobytes())
    (leaf,) = outside.pages(out.getvalue())
    assert leaf.picture.shape[:2] == (160, 90)
    assert leaf.picture[20, 40, 2] > 150 > leaf.picture[20, 40, 0]
    assert leaf.picture[140, 40].min() > 230


def box(*brands: bytes) -> bytes:
    """The first box of a file of ISO/IEC 14496-12, and something behind it."""
    body = brands[0] + bytes(4) + b"".join(brands[1:])
    return struct.pack(">I", 8 + len(body)) + b"ftyp" + body + bytes(400)


@pytest.mark.parametrize("brands", [(b"heic", b"mif1", b"heic"), (b"mif1", b"heic"), (b"heix",), (b"hevc", b"msf1")])
def test_heic_has_words_of_its_own(brands: tuple[bytes, ...]) -> None:
    with pytest.raises(PictureHeic):
        take(box(*brands))


def test_a_broken_avif_is_a_broken_picture() -> None:
    for brands in ((b"avif", b"mif1", b"miaf"), (b"mif1", b"avif")):
        with pytest.raises(PictureUnreadable):
            take(box(*brands))


def test_a_scanners_word_on_the_size_is_believed_and_a_phones_or_a_screens_is_not() -> None:
    def size(kind: str, dots: float, maker: str = "") -> tuple[float, float] | None:
        exif, out = Image.Exif(), io.BytesIO()
        if maker:
            exif[0x010F] = maker
        page(COLOURS[0], (1240, 1754)).save(out, kind, dpi=(dots, dots), exif=exif)
        return next(outside.pages(out.getvalue())).size_mm

    assert size("JPEG", 150) == pytest.approx((210, 297), abs=0.2)
    assert size("PNG", 300) == pytest.approx((105, 148.5), abs=0.2)
    assert size("TIFF", 300, "a scanner's") == pytest.approx((105, 148.5), abs=0.2)
    for said in (size("JPEG", 72), size("PNG", 96), size("JPEG", 300, "a phone's"), size("JPEG", 5000)):
        assert said is None


def test_too_many_pixels_on_a_later_page_are_refused() -> None:
    out = io.BytesIO()
    page(COLOURS[0]).save(
        out, "TIFF", compression="tiff_lzw", save_all=True, append_images=[page(COLOURS[1], (7000, 6000))]
    )
    pages = outside.pages(out.getvalue())
    assert next(pages).picture.shape == (120, 90, 3)
    with pytest.raises(PictureTooLarge):
        next(pages)
