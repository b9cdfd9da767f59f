"""A file from outside as one document, through the same eyes as the camera's pictures; never passed on as it came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kiosk.scan import outside
from kiosk.scan.decode import Leaf
from kiosk.scan.finder import several
from kiosk.scan.page.clean import Profile
from kiosk.scan.page.document import PageShot, page_of, sheet_of
from kiosk.scan.page.rectify import tray_scale
from kiosk.scan.pdf import pdfa


@dataclass(frozen=True)
class IntakeOutcome:
    """A document made here, and what was wrong with the pages it came from: reasons for a retake, each once."""

    pdf: bytes
    pages: int
    reasons: tuple[str, ...] = ()


def take(data: bytes) -> IntakeOutcome:
    """The document in ``data``: a PDF or pictures, all of their pages.

    Raises PictureUnreadable if it is neither, PictureTooLarge, PictureHeic, DocumentTooLong, DocumentLocked,
    DecoderUnsafe.
    """
    pages, reasons = [], []
    for shot in shots(data):  # one at a time: twenty pages of pixels would weigh half a gigabyte
        pages.append(shot.packed or pdfa.packed(shot.picture, shot.size_mm, shot.profile))
        reasons += [reason.value for reason in shot.reasons]
    return IntakeOutcome(pdfa.bind(pages), len(pages), tuple(dict.fromkeys(reasons)))


def shots(data: bytes, profile: Profile = Profile.DOCUMENT) -> Iterator[PageShot]:
    """The pages of a file from outside, each looked at like a photograph. Raises as ``take``."""
    for leaf in outside.pages(data):
        yield page_in(leaf, profile)


def page_in(leaf: Leaf, profile: Profile = Profile.DOCUMENT) -> PageShot:
    """One page of a file, looked at like a photograph."""
    shot = sheet_of(leaf.picture, leaf.size_mm, profile)
    return shot.as_partial if leaf.partial else shot


def every_paper(data: bytes, profile: Profile = Profile.DOCUMENT) -> Iterator[PageShot]:
    """As ``shots``, but of a photograph with several papers each is a page, the largest first."""
    for leaf in outside.pages(data):
        outlines = () if outside.is_pdf(data) else several.papers(leaf.picture)
        if len(outlines) < 2:
            yield page_in(leaf, profile)
            continue
        height, width = leaf.picture.shape[:2]
        scale = tray_scale(outlines[0].corners, (width, height))
        for paper in outlines:
            x, y = np.mean(paper.corners, axis=0)
            beside = scale if paper is not outlines[0] else None
            yield page_of(leaf.picture, profile, (float(x), float(y)), pixels_per_mm=beside)
