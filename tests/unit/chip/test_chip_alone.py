"""The chip's room stands alone: whoever wants to read cards takes it and the error tree, and nothing of the kiosk."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "chip.md").read_text("utf-8")

LOADED = """
import sys
{code}
print(*sorted(name for name in sys.modules if name.partition(".")[0] == "kiosk"))
"""


def _loaded(code: str) -> set[str]:
    """What of this house a fresh Python has loaded after the code."""
    ran = subprocess.run(
        [sys.executable, "-c", LOADED.format(code=code)], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return set(ran.stdout.splitlines()[-1].split())


def test_every_module_of_it_loads_itself_and_the_errors_alone():
    names = [f"kiosk.chip.{path.stem}" for path in (ROOT / "kiosk" / "chip").glob("*.py") if path.stem != "__init__"]
    loaded = _loaded("\n".join(f"import {name}" for name in sorted(names)))
    assert set(names) <= loaded
    strange = {name for name in loaded if not re.fullmatch(r"kiosk|kiosk\.(chip|errors)(\..*)?", name)}
    assert not strange


def test_what_opens_no_window_loads_none():
    code = "import kiosk.chip.reader"
    ran = f"{code}\nassert not {{'PySide6', 'cv2', 'numpy', 'smartcard', 'requests'}} & set(sys.modules)"
    assert "kiosk.chip.reader" in _loaded(ran)


@pytest.fixture
def example() -> str:
    """The lines on the page that read a card."""
    found = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def test_the_lines_on_the_page_read_a_card(example):
    """As they stand there, with a virtual card in the place of the reader."""
    lines = [line for line in example.splitlines() if line.strip() and not line.startswith("#")]
    assert len(lines) <= 10
    given = (
        "from kiosk.devices.simulated.virtual_card import virtual_card\n"
        "from kiosk.devices.simulated.person import person\n"
        "from kiosk.resources import demo_asset\n"
        "card, qr_text = virtual_card(), person().qr_text\n"
        "csca = demo_asset('trust', 'csca.pem').read_bytes()\n"
    )
    connect = "def connect():\n    card.reset()\n    return card.transmit\n"
    ran = subprocess.run(
        [sys.executable, "-c", given + connect + example], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert ran.stdout.split("\n")[0] == "VANG THI MY Vàng Thị Mỷ IssuerTrust.TRUSTED ChipProofOutcome.PASSED"
