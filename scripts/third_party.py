"""THIRD_PARTY.md: every package of the locks with its version, licence and purpose.

``python -m scripts.third_party`` writes it anew from the packages installed in this environment; rows of packages that
are not installed here (the hardware's, where they cannot compile) stay as they are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = "THIRD_PARTY.md"

SECTIONS = {
    "At run time": ("kiosk", "hardware", "flatbed", "tpm"),
    "To compile what has no wheel; in .venv/build, not part of the running kiosk": ("build",),
    "For the sandbox portal: demo, tests, training; not part of an installed kiosk": ("sandbox",),
    "For tests and checks; not part of the kiosk": ("dev",),
}
"""The locks in the order in which a package is counted: once, where it matters most."""

HEAD = """\
# What this kiosk is built on

Made by `python -m scripts.third_party` from the locks in `requirements/`; `scripts/check` holds it current. Fonts and
icons carry their licences beside them in `assets/`.

Nothing under the GPL or AGPL runs in the kiosk. PySide6 and Qt are used under the LGPL-3.0: the unmodified wheels of
the Qt Company are installed beside our code and loaded as shared libraries, so that anyone may put another build in
their place (`pip install` of another PySide6 into `.venv`); nothing of Qt is copied into this repository, and our own
code is open under Apache-2.0. Qt's modules that come under the GPL alone (Charts, Data Visualization, Virtual Keyboard
and others) are not used; `scripts/check` looks for their imports. pyscard (LGPL-2.1-or-later) and OpenCV's FFmpeg are
used in the same way.
"""

COPYLEFT = re.compile(r"(?<!L)(?:A?GPL|General Public)(?! exception)", re.IGNORECASE)
GPL_ONLY_QT = ("QtCharts", "QtDataVisualization", "QtGraphs", "QtVirtualKeyboard", "QtNetworkAuth", "QtQuick3D")


@dataclass(frozen=True)
class Row:
    """One package of a lock."""

    name: str
    version: str
    licence: str
    purpose: str

    def __str__(self) -> str:
        return f"| {self.name} | {self.version} | {self.licence} | {self.purpose} |"


def faults(root: Path) -> Iterator[str]:
    """The page is current, every licence is known, and none at run time is copyleft beyond the LGPL."""
    for title, rows in sections(root).items():
        for row in rows:
            if not row.licence:
                yield f"licence: that of {row.name} is not known; say it in scripts/third_party.toml"
            elif title == "At run time" and COPYLEFT.search(row.licence.partition(" (of ")[0]):
                yield f"licence: {row.name} at run time is under {row.licence}"
            if not row.purpose:
                yield f"purpose: say in scripts/third_party.toml what {row.name} is for"
    if page(root) != _read(root / PAGE):
        yield f"{PAGE} is not current: python -m scripts.third_party"
    for path in sorted([*(root / "kiosk").rglob("*.py"), *(root / "sandbox").rglob("*.py")]):
        for module in GPL_ONLY_QT:
            if re.search(rf"\b{module}\b", path.read_text("utf-8")):
                yield f"licence: {path.relative_to(root)} uses {module}, which is under the GPL alone"


def page(root: Path) -> str:
    parts = [HEAD]
    for title, rows in sections(root).items():
        table = "\n".join(str(row) for row in rows)
        parts.append(f"## {title}\n\n| package | version | licence | what for |\n|---|---|---|---|\n{table}\n")
    return "\n".join(parts)


def sections(root: Path) -> dict[str, list[Row]]:
    """The rows by section, each package once, sorted by name."""
    notes = tomllib.loads(_read(root / "scripts/third_party.toml"))
    kept = dict(_written(_read(root / PAGE)))
    locks = {title: _locked(root, names) for title, names in SECTIONS.items()}
    known = _locked(
        root, ("kiosk", "sandbox", "dev")
    ).keys()  # installed wherever this is checked; the rest may not compile
    seen: set[str] = set()
    found: dict[str, list[Row]] = {}
    for title, lock in locks.items():
        rows = (_row(name, version, notes, kept, known) for name, version in lock.items() if name not in seen)
        found[title] = sorted((row for row in rows if row), key=lambda row: row.name)
        seen |= lock.keys()
    return found


def _locked(root: Path, names: tuple[str, ...]) -> dict[str, str]:
    """Name and version; two versions where the lock has one for older Pythons."""
    versions: dict[str, list[str]] = {}
    for lock in names:
        for name, version in re.findall(r"^([\w.-]+)==(\S+)", _read(root / "requirements" / f"{lock}.lock"), re.M):
            known = versions.setdefault(_plain(name), [])
            known.extend({version}.difference(known))
    return {name: ", ".join(sorted(found)) for name, found in versions.items()}


def _row(
    name: str, version: str, notes: Mapping[str, Any], kept: Mapping[str, Row], known: Collection[str]
) -> Row | None:
    """None for a package that is for other systems than this one, and unknown so far."""
    try:
        licence = notes["licence"].get(name) or _licence(name)
    except PackageNotFoundError:
        licence = notes["licence"].get(name, "")
        if name not in notes["for"]:
            return kept.get(name)
    return Row(name, version, licence, notes["for"].get(name) or _needed_by(name, known))


def _licence(name: str) -> str:
    """As the package says it: the SPDX expression, else the short text, else nothing."""
    about = metadata(name)
    said = next((about[field] for field in ("License-Expression", "License") if field in about), "")
    return said if "\n" not in said else ""


def _needed_by(name: str, known: Collection[str]) -> str:
    users = sorted(user for user in known if user != name and name in _requirements(user))
    return f"needed by {', '.join(users)}" if users else ""


@cache
def _requirements(name: str) -> frozenset[str]:
    try:
        lines = requires(name) or []
    except PackageNotFoundError:
        return frozenset()
    needed = (line for line in lines if "extra ==" not in line)
    return frozenset(_plain(re.split(r"[\s;\[<>=!~(]", line, maxsplit=1)[0]) for line in needed)


def _written(text: str) -> Iterator[tuple[str, Row]]:
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 4:
            yield cells[0], Row(*cells)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


if __name__ == "__main__":
    (ROOT / PAGE).write_text(page(ROOT), "utf-8")
