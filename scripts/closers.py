"""Closers: what ends several things ends each of them, although another one could not be ended (kiosk/closing.py).

A method that closes one thing after the other leaves the later ones open, with their threads, as soon as one raises.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from scripts.source_tree import nodes

CLOSERS = frozenset({"close", "stop", "shutdown", "__exit__"})
"""Names of methods that end what their object holds."""

ENDING = frozenset({"close", "shutdown", "cleanup", "release", "server_close", "hang_up", "disconnect", "forget"})
"""Calls that end something, and may fail. Timers are stopped and events are set: these do not."""


def faults(root: Path) -> Iterator[str]:
    """Every closer with two endings of which the second waits for the first to succeed."""
    for path in sorted([*(root / "kiosk").rglob("*.py"), *(root / "sandbox").rglob("*.py")]):
        for method in (one for kind in nodes(path) if isinstance(kind, ast.ClassDef) for one in kind.body):
            if isinstance(method, ast.FunctionDef) and method.name in CLOSERS and _endings(method) > 1:
                yield f"closers: {path.relative_to(root)}:{method.lineno} {method.name}: let close_all() call each"


def _endings(method: ast.FunctionDef) -> int:
    """How many things the method itself ends; one that stands in a loop is several."""
    return sum(_weight(line) for line in method.body)


def _weight(node: ast.AST) -> int:
    within = sum(map(_weight, ast.iter_child_nodes(node)))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ENDING:
        within += 1
    return 2 * within if isinstance(node, ast.For) else within
