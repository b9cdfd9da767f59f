"""Maintenance on the kiosk's own screen: its hidden way in, the window laid over the resident's screens.

Its pages are loaded when they are first opened, or by ``LateImports`` before: the first picture waits for none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QWidget

from kiosk.app.services import AppServices
from kiosk.app.staff_overlay import StaffOverlay
from kiosk.closing import close_all
from kiosk.config import Config
from kiosk.devices.keyboards import has_keyboard
from kiosk.domain.restarting import RestartRecord
from kiosk.ui.maintenance.starting_anew import StartingAnew
from kiosk.ui.strings import Strings
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import THEMES, Look

if TYPE_CHECKING:
    from kiosk.ui.maintenance.presenter import MaintenancePresenter


class MaintenanceDoor:
    """``row`` is the window's; ``resident`` is hidden while maintenance is open."""

    def __init__(
        self,
        config: Config,
        rooms: AppServices,
        bug: Callable[[BaseException], None],
        row: QBoxLayout,
        resident: QWidget,
        anew: Callable[[], StartingAnew],
    ) -> None:
        """``anew``: how the program ends from within maintenance."""
        self._config, self._rooms, self._anew = config, rooms, anew
        self._overlay = StaffOverlay(row, resident)
        self._tasks = Tasks(bug)
        self.presenter: MaintenancePresenter | None = None

    @property
    def is_open(self) -> bool:
        return self.presenter is not None

    def open(self, size: QSize) -> MaintenancePresenter:
        """In a window of that size; as it is where it is open already."""
        from kiosk.app.maintenance_desks import maintenance_over
        from kiosk.ui.counter.desk_card import DeskCard
        from kiosk.ui.counter.style import staff_scale
        from kiosk.ui.maintenance.presenter import MaintenancePresenter

        if self.presenter is None:
            config = self._config
            look = Look(THEMES[config.theme], scale=staff_scale(size))
            desks = maintenance_over(config, self._rooms)
            strings, card = Strings(config.language), DeskCard(self._rooms.services, self._tasks)
            self.presenter = MaintenancePresenter(
                desks, self._tasks, look, strings, config, size, self._anew(), card=card, plugged=has_keyboard
            )
            self.presenter.left.connect(self._leave)
            self._overlay.lay(self.presenter.widget)
            self.presenter.open()
        return self.presenter

    def busy(self, *lanes: str) -> bool:
        """Whether something is under way on one of these lanes."""
        return self._tasks.busy(*lanes)

    def tell_fresh_start(self, size: QSize, record: RestartRecord) -> None:
        """Whoever had it start anew at the screen is met by the sign-in, which says that it did."""
        from kiosk.ui.maintenance.restart import fresh_start

        presenter = self.open(size)
        presenter.sign_in.show_news(fresh_start(presenter.stage.kit, record))

    def _leave(self) -> None:
        """Back to the resident's start; nothing of maintenance stays in memory."""
        presenter, self.presenter = self.presenter, None
        if presenter is not None:
            station = self._rooms.services.station
            close_all(
                presenter.end,
                self._tasks.forget,
                station.forget,
                partial(self._overlay.take_away, presenter, presenter.widget),
            )

    def close(self) -> None:
        """With the kiosk."""
        close_all(self._leave, self._tasks.close)
