"""Papers are erased by their age on the portal's signed word alone; what else frees space is an office's own act."""

from __future__ import annotations

import hashlib
import math

import pytest
from arriving import arrived, word

from kiosk.domain.arrival import read_arrival
from kiosk.domain.case import ActKind, DossierAct
from kiosk.domain.events import EventKind
from kiosk.store import Store, Terms, Wish
from kiosk.store.database.migrations import migrations

OFFICIAL = "H15.50.05.13-261123-0007"
TERMS = Terms(documents_days=30, draft_days=3)


@pytest.fixture
def delivered(store, clock, paper, filing):
    code = store.outbox.file("d1", filing(paper), clock()).code
    store.outbox.claim(code)
    return store.outbox.settle(code, OFFICIAL)


def days(store, clock, count: int, terms: Terms = TERMS) -> None:
    for _ in range(count):
        clock.pass_by(days=1)
        store.retention.tidy(terms)


def told(store, kind: EventKind) -> list[dict[str, str]]:
    return [dict(one.entry.facts) for one in store.journal.entries() if one.entry.kind is kind]


def test_without_the_word_papers_stay_for_years_and_with_it_they_go(store, clock, paper, delivered):
    days(store, clock, 400)
    assert store.documents.size(paper.sha256) == paper.size
    assert store.arrivals.unproven(5) == (delivered.code,)
    arrived(store, delivered.code)
    assert store.arrivals.unproven(5) == ()
    store.retention.tidy(TERMS)
    assert store.documents.size(paper.sha256) is None
    store.check()


def test_the_word_about_one_paper_frees_no_other_and_about_one_filing_no_other(store, clock, paper, filing):
    second = store.documents.put(b"second", key="k", name="k.pdf", media_type="application/pdf")
    codes = [store.outbox.file(f"d{n}", filing(paper, second, child=f"Mai {n}"), clock()).code for n in range(2)]
    for number, code in enumerate(codes):
        store.outbox.claim(code)
        store.outbox.settle(code, f"H15.50.05.13-261123-000{number}")
    store.arrivals.keep([read_arrival(word(codes[0], paper.sha256, paper.size))])
    days(store, clock, 31)
    assert store.documents.size(paper.sha256) and store.documents.size(second.sha256)
    arrived(store, codes[0])
    days(store, clock, 1)
    assert store.documents.size(paper.sha256), "the other filing still has it"
    assert [about for kind, about in _said(store) if kind is EventKind.DOCUMENTS_ERASED] == [codes[0]]


def test_the_journal_tells_its_hash_once_and_the_first_word_stays(store, paper, delivered):
    (first,) = arrived(store, delivered.code)
    other = read_arrival(word(delivered.code, paper.sha256, paper.size, upload="another"))
    store.arrivals.keep([other])
    assert store.arrivals.of(delivered.code) == {paper.sha256: first.text}
    digest = hashlib.sha256(first.text.encode()).hexdigest()
    assert told(store, EventKind.ARRIVAL_PROVEN) == [{"document": paper.sha256, "word": digest}]


def test_a_refused_word_is_told_until_a_good_one_comes(store, clock, paper, filing, delivered):
    for _ in range(3):
        store.arrivals.refused(delivered.code, paper.sha256, "portal.arrival")
    assert told(store, EventKind.ARRIVAL_REFUSED) == [{"document": paper.sha256, "reason": "portal.arrival"}]
    later = store.outbox.file("d2", filing(paper, child="Mai"), clock()).code
    store.outbox.claim(later)
    store.outbox.settle(later, "H15.50.05.13-261123-0008")
    assert store.arrivals.unproven(5) == (later, delivered.code), "what might be believed is asked about first"
    standing = store.arrivals.standing()
    assert (standing.missing, standing.refused) == (2, 1)
    days(store, clock, 60)
    assert store.documents.size(paper.sha256)
    arrived(store, delivered.code)
    standing = store.arrivals.standing()
    assert (standing.missing, standing.refused) == (1, 0)
    store.arrivals.refused(delivered.code, paper.sha256, "portal.arrival")
    assert paper.sha256 in store.arrivals.of(delivered.code), "a bad word takes nothing from a good one"


def test_the_offices_own_policy_lets_the_number_do_after_so_many_days(store, clock, paper, delivered):
    terms = Terms(documents_days=30, draft_days=3, unproven_days=90)
    days(store, clock, 89, terms)
    assert store.documents.size(paper.sha256)
    days(store, clock, 2, terms)
    assert store.documents.size(paper.sha256) is None


def test_a_persons_wish_goes_by_the_number_and_the_journal_says_what_was_unproven(store, paper, delivered):
    store.retention.ask(delivered.code, Wish.WITHDRAW)
    assert store.documents.size(paper.sha256) is None
    assert told(store, EventKind.ERASURE_DONE)[0]["unproven"] == "1"


def test_the_papers_of_an_answer_wait_for_their_word_like_the_filings(store, clock, paper, delivered):
    more = store.documents.put(b"asked for", key="k", name="k.pdf", media_type="application/pdf")
    store.cases.act(DossierAct("a1", delivered.code, ActKind.SUPPLEMENT, {}, (more.sha256,)))
    store.cases.taken("a1")
    assert store.documents.sweep() == 0
    assert {sha256 for sha256, _ in store.arrivals.missing(delivered.code)} == {paper.sha256, more.sha256}
    store.arrivals.keep([read_arrival(word(delivered.code, paper.sha256, paper.size))])
    days(store, clock, 40)
    assert store.documents.size(more.sha256)
    arrived(store, delivered.code)
    days(store, clock, 1)
    assert store.documents.size(more.sha256) is None and store.documents.size(paper.sha256) is None


def test_what_an_older_program_delivered_is_asked_about_and_kept_until_then(folder, clock, paper, filing, monkeypatch):
    earlier = [step for step in migrations._migrations if step.name != "arrivals"]
    with monkeypatch.context() as then:
        then.setattr(migrations, "_migrations", earlier)
        with Store.open(folder, clock) as old:
            held = old.documents.put(b"old", key="k", name="k.pdf", media_type="application/pdf")
            code = old.outbox.file("d1", filing(held), clock()).code
            old.outbox.claim(code)
            old.outbox.settle(code, OFFICIAL)
    with Store.open(folder, clock) as store:
        days(store, clock, 60)
        assert store.documents.size(held.sha256) == held.size and store.arrivals.unproven(9) == (code,)
        arrived(store, code)
        days(store, clock, 1)
        assert store.documents.size(held.sha256) is None


def test_terms_without_end_erase_nothing_proven_or_not(store, clock, paper, delivered):
    arrived(store, delivered.code)
    days(store, clock, 60, Terms(math.inf, math.inf))
    assert store.documents.size(paper.sha256)


def _said(store) -> list[tuple[EventKind, str]]:
    return [(one.entry.kind, one.entry.about) for one in store.journal.entries()]
