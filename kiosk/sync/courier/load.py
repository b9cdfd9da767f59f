"""What one export has put on a stick so far: files, parcels, and what a manifest names already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.domain.courier import Stayed
from kiosk.store.filings.bundles import BundledFile, Carriage
from kiosk.sync.courier import layout
from kiosk.sync.courier.manifest import Parcel, Piece
from kiosk.sync.courier.sealing import OVERHEAD, place, seal
from kiosk.sync.courier.stick import CourierStick

_BASE, _EACH, _PAPER = 4096, 300, 300  # bytes of a manifest at most: itself, each submission, each paper

MOST_NAMES = 2000  # manifests on one stick; more were not written by a province's kiosks


def bundles_on(stick: CourierStick) -> set[str]:
    """The bundles on the stick, of whichever kiosk."""
    names = (layout.MANIFEST.fullmatch(name) for name in stick.names(layout.OUT, MOST_NAMES))
    return {match[1] for match in names if match}


def clear(stick: CourierStick, carriage: Carriage, bundle: str) -> None:
    """Take a bundle of this kiosk away: what names it first."""
    for slot in layout.SLOTS:
        stick.remove(layout.manifest(bundle, slot))
    for bundled in carriage.files(bundle).values():
        stick.remove(layout.piece(bundle, bundled.name))


@dataclass
class Load:
    """The bundle ``name`` on ``stick``, sealed to ``to``."""

    stick: CourierStick
    carriage: Carriage
    to: bytes
    name: str
    files: dict[str, BundledFile]
    named: frozenset[str]  # codes that an earlier manifest names: until the next one, it holds for them
    parcels: list[Parcel] = field(default_factory=list)
    stayed: list[Stayed] = field(default_factory=list)
    unsigned: list[str] = field(default_factory=list)  # codes of the last parcels, which no manifest names yet
    signed: bool = False  # a manifest was written in this export
    written: int = 0
    volume: int = 0  # bytes written
    reused: int = 0  # files that were there from an earlier time
    proved: set[str] = field(default_factory=set)  # contents that were written or read back in this export
    fresh: set[str] = field(default_factory=set)  # contents written since the last parcel

    def fits(self, sizes: dict[str, int]) -> bool:
        """Whether files of these sizes, by content, fit, and beside them two manifests while the next is written."""
        new = [size for content, size in sizes.items() if content not in self.files]
        papers = len(sizes) + sum(1 + len(parcel.papers) for parcel in self.parcels)
        manifest = self.stick.room_for(_BASE + _EACH * (len(self.parcels) + 1) + _PAPER * papers)
        return sum(self.stick.room_for(size + OVERHEAD) for size in new) + 3 * manifest <= self.stick.free()

    def piece(self, content: str, data: Callable[[], bytes]) -> Piece:
        """The file that holds ``content``, written now unless it is proved to be there."""
        bundled = self.files.get(content)
        if bundled is None or not self._there(bundled):
            bundled = self._write(content, data())
        return Piece(bundled.name, bundled.size, bundled.sha256)

    def take_back(self, parcel: Parcel | None = None) -> None:
        """What was written for a submission that does not fit after all, unless another needs it too."""
        needed = self._needed()
        mine = None if parcel is None else {parcel.form.file, *(paper.file for paper in parcel.papers)}
        for content, bundled in list(self.files.items()):
            unwanted = content in self.fresh if mine is None else bundled.name in mine
            if unwanted and bundled.name not in needed:
                self._drop(content, bundled)

    def tidy(self) -> None:
        """What no manifest names any more goes: the line was quicker."""
        needed = self._needed()
        for content, bundled in list(self.files.items()):
            if bundled.name not in needed:
                self._drop(content, bundled)

    def _needed(self) -> set[str]:
        return {piece.file for parcel in self.parcels for piece in (parcel.form, *parcel.papers)}

    def _drop(self, content: str, bundled: BundledFile) -> None:
        self.stick.remove(layout.piece(self.name, bundled.name))
        self.carriage.lost(self.name, content)
        del self.files[content]
        self.fresh.discard(content)

    def _there(self, bundled: BundledFile) -> bool:
        """Read once in each export, and compared with what was proved when it was written."""
        if bundled.content in self.proved:
            return True
        if self.stick.digest(layout.piece(self.name, bundled.name), bundled.size + OVERHEAD) != bundled.sealed:
            return False
        self.proved.add(bundled.content)
        self.reused += 1
        return True

    def _write(self, content: str, data: bytes) -> BundledFile:
        bundled = self.files.get(content)
        name = bundled.name if bundled else self._next_name()
        sealed = seal(data, self.to, place(self.name, name))
        digest = self.stick.write(layout.piece(self.name, name), sealed)
        written = BundledFile(content, name, len(data), hashlib.sha256(data).hexdigest(), digest)
        self.carriage.wrote(self.name, [written])
        self.files[content] = written
        self.proved.add(content)
        self.fresh.add(content)
        self.written += 1
        self.volume += len(sealed)
        return written

    def _next_name(self) -> str:
        return layout.file_name(1 + max((int(one.name, 16) for one in self.files.values()), default=-1))
