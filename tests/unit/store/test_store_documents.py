from __future__ import annotations

import hashlib
import os

import pytest

from kiosk.errors import DiskFull, UnknownDocument
from kiosk.store import Draft, Reserve, Store
from kiosk.store.filings.documents import PIECE


def put(store, data, key="giay_chung_sinh"):
    return store.documents.put(data, key=key, name=f"{key}.pdf", media_type="application/pdf", pages=2)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7])
def test_bytes_come_back_as_they_went_in(store, size):
    data = os.urandom(size)
    ref = put(store, data)
    assert (ref.sha256, ref.size, ref.pages) == (hashlib.sha256(data).hexdigest(), size, 2)
    assert store.documents.get(ref.sha256) == data


@pytest.mark.parametrize("start", [0, 1, PIECE - 1, PIECE, PIECE + 5, 2 * PIECE + 9, 2 * PIECE + 10])
def test_an_upload_goes_on_from_any_byte(store, start):
    data = os.urandom(2 * PIECE + 10)
    ref = put(store, data)
    assert b"".join(store.documents.chunks(ref.sha256, start)) == data[start:]


def test_the_same_bytes_are_kept_once_and_keep_where_they_travel(store):
    first = put(store, b"%PDF same")
    store.documents.set_upload(first.sha256, "http://127.0.0.1/files/1")
    second = put(store, b"%PDF same", key="bien_ban_bo_roi")
    assert (second.sha256, second.key) == (first.sha256, "bien_ban_bo_roi")
    assert store.documents.upload_url(second.sha256) == "http://127.0.0.1/files/1"
    assert store._database.read(lambda db: db.execute("SELECT count(*) FROM documents").fetchone()[0]) == 1


def test_where_an_upload_goes_can_change_and_be_forgotten(store, paper):
    assert store.documents.upload_url(paper.sha256) == ""
    store.documents.set_upload(paper.sha256, "http://127.0.0.1/1")
    store.documents.set_upload(paper.sha256, "http://127.0.0.1/2")
    assert store.documents.upload_url(paper.sha256) == "http://127.0.0.1/2"
    store.documents.set_upload(paper.sha256, "")
    assert store.documents.upload_url(paper.sha256) == ""


def test_bytes_that_are_not_here_are_said_so(store):
    missing = "00" * 32
    assert store.documents.size(missing) is None
    with pytest.raises(UnknownDocument):
        store.documents.get(missing)
    with pytest.raises(UnknownDocument):
        store.documents.set_upload(missing, "http://127.0.0.1/1")


def test_a_sweep_takes_what_nothing_refers_to_and_nothing_else(store, clock, filing):
    loose, drafted, filed = put(store, b"loose"), put(store, b"drafted"), put(store, b"filed")
    store.drafts.save(Draft("d1", "1.001193", "v", {}, (drafted,)))
    store.outbox.file("d2", filing(filed), clock())
    assert store.documents.sweep() == 1
    assert store.documents.size(loose.sha256) is None
    assert store.documents.get(drafted.sha256) == b"drafted"
    assert store.documents.get(filed.sha256) == b"filed"


def test_a_document_is_refused_before_the_disk_is_full(folder, clock):
    with Store.open(folder, clock, reserve=Reserve(document=1 << 60, filing=0, visit=0)) as store:
        with pytest.raises(DiskFull):
            put(store, b"%PDF")
        assert store.documents.sweep() == 0
