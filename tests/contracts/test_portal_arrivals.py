"""The portal's signed word that a document arrived: given with every answer about a finished one, believed only where
it is the portal's, and the only thing that lets bytes go here."""

from __future__ import annotations

import base64
import hashlib

import pytest
import requests
from arriving import public
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.arrival import ABOUT, HEADER, read_arrival
from kiosk.domain.events import EventKind
from kiosk.domain.submission import Sync
from kiosk.store import Terms
from kiosk.sync.inbox.signers import Signers
from kiosk_sandbox.callers import Caller
from kiosk_sandbox.faults import PortalFault
from sandbox import OFFICE, Kiosk, document, sandbox

DATA = document(40_000, 9)
NAME = "H15.50.05.13/DV01/KS-7F3K-92"
DAYS = Terms(documents_days=30, draft_days=3)


@pytest.fixture
def portal():
    with sandbox() as made:
        yield made


@pytest.fixture
def box(tmp_path, portal):
    made = Kiosk(tmp_path / "store", portal.url, signed_by=portal.courier.sign)
    yield made
    made.close()


KIOSK = Caller(OFFICE.unit, OFFICE.kiosk)


def ask(portal, method: str, path: str, body: bytes = b"", **headers: str) -> requests.Response:
    told = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {portal.sessions.opened(KIOSK)}"}
    return requests.request(method, portal.url + path, data=body, headers=told | headers, timeout=10)


def create(portal, data: bytes, **headers: str) -> requests.Response:
    told = base64.b64encode(hashlib.sha256(data).hexdigest().encode()).decode()
    meta = {"Upload-Length": str(len(data)), "Upload-Metadata": f"sha256 {told}"}
    return ask(portal, "POST", "/files", **meta, **headers)


def push(portal, data: bytes, offset: int = 0, end: int | None = None, **headers: str) -> requests.Response:
    told = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
    return ask(portal, "PATCH", f"/files/{hashlib.sha256(data).hexdigest()}", data[offset:end], **told, **headers)


def age(box: Kiosk, days: int) -> None:
    for _ in range(days):
        box.clock.forward(86_400)
        box.store.retention.tidy(DAYS)


def kinds(box: Kiosk) -> list[EventKind]:
    return [one.entry.kind for one in box.store.journal.entries()]


def test_it_comes_with_every_answer_about_what_is_whole_and_with_none_before(portal):
    about = {ABOUT: NAME}
    assert HEADER not in create(portal, DATA, **about).headers
    assert HEADER not in push(portal, DATA, 0, 10_000, **about).headers
    assert HEADER not in ask(portal, "HEAD", f"/files/{hashlib.sha256(DATA).hexdigest()}", **about).headers
    finished = push(portal, DATA, 10_000, **about)
    again = ask(portal, "HEAD", f"/files/{hashlib.sha256(DATA).hexdigest()}", **about)
    signers = Signers([portal.courier.sign])
    for answer in (finished, again, create(portal, DATA, **about)):
        arrival = read_arrival(answer.headers[HEADER])
        told = arrival.word
        assert signers.vouch(arrival)
        assert f"{told.unit}/{told.kiosk}/{told.code}" == NAME
        assert (told.sha256, told.size) == (hashlib.sha256(DATA).hexdigest(), len(DATA))
    other = ask(portal, "HEAD", f"/files/{told.sha256}", **{ABOUT: NAME.replace("7F3K-92", "0000-00")})
    assert read_arrival(other.headers[HEADER]).word.code == "KS-0000-00", "each filing has its own"


def test_who_does_not_ask_is_not_told_and_nonsense_is_a_mistake(portal):
    create(portal, DATA)
    assert HEADER not in push(portal, DATA).headers
    for wrong in ("x", "H15/DV01", "H15/DV01/KS-7F3K-92/x", "H15/DV 01/KS-7F3K-92", "/DV01/KS-7F3K-92"):
        answer = ask(portal, "HEAD", f"/files/{hashlib.sha256(DATA).hexdigest()}", **{ABOUT: wrong})
        assert answer.status_code == 400 and HEADER not in answer.headers


def test_a_kiosk_keeps_it_with_the_filing_and_only_then_its_papers_go(box):
    filed = box.desk.file(DATA, document(3_000, 2))
    box.engine.run_once()
    held = box.store.arrivals.of(filed.code)
    assert set(held) == {paper.sha256 for paper in filed.filing.documents}
    assert kinds(box).count(EventKind.ARRIVAL_PROVEN) == 2
    age(box, 31)
    assert all(box.store.documents.size(sha256) is None for sha256 in held)


@pytest.mark.parametrize("lost", ["HEAD", "PATCH", "POST"])
def test_a_lost_answer_costs_no_word_and_no_byte(box, portal, lost):
    portal.faults.add(PortalFault("lost", method=lost, path="/files"))
    filed = box.desk.file(DATA)
    for _ in range(3):
        box.clock.forward(400)
        box.engine.run_once()
    assert len(box.store.arrivals.of(filed.code)) == 1
    assert box.engine._workers.tally.bytes <= len(DATA) + len(filed.filing.canonical())


def test_the_same_paper_of_two_filings_has_two_words_and_travels_once(box):
    first, second = box.desk.file(DATA), box.desk.file(DATA)
    box.engine.run_once()
    (one,), (two,) = (box.store.arrivals.of(each.code).values() for each in (first, second))
    assert read_arrival(one).word.code == first.code and read_arrival(two).word.code == second.code
    assert box.engine._workers.tally.bytes < 2 * len(DATA)


def test_a_foreign_signature_stops_no_filing_frees_no_byte_and_is_told(tmp_path, portal):
    stranger = public(Ed25519PrivateKey.generate())
    box = Kiosk(tmp_path / "store", portal.url, signed_by=stranger)
    filed = box.desk.file(DATA)
    box.engine.run_once()
    assert box.store.outbox.get(filed.code).sync is Sync.DELIVERED
    assert box.store.arrivals.of(filed.code) == {} and box.store.arrivals.standing().refused == 1
    assert kinds(box).count(EventKind.ARRIVAL_REFUSED) == 1
    age(box, 60)
    assert box.store.documents.get(hashlib.sha256(DATA).hexdigest()) == DATA

    box.signed_by = portal.courier.sign  # the technician has put the right key into the settings
    box.portal.close()
    box.engine = box.fresh_engine()
    box.engine.run_once()
    assert box.store.arrivals.standing().refused == 0 and len(box.store.arrivals.of(filed.code)) == 1
    age(box, 1)
    assert box.store.documents.size(hashlib.sha256(DATA).hexdigest()) is None
    box.close()


def test_without_a_pinned_key_all_arrives_and_stays(tmp_path, portal):
    box = Kiosk(tmp_path / "store", portal.url)
    filed = box.desk.file(DATA)
    box.engine.run_once()
    assert box.store.outbox.get(filed.code).sync is Sync.DELIVERED
    age(box, 60)
    assert box.store.documents.get(hashlib.sha256(DATA).hexdigest()) == DATA
    assert (box.store.arrivals.standing().missing, box.store.arrivals.standing().refused) == (1, 0)
    box.close()


def test_what_the_portal_has_lost_since_goes_up_again_and_is_proved_again(tmp_path, portal):
    box = Kiosk(tmp_path / "store", portal.url)  # of before there were words
    filed = box.desk.file(DATA)
    box.engine.run_once()
    name = hashlib.sha256(DATA).hexdigest()
    portal.uploads._path(name).write_bytes(b"")  # brought back from a backup without its files
    box.signed_by = portal.courier.sign
    box.portal.close()
    box.engine = box.fresh_engine()
    box.engine.run_once()
    assert portal.uploads.read(name) == DATA and set(box.store.arrivals.of(filed.code)) == {name}
    box.close()


def test_no_word_for_what_was_lost_until_it_is_whole_and_proved_again(portal):
    about, name = {ABOUT: NAME}, hashlib.sha256(DATA).hexdigest()
    create(portal, DATA)
    assert HEADER in push(portal, DATA, **about).headers
    portal.uploads._path(name).write_bytes(DATA[:100])
    assert HEADER not in ask(portal, "HEAD", f"/files/{name}", **about).headers
    told = {"Upload-Offset": "100", "Content-Type": "application/offset+octet-stream"}
    wrong = ask(portal, "PATCH", f"/files/{name}", b"x" * (len(DATA) - 100), **told, **about)
    assert wrong.status_code == 460 and HEADER not in wrong.headers
    assert HEADER in push(portal, DATA, **about).headers


def test_a_kiosk_follows_the_portals_key_even_if_it_was_away_for_two_changes(box, portal):
    early = box.desk.file(DATA)
    box.engine.run_once()
    portal.courier.announce()
    both = portal.courier.pins().split()
    assert len(both) == 2 and portal.courier.announce().hex() == both[1], "announced once"
    portal.courier.change()
    portal.courier.announce()
    portal.courier.change()
    assert portal.courier.sign.hex() not in both
    late = box.desk.file(document(3_000, 4))
    box.engine.run_once()
    assert len(box.store.arrivals.of(early.code)) == len(box.store.arrivals.of(late.code)) == 1
    assert box.store.arrivals.standing().refused == 0
