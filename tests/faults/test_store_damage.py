"""Wrong keys, lost keys, damaged files: each said by its name, and nothing made worse."""

from __future__ import annotations

import errno
import multiprocessing
import os
from pathlib import Path

import pytest
import store_child as child

from kiosk.errors import DiskFull, KeyMissing, StoreBusy, StoreDamaged, StoreFailed, WrongStoreKey
from kiosk.store import Store
from kiosk.store.database import connection
from kiosk.store.keys.keyring import KeyFile


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "data"
    with child.opened(made) as store:
        store.outbox.file(child.DRAFT, child.filing(child.put(store)), child.NOW)
    return made


def still_whole(folder: Path) -> None:
    with child.opened(folder) as store:
        store.check()
        assert len(store.outbox.list()) == 1


class Given:
    """A key from somewhere else."""

    def __init__(self, key: bytes) -> None:
        self.key = key

    def load(self) -> bytes:
        return self.key

    def create(self) -> bytes:
        raise AssertionError("a key is there")

    def pending(self) -> None:
        return None


def test_a_wrong_key_is_said_and_the_right_one_still_opens(folder):
    with pytest.raises(WrongStoreKey):
        Store.open(folder, lambda: child.NOW, Given(bytes(32)))
    still_whole(folder)


@pytest.mark.parametrize("text", ["", "00" * 31, "xyz", "00" * 33])
def test_a_key_file_that_holds_no_key_is_never_replaced(folder, text):
    path = folder / "keys" / "store.key"
    right = path.read_text()
    path.write_text(text)
    with pytest.raises(WrongStoreKey):
        child.opened(folder)
    assert path.read_text() == text
    path.write_text(right)
    still_whole(folder)


@pytest.mark.parametrize("text", ["", "00" * 31, "xyz"])
def test_no_store_begins_under_half_a_key(tmp_path, text):
    path = tmp_path / "data" / "keys" / "store.key"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    with pytest.raises(WrongStoreKey):
        child.opened(tmp_path / "data")
    assert path.read_text() == text and not (tmp_path / "data" / "store.db").exists()


def test_a_wrong_key_says_nothing_on_standard_error(folder, capfd):
    (folder / "store.id").unlink()  # so that SQLCipher itself finds out
    with pytest.raises(StoreDamaged):
        Store.open(folder, lambda: child.NOW, Given(bytes(32)))
    assert capfd.readouterr() == ("", "")


def test_a_lost_key_is_never_made_anew(folder):
    path = folder / "keys" / "store.key"
    right = path.read_bytes()
    path.unlink()
    for _ in range(2):
        with pytest.raises(KeyMissing):
            child.opened(folder)
    assert not path.exists()
    path.write_bytes(right)
    still_whole(folder)


def test_a_lost_database_is_not_taken_for_a_first_start(folder):
    (folder / "store.db").write_bytes(b"")
    with pytest.raises(StoreDamaged):
        child.opened(folder)
    (folder / "store.db").unlink()
    with pytest.raises(StoreDamaged):
        child.opened(folder)
    assert not (folder / "store.db").exists()


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize("place", [0, 20, 2000])
def test_a_damaged_first_page_is_damage_and_no_wrong_key(folder, place):
    flip(folder / "store.db", place)
    with pytest.raises(StoreDamaged):
        child.opened(folder)


def test_damage_anywhere_is_found_by_the_check(folder):
    size = (folder / "store.db").stat().st_size
    for page in range(1, size // 4096, 9):
        flip(folder / "store.db", page * 4096 + 100)
        with pytest.raises(StoreDamaged), child.opened(folder) as store:
            store.check()
        flip(folder / "store.db", page * 4096 + 100)
    still_whole(folder)


def test_a_truncated_database_is_damage(folder):
    with (folder / "store.db").open("r+b") as file:
        file.truncate(3 * 4096)
    with pytest.raises(StoreDamaged), child.opened(folder) as store:
        store.outbox.list()
        store.check()


def test_who_waits_too_long_for_another_process_is_told(folder, monkeypatch):
    monkeypatch.setattr(connection, "BUSY_WAIT", 0.05)
    with child.opened(folder) as one, child.opened(folder) as other:

        def hold(db):
            with pytest.raises(StoreBusy):
                other.notes.set("floor", "1")

        one._database.write(hold)
        other.notes.set("floor", "2")
        assert one.notes.get("floor") == "2"


def test_a_folder_that_cannot_be_made_is_known(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreFailed):
        child.opened(tmp_path / "file" / "data")


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EIO, StoreFailed)]
)
def test_what_the_disk_says_to_a_key_file_is_known(tmp_path, monkeypatch, number, kind):
    def refuse(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(kind):
        child.opened(tmp_path / "data")
    monkeypatch.undo()
    assert KeyFile(tmp_path / "data" / "keys").load() is None
    child.opened(tmp_path / "data").close()


def _first_start(folder: str, answers: multiprocessing.Queue) -> None:
    with child.opened(Path(folder)) as store:
        answers.put(store.drafts.owner_of("999162001234"))


def test_first_starts_at_once_agree_on_one_key(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    answers = spawn.Queue()
    starts = [spawn.Process(target=_first_start, args=(str(tmp_path / "data"), answers)) for _ in range(4)]
    for start in starts:
        start.start()
    owners = {answers.get(timeout=60) for _ in starts}
    for start in starts:
        start.join()
    assert len(owners) == 1 and all(start.exitcode == 0 for start in starts)
