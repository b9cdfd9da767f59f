"""Bit rot: whatever byte of the database turns, it is harmless, put right, salvaged, or said; never taken as it is."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import store_child as child

from kiosk.domain.case import ActKind, Case, ChangePage, DossierAct, DossierFee, IssuedResult, Notice, NoticeKind
from kiosk.domain.events import EventKind
from kiosk.domain.staff import StaffRole
from kiosk.domain.submission import Legal, Sync
from kiosk.errors import StoreDamaged
from kiosk.store import Draft, Store
from kiosk.store.database.opening import DATABASE, QUARANTINE
from kiosk.store.recovery import salvage as room

FLIPS = 24  # bench/rot.py turns 200 and more
PAGE = 4096


def started(folder: Path) -> Store:
    return Store.start(folder, lambda: child.NOW)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six filings, one of them delivered, each with a paper of its own; and a draft."""
    folder = tmp_path_factory.mktemp("rot") / "data"
    with child.opened(folder) as store:
        for number in range(6):
            paper = child.put(store, bytes([number]) * 9000)
            made = store.outbox.file(f"d{number}", child.filing(paper), child.NOW)
        store.outbox.claim(made.code)
        store.outbox.settle(made.code, child.OFFICIAL)
        paper = child.put(store, b"of a draft" * 900)
        store.drafts.save(Draft("open", "1.001193", "v", {}, (paper,)))
        store.notes.set("clock.floor", "7")
        store.staff.add("sao.vu", StaffRole.OFFICER, "Vừ Thị Sáo", "482159")
        more = child.put(store, b"a paper that was missing" * 300)
        store.cases.act(DossierAct("a1", made.code, ActKind.SUPPLEMENT, {"key": "k"}, (more.sha256,)))
        words = Notice("n1", NoticeKind.SUPPLEMENT, "Thiếu giấy", child.NOW, child.NOW)
        case = Case(child.OFFICIAL, 1, Legal.SUPPLEMENT, made.code, "note", child.NOW, child.NOW, fee=DossierFee(1))
        store.cases.apply(ChangePage("", "c1", (replace(case, notices=(words,), results=(IssuedResult("r", "t"),)),)))
    return folder


def damaged(whole: Path, folder: Path, *places: int, mask: int = 0xFF) -> Path:
    shutil.copytree(whole, folder)
    data = bytearray((folder / DATABASE).read_bytes())
    for place in places:
        data[place] ^= mask
    (folder / DATABASE).write_bytes(data)
    return folder


def contents(store: Store) -> list[object]:
    papers = [store.documents.get(one.sha256) for item in store.outbox.list() for one in item.filing.documents]
    papers += [store.documents.get(name) for act in store.cases.unsent() for name in act.documents]
    acts = [store.cases.case(child.OFFICIAL), *store.cases.unsent(), *store.staff.list()]
    return [*store.outbox.list(), *papers, store.drafts.get("open"), *acts]


def pages(whole: Path) -> int:
    return (whole / DATABASE).stat().st_size // PAGE


@pytest.mark.long
def test_random_flips_lose_nothing_and_are_never_taken_as_they_are(whole, tmp_path):
    chance = random.Random(20261123)
    size = (whole / DATABASE).stat().st_size
    with child.opened(whole) as store:
        right = contents(store)
    for number in range(FLIPS):
        place, mask = chance.randrange(size), 1 << chance.randrange(8)
        folder = damaged(whole, tmp_path / str(number), place, mask=mask)
        with started(folder) as store:
            assert store.salvaged is not None, f"byte {place} was taken as it was"
            assert contents(store) == right
        with started(folder) as again:
            assert again.salvaged is None, "a start that has salvaged is followed by a plain one"
            again.check()
        shutil.rmtree(folder)


def test_a_whole_byte_is_put_right_too_and_the_journal_tells(whole, tmp_path):
    folder = damaged(whole, tmp_path / "data", 5 * PAGE + 17, mask=0xA5)
    with started(folder) as store:
        assert (store.salvaged.pages_mended, store.salvaged.pages_lost) == (1, 0)
        assert store.journal.entries()[-1].entry.kind is EventKind.STORE_SALVAGED
        assert store.journal.verify() is None
    held = json.loads((folder / QUARANTINE / "0001" / "report.json").read_text())
    assert held["pages_mended"] == 1 and room.reports(folder)[0].pages_mended == 1


@pytest.mark.long
def test_a_page_beyond_mending_costs_what_lay_on_it_and_nothing_silently(whole, tmp_path, monkeypatch):
    """Every page in turn torn in two places: what is not lost by name is there, whole."""
    monkeypatch.setattr(room, "MENDED_AT_MOST", 0)
    with child.opened(whole) as store:
        right = {item.code: item for item in store.outbox.list()}
    kept_all = kept_acts = kept_staff = 0
    for page in range(pages(whole)):
        folder = damaged(whole, tmp_path / str(page), page * PAGE + 200, page * PAGE + 900)
        with started(folder) as store:
            told, held = store.salvaged, {item.code: item for item in store.outbox.list()}
            assert told.pages_lost == 1
            assert set(held) | set(told.submissions_lost) == set(right)
            for code, item in held.items():
                assert item.filing == right[code].filing and item.receipt == right[code].receipt
                whole_papers = all(store.documents.size(one.sha256) for one in item.filing.documents)
                assert whole_papers or item.sync in (Sync.PARKED, Sync.DELIVERED)
                assert (code in told.parked) == (item.sync is Sync.PARKED)
            assert store.cases.cursor() == "", "the portal is asked for its cases anew"
            kept_staff += [one.name for one in store.staff.list()] == ["sao.vu"]
            acts = [act for act in store.cases.unsent() if store.documents.size(act.documents[0])]
            kept_acts += [act.name for act in acts] == ["a1"]
            kept_all += not told.submissions_lost and not told.parked
            fault = ""
            try:
                store.check()
            except StoreDamaged as error:
                fault = error.detail
            assert not fault or fault.startswith("journal ") or fault.startswith("the journal on"), fault
        shutil.rmtree(folder)
    assert kept_all > pages(whole) / 2
    assert min(kept_staff, kept_acts) >= pages(whole) - 4, "each lies on a page or two"


def test_a_rotten_first_page_costs_no_filing(whole, tmp_path, monkeypatch):
    monkeypatch.setattr(room, "MENDED_AT_MOST", 0)
    with started(damaged(whole, tmp_path / "data", *range(0, PAGE))) as store:
        assert store.salvaged.pages_lost == 1 and len(store.outbox.list()) == 6


def test_what_cannot_be_saved_stays_as_it_is_and_is_said_each_time(whole, tmp_path, monkeypatch):
    monkeypatch.setattr(room, "MENDED_AT_MOST", 0)
    folder = damaged(whole, tmp_path / "data", *range(100, pages(whole) * PAGE, 512))
    before = (folder / DATABASE).read_bytes()
    for _ in range(3):
        with pytest.raises(StoreDamaged):
            started(folder)
        assert (folder / DATABASE).read_bytes() == before


@pytest.mark.parametrize("step", ["moved", "built"])
def test_a_salvage_that_is_cut_is_begun_again_from_the_quarantine(whole, tmp_path, monkeypatch, step):
    folder = damaged(whole, tmp_path / "data", 3 * PAGE + 99, 3 * PAGE + 1000)
    cut = {"moved": "_read", "built": "write_durably"}[step]
    monkeypatch.setattr(room, "MENDED_AT_MOST", 0)

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as once:
        once.setattr(room, cut, power_cut)
        with pytest.raises(KeyboardInterrupt):
            started(folder)
    assert not (folder / DATABASE).exists()
    with pytest.raises(StoreDamaged):
        child.opened(folder)
    with started(folder) as store:
        assert store.salvaged.pages_lost == 1 and len(store.outbox.list()) == 6
    assert len(list((folder / QUARANTINE).iterdir())) == 1


def test_a_log_that_was_not_folded_in_is_salvaged_too(tmp_path):
    folder = tmp_path / "data"
    store = child.opened(folder)
    for number in range(3):
        store.outbox.file(f"d{number}", child.filing(), child.NOW)
    shutil.copytree(folder, tmp_path / "copy")
    store.close()
    copy = tmp_path / "copy"
    assert (copy / f"{DATABASE}-wal").stat().st_size > PAGE
    data = bytearray((copy / DATABASE).read_bytes())
    data[300] ^= 1
    (copy / DATABASE).write_bytes(data)
    with started(copy) as store:
        assert len(store.outbox.list()) == 3
        store.check()
