"""One item that the portal stumbles over delays no other by more than its own attempt, and in the end a person looks.

The portal is the real one; a proxy before it answers 500 (or hangs up, or shows a filter's page) to whatever names the
poison: to forms, to papers, to answers, to what is asked about one dossier.
"""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from courier_post import Post
from sqlalchemy import delete

from kiosk.clock import office_time
from kiosk.config import Office
from kiosk.domain.line_state import LineState
from kiosk.domain.submission import Sync
from kiosk.errors import EditionLost, StoreFailed
from kiosk.store import Store
from kiosk_sandbox.courier.taking import Taking
from kiosk_sandbox.server import PortalServer
from kiosk_sandbox.tables import Dossier, DossierStep, Due
from sandbox import ACCOUNT, Kiosk, answering, asked, document, settings

Judge = Callable[[str, str, bytes], bool]
"""Is this request poisoned? Method, path, body."""


_STRIKES = {
    "500": (500, "text/plain", b""),
    "page": (403, "text/html", b"<html>blocked</html>"),
    "odd": (409, "application/json", b"[]"),  # JSON, and not the contract's
    "over": (200, "application/json", b'{"error_code": "2"}'),  # a session that was opened a moment ago
    "large": (413, "text/plain", b""),
    "nowhere": (201, "text/plain", b""),  # a document's place that is no address
}
"""Status, type and body."""


class Poisoned:
    """``how``: drop, or one of ``_STRIKES``."""

    def __init__(self, judge: Judge, how: str = "500") -> None:
        self.judge, self.how, self.struck = judge, how, 0
        self.url = ""


@contextmanager
def proxy(portal: PortalServer, poison: Poisoned) -> Iterator[Poisoned]:
    up = urlsplit(portal.url).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if poison.judge(self.command, self.path, body):
                poison.struck += 1
                self._strike()
                return
            connection = http.client.HTTPConnection(up, timeout=20)
            sent = {key: value for key, value in self.headers.items() if key.lower() not in ("connection", "host")}
            connection.request(self.command, self.path, body, sent | {"Host": self.headers["Host"]})
            reply = connection.getresponse()
            said = reply.read()
            self.send_response_only(reply.status)
            for name, value in reply.getheaders():
                if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(said)
            connection.close()

        def _strike(self) -> None:
            if poison.how == "drop":
                self.close_connection = True
                return
            status, kind, said = _STRIKES[poison.how]
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Tus-Resumable", "1.0.0")
            self.send_header("Location", "http://[::1")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_POST = do_OPTIONS = do_PATCH = do_HEAD = do_GET = _any  # noqa: N815 - the library's names

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    poison.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield poison
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def names(word: str) -> Judge:
    return lambda method, path, body: word.encode() in body and b"DongBoHoSoMC" in body


@pytest.fixture
def behind(tmp_path, portal) -> Iterator[Callable[..., tuple[Kiosk, Poisoned]]]:
    """A kiosk whose way to the portal is poisoned."""
    import contextlib

    with contextlib.ExitStack() as stack:

        def made(judge: Judge, how: str = "500") -> tuple[Kiosk, Poisoned]:
            poison = stack.enter_context(proxy(portal, Poisoned(judge, how)))
            box = Kiosk(tmp_path / "poisoned", poison.url)
            stack.callback(box.close)
            return box, poison

        yield made


@pytest.mark.parametrize("how", ["500", "drop", "page", "odd", "over"])
@pytest.mark.parametrize("papers", [0, 4_000], ids=["forms", "papers"])
def test_of_twenty_with_one_poisoned_nineteen_arrive_within_one_pass(behind, how: str, papers: int) -> None:
    box, poison = behind(names("ĐỘC"), how)
    codes = [
        box.desk.file(*([document(papers, n)] if papers else []), subject="ĐỘC" if n == 3 else "LÒ THỊ MAI").code
        for n in range(20)
    ]
    report = box.engine.run_once()
    sick = codes[3]
    assert {item.code for item in report.submissions if item.outcome == "delivered"} == set(codes) - {sick}
    assert report.error is None and report.line is LineState.UP and poison.struck >= 1
    held = box.store.outbox.get(sick)
    assert held.sync is Sync.QUEUED and held.next_try is not None


def test_a_paper_that_the_portal_stumbles_over_is_its_filings_alone(behind) -> None:
    sick = document(9_000, 77)
    box, _ = behind(lambda method, path, body: method == "PATCH" and body == sick)
    codes = [box.desk.file(sick if n == 0 else document(4_000, n)).code for n in range(6)]
    box.engine.run_once()
    assert [box.store.outbox.get(code).sync for code in codes] == [Sync.QUEUED] + [Sync.DELIVERED] * 5


def test_after_ten_times_it_is_parked_with_words_and_a_person_lets_it_go_again(behind) -> None:
    box, poison = behind(names("ĐỘC"))
    sick = box.desk.file(subject="ĐỘC").code
    for n in range(10):
        assert box.store.outbox.get(sick).faults == n
        box.clock.forward(3600)
        last = box.engine.run_once()
    held = box.store.outbox.get(sick)
    assert held.sync is Sync.PARKED and held.reason == "portal.item-fails: portal.down"
    (item,) = last.submissions
    assert item.error is not None and item.error.values == {"reason": "portal.down", "count": 10}
    box.store.outbox.unpark(sick)
    poison.judge = lambda *_: False
    box.engine.run_once()
    assert box.store.outbox.get(sick).sync is Sync.DELIVERED and box.store.outbox.get(sick).faults == 0


@pytest.mark.parametrize("how", ["odd", "over"])
def test_whatever_it_stumbles_with_a_person_hears_of_it_in_the_end(behind, how: str) -> None:
    box, _ = behind(names("ĐỘC"), how)
    sick = box.desk.file(subject="ĐỘC").code
    for _ in range(10):
        box.clock.forward(3600)
        box.engine.run_once()
    reason = {"odd": "portal.protocol", "over": "portal.session"}[how]
    held = box.store.outbox.get(sick)
    assert (held.sync, held.reason) == (Sync.PARKED, f"portal.item-fails: {reason}")


@pytest.mark.parametrize("how", ["large", "nowhere"])
def test_a_paper_that_the_portal_takes_no_more_of_goes_to_a_person_and_not_up_for_ever(behind, how: str) -> None:
    box, poison = behind(lambda *_: False, how)
    sick = box.desk.file(document(9_000, 77)).code
    struck = "POST" if how == "nowhere" else "PATCH"
    poison.judge = lambda method, path, body: method == struck and path.startswith("/files")
    for n in range(12):
        box.clock.forward(3600)
        well = box.desk.file(subject=f"NGƯỜI {n}").code
        box.engine.run_once()
        assert box.store.outbox.get(well).sync is Sync.DELIVERED
    held = box.store.outbox.get(sick)
    assert (held.sync, held.reason) == (Sync.PARKED, "portal.item-fails: portal.protocol")


def test_what_breaks_the_contract_for_all_parks_none_of_them(behind) -> None:
    box, _ = behind(lambda method, path, body: b"DongBoHoSoMC" in body, "odd")
    codes = [box.desk.file().code for _ in range(3)]
    for _ in range(12):
        box.clock.forward(3600)
        box.engine.run_once()
    assert all(box.store.outbox.get(code).sync is Sync.QUEUED for code in codes)


def test_a_second_item_that_fails_makes_it_the_portals(behind) -> None:
    box, poison = behind(lambda method, path, body: b"DongBoHoSoMC" in body)
    codes = [box.desk.file().code for _ in range(5)]
    report = box.engine.run_once()
    assert poison.struck == 2 and report.line is LineState.PORTAL_DOWN
    faults = [box.store.outbox.get(code).faults for code in codes]
    assert sum(faults) == 1, "the first was blamed before the second told better"


def test_a_whole_outage_parks_nothing(behind) -> None:
    box, _ = behind(lambda method, path, body: b"DongBoHoSoMC" in body)
    codes = [box.desk.file().code for _ in range(3)]
    for _ in range(12):
        box.clock.forward(3600)
        box.engine.run_once()
    assert all(box.store.outbox.get(code).sync is Sync.QUEUED for code in codes)


def test_what_the_portal_stumbles_over_comes_after_what_it_has_not_tried(behind) -> None:
    box, _ = behind(names("ĐỘC"))
    sick = [box.desk.file(subject="ĐỘC").code for _ in range(2)]
    box.engine.run_once()
    well = [box.desk.file().code for _ in range(3)]
    box.clock.forward(3600)
    box.engine.run_once()
    assert all(box.store.outbox.get(code).sync is Sync.DELIVERED for code in well)
    assert all(box.store.outbox.get(code).sync is Sync.QUEUED for code in sick)


def test_an_answer_that_the_portal_stumbles_over_stops_neither_the_next_nor_any_filing(behind, portal) -> None:
    box, poison = behind(lambda *_: False)
    first, second = asked(box, portal), asked(box, portal)
    sick, well = answering(box, first, "visit-1", said=""), answering(box, second, "visit-2")
    poison.judge = lambda method, path, body: sick.name.encode() in body
    filed = box.desk.file(document(5_000, 9)).code
    box.engine.run_once()
    assert box.store.cases.noted(well.name).sent is not None
    assert box.store.outbox.get(filed).sync is Sync.DELIVERED
    for _ in range(10):
        box.clock.forward(3600)
        box.engine.run_once()
    assert box.store.cases.noted(sick.name).refused.startswith("portal.item-fails")
    poison.judge = lambda *_: False
    box.store.cases.again(sick.name)
    box.engine.run_once()
    assert box.store.cases.noted(sick.name).sent is not None


@pytest.mark.parametrize("errand", ["/changes", "BaoCaoKiosk", "TraCuuHoSo"])
def test_an_errand_that_the_portal_stumbles_over_stops_no_filing(behind, portal, errand: str) -> None:
    box, poison = behind(lambda *_: False)
    box.desk.file(document(4_000, 1))
    box.engine.run_once()
    poison.judge = lambda method, path, body: errand in path or errand.encode() in body
    code = box.desk.file(document(4_000, 2)).code
    box.clock.forward(90)
    assert box.engine.run_once().error is None
    assert box.store.outbox.get(code).sync is Sync.DELIVERED


# --- what it was filed under ------------------------------------------------------------------------------------------


def gone(code: str) -> object:
    from kiosk.errors import UnknownProcedure

    raise UnknownProcedure("no such procedure", procedure=code)


@pytest.mark.parametrize("how", ["500", "drop", "page"])
def test_a_dossier_that_the_portal_cannot_tell_of_delays_no_other_that_it_has_lost(behind, portal, how: str) -> None:
    """After a restore all that was delivered is asked after; about one there is no answer."""
    box, poison = behind(lambda *_: False, how)
    codes = [box.desk.file(document(4_000, n)).code for n in range(4)]
    box.engine.run_once()
    with portal.database.transaction() as session:
        for rows in (DossierStep, Due, Dossier):
            session.execute(delete(rows))
    box.store.reconciling.begin()
    sick = codes[0].encode()
    poison.judge = lambda method, path, body: b"TraCuuHoSo" in body and sick in body
    for _ in range(3):
        box.clock.forward(61)
        box.engine.run_once()
    assert {one.reference.partition("/")[2] for one in portal.dossiers.newest(unit=Office().unit)} == set(codes[1:])
    assert poison.struck >= 1 and box.store.reconciling.left() == (codes[0],)
    box.clock.forward(3700)
    box.engine.run_once()
    assert ("portal-silent", (codes[0],)) in [(one.name, one.details) for one in box.store.alarms.all()]
    poison.judge = lambda *_: False
    box.clock.forward(3700)
    box.engine.run_once()
    assert len(portal.dossiers.newest(unit=Office().unit)) == 4 and box.store.reconciling.left() == ()


def test_a_procedure_that_left_the_catalogue_stops_nothing_and_changes_nothing(box: Kiosk, portal) -> None:
    """What is sent is what was in force at the filing, to the byte."""
    box.engine.run_once()
    code = box.desk.file(document(4_000)).code
    box.engine._workers.sender._editions._today = gone  # the next start's catalogue
    box.engine.run_once()
    assert box.store.outbox.get(code).sync is Sync.DELIVERED
    dossier, _ = portal.dossiers.find(box.desk.store.outbox.get(code).filing.unit, f"DV01/{code}")
    assert '"MaTTHC": "1.001193"' in dossier.record


def test_a_filing_whose_rules_are_gone_is_parked_and_the_others_go(box: Kiosk) -> None:
    """From before editions were kept, under a version that is in force no longer."""
    old, new = box.desk.file().code, box.desk.file().code
    box.store._database.write(
        lambda db: db.execute(
            "UPDATE filings SET edition = '' WHERE id = (SELECT id FROM submissions WHERE code = ?)", [old]
        )
    )
    report = box.engine.run_once()
    assert box.store.outbox.get(new).sync is Sync.DELIVERED
    held = box.store.outbox.get(old)
    assert held.sync is Sync.PARKED and held.reason == "form.edition-lost"
    assert any(isinstance(item.error, EditionLost) for item in report.submissions)


def test_a_bug_under_one_item_is_told_and_the_others_go(box: Kiosk, monkeypatch) -> None:
    sick, well = box.desk.file(subject="ĐỘC").code, box.desk.file().code
    bugs: list[tuple[str, Exception]] = []
    sender = box.engine._workers.sender
    sender._item_bug = lambda code, error: bugs.append((code, error))
    real = sender._register

    def register(submission, urls):
        if submission.code == sick:
            raise KeyError("một điều lạ")
        return real(submission, urls)

    monkeypatch.setattr(sender, "_register", register)
    box.engine.run_once()
    assert box.store.outbox.get(well).sync is Sync.DELIVERED
    assert [(code, type(error)) for code, error in bugs] == [(sick, KeyError)]
    assert box.store.outbox.get(sick).reason == "portal.item-fails: KeyError"


def test_a_store_that_closes_under_a_pass_is_no_bug_of_the_item_on_its_way(box: Kiosk, monkeypatch) -> None:
    """The end of the program waits for a pass a while; one that hangs longer finds the store gone."""
    code = box.desk.file().code
    bugs: list[Exception] = []
    sender = box.engine._workers.sender
    sender._item_bug = lambda _code, error: bugs.append(error)
    real = sender._register

    def register(submission, urls):
        box.store.close()
        return real(submission, urls)

    monkeypatch.setattr(sender, "_register", register)
    with pytest.raises(StoreFailed):
        box.engine.run_once()
    assert bugs == []
    with Store.open(box.store.folder, office_time) as again:
        assert again.outbox.pending_count() == 1 and again.outbox.get(code).sync is not Sync.DELIVERED


# --- on a stick -------------------------------------------------------------------------------------------------------


def test_a_parcel_that_the_portal_stumbles_over_stops_no_other_on_the_stick(tmp_path, portal, box) -> None:
    post = Post(tmp_path, portal, box)
    codes = [box.desk.file(subject="ĐỘC" if n == 1 else "LÒ THỊ MAI").code for n in range(4)]
    post.export()
    with proxy(portal, Poisoned(names("ĐỘC"))) as poison:
        desk = Taking(post.registry, settings(poison.url, password=ACCOUNT["kiosk"]), pause=lambda _: None)
        (taken,) = desk.run(post.stick())
    assert [one.code for one in taken.taken] == [codes[0], *codes[2:]]
    assert taken.damaged == {codes[1]: "portal.down"}
    post.home()
    assert [box.store.outbox.get(code).sync is Sync.DELIVERED for code in codes] == [True, False, True, True]
