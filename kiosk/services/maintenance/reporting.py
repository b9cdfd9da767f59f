"""The readiness report without a running kiosk: the doctor's whole examination, and the tests that were kept."""

from __future__ import annotations

import kiosk
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.devices.machine_health import running
from kiosk.domain.machine_health import HealthBoard
from kiosk.domain.readiness import ReadinessReport
from kiosk.resources import catalogue_version
from kiosk.services.health import examination
from kiosk.services.maintenance.device_trials import last_trials
from kiosk.services.maintenance.health_cells import cells_of
from kiosk.services.maintenance.job_book import JobBook
from kiosk.services.maintenance.readiness import ReadinessDesk
from kiosk.services.opening import StoreAccess, opened
from kiosk.words import Words


def report_of(config: Config, texts: Words) -> tuple[bool, ReadinessReport]:
    """Whether residents can be served, and the report that says so. StoreError: without a store nothing is signed."""
    findings = examination(StoreAccess.by(config), texts)
    board = HealthBoard(cells_of(findings, texts), office_time(), running())
    versions = {"program": kiosk.__version__, "catalogue": catalogue_version() or "0"}
    with opened(config) as store:
        trials = last_trials(JobBook(store.notes, office_time))
        desk = ReadinessDesk(config, store, lambda: versions, lambda: trials)
        store.keys.publish(config.office.kiosk)
        return board.serves, desk.report(board, "", texts)
