"""The counter on the kiosk's own screen: built when somebody first opens it, laid over the resident's screens.

Its pages are loaded then, or by ``LateImports`` before: the first picture waits for none of them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QWidget

from kiosk.app.services import AppServices
from kiosk.app.staff_overlay import StaffOverlay
from kiosk.closing import close_all
from kiosk.config import Config
from kiosk.ui.staff.errand import StaffErrand
from kiosk.ui.strings import Strings
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import THEMES, Look

if TYPE_CHECKING:
    from kiosk.ui.counter.presenter import CounterPresenter


class CounterDoor:
    """``row`` is the window's; ``resident`` is hidden while the counter is open."""

    def __init__(self, config: Config, rooms: AppServices, tasks: Tasks, row: QBoxLayout, resident: QWidget) -> None:
        self._config, self._rooms, self._tasks = config, rooms, tasks
        self._overlay = StaffOverlay(row, resident)
        self.presenter: CounterPresenter | None = None

    @property
    def is_open(self) -> bool:
        return self.presenter is not None

    def open(self, size: QSize) -> CounterPresenter:
        """In a window of that size; as it is where it is open already."""
        from kiosk.services.counter.counter import counter_over
        from kiosk.ui.counter.desk_card import DeskCard
        from kiosk.ui.counter.desk_papers import DeskPapers
        from kiosk.ui.counter.desk_stick import DeskStick
        from kiosk.ui.counter.devices import DeskDevices
        from kiosk.ui.counter.presenter import CounterPresenter
        from kiosk.ui.counter.style import staff_scale

        if self.presenter is None:
            config = self._config
            look = Look(THEMES[config.theme], scale=staff_scale(size))
            hall = self._rooms.hall
            counters = hall.register if hall is not None else None
            desks = counter_over(config, self._rooms.store, self._rooms.calls, counters=counters)
            sign = self._rooms.sign
            self.presenter = CounterPresenter(
                desks,
                self._tasks,
                look,
                Strings(config.language),
                config.office,
                lambda: sign.up,
                DeskDevices(
                    DeskCard(self._rooms.services, self._tasks),
                    DeskPapers(self._rooms.services, self._tasks),
                    DeskStick(self._rooms.services) if self._rooms.services.sticks is not None else None,
                ),
                config.counter.idle_out,
                size,
                config.text,
            )
            self.presenter.left.connect(self.close)
            self._overlay.lay(self.presenter.widget)
            self.presenter.entrance.open()
        return self.presenter

    def open_for_errand(self, size: QSize, errand: StaffErrand) -> None:
        """The sign-in alone: whoever signs in does one thing in the visit that lies behind it."""
        self.open(size).begin_errand(errand)

    def close(self) -> None:
        """Back to the resident's start; nothing of the counter stays in memory."""
        presenter, self.presenter = self.presenter, None
        if presenter is not None:
            close_all(presenter.close, partial(self._overlay.take_away, presenter, presenter.widget))
