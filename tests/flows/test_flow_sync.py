"""From the store to the office and back, over real HTTP."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk import cli
from kiosk.clock import office_time
from kiosk.domain.case import ActKind, DossierAct
from kiosk.domain.codes import is_official
from kiosk.domain.events import EventKind
from kiosk.domain.line_state import LineState
from kiosk.domain.submission import Legal, Sync
from kiosk.store import Store
from kiosk.sync.inbox.status_rounds import LOOK_UPS
from kiosk.sync.report import PassReport
from kiosk.sync.watcher import Watcher
from kiosk_sandbox.dossiers import Action
from kiosk_sandbox.faults import PortalFault
from kiosk_sandbox.server import PortalServer
from sandbox import ACCOUNT, OFFICE, Kiosk, document

PATIENCE = 30.0  # seconds until a test that waits for a thread is called hung


def test_a_filing_gets_its_official_number(box: Kiosk, portal: PortalServer) -> None:
    filed = box.desk.file(document(300_000), document(20_000, seed=2))
    report = box.engine.run_once()
    held = box.store.outbox.get(filed.code)
    assert report.line is LineState.UP
    assert [item.outcome for item in report.submissions] == ["delivered"]
    assert (held.sync, held.legal) == (Sync.DELIVERED, Legal.REGISTERED)
    assert is_official(held.official)
    dossier, _ = portal.dossiers.find(held.filing.unit, held.official)
    assert dossier.reference == f"DV01/{filed.code}"
    for item in json.loads(dossier.record)["TaiLieuNop"]:
        assert portal.uploads.read(item["TepDinhKemId"]) == box.store.documents.get(item["TepDinhKemId"])


def test_the_report_counts_what_travelled(box: Kiosk) -> None:
    filed = box.desk.file(document(300_000))
    report = box.engine.run_once()
    payload = 300_000 + len(filed.filing.canonical())
    assert report.bytes_payload == payload
    assert payload < report.bytes_sent < payload + 10_000


def test_nothing_waits_nothing_travels_but_a_greeting(box: Kiosk) -> None:
    report = box.engine.run_once()
    assert report.line is LineState.UP
    assert 0 < report.bytes_sent < 300


def test_the_smallest_document_goes_first(box: Kiosk, portal: PortalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    box.desk.file(document(50_000, 1), document(10, 2), document(4_000, 3))
    real, lengths = portal.uploads.create, []

    def create(length: int, sha256: str, media_type: str, owner: str) -> object:
        lengths.append(length)
        return real(length, sha256, media_type, owner)

    monkeypatch.setattr(portal.uploads, "create", create)
    box.engine.run_once()
    assert lengths == [10, 4_000, 50_000]


def test_the_offices_word_comes_back(box: Kiosk, portal: PortalServer) -> None:
    code = box.desk.file().code
    box.engine.run_once()
    portal.dossiers.act(code, Action.ASK, "thiếu trang 2 của Giấy chứng sinh")
    assert box.engine.run_once().bytes_sent < 300  # not asked again so soon
    box.clock.forward(60)
    box.engine.run_once()
    held = box.store.outbox.get(code)
    assert (held.legal, held.legal_note) == (Legal.SUPPLEMENT, "thiếu trang 2 của Giấy chứng sinh")
    kinds = [written.entry.kind for written in box.store.journal.entries()]
    assert kinds.count(EventKind.STATUS_CHANGED) == 2


def test_without_a_down_stream_dossiers_are_asked_about_a_few_with_each_pass(
    box: Kiosk, portal: PortalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.sync.transport.greeting._CHANGES", "never offered")
    codes = [box.desk.file().code for _ in range(LOOK_UPS + 3)]
    box.engine.run_once()
    for code in codes:
        portal.dossiers.act(code, Action.ACCEPT)
    box.clock.forward(60)
    box.engine.run_once()
    first = [box.store.outbox.get(code).legal for code in codes].count(Legal.ACCEPTED)
    box.engine.run_once()
    assert first == LOOK_UPS
    assert all(box.store.outbox.get(code).legal is Legal.ACCEPTED for code in codes)


def test_an_ended_dossier_is_not_asked_about(box: Kiosk, portal: PortalServer) -> None:
    code = box.desk.file().code
    box.engine.run_once()
    portal.dossiers.act(code, Action.REFUSE, "sai thẩm quyền")
    box.clock.forward(60)
    box.engine.run_once()
    assert box.store.outbox.get(code).legal is Legal.NOT_ACCEPTED
    box.clock.forward(60)
    assert box.engine.run_once().bytes_sent < 300


def test_a_parked_item_goes_once_it_is_unparked(box: Kiosk) -> None:
    code = box.desk.file().code
    box.store.outbox.park(code, "officer")
    assert box.engine.run_once().submissions == ()
    box.store.outbox.unpark(code)
    box.engine.run_once()
    assert box.store.outbox.get(code).sync is Sync.DELIVERED


# --- the thread -----------------------------------------------------------------------------------------------------


class Watched:
    """A kiosk whose watcher runs, and what it told."""

    def __init__(self, box: Kiosk) -> None:
        self.box = box
        self.reports: queue.Queue[PassReport] = queue.Queue()
        self.bugs: list[Exception] = []
        self.watcher = Watcher(box.engine, self.reports.put, self.bugs.append)

    def __enter__(self) -> Watched:
        self.watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.watcher.stop()

    def until(self, holds: Callable[[PassReport], bool]) -> PassReport:
        """The next report for which ``holds``."""
        while True:
            report = self.reports.get(timeout=PATIENCE)
            if holds(report):
                return report

    def delivered(self) -> PassReport:
        return self.until(lambda report: any(item.outcome == "delivered" for item in report.submissions))


@pytest.fixture
def patient(tmp_path: Path, portal: PortalServer) -> Iterator[Kiosk]:
    """A kiosk that would wait for an answer, and between two passes, longer than any test."""
    made = Kiosk(tmp_path / "patient", portal.url, read_timeout=20 * PATIENCE)
    yield made
    made.close()


@pytest.fixture
def watched(box: Kiosk) -> Iterator[Watched]:
    with Watched(box) as made:
        end = box.store.outbox.subscribe(made.watcher.wake)
        yield made
        end()
    assert made.bugs == []


def test_a_new_filing_wakes_it(watched: Watched) -> None:
    watched.until(lambda report: report.line is LineState.UP)
    code = watched.box.desk.file(document(1000)).code
    watched.delivered()
    assert watched.box.store.outbox.get(code).sync is Sync.DELIVERED


def test_pull_the_plug_file_and_put_it_back(watched: Watched) -> None:
    watched.box.line.pulled = True
    watched.until(lambda report: report.line is LineState.DOWN)
    code = watched.box.desk.file(document(1000)).code
    watched.until(lambda report: report.line is LineState.DOWN)
    assert watched.box.store.outbox.get(code).attempts == 0
    watched.box.line.pulled = False
    watched.delivered()


def stalled_upload(portal: PortalServer, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """The next PATCH is never answered; the event is set once it is at the portal."""
    portal.faults.add(PortalFault("latency", seconds=2 * PATIENCE, path="/files/", method="PATCH"))
    real, met = portal.faults.strike, threading.Event()

    def strike(path: str, method: str, service: str) -> PortalFault | None:
        fault = real(path, method, service)
        if fault is not None:
            met.set()
        return fault

    monkeypatch.setattr(portal.faults, "strike", strike)
    return met


def test_the_plug_ends_an_upload_in_the_middle(
    patient: Kiosk, portal: PortalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way = stalled_upload(portal, monkeypatch)
    code = patient.desk.file(document(100_000)).code
    with Watched(patient) as watched:
        assert under_way.wait(PATIENCE)
        patient.line.pulled = True
        watched.until(lambda report: any(item.reason == "line.down" for item in report.submissions))
        patient.line.pulled = False
        watched.delivered()
    assert patient.store.outbox.get(code).attempts == 2


def test_a_plug_that_is_pulled_is_noticed_without_waiting_for_the_next_probe(
    patient: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patient.portal, "probe_interval", 20 * PATIENCE)
    with Watched(patient) as watched:
        watched.until(lambda report: report.line is LineState.UP)
        patient.line.pulled = True
        watched.until(lambda report: report.line is LineState.DOWN)


def test_it_stops_in_the_middle_of_an_upload(
    patient: Kiosk, portal: PortalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way = stalled_upload(portal, monkeypatch)
    code = patient.desk.file(document(100_000)).code
    with Watched(patient):
        assert under_way.wait(PATIENCE)
    assert not [thread for thread in threading.enumerate() if thread.name == "sync"]
    assert patient.store.outbox.get(code).sync is Sync.QUEUED


def test_an_upload_that_was_cut_at_the_end_does_not_go_on_before_the_end(
    patient: Kiosk, portal: PortalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way = stalled_upload(portal, monkeypatch)
    code = patient.desk.file(document(100_000)).code
    real, once = patient.line.hang_up, threading.Lock()
    monkeypatch.setattr(patient.line, "hang_up", lambda: once.acquire(blocking=False) and real())
    with Watched(patient) as watched:
        assert under_way.wait(PATIENCE)
        assert watched.watcher.stop(patience=PATIENCE)
    assert patient.store.outbox.get(code).sync is Sync.QUEUED
    assert patient.engine.run_once(prompted=True).line is LineState.UP  # what comes after the end has its line again


def test_a_name_that_is_being_looked_up_does_not_hold_the_house(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Kiosk(tmp_path, "http://portal.invalid")
    entered, answer = threading.Event(), threading.Event()

    def hello() -> None:
        entered.set()
        answer.wait(PATIENCE)

    monkeypatch.setattr(box.portal, "hello", hello)
    watched = Watched(box)
    watched.watcher.start()
    assert entered.wait(PATIENCE)
    assert watched.watcher.stop(patience=0.0) is False
    box.store.close()
    answer.set()
    assert watched.watcher.stop(patience=PATIENCE) is True
    assert watched.bugs == []


def test_a_bug_is_told_and_the_passes_go_on(box: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    real, first = box.engine.run_once, [True]

    def once(**how: bool) -> PassReport:
        if first.pop() if first else False:
            raise ZeroDivisionError
        return real(**how)

    monkeypatch.setattr(box.engine, "run_once", once)
    with Watched(box) as watched:
        watched.until(lambda report: report.line is LineState.UP)
    assert [type(bug) for bug in watched.bugs] == [ZeroDivisionError]


# --- the commands ---------------------------------------------------------------------------------------------------


@pytest.fixture
def command(tmp_path: Path, portal: PortalServer) -> list[str]:
    """``kiosk`` set up for the portal, with one filing in its data folder."""
    settings = tmp_path / "kiosk.toml"
    settings.write_text(
        f'demo = true\n[portal]\nurl = "{portal.url}"\nusername = "kiosk"\n'
        f'password = "{ACCOUNT["kiosk"]}"\nread_timeout = 5.0\n'
    )
    box = Kiosk(tmp_path / "data", portal.url)
    box.desk.file(document(5000))
    box.close()
    return ["--json", "--data", str(tmp_path / "data"), "--config", str(settings)]


def test_kiosk_sync(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*command, "sync", "--once"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(item["outcome"], is_official(item["official"])) for item in told["submissions"]] == [("delivered", True)]
    assert told["bytes_sent"] > told["bytes_payload"] > 5000
    assert told["line"] == "up"


def test_kiosk_sync_without_a_portal(
    command: list[str], portal: PortalServer, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.faults.add(PortalFault("captive", times=0))
    assert cli.main([*command, "sync"]) == 1
    told = json.loads(capsys.readouterr().out)["error"]
    assert told["code"] == "line.not-portal"
    assert "an toàn" in told["remedy"]


def test_kiosk_sync_says_which_item_failed(
    command: list[str], portal: PortalServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    box = Kiosk(tmp_path / "data", portal.url)
    code = box.store.outbox.list()[0].code
    box.close()
    other = {"TrangThaiHoSo": "1", "MaThamChieuKiosk": f"DV01/{code}"}
    portal.dossiers.take(OFFICE.unit, other, "other", updating=False)
    assert cli.main([*command, "sync"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["submissions"][0]["outcome"] == "parked"
    assert told["error"]["code"] == "portal.refused"
    assert "nội dung khác" in told["error"]["message"]


def test_kiosk_portal_officer(command: list[str], portal: PortalServer, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main([*command, "sync"])
    code = json.loads(capsys.readouterr().out)["submissions"][0]["code"]
    office = [*command, "portal", "officer"]
    there = ["--url", portal.url, "--password", portal.officer_password]
    assert cli.main([*office, "fee", code, "--amount", "16000", *there]) == 0
    assert json.loads(capsys.readouterr().out)["dossier"]["status"] == "6"
    assert cli.main([*office, "list", *there]) == 0
    assert len(json.loads(capsys.readouterr().out)["dossiers"]) == 1
    assert cli.main([*office, "handover", code, *there]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "portal.action"
    assert cli.main([*office, "list", "--url", portal.url, "--password", "x"]) == 1


def test_an_alarm_is_seen_by_the_technician_until_it_is_acknowledged(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*words: str) -> dict[str, Any]:
        cli.main([*command, *words])
        return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]

    with Store.open(tmp_path / "data", office_time) as store:
        store.alarms.report("portal-restored", "KS-7F3K-92")
    assert told("sync", "status")["alarms"] == ["portal-restored"]
    (check,) = [one for one in told("doctor")["checks"] if one["name"] == "alarms"]
    assert check["state"] == "degraded" and "KS-7F3K-92" in check["detail"] and "acknowledge" in check["remedy"]
    assert told("sync", "acknowledge")["alarms"] == []
    (check,) = [one for one in told("doctor")["checks"] if one["name"] == "alarms"]
    assert check["state"] == "ready"


def test_an_answer_that_was_refused_goes_again_by_its_own_name(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = f"answer-{OFFICE.unit}-261123-0001-BS1"
    with Store.open(tmp_path / "data", office_time) as store:
        store.cases.act(DossierAct(name, store.outbox.codes()[0], ActKind.SUPPLEMENT))
        store.cases.refused(name, "portal.item-fails: portal.down")
    assert cli.main([*command, "queue", "retry", name]) == 0
    with Store.open(tmp_path / "data", office_time) as store:
        assert [act.name for act in store.cases.unsent()] == [name]
    assert cli.main([*command, "queue", "retry", "answer-none"]) == 1
