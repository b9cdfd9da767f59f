"""Pages to one PDF/A-2b (ISO 19005-2): the same pages give the same bytes, and nothing in it tells who or when."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
import pikepdf.pdfa
from pikepdf import Dictionary, Name

from kiosk.scan import stencils
from kiosk.scan.clean import Profile
from kiosk.scan.icc import srgb
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Frame
from kiosk.scan.stencils import Stencil

_A4_BYTES = 150_000  # what a page of tones may cost on a slow line
_A4_MM2 = 210.0 * 297.0
_QUALITIES = (80, 65, 50, 40, 30, 25)  # below that, rings around accents begin to show
_POINTS_A_MM = 72 / 25.4

_XMP = b"""<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True)
class PdfPage:
    """One page ready to be bound, shown at ``size_mm``: a colour JPEG of ``pixels``, or stencils on white."""

    size_mm: tuple[float, float]
    jpeg: bytes = b""
    pixels: tuple[int, int] = (0, 0)
    stencils: tuple[Stencil, ...] = ()

    @property
    def bytes(self) -> int:
        """What the picture costs; the PDF around it adds about 2 kB once and 200 bytes a page."""
        return len(self.jpeg) + sum(len(stencil.g4) for stencil in self.stencils)


def packed(picture: Frame, size_mm: tuple[float, float], profile: Profile = Profile.DOCUMENT) -> PdfPage:
    """A cleaned page as small as it may be: stencils where it holds strokes alone, else a colour JPEG."""
    if profile is Profile.TEXT or (profile is Profile.DOCUMENT and stencils.is_print(picture)):
        return PdfPage(size_mm, stencils=stencils.cut(picture))
    allowed = _A4_BYTES * size_mm[0] * size_mm[1] / _A4_MM2
    jpeg = b""
    for quality in _QUALITIES:
        jpeg = _jpeg(picture, quality)
        if len(jpeg) <= allowed:
            break
    return PdfPage(size_mm, jpeg, (picture.shape[1], picture.shape[0]))


def bind(pages: Sequence[PdfPage]) -> bytes:
    """The PDF, checked against the standard before it is handed out. ``pages`` must not be empty."""
    if not pages:
        raise ValueError("a document has at least one page")
    with pikepdf.new() as pdf:
        for page in pages:
            _add(pdf, page)
        pdf.Root.OutputIntents = pikepdf.Array([_output_intent(pdf)])
        pdf.Root.Metadata = pdf.make_stream(_XMP, Type=Name.Metadata, Subtype=Name.XML)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    _check(out)
    return out.getvalue()


def _check(written: io.BytesIO) -> None:
    """A document that the archive would refuse must not leave the kiosk; that it is made so is a bug."""
    report = pikepdf.pdfa.validate_written(written, "2b")
    if not report.passed:
        raise RuntimeError(f"not PDF/A-2b: {report}")


def _jpeg(picture: Frame, quality: int) -> bytes:
    options = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
    return bytes(cv2.imencode(".jpg", picture, options)[1])


def _add(pdf: pikepdf.Pdf, page: PdfPage) -> None:
    width, height = (round(side * _POINTS_A_MM, 2) for side in page.size_mm)
    images = [_jpeg_image(pdf, page)] if page.jpeg else [_stencil_image(pdf, one) for one in page.stencils]
    names = [f"/I{k}" for k in range(len(images))]
    colours = [(0.0, 0.0, 0.0)] if page.jpeg else [one.colour for one in page.stencils]
    steps = [f"{_rgb(colour)} rg {name} Do" for name, colour in zip(names, colours, strict=True)]
    content = f"q {width} 0 0 {height} 0 0 cm {' '.join(steps)} Q"
    pdf.pages.append(
        pikepdf.Page(
            Dictionary(
                Type=Name.Page,
                MediaBox=[0, 0, width, height],
                Resources=Dictionary(XObject=Dictionary(dict(zip(names, images, strict=True)))),
                Contents=pdf.make_stream(content.encode()),
            )
        )
    )


def _rgb(colour: tuple[float, float, float]) -> str:
    return " ".join(f"{part:g}" for part in colour)


def _jpeg_image(pdf: pikepdf.Pdf, page: PdfPage) -> pikepdf.Object:
    return pdf.make_stream(
        page.jpeg,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=page.pixels[0],
        Height=page.pixels[1],
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )


def _stencil_image(pdf: pikepdf.Pdf, stencil: Stencil) -> pikepdf.Object:
    width, height = stencil.pixels
    return pdf.make_stream(
        stencil.g4,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ImageMask=True,
        BitsPerComponent=1,
        Decode=[0, 1],
        Filter=Name.CCITTFaxDecode,
        DecodeParms=Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=False),
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
