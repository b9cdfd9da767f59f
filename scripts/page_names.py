"""What the pages name is there: each file, folder and name of the code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

PAGES = ("README.md", "CONTRIBUTING.md", "docs/*.md")
PAST = ("CHANGELOG.md",)
"""Names what there was."""

DATA = frozenset({"quarantine/", "replaced/", "restored/"})
"""Folders below the data folder, which the program makes."""

ROOMS = ("kiosk", "sandbox/kiosk_sandbox", "scripts", "docs", "tests", "bench", "")
"""Below which a page may name a file without saying so."""

_CODE = re.compile(r"`([^`\n]+)`")
_PLACE = re.compile(r"((?:[\w.-]+/)*[\w-]+\.py|(?:[\w.-]+/)+)(?: ([\w.]+))?")


def faults(root: Path) -> Iterator[str]:
    """Every place that a page names and that there is not, by page and line."""
    pages = (path for page in PAGES for path in sorted(root.glob(page)) if path.name not in PAST)
    for path in pages:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            for text in _CODE.findall(line):
                if (match := _PLACE.fullmatch(text)) and (wrong := _missing(root, match[1], match[2] or "")):
                    yield f"pages: {path.relative_to(root)}:{number} names {wrong}, which there is not"


def _missing(root: Path, place: str, name: str) -> str:
    """What of it is not there; empty if all is."""
    if place in DATA:
        return ""
    there = [one for room in ROOMS for one in (root / room).glob(place.rstrip("/"))]
    there = there or [one for room in (*ROOMS[:2], "tests") for one in (root / room).rglob(place.rstrip("/"))]
    if not there:
        return place
    texts = [one.read_text("utf-8") for one in there if one.is_file()]
    lacking = [part for part in name.split(".") if part and not any(_defines(text, part) for text in texts)]
    return f"{place} {lacking[0]}" if lacking else ""


def _defines(text: str, name: str) -> bool:
    return re.search(rf"^\s*(class|def) {re.escape(name)}\b|^{re.escape(name)}\b.*=", text, re.MULTILINE) is not None
