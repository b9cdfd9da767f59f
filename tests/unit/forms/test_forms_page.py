"""The page that teaches to write a procedure: its example is a whole procedure, and stands every check as printed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from kiosk.catalogue import register_in
from kiosk.cli import main
from kiosk.forms.elements import FieldKind, FieldSpec, GroupSpec, Head, PartySpec
from kiosk.forms.functions import FUNCTIONS
from kiosk.forms.names import CARD, OFFICE
from kiosk.services.procedure_authoring import check_procedures, new_procedure

PAGE = (Path(__file__).parents[3] / "docs" / "procedures.md").read_text("utf-8")


def test_the_example_is_a_procedure(tmp_path: Path) -> None:
    procedure, words, *_ = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    paths = re.findall(r"tệp `assets/([^`]+)`:", PAGE, re.IGNORECASE)
    for path, text in zip(paths, (procedure, words), strict=True):
        target = tmp_path / path
        target.parent.mkdir(parents=True)
        target.write_text(text, "utf-8")
    register = register_in(tmp_path)
    assert [str(one) for one in register.slips] == []
    assert len(register.versions["2.000635"][0].samples) == 3


def test_all_that_may_be_written_is_named_on_it() -> None:
    names = {*FUNCTIONS, *CARD, *(one.value for one in FieldKind)}
    names |= {key for shape in (FieldSpec, GroupSpec, PartySpec, Head) for key in shape.__dataclass_fields__}
    names -= {"place", "source", "source_if", "source_else", *OFFICE}
    assert {name for name in names if name not in PAGE} == set()


def test_of_the_skeleton_each_place_that_is_to_be_written_is_named(tmp_path: Path) -> None:
    paths = new_procedure(tmp_path, "9.000001", date(2026, 11, 30))
    outcome = check_procedures(tmp_path)
    assert {one.reason for one in outcome.slips} == {"unwritten"}
    marked = {
        (path.relative_to(tmp_path).as_posix(), number)
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if ("‹" in line and not line.startswith("#")) or 'prefix = "XX"' in line
    }
    assert {(one.place.file, one.place.line) for one in outcome.slips} == marked
    _written(paths)
    outcome = check_procedures(tmp_path)
    assert [str(one) for one in outcome.slips] == [] and (outcome.versions, outcome.samples) == (1, 1)


def _written(paths: tuple[Path, ...]) -> None:
    for path in paths:
        text = path.read_text("utf-8").replace("‹", "").replace("›", "")
        path.write_text(text.replace('prefix = "XX"', 'prefix = "AB"'), "utf-8")


def test_a_procedure_in_another_folder_is_checked_and_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path)
    assert main(["catalogue", "new", "9.000001", "--folder", folder]) == 0
    assert main(["catalogue", "check", folder]) == 1
    shown = ["catalogue", "show", "9.000001", "--folder", folder]
    assert main(shown) == 0 and "wish.copies <= 20" in capsys.readouterr().out
    _written(tuple(tmp_path.rglob("*.toml")))
    assert main(["catalogue", "check", folder]) == 0
    assert main(shown[:3]) != 0
    assert "9.000001" in capsys.readouterr().err


def test_a_slip_in_the_only_version_of_a_new_procedure_is_said(tmp_path: Path) -> None:
    """The first draft of every jurist."""
    path, *_ = new_procedure(tmp_path, "9.000001", date(2026, 11, 30))
    path.write_text(path.read_text("utf-8").replace("official = ", "oficial = ", 1), "utf-8")
    outcome = check_procedures(tmp_path)
    slip = outcome.slips[0]
    assert (slip.place.line, slip.values["near"]) == (_line_of(path, "oficial"), "official")
    assert outcome.versions == 0 and outcome.unfollowed == ()


def _line_of(path: Path, mark: str) -> int:
    lines = path.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if mark in line)
