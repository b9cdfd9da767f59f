"""The floors of coverage, and the look for dead code: each says what it should of what it is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import branch_coverage, dead_code


def file(lines: tuple[int, int], ways: tuple[int, int]) -> dict[str, dict[str, int]]:
    names = ("covered_lines", "num_statements", "covered_branches", "num_branches")
    return {"summary": dict(zip(names, (*lines, *ways), strict=True))}


def test_a_rooms_share_is_its_lines_and_ways_together() -> None:
    report = {
        "files": {
            "kiosk/store/store.py": file((90, 100), (10, 20)),
            "/elsewhere/kiosk/store/keys/keys.py": file((40, 60), (0, 20)),
            "kiosk/ui/shell.py": file((30, 30), (10, 10)),
            "kiosk/words.py": file((0, 30), (0, 0)),
        }
    }
    assert branch_coverage.shares(report) == {"store": 70.0, "ui": 100.0}


@pytest.mark.parametrize(
    ("found", "floors", "said"),
    [
        ({"store": 70.0}, {"store": 70}, ""),
        ({"store": 69.9}, {"store": 70}, "store is at 69.9 %, its floor at 70"),
        ({"store": 70.0}, {}, ""),
        ({}, {"store": 70}, "store has a floor and was not measured"),
    ],
)
def test_a_room_below_its_floor_is_said(found: dict[str, float], floors: dict[str, float], said: str) -> None:
    told = list(branch_coverage.faults(found, floors))
    assert len(told) == bool(said) and all(said in line for line in told)


SETTINGS = """
[tool.vulture]
paths = ["kiosk", "tests"]
left_out = ["kiosk/young/"]
ignore_decorators = []
ignore_names = ["*Event"]
"""
MODULE = "def called(): pass\ndef from_tests(): pass\ndef by_nobody(): pass\ndef paintEvent(): pass\ncalled()\n"


def test_what_nobody_calls_is_said_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    for name, text in {
        "kiosk/room.py": MODULE,
        "kiosk/young/room.py": "def not_yet(): pass\n",
        "tests/test_room.py": "from kiosk.room import from_tests\nfrom_tests()\ndef test_unused(): pass\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert list(dead_code.faults(tmp_path)) == ["dead: kiosk/room.py:3 function by_nobody"]
