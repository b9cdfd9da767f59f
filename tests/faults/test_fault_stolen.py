"""Somebody carries the kiosk off in the middle of a visit: nothing on its disk tells whose papers were here."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import cups_server
import pytest

from kiosk.clock import office_time
from kiosk.errors import WrongStoreKey
from kiosk.store import Store

CHILD = Path(__file__).parents[1] / "stolen_visit.py"
CARD = ("Vàng Thị Mỷ", "999162001234", "Lù Thị Vá", "Thào Mí Pó", "Séo Lủng")
SYLLABLES = (
    *("Sính", "Chớ", "Gấu", "Hồng", "Dợ", "Lềnh", "Páo", "Súa", "Xá", "Và", "Nhè", "Giống", "Lử", "Mị", "Chía", "Dế"),
    *("Hảng", "Khúa", "Máy", "Nủ", "Phình", "Sự", "Thò", "Vảng"),
)
MINE = ("/home", "/root", "/tmp", "/var", "/run", "/dev/shm", "/opt", "/etc", "/usr/local", "/srv")
"""Where a process of this account could leave something, besides its own folders."""
LARGEST = 64 << 20  # bytes; no file of a visit comes near it


def forms(word: str) -> set[bytes]:
    """How text lies in files: composed and not, in capitals, without marks, two bytes a letter, escaped as in JSON."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
    ways = {word, word.upper(), word.lower(), bare.replace("đ", "d"), bare.upper(), unicodedata.normalize("NFD", word)}
    plain = {way.encode(code) for way in ways for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-7")}
    return plain | {way.encode("unicode_escape") for way in ways} | {word.encode().hex().encode()}


def contents(path: Path) -> Iterator[bytes]:
    """The bytes, the name, and what lies packed inside (a PDF's streams)."""
    data = path.read_bytes()
    yield data
    yield str(path).encode()
    at = data.find(b"stream\n")
    while at >= 0:
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(data[at + 7 :])
        at = data.find(b"stream\n", at + 7)


def betrayed(files: Iterator[Path], words: tuple[str, ...]) -> set[tuple[str, str]]:
    """Which words stand in which files."""
    ways = {word: forms(word) for word in words}
    found = set()
    for path in files:
        try:
            if path.stat().st_size > LARGEST:
                continue
            for content in contents(path):
                found |= {(word, str(path)) for word in words if any(way in content for way in ways[word])}
        except OSError:  # gone, or nobody's to read
            continue
    return found


def changed_since(moment: float) -> Iterator[Path]:
    """Every file of this machine that was written meanwhile, by whomever."""
    roots = [root for root in MINE if Path(root).is_dir()]
    command = ["find", *roots, "-type", "f", "-newermt", f"@{moment:.0f}", "-size", "-65536k", "-print0"]
    listed = subprocess.run(command, capture_output=True, check=False).stdout
    return (Path(os.fsdecode(name)) for name in listed.split(b"\0") if name)


def own(folder: Path) -> Iterator[Path]:
    """The office's side of the demo stands for another house."""
    return (path for path in folder.rglob("*") if path.is_file() and "sandbox-portal" not in path.parts)


@pytest.mark.long
def test_a_kiosk_carried_off_in_the_middle_of_a_visit_tells_nothing(tmp_path: Path) -> None:
    name = " ".join(["Thào", *random.SystemRandom().sample(SYLLABLES, 4)])
    home = tmp_path / "home"
    data, began = home / "kiosk", time.time() - 1
    places = {what: home / what for what in ("TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    for place in places.values():
        place.mkdir(parents=True)
    env = {**os.environ, "HOME": str(home), **{what: str(place) for what, place in places.items()}}
    with ExitStack() as stack:
        cups = [] if cups_server.why_not() else [stack.enter_context(cups_server.CupsServer())]
        sockets = [server.environment["CUPS_SERVER"] for server in cups]
        with (home / "log").open("wb") as log:
            command = [sys.executable, CHILD, data, name, *sockets]
            ran = subprocess.run(command, env=env, stdout=log, stderr=log, check=False)
        assert ran.returncode == -signal.SIGKILL, (home / "log").read_text()[-2000:]
        spooled = [path for server in cups for path in own(server._root) if "printed" not in path.parts]
        assert all(len(server.printed()) == 1 for server in cups)
        assert [path for path in spooled if path.name.startswith("d0")] == []
        assert betrayed(iter(spooled), (name, *CARD)) == set()
    written = set(own(home))
    assert {"store.db", "store.db-wal", "backup.json", "slip-0001.pdf"} <= {path.name for path in written}
    assert betrayed(iter(written), (name, *CARD)) == set()
    elsewhere = (path for path in changed_since(began) if "sandbox-portal" not in path.parts)
    assert betrayed(elsewhere, (name,)) == set()
    with Store.open(data, office_time) as store:  # it is all there for whoever has the key
        assert store.outbox.list()[0].filing.subject == name.upper()
    (data / "keys" / "store.key").write_text(f"{'00' * 32}\n")
    with pytest.raises(WrongStoreKey):
        Store.open(data, office_time)


def test_the_search_finds_what_it_looks_for(tmp_path: Path) -> None:
    word = "Thào Seo Chứ"
    packed = b"1 0 obj\nstream\n" + zlib.compress(f"BT ({word}) Tj ET".encode()) + b"\nendstream"
    kept = {
        "capitals": word.upper().encode(),
        "wide": word.encode("utf-16-le"),
        "json": b'{"name": "Th\\xe0o Seo Ch\\u1ee9"}',
        "apart": unicodedata.normalize("NFD", word).encode(),
        "bare": b"Thao Seo Chu",
        "packed": packed,
        word: b"by its name",
    }
    for name, data in kept.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "other").write_bytes(b"Thao Mi Po")
    assert {Path(path).name for _, path in betrayed(own(tmp_path), (word,))} == set(kept)
