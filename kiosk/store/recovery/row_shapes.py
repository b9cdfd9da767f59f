"""Which table a row that was found in a damaged database belongs to, by the kinds of its values.

Cases, notices and results are not among them: the portal has them, and is asked anew (the cursor is not saved either).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kiosk.store.recovery.btree_pages import RecoveredFile
from kiosk.store.recovery.btree_rows import Value, rows

Rows = Mapping[str, Sequence[tuple[Value, ...]]]
"""Whole rows by their table, numbers filled in."""

_SHAPES = {
    "secrets": "tb",
    "documents": "hi",
    "uploads": "ht",
    "notes": "tt",
    "arrivals": "thtt",
    "pieces": "hib",
    "checkpoints": "-bb",
    "journal": "-ttttb",
    "requests": "-tttt",
    "drafts": "titt",
    "submissions": "-ttti?tt?t",
    "filings": "-hhtttt",
    "acts": "ttttttt",
    "editions": "httt",
    "staff": "-ttttti??it",
    "dossier_events": "-tititt",
    "cash_receipts": "-ttittiitt",
    "cash_closings": "ttiiiititt",
    "desk_calls": "-tttitt",
}
"""The kind of each value a row begins with: number (-), text, blob, integer, hexadecimal SHA-256, any. Read in order;
what later steps of ``migrations`` add may follow, for a row that was written before them has less."""

_MORE = {"drafts": 1, "submissions": 8, "filings": 1, "acts": 3}


def whole(file: RecoveredFile) -> Rows:
    """Every row that is one of ours and whole."""
    tables: dict[str, list[tuple[Value, ...]]] = defaultdict(list)
    for number, values in rows(file.plain):
        for table, shape in _SHAPES.items():
            if _fits(values, shape, _MORE.get(table, 0)):
                tables[table].append((number, *values[1:]) if shape[0] == "-" else values)
                break
    return tables


_KINDS: Mapping[str, type] = {"t": str, "b": bytes, "i": int}


def _fits(values: tuple[Value, ...], shape: str, more: int) -> bool:
    if not len(shape) <= len(values) <= len(shape) + more:
        return False
    return all(_is(value, kind) for value, kind in zip(values, shape, strict=False))


def _is(value: Value, kind: str) -> bool:
    if kind == "?":
        return True
    if kind == "-":
        return value is None
    if kind == "h":
        return isinstance(value, str) and (len(value) == 64 or not value) and set(value) <= set("0123456789abcdef")
    return isinstance(value, _KINDS[kind])
