"""The words behind the pages, read while the person goes on. Nobody waits for them: what comes too late is left out."""

from __future__ import annotations

import weakref

from kiosk.devices.ports import Shot
from kiosk.domain.paper import ScannedDocument
from kiosk.domain.visit import VisitStep
from kiosk.errors import KioskError
from kiosk.ui.flow import Flow
from kiosk.ui.presenters.savepoints import Savepoints
from kiosk.ui.tasks import Work
from kiosk.ui.visiting import PaperInHand

_TOO_LATE = (VisitStep.FILING, VisitStep.RECEIVED)  # what was handed in does not change any more


class Reading:
    """Does nothing unless the settings want it (``scan.text_layer``)."""

    def __init__(self, flow: Flow, savepoints: Savepoints) -> None:
        self._flow, self._savepoints = flow, savepoints
        self._wanted = flow.services.config.scan.text_layer == "idle"

    def begin(self, shot: Shot) -> None:
        """Start with a page that was just taken. One that was taken again meanwhile is passed over."""
        if not self._wanted:
            return
        station, page = self._flow.services.station, weakref.ref(shot.page)

        def work(work: Work) -> None:
            if (picture := page()) is not None:
                station.read(picture, work.cancel)

        self._flow.tasks.run("reading", work, failed=_unread)

    def improve(self, paper: PaperInHand) -> None:
        """Bind the paper's pages anew once all are read, in place of what it is now without the words."""
        document, shots, station = paper.scan, paper.pages.shots, self._flow.services.station
        if not self._wanted or document is None or not shots:
            return

        def work(work: Work) -> ScannedDocument | None:
            for shot in shots:
                station.read(shot.page, work.cancel)
            return None if work.cancel.is_set() else station.bind(shots)

        self._flow.tasks.run(
            "reading", work, done=lambda better: self._improved(paper, document, better), failed=_unread
        )

    def _improved(self, paper: PaperInHand, before: ScannedDocument, better: ScannedDocument | None) -> None:
        """Only what is still in hand, and unchanged, is exchanged."""
        if better is None or paper.scan is not before or self._flow.visit.step in _TOO_LATE:
            return
        if better.sha256 != before.sha256:
            paper.scan = better
            self._savepoints.keep(paper, lambda: better, lambda: paper.scan is better)


def _unread(_: KioskError) -> None:
    """The pages go without their words."""
