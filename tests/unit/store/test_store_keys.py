"""The store's key: changed, brought back, forgotten; and backups that only the printed key opens."""

from __future__ import annotations

import shutil

import pytest

from kiosk.domain.events import EventKind
from kiosk.errors import (
    BackupUnreadable,
    KeyChipFailed,
    KeyMissing,
    NoRecoveryKey,
    StoreBusy,
    StoreExists,
    StoreFailed,
    WrongRecoveryKey,
)
from kiosk.store import Store
from kiosk.store.database import connection
from kiosk.store.keys import recovery_keys
from kiosk.store.keys.keyring import KeyFile, SealedKey
from kiosk.store.keys.rekey import forget, make_recovery, recover, rotate, rotate_open
from kiosk.store.recovery import backup
from kiosk.store.recovery.backup import back_up, restore


class PaperChip:
    """A chip of paper: seals by turning the bits, and refuses once its ``state`` is another."""

    def __init__(self) -> None:
        self.state = 7

    def seal(self, data: bytes) -> bytes:
        return bytes((self.state, *(byte ^ 0xFF for byte in data)))

    def unseal(self, sealed: bytes) -> bytes:
        if sealed[0] != self.state:
            raise KeyChipFailed("another state")
        return bytes(byte ^ 0xFF for byte in sealed[1:])


@pytest.fixture
def chip() -> PaperChip:
    return PaperChip()


@pytest.fixture(params=["file", "chip"])
def source(request, folder, chip):
    return KeyFile(folder / "keys") if request.param == "file" else SealedKey(folder / "keys", chip)


@pytest.fixture
def filed(folder, clock, filing, source):
    with Store.open(folder, clock, source) as store:
        paper = store.documents.put(b"%PDF paper", key="k", name="k.pdf", media_type="application/pdf")
        return store.outbox.file("d1", filing(paper), clock())


def still_there(folder, clock, source, filed) -> None:
    with Store.open(folder, clock, source) as store:
        assert store.outbox.list() == (filed,)
        store.check()


def test_another_key_opens_the_same_store_and_the_old_one_nothing(folder, clock, source, filed):
    old = source.load()
    rotate(folder, source)
    assert source.load() != old and source.pending() is None
    still_there(folder, clock, source, filed)
    assert not list((folder / "keys").glob("*.next"))
    from kiosk.store.database.file_keys import opens

    assert not opens(folder / "store.db", old)


def test_a_store_in_use_keeps_its_key(folder, clock, source, filed):
    with Store.open(folder, clock, source), pytest.raises(StoreBusy):
        rotate(folder, source)
    still_there(folder, clock, source, filed)


STEPS = ["prepared", "sealed", "rekeyed", "marked", "committed"]


@pytest.mark.parametrize("step", STEPS)
def test_a_change_of_key_cut_at_any_step_leaves_one_key_that_opens(folder, clock, source, filed, step):
    text = make_recovery(folder, source)

    def power_cut(name: str) -> None:
        if name == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(folder, source, power_cut)
    still_there(folder, clock, source, filed)
    assert source.pending() is None
    rotate(folder, source)
    recover(folder, source, text)
    still_there(folder, clock, source, filed)


@pytest.mark.parametrize("step", STEPS)
def test_a_store_that_works_gets_another_key_or_keeps_its_own(folder, clock, source, filed, step):
    def power_cut(name: str) -> None:
        if name == step:
            raise KeyboardInterrupt

    make_recovery(folder, source)
    with Store.open(folder, clock, source) as store:
        old = source.load()
        rotate_open(store, source)
        assert source.load() != old and store.outbox.list() == (filed,)
        store.notes.set("after", "written under the new one")
        with pytest.raises(KeyboardInterrupt):
            rotate_open(store, source, power_cut)
    still_there(folder, clock, source, filed)
    with Store.open(folder, clock, source) as store:
        assert store.notes.get("after") == "written under the new one"
        with Store.open(folder, clock, source), pytest.raises(StoreBusy):
            rotate_open(store, source)
        rotate_open(store, source)
        assert store.outbox.list() == (filed,)


def test_a_change_that_the_disk_refuses_leaves_the_store_at_work(folder, clock, source, filed, monkeypatch):
    with Store.open(folder, clock, source) as store:
        before = source.load()
        refused = lambda *_: (_ for _ in ()).throw(StoreFailed("rekey"))  # noqa: E731
        monkeypatch.setattr(connection, "rekey", refused)
        with pytest.raises(StoreFailed):
            rotate_open(store, source)
        assert store.outbox.list() == (filed,) and source.load() == before and source.pending() is None
        store.notes.set("still", "written")


def test_the_printed_key_brings_back_what_a_changed_machine_keeps(folder, clock, chip, filing):
    source = SealedKey(folder / "keys", chip)
    with Store.open(folder, clock, source) as store:
        filed = store.outbox.file("d1", filing(), clock())
    text = make_recovery(folder, source)
    chip.state = 8
    with pytest.raises(KeyChipFailed):
        Store.open(folder, clock, source)
    recover(folder, source, text.lower().replace("-", " "))
    still_there(folder, clock, source, filed)


def test_a_key_that_is_not_that_of_this_store_brings_nothing_back(folder, clock, source, filed):
    with pytest.raises(NoRecoveryKey):
        recover(folder, source, "x")
    text = make_recovery(folder, source)
    before = source.load()
    _, other = recovery_keys.make()
    for wrong in (other, text[:-1], text[:-1] + ("A" if text[-1] != "A" else "B"), ""):
        with pytest.raises(WrongRecoveryKey):
            recover(folder, source, wrong)
    assert source.load() == before


def test_nothing_of_a_recovery_key_is_kept(folder, source, filed):
    text = make_recovery(folder, source)
    private = recovery_keys.typed(text).private_bytes_raw()
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert private not in data and private.hex().encode() not in data and text.encode() not in data


def test_a_forgotten_key_is_gone_and_no_store_begins_in_its_place(folder, clock, source, filed):
    text = make_recovery(folder, source)
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("store.key", "store.sealed", "store.recovery"))
    forget(folder, source)
    assert source.load() is None and not (folder / "store.db").exists()
    with pytest.raises(KeyMissing):
        Store.open(copy, lambda: filed.filed_at, KeyFile(copy / "keys"))
    with pytest.raises(NoRecoveryKey):
        recover(folder, source, text)


# --- backups --------------------------------------------------------------------------------------------------------


@pytest.fixture
def text(folder, source, filed):
    return make_recovery(folder, source)


@pytest.fixture
def copy(folder, clock, source, text, tmp_path):
    with Store.open(folder, clock, source) as store:
        return back_up(store, source.load(), tmp_path / "stick")


def test_a_backup_restored_elsewhere_is_the_store(tmp_path, clock, copy, text, filed, source):
    other = KeyFile(tmp_path / "other" / "keys")
    made = restore(copy.place, text, tmp_path / "other", other, clock)
    assert (made.submissions, made.waiting) == (1, 1)
    assert other.load() != source.load()
    with Store.open(tmp_path / "other", clock, other) as store:
        assert store.outbox.list() == (filed,)
        assert store.documents.get(filed.filing.documents[0].sha256) == b"%PDF paper"
        assert store.journal.entries()[-1].entry.kind is EventKind.STORE_RESTORED
        store.check()
        back_up(store, other.load(), tmp_path / "stick")  # open to the same printed key


def test_a_backup_is_of_a_store_at_work_and_noted(folder, clock, source, copy, filing):
    with Store.open(folder, clock, source) as store:
        assert store.journal.entries()[-1].entry.kind is EventKind.STORE_BACKED_UP
        store.outbox.file("d2", filing(child="Mai"), clock())
        again = back_up(store, source.load(), copy.place.parent)
    assert (again.submissions, again.place != copy.place) == (2, True)
    assert not [path for path in copy.place.parent.iterdir() if path.name.startswith(".")]


def test_no_backup_without_a_recovery_key(folder, clock, source, filed, tmp_path):
    with Store.open(folder, clock, source) as store, pytest.raises(NoRecoveryKey):
        back_up(store, source.load(), tmp_path / "stick")
    assert not (tmp_path / "stick").exists()


def test_nobodys_words_stand_in_a_backup(copy, source):
    for path in copy.place.iterdir():
        data = path.read_bytes()
        for word in ("Vàng Thị Mỷ", "999162001234", "Sùng", "%PDF paper"):
            assert word.encode() not in data
        assert source.load() not in data and source.load().hex().encode() not in data


@pytest.mark.parametrize("name", ["store.db", "store.recovery", "backup.json"])
def test_a_changed_backup_is_refused(tmp_path, clock, copy, text, name):
    data = bytearray((copy.place / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy.place / name).write_bytes(data)
    with pytest.raises(BackupUnreadable):
        restore(copy.place, text, tmp_path / "other", KeyFile(tmp_path / "other" / "keys"), clock)
    assert not (tmp_path / "other" / "store.db").exists()


def test_half_a_backup_is_refused(tmp_path, clock, copy, text):
    (copy.place / "store.recovery").unlink()
    with pytest.raises(BackupUnreadable):
        restore(copy.place, text, tmp_path / "other", KeyFile(tmp_path / "other" / "keys"), clock)


def test_a_wrong_key_restores_nothing(tmp_path, clock, copy):
    other = KeyFile(tmp_path / "other" / "keys")
    with pytest.raises(WrongRecoveryKey):
        restore(copy.place, recovery_keys.make()[1], tmp_path / "other", other, clock)
    assert other.load() is None


def test_a_store_is_never_restored_over(folder, clock, source, copy, text, filed):
    with pytest.raises(StoreExists):
        restore(copy.place, text, folder, source, clock)
    still_there(folder, clock, source, filed)


def test_a_restore_that_fails_half_way_can_be_begun_again(tmp_path, clock, copy, text, monkeypatch):
    other = KeyFile(tmp_path / "other" / "keys")

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as once:
        once.setattr(backup, "rekey", power_cut)
        with pytest.raises(KeyboardInterrupt):
            restore(copy.place, text, tmp_path / "other", other, clock)
    assert restore(copy.place, text, tmp_path / "other", other, clock).submissions == 1


def test_a_copy_that_does_not_read_back_is_no_backup(folder, clock, source, text, tmp_path, monkeypatch):
    monkeypatch.setattr(backup, "copy_verified", lambda connection, key, target: target.write_bytes(b"half"))
    sound = backup._sha256
    calls = []
    monkeypatch.setattr(backup, "_sha256", lambda path: calls.append(path) or sound(path) + ("x" * (len(calls) > 2)))
    with Store.open(folder, clock, source) as store, pytest.raises(BackupUnreadable):
        back_up(store, source.load(), tmp_path / "stick")
    assert list((tmp_path / "stick").iterdir()) == []
