"""What a technician sees of papers that arrived without the portal's word, and what the fleet's page hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.config import Config, CourierSettings, PortalSettings
from kiosk.devices.simulated.printer import PaperPrinter
from kiosk.domain.device_health import DeviceHealth, State
from kiosk.services.health.line import arrivals
from kiosk.services.machine import catalogue_days, condition, paper
from kiosk.services.opening import StoreAccess
from kiosk.sync.status.heartbeat import health_of
from kiosk.words import words
from sandbox import ACCOUNT, OFFICE, Kiosk, document, sandbox


@pytest.fixture
def portal():
    with sandbox() as made:
        yield made


def call(folder, portal, key: str) -> StoreAccess:
    settings = PortalSettings(portal.url, "kiosk", ACCOUNT["kiosk"])
    config = Config(data=folder, portal=settings, courier=CourierSettings(sign=key), demo=True)
    return StoreAccess.by(config)


def test_the_doctor_says_which_word_is_missing_and_what_to_do(tmp_path, portal):
    folder, said = tmp_path / "store", words("vi")
    assert arrivals(call(folder, portal, "")).outcome == "none"
    box = Kiosk(folder, portal.url, signed_by=b"\x01" * 32)
    box.desk.file(document(4_000, 1))
    box.engine.run_once()
    box.close()
    seen = {key: arrivals(call(folder, portal, key)) for key in ("", "02" * 32)}
    assert [(one.outcome, one.state) for one in seen.values()] == [
        ("unpinned", State.DEGRADED),
        ("refused", State.DEGRADED),
    ]
    for one in seen.values():
        assert not one.down and said.say(f"doctor.arrivals.{one.outcome}.remedy")
        assert "1" in said.say(f"doctor.arrivals.{one.outcome}.detail", **one.values)
    right = Kiosk(folder, portal.url, signed_by=portal.courier.sign)
    right.engine.run_once()
    right.close()
    assert arrivals(call(folder, portal, portal.courier.sign.hex())).outcome == "none"


def test_the_fleet_hears_of_paper_catalogue_and_missing_words(tmp_path, portal):
    box = Kiosk(tmp_path / "store", portal.url)
    printer = PaperPrinter(tmp_path / "slips")
    health = health_of(box.store, OFFICE, box.clock, lambda: condition(tmp_path, printer, box.clock))
    health._monotonic = box.clock.monotonic
    assert health.tell(box.portal)
    told = portal.fleet.all()[0].health
    assert (told["paper"], told["catalogue_days"]) == ("ok", 22) and "unproven" not in told
    box.desk.file(document(4_000, 1))
    box.engine.run_once()
    printer.out_of_paper = True
    box.clock.forward(timedelta(days=2).total_seconds())
    assert health.tell(box.portal)
    told = portal.fleet.all()[0].health
    assert (told["paper"], told["catalogue_days"], told["unproven"]) == ("out", 24, 1)
    box.close()


def test_a_printer_that_is_gone_and_a_clock_that_is_behind_are_told_plainly(tmp_path, portal):
    assert paper(DeviceHealth(State.MISSING, "error.device.printer.remedy")) == "none"
    box = Kiosk(tmp_path / "store", portal.url)
    box.clock.forward(-timedelta(days=3653).total_seconds())
    assert catalogue_days(tmp_path, box.clock()) == 0
    box.close()
