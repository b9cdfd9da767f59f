"""What a page of a document is made of, as plain bytes and numbers: stencils, pictures, words."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.scan.geometry import Box
from kiosk.scan.reading.words import PageText


@dataclass(frozen=True)
class Stencil:
    """Where one ink lies: JBIG2 segments with ink as 1, and its colour (red, green, blue; 0..1).

    ``box`` is left, top, width, height of the stencil, in pixels of a page of ``page`` pixels (width, height).
    """

    jbig2: bytes
    box: tuple[int, int, int, int]
    page: tuple[int, int]
    colour: tuple[float, float, float]
    ink: float  # share of the page that is painted


@dataclass(frozen=True)
class PhotoRegion:
    """A part of the page with all its tones: a colour JPEG of ``box``, of a page of ``page`` pixels (width, height)."""

    jpeg: bytes
    box: Box
    page: tuple[int, int]


@dataclass(frozen=True)
class PdfPage:
    """One page ready to be bound, shown at ``size_mm``: pictures and stencils on white."""

    size_mm: tuple[float, float]
    photos: tuple[PhotoRegion, ...] = ()
    stencils: tuple[Stencil, ...] = ()
    text: PageText | None = None  # lies behind the page, for searching

    @property
    def bytes(self) -> int:
        """What the pictures cost; the PDF around them adds about 2 kB once and 200 bytes a page."""
        return sum(len(photo.jpeg) for photo in self.photos) + sum(len(stencil.jbig2) for stencil in self.stencils)
