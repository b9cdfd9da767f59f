"""Every page of maintenance upright, and lying with large letters: no word is cut, nothing leaves its window, targets
are large enough for a finger."""

from __future__ import annotations

from pathlib import Path

import pytest
from maintenance_board import kit_of, played
from painted_text import watched_text
from sampling import current
from staff_rules import faults

from kiosk.app.window import KioskApp
from kiosk.tour.maintenance import SCENES

SETTINGS = ("up-light-100-vi", "lying-contrast-200-en")
"""Glass, theme, letters, language: those that were played; maintenance_board.py paints any other, to be looked at."""


def chosen() -> list[str]:
    """One of them in a sample, another by each commit."""
    return current().of("maintenance pages", SETTINGS, 1)


@pytest.mark.long
@pytest.mark.parametrize("setting", chosen())
def test_every_page_stands_whole(setting: str, tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong, seen = [], []

    def look(name: str, house: KioskApp) -> None:
        seen.append(name)
        house.window.grab()
        if house.maintenance.is_open:
            wrong.extend(f"{name}: {one}" for one in faults(house.window, kit_of(house)))

    with watched_text(monkeypatch) as painted:
        played(tmp_path, setting, look)
    assert seen == list(SCENES)
    assert wrong == [] and painted.faults == []
