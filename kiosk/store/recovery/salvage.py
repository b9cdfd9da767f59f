"""A damaged database: put aside as it was found, put right where that can be proven, and its rows saved where not.

The damaged files are moved to ``quarantine/NUMBER`` first and never changed there, so that a cut at any instruction
leaves them to begin again from, and a technician has them afterwards with ``report.json`` beside. Nothing begins anew
by itself: where no row can be saved the start is refused, and goes on being refused in the same words.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kiosk.domain.codes import read_receipt
from kiosk.durable import make_durable, write_durably
from kiosk.errors import StoreDamaged
from kiosk.store.database import counter_steps
from kiosk.store.database.connection import Database
from kiosk.store.database.opening import DATABASE, QUARANTINE, salt_of
from kiosk.store.keys.keyring import owner_under
from kiosk.store.recovery.btree_pages import PAGE, SALT, Codec, RecoveredFile, read
from kiosk.store.recovery.btree_rows import Value
from kiosk.store.recovery.row_shapes import Rows, whole

MENDED_AT_MOST = 8  # pages; each may take ten seconds of trying
REPORT = "report.json"
_FILES = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm")
_NEW = f"{DATABASE}.salvaged"


@dataclass(frozen=True)
class Salvage:
    """What a technician is told. Codes, never people."""

    place: str  # the folder below quarantine/
    pages: int
    pages_mended: int  # put right to the byte: nothing of them is lost
    pages_lost: int
    submissions: int
    submissions_lost: tuple[str, ...]  # codes that the journal knows and the rows do not
    parked: tuple[str, ...]  # codes whose papers are lost: the office must ask for them again
    documents_lost: int
    drafts: int
    journal: int

    def facts(self) -> dict[str, str]:
        """The same for the journal."""
        facts = asdict(self)
        return {name: " ".join(value) if isinstance(value, tuple) else str(value) for name, value in facts.items()}


def interrupted(folder: Path) -> bool:
    """Whether a power cut ended a salvage between the quarantine and the new database."""
    return not (folder / DATABASE).exists() and bool(_places(folder))


def rescue(folder: Path, key: bytes) -> Salvage:
    """Quarantine the database in ``folder`` and build it again; nobody else may have it open.

    StoreDamaged where nothing can be saved: then the files are back where they were.
    """
    place = _places(folder)[-1] if interrupted(folder) else _new_place(folder)
    _move(folder, place)
    file = _read(folder, place, key)
    if not file.plain:
        _move(place, folder)
        raise StoreDamaged("no page of it can be read")
    report = _mended(folder, place, file) if not file.lost else _rebuilt(folder, place, key, file)
    write_durably(place / REPORT, json.dumps(asdict(report), indent=2).encode(), 0o600)
    (folder / _NEW).replace(folder / DATABASE)
    make_durable(folder)
    return report


def reports(folder: Path) -> tuple[Salvage, ...]:
    """What was salvaged here, oldest first, as long as the quarantine is kept."""
    reports_there = [json.loads((place / REPORT).read_text()) for place in _places(folder) if (place / REPORT).exists()]
    return tuple(
        Salvage(**{**one, "submissions_lost": tuple(one["submissions_lost"]), "parked": tuple(one["parked"])})
        for one in reports_there
    )


# --- files ---------------------------------------------------------------------------------------------------------


def _places(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / QUARANTINE).glob("*") if path.is_dir())


def _new_place(folder: Path) -> Path:
    place = folder / QUARANTINE / f"{len(_places(folder)) + 1:04}"
    place.mkdir(mode=0o700, parents=True)
    make_durable(folder / QUARANTINE)
    make_durable(folder)
    return place


def _move(source: Path, target: Path) -> None:
    """The database first: as long as it is in its place, its log is too."""
    for name in _FILES:
        if (source / name).exists():
            (source / name).replace(target / name)
            make_durable(target)
            make_durable(source)


def _read(folder: Path, place: Path, key: bytes) -> RecoveredFile:
    """With the salt as it was noted, for a rotten one would let nothing be read at all."""
    with (place / DATABASE).open("rb") as file:
        salt = salt_of(folder) or file.read(SALT)
    return read(place / DATABASE, place / f"{DATABASE}-wal", Codec(key, salt), MENDED_AT_MOST)


def _mended(folder: Path, place: Path, file: RecoveredFile) -> Salvage:
    """Every page is as it was written: so is the whole."""
    data = bytearray((place / DATABASE).read_bytes())
    for number, page in file.mended.items():
        data[(number - 1) * PAGE : number * PAGE] = page
    if salt := salt_of(folder):
        data[:SALT] = salt
    write_durably(folder / _NEW, bytes(data), 0o600)
    log = place / f"{DATABASE}-wal"
    if log.exists():
        write_durably(folder / log.name, log.read_bytes(), 0o600)
    rows = whole(file)
    filed = len(rows["submissions"])
    counts = (file.size, len(file.mended), 0, filed)
    return Salvage(place.name, *counts, (), (), 0, len(rows["drafts"]), len(rows["journal"]))


def _rebuilt(folder: Path, place: Path, key: bytes, file: RecoveredFile) -> Salvage:
    """A new database with every row that is whole."""
    rows = whole(file)
    if not rows["submissions"] and not rows["filings"] and not rows["journal"]:
        _move(place, folder)
        raise StoreDamaged("no row of it can be saved")
    for path in folder.glob(f"{_NEW}*"):
        path.unlink()
    database = Database(folder / _NEW, key)
    try:
        lost, parked, documents = database.write(lambda db: _insert(db, rows))
        count = database.read(lambda db: db.execute("SELECT count(*) FROM submissions").fetchone()[0])
    finally:
        database.close()
    counts = (file.size, len(file.mended), len(file.lost), count)
    return Salvage(place.name, *counts, lost, parked, documents, len(rows["drafts"]), len(rows["journal"]))


# --- rows ----------------------------------------------------------------------------------------------------------


def _insert(db: Any, rows: Rows) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Codes that are lost, codes that are parked, documents that are lost."""
    for table in (
        *("secrets", "notes", "journal", "checkpoints", "requests", "staff", "arrivals", "editions"),
        *("dossier_events", "cash_receipts", "cash_closings", "desk_calls"),
    ):
        _put(db, table, rows[table])
    documents = _documents(db, rows)
    _put(db, "uploads", [row for row in rows["uploads"] if row[0] in documents])
    standing = {row[0]: row for row in rows["submissions"]}
    filings = {row[0]: row for row in rows["filings"] if _digest(row[6]) == row[2] or _erased(standing.get(row[0]))}
    for number, filing in filings.items():
        _put(db, "submissions", [standing.get(number) or _anew(filing)])
        _put(db, "filings", [filing])
    _open_to_both(db, filings)
    parked, missing = _link(db, filings, documents)
    counter_steps.fill(db)
    counter_steps.replay(db)
    for row in rows["drafts"]:
        _draft(db, row, documents)
    for row in rows["acts"]:
        _act(db, row, documents)
    codes = {code for (code,) in db.execute("SELECT code FROM submissions").fetchall()}
    journalled = {str(row[3]) for row in rows["journal"] if row[2] == "submission.filed"}
    journalled |= {str(row[1]) for row in rows["submissions"]}
    return tuple(sorted(journalled - codes)), parked, missing


def _put(db: Any, table: str, lines: Sequence[tuple[Value, ...]]) -> None:
    for values in lines:
        names = [row[1] for row in db.execute(f"PRAGMA table_info({table})").fetchall()][: len(values)]
        marks = ", ".join("?" * len(names))
        db.execute(f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({marks})", values)  # noqa: S608 - ours


def _documents(db: Any, rows: Rows) -> set[Value]:
    """Keep the documents whose every byte is there. Their hashes."""
    pieces: dict[Value, dict[Value, tuple[Value, ...]]] = defaultdict(dict)
    for piece in rows["pieces"]:
        pieces[piece[0]][piece[1]] = piece
    whole: set[Value] = set()
    for sha256, parts in pieces.items():
        ordered = [parts[number] for number in sorted(parts)]  # type: ignore[type-var]
        content = b"".join(bytes(part[2]) for part in ordered)  # type: ignore[arg-type]
        if hashlib.sha256(content).hexdigest() == sha256:
            _put(db, "documents", [(sha256, len(content))])
            _put(db, "pieces", ordered)
            whole.add(sha256)
    return whole


def _anew(filing: tuple[Value, ...]) -> tuple[Value, ...]:
    """Where a filing stands is lost: it is sent again, which its code makes harmless. An order waits at the counter."""
    code = read_receipt(str(filing[5]))[0].code
    order = json.loads(str(filing[6]) or "{}").get("order_days", 0)
    return (filing[0], code, f"salvaged-{code}", "counter" if order else "queued", 0, None, "", "", None, "")


def _link(db: Any, filings: Mapping[Value, tuple[Value, ...]], whole: set[Value]) -> tuple[tuple[str, ...], int]:
    """Tie filings to their papers, and park what waits to be sent without one. The codes parked, the papers missing."""
    missing: set[Value] = set()
    for number, filing in filings.items():
        named = {item["sha256"] for item in json.loads(str(filing[6]) or "{}").get("documents", ())}
        for sha256 in named & whole:
            db.execute("INSERT INTO filed_documents (id, sha256) VALUES (?, ?)", [number, sha256])
        here = "SELECT 1 FROM submissions WHERE id = ? AND sync != 'delivered'"  # else the office has its papers
        if named - whole and db.execute(here, [number]).fetchone():
            missing |= named - whole
            db.execute(
                "UPDATE submissions SET sync = 'parked', reason = 'store.unknown-document' "
                "WHERE id = ? AND sync NOT IN ('counter', 'served')",  # an order is never sent, nor parked
                [number],
            )
    db.execute(
        """UPDATE submissions SET (day, procedure) =
            (SELECT substr(filed_at, 1, 10), coalesce(json_extract(nullif(content, ''), '$.procedure'), '')
             FROM filings f WHERE f.id = submissions.id)"""
    )
    codes = db.execute("SELECT code FROM submissions WHERE reason = 'store.unknown-document' ORDER BY id").fetchall()
    return tuple(row[0] for row in codes), len(missing)


def _open_to_both(db: Any, filings: Mapping[Value, tuple[Value, ...]]) -> None:
    """Each of a couple finds it by their own card again: whose it is beside the applicant's lies in an index alone, of
    which no rows are found, and is made anew from the filings."""
    secret = db.execute("SELECT value FROM secrets WHERE name = 'owners'").fetchone()
    for number, filing in filings.items():
        for party in json.loads(str(filing[6]) or "{}").get("parties", ()):
            if secret and party.get("owns") and party.get("number"):
                owner = owner_under(bytes(secret[0]), party["number"])
                db.execute("INSERT OR IGNORE INTO co_owners (owner, id) VALUES (?, ?)", [owner, number])


def _draft(db: Any, row: tuple[Value, ...], whole: set[Value]) -> None:
    """A draft comes back with the papers that are left; the visitor is asked for the others again."""
    content = json.loads(str(row[3]))
    content["documents"] = [item for item in content["documents"] if item["sha256"] in whole]
    _put(db, "drafts", [(*row[:3], json.dumps(content, ensure_ascii=False), *row[4:])])
    for sha256 in {item["sha256"] for item in content["documents"]}:
        db.execute("INSERT OR IGNORE INTO drafted_documents (id, sha256) VALUES (?, ?)", [row[0], sha256])


_OF_FILING = """INSERT OR IGNORE INTO filed_documents (id, sha256)
    SELECT id, ? FROM submissions WHERE ? IN (code, official)"""


def _act(db: Any, row: tuple[Value, ...], whole: set[Value]) -> None:
    """What was still to be told to the office; where a paper of it is lost, a person must see to it."""
    sent = len(row) > 7 and row[7] is not None  # its papers are the filing's since the portal had it
    named = set() if sent else set(json.loads(str(row[4])))
    _put(db, "acts", [row if named <= whole else (*row[:6], str(row[6]) or "store.unknown-document", *row[7:])])
    for sha256 in named & whole:
        db.execute("INSERT OR IGNORE INTO act_documents (name, sha256) VALUES (?, ?)", [row[0], sha256])
    if sent:
        for sha256 in set(json.loads(str(row[4]))) & whole:
            db.execute(_OF_FILING, [sha256, row[1]])


_ERASED = 16  # the place of ``erased`` in a row of submissions


def _erased(submission: tuple[Value, ...] | None) -> bool:
    """Whether the content was erased since, so that its digest is that of what is gone."""
    return submission is not None and submission[_ERASED : _ERASED + 1] == ("content",)


def _digest(content: Value) -> str:
    return hashlib.sha256(str(content).encode()).hexdigest()
