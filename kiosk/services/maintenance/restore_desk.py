"""Restoring at a running kiosk: the backups on the sticks, one put ready and compared, exchanged at the start."""

from __future__ import annotations

from kiosk.config import Config
from kiosk.domain.restoring import BackupOnStick, StoreComparison
from kiosk.services import restoring
from kiosk.services.maintenance.stick_desk import StickDesk
from kiosk.store import Store


class RestoreDesk:
    """Calls block. ``text``: the recovery key or its shares, a line each."""

    def __init__(self, config: Config, store: Store, sticks: StickDesk) -> None:
        self._config, self._store, self._sticks = config, store, sticks

    def backups(self) -> tuple[BackupOnStick, ...]:
        """On the sticks that are in."""
        return tuple(known for stick in self._sticks.all() for known in restoring.backups_in(stick.path))

    def put_ready(self, backup: BackupOnStick, text: str) -> StoreComparison:
        """BackupUnreadable, WrongRecoveryKey, StoreDamaged, DiskFull."""
        return restoring.put_ready(self._config, backup.place, text, self._store)

    def plan(self, comparison: StoreComparison) -> None:
        """With the next start. StoreNewer."""
        restoring.plan(self._config, comparison)
