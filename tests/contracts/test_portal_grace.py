"""A certificate past its end, and a portal whose clock is wrong: said in words or by an alert, never a broken cable."""

from __future__ import annotations

import http.client
import json
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kiosk.sync.transport.membership import _request
from kiosk_sandbox.authority import Authority
from kiosk_sandbox.server import PortalServer
from sandbox import ACCOUNT, OFFICE

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)


class Hour:
    """The portal's clock."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Member:
    """A kiosk with a certificate, as far as TLS sees it."""

    def __init__(self, authority: Authority, url: str, folder: Path) -> None:
        self.pinned = authority.certificate
        self.url = urlsplit(url)
        key, request = _request(OFFICE.unit, OFFICE.kiosk)
        token = authority.invite(OFFICE.unit, OFFICE.kiosk, url)["token"]
        self._folder = folder
        folder.mkdir()
        self.has(authority.enrol(token, request), key)

    def has(self, certificate: str, key: str) -> None:
        (self._folder / "own.pem").write_text(certificate + key)

    def asks(self, method: str, path: str, told: object = None) -> tuple[int, str, dict[str, str]]:
        """Status, what the door says of the certificate, and the answer."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=self.pinned)
        context.verify_flags |= 0x200000  # dates are the test's own affair
        context.load_cert_chain(self._folder / "own.pem")
        line = http.client.HTTPSConnection(str(self.url.hostname), self.url.port, timeout=60, context=context)
        try:
            line.request(method, path, json.dumps(told) if told else None, {"Content-Type": "application/json"})
            reply = line.getresponse()
            body = reply.read()
            return reply.status, reply.getheader("kiosk-certificate", ""), json.loads(body) if body else {}
        finally:
            line.close()

    def renews(self) -> tuple[int, str]:
        key, request = _request(OFFICE.unit, OFFICE.kiosk)
        status, said, answer = self.asks("POST", "/renew", {"csr": request})
        if status == 200:
            self.has(answer["certificate"], key)
        return status, said


@pytest.fixture
def hour() -> Hour:
    return Hour()


@pytest.fixture
def authority(tmp_path: Path, hour: Hour) -> Authority:
    return Authority(tmp_path / "authority", hour, kiosk_days=30, grace_days=180)


@pytest.fixture
def server(authority: Authority) -> Iterator[PortalServer]:
    with PortalServer(database="memory", accounts=ACCOUNT, authority=authority) as running:
        yield running


@pytest.fixture
def member(authority: Authority, server: PortalServer, tmp_path: Path) -> Member:
    return Member(authority, server.url, tmp_path / "member")


GREETING = ("OPTIONS", "/files")


def test_a_certificate_past_its_end_is_told_so_and_renews_itself(member: Member, hour: Hour) -> None:
    assert member.asks(*GREETING)[:2] == (204, "")
    hour.now = NOW + 200 * DAY
    assert member.asks(*GREETING)[:2] == (403, "over")
    for door in (("POST", "/auth"), ("GET", "/signers"), ("POST", "/renew/"), ("GET", "/changes/H15.50.05.13/DV01")):
        assert member.asks(*door)[:2] == (403, "over"), "nothing but the renewal is open to it"
    assert member.renews() == (200, "")
    assert member.asks(*GREETING)[:2] == (204, "")


def test_the_grace_ends(member: Member, hour: Hour) -> None:
    hour.now = NOW + 211 * DAY
    assert member.asks(*GREETING)[:2] == (403, "lapsed")
    assert member.renews() == (403, "lapsed")


def test_who_was_revoked_has_no_grace(member: Member, hour: Hour, authority: Authority) -> None:
    authority.revoke(OFFICE.unit, OFFICE.kiosk)
    assert member.asks(*GREETING)[:2] == (403, "revoked")
    hour.now = NOW + 100 * DAY
    assert member.renews() == (403, "revoked")


def test_another_kiosks_request_is_not_signed_in_the_grace(member: Member, hour: Hour) -> None:
    hour.now = NOW + 100 * DAY
    _, request = _request(OFFICE.unit, "DV02")
    status, _, answer = member.asks("POST", "/renew", {"csr": request})
    assert (status, answer["error_code"]) == (400, "4")


@pytest.mark.parametrize(
    "wrong", [-30 * 365 * DAY, -DAY / 24, DAY / 24, 20 * DAY], ids=["1990", "-1 h", "+1 h", "+20 d"]
)
def test_a_portal_whose_clock_is_wrong_for_an_hour_locks_nobody_out(
    member: Member, hour: Hour, wrong: timedelta
) -> None:
    hour.now = NOW + wrong
    assert member.asks(*GREETING)[:2] == (204, "")
    assert member.renews() == (200, "")
    hour.now = NOW  # it was set right
    assert member.asks(*GREETING)[:2] == (204, "")
    assert member.renews() == (200, "")


def test_a_portal_years_ahead_lets_everybody_in_again_when_it_is_set_right(member: Member, hour: Hour) -> None:
    hour.now = NOW + 4000 * DAY
    assert member.asks(*GREETING)[:2] == (403, "lapsed")
    hour.now = NOW
    assert member.asks(*GREETING)[:2] == (204, "")


def test_a_revocation_reaches_certificates_signed_by_a_clock_that_ran_ahead(
    member: Member, hour: Hour, authority: Authority
) -> None:
    hour.now = NOW + 20 * DAY
    assert member.renews() == (200, "")
    hour.now = NOW
    authority.revoke(OFFICE.unit, OFFICE.kiosk)
    assert member.asks(*GREETING)[:2] == (403, "revoked")


def test_an_invitation_lets_a_revoked_kiosk_come_back_at_once(
    member: Member, authority: Authority, server: PortalServer, tmp_path: Path
) -> None:
    authority.revoke(OFFICE.unit, OFFICE.kiosk)
    assert Member(authority, server.url, tmp_path / "again").asks(*GREETING)[:2] == (204, "")
    assert member.asks(*GREETING)[:2] == (403, "revoked")


def test_the_portals_own_certificate_follows_its_clock(member: Member, hour: Hour) -> None:
    """It began with a battery that was flat, or it runs for years."""
    began = _ends(member)
    hour.now = NOW + 800 * DAY
    assert _ends(member) > began + 700 * 86400


def _ends(member: Member) -> float:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=member.pinned)
    context.verify_flags |= 0x200000
    line = http.client.HTTPSConnection(str(member.url.hostname), member.url.port, timeout=60, context=context)
    line.connect()
    shown = line.sock.getpeercert()
    line.close()
    return time.mktime(time.strptime(shown["notAfter"], "%b %d %H:%M:%S %Y %Z"))


def test_a_certificate_of_another_authority_is_refused_by_an_alert(
    member: Member, server: PortalServer, tmp_path: Path
) -> None:
    other = Authority(tmp_path / "other", lambda: NOW)
    with PortalServer(database="memory", accounts=ACCOUNT, authority=other) as elsewhere:
        stranger = Member(other, elsewhere.url, tmp_path / "stranger")
    stranger.pinned, stranger.url = member.pinned, member.url
    with pytest.raises(ssl.SSLError, match=r"UNKNOWN_CA|BAD_CERTIFICATE|DECRYPT_ERROR"):
        stranger.asks(*GREETING)
