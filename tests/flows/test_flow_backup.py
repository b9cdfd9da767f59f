"""What travels between a kiosk, its stick and the portal, for the day something is lost.

A kiosk burns down after its backup; another goes on from it, and the portal sees each dossier once.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import sandbox
from kiosk import cli
from kiosk.domain.submission import Sync
from kiosk.store.journal.hash_chain import Break
from kiosk.store.keys.keyring import KeyFile
from kiosk.store.keys.rekey import make_recovery
from kiosk.store.recovery.backup import back_up, restore
from kiosk.sync.portal import Portal
from kiosk_sandbox.server import PortalServer
from sandbox import Kiosk


def test_the_restored_kiosk_goes_on_sending_and_doubles_nothing(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    with sandbox.sandbox() as server:
        kiosk = Kiosk(first, server.url)
        filed = [kiosk.desk.file(b"%PDF-1.7 " + bytes([n]) * 20_000).code for n in range(4)]
        kiosk.close()
        key = KeyFile(first / "keys")
        text = make_recovery(first, key)
        kiosk = Kiosk(first, server.url)
        copy = back_up(kiosk.store, key.load() or b"", tmp_path / "stick")
        kiosk.engine.run_once()
        numbers = {item.code: item.official for item in kiosk.store.outbox.list()}
        assert all(numbers.values())
        kiosk.close()  # and burns down

        restore(copy.place, text, second, KeyFile(second / "keys"), kiosk.clock)
        kiosk = Kiosk(second, server.url)
        assert [item.sync for item in kiosk.store.outbox.list()] == [Sync.QUEUED] * 4
        assert [item.code for item in kiosk.store.outbox.list()] == filed
        kiosk.engine.run_once()
        again = {item.code: item.official for item in kiosk.store.outbox.list()}
        assert again == numbers and len(set(again.values())) == 4
        assert all(item.sync is Sync.DELIVERED for item in kiosk.store.outbox.list())
        kiosk.store.check()
        kiosk.close()


def test_the_portal_holds_the_end_that_a_cut_journal_must_agree_with(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock = sandbox.Clock()
    with sandbox.sandbox(clock=clock) as server:
        kiosk = Kiosk(tmp_path / "data", server.url)
        server.courier.know(sandbox.OFFICE.unit, sandbox.OFFICE.kiosk, kiosk.store.keys.public)
        told = Portal(kiosk.settings, sandbox.OFFICE.unit, kiosk.line, head=kiosk.store.journal.checkpoint)
        kiosk.engine = kiosk.fresh_engine(told)
        kiosk.desk.file(b"%PDF-1.7 one")
        kiosk.engine.run_once()
        (kept,) = server.heads.all()
        assert kiosk.store.journal.audit(kept) is None
        number = int(kept.split(":")[2])
        kiosk.store._database.write(lambda db: db.execute("DELETE FROM journal WHERE number >= ?", [number]))
        kiosk.store._database.write(lambda db: db.execute("DELETE FROM checkpoints"))
        assert kiosk.store.journal.audit() is None, "nothing on the kiosk itself tells"
        assert kiosk.store.journal.audit(kept) == Break(number, "tail")
        kiosk.portal.look_up(kiosk.store.outbox.list()[0].official)
        assert server.heads.newest()[0].shorter is None, "it may only have been slower on its way"
        clock.forward(121)
        kiosk.portal.look_up(kiosk.store.outbox.list()[0].official)
        assert server.heads.all() == (kept,) and "was longer" in caplog.text
        (told,) = server.heads.newest()
        assert told.number == number and told.shorter == number - 1
        kiosk.close()


def test_the_commands_on_both_sides_name_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*words: str) -> tuple[int, Any]:
        code = cli.main(["--data", str(tmp_path), "--json", *words])
        return code, json.loads(capsys.readouterr().out)

    clock = sandbox.Clock()
    with PortalServer(tmp_path / "portal", accounts=sandbox.ACCOUNT, clock=clock) as server:
        kiosk = Kiosk(tmp_path, server.url)
        server.courier.know(sandbox.OFFICE.unit, sandbox.OFFICE.kiosk, kiosk.store.keys.public)
        told = Portal(kiosk.settings, sandbox.OFFICE.unit, kiosk.line, head=kiosk.store.journal.checkpoint)
        kiosk.engine = kiosk.fresh_engine(told)
        kiosk.desk.file(b"%PDF-1.7 one")
        kiosk.engine.run_once()
        code, (held,) = run("portal", "heads")
        assert (code, held["shorter"]) == (0, None)
        assert run("audit", "verify", "--head", held["head"])[0] == 0
        for table in ("journal", "checkpoints"):
            sql = f"DELETE FROM {table} WHERE number >= ?"
            kiosk.store._database.write(lambda db, sql=sql: db.execute(sql, [held["entries"] - 1]))
        code, told = run("audit", "verify", "--head", held["head"])
        assert (code, told["broken"], told["why"]) == (1, held["entries"] - 1, "tail")
        clock.forward(121)
        kiosk.portal.look_up(kiosk.store.outbox.list()[0].official)
        code, (now,) = run("portal", "heads")
        assert (code, now["shorter"], now["head"]) == (1, held["entries"] - 2, held["head"])
        kiosk.close()
