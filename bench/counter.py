"""How long an officer waits for a search, a queue and a page, among many dossiers; and what a list costs in memory.

    python bench/counter.py [--dossiers N] [--rounds N] [--folder DIR]

Fills an encrypted store with N made-up dossiers of 2 kB (names by the frequency of Vietnamese family names, so that
"nguyen thi" finds many of them), as many states as an office has, and asks what officers ask: each search's first page
and its count, the counts of all queues, each queue's first page, and the whole list page by page.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.domain.calendar import ZONE
from kiosk.domain.dossier import DOSSIER_QUEUES, DossierQuery
from kiosk.domain.dossier_terms import query_terms
from kiosk.domain.submission import ALIKE, Applicant, Filing, OfficerNote, Submission
from kiosk.store import Reserve, Store
from kiosk.store.filings import filing_rows

START = datetime(2026, 11, 23, 9, 30, tzinfo=ZONE)
FAMILIES = (("Nguyễn", 31), ("Trần", 11), ("Lê", 10), ("Phạm", 7), ("Hoàng", 5), ("Vàng", 5), ("Sùng", 5), ("Giàng", 5),
            ("Lý", 5), ("Thào", 4), ("Đặng", 3), ("Ma", 3), ("Hờ", 3), ("Cứ", 3))  # fmt: skip
MIDDLES = ("Thị", "Thị", "Thị", "Văn", "Văn", "Mí", "A", "Minh", "Đức", "Ngọc", "Thanh")
GIVEN = (
    "Mỷ",
    "Súa",
    "Páo",
    "Dín",
    "Khuê",
    "Hiền",
    "Chứ",
    "Sáy",
    "Ường",
    "Lan",
    "Hoa",
    "Hùng",
    "Đào",
    "Say",
    "Tuấn",
    "Ẩn",
)
SEARCHES = (
    "vang thi my",
    "nguyen thi",
    "ma",
    "m",
    "nguyễn đức đào",
    "999162000042",
    "0912000345",
    "18/11/2026",
    "11/2026",
)


def person(luck: random.Random) -> str:
    family = luck.choices([one for one, _ in FAMILIES], [often for _, often in FAMILIES])[0]
    return f"{family} {luck.choice(MIDDLES)} {luck.choice(GIVEN)}"


def filing(number: int, luck: random.Random) -> Filing:
    child, mother = person(luck), person(luck)
    answers = {f"field.{key:02}": {"value": "ă" * 20, "origin": "typed"} for key in range(25)}
    answers |= {
        "child.name": {"value": child.upper(), "origin": "typed"},
        "mother.name": {"value": mother.upper(), "origin": "typed"},
        "mother.birth_date": {"value": f"{number % 28 + 1:02}/{number % 12 + 1:02}/1999", "origin": "typed"},
    }
    notes = (OfficerNote(ALIKE, "giống hồ sơ khác"),) if number % 997 == 0 else ()
    applicant = Applicant(person(luck), f"999162{number:06}", phone=f"0912{number:06}")
    return Filing(
        "1.001193", "2026-04-15", "KS", "H15.50.05.13", "DV01", applicant, child, answers, (), {}, notes=notes
    )


def fill(store: Store, count: int) -> None:
    """In large transactions: this measures reading. Nearly all are old and handed over, as in an office."""
    luck = random.Random(1)

    def some(db: Any, begin: int) -> None:
        for number in range(begin, min(begin + 2000, count)):
            code = f"KS-{number:06}"
            at = START - timedelta(days=400 * (count - number) / count)
            made = filing(number, luck)
            submission = Submission(code, made, at, at + timedelta(days=1), "r")
            filing_rows.insert(
                db,
                submission,
                (f"d{number}", "", made.canonical().decode(), "", 0, 16_000 * (number > count - 9)),
                lambda _: None,
            )
            legal = "10" if number < count - 60 else luck.choice((None, "4", "5", "9"))
            sync = "delivered" if legal else "queued"
            sql = "UPDATE submissions SET sync = ?, legal = ?, official = ? WHERE code = ?"
            official = f"H15.50.05.13-{at:%y%m%d}-{number % 10000:04}" if legal else ""
            db.execute(sql, [sync, legal, official, code])

    for begin in range(0, count, 2000):
        store._database.write(lambda db, begin=begin: some(db, begin))


def timed(rounds: int, ask: Callable[[], Any]) -> tuple[float, float, Any]:
    """Median and longest, in milliseconds, and the last answer."""
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        answer = ask()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken), max(taken), answer


def report(name: str, measured: tuple[float, float, Any], what: object) -> None:
    print(f"{name:34} median {measured[0]:7.1f} ms   longest {measured[1]:7.1f} ms   {what}")


def walk(store: Store) -> int:
    cursor, rows = "", 0
    while True:
        page = store.dossiers.page(DossierQuery(cursor=cursor, limit=200))
        rows, cursor = rows + len(page.rows), page.cursor
        if not cursor:
            return rows


def measure(folder: Path, count: int, rounds: int) -> None:
    with Store.open(folder / "data", lambda: START, reserve=Reserve(0, 0, 0)) as store:
        fill(store, count)
    with Store.open(folder / "data", lambda: START, reserve=Reserve(0, 0, 0)) as store:
        size = (folder / "data" / "store.db").stat().st_size >> 20
        print(f"{count} dossiers, {size} MiB")
        for text in SEARCHES:
            query = DossierQuery(words=query_terms(text, START.date()))
            first = timed(rounds, lambda query=query: store.dossiers.page(query).rows)
            report(f"find '{text}': first page", first, f"{len(first[2])} shown")
            counted = timed(rounds, lambda query=query: store.dossiers.count(query))
            report("   counted", counted, counted[2])
        counts = timed(rounds, store.dossiers.queue_counts)
        report("all queues counted", counts, {queue.value: n for queue, n in counts[2].items()})
        for queue in DOSSIER_QUEUES:
            shown = timed(rounds, lambda queue=queue: store.dossiers.page(DossierQuery(queue=queue)).rows)
            report(f"queue {queue.value}", shown, f"{len(shown[2])} shown")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        whole = timed(1, lambda: walk(store))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10
        report("the whole list, page by page", whole, f"{whole[2]} rows, {grown} MiB more memory")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dossiers", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--folder", type=Path, help="on the disk to measure; a temporary folder otherwise")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        measure(Path(folder), args.dossiers, args.rounds)


if __name__ == "__main__":
    main()
