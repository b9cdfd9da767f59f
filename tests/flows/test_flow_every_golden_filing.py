"""Every golden filing of every procedure as a visit by touch: what can be filed stands at the portal field by field as
the same answers stand on the sheet, what a rule stops ends at its sentence, and nothing of that is filed."""

from __future__ import annotations

from pathlib import Path

import pytest
from golden_check import by_touch, not_by_touch, play, samples
from visit_stage import Resident


def test_each_was_seen_to_hold_or_says_why_it_is_no_visit() -> None:
    there = [(code, one.key) for code, one in samples()]
    held, reasons = by_touch(), not_by_touch()
    assert sorted([*held, *reasons]) == sorted(there)
    assert all(len(why.split()) > 3 for why in reasons.values())


@pytest.mark.sampled(5)
@pytest.mark.parametrize(("code", "key"), by_touch(), ids=lambda part: part)
def test_it_comes_to_what_its_sheet_says(practised: Resident, tmp_path: Path, code: str, key: str) -> None:
    play(practised, tmp_path, code, key)
