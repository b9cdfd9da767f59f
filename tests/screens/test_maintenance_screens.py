"""Every page of maintenance upright and lying, in small and large letters and both languages: no word is cut, nothing
leaves its window, targets are large enough for a finger."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from maintenance_board import kit_of, played
from painted_text import watched_text
from sampling import current
from setting_pairs import VALUES
from staff_rules import faults

from kiosk.app.window import KioskApp
from kiosk.tour.maintenance import SCENES

SETTINGS = tuple(
    "-".join((glass, theme, text, language))
    for (glass, text, language), theme in zip(
        itertools.product(("up", "lying", "small"), ("100", "200"), VALUES["language"]),
        itertools.cycle(VALUES["theme"]),
        strict=False,
    )
)
"""Every glass with small and large letters in each language; the themes by turns."""


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
