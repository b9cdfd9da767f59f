"""The presenter of the settings: what is changed here counts from the next start on."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.setting_line import SettingLine
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import KioskError
from kiosk.ui.maintenance.settings import SettingsPage
from kiosk.ui.maintenance.stage import MaintenanceStage


class SettingsPresenter:
    def __init__(self, stage: MaintenanceStage) -> None:
        self._stage = stage
        self.page = SettingsPage(stage.kit)
        settings = stage.desks.settings
        self.page.applied.connect(lambda name, text: self._do("set", name, lambda: settings.change(name, text)))
        self.page.reverted.connect(lambda name: self._do("revert", name, lambda: settings.revert(name)))
        self.page.undone.connect(lambda: self._do("undo", "", settings.undo))

    def open(self) -> None:
        self._stage.show(self.page, "settings")
        words = self._stage.kit.strings.words
        self._stage.act(lambda _: self._stage.desks.settings.all(words), self.page.show_entries)

    def close(self) -> None:
        """Nothing goes on beside it."""

    def _do(self, what: str, name: str, act: Callable[[], None]) -> None:
        desks, kit = self._stage.desks, self._stage.kit

        def work(session: StaffSession) -> tuple[SettingLine, ...]:
            act()
            desks.acts.note(session, f"settings-{what}", **({"name": name} if name else {}))
            return desks.settings.all(kit.strings.words)

        def done(entries: tuple[SettingLine, ...]) -> None:
            self.page.show_entries(entries, kit.say(f"settings_done_{what}"))

        self._stage.act(work, done, self._failed)

    def _failed(self, error: KioskError) -> None:
        if not self.page.show_failure(self._stage.sentence(error)):
            self._stage.tell(error)
