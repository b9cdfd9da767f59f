"""Killed while a key is changed or a backup takes the store's place: one of the two whole, and it goes on.

Real processes, killed at each step.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import dying_keeping as child
import pytest
from counter_stage import DeskClock, filing

from kiosk.config import Config
from kiosk.services import restoring
from kiosk.services.backups import back_up
from kiosk.services.key_source import key_source
from kiosk.services.keys import make_recovery, try_recovery
from kiosk.services.opening import opened
from kiosk.store import Store
from kiosk.store.database.file_keys import opens

SCRIPT = Path(child.__file__)


def dies(*words: object) -> int:
    here = SCRIPT.parent
    given = os.environ | {"PYTHONPATH": f"{here}{os.pathsep}{here.parent}", "PYTHONUTF8": "1"}
    line = [sys.executable, str(SCRIPT), *map(str, words)]
    return subprocess.run(line, env=given, capture_output=True, check=False).returncode


class Kept:
    """A store with filings, a printed key, and a backup from before the last filing."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        config = self.config
        with opened(config) as store:
            self.old = {self._file(store, f"d{place}") for place in range(3)}
        (self.key,) = make_recovery(config)
        self.backup = back_up(config, folder / "stick").place
        with opened(config) as store:
            self.newer = self._file(store, "d9")

    @property
    def config(self) -> Config:
        return child.settings(self.data)

    def copy(self, folder: Path) -> Kept:
        """As it was made, to be killed anew."""
        twin = Kept.__new__(Kept)
        twin.__dict__ = self.__dict__ | {"data": folder / "data"}
        shutil.copytree(self.data, twin.data)
        return twin

    def _file(self, store: Store, name: str) -> str:
        code = store.outbox.file(name, filing(), DeskClock()()).code
        store.outbox.claim(code)
        store.outbox.settle(code, f"H15.50.05.13-261130-{len(store.outbox.codes()):04}")
        return code

    def codes(self) -> set[str]:
        with opened(self.config) as store:
            store.check()
            return set(store.outbox.codes())


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return Kept(tmp_path_factory.mktemp("kept"))


# --- another key for the store ----------------------------------------------------------------------------------------


def hold_the_key(one: Kept, before: bytes) -> str:
    """Whole under the old key or the new one, open to the printed key either way; and then changed to the end."""
    assert one.codes() == {*one.old, one.newer}
    here = key_source(one.config).load()
    assert opens(one.data / "store.db", here) and try_recovery(one.config, one.key).opens
    stood = "old" if here == before else "new"
    assert dies("rekey", one.data, "-") == 0
    after = key_source(one.config).load()
    assert after != here and opens(one.data / "store.db", after) and not opens(one.data / "store.db", before)
    assert one.codes() == {*one.old, one.newer} and try_recovery(one.config, one.key).opens
    return stood


@pytest.mark.parametrize("step", child.REKEY)
def test_a_kill_while_the_key_is_changed(kept: Kept, tmp_path: Path, step: str) -> None:
    one = kept.copy(tmp_path)
    before = key_source(one.config).load()
    assert dies("rekey", one.data, step) == -signal.SIGKILL
    assert hold_the_key(one, before) == ("old" if step in ("prepared", "sealed") else "new")


# --- a backup in the store's place ------------------------------------------------------------------------------------


def hold_the_store(one: Kept) -> str:
    """As a start finds it: the store that was or the backup, whole; the exchange comes to its end, and the store that
    was lies aside with its newer filing."""
    restoring.carry_out(one.config)
    codes = one.codes()
    stood = "old" if codes == {*one.old, one.newer} else "new"
    assert stood == "old" or codes == one.old
    if stood == "old":
        assert dies("restore", one.data, "-", one.backup, one.key) == 0
        assert one.codes() == one.old
    (aside,) = [place for place in (one.data / "replaced").iterdir() if (place / "store.db").exists()]
    with Store.open(aside, DeskClock(), key_source(one.config)) as store:
        assert set(store.outbox.codes()) == {*one.old, one.newer}
    assert not (one.data / "restored").exists() and try_recovery(one.config, one.key).opens
    return stood


@pytest.mark.parametrize("step", child.RESTORE)
def test_a_kill_while_a_backup_takes_the_stores_place(kept: Kept, tmp_path: Path, step: str) -> None:
    one = kept.copy(tmp_path)
    assert dies("restore", one.data, step, one.backup, one.key) == -signal.SIGKILL
    assert hold_the_store(one) == ("old" if step == "ready" else "new")
