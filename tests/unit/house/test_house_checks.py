"""Each check of the house finds the fault it is there for, in a checkout made for it, and nothing in a sound one."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

from scripts import checks, third_party

ERRORS = """
class KioskError(Exception):
    code: ClassVar[str] = "error"
class NoCard(KioskError):
    code = "card.none"
"""
VI = """
[error.error]
message = "Có việc chưa xong."
remedy = "Xin thử lại."
[error.card.none]
message = "Chưa thấy thẻ {where}."
remedy = "Xin đặt thẻ."
"""
EN = VI.replace("Chưa thấy thẻ", "No card")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small sound checkout."""
    for name, text in {
        "kiosk/errors.py": ERRORS,
        "kiosk/door.py": 'words.say("error.error.message")\n',
        "scripts/allowed-words.txt": "# none\n",
        "assets/words/vi/card.toml": VI,
        "assets/words/en/card.toml": EN,
        "docs/glossary.md": "| thẻ | `NoCard` | none |\n",
        "assets/fonts/Fine.ttf": "",
        "assets/fonts/Fine-OFL.txt": "free",
        "requirements/kiosk.lock": "numpy==0 \\\n    --hash=sha256:0\n",
        "scripts/third_party.toml": '[for]\nnumpy = "pictures"\n[licence]\nnumpy = "BSD-3-Clause"\n',
    }.items():
        write(tmp_path / name, text)
    for lock in ("hardware", "flatbed", "tpm", "build", "dev"):
        write(tmp_path / f"requirements/{lock}.lock", "")
    write(tmp_path / "THIRD_PARTY.md", third_party.page(tmp_path))
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def found(house: Path) -> list[str]:
    return [fault for check in checks.CHECKS for fault in check(house)]


def test_a_sound_house_has_no_fault(house: Path) -> None:
    assert found(house) == []


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        ("assets/words/en/card.toml", EN + 'more = "x"', "words: en/card.toml:8: error.card.none.more is in en only"),
        ("assets/words/en/card.toml", EN.replace("{where}", "there"), "other placeholders"),
        ("assets/words/vi/card.toml", VI.replace("Xin thử lại.", " "), "words: vi error.error.remedy is empty"),
        ("assets/words/vi/card.toml", unicodedata.normalize("NFD", VI), "decomposed letters"),
        ("assets/words/vi/again.toml", '[error.card.none]\nremedy = "Xin thử."', "is in again.toml and in card.toml"),
        (
            "kiosk/errors.py",
            ERRORS + 'class NoReader(KioskError):\n    code = "card.gone"\n',
            "NoReader (error.card.gone)",
        ),
        ("kiosk/errors.py", ERRORS + 'class Two(KioskError):\n    code = "card.none"\n', "Two has the code of NoCard"),
        ("kiosk/door.py", 'self._say("start.titel")\n', "kiosk/door.py says start.titel"),
        ("assets/words/vi/card.toml", VI.replace("đặt", "đặtt"), "spelling: card.toml error.card.none.remedy: đặtt"),
        ("assets/values/a.toml", 'all = [{ name = "Tàyy và é" }]', "spelling: assets/values/a.toml: Tàyy"),
        ("kiosk/long.py", "x = 1\n" * 301, "size: kiosk/long.py has 301 lines"),
        ("kiosk/again.py", "class NoCard: ...\n", "names: 2 classes are called NoCard"),
        ("kiosk/seen.py", "", "names: kiosk/seen.py is a module called by a participle"),
        (
            "kiosk/told.py",
            "def read(told: str) -> str:\n    return told\n",
            "names: kiosk/told.py:1 calls something told",
        ),
        (
            "docs/glossary.md",
            "| đơn | `Petition` | none |\n",
            "docs/glossary.md names Petition, which the code has not",
        ),
        ("notes.md", "see /ro" + "ot/house", "alien: notes.md:1 holds"),
        ("requirements/x.lock", "--index-url https://py" + "pi.org/simple", "alien: requirements/x.lock:1"),
        ("assets/icons/a.svg", "<svg/>", "licence: assets/icons has none"),
        ("scripts/third_party.toml", '[for]\nnumpy = "p"\n[licence]\nnumpy = "GPL-3.0-only"\n', "under GPL-3.0-only"),
        ("scripts/third_party.toml", '[for]\n[licence]\nnumpy = "BSD"\n', "what numpy is for"),
        ("requirements/kiosk.lock", "numpy==1\n", "THIRD_PARTY.md is not current"),
        ("kiosk/chart.py", "from PySide6 import Qt" + "Charts\n", "QtCharts, which is under the GPL alone"),
    ],
)
def test_a_fault_is_found(house: Path, file: str, text: str, fault: str) -> None:
    write(house / file, text)
    assert any(fault in one for one in found(house)), found(house)


@pytest.mark.skipif(not shutil.which("git"), reason="git is not here")
def test_what_git_does_not_know_is_nobodys_business(house: Path) -> None:
    for words in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *words], cwd=house, check=True)
    write(house / "mine.txt", "/ro" + "ot/house")
    assert found(house) == []


def test_the_lgpl_and_a_choice_beside_the_gpl_are_no_fault(house: Path) -> None:
    for licence in ("LGPL-3.0-only (of LGPL-3.0 OR GPL-2.0)", "LGPL-2.1-or-later"):
        write(house / "scripts/third_party.toml", f'[for]\nnumpy = "p"\n[licence]\nnumpy = "{licence}"\n')
        write(house / "THIRD_PARTY.md", third_party.page(house))
        assert found(house) == []
