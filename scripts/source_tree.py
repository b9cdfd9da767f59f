"""The syntax of a file, parsed once for all the checks that look at it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


def syntax(path: Path) -> ast.Module:
    """The tree of a file; as long as it is not written to, the same one."""
    return _parsed(path, path.stat().st_mtime_ns)


def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All of its nodes, in the order of ast.walk()."""
    return _walked(path, path.stat().st_mtime_ns)


@cache
def _parsed(path: Path, _: int) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def _walked(path: Path, written: int) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(_parsed(path, written)))
