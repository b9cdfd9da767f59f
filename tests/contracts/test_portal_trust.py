"""Kiosk and portal over TLS 1.3 with a private authority: who is let in, by which clock, and what is said when not."""

from __future__ import annotations

import contextlib
import json
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk import errors
from kiosk.clock import office_time
from kiosk.config import Keeping, Office
from kiosk.domain.calendar import ZONE
from kiosk.domain.line_state import LineState
from kiosk.domain.stick_proof import stick_key_text
from kiosk.services.maintenance.job_book import JobBook
from kiosk.services.maintenance.job_runs import renewal_of
from kiosk.services.maintenance.jobs_desk import JobsDesk
from kiosk.sync.portal import Portal
from kiosk.sync.status.trusted_time import WRITTEN, TrustedTime
from kiosk.sync.transport import membership
from kiosk.sync.transport.link import Line
from kiosk.sync.transport.membership import KEPT_AS, TAKEN_AS, Json, Membership, enrol
from kiosk.sync.transport.tls import Enrolment
from kiosk_sandbox.authority import Authority
from kiosk_sandbox.server import PortalServer
from sandbox import ACCOUNT, OFFICE, Kiosk, document, settings

NOW = datetime.now(UTC).replace(microsecond=0)
WRONG = {"1990": datetime(1990, 1, 1, tzinfo=UTC), "2039": datetime(2039, 6, 1, tzinfo=UTC)}
PAPER = document(20_000)
USERNAME, PASSWORD = next(iter(ACCOUNT.items()))

Clock = Callable[[], datetime]


def right() -> datetime:
    """What a clock that is right shows: ``NOW`` is as old as the whole run of the tests, and that is too old to be."""
    return datetime.now(UTC).replace(microsecond=0)


class Box(Kiosk):
    """A kiosk that is enrolled, or tries to be. Its own clock is ``time``."""

    def __init__(self, folder: Path, time: datetime = NOW) -> None:
        self.time = time
        self.membership: Membership | None = None
        super().__init__(folder, "")
        self.floor = TrustedTime(self.store.notes, lambda: self.time)

    def enrol(self, invitation: dict[str, str], office: Office = OFFICE) -> Enrolment:
        made = enrol(json.dumps(invitation).encode(), office, self.store.keys, self.floor, self.line)
        self.join()
        return made

    def join(self) -> None:
        self.membership = Membership.of(self.store.keys, self.floor)
        self.portal.close()
        self.engine = self.fresh_engine()

    def fresh_portal(self) -> Portal:
        return Portal(self.settings, OFFICE.unit, self.line, membership=self.membership)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "authority", lambda: NOW)


@pytest.fixture
def server(authority: Authority) -> Iterator[PortalServer]:
    with PortalServer(database="memory", accounts=ACCOUNT, authority=authority) as running:
        yield running


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    made = Box(tmp_path / "store")
    yield made
    made.close()


def invited(server: PortalServer) -> dict[str, str]:
    assert server.authority is not None
    return server.authority.invite(OFFICE.unit, OFFICE.kiosk, server.url, USERNAME, PASSWORD)


@pytest.mark.parametrize("clock", ["now", *WRONG])
def test_an_enrolled_kiosk_files_whatever_its_clock_says(box: Box, server: PortalServer, clock: str) -> None:
    box.time = WRONG.get(clock) or right()
    box.enrol(invited(server))
    code = box.desk.file(PAPER).code
    report = box.engine.run_once()
    assert (report.line, report.error) == (LineState.UP if clock == "now" else LineState.CLOCK, None)
    assert report.line.reached
    assert box.store.outbox.get(code).official
    assert box.floor.clock_is_wrong is (clock != "now")
    box.time = right()  # it was set right
    assert box.engine.run_once().line is LineState.UP


def test_the_portal_learns_whose_sticks_it_takes_at_the_enrolment_and_again_at_a_renewal(
    box: Box, server: PortalServer
) -> None:
    public = box.store.keys.public
    assert server.courier.known(public) is None
    box.enrol(invited(server))
    for _ in range(2):
        known = server.courier.known(public)
        assert known is not None and (known.unit, known.kiosk) == (OFFICE.unit, OFFICE.kiosk)
        server.courier._path(public).unlink()  # as at a portal from before it learnt them
        box.portal.renew(over=True)


OTHER = Ed25519PrivateKey.generate()


def _forged(key: bytes, signature: bytes) -> Json:
    return {"stick": {"key": key.hex(), "signature": signature.hex()}}


FORGED: dict[str, Callable[[Box, str], Json]] = {
    "somebody else's key": lambda box, asked: _forged(
        OTHER.public_key().public_bytes_raw(), box.store.keys.sign(stick_key_text(asked))
    ),
    "a word from another time": lambda box, asked: _forged(
        box.store.keys.public, box.store.keys.sign(stick_key_text("another"))
    ),
    "no key": lambda box, asked: _forged(b"1", b"2"),
    "no words": lambda box, asked: {"stick": {"key": "zz", "signature": None}},
    "no table": lambda box, asked: {"stick": [1, 2]},
}


@pytest.mark.parametrize("told", FORGED.values(), ids=FORGED)
def test_a_key_that_was_not_proved_is_not_learnt_and_the_enrolment_holds(
    box: Box, server: PortalServer, monkeypatch: pytest.MonkeyPatch, told: Callable[[Box, str], Json]
) -> None:
    monkeypatch.setattr(membership, "stick_proof", lambda keys, request: told(box, request))
    assert box.enrol(invited(server)).unit == OFFICE.unit
    assert server.courier.all() == ()


def test_the_portals_date_raises_the_floor_and_it_stays_up(box: Box, server: PortalServer) -> None:
    assert box.floor.floor == WRITTEN
    box.enrol(invited(server))
    box.engine.run_once()
    assert abs(box.floor.floor - datetime.now(UTC)) < timedelta(minutes=5)
    again = TrustedTime(box.store.notes, lambda: WRONG["1990"])
    assert again.floor == box.floor.floor
    assert again.clock_is_wrong


def test_nothing_is_learnt_from_a_date_below_the_floor(box: Box) -> None:
    box.floor.heard(NOW, NOW + timedelta(days=1))
    for moment in (NOW - timedelta(days=9), NOW + timedelta(days=2)):
        box.floor.heard(moment, NOW + timedelta(days=1))
        assert (box.floor.floor, box.floor.skew) == (NOW, timedelta(0))


def test_a_portal_of_another_authority_gets_nothing(box: Box, server: PortalServer, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other", lambda: NOW)
    with PortalServer(database="memory", accounts=ACCOUNT, authority=other) as stranger:
        box.enrol(invited(server))
        box.settings = replace(settings(stranger.url))
        box.join()
        code = box.desk.file(PAPER).code
        report = box.engine.run_once()
        assert report.line is LineState.TECHNICIAN
        assert type(report.error) is errors.PortalUntrusted
        assert stranger.dossiers.newest() == []
        assert box.store.outbox.get(code).official == ""


def test_a_public_authority_counts_for_nothing(box: Box, server: PortalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """requests brings a bundle of public authorities: here the portal's own is put into it, and pinned is another."""
    invitation = invited(server)
    bundle = box.store.folder / "bundle.pem"
    bundle.write_text(invitation["authority"])
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(bundle))
    box.enrol(invitation)
    other = Authority(box.store.folder / "other", lambda: NOW).certificate
    held = Enrolment.from_bytes(box.store.keys.secret(KEPT_AS))
    box.store.keys.keep_secret(KEPT_AS, replace(held, authority=other).to_bytes())
    box.join()
    assert type(box.engine.run_once().error) is errors.PortalUntrusted


def test_another_name_than_the_one_asked_for_is_refused(box: Box, authority: Authority) -> None:
    given = authority.context
    authority.context = lambda _: given("portal.example")  # type: ignore[method-assign]
    with (
        PortalServer(database="memory", accounts=ACCOUNT, authority=authority) as running,
        pytest.raises(errors.PortalUntrusted, match="IP address mismatch"),
    ):
        box.enrol(invited(running))


def test_a_portals_certificate_that_ended_before_the_floor_is_over(tmp_path: Path, box: Box) -> None:
    old = Authority(tmp_path / "old", lambda: NOW - timedelta(days=3 * 365))
    with (
        PortalServer(database="memory", accounts=ACCOUNT, authority=old) as running,
        pytest.raises(errors.PortalCertificateOver),
    ):
        running.faults.add(_clock(-3 * 365 * 86400))  # and it claims that its time has not come
        box.enrol(invited(running))


def test_a_portal_whose_certificate_is_over_by_its_own_clock_is_refused(box: Box, server: PortalServer) -> None:
    box.enrol(invited(server))
    server.faults.add(*[_clock(5 * 365 * 86400)])
    box.time = WRONG["1990"]  # a clock that has no say
    assert isinstance(box.engine.run_once().error, errors.PortalCertificateOver)
    assert box.floor.floor < datetime.now(UTC) + timedelta(days=1)
    box.time = right()  # where clock and floor agree that it is not, the portal's clock is wrong, and filings go on
    box.clock.forward(600)
    assert box.engine.run_once().error is None
    assert box.floor.floor < datetime.now(UTC) + timedelta(days=1)


def test_tls_1_2_is_not_spoken(box: Box, server: PortalServer, authority: Authority) -> None:
    context = authority.context("127.0.0.1")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
    with shaking(context) as url, pytest.raises(errors.PortalUntrusted, match="PROTOCOL_VERSION"):
        box.enrol(invited(server) | {"url": url})


def test_without_an_enrolment_no_portal_behind_tls_is_spoken_to(box: Box, server: PortalServer) -> None:
    box.settings = settings(server.url)
    box.join()
    report = box.engine.run_once()
    assert isinstance(report.error, errors.NotEnrolled)
    assert report.bytes_sent == 0


def test_a_revoked_kiosk_is_told_so_and_keeps_what_it_has(box: Box, server: PortalServer) -> None:
    box.enrol(invited(server))
    code = box.desk.file(PAPER).code
    assert server.authority is not None
    server.authority._clock = lambda: NOW + timedelta(days=2)
    server.authority.revoke(OFFICE.unit, OFFICE.kiosk)
    report = box.engine.run_once()
    assert isinstance(report.error, errors.KioskRefused)
    assert report.line is LineState.TECHNICIAN
    assert box.store.outbox.get(code).official == ""


def test_a_server_that_refuses_our_certificate_by_an_alert_is_understood(
    box: Box, server: PortalServer, tmp_path: Path
) -> None:
    """The sandbox refuses with words; a gateway before the portal refuses below HTTP."""
    mine = box.enrol(invited(server))
    other = Authority(tmp_path / "other", lambda: NOW)
    with PortalServer(database="memory", accounts=ACCOUNT, authority=other) as elsewhere:
        theirs = box.enrol(invited(elsewhere))
    assert server.authority is not None
    with shaking(server.authority.context("127.0.0.1")) as url:
        mixed = replace(mine, url=url, certificate=theirs.certificate, key=theirs.key)
        box.store.keys.keep_secret(KEPT_AS, mixed.to_bytes())
        box.join()
        assert isinstance(box.engine.run_once().error, errors.KioskRefused)
        box.portal.close()


@contextlib.contextmanager
def shaking(context: ssl.SSLContext) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_shake, args=(listening, context))
        thread.start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}"
        thread.join()


def _shake(listening: socket.socket, context: ssl.SSLContext) -> None:
    """One handshake that fails. What still comes is taken: closed over unread bytes, the alert would be lost."""
    connection, _ = listening.accept()
    with context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False) as spoken:
        with contextlib.suppress(ssl.SSLError):
            spoken.do_handshake()
        spoken.settimeout(5)
        with contextlib.suppress(OSError):
            while socket.socket.recv(spoken, 4096):
                pass


def test_our_own_certificate_that_is_over_by_the_floor_is_shown_and_renewed(box: Box, tmp_path: Path) -> None:
    brief = Authority(tmp_path / "brief", lambda: NOW - timedelta(days=100), kiosk_days=10)
    brief._clock = lambda: NOW - timedelta(days=100)
    with PortalServer(database="memory", accounts=ACCOUNT, authority=brief) as running:
        box.enrol(invited(running))
        box.floor.heard(NOW, NOW + timedelta(days=1))
        before = Enrolment.from_bytes(box.store.keys.secret(KEPT_AS))
        assert box.engine.run_once().error is None, "the portal alone says what it takes"
        assert Enrolment.from_bytes(box.store.keys.secret(KEPT_AS)).key != before.key


def test_a_certificate_is_renewed_with_a_new_key_while_it_still_holds(box: Box, tmp_path: Path) -> None:
    authority = Authority(tmp_path / "young", lambda: NOW - timedelta(days=25), kiosk_days=30)
    with PortalServer(database="memory", accounts=ACCOUNT, authority=authority) as running:
        first = box.enrol(invited(running))
        authority._clock = lambda: NOW
        box.floor.heard(NOW, NOW + timedelta(days=1))
        assert box.engine.run_once().error is None
        second = Enrolment.from_bytes(box.store.keys.secret(KEPT_AS))
        assert second.ends - first.ends > timedelta(days=20)
        assert second.key != first.key
        code = box.desk.file(PAPER).code
        box.engine.run_once()
        assert box.store.outbox.get(code).official
        assert Enrolment.from_bytes(box.store.keys.secret(KEPT_AS)) == second


def test_when_a_certificate_came_is_noted_and_not_read_off_its_beginning(box: Box, server: PortalServer) -> None:
    """An authority lets it begin a day before it signs, because clocks differ: nothing was renewed then."""
    box.enrol(invited(server))
    term = renewal_of(box.store)
    assert term is not None and term.taken == NOW and term.taken.utcoffset() == ZONE.utcoffset(None)
    box.time = NOW + timedelta(hours=3)
    box.portal.renew(over=True)
    term = renewal_of(box.store)
    assert term is not None and term.taken == NOW + timedelta(hours=3)
    box.store.keys.keep_secret(TAKEN_AS, b"")  # of a kiosk that was enrolled before anybody noted it
    term = renewal_of(box.store)
    assert term is not None and term.taken is None and term.renewal_from < term.ends
    desk = JobsDesk(
        JobBook(box.store.notes, office_time), office_time, Keeping(), {}, lambda: None, lambda: None, lambda: term
    )
    row = next(one for one in desk.rows() if one.key == "certificate")
    assert row.last is None and row.following == term.renewal_from


def test_an_invitation_is_good_once_and_for_one_kiosk(box: Box, server: PortalServer) -> None:
    invitation = invited(server)
    with pytest.raises(errors.EnrolmentUnusable, match="it is for"):
        box.enrol(invitation, replace(OFFICE, kiosk="DV99"))
    box.enrol(invitation)
    held = box.store.keys.secret(KEPT_AS)
    with pytest.raises(errors.EnrolmentUnusable, match="dùng rồi"):
        box.enrol(invitation)
    assert box.store.keys.secret(KEPT_AS) == held


@pytest.mark.parametrize(
    "change",
    [{"authority": "x"}, {"url": "http://127.0.0.1:1"}, {"token": ""}, {"unit": 3}],
    ids=["authority", "plain", "token", "unit"],
)
def test_what_is_no_invitation_is_said_so(box: Box, server: PortalServer, change: dict[str, object]) -> None:
    with pytest.raises(errors.EnrolmentUnusable):
        enrol(json.dumps(invited(server) | change).encode(), OFFICE, box.store.keys, box.floor, Line())
    for junk in (b"", b"[]", b"\xff\xfe", b"{" * 20000):
        with pytest.raises(errors.EnrolmentUnusable):
            enrol(junk, OFFICE, box.store.keys, box.floor, Line())


def test_no_secret_reaches_a_log(box: Box, server: PortalServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    invitation = invited(server)
    made = box.enrol(invitation)
    box.desk.file(PAPER)
    box.engine.run_once()
    told = caplog.text + repr(made) + repr(box.membership)
    for secret in (invitation["token"], PASSWORD, made.key.splitlines()[1]):
        assert secret not in told


def _clock(seconds: float):  # type: ignore[no-untyped-def]
    from kiosk_sandbox.faults import PortalFault

    return PortalFault("clock", times=0, seconds=seconds)
