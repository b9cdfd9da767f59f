from __future__ import annotations

import pytest

from kiosk.errors import AlreadyFiled, UnknownDocument
from kiosk.store import Draft, Reserve, Store
from kiosk.store.store import DATABASE

GRANDMOTHER = "999162001234"


def draft(name, *documents, owner="", value="Khuê"):
    return Draft(name, "1.001193", "v", {"child.name": {"value": value, "origin": "typed"}}, documents, owner)


def test_a_draft_survives_a_restart(folder, clock):
    with Store.open(folder, clock, reserve=Reserve(0, 0, 0)) as store:
        paper = store.documents.put(b"%PDF", key="giay_chung_sinh", name="a.pdf", media_type="application/pdf")
        owner = store.drafts.owner_of(GRANDMOTHER)
        store.drafts.save(draft("d1", paper, owner=owner))
    with Store.open(folder, clock) as again:
        assert again.drafts.owner_of(GRANDMOTHER) == owner
        assert again.drafts.latest(owner) == draft("d1", paper, owner=owner)
        assert again.documents.get(paper.sha256) == b"%PDF"


def test_the_latest_is_what_was_saved_last_whatever_the_clock_says(store, clock):
    owner = store.drafts.owner_of(GRANDMOTHER)
    store.drafts.save(draft("d1", owner=owner))
    clock.pass_by(days=-4000)
    store.drafts.save(draft("d2", owner=owner))
    assert store.drafts.latest(owner).id == "d2"
    store.drafts.save(draft("d1", owner=owner, value="Mai"))
    assert store.drafts.latest(owner) == draft("d1", owner=owner, value="Mai")


def test_nobody_comes_back_to_anothers_draft(store):
    store.drafts.save(draft("d1"))
    store.drafts.save(draft("d2", owner=store.drafts.owner_of("999096004321")))
    assert store.drafts.latest(store.drafts.owner_of(GRANDMOTHER)) is None
    assert store.drafts.latest("") is None
    assert store.drafts.get("d1") == draft("d1")


def test_an_owner_is_no_id_number_and_differs_between_kiosks(store, clock, tmp_path):
    owner = store.drafts.owner_of(GRANDMOTHER)
    with Store.open(tmp_path / "other", clock) as other:
        assert other.drafts.owner_of(GRANDMOTHER) != owner
    assert GRANDMOTHER not in owner and len(owner) == 64
    assert store.drafts.owner_of("") == ""


def test_discarding_wipes_the_papers_that_nothing_else_needs(store, clock, paper, filing):
    shared = store.documents.put(b"shared", key="giay_chung_sinh", name="a.pdf", media_type="application/pdf")
    store.drafts.save(draft("d1", paper, shared))
    store.outbox.file("d2", filing(shared), clock())
    store.drafts.discard("d1")
    store.drafts.discard("d1")
    assert store.drafts.get("d1") is None
    assert store.documents.size(paper.sha256) is None
    assert store.documents.get(shared.sha256) == b"shared"


def test_a_retaken_page_wipes_the_bad_one(store, paper):
    store.drafts.save(draft("d1", paper))
    better = store.documents.put(b"better", key="giay_chung_sinh", name="a.pdf", media_type="application/pdf")
    store.drafts.save(draft("d1", better))
    assert store.documents.size(paper.sha256) is None


def test_a_draft_never_names_a_paper_that_is_not_here(store, paper):
    store.drafts.save(draft("d1", paper))
    store.drafts.discard("d1")
    with pytest.raises(UnknownDocument):
        store.drafts.save(draft("d2", paper))
    assert store.drafts.get("d2") is None


def test_a_late_save_does_not_bring_a_filed_draft_back(store, clock, filing):
    made = store.outbox.file("d1", filing(), clock())
    with pytest.raises(AlreadyFiled) as told:
        store.drafts.save(draft("d1"))
    assert told.value.values == {"number": made.code}
    assert store.drafts.get("d1") is None


def test_no_word_of_a_draft_or_a_filing_can_be_read_from_the_disk(store, folder, clock, filing, paper):
    store.drafts.save(draft("d1", paper, owner=store.drafts.owner_of(GRANDMOTHER), value="Sùng Minh Khuê"))
    store.outbox.file("d2", filing(paper), clock())
    written = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    assert (folder / f"{DATABASE}-wal").stat().st_size > 0
    for secret in ("Minh", "1.001193", GRANDMOTHER, "birth notice", "KX1:KS", "SQLite format"):
        assert secret.encode() not in written


def test_a_savepoint_of_another_version_is_the_same_forms(store):
    """The version of an answer to the office names its question; the form itself has none."""
    who = store.drafts.owner_of("999162001234")
    store.drafts.save(Draft("old", "1.001193", "2026-04-15", {}, (), who, fields=("child.name",)))
    store.drafts.save(Draft("answer", "1.001193", "2026-04-15+q1", {}, (), who))
    store.drafts.save(Draft("other", "1.000894", "2026-11-29", {}, (), who))
    found = store.drafts.latest_of(who, "1.001193", "2026-11-29")
    assert found is not None and (found.id, found.fields) == ("old", ("child.name",))
    answer = store.drafts.latest_of(who, "1.001193", "2026-11-29+q1")
    assert answer is not None and answer.id == "answer"
    assert store.drafts.latest_of(who, "1.001193", "2026-11-29+q2") is None
