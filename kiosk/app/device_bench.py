"""One device tried at the command line, with the kiosk stopped: the same test as on maintenance's screen."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from kiosk.app.card_keys import card_key
from kiosk.app.drivers import drivers
from kiosk.app.window import application
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.devices.card_identity import key_from_digits
from kiosk.domain.jobs import JobOutcome
from kiosk.services.maintenance.device_trials import DeviceTrials
from kiosk.services.maintenance.job_book import JobBook
from kiosk.services.opening import opened
from kiosk.ui.maintenance.trial_strip import trial_strip


def bench_trial(config: Config, device: str, digits: str = "") -> dict[str, Any]:
    """What the test measured; kept as the device's last. KioskError of the device."""
    with _trials(config) as trials:
        numbers: dict[str, Any] = {"device": device, **_run(config, trials, device, digits)}
        good = bool(numbers.get("passed", True))
        trials.write(device, JobOutcome.DONE if good else JobOutcome.LOOK)
    return numbers


def _run(config: Config, trials: DeviceTrials, device: str, digits: str) -> dict[str, Any]:
    if device == "card-reader":
        trial = trials.read_card(digits, lambda _: None, threading.Event())
        document = asdict(trial)
        document["steps"] = [{**asdict(one), "part": one.part.value} for one in trial.steps]
        return document
    if device == "camera":
        measure = trials.measure_tray()
        names = ("width", "height", "whole", "zones", "light", "uneven", "tilt", "dpi", "view_mm")
        checks = {"checks": measure.checks, "passed": measure.passed}
        return {name: getattr(measure, name) for name in names} | checks
    if device == "printer":
        application()
        strip = trial_strip("TEST", config.office.full_name, office_time())
        return {"seconds": trials.print_strip(strip)}
    page, dpi, seconds = trials.scan_page(threading.Event())
    return {"width": page.width, "height": page.height, "dpi": dpi, "seconds": seconds}


@contextmanager
def _trials(config: Config) -> Iterator[DeviceTrials]:
    hardware = drivers(config)
    try:
        with opened(config) as store:
            yield DeviceTrials(
                hardware.reader,
                hardware.station,
                hardware.printer,
                hardware.scanner,
                JobBook(store.notes, office_time),
                key_from_digits,
                card_key,
            )
    finally:
        hardware.reader.close()
        hardware.station.close()
