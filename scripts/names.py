"""What a name must be: unique as a class, a noun as a value, and real where the glossary names it.

Each check is a function from the checkout to the faults it finds, for ``scripts/checks.py``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from scripts.source_tree import nodes

PACKAGES = ("kiosk", "sandbox")

PARTICIPLES = frozenset({"told", "said", "held", "made", "found", "kept", "seen", "around"})
"""They say that something happened and not what it is: no value, argument, function or module is called so."""

ALLOWED: Mapping[str, str] = {
    "sandbox/kiosk_sandbox/tables.py:seen": "a column of databases that stand",
    "sandbox/kiosk_sandbox/fleet.py:seen": "that column, and the same word in the fleet's JSON",
    "sandbox/kiosk_sandbox/dossiers.py:said": "the keyword of every act of the office",
}
"""PATH:NAME that keeps such a name, and why."""


def class_faults(root: Path) -> Iterator[str]:
    """No two classes of the house have one name."""
    places: dict[str, list[str]] = {}
    for path, tree in _modules(root):
        for node in tree:
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(f"{path}:{node.lineno}")
    for name, where in sorted(places.items()):
        if len(where) > 1:
            yield f"names: {len(where)} classes are called {name}: {', '.join(where)}"


def participle_faults(root: Path) -> Iterator[str]:
    """No name of a value, an argument, a function or a module is a bare participle."""
    for path, tree in _modules(root):
        if path.stem in PARTICIPLES:
            yield f"names: {path} is a module called by a participle"
        names = {(name, line) for node in tree for name, line in _bound(node)}
        for name, line in sorted(names, key=lambda one: one[1]):
            if name.strip("_") in PARTICIPLES and f"{path}:{name}" not in ALLOWED:
                yield f"names: {path}:{line} calls something {name}"


def _bound(node: ast.AST) -> Iterator[tuple[str, int]]:
    """The names that this node gives, each with its line."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()) | ast.arg(arg=name):
            yield name, node.lineno
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name, node.lineno


def glossary_faults(root: Path) -> Iterator[str]:
    """Every name that the glossary gives for something is one of the code."""
    known = {node.name for _, tree in _modules(root) for node in tree if isinstance(node, ast.ClassDef)}
    known |= {name for _, tree in _modules(root) for node in tree for name, _ in _bound(node)}
    for line in (root / "docs/glossary.md").read_text("utf-8").splitlines():
        cells = line.split("|")
        for name in re.findall(r"`(\w+)`", cells[2]) if len(cells) > 3 else ():
            if name not in known:
                yield f"names: docs/glossary.md names {name}, which the code has not"


def _modules(root: Path) -> Iterator[tuple[Path, tuple[ast.AST, ...]]]:
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            yield path.relative_to(root), nodes(path)
