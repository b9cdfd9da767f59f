"""A kiosk's hall, from the settings to the listening port: its certificate fetched when there is a line, then open.

Without a certificate yet nobody is let in, and the kiosk tries again; the residents' side never waits for it.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.config import Office
from kiosk.errors import HallNotOpen, KioskError, LineError
from kiosk.hall.acts import ActLedger
from kiosk.hall.door import HallPatience
from kiosk.hall.enrolling import HallEnrolling, HallIdentity, Signing
from kiosk.hall.news import HallBoard
from kiosk.hall.register import CounterRegister
from kiosk.hall.server import HallServer
from kiosk.hall.service import HallService
from kiosk.hall_settings import HallSettings
from kiosk.services.counter.counter import CounterDesks
from kiosk.services.officer_calls import OfficerCalls
from kiosk.services.visit_help import VisitHelp

if TYPE_CHECKING:
    from kiosk.store import Store

log = logging.getLogger(__name__)

AGAIN = 60.0  # seconds until the authority is asked again
ALARM = "hall"


class HallHost:
    """Made, started and stopped by the composition root. ``sign`` asks the authority that this kiosk is enrolled with,
    whose certificate is ``authority``."""

    def __init__(
        self,
        settings: HallSettings,
        office: Office,
        store: Store,
        desks: CounterDesks,
        register: CounterRegister,
        bell: OfficerCalls,
        help_here: VisitHelp,
        authority: str,
        sign: Signing,
        floor: Callable[[], datetime],
        patience: HallPatience | None = None,
        line: Callable[[], bool] = lambda: False,
    ) -> None:
        self._settings, self._store, self._sign, self._floor, self._patience = settings, store, sign, floor, patience
        self._identity = HallIdentity.of(office, authority, store.keys)
        self.register = register
        self.enrolling = HallEnrolling(self._identity, self.register, sign, floor)
        self.board = HallBoard(
            bell,
            help_here,
            lambda: {queue.value: count for queue, count in store.dossiers.queue_counts().items()},
            line,
        )
        self.service = HallService(desks, ActLedger(store.notes), office.kiosk)
        self.server: HallServer | None = None
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Open in the background."""
        self._thread = threading.Thread(target=self._run, name="kiosk-hall-host")
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()
        if self.server is not None:
            self.server.stop()

    def open(self) -> HallServer:
        """Listen now. LineError where there is no certificate and the authority cannot be asked; HallNotOpen where the
        address is not this machine's."""
        if self._identity.due(self._floor()):
            self._renew()
        place = self._settings.address, self._settings.port
        try:
            self.server = HallServer(place, self.service, self.board, self.enrolling, self._patience)
        except OSError as error:
            raise HallNotOpen(type(error).__name__, address=self._settings.address) from error
        self.server.start()
        return self.server

    def _renew(self) -> None:
        try:
            self._identity = self._identity.renewed(self._sign, self._store.keys)
            self.enrolling.show(self._identity)
        except LineError:
            if self._identity.own is None:
                raise

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                if self.server is None:
                    self.open()
                    with contextlib.suppress(KioskError):
                        self._store.alarms.clear(ALARM)
                elif self._identity.due(self._floor()):
                    self._renew()
            except KioskError as error:
                log.info("hall: %s: %s", error.code, error.detail)
                with contextlib.suppress(KioskError):
                    self._store.alarms.report(ALARM, error.code)
            self._stopped.wait(AGAIN)
