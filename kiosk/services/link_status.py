"""The line as it was at the last look, for whoever shows it."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.line_state import LineState
from kiosk.sync.report import PassReport


class LinkStatus:
    """Told by the watcher in its own thread; asked from any. Until the first look the line counts as down."""

    def __init__(self) -> None:
        self.state = LineState.DOWN
        self._listeners: list[Callable[[], None]] = []

    @property
    def up(self) -> bool:
        """Whether the portal answered at the last look."""
        return self.state.reached

    def update(self, report: PassReport) -> None:
        if report.line is not self.state:
            self.state = report.line
            for listener in tuple(self._listeners):
                listener()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` in the watcher's thread when the state is another; the answer ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)
