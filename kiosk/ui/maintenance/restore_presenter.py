"""The presenter of restoring: nothing is touched before the difference was seen, and then with a new start."""

from __future__ import annotations

import threading
from functools import partial

from kiosk.domain.restoring import BackupOnStick, StoreComparison
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import KioskError, WrongRecoveryKey
from kiosk.ui.maintenance.restore import RestorePage
from kiosk.ui.maintenance.stage import MaintenanceStage
from kiosk.ui.maintenance.starting_anew import StartingAnew


class RestorePresenter:
    """``section``: the rail's place that it belongs to. The shares are here alone, until the page is left."""

    def __init__(self, stage: MaintenanceStage, anew: StartingAnew) -> None:
        self._stage, self._anew = stage, anew
        self.page = RestorePage(stage.kit)
        self._backups: tuple[BackupOnStick, ...] = ()
        self._chosen: BackupOnStick | None = None
        self._lines: list[str] = []
        self._known: StoreComparison | None = None
        self._cancel: threading.Event | None = None
        self.page.chosen.connect(self._choose)
        self.page.looked.connect(self.look)
        self.page.exchanged.connect(self._exchange)
        self.page.shares.given.connect(self._take)
        self.page.shares.looked.connect(self._look_for_share)

    def open(self) -> None:
        self._stage.show(self.page, "store")
        self._forget()
        self.page.show_nothing()
        self.page.shares.show_result("")
        self.look()

    def close(self) -> None:
        self._forget()
        if self._cancel is not None:
            self._cancel.set()

    def _forget(self) -> None:
        self._lines, self._chosen, self._known = [], None, None

    def look(self) -> None:
        self._stage.act(lambda _: self._stage.desks.restore.backups(), self._show, lane="stick")

    def _show(self, backups: tuple[BackupOnStick, ...]) -> None:
        self._backups = backups
        self.page.show_backups(backups)

    def _choose(self, place: int) -> None:
        self._chosen = self._backups[place]
        self._try()

    def _take(self, text: str) -> None:
        if self._stage.desks.keys.printed(text) is None:
            self._refused(WrongRecoveryKey("a slip of the hand"))
            return
        self._lines = [*self._lines, text]
        self.page.shares.show_result(self._stage.kit.say("restore_taken", count=len(self._lines)))
        self._try()

    def _look_for_share(self) -> None:
        desks = self._stage.desks
        self.page.shares.show_waiting()
        self._cancel = self._stage.watch(
            lambda _, work: desks.trials.code_in_view(desks.keys.printed, work.cancel),
            self._take,
            self._refused,
            lane="camera",
        )

    def _try(self) -> None:
        """As soon as a backup is chosen and something of a key is here; shares that are missing are waited for."""
        backup, lines, desks = self._chosen, list(self._lines), self._stage.desks
        if backup is None or not lines:
            return

        def work(session: StaffSession) -> StoreComparison:
            desks.acts.note(session, "restore-check", backup=backup.place.name)
            return desks.restore.put_ready(backup, "\n".join(lines))

        self.page.show_reading()
        self._stage.act(work, partial(self._compared, backup), self._refused, lane="reading")

    def _compared(self, backup: BackupOnStick, known: StoreComparison) -> None:
        if self._chosen is not backup:
            return  # left meanwhile, or another was chosen
        self._known = known
        self.page.shares.show_result(self._stage.kit.say("share_opens"))
        self.page.show_comparison(known)

    def _refused(self, error: KioskError) -> None:
        self.page.show_nothing()
        self.page.shares.camera.setEnabled(True)
        if isinstance(error, WrongRecoveryKey) and error.detail == "not as printed":  # shares are missing
            words = self._stage.kit.say("restore_more", count=len(self._lines))
            self.page.shares.show_result(words)
            return
        self._stage.tell(error)

    def _exchange(self) -> None:
        if (known := self._known) is None:
            return
        desks = self._stage.desks

        def work(session: StaffSession) -> None:
            desks.acts.note(session, "restore", newer=str(len(known.newer)))
            desks.restore.plan(known)

        self._stage.act(work, lambda _: self._planned())

    def _planned(self) -> None:
        if not self._anew.begin("restore"):
            self.page.show_planned()
