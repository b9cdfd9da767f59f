"""The line and the portal at their worst: nothing is lost, nothing is doubled, nothing false is believed.

Every case ends the same way: the fault is mended, and the filing is at the office exactly once.
"""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path

import pytest
from odd_portal import Reply, as_json, odd_portal

from kiosk.domain.line_state import LineState
from kiosk.domain.submission import Sync
from kiosk_sandbox.faults import PortalFault
from kiosk_sandbox.server import PortalServer
from sandbox import OFFICE, Kiosk, document

PAPER = document(300_000)
FILING = {"path": "/service", "service": "DongBoHoSoMC"}
SENDING = {"path": "/files/", "method": "PATCH"}
CREATING = {"path": "/files", "method": "POST"}


def arrives_once(box: Kiosk, portal: PortalServer, code: str) -> None:
    """With the fault mended, the next passes bring it there, once."""
    portal.faults.clear()
    box.clock.forward(600)
    box.engine.run_once()
    held = box.store.outbox.get(code)
    assert held.sync is Sync.DELIVERED, held.reason
    assert [item.reference for item in portal.dossiers.newest()] == [f"DV01/{code}"]
    assert portal.dossiers.newest()[0].code == held.official
    assert portal.uploads.read(held.filing.documents[0].sha256) == PAPER


@pytest.mark.parametrize(
    ("fault", "line", "reason"),
    [
        (PortalFault("status", status=500, **FILING), LineState.UP, "portal.down"),
        (PortalFault("status", status=503, **FILING), LineState.UP, "portal.down"),
        (PortalFault("status", status=503, path="/auth"), LineState.PORTAL_DOWN, "portal.down"),
        (PortalFault("status", status=502, **SENDING), LineState.UP, "portal.down"),
        (PortalFault("status", status=429, retry_after=120, **FILING), LineState.PORTAL_DOWN, "portal.down"),
        (PortalFault("status", status=511, **FILING), LineState.UP, "line.not-portal"),
        (PortalFault("captive", **FILING), LineState.UP, "line.not-portal"),
        (PortalFault("captive", path="/auth"), LineState.NOT_PORTAL, "line.not-portal"),
        (PortalFault("captive", **CREATING), LineState.UP, "line.not-portal"),
        (PortalFault("captive", **SENDING), LineState.UP, "line.not-portal"),
        (PortalFault("redirect", **FILING), LineState.UP, "line.not-portal"),
        (PortalFault("redirect", **SENDING), LineState.UP, "line.not-portal"),
        (PortalFault("truncate", **FILING), LineState.UP, "line.down"),
        (PortalFault("drop", **FILING), LineState.UP, "line.down"),
        (PortalFault("drop", **CREATING), LineState.UP, "line.down"),
        (PortalFault("drop", **SENDING, times=9), LineState.UP, "line.down"),
        (PortalFault("reset", **FILING), LineState.UP, "line.down"),
        (PortalFault("reset", path="/auth"), LineState.DOWN, "line.down"),
        (PortalFault("reset", **SENDING, times=9), LineState.UP, "line.down"),
        (PortalFault("lost", **FILING), LineState.UP, "line.down"),
        (PortalFault("lost", **CREATING), LineState.UP, "line.down"),
    ],
    ids=lambda value: f"{value.kind}-{value.status}-{value.path}" if isinstance(value, PortalFault) else "",
)
def test_under_an_item(box: Kiosk, portal: PortalServer, fault: PortalFault, line: LineState, reason: str) -> None:
    """Where the portal greets afterwards it is the item's own; what happens at the sign-in is everybody's."""
    code = box.desk.file(PAPER).code
    portal.faults.add(fault)
    report = box.engine.run_once()
    held = box.store.outbox.get(code)
    assert report.line is line
    assert [(item.outcome, item.reason) for item in report.submissions] == [("postponed", reason)]
    form_is_there = fault.path.startswith("/files")  # the papers' way was broken, after their form
    assert (held.sync, held.reason, bool(held.official)) == (Sync.QUEUED, reason, form_is_there)
    assert held.next_try is not None
    assert held.next_try > box.clock()
    arrives_once(box, portal, code)


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        (PortalFault("captive"), LineState.NOT_PORTAL),
        (PortalFault("redirect"), LineState.NOT_PORTAL),
        (PortalFault("drop", times=3), LineState.DOWN),
        (PortalFault("reset", times=3), LineState.DOWN),
        (PortalFault("status", status=503), LineState.PORTAL_DOWN),
    ],
)
def test_at_the_greeting_no_item_is_touched(
    box: Kiosk, portal: PortalServer, fault: PortalFault, line: LineState
) -> None:
    code = box.desk.file(PAPER).code
    portal.faults.add(fault)
    report = box.engine.run_once()
    assert (report.line, report.submissions) == (line, ())
    assert box.store.outbox.get(code).attempts == 0
    arrives_once(box, portal, code)


def test_nobody_listens(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, never listening: refused at once
        box = Kiosk(tmp_path, f"http://127.0.0.1:{taken.getsockname()[1]}")
        code = box.desk.file(PAPER).code
        assert box.engine.run_once().line is LineState.PORTAL_DOWN
        assert box.store.outbox.get(code).attempts == 0
        box.close()


def test_a_name_that_nobody_knows_is_a_line_that_is_down(tmp_path: Path) -> None:
    box = Kiosk(tmp_path, "http://portal.invalid")
    assert box.engine.run_once().line is LineState.DOWN
    box.close()


def test_a_portal_that_is_not_set_up_leaves_all_in_the_queue(tmp_path: Path) -> None:
    box = Kiosk(tmp_path, "")
    code = box.desk.file(PAPER).code
    assert box.engine.run_once().line is LineState.UNSET
    assert box.store.outbox.get(code).sync is Sync.QUEUED
    box.close()


def test_retry_after_is_obeyed_by_all(box: Kiosk, portal: PortalServer) -> None:
    first, second = box.desk.file(PAPER).code, box.desk.file(PAPER).code
    portal.faults.add(PortalFault("status", status=429, retry_after=120, times=1, **FILING))
    box.engine.run_once()
    waiting = box.store.outbox.get(first)
    assert waiting.next_try is not None
    assert waiting.next_try >= box.clock() + timedelta(seconds=120)
    box.clock.forward(119)
    quiet = box.engine.run_once()
    assert (quiet.bytes_sent, quiet.line) == (0, LineState.PORTAL_DOWN)
    assert quiet.rest > 0
    box.clock.forward(120 * 0.1 + 2)
    box.engine.run_once()
    assert [box.store.outbox.get(code).sync for code in (first, second)] == [Sync.DELIVERED] * 2


def test_a_line_that_was_down_ends_the_wait_when_it_is_back(box: Kiosk, portal: PortalServer) -> None:
    code = box.desk.file(PAPER).code
    for _ in range(8):  # eight tries on a dying line: the next lies minutes away
        portal.faults.add(PortalFault("drop", **FILING))
        box.engine.run_once()
        box.clock.forward(300)
    held = box.store.outbox.get(code)
    assert held.reason == "line.down"
    box.clock.forward(-200)
    assert held.next_try is not None
    assert held.next_try > box.clock() + timedelta(seconds=60)
    box.line.pulled = True
    assert box.engine.run_once().line is LineState.DOWN
    box.line.pulled = False
    box.engine.run_once()
    assert box.store.outbox.get(code).sync is Sync.DELIVERED


def test_a_lost_acknowledgement_does_not_double(box: Kiosk, portal: PortalServer) -> None:
    code = box.desk.file(PAPER).code
    portal.faults.add(PortalFault("lost", **FILING))
    box.engine.run_once()
    assert box.store.outbox.get(code).official == ""
    (there,) = portal.dossiers.newest()
    box.clock.forward(10)
    box.engine.run_once()
    assert box.store.outbox.get(code).official == there.code
    assert len(portal.dossiers.newest()) == 1


def test_after_a_cut_only_the_rest_is_sent(box: Kiosk, portal: PortalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    box.desk.file(document(2_000_000))
    real, written = portal.uploads.append, []

    def append(name: str, data: bytes) -> int:
        written.append(len(data))
        return real(name, data)

    monkeypatch.setattr(portal.uploads, "append", append)
    portal.faults.add(*(PortalFault("cut", bytes=500_000, **SENDING) for _ in range(3)))
    report = box.engine.run_once()
    assert [item.outcome for item in report.submissions] == ["delivered"]
    assert sum(written) == 2_000_000  # every byte was stored once


def test_after_a_restart_only_the_rest_is_sent(box: Kiosk, portal: PortalServer) -> None:
    box.desk.file(document(2_000_000))
    portal.faults.add(PortalFault("cut", bytes=1_500_000, **SENDING), PortalFault("drop", path="/files/", times=9))
    box.engine.run_once()
    portal.faults.clear()
    box.clock.forward(600)
    box.portal.close()
    report = box.fresh_engine().run_once()
    assert [item.outcome for item in report.submissions] == ["delivered"]
    assert report.bytes_sent < 700_000


def test_a_lost_answer_to_an_upload_sends_no_byte_again(box: Kiosk, portal: PortalServer) -> None:
    box.desk.file(document(1_000_000))
    portal.faults.add(PortalFault("lost", **SENDING))
    report = box.engine.run_once()
    assert [item.outcome for item in report.submissions] == ["delivered"]
    assert report.bytes_sent < 1_020_000


def test_a_cut_that_let_nothing_through_is_tried_again_at_once(box: Kiosk, portal: PortalServer) -> None:
    """The portal answers in between: the line lives, and a pause would only be idle."""
    code = box.desk.file(PAPER).code
    portal.faults.add(PortalFault("drop", **SENDING, times=2))
    assert box.engine.run_once().line is LineState.UP
    assert box.store.outbox.get(code).sync is Sync.DELIVERED


def test_a_connection_found_dead_costs_no_request(box: Kiosk, portal: PortalServer) -> None:
    """What the guard gave up is asked again over its spare; what the other end hung up is not."""
    code = box.desk.file(PAPER).code
    guard = box.portal._transport._guard
    opened, cut = guard.opened, []

    def given_up(connection: socket.socket) -> None:
        opened(connection)
        if len(cut) < 2:
            cut.append(connection)
            guard.given_up += 1
            connection.shutdown(socket.SHUT_RDWR)

    guard.opened = given_up  # type: ignore[method-assign]
    assert box.engine.run_once().line is LineState.DOWN  # twice dead under one request: that is no line
    box.clock.forward(10)
    cut.pop()
    assert box.engine.run_once().line is LineState.UP
    assert box.store.outbox.get(code).sync is Sync.DELIVERED


def test_the_same_document_of_two_filings_travels_once(box: Kiosk, portal: PortalServer) -> None:
    box.desk.file(PAPER)
    box.desk.file(PAPER)
    report = box.engine.run_once()
    assert [item.outcome for item in report.submissions] == ["delivered", "delivered"]
    assert report.bytes_sent < len(PAPER) + 20_000


def test_a_document_that_the_portal_forgot_goes_up_again(box: Kiosk, portal: PortalServer) -> None:
    code = box.desk.file(PAPER).code
    portal.faults.add(PortalFault("drop", skip=1, **FILING))
    box.engine.run_once()
    portal.uploads.drop(box.store.outbox.get(code).filing.documents[0].sha256)
    arrives_once(box, portal, code)


def test_a_plain_tus_server_is_not_given_the_same_bytes_twice(
    box: Kiosk, portal: PortalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that creates a new upload at each asking: where the bytes went is remembered here."""
    real = portal.uploads.create
    monkeypatch.setattr(portal.uploads, "create", lambda length, _, *about: real(length, "", *about))
    code = box.desk.file(PAPER).code
    portal.faults.add(PortalFault("drop", skip=1, **FILING))
    box.engine.run_once()
    box.clock.forward(10)
    assert box.engine.run_once().bytes_sent < 10_000
    assert box.store.outbox.get(code).sync is Sync.DELIVERED
    assert len(list(portal.uploads.all())) == 1


def test_damage_on_the_way_is_seen_and_sent_again(box: Kiosk, portal: PortalServer) -> None:
    """Somebody's broken box stored other bytes under our name: the whole fails its proof and is sent from zero."""
    code = box.desk.file(PAPER).code
    sha256 = box.store.outbox.get(code).filing.documents[0].sha256
    portal.uploads.create(len(PAPER), sha256, "application/pdf", f"{OFFICE.unit}/{OFFICE.kiosk}")
    portal.uploads.append(sha256, b"?" * 1000)
    arrives_once(box, portal, code)


def test_one_refused_item_is_parked_while_the_others_go_on(box: Kiosk, portal: PortalServer) -> None:
    first, poisoned, last = (box.desk.file(document(1000, seed)).code for seed in range(3))
    held = box.store.outbox.get(poisoned)
    other = f'{{"not": "{held.code}"}}'
    _take_its_key(portal, held.filing.unit, poisoned, other)
    report = box.engine.run_once()
    outcomes = {item.code: item.outcome for item in report.submissions}
    assert outcomes == {first: "delivered", poisoned: "parked", last: "delivered"}
    parked = box.store.outbox.get(poisoned)
    assert parked.sync is Sync.PARKED
    assert parked.reason.startswith("portal.refused: ")
    assert "nội dung khác" in parked.reason
    again = box.engine.run_once()
    assert again.submissions == ()


def _take_its_key(portal: PortalServer, unit: str, code: str, form: str) -> None:
    """Somebody filed other content under this key."""
    import hashlib

    record = {
        "TrangThaiHoSo": "1",
        "MaThamChieuKiosk": f"DV01/{code}",
        "MaBamKiosk": hashlib.sha256(form.encode()).hexdigest(),
    }
    portal.dossiers.take(unit, record, record["MaBamKiosk"], updating=False)


def test_a_document_lost_here_parks_its_item_alone(box: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    from kiosk.errors import UnknownDocument

    lost, fine = box.desk.file(document(1000, 1)).code, box.desk.file(document(1000, 2)).code
    gone = box.store.outbox.get(lost).filing.documents[0].sha256
    real = box.store.documents.get

    def get(sha256: str) -> bytes:
        if sha256 == gone:
            raise UnknownDocument()
        return real(sha256)

    monkeypatch.setattr(box.store.documents, "get", get)
    box.engine.run_once()
    assert box.store.outbox.get(lost).sync is Sync.PARKED
    assert box.store.outbox.get(fine).sync is Sync.DELIVERED


def test_an_expired_session_signs_in_once_more(box: Kiosk, portal: PortalServer) -> None:
    box.desk.file(PAPER)
    box.engine.run_once()
    portal.sessions.end_all()
    second = box.desk.file(document(5000, 7)).code
    box.engine.run_once()
    assert box.store.outbox.get(second).sync is Sync.DELIVERED


def test_a_wrong_password_stops_all_and_is_not_hammered(tmp_path: Path, portal: PortalServer) -> None:
    box = Kiosk(tmp_path, portal.url, password="old")
    codes = [box.desk.file(document(100, seed)).code for seed in range(3)]
    report = box.engine.run_once()
    assert report.line is LineState.TECHNICIAN
    assert [box.store.outbox.get(code).attempts for code in codes] == [1, 0, 0]
    box.clock.forward(299)
    assert box.engine.run_once().bytes_sent == 0
    assert all(box.store.outbox.get(code).sync is Sync.QUEUED for code in codes)
    box.close()


# --- what the sandbox never says ------------------------------------------------------------------------------------


def _attempt(tmp_path: Path, url: str) -> tuple[LineState, str, str]:
    """One filing without documents: the line, the outcome, the reason."""
    box = Kiosk(tmp_path, url)
    code = box.desk.file().code
    report = box.engine.run_once()
    outcome = report.submissions[0].outcome if report.submissions else ""
    reason = box.store.outbox.get(code).reason
    box.close()
    return report.line, outcome, reason


JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("said", "outcome", "reason"),
    [
        ((200, {"Content-Type": "application/json"}, b'{"error_co'), "postponed", "portal.protocol"),
        (as_json([]), "postponed", "portal.protocol"),
        (as_json({"status": "ok"}), "postponed", "portal.protocol"),
        (as_json({"error_code": 0}), "postponed", "portal.protocol"),
        (as_json({"error_code": "0"}), "postponed", "portal.protocol"),
        (as_json({"error_code": "0", "data": [{"error_code": "0", "MaHoSo": "1"}]}), "postponed", "portal.protocol"),
        (as_json({"error_code": "8", "message": "thiếu tệp"}), "postponed", "portal.protocol"),
        (as_json({"error_code": "99", "message": "sai mẫu"}), "parked", "portal.refused: sai mẫu"),
        ((200, {"Content-Type": "text/html"}, b"<p>Xin chao"), "postponed", "line.not-portal"),
        ((404, {"Content-Type": "text/html"}, b"<p>khong co"), "postponed", "line.not-portal"),
        ((302, JSON | {"Location": "/other"}, b'{"error_code": "4"}'), "postponed", "line.not-portal"),
        ((200, {}, b""), "postponed", "line.not-portal"),
    ],
)
def test_only_the_contracts_own_answer_is_success(tmp_path: Path, said: Reply, outcome: str, reason: str) -> None:
    with odd_portal(service=said) as odd:
        assert _attempt(tmp_path, odd.url)[1:] == (outcome, reason)


def test_an_odd_answer_about_one_leaves_the_others_their_turn(tmp_path: Path) -> None:
    with odd_portal(service=as_json({"status": "ok"})) as odd:
        box = Kiosk(tmp_path, odd.url)
        codes = [box.desk.file().code for _ in range(2)]
        box.engine.run_once()
        assert [box.store.outbox.get(code).attempts for code in codes] == [1, 1]
        box.close()


@pytest.mark.parametrize(
    "greeting",
    [
        (200, {"Content-Type": "text/html"}, b"<p>Wi-Fi"),
        (204, {}, b""),
        (204, {"Tus-Resumable": "0.2.2", "Tus-Extension": "creation,checksum"}, b""),
        (204, {"Tus-Resumable": "1.0.0", "Tus-Extension": "creation"}, b""),
    ],
)
def test_a_greeting_that_is_not_the_portals(tmp_path: Path, greeting: Reply) -> None:
    with odd_portal(files=greeting) as odd:
        assert _attempt(tmp_path, odd.url) == (LineState.NOT_PORTAL, "", "")
        assert [path for _, path, _ in odd.seen] == ["/files"]  # no name, no password, no form was shown to it


def test_it_exists_already_is_no_failure_but_an_update(tmp_path: Path) -> None:
    def service(body: bytes) -> Reply:
        import json

        asked = json.loads(body)
        if asked["isUpdating"] == "false":
            return as_json({"error_code": "99", "message": "Hồ sơ đã tồn tại trên hệ thống"})
        key = asked["data"][0]["MaThamChieuKiosk"]
        told = {"error_code": "0", "MaHoSo": "H15.50.05.13-261123-0007", "TrangThaiHoSo": "1", "MaThamChieuKiosk": key}
        return as_json({"error_code": "0", "data": [told]})

    with odd_portal(service=service) as odd:
        assert _attempt(tmp_path, odd.url)[1:] == ("delivered", "")


def test_a_session_that_is_over_twice_stops(tmp_path: Path) -> None:
    with odd_portal(service=as_json({"error_code": "2", "message": "hết phiên"})) as odd:
        assert _attempt(tmp_path, odd.url) == (LineState.UP, "postponed", "portal.session"), "the sign-in itself works"
        assert [path for _, path, _ in odd.seen].count("/auth") == 2


def test_documents_go_to_no_other_host(tmp_path: Path) -> None:
    from odd_portal import GREETING

    _, headers, _ = GREETING
    away = (201, headers | {"Location": "http://elsewhere.invalid/files/1", "Upload-Offset": "0"}, b"")
    with odd_portal(files=away) as odd:
        box = Kiosk(tmp_path, odd.url)
        code = box.desk.file(PAPER).code
        box.engine.run_once()
        assert box.store.outbox.get(code).reason == "line.not-portal"
        assert all(method != "PATCH" for method, _, _ in odd.seen)
        box.close()
