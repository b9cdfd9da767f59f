"""Files that come from outside: rendered anew, never passed on; hostile ones end in a known error, small and soon."""

from __future__ import annotations

import functools
import io
import json
import random
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pikepdf import Dictionary, Name
from PIL import Image

from kiosk.devices.simulated.camera import paper
from kiosk.errors import DocumentLocked, DocumentTooLong, PictureTooLarge, PictureUnreadable, ScanError
from kiosk.scan import decode as decoding
from kiosk.scan.decode import decode
from kiosk.scan.decoder_protocol import MOST_PAGES
from kiosk.scan.intake import shots, take

TEXT = b"BT /F1 24 Tf 72 700 Td (Dong Van) Tj ET 0 0 0 rg 72 500 200 20 re f"


def made(change: Callable[[pikepdf.Pdf], object] = lambda _: None, *, pages: int = 1, content: bytes = TEXT) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595.28, 841.89))
            pdf.pages[-1].Contents = pdf.make_stream(content)
            pdf.pages[-1].Resources = Dictionary(Font=Dictionary(F1=font))
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def with_script(pdf: pikepdf.Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS="app.alert('x'); this.submitForm('http://localhost/');")
    pdf.Root.OpenAction = script
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=["a", script]))
    pdf.Root.AcroForm = Dictionary(Fields=[], XFA=pdf.make_stream(b"<xdp/>"))


def image_of(pdf: pikepdf.Pdf, width: int, height: int, data: bytes) -> None:
    image = pdf.make_stream(b"")
    image.write(data, filter=Name.FlateDecode)
    for key, value in {"Type": Name.XObject, "Subtype": Name.Image, "Width": width, "Height": height}.items():
        image[f"/{key}"] = value
    image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
    pdf.pages[0].Resources.XObject = Dictionary(I=image)
    pdf.pages[0].Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /I Do Q")


def deflated(count: int) -> bytes:
    """``count`` zeros, whole megabytes of them. Each is packed by itself: so one is packed, and said again."""
    packer = zlib.compressobj(9)
    first, more = (packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    checksum = struct.pack(">HH", count % 65521, 1)  # Adler-32
    return first + more * ((count >> 20) - 1) + zlib.compressobj(wbits=-15).flush() + checksum


def large_image(pdf: pikepdf.Pdf) -> None:
    image_of(pdf, 25_000, 20_000, deflated(150 << 20))


def long_content(pdf: pikepdf.Pdf) -> None:
    stream = pdf.make_stream(b"")
    stream.write(deflated(256 << 20), filter=Name.FlateDecode)
    pdf.pages[0].Contents = stream


def recursion(pdf: pikepdf.Pdf) -> None:
    """Each form draws the next ten times: 10 to the 8th strokes."""
    inner = pdf.make_stream(b"0 0 m 600 800 l S " * 10)
    for _ in range(8):
        form = Dictionary(F=inner)
        inner = pdf.make_stream(
            b"/F Do " * 10,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=[0, 0, 600, 800],
            Resources=Dictionary(XObject=form),
        )
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(F=inner))
    pdf.pages[0].Contents = pdf.make_stream(b"/F Do")


def locked() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def page_sized(width: float, height: float) -> bytes:
    return made(lambda pdf: setattr(pdf.pages[0], "MediaBox", pikepdf.Array([0, 0, width, height])))


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def clouds() -> Image.Image:
    """A picture of nothing in particular."""
    coarse = np.random.default_rng(5).integers(0, 256, (9, 12, 3), dtype=np.uint8)
    return Image.fromarray(coarse).resize((1200, 900), Image.Resampling.BICUBIC)


def sideways() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 5
    return exif


def claiming(width: int, height: int) -> bytes:
    """A JPEG of a few hundred bytes that says it is so large."""
    small = bytearray(encoded(Image.new("RGB", (64, 64)), "JPEG"))
    at = small.index(b"\xff\xc0") + 5
    small[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(small)


def test_what_leaves_is_made_here() -> None:
    taken = take(made(with_script))
    assert taken.pages == 1
    with pikepdf.open(io.BytesIO(taken.pdf)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages", "/OutputIntents", "/Metadata"}
        page = pdf.pages[0]
        assert "/Font" not in page.Resources
        assert [str(image.Filter) for image in page.Resources.XObject.values()] == ["/JBIG2Decode"]
    for word in (b"JavaScript", b"submitForm", b"AcroForm"):
        assert word not in taken.pdf


def test_a_page_keeps_its_size_and_its_ink() -> None:
    (shot,) = shots(made())
    assert shot.size_mm == pytest.approx((210, 297), abs=0.2)
    assert shot.reasons == ()
    dark = shot.picture.min(axis=2) < 128
    rows, columns = np.nonzero(dark)
    assert columns.min() == pytest.approx(72 / 72 * 200, abs=4)
    assert rows.max() == pytest.approx((842 - 500) / 72 * 200, abs=4)


def test_pages_stay_in_order() -> None:
    document = made(lambda pdf: setattr(pdf.pages[1], "MediaBox", pikepdf.Array([0, 0, 842, 595])), pages=3)
    assert [shot.size_mm[0] > shot.size_mm[1] for shot in shots(document)] == [False, True, False]


def test_a_photograph_in_a_pdf_is_found_and_straightened() -> None:
    with Image.open(paper("birth-notice")) as picture:
        document = encoded(picture.resize((1200, 1600)), "PDF", resolution=150)
    (shot,) = shots(document)
    assert shot.corners is not None
    assert shot.corners[0][0] > 50
    assert shot.size_mm == (210, 297)


def test_a_scan_is_a_page_as_it_is() -> None:
    page = Image.new("RGB", (1654, 2339), "white")
    page.paste((20, 20, 20), (300, 300, 900, 330))
    assert take(encoded(page, "PNG")).reasons == ()


PALE = (250, 250, 250)


@functools.cache
def flat() -> Image.Image:
    """As many pixels as are taken."""
    return Image.new("RGB", (6_300, 6_300), PALE)


def animation() -> bytes:
    first = clouds().quantize(64)
    return encoded(first, "GIF", save_all=True, append_images=[first.rotate(7 * k) for k in range(1, 40)])


HOSTILE: dict[str, tuple[Callable[[], bytes], type[ScanError]]] = {
    "password": (locked, DocumentLocked),
    "too many pages": (lambda: made(pages=MOST_PAGES + 1), DocumentTooLong),
    "no page": (lambda: made(lambda pdf: pdf.pages.__delitem__(0)), PictureUnreadable),
    "half": (lambda: made()[:400], PictureUnreadable),
    "a mark alone": (lambda: b"%PDF-1.7\n", PictureUnreadable),
    "a tiny page": (lambda: page_sized(3, 3), PictureUnreadable),
    "heavy": (lambda: b"%PDF-1.7\n" + bytes(decoding.MOST_BYTES), PictureTooLarge),
    "image bomb": (lambda: made(large_image), ScanError),
    "content bomb": (lambda: made(long_content), ScanError),
    "recursion": (lambda: made(recursion), ScanError),
    "a thread of a page": (lambda: page_sized(14_400, 40), ScanError),
    "a field of a page": (lambda: page_sized(14_400, 14_400), ScanError),
    "as large as is taken": (lambda: encoded(flat(), "PNG", compress_level=1), ScanError),
    "the same see-through": (lambda: encoded(flat().convert("RGBA"), "PNG", compress_level=1), ScanError),
    "the same in ink colours": (lambda: encoded(flat().convert("CMYK"), "TIFF", compression="tiff_lzw"), ScanError),
    "a large photograph": (lambda: encoded(Image.new("RGB", (9_000, 8_000), PALE), "JPEG"), ScanError),
    "a large progressive one": (lambda: encoded(flat(), "JPEG", progressive=True), ScanError),
    "half a gigapixel": (lambda: claiming(25_000, 20_000), PictureTooLarge),
    "one pixel": (lambda: encoded(Image.new("RGB", (1, 1)), "PNG"), PictureUnreadable),
    "words": (lambda: "Không phải là ảnh.\n".encode() * 5_000, PictureUnreadable),
    "no document": (lambda: encoded(clouds(), "JPEG"), ScanError),
    "turned by its camera": (lambda: encoded(clouds(), "JPEG", exif=sideways()), ScanError),
    "animated": (animation, ScanError),
    "16 bit": (lambda: encoded(Image.fromarray(np.full((4000, 4000), 60_000, np.uint16)), "PNG"), ScanError),
}


@pytest.mark.parametrize(
    "name",
    [
        *("password", "too many pages", "no page", "half", "a mark alone", "a tiny page", "heavy"),
        *("half a gigapixel", "one pixel", "words"),
    ],
)
def test_what_cannot_be_taken_is_told_by_name(name: str) -> None:
    make, error = HOSTILE[name]
    with pytest.raises(error):
        take(make())


_WEIGH = """
import json, sys, time
from pathlib import Path
from kiosk.errors import ScanError
from kiosk.scan.intake import take
for path in sorted(Path(sys.argv[1]).iterdir()):
    start = time.perf_counter()
    try:
        said = "taken: " + ", ".join(take(path.read_bytes()).reasons)
    except ScanError as error:
        said = error.code
    status = Path("/proc/self/status").read_text()
    heaviest = int(status.split("VmHWM:")[1].split()[0])
    print(json.dumps([path.name, said, time.perf_counter() - start, heaviest]))
"""


@pytest.mark.long
def test_no_file_weighs_600_megabytes(tmp_path: Path) -> None:
    """Every hostile file one after another, in a process of its own (a child of it is held to 500 by its limits)."""
    for name, (make, _) in HOSTILE.items():
        (tmp_path / name).write_bytes(make())
    done = subprocess.run([sys.executable, "-c", _WEIGH, tmp_path], capture_output=True, text=True, check=True)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row[0] for row in told] == sorted(HOSTILE)
    assert max(row[3] for row in told) < 600_000, told


def test_damaged_documents_never_raise_anything_unknown() -> None:
    rng = random.Random(3)
    whole = made(with_script)
    for _ in range(8):
        data = bytearray(whole)
        for _ in range(rng.randrange(1, 30)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            assert take(bytes(data)).pages >= 1
        except ScanError:
            continue


def test_a_large_photograph_is_made_smaller_on_the_way_in() -> None:
    picture = Image.new("RGB", (6_000, 8_000), "white")
    picture.paste((10, 10, 200), (0, 0, 3_000, 4_000))
    seen = decode(encoded(picture, "JPEG"))
    assert seen.shape[0] * seen.shape[1] >= 6_000_000
    assert seen.shape[:2] in {(4_000, 3_000), (2_667, 2_000)}
    assert seen[100, 100, 0] > 180
    assert seen[100, -100].min() > 240
