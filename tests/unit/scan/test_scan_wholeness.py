"""What a PDF holds is on its pages as they are sent, or a reason says that something may be missing."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from kiosk.scan import outside
from kiosk.scan.intake import take

LINES = b"".join(b"BT /F1 14 Tf 60 %d Td (Nguyen Thi Mau, thon Dong %d) Tj ET\n" % (780 - 20 * k, k) for k in range(30))
Change = Callable[[pikepdf.Pdf], object]


def document(change: Change = lambda _: None, *, pages: int = 1) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595.28, 841.89))
            pdf.pages[-1].Resources = Dictionary(Font=Dictionary(F1=font))
            pdf.pages[-1].Contents = pdf.make_stream(b"")
            pdf.pages[-1].Contents.write(zlib.compress(LINES), filter=Name.FlateDecode)
        change(pdf)
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def partial(data: bytes) -> list[bool]:
    return [leaf.partial for leaf in outside.pages(data)]


def jpeg(data: bytes) -> Change:
    def with_picture(pdf: pikepdf.Pdf) -> None:
        picture = pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Image, Width=80, Height=60)
        picture.ColorSpace, picture.BitsPerComponent, picture.Filter = Name.DeviceRGB, 8, Name.DCTDecode
        form = pdf.make_stream(b"q 500 0 0 400 0 0 cm /I Do Q", Type=Name.XObject, Subtype=Name.Form)
        form.BBox, form.Resources = Array([0, 0, 500, 400]), Dictionary(XObject=Dictionary(I=picture))
        pdf.pages[-1].Resources.XObject = Dictionary(F=form)
        pdf.pages[-1].Contents = pdf.make_stream(b"/F Do")

    return with_picture


def whole_jpeg() -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (60, 80, 3), np.uint8)).save(out, "JPEG")
    return out.getvalue()


def note(kind: str, **more: object) -> Change:
    def with_note(pdf: pikepdf.Pdf) -> None:
        one = Dictionary(Type=Name.Annot, Subtype=Name("/" + kind), Rect=Array([50, 40, 300, 60]), F=4)
        for key, value in more.items():
            one["/" + key] = value
        pdf.pages[0].Annots = Array([pdf.make_indirect(one)])

    return with_note


def stamp_that_is_drawn(pdf: pikepdf.Pdf) -> None:
    drawn = pdf.make_stream(b"0 0 250 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 250, 20]))
    note("Stamp", AP=Dictionary(N=drawn))(pdf)


def portfolio(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["don.pdf"] = document()
    pdf.Root.Collection = Dictionary(Type=Name.Collection, View=Name.D)


def drawn_by_its_own_program(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=[], XFA=pdf.make_stream(b"<xdp/>"))
    pdf.Root.NeedsRendering = True


def attached(name: str) -> Change:
    def with_file(pdf: pikepdf.Pdf) -> None:
        pdf.attachments[name] = b"<hoadon/>"

    return with_file


def test_a_page_whose_content_was_damaged_is_told_and_no_other() -> None:
    """A byte that turned on a stick: PDFium shows the page white."""
    data = bytearray(document(pages=3))
    begins = [at for at in range(len(data)) if data.startswith(zlib.compress(LINES)[:8], at)]
    assert len(begins) == 3
    data[begins[1] + 40 : begins[1] + 44] = b"\xff\xff\xff\xff"
    assert partial(bytes(data)) == [False, True, False]
    assert take(bytes(data)).reasons == ("partial",)


def test_a_later_revision_that_was_cut_off_is_told() -> None:
    """Signing appends to the file. Copied in part, it opens as it was before it was signed."""
    before = document()
    assert partial(before + b"1 0 obj\n<</Type/Sig/Contents<" + b"00" * 2000) == [True]
    assert partial(before) == [False]


@pytest.mark.parametrize(
    "change",
    [
        jpeg(b"no picture at all" * 20),
        jpeg(whole_jpeg()[:-400]),
        note("Line", L=Array([50, 50, 300, 50])),
        note("PolyLine", Vertices=Array([50, 50, 100, 60, 300, 50])),
        note("Stamp", Name=Name.Approved),
        note("FileAttachment"),
        note("FreeText", Contents="Nguyễn Thị Mỷ", DA="/Helv 12 Tf 0 g"),
        portfolio,
        drawn_by_its_own_program,
        attached("Đơn.PDF"),
    ],
)
def test_what_is_left_out_is_told(change: Change) -> None:
    assert partial(document(change)) == [True]


@pytest.mark.parametrize(
    "change",
    [
        jpeg(whole_jpeg()),
        note("Line", L=Array([50, 50, 300, 50]), F=6),
        note("Square", C=Array([1, 0, 0])),
        note("FreeText", Contents="Da nop", DA="/Helv 12 Tf 0 g"),
        stamp_that_is_drawn,
        attached("hoadon.xml"),
    ],
)
def test_what_is_shown_whole_is_not_spoken_of(change: Change) -> None:
    assert partial(document(change)) == [False]
