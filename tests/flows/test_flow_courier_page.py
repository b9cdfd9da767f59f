"""A stick taken in by the office's page, as the person at the desk does it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from courier_post import Post, stick

from kiosk.clock import office_time
from kiosk.devices.simulated.sticks import Manners, SimulatedSticks
from kiosk.domain.submission import Sync
from kiosk.errors import UnknownKiosk
from kiosk_sandbox.authority import Authority
from kiosk_sandbox.callers import Caller
from kiosk_sandbox.server import PortalServer
from sandbox import Kiosk, document, sandbox


@pytest.fixture
def sticks(tmp_path: Path) -> SimulatedSticks:
    return SimulatedSticks(tmp_path / "sockets")


@pytest.fixture
def portal(sticks: SimulatedSticks) -> Iterator[PortalServer]:
    with sandbox(sticks=sticks) as server:
        yield server


def _signed_in(portal: PortalServer) -> requests.Session:
    office = requests.Session()
    office.post(f"{portal.url}/office/sign-in", {"password": portal.officer_password})
    return office


def test_taken_in_by_page(tmp_path: Path, portal: PortalServer, box: Kiosk, sticks: SimulatedSticks) -> None:
    post = Post(tmp_path, portal, box)
    post.registry = portal.courier
    portal.courier.know("H15.50.05.13", "DV01", box.store.keys.public)
    filed = [box.desk.file(document(3_000, n)) for n in range(2)]
    root = sticks.plug("VANG<b>")
    post.export(stick(root))

    office = _signed_in(portal)
    page = office.get(f"{portal.url}/office/sticks").text
    assert "VANG&lt;b&gt;" in page and "<b>" not in page
    said = office.post(f"{portal.url}/office/sticks", {"stick": str(root)})
    assert said.status_code == 200 and all(one.code in said.text for one in filed)
    post.whole(filed)
    assert len(post.home(stick(root)).settled) == 2
    assert {one.sync for one in box.store.outbox.list()} == {Sync.DELIVERED}


def test_a_portal_behind_tls_takes_sticks_too(tmp_path: Path, box: Kiosk, sticks: SimulatedSticks) -> None:
    authority = Authority(tmp_path / "authority", office_time)
    with sandbox(sticks=sticks, authority=authority) as server:
        post = Post(tmp_path, server, box)
        filed = box.desk.file(document(3_000))
        root = sticks.plug("VANG")
        post.export(stick(root))
        with requests.Session() as office:
            office.trust_env, office.verify = False, str(tmp_path / "authority.crt")
            (tmp_path / "authority.crt").write_text(authority.certificate)
            office.post(f"{server.url}/office/sign-in", {"password": server.officer_password})
            said = office.post(f"{server.url}/office/sticks", {"stick": str(root)})
        assert said.status_code == 200 and filed.code in said.text
        assert server.dossiers.find("H15.50.05.13", f"DV01/{filed.code}")


def test_a_stick_from_another_unit_is_not_taken_by_this_ones_officer(
    tmp_path: Path, portal: PortalServer, box: Kiosk, sticks: SimulatedSticks
) -> None:
    elsewhere = portal._desk(Caller("H15.50.05.13"))
    elsewhere._unit = "H15.50.05.14"
    post = Post(tmp_path, portal, box)
    box.desk.file(document(3_000))
    root = sticks.plug("VANG")
    post.export(stick(root))
    (taken,) = elsewhere.run(stick(root))
    assert isinstance(taken.error, UnknownKiosk) and portal.dossiers.newest() == []


def test_who_has_not_signed_in_and_what_is_not_plugged_in(
    tmp_path: Path, portal: PortalServer, sticks: SimulatedSticks
) -> None:
    root = sticks.plug("KINGSTON", Manners())
    stranger = requests.post(f"{portal.url}/office/sticks", {"stick": str(root)})
    assert stranger.status_code == 401 and "KINGSTON" not in requests.get(f"{portal.url}/office/sticks").text
    office = _signed_in(portal)
    for path in (str(tmp_path), "/etc", "", "../.."):
        assert office.post(f"{portal.url}/office/sticks", {"stick": path}).status_code == 409
    empty = office.post(f"{portal.url}/office/sticks", {"stick": str(root)})
    assert empty.status_code == 409 and "không có gì" in empty.text
