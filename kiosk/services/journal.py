"""The journal, shown, verified, and taken along. It holds codes and events, never a person."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.durable import write_named
from kiosk.store import Store
from kiosk.store.journal.hash_chain import JournalEntry


@dataclass(frozen=True)
class Audit:
    """``why`` and ``broken`` name the first broken link; without one they are empty and 0."""

    entries: int
    head: bytes
    why: str = ""
    broken: int = 0


def entries(store: Store, after: int = 0) -> list[dict[str, Any]]:
    """Those with a higher number than ``after``, oldest first."""
    return [_document(one) for one in store.journal.entries(after)]


def audit(store: Store, signed_head: str = "") -> Audit:
    """Every link; ``signed_head`` is one that was kept elsewhere."""
    broken, head = store.journal.audit(signed_head), store.journal.head()
    return Audit(head.number, head.hash, *((broken.why, broken.number) if broken else ()))


def export(store: Store, file: Path) -> tuple[int, str]:
    """Every entry as a line of JSON, and the signed head last; how many there are, and that head. FileNotWritten."""
    head, items = store.journal.checkpoint(), entries(store)
    lines = [*(json.dumps(one, ensure_ascii=False) for one in items), json.dumps({"head": head})]
    write_named(file, "".join(f"{line}\n" for line in lines).encode(), 0o600)
    return len(items), head


def _document(one: JournalEntry) -> dict[str, Any]:
    return {
        "number": one.number,
        "at": one.at.isoformat(),
        "kind": one.entry.kind.value,
        "about": one.entry.about,
        "facts": dict(one.entry.facts),
        "hash": one.hash.hex(),
    }
