"""One photograph to one page: found, laid flat, judged and cleaned."""

from __future__ import annotations

import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from kiosk.scan.finder import outlines as finder
from kiosk.scan.finder import several
from kiosk.scan.page import fidelity, outside, spots
from kiosk.scan.page.clean import Profile, cleaned, trimmed
from kiosk.scan.page.quality import PageFault, Reason, faults, in_order
from kiosk.scan.page.rectify import DPI, FlatPage, lay_flat
from kiosk.scan.page.skew import straight
from kiosk.scan.page.tones import coarse, pictures
from kiosk.scan.pdf import pdfa, repaint
from kiosk.scan.pdf.page_parts import PdfPage
from kiosk.scan.picture import Corners, Floats, Frame, Grey, Point, corners_of

_ENOUGH = 0.985  # of what the law asks: a page is measured to a hundredth
_WHITE_RIM = 235  # grey level: photographed paper seldom is that white all around, a rendered page always


Pack = Callable[[Frame], object]
"""Is given a cleaned page; the PdfPage it makes of it, if any, is the one that is painted and looked at."""


@dataclass(frozen=True)
class PageShot:
    """A page as it goes into the document. ``corners`` and ``where`` are in pixels of the photograph.

    ``corners`` is None where no page was seen: then the whole photograph stands in for it, and ``reasons`` say so.
    """

    picture: Frame
    size_mm: tuple[float, float]
    profile: Profile
    seen_dpi: float
    corners: Corners | None
    reasons: tuple[Reason, ...]
    where: Corners | None = None
    packed: PdfPage | None = None  # as it is bound
    blank: bool = False  # nothing at all is on it
    shown: Frame | None = None  # as PDFium paints it once it is bound: what whoever opens the document sees

    @property
    def coarse(self) -> bool:
        """Whether the camera gave less than the law asks. Nobody at the screen can mend that: no fault, but said."""
        return self.seen_dpi < _ENOUGH * DPI

    @property
    def as_partial(self) -> PageShot:
        """The same page of a file of which something may not be shown."""
        return replace(self, reasons=(Reason.PARTIAL, *self.reasons), where=None)


def page_of(
    photograph: Frame,
    profile: Profile = Profile.DOCUMENT,
    at: Point | None = None,
    *,
    pixels_per_mm: float | None = None,
    meanwhile: Pack | None = None,
) -> PageShot:
    """The page in a photograph: the largest, or the one at a point of it.

    ``pixels_per_mm`` is the scale of a calibrated camera's tray: it tells A5 from A4, and so what the camera gave.
    Nothing is lost: without a page, or with a bad one, there is still a picture. ``meanwhile`` is given a page that was
    found as soon as it is clean, while it is still being judged on the other core: to pack it, say. Without it one core
    does all, in less memory.
    """
    outline = finder.find(photograph) if at is None else several.at(photograph, at)
    if outline is None:
        profile = Profile.PHOTO  # nobody knows what it shows: keep every tone
        flat = lay_flat(photograph, _whole(photograph), pixels_per_mm=pixels_per_mm)
        picture = _clean(flat.picture, profile, trim=False)
        packed = pdfa.packed(picture, flat.size_mm, profile)
        shown = repaint.repainted(packed)
        return PageShot(
            picture, flat.size_mm, profile, flat.seen_dpi, None, (Reason.NO_PAGE,), packed=packed, shown=shown
        )
    flat = lay_flat(photograph, outline.corners, pixels_per_mm=pixels_per_mm)
    return _finished(
        flat, photograph, outline.corners, profile, cut=outline.cut, trim=not outline.cut, meanwhile=meanwhile
    )


def page_within(
    photograph: Frame, corners: Corners, profile: Profile = Profile.DOCUMENT, *, meanwhile: Pack | None = None
) -> PageShot:
    """The page between four corners that a person has set: nothing is looked for."""
    flat = lay_flat(photograph, corners)
    return _finished(flat, photograph, corners, profile, cut=False, trim=False, meanwhile=meanwhile)


def sheet_of(
    picture: Frame,
    size_mm: tuple[float, float] | None = None,
    profile: Profile = Profile.DOCUMENT,
    *,
    pixels_per_mm: float | None = None,
    meanwhile: Pack | None = None,
) -> PageShot:
    """The page in a picture that may already be one: a scanner's, or a page of a PDF. Else as ``page_of``.

    A white border all around tells a sheet from a photograph of one. ``size_mm`` is what the file says of its size. One
    that lies askew on the glass is straightened. ``pixels_per_mm`` is the scale of a paper found on the glass.
    """
    if not _is_sheet(picture):
        return page_of(picture, profile, pixels_per_mm=pixels_per_mm, meanwhile=meanwhile)
    flat = lay_flat(picture, straight(picture), size_mm=size_mm)
    return _finished(flat, picture, _whole(picture), profile, cut=False, trim=False, meanwhile=meanwhile)


def _finished(
    flat: FlatPage,
    photograph: Frame,
    corners: Corners,
    profile: Profile,
    *,
    cut: bool,
    trim: bool,
    meanwhile: Pack | None,
) -> PageShot:
    """Cleaned, packed and judged; judged at the same time where somebody waits, for OpenCV and numpy let go of Python
    while they work. What the photograph shows is then looked for in what is sent."""
    judge = functools.partial(_judged, flat, photograph, corners, cut=cut, trim=trim)
    if meanwhile is None:
        picture, (page_faults, ink) = _clean(flat.picture, profile, trim=trim), judge()
        packed = pdfa.packed(picture, flat.size_mm, profile)
        shown = repaint.repainted(packed)
    else:
        with ThreadPoolExecutor(1) as other:
            judging = other.submit(judge)
            picture = _clean(flat.picture, profile, trim=trim)
            ahead = meanwhile(picture)
            packed = ahead if isinstance(ahead, PdfPage) else pdfa.packed(picture, flat.size_mm, profile)
            shown = repaint.repainted(packed)
            page_faults, ink = judging.result()
    if not any(
        fault.reason is Reason.BLURRED for fault in page_faults
    ):  # smeared print loses strokes; sharp, it will not
        page_faults = in_order((*page_faults, *_lost(ink, flat, shown)))
    reasons = tuple(fault.reason for fault in page_faults)
    where = _where(flat, page_faults, photograph)
    blank = fidelity.is_blank(ink, shown)
    return PageShot(picture, flat.size_mm, profile, flat.seen_dpi, corners, reasons, where, packed, blank, shown)


def _judged(
    flat: FlatPage, photograph: Frame, corners: Corners, *, cut: bool, trim: bool
) -> tuple[tuple[PageFault, ...], Grey]:
    """What is wrong with the page, and where its ink lies: both are told from the photograph alone."""
    small = coarse(flat.picture)
    page_faults = faults(flat.picture, seen_dpi=flat.seen_dpi, cut=cut, small=small)
    apart = (
        _apart(flat, photograph, corners, small) if trim else ()
    )  # one that was cut off, or scanned, has no desk about it
    return in_order((*page_faults, *apart)), fidelity.ink_of(flat.picture)


def _apart(flat: FlatPage, photograph: Frame, corners: Corners, small: Frame) -> tuple[PageFault, ...]:
    """What of the sheet the page laid flat does not have."""
    beyond, corner = outside.goes_on(photograph, corners), outside.folded_corner(flat.picture, small)
    apart = []
    if beyond is not None:
        apart.append(PageFault(Reason.BEYOND, flat.from_source(beyond)))
    if corner is not None:
        apart.append(PageFault(Reason.CORNER, corner))
    return tuple(apart)


def _lost(ink: Grey, flat: FlatPage, shown: Frame) -> tuple[PageFault, ...]:
    """Ink that does not stand on the page that is sent is a fault, at the place where most of it lay."""
    boxes = fidelity.missing(ink, shown, flat.picture.shape[:2])
    if not boxes:
        return ()
    left, top, right, bottom = boxes[0]
    where = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64)
    return (PageFault(Reason.FAINT, where),)


def _is_sheet(picture: Frame) -> bool:
    """Whether the outermost hundredth is white paper. On a desk that would be a white desk, where no page is seen."""
    edge = max(1, min(picture.shape[:2]) // 100)
    rim = np.concatenate([side.reshape(-1, 3) for side in (picture[:edge], picture[-edge:])])
    sides = np.concatenate([side.reshape(-1, 3) for side in (picture[:, :edge], picture[:, -edge:])])
    least = np.concatenate([rim, sides]).min(axis=1)
    return float((least > _WHITE_RIM).mean()) > 0.97


def _clean(flat: Frame, profile: Profile, *, trim: bool) -> Frame:
    """The cleaned page with its portraits and maps as they are: cleaning print would bleach them."""
    white = cleaned(flat, profile)
    boxes = pictures(flat) if profile is Profile.DOCUMENT else ()
    if boxes:
        toned = cleaned(flat, Profile.PHOTO)
        for left, top, right, bottom in boxes:
            white[top:bottom, left:right] = toned[top:bottom, left:right]
    return trimmed(white) if trim and profile is not Profile.PHOTO else white


def _whole(photograph: Frame) -> Corners:
    right, bottom = photograph.shape[1] - 1.0, photograph.shape[0] - 1.0
    return (0.0, 0.0), (right, 0.0), (right, bottom), (0.0, bottom)


def _where(flat: FlatPage, page_faults: tuple[PageFault, ...], photograph: Frame) -> Corners | None:
    """Where the gravest fault is seen, in pixels of the photograph."""
    if not page_faults:
        return None
    if page_faults[0].reason is Reason.CUT_OFF:
        size = (photograph.shape[1], photograph.shape[0])
        strip = spots.missing_side(corners_of(flat.in_source(_corners(flat.picture))), size)
        if strip is not None:
            return corners_of(strip)
    spot = page_faults[0].where
    if spot is None and page_faults[0].reason in spots.SPREAD:
        spot = spots.print_spot(flat.picture)
    return None if spot is None else corners_of(flat.in_source(np.asarray(spot, np.float64)))


def _corners(page: Frame) -> Floats:
    right, bottom = page.shape[1] - 1.0, page.shape[0] - 1.0
    return np.array([[0.0, 0.0], [right, 0.0], [right, bottom], [0.0, bottom]])
