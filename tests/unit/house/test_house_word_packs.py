"""Words that an update brings: what cannot be said here is refused with file, line and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk import catalogue
from kiosk.resources import ASSETS
from kiosk.toml_source import TomlFault
from kiosk.words import pack_fault, words

OWN = """\
[start]
title = "Chào {name}"
# what is touched
begin = "Bắt đầu"
"""


def fault(tmp_path: Path, pack: str) -> str:
    for name, text in (("own", OWN), ("pack", pack)):
        (tmp_path / name / "vi").mkdir(parents=True, exist_ok=True)
        (tmp_path / name / "vi" / "screens.toml").write_text(text, "utf-8")
    return pack_fault(tmp_path / "pack/vi", tmp_path / "own/vi")


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("begin =", "begni =", "words/vi/screens.toml:4: start.begni is not known, start.begin is missing"),
        ('begin = "Bắt đầu"', "", "words/vi: start.begin is missing"),
        ("[start]", "[strat]", "words/vi/screens.toml:2: strat.title is not known, start.title is missing"),
        ('"Bắt đầu"', "7", "words/vi/screens.toml:4: start.begin is no text"),
        ('"Bắt đầu"', '["Bắt đầu"]', "words/vi/screens.toml:4: start.begin is no text"),
        ('"Bắt đầu"', "", "words/vi/screens.toml:4: Invalid value"),
        ("{name}", "{nmae}", "words/vi/screens.toml:2: start.title has {nmae}, which nothing fills in here"),
        ("{name}", "{name.__class__}", "words/vi/screens.toml:2: start.title has {name.__class__}"),
        ("{name}", "{}", "words/vi/screens.toml:2: start.title has {}"),
        ("{name}", "{name", "words/vi/screens.toml:2: start.title has braces that do not fit"),
    ],
)
def test_a_pack_that_cannot_be_said_is_refused_by_its_line(tmp_path: Path, old: str, new: str, wrong: str) -> None:
    assert fault(tmp_path, OWN.replace(old, new)).startswith(wrong)


@pytest.mark.parametrize(
    ("old", "new"),
    [("Chào {name}", "Xin chào"), ("Bắt đầu", "Mời bắt đầu"), ("# what", 'more = "Thêm"\n# what')],
    ids=["less to fill in", "other words", "a sentence more, of a later program"],
)
def test_a_pack_may_say_it_otherwise_and_more(tmp_path: Path, old: str, new: str) -> None:
    assert fault(tmp_path, OWN.replace(old, new)) == ""


def test_a_catalogue_with_a_misspelt_word_never_comes_into_force(tmp_path: Path) -> None:
    for part in ("procedures", "values", "words"):
        shutil.copytree(ASSETS / part, tmp_path / part)
    assert catalogue.fault(tmp_path) == ""
    path = tmp_path / "words/en/card.toml"
    lines = path.read_text("utf-8").splitlines()
    number = next(at for at, line in enumerate(lines) if line.startswith("message = "))
    lines[number] = lines[number].replace("message", "mesage")
    path.write_text("\n".join(lines), "utf-8")
    assert catalogue.fault(tmp_path).startswith(f"words/en/card.toml:{number + 1}: ")
    assert "mesage is not known" in catalogue.fault(tmp_path)
    path.write_text("\n".join(lines[:number]) + "\nmessage = \n", "utf-8")
    assert catalogue.fault(tmp_path) == f"words/en/card.toml:{number + 1}: Invalid value"


def test_the_programs_own_words_are_texts_or_it_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ASSETS / "words", tmp_path / "words")
    (tmp_path / "words/vi/zz.toml").write_text("[start]\n\nseconds = 3\n", "utf-8")
    monkeypatch.setattr("kiosk.words.ASSETS", tmp_path)
    with pytest.raises(TomlFault, match=r"words/vi/zz\.toml:3: start\.seconds is no text"):
        words.__wrapped__("vi")
