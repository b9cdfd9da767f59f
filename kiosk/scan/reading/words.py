"""What is printed on a page, read by tesseract with its Vietnamese data in a process of its own.

Both are optional: Debian's tesseract-ocr and tesseract-ocr-vie, Apache-2.0. It is given what the machine has to spare
and no more: the lowest priority, one thread, an end to its time and memory. What it says is another program's word
about a stranger's paper: whatever is odd in it is left out, and a reader that hangs, dies or babbles has read nothing.
The page reaches it through memory alone.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import threading
import time
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import fmean

from kiosk.scan.bitmap import GreyBitmap
from kiosk.scan.geometry import Box

COMMAND = ("tesseract", "-", "-", "-l", "vie", "--psm", "11")
"""Standard input to standard output, Vietnamese; words wherever they stand: where tesseract parts the page into
columns, a form with dotted rules loses a third of its lines."""

LANGUAGE = "vie"
_DPI = 200
_PATIENCE = 120.0  # seconds: sixty times what a page takes; the machine may be busy with better things
_SECONDS = 20  # of processor time
_MEMORY = 900_000_000  # bytes of address space; a page takes a quarter of it
_SAID = 1_000_000  # bytes of its answer: a full page has 60 thousand
_LOOK = 0.05  # seconds between two looks at whether it is done
_LEAST_SURE = 30.0  # percent, of a word: what is read off a stamp or a signature has less
_LEAST_SURE_PAGE = 55.0  # percent, over all words: print that lies on its side reads like 30 to 45
_LONGEST = 60  # letters of a word
_COLUMNS = 12  # of its table: level, page, block, paragraph, line, word, left, top, width, height, certainty, text
_WORD = "5"  # the level of a word


@dataclass(frozen=True)
class PageWord:
    """Letters without a gap (NFC), and where they lie on the page, in its pixels."""

    text: str
    box: Box


Line = tuple[PageWord, ...]


@dataclass(frozen=True)
class PageText:
    """The words on a page of ``page`` pixels (width, height), line by line in the order of a reader."""

    lines: tuple[Line, ...]
    page: tuple[int, int]

    @property
    def words(self) -> int:
        return sum(map(len, self.lines))


def can_read() -> bool:
    """Whether the reader and its Vietnamese are on this machine."""
    if shutil.which(COMMAND[0]) is None:
        return False
    try:
        answer = subprocess.run(
            [COMMAND[0], "--list-langs"], capture_output=True, text=True, timeout=5, check=False, env=_surroundings()
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return LANGUAGE in answer.stdout.split()


def read(page: GreyBitmap, cancel: threading.Event | None = None, command: Sequence[str] = COMMAND) -> PageText | None:
    """The text of a cleaned page of 200 dpi; None where nothing is read, for whatever reason, or when cancelled.

    Takes about two seconds of a processor that nobody else wants, so much longer on a busy machine.
    """
    size = page.width, page.height
    table = _answer(page, cancel or threading.Event(), [*command, "--dpi", str(_DPI), "tsv"])
    lines = _lines(table.decode("utf-8", "replace"), size) if table else ()
    return PageText(lines, size) if lines else None


def _answer(page: GreyBitmap, cancel: threading.Event, command: Sequence[str]) -> bytes:
    """What the reader writes; nothing unless it ends well, in time, and says little enough."""
    with _in_memory(_pgm(page)) as given, _in_memory() as taken:
        try:
            child = subprocess.Popen(
                command, stdin=given, stdout=taken, stderr=subprocess.DEVNULL, env=_surroundings(), cwd="/"
            )
        except OSError:
            return b""
        with child:
            try:
                _confine(child.pid)
                ended = _wait(child, cancel)
            finally:
                child.kill()
        size = os.fstat(taken).st_size
        return os.pread(taken, size, 0) if ended == 0 and size < _SAID else b""


def _wait(child: subprocess.Popen[bytes], cancel: threading.Event) -> int | None:
    """Its exit status; None if it was not awaited."""
    until = time.monotonic() + _PATIENCE
    while child.poll() is None:
        if time.monotonic() > until or cancel.wait(_LOOK):
            return None
    return child.returncode


def _confine(pid: int) -> None:
    """After everybody else, with so much time, memory and paper to write on; no picture of it in a core dump."""
    try:
        os.setpriority(os.PRIO_PROCESS, pid, 19)
        for kind, most in (
            (resource.RLIMIT_CPU, _SECONDS),
            (resource.RLIMIT_AS, _MEMORY),
            (resource.RLIMIT_FSIZE, _SAID),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.prlimit(pid, kind, (most, most))
    except ProcessLookupError:
        pass  # it is over already


def _surroundings() -> dict[str, str]:
    """One thread: with more, tesseract takes three times as long on two cores."""
    environment = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
    return environment | {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C"}


@contextmanager
def _in_memory(data: bytes = b"") -> Iterator[int]:
    """A file that has no name and touches no disk, open at its beginning."""
    file = os.memfd_create("page", os.MFD_CLOEXEC)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
        os.lseek(file, 0, os.SEEK_SET)
        yield file
    finally:
        os.close(file)


def _pgm(page: GreyBitmap) -> bytes:
    """The page in the plainest format that there is."""
    return b"".join((b"P5 %d %d 255\n" % (page.width, page.height), page.pixels))


def _lines(table: str, page: tuple[int, int]) -> tuple[Line, ...]:
    """The words of tesseract's table, line by line; none at all where it is unsure of the whole page."""
    lines: dict[tuple[str, ...], list[PageWord]] = {}
    sure = []
    for row in table.split("\n"):
        cells = row.split("\t")
        if len(cells) != _COLUMNS or cells[0] != _WORD:
            continue
        certainty, word = _number(cells[10]), _word(cells, page)
        if word is None or certainty is None:
            continue
        sure.append(certainty)
        if certainty >= _LEAST_SURE:
            lines.setdefault(tuple(cells[1:5]), []).append(word)
    if not sure or fmean(sure) < _LEAST_SURE_PAGE:
        return ()
    return tuple(tuple(words) for words in lines.values())


def _word(cells: list[str], page: tuple[int, int]) -> PageWord | None:
    """The word in a row; None where it has no letter or digit, is endless, or lies beside the page."""
    text = "".join(c for c in unicodedata.normalize("NFC", cells[11]) if c.isprintable() and not c.isspace()).strip("_")
    numbers = [_number(cell) for cell in cells[6:10]]
    if not any(c.isalnum() for c in text) or len(text) > _LONGEST or None in numbers:
        return None
    left, top, width, height = (int(number or 0) for number in numbers)
    box = left, top, left + width, top + height
    inside = 0 <= left < box[2] <= page[0] and 0 <= top < box[3] <= page[1]
    return PageWord(text, box) if inside else None


def _number(cell: str) -> float | None:
    """What a cell says, if it is a number that a page can have."""
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if abs(value) < 100_000 else None  # neither endless nor no number
