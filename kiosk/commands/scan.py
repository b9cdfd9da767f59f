"""kiosk scan: photographs of papers to one PDF/A, or the codes in a picture.

A folder stands for the pictures and PDFs in it, page 2 before page 10; a PDF for its pages, which are rendered anew.
With ``--every`` all papers in a photograph become pages, the largest first. A picture in which no page is seen goes
into the PDF whole, and its reason (``no-page``) is told: nothing a person gave is lost. A file that is no picture is
told and left out. Only where no file is a picture is there no PDF, and exit 1. ``--text`` puts the words behind each
page, for searching; a page that cannot be read goes without them.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.durable import MOST_PICTURE, read_bounded, write_private
from kiosk.errors import PdfNotWritten, PictureUnreadable, ReaderMissing, ScanError

if TYPE_CHECKING:
    from kiosk.scan.page.clean import Profile
    from kiosk.scan.page.document import PageShot
    from kiosk.scan.pdf.page_parts import PdfPage
    from kiosk.scan.pdf.pdfa import Standard
    from kiosk.scan.picture import Corners, Frame

PROFILES = ("document", "photo", "text")
KINDS = (".jpg", ".jpeg", ".mpo", ".png", ".webp", ".avif", ".heic", ".heif", ".tif", ".tiff", ".bmp", ".gif", ".pdf")


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    del shared
    parser.add_argument(
        "images", nargs="+", type=Path, metavar="IMAGE", help="photograph, scan, PDF, or a folder of them"
    )
    parser.add_argument("-o", "--out", type=Path, metavar="OUT.pdf", help="where the PDF/A goes")
    parser.add_argument("--profile", choices=PROFILES, default="document", help="what is on the papers")
    parser.add_argument("--pdfa", choices=("2b", "1b"), default="2b", help="the standard; 1b for older archives")
    parser.add_argument("--every", action="store_true", help="every paper in a photograph, not the largest alone")
    parser.add_argument("--text", action="store_true", help="words behind the pages, for searching (wants tesseract)")
    parser.add_argument("--qr", action="store_true", help="tell the QR codes in the pictures instead")
    parser.set_defaults(run=functools.partial(run, parser))


def run(parser: argparse.ArgumentParser, call: Call) -> Outcome:
    args = call.args
    if args.qr:
        return _codes(args.images)
    if args.out is None:
        parser.error("-o OUT.pdf is needed")
    return _scan(args.images, args.out, args.profile, args.pdfa, every=args.every, text=args.text)


@dataclass(frozen=True)
class _Taken:
    """What became of one file: what is told of it, and its page unless it was no picture."""

    document: dict[str, Any]
    page: PdfPage | None = None
    failure: ScanError | None = None


def _scan(
    images: Sequence[Path], out: Path, profile_name: str, standard: Standard, *, every: bool, text: bool
) -> Outcome:
    from kiosk.scan.page.clean import Profile
    from kiosk.scan.pdf.pdfa import bind
    from kiosk.scan.reading.words import can_read

    if text and not can_read():
        raise ReaderMissing("no tesseract, or not its vie")
    profile = Profile(profile_name)
    taken: list[_Taken] = []
    files = _files(images)
    for done, image in enumerate(files):
        _progress(done, len(files))
        taken.extend(_taken(image, profile, every=every, text=text))
    _progress(len(files), len(files))
    pages = [one.page for one in taken if one.page]
    if not pages:
        raise next(one.failure for one in taken if one.failure)
    pdf = bind(pages, standard)
    _write(out, pdf)
    data = {
        "pages": [one.document for one in taken],
        "pdf": str(out),
        "bytes": len(pdf),
        "sha256": hashlib.sha256(pdf).hexdigest(),
    }
    return Outcome(data, _in_words(data))


def _taken(image: Path, profile: Profile, *, every: bool, text: bool) -> Iterator[_Taken]:
    """Every page in one file. A PDF that breaks off in the middle gives the pages before."""
    from kiosk.scan.intake import every_paper, shots

    try:
        for shot in (every_paper if every else shots)(_bytes(image), profile):
            yield _page(image, shot, text=text)
    except ScanError as error:
        reason = error.code.removeprefix("scan.")
        document = {
            "corners": None,
            "verdict": "retake",
            "reasons": [reason],
            "size_mm": None,
            "dpi": None,
            "notices": [],
            "bytes": 0,
        }
        if text:
            document["words"] = 0
        yield _Taken({"file": str(image)} | document, failure=error)


def _page(image: Path, shot: PageShot, *, text: bool) -> _Taken:
    from kiosk.scan.pdf.pdfa import packed
    from kiosk.scan.picture import grey_of
    from kiosk.scan.reading.words import read

    page = shot.packed or packed(shot.picture, shot.size_mm, shot.profile)
    if text:
        page = replace(page, text=read(grey_of(shot.picture)))
    document = {
        "file": str(image),
        "corners": _rounded(shot.corners),
        "verdict": "retake" if shot.reasons else "good",
        "reasons": [reason.value for reason in shot.reasons],
        "size_mm": [round(side, 1) for side in shot.size_mm],
        "dpi": round(shot.seen_dpi),
        "notices": ["coarse"] if shot.coarse else [],
        "bytes": page.bytes,
    }
    if text:
        document["words"] = page.text.words if page.text else 0
    return _Taken(document, page)


def _codes(images: Sequence[Path]) -> Outcome:
    from kiosk.scan.reading.codes import find

    codes = [
        {"file": str(image), "text": code.text, "corners": _rounded(code.corners)}
        for image in _files(images)
        for code in find(_read(image))
    ]
    return Outcome({"codes": codes}, "\n".join(str(code["text"]) for code in codes))


def _files(given: Sequence[Path]) -> list[Path]:
    """The files meant: of a folder those whose names say that they are pictures or PDFs, in the order of a person."""
    files: list[Path] = []
    for path in given:
        if not path.is_dir():
            files.append(path)
            continue
        try:
            inside = [item for item in path.iterdir() if item.suffix.lower() in KINDS and not item.name.startswith(".")]
        except OSError as error:
            raise PictureUnreadable(type(error).__name__) from error
        files += sorted((item for item in inside if item.is_file()), key=_as_counted)
    if not files:
        raise PictureUnreadable("a folder without a picture")
    return files


def _as_counted(path: Path) -> list[tuple[int, str]]:
    """Numbers in a name count as numbers."""
    parts = re.split(r"(\d+)", path.name.casefold())
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


def _read(image: Path) -> Frame:
    from kiosk.scan import outside

    return outside.first(_bytes(image))


def _bytes(image: Path) -> bytes:
    try:
        return read_bounded(image, MOST_PICTURE)
    except OSError as error:
        raise PictureUnreadable(type(error).__name__) from error


def _rounded(corners: Corners | None) -> list[list[float]] | None:
    return [[round(x, 1), round(y, 1)] for x, y in corners] if corners else None


def _write(out: Path, pdf: bytes) -> None:
    """The PDF appears whole or not at all."""
    half = out.with_name(f".{out.name}.part")
    try:
        write_private(half, pdf)
        half.replace(out)
    except OSError as error:
        raise PdfNotWritten(type(error).__name__, file=str(out)) from error


def _progress(done: int, total: int) -> None:
    """A bar on a terminal, nothing elsewhere."""
    if total < 2 or not sys.stderr.isatty():
        return
    filled = round(30 * done / total)
    end = "\n" if done == total else ""
    print(f"\r[{'█' * filled}{'·' * (30 - filled)}] {done}/{total}", end=end, file=sys.stderr, flush=True)


def _in_words(data: dict[str, Any]) -> str:
    lines = [
        f"{page['file']}: {page['verdict']} {', '.join([*page['reasons'], *page['notices']])}".rstrip()
        for page in data["pages"]
    ]
    return "\n".join([*lines, f"{data['pdf']}: {data['bytes']} bytes, sha256 {data['sha256']}"])
