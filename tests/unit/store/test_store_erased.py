"""An erasure from the outside: the command proves it, and no page of the decrypted file holds a word of the person.

The pages are read as a thief with the key would: file and log, page by page, free pages too.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk import cli
from kiosk.domain.case import ActKind, Case, ChangePage, DossierAct, Notice, NoticeKind
from kiosk.domain.submission import Legal
from kiosk.store import Draft, Reserve, Store, Wish
from kiosk.store.database.opening import salt_of
from kiosk.store.keys.keyring import KeyFile
from kiosk.store.recovery.btree_pages import Codec, read

CHILD, PHONE, OTHER = "Sùng Minh Khuê", "0912000345", "Giàng Thị Súa"
GRANDMOTHER = "999162001234"


def plain(folder: Path) -> bytes:
    """Every page as it stands in the file and the log, in plain."""
    held = read(folder / "store.db", folder / "store.db-wal", Codec(_key(folder), salt_of(folder)), 0)
    assert not held.lost
    return b"".join(held.plain.values())


def _key(folder: Path) -> bytes:
    key = KeyFile(folder / "keys").load()
    assert key is not None
    return key


@pytest.fixture
def lived(folder, clock, filing):
    """A person's filing, draft, papers, the office's words and an act; and somebody else's filing."""
    with Store.open(folder, clock, reserve=Reserve(0, 0, 0)) as store:
        data = f"%PDF-1.7 {CHILD} ".encode() * 30_000
        paper = store.documents.put(data, key="k", name="k.pdf", media_type="application/pdf")
        made = store.outbox.file("d1", filing(paper, child=CHILD), clock())
        store.outbox.claim(made.code)
        store.outbox.settle(made.code, "H15.50.05.13-261123-0001")
        answers = {"child.name": {"value": CHILD, "origin": "typed"}}
        store.drafts.save(Draft("d2", "1.001193", "v", answers, (paper,), store.drafts.owner_of(GRANDMOTHER)))
        words = Notice("n", NoticeKind.SUPPLEMENT, f"Thiếu giấy của {CHILD}", clock())
        told = Case("H15.50.05.13-261123-0001", 1, Legal.SUPPLEMENT, made.code, note=f"Cháu {CHILD}", notices=(words,))
        store.cases.apply(ChangePage("", "c1", (told,)))
        store.cases.act(DossierAct("a1", made.code, ActKind.AMENDMENT, {"child.name": CHILD}))
        store.outbox.file("d3", filing(child=OTHER, id_number="999096004321"), clock())
    return made.code


def test_the_command_proves_it_and_no_page_tells(lived, folder, clock, capsys):
    def run(*words: str) -> tuple[int, dict]:
        code = cli.main(["--data", str(folder), "--json", "privacy", *words])
        return code, json.loads(capsys.readouterr().out)

    assert all(word.encode() in plain(folder) for word in (CHILD, PHONE, OTHER))
    code, asked = run("erase", lived)
    assert code == 0 and asked["done"]
    code, told = run("prove", asked["request"])
    assert (code, told["journal"]) == (0, "holds") and set(told["left"].values()) == {0}
    assert [one["kind"] for one in told["entries"]] == ["erasure.asked", "erasure.done"]
    with Store.open(folder, clock, reserve=Reserve(0, 0, 0)) as store:
        store.retention.vacuum()
        store.check()
    left = plain(folder)
    assert CHILD.encode() not in left and b"Khu\xc3\xaa" not in left
    assert OTHER.encode() in left and PHONE.encode() in left  # the other person's stay


def test_what_is_not_done_is_not_proven(folder, clock, filing, capsys):
    with Store.open(folder, clock, reserve=Reserve(0, 0, 0)) as store:
        made = store.outbox.file("d1", filing(), clock())
        store.retention.ask(made.code, Wish.ERASE)
    assert cli.main(["--data", str(folder), "--json", "privacy", "prove", "YC-1"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["done"] is None and told["left"]["forms"] == 1
    assert cli.main(["--data", str(folder), "privacy", "prove", "YC-9"]) == 1
