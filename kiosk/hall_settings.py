"""Settings of what may be asked of this kiosk: the hall of officers' own computers (docs/hall.md), its figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HallSettings:
    """Officers' own computers in the office's network (docs/hall.md). Without an address this kiosk serves none."""

    address: str = ""  # this machine's in the office's network, on which counters are let in; empty: off
    port: int = 47443


@dataclass(frozen=True)
class MonitoringSettings:
    """Figures of this machine for monitoring, as OpenMetrics, on this machine alone (docs/OPERATIONS.md)."""

    port: int = 0  # http://127.0.0.1:PORT/metrics; 0: off
