"""The presenter of two dossiers side by side."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.services.counter.duplicates import ComparedPair
from kiosk.ui.counter.duplicates import DuplicatesPage
from kiosk.ui.counter.stage import CounterStage


class DuplicatesPresenter:
    """``done``: back to the dossier."""

    def __init__(self, stage: CounterStage, done: Callable[[], None]) -> None:
        self._stage, self._done = stage, done
        self.page = DuplicatesPage(stage.kit)
        self._code = ""
        self.page.back.connect(done)
        self.page.turned.connect(lambda other: self.open(self._code, other))
        self.page.settled.connect(self._settle)

    def open(self, code: str, other: str = "") -> None:
        """That dossier beside one that it looks like."""
        self._code = code

        def show(pair: ComparedPair) -> None:
            self._stage.show(self.page, "dossiers")
            self.page.show_pair(pair)
            self.page.table.setFocus()

        self._stage.open(lambda session: self._stage.desks.duplicates.pair(session, code, other), show)

    def _settle(self, verdict: str, goes_on: str, reason: str) -> None:
        pair, settle = self.page.pair, self._stage.desks.duplicates.settle
        if pair is not None:
            self._stage.change(lambda session: settle(session, pair, verdict, goes_on, reason), lambda _: self._done())
