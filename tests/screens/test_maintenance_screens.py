"""Every page of maintenance upright, lying and on a small screen, in small and large letters and both languages, with
names and hosts as long as they come: no word is cut, nothing leaves its window, a finger hits what it is to hit."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from maintenance_board import GLASSES, kit_of, played
from painted_text import watched_text
from sampling import current
from setting_pairs import VALUES
from staff_rules import faults

from kiosk.app.window import KioskApp
from kiosk.tour.maintenance import SCENES

SETTINGS = (
    *(
        "-".join((glass, theme, text, language))
        for (glass, text, language), theme in zip(
            itertools.product(GLASSES, ("100", "200"), VALUES["language"]),
            itertools.cycle(VALUES["theme"]),
            strict=False,
        )
    ),
    *("up-contrast-150-en", "lying-light-150-vi", "small-dark-150-vi"),
)
"""Glass, theme, letters, language: every glass with small and large letters in each language, the themes by turns."""

STRANGERS = ("small-light-200-en-long",)
"""Technician, office and host with the longest names there may be."""


def chosen() -> list[str]:
    """One of them in a sample, another by each commit."""
    return current().of("maintenance pages", (*SETTINGS, *STRANGERS), 1)


def test_every_two_settings_meet() -> None:
    def pairs(rows: list[tuple[str, ...]]) -> set[tuple[str, str]]:
        return {pair for one in rows for pair in itertools.combinations(one, 2)}

    possible = itertools.product(GLASSES, *(VALUES[kind] for kind in ("theme", "text", "language")))
    missing = pairs(list(possible)) - pairs([tuple(one.split("-")) for one in SETTINGS])
    assert missing == set()


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
    assert [name for name in seen if name in SCENES] == list(SCENES)
    assert wrong == [] and painted.faults == []
