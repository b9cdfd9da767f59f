"""What stands in a README runs as it stands there."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.services.key_source import key_source
from kiosk.store import Store

ROOT = Path(__file__).parents[2]
LINES = re.findall(r"^ *(kiosk submit .*)$", (ROOT / "examples" / "README.md").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("line", LINES)
def test_the_example_is_filed_as_written(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a clean data folder, from the repository's root, with the paper that ships."""
    monkeypatch.chdir(ROOT)
    data = tmp_path / "data"
    assert main(["--json", "--data", str(data), *shlex.split(line)[1:]]) == 0
    told = json.loads(capsys.readouterr().out)
    config = Config(data=data)
    with Store.open(data, office_time, key_source(config)) as store:
        made = store.outbox.get(told["code"])
        (paper,) = made.filing.documents
        assert store.documents.get(paper.sha256).startswith(b"%PDF-") and made.filing.notes == ()
    assert made.filing.subject == "SÙNG MINH KHUÊ" and made.filing.documents[0].pages == 1


def test_there_is_an_example() -> None:
    assert len(LINES) == 1
