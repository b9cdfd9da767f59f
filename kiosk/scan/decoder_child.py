"""One file from outside, decoded in a process of its own, which may hang, swell, die or be taken over without harm.

Run as ``python -m kiosk.scan.decoder_child``. Standard input: a line of JSON, ``{"kind": "pdf"|"pictures"|"face"}`` and
the ``side`` in pixels that no page is to exceed (0: as it is); then the file. By then all that decodes is loaded;
the process shuts itself in (``kiosk.confinement``) before it takes in the first byte of the file, and ends with it.
Standard output: for each page a line of JSON, then its raw BGR bytes; at the end ``{"end": true}``; or a fault. Nothing
in a PDF is run: this PDFium has no script engine.
"""

from __future__ import annotations

import codecs
import json
import math
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pypdfium2
from PIL import AvifImagePlugin, Image

from kiosk.bounded import read_object
from kiosk.confinement import CellRefused, shut_in
from kiosk.errors import DocumentLocked, DocumentTooLong, PictureTooLarge, PictureUnreadable, ScanError
from kiosk.scan import form_fields
from kiosk.scan.decode import FACES, Leaf, decode, leaves
from kiosk.scan.decoder_protocol import MOST_PAGES, PAGE_SECONDS, UNCONFINED
from kiosk.scan.pdf_wholeness import Wholeness
from kiosk.scan.picture import small

DPI = 200
MOST_PIXELS = 9_000_000  # of a page of a PDF: A3 has 7.7 million
MOST_FACE_PIXELS = 4_000_000  # ISO/IEC 19794-5 asks for 480 x 640
LEAST_POINTS = 36.0  # of a page's side, half an inch: less holds no paper
FONTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))  # PDFium's own, for print that brings none along
_MEMORY = 450_000_000  # bytes of address space beyond what the decoders themselves take
_FILES = 16
_CODECS = ("ascii", "latin-1", "cp1252", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32")  # of words in files
_POINT_MM = 25.4 / 72


def main() -> None:
    loaded()
    source, out = sys.stdin.buffer, sys.stdout.buffer
    head = source.readline(1000)
    if not head:
        return  # whoever started this process needs it no more
    wanted = read_object(head, 1000)
    kind, side = wanted["kind"], int(wanted.get("side", 0))
    try:
        confine(FONTS if kind == "pdf" else ())
    except CellRefused:
        _say(out, fault=UNCONFINED)
        return
    try:
        for leaf in _LEAVES[kind](source.read()):
            _give(leaf, out, side)
        _say(out, end=True)
    except ScanError as error:
        _say(out, fault=error.code)
    except MemoryError:
        _say(out, fault=PictureTooLarge.code)


def loaded() -> None:
    """Everything that is loaded on first use: in the cell nothing can be."""
    for name in _CODECS:
        codecs.lookup(name)
    Image.init()
    form_fields.loaded()
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # there are no threads in the cell
    document = pypdfium2.PdfDocument.new()
    document.new_page(72, 72).render().close()
    document.close()


def confine(fonts: tuple[Path, ...]) -> None:
    """No more memory, time or files than a paper needs, no picture of it in a core dump; then the cell."""
    resource.setrlimit(resource.RLIMIT_AS, (_taken() + _MEMORY,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, ((MOST_PAGES + 1) * PAGE_SECONDS,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, _FILES))
    shut_in(fonts)


def _taken() -> int:
    """Bytes of address space in use."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()


def _face(data: bytes) -> Iterator[Leaf]:
    yield Leaf(decode(data, most_pixels=MOST_FACE_PIXELS, formats=FACES), None)


def _pdf(data: bytes) -> Iterator[Leaf]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise DocumentLocked("a PDF") if locked else PictureUnreadable("a PDF") from error
    try:
        form_fields.open_forms(document)
        count = len(document)
        if not count:
            raise PictureUnreadable("no page")
        if count > MOST_PAGES:
            raise DocumentTooLong(f"{count} pages")
        wholeness = Wholeness(data)
        for number in range(count):
            page = document[number]
            form_fields.write_out(document, page, data, number)
            yield _page(page, partial=not wholeness.shows_all(number))
            page.close()
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise PictureUnreadable(type(error).__name__) from error


def _page(page: Any, *, partial: bool) -> Leaf:
    width, height = page.get_size()
    if not (math.isfinite(width * height) and min(width, height) >= LEAST_POINTS):
        raise PictureUnreadable("no page for a paper")
    scale = min(DPI / 72, math.sqrt(MOST_PIXELS / (width * height)))
    bitmap = page.render(scale=scale, fill_color=(255, 255, 255, 255), rev_byteorder=False)
    picture = bitmap.to_numpy()
    if picture.ndim != 3 or picture.shape[2] != 3:
        raise PictureUnreadable("an odd bitmap")
    return Leaf(picture, (width * _POINT_MM, height * _POINT_MM), partial)


def _give(leaf: Leaf, out: IO[bytes], side: int) -> None:
    picture = small(leaf.picture, side) if side else leaf.picture
    height, width = picture.shape[:2]
    size_um = [round(side * 1000) for side in leaf.size_mm] if leaf.size_mm else None
    _say(out, width=width, height=height, size_um=size_um, partial=leaf.partial)
    for row in picture:
        out.write(row.tobytes())
    out.flush()


def _say(out: IO[bytes], **words: Any) -> None:
    out.write(json.dumps(words).encode() + b"\n")
    out.flush()


_LEAVES = {"pdf": _pdf, "pictures": leaves, "face": _face}


if __name__ == "__main__":
    main()
