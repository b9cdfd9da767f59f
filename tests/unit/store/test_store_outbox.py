from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from kiosk.domain.codes import is_official, normal, read_receipt
from kiosk.domain.events import Entry, EventKind
from kiosk.domain.submission import Legal, Sync
from kiosk.errors import AlreadyFiled, DiskFull, TransitionError, UnknownCode, UnknownDocument
from kiosk.store import Draft, Reserve, Store
from kiosk.store.filings import submissions

OFFICIAL = "H15.50.05.13-261123-0007"


def test_filing_gives_a_code_a_receipt_and_ends_the_draft(store, clock, paper, filing):
    store.drafts.save(Draft("d1", "1.001193", "v", {}, (paper,), store.drafts.owner_of("999162001234")))
    due = clock.pass_by(microseconds=123456)
    made = store.outbox.file("d1", filing(paper), due)
    assert normal(made.code) == made.code and not is_official(made.code)
    assert (made.sync, made.attempts, made.due_at) == (Sync.QUEUED, 0, due)
    receipt, _, _ = read_receipt(made.receipt)
    assert (receipt.code, receipt.digest) == (made.code, made.filing.digest()[:16])
    assert receipt.filed_at == made.filed_at.replace(tzinfo=None)
    assert store.drafts.get("d1") is None
    (entry,) = store.journal.entries()
    assert entry.entry == Entry(
        EventKind.SUBMISSION_FILED, made.code, {"procedure": "1.001193", "digest": made.filing.digest()}
    )
    assert store.outbox.get(made.code) == made == store.outbox.list()[0] == store.outbox.of_draft("d1")


def test_what_was_filed_survives_a_restart_word_for_word(folder, clock, filing):
    with Store.open(folder, clock) as store:
        made = store.outbox.file("d1", filing(), clock())
    with Store.open(folder, clock) as store:
        assert store.outbox.list() == (made,)
        assert store.outbox.list()[0].filing.digest() == made.filing.digest()


def test_filing_again_gives_the_first_and_never_a_second(store, clock, filing):
    first = store.outbox.file("d1", filing(), clock())
    clock.pass_by(hours=3)
    assert store.outbox.file("d1", filing(), clock()) == first
    assert len(store.outbox.list()) == len(store.journal.entries()) == 1


def test_the_same_draft_with_another_content_is_refused_aloud(store, clock, filing):
    first = store.outbox.file("d1", filing(), clock())
    with pytest.raises(AlreadyFiled) as told:
        store.outbox.file("d1", filing(child="Sùng Minh Mai"), clock())
    assert told.value.values == {"number": first.code}
    assert store.outbox.list() == (first,)


def test_a_filing_whose_paper_is_not_here_leaves_nothing(store, clock, paper, filing):
    store.drafts.save(Draft("d1", "1.001193", "v", {}, (paper,)))
    store.drafts.discard("d1")
    store.drafts.save(Draft("d1", "1.001193", "v", {}))
    with pytest.raises(UnknownDocument):
        store.outbox.file("d1", filing(paper), clock())
    assert store.drafts.get("d1") is not None
    assert store.outbox.list() == () and store.journal.entries() == ()


def test_a_page_left_out_of_the_filing_goes_with_the_draft(store, clock, paper, filing):
    extra = store.documents.put(b"extra", key="bien_ban_bo_roi", name="b.pdf", media_type="application/pdf")
    store.drafts.save(Draft("d1", "1.001193", "v", {}, (paper, extra)))
    store.outbox.file("d1", filing(paper), clock())
    assert store.documents.size(extra.sha256) is None
    assert store.documents.size(paper.sha256) == paper.size


def test_two_filings_may_carry_the_same_paper_twice(store, clock, paper, filing):
    store.outbox.file("d1", filing(paper, paper), clock())
    store.outbox.file("d2", filing(paper), clock())
    assert len(store.outbox.list()) == 2


def test_a_code_that_is_taken_is_drawn_again(store, clock, filing, monkeypatch):
    drawn = iter(["KS-AAAA-A1", "KS-AAAA-A1", "KS-BBBB-B2"])
    monkeypatch.setattr(submissions, "provisional", lambda prefix, choose: next(drawn))
    codes = [store.outbox.file(name, filing(), clock()).code for name in ("d1", "d2")]
    assert codes == ["KS-AAAA-A1", "KS-BBBB-B2"]


def test_filing_is_refused_before_the_disk_is_full_and_the_draft_stays(folder, clock, filing):
    with Store.open(folder, clock, reserve=Reserve(document=0, filing=1 << 60, visit=0)) as store:
        store.drafts.save(Draft("d1", "1.001193", "v", {}))
        with pytest.raises(DiskFull):
            store.outbox.file("d1", filing(), clock())
        assert store.drafts.get("d1") is not None and store.outbox.list() == ()


def test_the_way_to_the_office(store, clock, filing):
    code = store.outbox.file("d1", filing(), clock()).code
    sending = store.outbox.claim(code)
    assert (sending.sync, sending.attempts) == (Sync.SENDING, 1)
    later = clock.pass_by(minutes=5)
    waiting = store.outbox.retry(code, later, "line.down: đường truyền của bà Vàng Thị Mỷ")
    assert (waiting.sync, waiting.next_try, waiting.attempts) == (Sync.QUEUED, later, 1)
    assert store.outbox.claim(code).attempts == 2
    settled = store.outbox.settle(code, OFFICIAL)
    assert (settled.sync, settled.official, settled.next_try, settled.reason) == (Sync.DELIVERED, OFFICIAL, None, "")
    told = [(written.entry.kind, written.entry.facts) for written in store.journal.entries()][1:]
    assert told == [
        (EventKind.SYNC_ATTEMPT, {"attempt": "1"}),
        (
            EventKind.SYNC_POSTPONED,
            {"attempt": "1", "reason": "line.down"},
        ),  # the words after it stay out of the journal
        (EventKind.SYNC_ATTEMPT, {"attempt": "2"}),
        (EventKind.SYNC_DELIVERED, {"attempt": "2", "official": OFFICIAL}),
    ]
    assert store.outbox.pending_count() == 0


def test_a_refused_item_waits_for_a_person(store, clock, filing):
    code = store.outbox.file("d1", filing(), clock()).code
    store.outbox.claim(code)
    parked = store.outbox.park(code, "portal.refused: ảnh mờ")
    assert (parked.sync, parked.reason) == (Sync.PARKED, "portal.refused: ảnh mờ")
    assert store.outbox.due(clock()) == () and store.outbox.pending_count() == 1
    back = store.outbox.unpark(code)
    assert (back.sync, back.reason) == (Sync.QUEUED, "")
    assert store.outbox.due(clock()) == (back,)


def test_a_step_the_table_lacks_changes_nothing(store, clock, filing):
    made = store.outbox.file("d1", filing(), clock())
    with pytest.raises(TransitionError):
        store.outbox.unpark(made.code)
    assert store.outbox.get(made.code) == made and len(store.journal.entries()) == 1


def test_what_is_due(store, clock, filing):
    now = clock()
    fresh, crashed, waiting, ready, lost_clock = (
        store.outbox.file(f"d{number}", filing(child=f"Sùng Minh {number}"), now).code for number in "12345"
    )
    for code in (crashed, waiting, ready, lost_clock):
        store.outbox.claim(code)
    store.outbox.retry(waiting, clock.pass_by(minutes=10), "line.down")
    store.outbox.retry(ready, now, "line.down")
    store.outbox.retry(lost_clock, clock.pass_by(days=4000), "line.down")
    assert [item.code for item in store.outbox.due(now)] == [fresh, crashed, ready, lost_clock]
    assert store.outbox.hurry(waiting).next_try is None
    assert waiting in [item.code for item in store.outbox.due(now)]


def test_a_list_may_be_of_some_states(store, clock, filing):
    first, second = (store.outbox.file(name, filing(child=name), clock()) for name in ("Khuê", "Mai"))
    sent = store.outbox.claim(second.code)
    assert store.outbox.list(Sync.SENDING) == (sent,)
    assert store.outbox.list(Sync.QUEUED, Sync.SENDING) == (first, sent) == store.outbox.list()
    assert store.outbox.list(Sync.DELIVERED) == ()


def test_my_dossiers_are_mine_alone(store, clock, filing):
    mine = store.outbox.file("d1", filing(), clock())
    store.outbox.file("d2", filing(id_number="999096004321"), clock())
    store.outbox.file("d3", filing(id_number=""), clock())
    assert store.outbox.find("999162001234") == (mine,)
    assert store.outbox.find(store.drafts.owner_of("999162001234")) == (mine,)
    assert store.outbox.find("") == () == store.outbox.find("999199002468")


def test_what_the_office_says_is_kept_and_only_its_status_journalled(store, clock, filing):
    code = store.outbox.file("d1", filing(), clock()).code
    said = store.outbox.set_legal(code, Legal.SUPPLEMENT, "Bà Mỷ bổ sung giấy chứng sinh")
    assert (said.legal, said.legal_note, said.sync) == (
        Legal.SUPPLEMENT,
        "Bà Mỷ bổ sung giấy chứng sinh",
        Sync.QUEUED,
    )
    store.outbox.set_legal(code, Legal.SUPPLEMENT, "Bà Mỷ bổ sung giấy chứng sinh")
    changes = [written.entry for written in store.journal.entries() if written.entry.kind is EventKind.STATUS_CHANGED]
    assert [dict(entry.facts) for entry in changes] == [{"status": "5"}]


def test_an_unknown_code_is_said(store):
    for call in (store.outbox.get, store.outbox.claim, store.outbox.unpark, store.outbox.hurry):
        with pytest.raises(UnknownCode):
            call("KS-0000-00")


def test_subscribers_are_told_after_the_change_on_the_stores_thread(store, clock, filing):
    told: list[tuple[str, int]] = []
    done = threading.Event()

    def look() -> None:
        told.append((threading.current_thread().name, store.outbox.pending_count()))
        done.set()

    stop = store.outbox.subscribe(look)
    code = store.outbox.file("d1", filing(), clock()).code
    assert done.wait(10)
    assert told[0][0].startswith("store") and told[0][1] == 1
    stop()
    store.outbox.claim(code)
    store.outbox.pending_count()  # the owner thread has passed whatever it had to tell
    assert len(told) == 1


def test_a_subscribers_bug_does_not_look_like_a_failed_filing(store, clock, filing, caplog):
    def broken() -> None:
        raise ValueError("in the screen")

    store.outbox.subscribe(broken)
    assert store.outbox.file("d1", filing(), clock()).sync is Sync.QUEUED
    store.outbox.pending_count()
    assert "a subscriber failed" in caplog.text


def test_a_filing_that_ends_while_the_store_closes_has_succeeded(folder, clock, filing):
    def closing(name: str) -> None:
        if name == "committed":
            store._database._owner.shutdown(wait=False)

    with Store.open(folder, clock) as first:
        first.keys.publish("DV01")
    store = Store.open(folder, clock)
    store.outbox.subscribe(lambda: None)
    store._database._checkpoint = closing
    made = store.outbox.file("d1", filing(), clock())
    with Store.open(folder, clock) as again:
        assert again.outbox.list() == (made,)


def test_many_threads_file_at_once_and_none_is_lost_or_doubled(store, clock, filing):
    names = [f"d{number}" for number in range(60)] * 2

    def file(name: str) -> str:
        return store.outbox.file(name, filing(child=f"Sùng Minh {name}"), clock()).code

    with ThreadPoolExecutor(8) as threads:
        codes = list(threads.map(file, names))
    assert codes[:60] == codes[60:] and len(set(codes)) == 60
    assert len(store.outbox.list()) == len(store.journal.entries()) == 60
    assert store.journal.verify() is None


def test_two_processes_worth_of_stores_share_one_folder(folder, clock, filing):
    with Store.open(folder, clock) as one, Store.open(folder, clock) as other, ThreadPoolExecutor(8) as threads:
        work = [(store, f"d{number}") for number in range(40) for store in (one, other)]
        codes = list(threads.map(lambda pair: pair[0].outbox.file(pair[1], filing(), clock()).code, work))
        assert codes[::2] == codes[1::2] and len(set(codes)) == 40
        assert len(one.outbox.list()) == 40 and other.journal.verify() is None
