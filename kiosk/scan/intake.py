"""A file from outside as one document, through the same eyes as the camera's pictures; never passed on as it came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kiosk.scan.decode import decode
from kiosk.scan.finder import several
from kiosk.scan.page.clean import Profile
from kiosk.scan.page.document import PageShot, page_of, sheet_of
from kiosk.scan.pdf import pdf_pages, pdfa


@dataclass(frozen=True)
class IntakeOutcome:
    """A document made here, and what was wrong with the pages it came from: reasons for a retake, each once."""

    pdf: bytes
    pages: int
    reasons: tuple[str, ...] = ()


def take(data: bytes) -> IntakeOutcome:
    """The document in ``data``: a PDF or a picture.

    Raises PictureUnreadable if it is neither, PictureTooLarge, DocumentTooLong, DocumentLocked.
    """
    pages, reasons = [], []
    for shot in shots(data):  # one at a time: twenty pages of pixels would weigh half a gigabyte
        pages.append(pdfa.packed(shot.picture, shot.size_mm, shot.profile))
        reasons += [reason.value for reason in shot.reasons]
    return IntakeOutcome(pdfa.bind(pages), len(pages), tuple(dict.fromkeys(reasons)))


def shots(data: bytes, profile: Profile = Profile.DOCUMENT) -> Iterator[PageShot]:
    """The pages of a file from outside, each looked at like a photograph. Raises as ``take``."""
    if pdf_pages.is_pdf(data):
        for page in pdf_pages.pages(data):
            yield sheet_of(page.picture, page.size_mm, profile)
    else:
        yield sheet_of(decode(data), None, profile)


def every_paper(data: bytes, profile: Profile = Profile.DOCUMENT) -> Iterator[PageShot]:
    """As ``shots``, but of a photograph with several papers each is a page, the largest first."""
    if pdf_pages.is_pdf(data):
        yield from shots(data, profile)
        return
    picture = decode(data)
    found = several.papers(picture)
    if len(found) < 2:
        yield sheet_of(picture, None, profile)
        return
    for paper in found:
        x, y = np.mean(paper.corners, axis=0)
        yield page_of(picture, profile, (float(x), float(y)))
