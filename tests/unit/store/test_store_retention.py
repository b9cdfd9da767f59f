"""What goes when its time is over, what goes because a person asks, and what never goes."""

from __future__ import annotations

import math

import pytest
from arriving import arrived

from kiosk.domain.events import EventKind
from kiosk.domain.submission import Sync
from kiosk.errors import DiskFull, UnknownCode
from kiosk.store import Draft, Reserve, Store, Terms, Wish

OFFICIAL = "H15.50.05.13-261123-0007"
TERMS = Terms(documents_days=30, draft_days=3)


@pytest.fixture
def delivered(store, clock, paper, filing):
    code = store.outbox.file("d1", filing(paper), clock()).code
    store.outbox.claim(code)
    made = store.outbox.settle(code, OFFICIAL)
    arrived(store, code)
    return made


def days(store, clock, count: int) -> None:
    for _ in range(count):
        clock.pass_by(days=1)
        store.retention.tidy(TERMS)


def said(store) -> list[tuple[EventKind, str]]:
    return [(one.entry.kind, one.entry.about) for one in store.journal.entries()]


def test_papers_go_after_their_days_and_the_receipt_and_the_journal_stay(store, clock, paper, delivered):
    store.retention.tidy(TERMS)
    days(store, clock, 29)
    assert store.documents.size(paper.sha256) == paper.size
    days(store, clock, 1)
    assert store.documents.size(paper.sha256) is None
    assert store.outbox.get(delivered.code) == delivered
    assert said(store)[-1] == (EventKind.DOCUMENTS_ERASED, delivered.code)
    entries = len(store.journal.entries())
    days(store, clock, 40)
    assert len(store.journal.entries()) == entries
    store.check()


def test_what_has_not_arrived_never_goes(store, clock, paper, filing):
    waiting = store.outbox.file("d1", filing(paper), clock())
    store.retention.tidy(TERMS)
    days(store, clock, 400)
    assert store.outbox.get(waiting.code) == waiting and store.documents.get(paper.sha256)


def test_a_paper_that_another_filing_waits_with_stays(store, clock, paper, filing, delivered):
    store.outbox.file("d2", filing(paper, child="Mai"), clock())
    store.retention.tidy(TERMS)
    days(store, clock, 31)
    assert store.documents.size(paper.sha256) == paper.size


@pytest.mark.parametrize("jump", [365, -3650])
def test_a_jump_of_the_clock_erases_nothing(store, clock, paper, delivered, jump):
    store.drafts.save(Draft("open", "1.001193", "v", {}))
    store.retention.tidy(TERMS)
    clock.pass_by(days=jump)
    store.retention.tidy(TERMS)
    assert store.documents.size(paper.sha256) == paper.size and store.drafts.get("open")
    days(store, clock, 31)
    assert store.documents.size(paper.sha256) is None and store.drafts.get("open") is None


def test_a_draft_nobody_came_back_to_goes_with_its_papers(store, clock, paper):
    store.retention.tidy(TERMS)
    store.drafts.save(Draft("open", "1.001193", "v", {}, (paper,)))
    days(store, clock, 2)
    assert store.drafts.get("open")
    store.drafts.save(Draft("open", "1.001193", "w", {}, (paper,)))  # came back: its time begins anew
    days(store, clock, 2)
    assert store.drafts.get("open")
    days(store, clock, 1)
    assert store.drafts.get("open") is None and store.documents.size(paper.sha256) is None


def test_an_erasure_leaves_nothing_of_the_person_and_the_proof_that_it_went(store, clock, paper, filing, delivered):
    store.drafts.save(Draft("open", "1.001193", "v", {}, (), store.drafts.owner_of("999162001234")))
    other = store.outbox.file("d9", filing(id_number="999096004321"), clock())
    request = store.retention.ask(delivered.code, Wish.ERASE)
    assert request.done == clock()
    held = store.outbox.get(delivered.code)
    assert (held.official, held.sync, held.receipt) == (OFFICIAL, Sync.DELIVERED, delivered.receipt)
    assert held.filing.applicant.full_name == held.filing.subject == "" and not held.filing.answers
    assert store.documents.size(paper.sha256) is None and store.drafts.get("open") is None
    assert store.outbox.find("999162001234") == () and store.outbox.get(other.code) == other
    kinds = [kind for kind, about in said(store) if about == request.name]
    assert kinds == [EventKind.ERASURE_ASKED, EventKind.ERASURE_DONE]
    words = store._database.read(lambda db: " ".join(map(str, db.execute("SELECT * FROM filings").fetchall())))
    assert "Khuê" not in words.split(other.code)[0]
    store.check()


def test_an_erasure_waits_for_what_is_on_its_way(store, clock, filing, paper):
    code = store.outbox.file("d1", filing(paper), clock()).code
    request = store.retention.ask(code, Wish.ERASE)
    assert request.done is None and store.documents.get(paper.sha256)
    store.outbox.claim(code)
    store.outbox.settle(code, OFFICIAL)
    assert store.retention.tidy(TERMS).requests == 1
    assert store.retention.requests()[0].done and store.outbox.get(code).filing.subject == ""


def test_a_withdrawal_takes_the_papers_and_leaves_the_form(store, clock, paper, delivered):
    store.retention.ask(delivered.code, Wish.WITHDRAW)
    assert store.documents.size(paper.sha256) is None
    assert store.outbox.get(delivered.code).filing == delivered.filing
    assert (EventKind.CONSENT_WITHDRAWN, "YC-1") in said(store)


def test_a_request_without_a_dossier_is_said(store):
    with pytest.raises(UnknownCode):
        store.retention.ask("KS-0000-00", Wish.ERASE)


def test_the_file_shrinks_once_much_of_it_is_holes(store, clock, folder, filing):
    papers = [
        store.documents.put(bytes([n]) * 200_000, key="k", name="k.pdf", media_type="application/pdf") for n in range(9)
    ]
    for number, paper in enumerate(papers):
        code = store.outbox.file(f"d{paper.sha256}", filing(paper), clock()).code
        store.outbox.claim(code)
        store.outbox.settle(code, f"{OFFICIAL[:-1]}{number}")
        arrived(store, code)
    assert not store.retention.vacuum()
    store.retention.tidy(TERMS)
    days(store, clock, 30)
    before = (folder / "store.db").stat().st_size
    assert store.retention.vacuum() and (folder / "store.db").stat().st_size < before / 2
    store.check()


def test_low_on_space_scans_end_first_then_visits_and_the_queue_goes_on(folder, clock, filing):
    with Store.open(folder, clock, reserve=Reserve(document=1 << 60, filing=0, visit=1 << 60)) as store:
        with pytest.raises(DiskFull):
            store.documents.put(b"x", key="k", name="k.pdf", media_type="application/pdf")
        with pytest.raises(DiskFull):
            store.drafts.save(Draft("new", "1.001193", "v", {}))
        with pytest.raises(DiskFull):
            store.space.for_visit()
        code = store.outbox.file("begun", filing(), clock()).code
        store.outbox.claim(code)
        store.outbox.settle(code, OFFICIAL)
    assert (Reserve().document, Reserve().visit) == (500_000_000, 250_000_000)


def test_terms_without_end_erase_nothing(store, clock, paper, delivered):
    store.retention.tidy(TERMS)
    clock.pass_by(days=1)
    store.retention.tidy(Terms(math.inf, math.inf))
    assert store.documents.size(paper.sha256) == paper.size
