"""What moves on the glass moves while it is seen. A screen stands ready all day, hidden, and costs nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class ShownTimer(QTimer):
    """Calls ``act`` every ``interval`` milliseconds while ``widget`` is seen, from ``begin`` to ``end``."""

    _wanted = _shown = False

    def __init__(self, widget: QWidget, interval: int, act: Callable[[], object]) -> None:
        super().__init__(widget, interval=interval)
        self._shown = widget.isVisible()
        self.timeout.connect(act)
        widget.installEventFilter(self)

    def begin(self) -> None:
        """From the beginning of an interval."""
        self._wanted = True
        if self._shown:
            self.start()

    def end(self) -> None:
        self._wanted = False
        self.stop()

    @property
    def wanted(self) -> bool:
        """Whether it goes on by itself once its widget is seen."""
        return self._wanted

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.Show or kind is QEvent.Type.Hide:
            self._shown = kind is QEvent.Type.Show
            if self._shown and self._wanted:
                self.start()
            elif not self._shown:
                self.stop()
        return False
