"""The counter on the kiosk's own screen: built when somebody first opens it, laid over the resident's screens."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QWidget

from kiosk.app.services import AppServices
from kiosk.config import Config
from kiosk.services.counter.counter import counter_over
from kiosk.ui.counter.presenter import CounterPresenter
from kiosk.ui.counter.style import staff_scale
from kiosk.ui.strings import Strings
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import THEMES, Look


class CounterDoor:
    """``row`` is the window's; ``resident`` is hidden while the counter is open."""

    def __init__(self, config: Config, rooms: AppServices, tasks: Tasks, row: QBoxLayout, resident: QWidget) -> None:
        self._config, self._rooms, self._tasks = config, rooms, tasks
        self._row, self._resident = row, resident
        self.presenter: CounterPresenter | None = None

    @property
    def is_open(self) -> bool:
        return self.presenter is not None

    def open(self, size: QSize) -> CounterPresenter:
        """In a window of that size; as it is where it is open already."""
        if self.presenter is None:
            config = self._config
            look = Look(THEMES[config.theme], scale=staff_scale(size))
            desks = counter_over(config, self._rooms.store, self._rooms.calls)
            sign = self._rooms.sign
            self.presenter = CounterPresenter(
                desks,
                self._tasks,
                look,
                Strings(config.language),
                config.office,
                lambda: sign.up,
                config.counter.idle_out,
            )
            self.presenter.left.connect(self.close)
            self._row.insertWidget(0, self.presenter.widget, 1)
            self._resident.hide()
            self.presenter.open()
        return self.presenter

    def close(self) -> None:
        """Back to the resident's start; nothing of the counter stays in memory."""
        presenter, self.presenter = self.presenter, None
        if presenter is not None:
            presenter.end()
            presenter.widget.hide()
            self._row.removeWidget(presenter.widget)
            presenter.widget.deleteLater()
            presenter.deleteLater()
            self._resident.show()
