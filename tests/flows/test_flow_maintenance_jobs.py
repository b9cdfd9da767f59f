"""What runs by itself, and the store: last, next, run now; the backup onto a stick; the journal taken along."""

from __future__ import annotations

import json
import threading
from datetime import date, timedelta

import pytest
from counter_stage import DeskClock, filing, open_store
from maintenance_stage import click, kiosk_house, signed_in

from kiosk.cli import main
from kiosk.config import Config, Keeping
from kiosk.domain.jobs import JobOutcome
from kiosk.domain.store_facts import SizePoint
from kiosk.errors import JobUnknown, JournalBroken, StoreBusy, StoreFailed
from kiosk.services.keys import make_recovery
from kiosk.services.maintenance.job_book import JobBook
from kiosk.services.maintenance.job_runs import job_runs
from kiosk.services.maintenance.jobs_desk import JobRounds, JobsDesk
from kiosk.services.maintenance.size_history import SizeHistory
from kiosk.tour.finger import until


@pytest.fixture
def inside(tmp_path, qapp):
    with kiosk_house(tmp_path) as house:
        yield house, signed_in(house)


def _rows(presenter):
    return {one.key: one for one in presenter.jobs.page.rows}


def test_a_job_is_had_run_and_what_failed_is_first(inside) -> None:
    house, presenter = inside
    page = presenter.jobs.page
    presenter.go("jobs")
    until(lambda: "backup" in page.buttons and _rows(presenter)["sync"].last is not None, "the jobs")
    click(page.buttons["journal-check"])
    until(lambda: _rows(presenter)["journal-check"].last is not None and not page.running, "the journal, checked")
    assert _rows(presenter)["journal-check"].last.outcome is JobOutcome.DONE
    click(page.buttons["backup"])
    until(lambda: page.rows[0].key == "backup" and not page.running, "the backup that found no stick, first")
    assert page.rows[0].failed and presenter.stage.frame.fault.text()
    click(page.buttons["self-check"])
    until(lambda: _rows(presenter)["self-check"].last is not None and not page.running, "the self-check")
    assert _rows(presenter)["self-check"].last.values["all"] == 20
    assert _rows(presenter)["store-check"].following > house.rooms.services.clock()


def test_the_store_is_backed_up_and_its_journal_taken_along(inside) -> None:
    house, presenter = inside
    page = presenter.stored.page
    root = house.rooms.services.sticks.plug("USB-KT")
    presenter.go("store")
    until(lambda: page.results["backup"].text() != "", "the numbers")
    click(page.buttons["backup"])
    until(presenter.stage.frame.fault.isVisible, "that there is no recovery key")
    assert not list(root.glob("kiosk-*"))
    from kiosk.services.key_source import key_source
    from kiosk.store.keys import rekey

    rekey.make_recovery(house.rooms.store.folder, key_source(house.rooms.services.config))
    click(page.buttons["backup"])
    until(lambda: list(root.glob("kiosk-*")) and not presenter.stored._running, "the copy")
    until(lambda: _backup(presenter) is JobOutcome.DONE, "the copy in the book")
    assert not list(root.glob(".kiosk-*"))
    click(page.export)
    until(lambda: page.note.text() != "", "the journal on the stick")
    lines = next(root.glob("nhat-ky-*.jsonl")).read_text("utf-8").splitlines()
    assert "head" in json.loads(lines[-1]) and len(lines) > 3


def _backup(presenter):
    rows = {one.key: one for one in presenter.stage.desks.jobs.rows()}
    return rows["backup"].last.outcome


def test_nightly_jobs_come_in_the_idle_hours_or_when_they_were_missed(tmp_path) -> None:
    clock = DeskClock()
    with open_store(tmp_path, clock) as store:
        book, runs = JobBook(store.notes, clock), job_runs(Config(data=tmp_path), store, lambda: tmp_path)
        desk = JobsDesk(book, clock, Keeping(), runs, lambda: None, lambda: None)
        bugs = []
        rounds = JobRounds(desk, bugs.append)
        rounds.round()
        assert book.last("store-check") is None  # half past nine: somebody may stand there
        assert book.last("retention").outcome is JobOutcome.DONE and not desk.due()
        clock.pass_by(hours=16)
        rounds.round()
        assert book.last("store-check").outcome is JobOutcome.DONE and not desk.due()
        (point,) = SizeHistory(store.notes).points()
        assert point.size > 4096 and point.filings == 0
        clock.pass_by(hours=30)
        assert desk.due() == ("retention",) and not desk.rows()[0].missed
        clock.pass_by(hours=10)
        assert desk.due() == ("retention", "housekeeping", "store-check", "journal-check") and desk.rows()[0].missed
        clock.pass_by(days=-300)  # the clock was put right
        assert desk.due() == ("retention",)
        with pytest.raises(JobUnknown):
            desk.run("no-such")
        assert not bugs


def test_the_rounds_go_on_after_a_failure_and_stop_when_told(tmp_path) -> None:
    clock = DeskClock()
    with open_store(tmp_path, clock) as store:
        met, told, wells = threading.Semaphore(0), [], []
        failures = iter([StoreBusy("other"), ZeroDivisionError()])

        def retention():
            met.release()
            if (failure := next(failures, None)) is not None:
                raise failure
            return JobOutcome.DONE, {"count": 0}

        book, runs = JobBook(store.notes, clock), {"retention": retention}
        desk = JobsDesk(book, lambda: clock() + timedelta(hours=2), Keeping(), runs, lambda: None, lambda: None)
        rounds = JobRounds(desk, told.append, lambda: wells.append(1), waits=(0.0, 0.0))
        rounds.start()
        for _ in range(4):
            assert met.acquire(timeout=30)
        rounds.stop()
        assert [type(one) for one in told] == [ZeroDivisionError] and wells


@pytest.mark.parametrize(("failure", "bugs"), [(StoreFailed("a read"), []), (ZeroDivisionError(), [ZeroDivisionError])])
def test_the_rounds_outlive_a_look_that_fails(tmp_path, monkeypatch, failure, bugs) -> None:
    """Before, one failed look at what is due ended them until the next start."""
    clock, ran, told = DeskClock(), threading.Event(), []
    with open_store(tmp_path, clock) as store:

        def retention():
            ran.set()
            return JobOutcome.DONE, {"count": 0}

        runs = {"retention": retention}
        desk = JobsDesk(JobBook(store.notes, clock), clock, Keeping(), runs, lambda: None, lambda: None)
        look, failures = desk.due, iter([failure])

        def due():
            if (one := next(failures, None)) is not None:
                raise one
            return look()

        monkeypatch.setattr(desk, "due", due)
        rounds = JobRounds(desk, told.append, waits=(0.0, 0.0))
        rounds.start()
        assert ran.wait(timeout=30)
        rounds.stop()
        assert [type(one) for one in told] == bugs


def test_a_year_of_sizes_a_point_a_day(tmp_path) -> None:
    with open_store(tmp_path, DeskClock()) as store:
        sizes, first = SizeHistory(store.notes), date(2026, 1, 1)
        for day in range(400):
            for size in (1, 1000 + day):
                sizes.note(SizePoint(first + timedelta(days=day), size, day))
        points = sizes.points()
        assert len(points) == 366 and points[-1] == SizePoint(first + timedelta(days=399), 1399, 399)
        sizes.note(SizePoint(first + timedelta(days=300), 5, 5))  # the clock had run ahead
        assert sizes.points()[-1].size == 5 and sizes.points()[-1].day == first + timedelta(days=300)
        store.notes.set("store.sizes", "no rows")
        assert sizes.points() == ()


def test_a_broken_chain_is_a_job_that_failed_with_its_place(tmp_path) -> None:
    clock = DeskClock()
    with open_store(tmp_path, clock) as store:
        store.outbox.file("draft", filing(), clock() + timedelta(days=1))
        store._database.write(lambda db: db.execute("UPDATE journal SET facts = '{}' WHERE number = 1"))
        runs = job_runs(Config(data=tmp_path), store, lambda: tmp_path)
        with pytest.raises(JournalBroken) as caught:
            runs["journal-check"]()
        assert caught.value.values["number"] == 1


def test_jobs_by_command(tmp_path, capsys) -> None:
    base = ["--data", str(tmp_path / "data"), "--json"]
    make_recovery(Config(data=tmp_path / "data"))
    assert main([*base, "jobs", "run", "store-check"]) == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "done"
    assert main([*base, "jobs", "run", "backup", "--to", str(tmp_path / "usb")]) == 0
    assert json.loads(capsys.readouterr().out)["values"]["name"].startswith("kiosk-")
    assert main([*base, "jobs", "list"]) == 0
    rows = {one["job"]: one for one in json.loads(capsys.readouterr().out)}
    assert rows["backup"]["last"]["outcome"] == "done" and rows["store-check"]["next"]
    assert main([*base, "line", "history", "--days", "7"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == []
