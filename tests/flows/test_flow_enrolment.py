"""Enrolment and sending by the commands alone, in processes of their own, with clocks that are right and wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from courier_post import stick as laid

from kiosk_sandbox.authority import Authority
from kiosk_sandbox.courier.reading import Bundle, Unreadable, bundles
from kiosk_sandbox.courier.registry import Registry
from kiosk_sandbox.server import PortalServer, office_time
from sandbox import Kiosk, document

FAKETIME = shutil.which("faketime")


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[PortalServer]:
    authority = Authority(tmp_path / "portal" / "portal" / "authority", office_time)
    with PortalServer(database="memory", authority=authority) as running:
        yield running


def kiosk(*words: str, data: Path, clock: str = "") -> tuple[int, dict[str, object]]:
    """One command, in a process whose clock starts at ``clock``; its exit code and its JSON."""
    before = [FAKETIME, clock] if clock and FAKETIME else []
    told = subprocess.run(
        [*before, sys.executable, "-m", "kiosk", "--json", "--data", str(data), *words],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"TZ": "UTC"},
    )
    return told.returncode, json.loads(told.stdout)


@pytest.mark.long
@pytest.mark.parametrize(
    "clock",
    [
        "",
        pytest.param("1990-01-01 00:00:00", marks=pytest.mark.skipif(not FAKETIME, reason="faketime is not installed")),
        pytest.param("2039-06-01 00:00:00", marks=pytest.mark.skipif(not FAKETIME, reason="faketime is not installed")),
    ],
)
def test_invited_enrolled_and_sent(tmp_path: Path, portal: PortalServer, clock: str) -> None:
    data, invitation = tmp_path / "data", tmp_path / "invitation.json"
    office = ["--unit", "H15.50.05.13", "--kiosk", "DV01", "--url", portal.url]
    picture = tmp_path / "invitation.png"
    asked = ["portal", "invite", *office, "--out", str(invitation), "--qr", str(picture)]
    assert kiosk(*asked, data=tmp_path / "portal")[0] == 0
    assert invitation.stat().st_mode & 0o077 == 0
    box = Kiosk(data, "")
    code = box.desk.file(document(5000)).code
    box.close()

    assert kiosk("sync", data=data)[1]["error"]["code"] == "portal.not-set"  # type: ignore[index]
    done, told = kiosk("provision", "--qr", str(picture), data=data, clock=clock)
    assert (done, told["url"], told["clock_wrong"]) == (0, portal.url, bool(clock))

    done, told = kiosk("sync", "--once", data=data, clock=clock)
    assert done == 0, told
    assert [item["outcome"] for item in told["submissions"]] == ["delivered"]  # type: ignore[attr-defined]
    assert [item.reference for item in portal.dossiers.newest()] == [f"DV01/{code}"]

    there = ["--url", portal.url, "--password", portal.officer_password]
    done, told = kiosk("portal", "officer", "accept", code, *there, data=tmp_path / "portal")
    assert (done, told["dossier"]["status"]) == (0, "2")  # type: ignore[index]

    _, told = kiosk("doctor", data=data, clock=clock)
    found = next(each for each in told["checks"] if each["name"] == "enrolment")  # type: ignore[attr-defined]
    assert found["state"] == ("degraded" if clock else "ready")


def test_an_enrolled_kiosk_wants_no_settings_for_portal_and_stick(tmp_path: Path, portal: PortalServer) -> None:
    """Its address and all its keys came with the enrolment: nobody edits a file."""
    data, invitation, stick = tmp_path / "data", tmp_path / "invitation.json", tmp_path / "stick"
    stick.mkdir()
    office = ["--unit", "H15.50.05.13", "--kiosk", "DV01", "--url", portal.url]
    assert kiosk("portal", "invite", *office, "--out", str(invitation), data=tmp_path / "portal")[0] == 0
    box = Kiosk(data, "")
    code = box.desk.file(document(5000)).code
    portal.courier.know("H15.50.05.13", "DV01", box.store.keys.public)
    box.close()
    assert kiosk("courier", "export", str(stick), data=data)[1]["error"]["code"] == "courier.not-set"  # type: ignore[index]
    assert kiosk("provision", str(invitation), data=data)[0] == 0
    done, told = kiosk("courier", "export", str(stick), data=data)
    assert (done, told["carried"]) == (0, [code])
    _, told = kiosk("doctor", data=data)
    found = {each["name"]: each for each in told["checks"]}  # type: ignore[attr-defined]
    assert (found["portal"]["state"], found["courier"]["state"]) == ("ready", "ready")
    (bundle,) = bundles(laid(stick), portal.courier)  # it opens with this portal's key, and at no other desk
    assert isinstance(bundle, Bundle) and [one.code for one in bundle.manifest.parcels] == [code]
    (other,) = bundles(laid(stick), Registry(tmp_path / "stranger"))
    assert isinstance(other, Unreadable)
