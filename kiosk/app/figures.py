"""What this kiosk says of itself, gathered over its services: for the health report and for monitoring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.app.drivers import Hardware
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.services.kiosk_metrics import kiosk_metrics
from kiosk.services.link_status import LinkStatus
from kiosk.services.machine import condition
from kiosk.services.officer_calls import OfficerCalls
from kiosk.store import Store
from kiosk.sync.status.heartbeat import report_facts
from kiosk.sync.status.trusted_time import TrustedTime


@dataclass(frozen=True)
class KioskFigures:
    """Counts and states; nothing of a person."""

    config: Config
    store: Store
    hardware: Hardware
    calls: OfficerCalls
    sign: LinkStatus
    floor: TrustedTime

    def machine(self) -> Mapping[str, str | int]:
        """What is known besides the store."""
        hardware = self.hardware
        known = condition(self.config.data, hardware.printer, office_time, hardware.reader)
        return {**known, **self.calls.report()}

    def metrics(self) -> str:
        """As OpenMetrics."""
        facts = report_facts(self.store, self.config.office, self.machine())
        return kiosk_metrics(self.store, facts, self.sign.state, self.floor, office_time())
