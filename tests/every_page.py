"""What holds for every page of every document that any test makes, not only for the ones made to be looked at.

The place where pages are cut into inks, and the place where they are bound, are watched for as long as the tests run:
as much ink leaves as was on the cleaned page, what was coloured stays in its colour, and what PDFium shows of the file
is that ink and no negative of it. (PDF/A-2b is checked by ``bind`` itself, each time.)

The place where a photographed page is finished is watched too. What a person is shown is what PDFium paints of the
bytes that are bound. Ink of the photograph that is not painted there is a fault where the verdict does not say so; and
where it does, the test says that its page is meant to lose ink, and why: ``@pytest.mark.loses_ink("reason")``.
"""

from __future__ import annotations

import functools
import hashlib
import io
import sys
import threading
from typing import Any

faults: list[str] = []
"""What was found since the last test ended."""

lost: list[str] = []
"""Likewise, pages that lost ink and say so: right where the test means them to."""

_known: set[bytes] = set()  # documents that were looked at: the same bytes come from many tests
_DOTS = 60  # an inch, for looking at a file
_PALE = 245  # of 255 on a cleaned page: nothing but ink, or what may be, is darker
_NEAR, _LITTLE = 0.25, 0.004  # how far two shares of ink may lie apart: of the share, and of the page
_COLOURED, _SOME = 60, 0.0005  # spread between channels (of 255), and the share of a page from which on it counts


def watch() -> None:
    """Look at all pages from here on. Before the scanning room was imported there is nothing to do."""
    _watch_bound()
    _watch_finished()


def _watch_finished() -> None:
    document: Any = sys.modules.get("kiosk.scan.page.document")
    if document is None or hasattr(document, "_watched"):
        return
    document._watched = True
    finished = document._finished

    def watched_finished(flat: Any, *rest: Any, **how: Any) -> Any:
        shot = finished(flat, *rest, **how)
        faults.extend(_of_shot(flat, shot))
        lost.extend(_stated(shot))
        return shot

    document._finished = watched_finished


def _watch_bound() -> None:
    pdf: Any = sys.modules.get("kiosk.scan.pdf.pdfa")
    if pdf is None or hasattr(pdf, "_watched"):
        return
    pdf._watched = threading.local()  # a savepoint may be bound beside a paper
    cut, add, check = pdf.stencils.cut, pdf._add, pdf._check

    def watched_cut(page: Any) -> Any:
        inks = cut(page)
        faults.extend(_of_cut(page, inks))
        return inks

    def watched_add(document: Any, page: Any, *rest: Any) -> None:
        here = pdf._watched
        if getattr(here, "document", None) is not document:
            here.document, here.pages = document, []
        here.pages.append(page)
        add(document, page, *rest)

    def watched_check(written: io.BytesIO, *rest: Any) -> None:
        check(written, *rest)
        pages = pdf._watched.pages
        pdf._watched.document = None
        name = hashlib.sha256(written.getvalue()).digest()
        if name not in _known:
            _known.add(name)
            faults.extend(_of_document(written.getvalue(), pages))

    pdf.stencils.cut, pdf._add, pdf._check = watched_cut, watched_add, watched_check


def _of_shot(flat: Any, shot: Any) -> list[str]:
    """A page as photographed (200 dpi) against what PDFium paints of the bytes that are bound of it."""
    document: Any = sys.modules["kiosk.scan.page.document"]
    painted = document.repaint.repainted(shot.packed)
    found = []
    if shot.shown is None or painted.shape != shot.shown.shape or (painted != shot.shown).any():
        found.append("what is shown of a page is not what PDFium paints of its document")
    boxes = document.fidelity.lost_ink(flat.picture, painted)
    if boxes and not {reason.value for reason in shot.reasons} & {"faint", "blurred"}:
        found.append(f"ink of a page is not painted at {boxes[0]}, and its verdict {shot.reasons} does not say so")
    return found


def _stated(shot: Any) -> list[str]:
    """What a page says of ink that it lost."""
    faint = any(reason.value == "faint" for reason in shot.reasons)
    return [f"a page of {shot.size_mm} mm says that it lost ink, at {shot.where}"] if faint else []


def _least(channels: list[Any]) -> Any:
    """Of each pixel's channels, pair by pair: numpy takes four times as long over an axis of three."""
    return functools.reduce(sys.modules["numpy"].minimum, channels)


def _most(channels: list[Any]) -> Any:
    return functools.reduce(sys.modules["numpy"].maximum, channels)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= _NEAR * max(one, other) + _LITTLE


def _of_cut(page: Any, inks: Any) -> list[str]:
    """A cleaned page (BGR) against the inks it was cut into: how much, and of what colour."""
    blue, green, red = channels = [page[:, :, channel] for channel in range(3)]
    low, high = _least(channels), _most(channels)
    there, faint, left = float((low < 160).mean()), float((low < _PALE).mean()), sum(one.ink for one in inks)
    right = there <= left <= faint or _near(there, left) or _near(faint, left)  # pale ink leaves too, each once
    found = [] if right else [f"{there:.4f} of a page was ink, {faint:.4f} with what is pale, {left:.4f} left"]
    coloured = (high - low > _COLOURED) & (low < 160)
    for leads, name in (((red > green) & (red > blue), "red"), (blue == high, "blue")):
        share = float((coloured & leads).mean())
        kept = any(_name(one.colour) == name for one in inks)
        if share > max(_SOME, 0.3 * float(coloured.mean())) and not kept:
            found.append(f"{share:.4f} of a page was {name}, and no ink of it is")
    return found


def _name(colour: tuple[float, float, float]) -> str:
    red, green, blue = colour
    if max(colour) - min(colour) <= _COLOURED / 255:
        return "black"
    return ("red", "green", "blue")[(red, green, blue).index(max(colour))]


def _of_document(data: bytes, pages: list[Any]) -> list[str]:
    """What PDFium shows of each page without pictures against the inks that were bound."""
    import pypdfium2

    found = []
    with pypdfium2.PdfDocument(data) as document:
        if len(document) != len(pages):
            return [f"{len(pages)} pages were bound, {len(document)} are there"]
        for seen, page in zip(document, pages, strict=True):
            if page.photos or min(page.size_mm) < 20:
                continue
            shown = seen.render(scale=_DOTS / 72, rev_byteorder=True).to_numpy()[:, :, :3]
            channels = [shown[:, :, channel] for channel in range(3)]
            low, high = _least(channels), _most(channels)
            dark = 1 - float(low.mean()) / 255
            meant = sum(one.ink * (1 - min(one.colour)) for one in page.stencils)
            if not _near(dark, meant):
                found.append(f"{dark:.4f} of a page is shown dark, {meant:.4f} was bound")
            spread = high - low
            coloured = sum(one.ink for one in page.stencils if _name(one.colour) != "black")
            shows = float((spread > 40).mean())
            if coloured > 2 * _SOME and shows < coloured / 3:
                found.append(f"{coloured:.4f} of a page was bound in colour, {shows:.4f} shows it")
    return found
