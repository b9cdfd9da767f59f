"""The pages of one paper while a person has them in hand: taken, turned, put in order, taken out and put back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from kiosk.devices.ports import Shot
from kiosk.scan.page_picture import PagePicture
from kiosk.ui.widgets import image_of

MOST_PAGES = 20  # pages of one paper: more is a book, and the officer has a copier
CARD_LONG = 110  # millimetres: ID-1 is 86, an old booklet's page 105
_THUMB = 400  # pixels of the longer side


@dataclass(frozen=True, eq=False)
class PageInHand:
    """One page and its small picture."""

    shot: Shot
    thumb: QImage

    @classmethod
    def of(cls, shot: Shot) -> PageInHand:
        small = image_of(as_sent(shot)).scaled(
            _THUMB, _THUMB, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        return cls(shot, small)


@dataclass
class Pages:
    """In order; one of them, ``at``, is looked at. What was taken out last can be put back until the next change."""

    pages: list[PageInHand] = field(default_factory=list)
    at: int = 0
    anew: int | None = None  # the page that is being taken again
    _blanks: list[tuple[int, Shot]] = field(default_factory=list)  # and before which page each would stand
    _out: tuple[int, PageInHand] | None = None

    def __len__(self) -> int:
        return len(self.pages)

    @property
    def shots(self) -> tuple[Shot, ...]:
        return tuple(page.shot for page in self.pages)

    @property
    def full(self) -> bool:
        return len(self.pages) >= MOST_PAGES

    @property
    def can_put_back(self) -> bool:
        return self._out is not None

    @property
    def next_number(self) -> int:
        """The number, from 1, of the page that is taken next."""
        return (self.anew if self.anew is not None else len(self.pages)) + 1

    def take(self, shot: Shot) -> None:
        """A page was photographed: in the place of the one that was to be taken again, or behind the last."""
        page = PageInHand.of(shot)
        if self.anew is not None and self.anew < len(self.pages):
            self.pages[self.anew] = page
            self.at = self.anew
        else:
            self.pages.append(page)
            self.at = len(self.pages) - 1
        self.anew = self._out = None

    @property
    def blanks(self) -> int:
        """How many blank sides were left out, and can be taken back."""
        return len(self._blanks)

    def without_blanks(self, shots: tuple[Shot, ...]) -> tuple[Shot, ...]:
        """Of pages that come, those that stay: blank sides are left out, to be taken back if somebody wants them. Of
        nothing but blank sides none was meant to be left out."""
        written = tuple(shot for shot in shots if not shot.blank)
        if not written:
            return shots
        at = len(self.pages)
        for shot in shots:
            if shot.blank:
                self._blanks.append((at, shot))
            else:
                at += 1
        return written

    def take_blanks(self) -> None:
        """The blank sides that were left out, each in its place as far as the pages are still in theirs."""
        room = max(0, MOST_PAGES - len(self.pages))
        for index, shot in reversed(self._blanks[:room]):
            self.pages.insert(min(index, len(self.pages)), PageInHand.of(shot))
        self._blanks = self._blanks[room:]
        self._out = None

    def turn(self) -> None:
        """The page that is looked at, a quarter clockwise."""
        shot = self.pages[self.at].shot
        shown = shot.shown.turned() if shot.shown is not None else None
        self.pages[self.at] = PageInHand.of(replace(shot, page=shot.page.turned(), shown=shown))
        self._out = None

    def repaint(self, page: PagePicture, shown: PagePicture) -> None:
        """``page`` as it is painted of the document that is sent, if it is still in hand."""
        for index, one in enumerate(self.pages):
            if one.shot.page is page:
                self.pages[index] = PageInHand.of(replace(one.shot, shown=shown))

    def remove(self) -> None:
        """Take out the page that is looked at."""
        self._out = (self.at, self.pages.pop(self.at))
        self.at = max(0, min(self.at, len(self.pages) - 1))

    def put_back(self) -> None:
        if self._out is not None:
            self.at, page = self._out
            self.pages.insert(self.at, page)
            self._out = None

    def move(self, index: int, to: int) -> None:
        self.pages.insert(to, self.pages.pop(index))
        self.at, self._out = to, None

    def let_originals_go(self) -> None:
        """The person has confirmed: the camera's own pictures are erased."""
        self.pages = [replace(page, shot=replace(page.shot, original=b"")) for page in self.pages]
        self._out = None

    def clear(self) -> None:
        self.pages.clear()
        self._blanks.clear()
        self.at, self.anew, self._out = 0, None, None


def as_sent(shot: Shot) -> PagePicture:
    """What whoever opens the document sees; the cleaned page only where it has never been bound."""
    return shot.page if shot.shown is None else shot.shown


def card_size(shot: Shot) -> tuple[int, int] | None:
    """Width and height in millimetres of a page that is no larger than a card; None for any other."""
    width, height = (round(side) for side in shot.size_mm)
    return (width, height) if 0 < max(width, height) <= CARD_LONG else None


def same_pages(some: Sequence[Shot], others: Sequence[Shot]) -> bool:
    """Whether both are the same pages in the same order, however they have been painted since."""
    return len(some) == len(others) and all(one.page is other.page for one, other in zip(some, others, strict=True))
