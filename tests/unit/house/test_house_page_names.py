"""What README.md and the pages in docs/ name is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import checks, page_names

PAGE = (
    "see `chip/tries.py WrongKeys`, `tries.py`, `kiosk/chip/`, `chip/tries.py WrongKeys.ask`, `kiosk --help`, `a.b`\n"
)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "kiosk/chip").mkdir(parents=True)
    (tmp_path / "docs").mkdir()
    (tmp_path / "kiosk/chip/tries.py").write_text("class WrongKeys:\n    def ask(self): ...\n", "utf-8")
    (tmp_path / "README.md").write_text(PAGE, "utf-8")
    return tmp_path


def test_what_is_there_is_no_fault(house: Path) -> None:
    assert list(page_names.faults(house)) == []


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("`tries.py`", "`trials.py`", "trials.py"),
        ("`chip/tries.py WrongKeys`", "`devices/tries.py WrongKeys`", "devices/tries.py"),
        ("`kiosk/chip/`", "`kiosk/chips/`", "kiosk/chips/"),
        ("WrongKeys.ask", "WrongKeys.wrong", "chip/tries.py wrong"),
    ],
)
def test_what_is_not_there_is_said_by_page_and_line(house: Path, old: str, new: str, missing: str) -> None:
    (house / "docs/ARCHITECTURE.md").write_text("\n" + PAGE.replace(old, new), "utf-8")
    assert list(page_names.faults(house)) == [f"pages: docs/ARCHITECTURE.md:2 names {missing}, which there is not"]


def test_every_page_is_read_but_the_one_that_names_what_there_was(house: Path) -> None:
    for name in ("store.md", "CHANGELOG.md"):
        (house / "docs" / name).write_text("`folding.py`, and of the data folder `quarantine/`\n", "utf-8")
    assert list(page_names.faults(house)) == ["pages: docs/store.md:1 names folding.py, which there is not"]


def test_the_projects_own_pages_name_what_is_there() -> None:
    assert list(page_names.faults(checks.ROOT)) == []
