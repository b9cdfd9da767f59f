"""Files from outside, as plain bytes. What is in such a file itself never comes nearer than a confined child process.

Each file has a child of its own (``decoder_child``), which ends with it: what one person's file might do to a decoder
never meets the next person's. Starting one takes a third of a second; ``prepare`` starts one ahead.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import threading
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any

from kiosk.bounded import OutOfBounds, read_object
from kiosk.errors import DecoderUnsafe, PictureTooLarge, PictureUnreadable, ScanError
from kiosk.own_python import bare_surroundings, command, processor_seconds
from kiosk.scan.bitmap import Bitmap
from kiosk.scan.decoder_protocol import FAULTS, MOST_BYTES, MOST_PAGES, PAGE_SECONDS, UNCONFINED

_MOST_FACE_BYTES = 1_000_000  # a chip holds a tenth of it
_MOST_PIXELS = 30_000_000  # of a page as it comes from the child, which makes larger ones smaller
_PATIENCE = 60.0  # seconds on the clock for one page, whatever else the machine does meanwhile
_LOOKS = 0.2  # seconds between two looks at the child's processor time
_LONGEST_LINE = 1000
_LONGEST_UM = 200_000_000
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

Child = subprocess.Popen[bytes]


@dataclass(frozen=True)
class DecodedPage:
    """One page of a file. ``size_mm`` and ``partial`` as of ``decode.Leaf``."""

    picture: Bitmap
    size_mm: tuple[float, float] | None
    partial: bool = False


def is_pdf(data: bytes) -> bool:
    """Readers look for the mark in the first kilobyte; so do those who write PDFs."""
    return b"%PDF-" in data[:1024]


def pages(data: bytes, *, side: int = 0, ahead: bool = False) -> Generator[DecodedPage]:
    """One page after another, of a PDF as a reader shows it, of pictures every one; each when it is asked for.

    ``side``: no page is larger than so many pixels, where it is not 0. ``ahead``: more files are to come, so the next
    child is started beside this one.

    Raises PictureUnreadable, PictureTooLarge (in bytes, pixels, memory or time), PictureHeic, DocumentTooLong,
    DocumentLocked, or DecoderUnsafe; the child process ends with the iterator.
    """
    if len(data) > MOST_BYTES:
        raise PictureTooLarge(f"{len(data)} bytes")
    yield from _leaves("pdf" if is_pdf(data) else "pictures", data, side=side, ahead=ahead)


def face(data: bytes) -> Bitmap:
    """The picture in a card's chip (JPEG or JPEG 2000). Raises as ``pages``."""
    if len(data) > _MOST_FACE_BYTES:
        raise PictureTooLarge(f"{len(data)} bytes")
    return next(_leaves("face", data)).picture


def prepare() -> None:
    """Start the next child ahead, where none waits. It costs nobody time: from a thread in the background."""
    _spare.prepare()


def _leaves(kind: str, data: bytes, *, side: int = 0, ahead: bool = False) -> Generator[DecodedPage]:
    with _fed({"kind": kind, "side": side}, data) as child:
        if ahead:
            prepare()
        for _ in range(MOST_PAGES + 1):
            words = _words(child)
            if words.get("end") is True:
                return
            yield _leaf(child, words)
    raise PictureUnreadable("decoding never ended")


def _leaf(child: Child, words: Mapping[str, Any]) -> DecodedPage:
    width, height = (_number(words.get(side), _MOST_PIXELS) for side in ("width", "height"))
    if width * height > _MOST_PIXELS:
        raise PictureTooLarge(f"{width} x {height}")
    with _patience(child):
        raw = _out(child).read(3 * width * height)
    if len(raw) != 3 * width * height:
        raise _ended(child)
    return DecodedPage(Bitmap(width, height, raw), _size_mm(words.get("size_um")), words.get("partial") is True)


def _size_mm(size_um: object) -> tuple[float, float] | None:
    if size_um is None:
        return None
    if not (isinstance(size_um, list) and len(size_um) == 2):
        raise PictureUnreadable("an odd size")
    width, height = (_number(side, _LONGEST_UM) / 1000 for side in size_um)
    return width, height


def _words(child: Child) -> dict[str, Any]:
    """The child's next line. A fault in it is raised."""
    with _patience(child):
        line = _out(child).readline(_LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise _ended(child)
    try:
        words = read_object(line, _LONGEST_LINE)
    except OutOfBounds as error:
        raise PictureUnreadable("decoding spoke oddly") from error
    if "fault" in words:
        raise _fault(words["fault"])
    return words


def _fault(name: object) -> ScanError:
    if name == UNCONFINED:
        return DecoderUnsafe("the kernel shuts no process in")
    return FAULTS.get(str(name), PictureUnreadable)("a file from outside")


def _number(value: object, most: int) -> int:
    """A number from the child. It has read a stranger's file: nothing it says is believed unchecked."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= most:
        raise PictureUnreadable("decoding gave an odd number")
    return value


@contextmanager
def _patience(child: Child) -> Iterator[None]:
    """A child that spends too much on one page is killed, and what is read from it ends."""
    done = threading.Event()
    watch = threading.Thread(target=_watch, args=(child, done), daemon=True)
    watch.start()
    try:
        yield
    finally:
        done.set()
        watch.join()


def _watch(child: Child, done: threading.Event) -> None:
    began, spent = time.monotonic(), processor_seconds(child.pid)
    while not done.wait(_LOOKS):
        if processor_seconds(child.pid) - spent > PAGE_SECONDS or time.monotonic() - began > _PATIENCE:
            child.kill()
            return


def _ended(child: Child) -> ScanError:
    """Why there is no more. Killed, by us or by its limit of time: too much; anything else: broken."""
    status = child.wait()
    if status in (-9, -24):  # SIGKILL, SIGXCPU
        return PictureTooLarge("decoding took too long")
    return PictureUnreadable(f"decoding ended with {status}")


class _Spare:
    """A child that waits, its decoders loaded."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: Child | None = None

    def prepare(self) -> None:
        with self._lock:
            if self._child is None or self._child.poll() is not None:
                self._child = _start()

    def take(self) -> Child:
        with self._lock:
            child, self._child = self._child, None
        return child if child is not None and child.poll() is None else _start()

    def close(self) -> None:
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            with child:
                child.kill()


_spare = _Spare()
atexit.register(_spare.close)


def _start() -> Child:
    pipe, words = subprocess.PIPE, command("kiosk.scan.decoder_child")
    environment = bare_surroundings(_ONE_THREAD)
    return subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment)


@contextmanager
def _fed(head: Mapping[str, Any], data: bytes) -> Iterator[Child]:
    with _spare.take() as child:
        feeder = threading.Thread(target=_feed, args=(child, head, data), daemon=True)
        feeder.start()
        try:
            yield child
        finally:
            child.kill()
            feeder.join()


def _feed(child: Child, head: Mapping[str, Any], data: bytes) -> None:
    assert child.stdin
    with suppress(OSError), child.stdin:  # a child that has ended takes no more
        child.stdin.write(json.dumps(head).encode() + b"\n")
        child.stdin.write(data)


def _out(child: Child) -> IO[bytes]:
    assert child.stdout
    return child.stdout
