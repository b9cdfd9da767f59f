"""A portal that misbehaves by the hour, by the count, and for one request alone."""

from __future__ import annotations

import pytest
import requests

from kiosk_sandbox.faults import PortalFault, Schedule
from kiosk_sandbox.server import PortalServer


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_fault_has_its_hours() -> None:
    clock = Clock()
    schedule = Schedule([PortalFault("drop", times=0, after=10, until=20)], clock)
    struck = []
    for clock.now in (0.0, 9.9, 10.0, 19.9, 20.0, 99.0):
        struck.append(schedule.strike("/x", "GET", "") is not None)
    assert struck == [False, False, True, True, False, False]


def test_a_fault_strikes_each_third_and_no_more_than_it_should() -> None:
    schedule = Schedule([PortalFault("drop", times=2, skip=1, every=3)])
    struck = [schedule.strike("/x", "GET", "") is not None for _ in range(12)]
    assert [index for index, one in enumerate(struck) if one] == [3, 6]


def test_one_request_asks_for_its_own(portal: PortalServer) -> None:
    def ask(fault: str) -> requests.Response:
        return requests.options(f"{portal.url}/files", headers={"Sandbox-Fault": fault}, timeout=5)

    busy = ask("status; status=429; retry_after=7")
    assert (busy.status_code, busy.headers["Retry-After"]) == (429, "7")
    assert "Wi-Fi" in ask("captive").text
    with pytest.raises(requests.ConnectionError):
        ask("reset")
    assert requests.options(f"{portal.url}/files", timeout=5).status_code == 204


@pytest.mark.parametrize("fault", ["tired", "status; status=x", "drop; colour=red", "drop; every=0"])
def test_a_fault_that_is_none_is_told_so(portal: PortalServer, fault: str) -> None:
    answer = requests.options(f"{portal.url}/files", headers={"Sandbox-Fault": fault}, timeout=5)
    assert answer.status_code == 400
