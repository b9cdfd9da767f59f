"""A hand without a plan, two fingers, all that turns, and devices that come and go: no bug, one window, nobody else's
word, and nothing held. ``python bench/monkey.py`` plays ten thousand touches of one hand on a real X server."""

from __future__ import annotations

from pathlib import Path

import pytest
from monkey import Monkey
from sampling import Sample
from visit_stage import QUICK, kiosk


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 5))
def test_a_hand_without_a_plan(qapp: object, tmp_path: Path, sample: Sample, seed: int) -> None:
    with kiosk(tmp_path / "kiosk", delays=QUICK) as resident:
        run = Monkey(resident, seed).play(2_500 if sample.every else 250)
    assert run.touches >= 250
    assert run.visits >= 1
    assert len(run.acts) > 10
