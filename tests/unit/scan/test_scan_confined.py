"""Every file from outside has a process of its own, shut in before its first byte is read, and gone with the file."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image
from processes import environment_of
from test_scan_outside import made, recursion

from kiosk.errors import DecoderUnsafe, PictureTooLarge, PictureUnreadable
from kiosk.own_python import processor_seconds
from kiosk.scan import decoder_process, outside

TAKEN_OVER = """
import os, socket, subprocess, sys
from kiosk.scan import decoder_child

key, parent, kind = sys.argv[1:4]

def came(attempt):
    try:
        return bool(attempt() or 1)
    except OSError:
        return False

def hostile(data):
    wants = {
        "key": lambda: os.open(key, os.O_RDONLY),
        "parent": lambda: os.open(f"/proc/{parent}/environ", os.O_RDONLY),
        "write": lambda: os.open(key + ".new", os.O_WRONLY | os.O_CREAT),
        "socket": socket.socket,
        "program": lambda: subprocess.run(["/bin/true"]),
    }
    decoder_child._say(sys.stdout.buffer, **{name: came(want) for name, want in wants.items()})
    return own(data)

own = decoder_child._LEAVES[kind]
decoder_child._LEAVES[kind] = hostile
decoder_child.main()
"""


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def grey(kind: str, **options: object) -> bytes:
    return encoded(Image.new("RGB", (80, 60), (90, 90, 90)), kind, **options)


@pytest.mark.parametrize(
    ("kind", "make"),
    [("pictures", lambda: grey("TIFF")), ("pdf", made), ("face", lambda: grey("JPEG2000"))],
    ids=["pictures", "pdf", "face"],
)
def test_a_decoder_that_is_taken_over_reaches_nothing_and_still_decodes(
    tmp_path: Path, kind: str, make: object
) -> None:
    (tmp_path / "store.key").write_text("key")
    words = [sys.executable, "-c", TAKEN_OVER, tmp_path / "store.key", str(os.getpid()), kind]
    data = json.dumps({"kind": kind}).encode() + b"\n" + make()  # type: ignore[operator]
    ran = subprocess.run(
        words, input=data, capture_output=True, check=True, env=os.environ | decoder_process._ONE_THREAD
    )
    first, page, rest = ran.stdout.split(b"\n", 2)
    assert json.loads(first) == dict.fromkeys(("key", "parent", "write", "socket", "program"), False)
    size = json.loads(page)
    assert len(rest) == 3 * size["width"] * size["height"] + len(b'{"end": true}\n')
    assert [path.name for path in tmp_path.iterdir()] == ["store.key"]


def test_a_child_is_given_nothing_of_the_environment_that_it_does_not_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_PIN", "a secret")
    with decoder_process._start() as child:
        given = environment_of(child.pid)
        child.kill()
    assert b"PATH=" in given and b"secret" not in given


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[decoder_process.Child]]:
    """The children that were started from here on."""
    children: list[decoder_process.Child] = []
    start = decoder_process._start

    def noted() -> decoder_process.Child:
        children.append(start())
        return children[-1]

    decoder_process._spare.close()
    monkeypatch.setattr(decoder_process, "_start", noted)
    yield children
    decoder_process._spare.close()


def test_no_two_files_meet_in_one_process(started: list[decoder_process.Child]) -> None:
    for _ in range(2):
        assert [leaf.picture.shape for leaf in outside.pages(grey("PNG"))] == [(60, 80, 3)]
    assert len({child.pid for child in started}) == 2
    assert all(child.poll() is not None for child in started)


def test_one_that_waits_is_taken_and_one_that_died_waiting_is_not(started: list[decoder_process.Child]) -> None:
    outside.prepare()
    outside.prepare()
    assert len(started) == 1
    assert outside.first(grey("PNG")).shape == (60, 80, 3)
    assert len(started) == 1
    outside.prepare()
    started[1].kill()
    started[1].wait()
    assert outside.first(grey("PNG")).shape == (60, 80, 3)
    assert len(started) == 3


def test_where_more_files_come_the_next_child_starts_beside_this_one(started: list[decoder_process.Child]) -> None:
    pages = outside.pages(grey("PNG"), ahead=True)
    next(pages)
    assert len(started) == 2 and started[1].poll() is None
    assert list(pages) == []
    assert outside.first(grey("PNG")).shape == (60, 80, 3)
    assert len(started) == 2


def test_a_file_that_is_given_up_half_way_leaves_no_process(started: list[decoder_process.Child]) -> None:
    pages = outside.pages(made(pages=3))
    next(pages)
    pages.close()  # type: ignore[attr-defined]
    assert [child.returncode for child in started] == [-9]


def test_without_a_cell_no_file_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "from kiosk import confinement; from kiosk.scan import decoder_child\n"
        "confinement.MACHINES.clear()\n"
        "decoder_child.main()"
    )

    def weak() -> decoder_process.Child:
        pipe = subprocess.PIPE
        return subprocess.Popen([sys.executable, "-c", script], stdin=pipe, stdout=pipe)

    decoder_process._spare.close()
    monkeypatch.setattr(decoder_process, "_start", weak)
    with pytest.raises(DecoderUnsafe):
        outside.first(grey("PNG"))


def test_time_is_given_to_each_page_and_not_to_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six pages, each of which takes more than a third of what a page may, and one that never ends."""
    spent: list[float] = []
    with decoder_process._fed({"kind": "pdf"}, slow(1)) as child:
        before = decoder_process._words(child)
        decoder_process._leaf(child, before)
        spent.append(processor_seconds(child.pid))
    monkeypatch.setattr(decoder_process, "PAGE_SECONDS", 2.5 * spent[0])
    assert len(list(outside.pages(slow(6)))) == 6
    with pytest.raises(PictureTooLarge):
        list(outside.pages(made(recursion)))


def slow(pages: int) -> bytes:
    """Pages that take a while to draw: many strokes, each with a dash."""
    strokes = b"[3 2] 0 d " + b" ".join(b"10 %d m 580 %d l S" % (y % 800, y * 7 % 800) for y in range(1500))
    return made(pages=pages, content=strokes)


def claiming(width: int, height: int) -> bytes:
    """A JPEG 2000 codestream of a few hundred bytes that says it is so large (ISO/IEC 15444-1, A.5.1)."""
    small = bytearray(grey("JPEG2000", no_jp2=True))
    at = small.index(b"\xff\x51") + 6
    struct.pack_into(">II", small, at, width, height)
    struct.pack_into(">II", small, at + 16, width, height)
    return bytes(small)


@pytest.mark.parametrize("side", [12_000, 30_000])
def test_a_face_is_measured_before_a_pixel_of_it_is_decoded(side: int) -> None:
    assert len(claiming(side, side)) < 400
    with pytest.raises(PictureTooLarge):
        outside.face(claiming(side, side))


def test_a_face_is_a_jpeg_or_a_jpeg_2000() -> None:
    assert outside.face(grey("JPEG")).shape == outside.face(grey("JPEG2000")).shape == (60, 80, 3)
    for other in (grey("PNG"), grey("TIFF"), b"", b"\xff\xd8\xff\xe0" + bytes(64)):
        with pytest.raises(PictureUnreadable):
            outside.face(other)
    with pytest.raises(PictureTooLarge):
        outside.face(bytes(1_000_001))


SAYS = {
    "words": b"hello\n",
    "a list": b"[]\n",
    "deep": b"[" * 900 + b"\n",
    "a long line": b"x" * 5_000,
    "a strange fault": b'{"fault": "x"}\n',
    "huge": b'{"width": 30000, "height": 30000, "size_um": null}\n',
    "no number": b'{"width": true, "height": "1", "size_um": null}\n',
    "an odd size": b'{"width": 1, "height": 1, "size_um": [1]}\nabc',
    "too few pixels": b'{"width": 10, "height": 10, "size_um": null}\nabc',
    "pages without end": b'{"width": 1, "height": 1, "size_um": null}\nabc' * 30,
    "nothing": b"",
}


@pytest.mark.parametrize("name", SAYS)
def test_what_a_child_says_is_not_believed(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """It has read a stranger's file, and may be the stranger's by now."""

    def lying() -> decoder_process.Child:
        words = [sys.executable, "-c", f"import sys; sys.stdout.buffer.write({SAYS[name]!r})"]
        return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    decoder_process._spare.close()
    monkeypatch.setattr(decoder_process, "_start", lying)
    with pytest.raises((PictureUnreadable, PictureTooLarge)):
        list(outside.pages(grey("PNG")))


def test_print_that_brings_no_font_is_drawn_in_the_cell_as_outside_of_it() -> None:
    """PDFium then looks through the system's fonts, the one thing that may be read there."""
    page = fontless()
    document = pypdfium2.PdfDocument(page)
    expected = document[0].render(scale=200 / 72).to_numpy()
    document.close()
    assert np.array_equal(outside.first(page), expected)
    assert float((expected < 128).mean()) > 0.01


def fontless() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(400, 100))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType, BaseFont=pikepdf.Name("/DejaVuSans-Bold")
        )
        pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        pdf.pages[0].Contents = pdf.make_stream(b"BT /F 40 Tf 20 30 Td (Dong Van) Tj ET")
        pdf.save(out)
    return out.getvalue()
