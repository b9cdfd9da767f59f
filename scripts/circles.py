"""Import circles: no module is reached from itself, over whatever imports, at the head of a file or in a function.

A circle that is cut by an import within a function runs, and still binds its modules into one that is read, tested
and moved only together. Imports for types alone count as well.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from scripts.source_tree import nodes

ROOTS = {"kiosk": "kiosk", "kiosk_sandbox": "sandbox/kiosk_sandbox"}
"""Packages, and where in the checkout they lie."""

Graph = Mapping[str, frozenset[str]]
"""The modules that each module imports."""


def faults(root: Path) -> Iterator[str]:
    """Every knot of modules that import one another, with one way round it."""
    graph = imports(root)
    for knot in knots(graph):
        yield f"circles: {' -> '.join(way_round(graph, knot))}"


def imports(root: Path) -> Graph:
    """Which of the house's modules each of them imports."""
    files = dict(_modules(root))
    return {name: frozenset(_imported(path, name, files)) for name, path in files.items()}


def knots(graph: Graph) -> Iterator[frozenset[str]]:
    """The modules that all reach one another: Tarjan's strongly connected components of more than one."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    for start in sorted(graph):
        if start not in order:
            yield from _knots_from(start, graph, order, low, stack)


def way_round(graph: Graph, knot: frozenset[str]) -> list[str]:
    """A shortest way from the first module of ``knot`` back to it."""
    start = min(knot)
    ways = [[start]]
    for way in ways:  # it grows as it is walked: breadth first
        for step in sorted(graph[way[-1]] & knot):
            if step == start:
                return [*way, start]
            if all(step not in other for other in ways):
                ways.append([*way, step])
    raise AssertionError(f"no way round {sorted(knot)}")


def _knots_from(
    at: str, graph: Graph, order: dict[str, int], low: dict[str, int], stack: list[str]
) -> Iterator[frozenset[str]]:
    order[at] = low[at] = len(order)
    stack.append(at)
    for step in sorted(graph[at]):
        if step not in order:
            yield from _knots_from(step, graph, order, low, stack)
            low[at] = min(low[at], low[step])
        elif step in stack:
            low[at] = min(low[at], order[step])
    if low[at] == order[at]:
        knot = stack[stack.index(at) :]
        del stack[stack.index(at) :]
        if len(knot) > 1:
            yield frozenset(knot)


def _modules(root: Path) -> Iterator[tuple[str, Path]]:
    for package, place in ROOTS.items():
        for path in sorted((root / place).rglob("*.py")):
            parts = (package, *path.relative_to(root / place).with_suffix("").parts)
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def _imported(path: Path, name: str, files: Mapping[str, Path]) -> Iterator[str]:
    for node in nodes(path):
        yield from (one for one in _named(node, files) if one in files and one != name)


def _named(node: ast.AST, files: Mapping[str, Path]) -> Iterator[str]:
    """Modules that an import names; ``from kiosk.ui import flow`` names the module ``flow``, not its package."""
    match node:
        case ast.Import(names=names):
            yield from (one.name for one in names)
        case ast.ImportFrom(module=str(module), names=names, level=0):
            below = (f"{module}.{one.name}" for one in names)
            yield from (one if one in files else module for one in below)
