"""The pages of a PDF from outside, as pictures. What is in the PDF itself never comes nearer than a child process."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any

import numpy as np

from kiosk.bounded import OutOfBounds, read_object
from kiosk.errors import DocumentLocked, DocumentTooLong, PictureTooLarge, PictureUnreadable, ScanError
from kiosk.scan.pdf.pdf_child import MOST_PAGES, MOST_PIXELS
from kiosk.scan.picture import Frame

MOST_BYTES = 64_000_000
_PATIENCE = 4.0  # seconds for one page
_LONGEST_LINE = 1000
_LONGEST_UM = 200_000_000
_FAULTS: dict[str, type[ScanError]] = {
    "locked": DocumentLocked,
    "pages": DocumentTooLong,
    "broken": PictureUnreadable,
    "large": PictureTooLarge,
}


@dataclass(frozen=True)
class SeenPage:
    """A page as a reader shows it, and its size in millimetres (width, height)."""

    picture: Frame
    size_mm: tuple[float, float]


def is_pdf(data: bytes) -> bool:
    """Readers look for the mark in the first kilobyte; so do those who write PDFs."""
    return b"%PDF-" in data[:1024]


def pages(data: bytes) -> Iterator[SeenPage]:
    """One page after another, each rendered when it is asked for.

    Raises PictureUnreadable, PictureTooLarge (in pixels, memory or time), DocumentTooLong or DocumentLocked; the child
    process ends with the iterator.
    """
    if len(data) > MOST_BYTES:
        raise PictureTooLarge(f"{len(data)} bytes")
    with _child(data) as child:
        count = _number(_told(child), "pages", MOST_PAGES)
        for _ in range(count):
            yield _page(child)


def _page(child: subprocess.Popen[bytes]) -> SeenPage:
    said = _told(child)
    width, height = (_number(said, side, MOST_PIXELS) for side in ("width", "height"))
    if width * height > MOST_PIXELS:
        raise PictureTooLarge(f"{width} x {height}")
    with _patience(child):
        raw = _out(child).read(3 * width * height)
    if len(raw) != 3 * width * height:
        raise _ended(child)
    per_mm = max(width, height) / (_number(said, "long_um", _LONGEST_UM) / 1000)
    picture = np.frombuffer(raw, np.uint8).reshape(height, width, 3)
    return SeenPage(picture, (width / per_mm, height / per_mm))


def _told(child: subprocess.Popen[bytes]) -> dict[str, Any]:
    """The child's next line. A fault in it is raised."""
    with _patience(child):
        line = _out(child).readline(_LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise _ended(child)
    try:
        said = read_object(line, _LONGEST_LINE)
    except OutOfBounds as error:
        raise PictureUnreadable("rendering spoke oddly") from error
    if "fault" in said:
        raise _FAULTS[said["fault"]]("a PDF from outside")
    return said


def _number(said: Mapping[str, Any], name: str, most: int) -> int:
    """A number the child told. It has read a stranger's file: what it says is not believed unseen."""
    value = said.get(name)
    if not isinstance(value, int) or not 0 < value <= most:
        raise PictureUnreadable(f"rendering told {name} oddly")
    return value


@contextmanager
def _patience(child: subprocess.Popen[bytes]) -> Iterator[None]:
    """A child that takes too long is killed, and what is read from it ends."""
    watch = threading.Timer(_PATIENCE, child.kill)
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _ended(child: subprocess.Popen[bytes]) -> ScanError:
    """Why there is no more. Killed, by us or by its limit of time: too much; anything else: broken."""
    status = child.wait()
    if status in (-9, -24):  # SIGKILL, SIGXCPU
        return PictureTooLarge("rendering took too long")
    return PictureUnreadable(f"rendering ended with {status}")


@contextmanager
def _child(data: bytes) -> Iterator[subprocess.Popen[bytes]]:
    words = [sys.executable, "-m", "kiosk.scan.pdf.pdf_child"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as child:
        feeder = threading.Thread(target=_feed, args=(child, data), daemon=True)
        feeder.start()
        try:
            yield child
        finally:
            child.kill()
            feeder.join()


def _feed(child: subprocess.Popen[bytes], data: bytes) -> None:
    assert child.stdin
    with suppress(OSError), child.stdin:  # a child that has ended takes no more
        child.stdin.write(data)


def _out(child: subprocess.Popen[bytes]) -> IO[bytes]:
    assert child.stdout
    return child.stdout
