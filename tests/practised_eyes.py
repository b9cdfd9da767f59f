"""Eyes for visits that are not about pictures: a paper seen once is known, a card's code is told and not drawn.

Whether a card's code and a paper are found in a picture is what other tests are about; there ``local_eyes`` look.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from kiosk.app.drivers import EyesAndHands
from kiosk.config import Config
from kiosk.devices.imaging.local import LocalImaging
from kiosk.devices.imaging.port import FinishedPage, StillPicture
from kiosk.devices.ports import Glimpse, Preview
from kiosk.devices.simulated.camera import SimulatedCamera
from kiosk.domain.paper import Hint
from kiosk.scan.pdf.page_parts import PdfPage
from kiosk.scan.picture import Frame

_known: dict[tuple[object, ...], object] = {}
"""By what was done with what; papers of the sandbox alone."""

Made = TypeVar("Made")


def _once(make: Callable[[], Made], *name: object) -> Made:
    if name not in _known:
        _known[name] = make()
    made: Made = _known[name]  # type: ignore[assignment]
    return made


def practised_eyes(config: Config) -> EyesAndHands:
    """As ``local_eyes``."""
    camera = _StillCamera(fps=0)
    return EyesAndHands(_Practised(camera, steady=config.delays.steady, view_mm=config.scan.view_mm), camera)


class _StillCamera(SimulatedCamera):
    """Nothing trembles under it."""

    code = ""

    def put(self, picture: Path | str | Frame | bytes) -> None:
        self.code = ""
        super().put(picture)

    def show_code(self, text: str) -> None:
        self.take_away()
        self.code = text

    def _tremble(self) -> tuple[float, float]:
        return 0.0, 0.0


class _Practised(LocalImaging):
    def __init__(self, camera: _StillCamera, *, steady: float, view_mm: float) -> None:
        super().__init__(camera, steady=steady, view_mm=view_mm)
        self._held = camera

    def look(self) -> Preview:
        """What lies there lies still."""
        seen = _once(super().look, "look", _digest(self._held.still()))
        return replace(seen, hint=Hint.READY, steady=1.0) if seen.hint in (Hint.READY, Hint.HOLD_STILL) else seen

    def glimpse(self, back: bool) -> Glimpse:
        return Glimpse(self.look().frame, (self._held.code,) if self._held.code else ())

    def photographed(self, still: StillPicture) -> FinishedPage:
        return _once(lambda: super(_Practised, self).photographed(still), "page", _digest(still.jpeg), still.at)

    def bind(self, pages: Sequence[PdfPage]) -> bytes:
        return _once(lambda: super(_Practised, self).bind(pages), "bound", *pages)


def _digest(picture: bytes) -> bytes:
    return hashlib.sha256(picture).digest()
