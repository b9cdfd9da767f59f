"""Somebody's PDF rendered in a process of its own, which may hang, swell or die without harm to the kiosk.

Run as ``python -m kiosk.scan.pdf.pdf_child`` with the PDF on standard input. Standard output carries lines of JSON: the
number of pages, then one for each page, followed by its raw BGR bytes; or a fault. Nothing in the PDF is run: this
PDFium has no script engine, and forms are not opened.
"""

from __future__ import annotations

import json
import math
import resource
import sys
from typing import IO, Any

DPI = 200
MOST_PAGES = 20
MOST_PIXELS = 9_000_000  # of one page: A3 has 7.7 million
LEAST_POINTS = 36.0  # of a page's side, half an inch: less holds no paper
_MEMORY = 500_000_000  # bytes of address space
_SECONDS = 5  # of processor time, for all pages
_POINT_UM = 25_400 / 72


def confine() -> None:
    """No more memory, time or files than a paper needs; and no picture of it left in a core dump."""
    for kind, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def render(data: bytes, out: IO[bytes]) -> None:
    """All pages of ``data`` on ``out``."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        _tell(out, fault="locked" if "password" in str(error).lower() else "broken")
        return
    count = len(document)
    if not 0 < count <= MOST_PAGES:
        _tell(out, fault="pages" if count else "broken")
        return
    _tell(out, pages=count)
    for number in range(count):
        try:
            page = document[number]
            _page(page, out)
            page.close()
        except (pypdfium2.PdfiumError, ValueError):
            _tell(out, fault="broken")
            return
        except MemoryError:
            _tell(out, fault="large")
            return


def _page(page: Any, out: IO[bytes]) -> None:
    width, height = page.get_size()
    if not (math.isfinite(width * height) and min(width, height) >= LEAST_POINTS):
        raise ValueError("no page for a paper")
    scale = min(DPI / 72, math.sqrt(MOST_PIXELS / (width * height)))
    bitmap = page.render(scale=scale, fill_color=(255, 255, 255, 255))
    if bitmap.format != 2:  # FPDFBitmap_BGR
        raise ValueError("an odd bitmap")
    _tell(out, width=bitmap.width, height=bitmap.height, long_um=round(max(width, height) * _POINT_UM))
    rows = memoryview(bitmap.buffer).cast("B")
    for row in range(bitmap.height):
        out.write(rows[row * bitmap.stride : row * bitmap.stride + 3 * bitmap.width])
    out.flush()
    bitmap.close()


def _tell(out: IO[bytes], **said: Any) -> None:
    out.write(json.dumps(said).encode() + b"\n")
    out.flush()


if __name__ == "__main__":
    confine()
    render(sys.stdin.buffer.read(), sys.stdout.buffer)
