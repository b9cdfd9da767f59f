"""No procedure's code, field or paper stands in the program: they are data."""

from __future__ import annotations

import ast
from pathlib import Path

from kiosk import catalogue
from kiosk.words import words

ROOT = Path(__file__).parents[3] / "kiosk"
DEMO = {"tour"}
"""The walk that shows the kiosk off has a script for one procedure; it is no part of what an office runs."""


def _texts(path: Path) -> set[str]:
    """The texts in the module's code, without its docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs)
    return {node.value for node in constants if isinstance(node.value, str)}


def test_no_procedure_is_known_by_name() -> None:
    versions = [one for ones in catalogue.register().versions.values() for one in ones]
    procedures = [catalogue.procedure(code) for code in catalogue.codes()]
    names = {one.code for one in (*versions, *procedures)}
    names |= {item.key for one in versions for item in (*one.fields, *one.documents)}
    names |= {item.key for one in procedures for item in (*one.fields, *one.documents)}
    names -= set(words().texts)  # a sentence of the program may be called as a field is
    assert len(names) > 100
    places = [path for path in sorted(ROOT.rglob("*.py")) if not DEMO & set(path.relative_to(ROOT).parts)]
    named = {str(path.relative_to(ROOT)): names & _texts(path) for path in places if path.name != "tour.py"}
    assert {place: hits for place, hits in named.items() if hits} == {}
