"""Pages to one PDF/A-2b (ISO 19005-2), or 1b for archives that take nothing newer.

The same pages give the same bytes, and nothing in it tells who or when.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Literal

import pikepdf
import pikepdf.pdfa
from pikepdf import Dictionary, Name

from kiosk.scan.geometry import Box
from kiosk.scan.opencv import cv2
from kiosk.scan.page import tones
from kiosk.scan.page.clean import Profile
from kiosk.scan.pdf import stencils
from kiosk.scan.pdf.icc import srgb
from kiosk.scan.pdf.page_parts import PdfPage, PhotoRegion, Stencil
from kiosk.scan.pdf.text_layer import FONT, Layer
from kiosk.scan.picture import Frame

_A4_BYTES = 150_000  # what a page of tones may cost on a slow line
_PORTRAIT_BYTES = 15_000  # and the smallest picture
_MOSTLY_PICTURE = 0.6  # share of the page: then all of it is one picture
_A4_MM2 = 210.0 * 297.0
_QUALITIES = (80, 65, 50, 40, 30, 25)  # below that, rings around accents begin to show
_POINTS_A_MM = 72 / 25.4

Standard = Literal["2b", "1b"]
_SAVED: dict[Standard, dict[str, Any]] = {
    "2b": {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
    "1b": {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "force_version": "1.4"},  # ISO 19005-1, 6.1.4
}

_XMP = b"""<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <pdfaid:part>PART</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def packed(picture: Frame, size_mm: tuple[float, float], profile: Profile = Profile.DOCUMENT) -> PdfPage:
    """A cleaned page of 200 dpi as small as it may be: stencils for strokes, colour JPEGs for what has tones."""
    height, width = picture.shape[:2]
    boxes = tones.pictures(picture) if profile is Profile.DOCUMENT else ()
    print_alone = picture.copy() if boxes else picture
    for left, top, right, bottom in boxes:
        print_alone[top:bottom, left:right] = 255
    share = sum((right - left) * (bottom - top) for left, top, right, bottom in boxes) / (width * height)
    splits = share < _MOSTLY_PICTURE and stencils.is_print(print_alone)
    if profile is Profile.TEXT or (profile is Profile.DOCUMENT and splits):
        return PdfPage(size_mm, tuple(_photo(picture, box, size_mm) for box in boxes), stencils.cut(print_alone))
    return PdfPage(size_mm, (_photo(picture, (0, 0, width, height), size_mm),))


def _photo(picture: Frame, box: Box, size_mm: tuple[float, float]) -> PhotoRegion:
    left, top, right, bottom = box
    height, width = picture.shape[:2]
    share = (right - left) * (bottom - top) / (width * height)
    allowed = max(_PORTRAIT_BYTES, _A4_BYTES * share * size_mm[0] * size_mm[1] / _A4_MM2)
    jpeg = b""
    for quality in _QUALITIES:
        jpeg = _jpeg(picture[top:bottom, left:right], quality)
        if len(jpeg) <= allowed:
            break
    return PhotoRegion(jpeg, box, (width, height))


def bind(pages: Sequence[PdfPage], standard: Standard = "2b") -> bytes:
    """The PDF, checked against its standard before it is handed out. ``pages`` must not be empty.

    A 1b weighs some hundred bytes more and shows the same.
    """
    if not pages:
        raise ValueError("a document has at least one page")
    with pikepdf.new() as pdf:
        layer = Layer()
        behind = [layer.drawn(page.text, _points(page)) if page.text else "" for page in pages]
        font = layer.font(pdf) if any(behind) else None
        for page, words in zip(pages, behind, strict=True):
            _add(pdf, page, words, font if words else None)
        pdf.Root.OutputIntents = pikepdf.Array([_output_intent(pdf)])
        metadata = _XMP.replace(b"PART", standard[:1].encode())
        pdf.Root.Metadata = pdf.make_stream(metadata, Type=Name.Metadata, Subtype=Name.XML)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, **_SAVED[standard])
    _check(out, standard)
    return out.getvalue()


def _check(written: io.BytesIO, standard: Standard) -> None:
    """A document that the archive would refuse must not leave the kiosk; that it is made so is a bug."""
    report = pikepdf.pdfa.validate_written(written, standard)
    if not report.passed:
        raise RuntimeError(f"not PDF/A-{standard}: {report}")


def _jpeg(picture: Frame, quality: int) -> bytes:
    options = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
    return bytes(cv2.imencode(".jpg", picture, options)[1])


def _points(page: PdfPage) -> tuple[float, float]:
    width, height = (round(side * _POINTS_A_MM, 2) for side in page.size_mm)
    return width, height


def _add(pdf: pikepdf.Pdf, page: PdfPage, words: str, font: pikepdf.Object | None) -> None:
    """The page's pictures and, behind them, its ``words`` in ``font``."""
    width, height = _points(page)
    images: dict[str, pikepdf.Object] = {}
    steps = []
    for photo in page.photos:
        images[f"/I{len(images)}"] = _jpeg_image(pdf, photo)
        steps.append(_drawn(f"/I{len(images) - 1}", photo.box, photo.page, (width, height)))
    for one in page.stencils:
        images[f"/I{len(images)}"] = _stencil_image(pdf, one)
        left, top, wide, tall = one.box
        drawn = _drawn(f"/I{len(images) - 1}", (left, top, left + wide, top + tall), one.page, (width, height))
        steps.append(f"{_numbers(one.colour)} rg {drawn}")
    used = Dictionary(XObject=Dictionary(images))
    if font is not None:
        used.Font = Dictionary({FONT: font})
        steps.append(words)
    pdf.pages.append(
        pikepdf.Page(
            Dictionary(
                Type=Name.Page,
                MediaBox=[0, 0, width, height],
                Resources=used,
                Contents=pdf.make_stream(" ".join(steps).encode()),
            )
        )
    )


def _drawn(name: str, box: Box, page: tuple[int, int], points: tuple[float, float]) -> str:
    """The image where its box lies on the page; PDF counts from the bottom."""
    left, top, right, bottom = box
    x, y = points[0] / page[0], points[1] / page[1]
    matrix = ((right - left) * x, 0, 0, (bottom - top) * y, left * x, (page[1] - bottom) * y)
    return f"q {_numbers(matrix)} cm {name} Do Q"


def _numbers(values: Sequence[float]) -> str:
    return " ".join(f"{round(value, 4):g}" if value < 100 else f"{round(value, 3):.7g}" for value in values)


def _jpeg_image(pdf: pikepdf.Pdf, photo: PhotoRegion) -> pikepdf.Object:
    left, top, right, bottom = photo.box
    return pdf.make_stream(
        photo.jpeg,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=right - left,
        Height=bottom - top,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )


def _stencil_image(pdf: pikepdf.Pdf, stencil: Stencil) -> pikepdf.Object:
    """JBIG2 hands out its 1 as 0: ``/Decode [0 1]`` paints there. OCR reads a negative too: test the share of ink."""
    _, _, width, height = stencil.box
    return pdf.make_stream(
        stencil.jbig2,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ImageMask=True,
        BitsPerComponent=1,
        Decode=[0, 1],
        Filter=Name.JBIG2Decode,
    )


def _output_intent(pdf: pikepdf.Pdf) -> pikepdf.Object:
    profile = pdf.make_stream(srgb(), N=3)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFA1,
            OutputConditionIdentifier="sRGB",
            DestOutputProfile=profile,
        )
    )
