"""A stranger at every screen: a name of 80 letters, wherever somebody is named, leaves no widget and pushes none."""

from __future__ import annotations

import pytest
import resident_board as board
from painted_text import watched_text
from sampling import Sample, current
from setting_pairs import settings_of
from test_resident_screens import clipped, crossing


def rows(sample: Sample) -> list[tuple[str, str]]:
    """Every screen that names somebody, in two settings; the next commit turns them on."""
    return [(name, "-".join(one)) for name, one in settings_of(sorted(board.SCREENS), sample.turn("strangers", 36))]


@pytest.mark.sampled(24)
@pytest.mark.parametrize(("name", "setting"), rows(current()))
def test_a_long_name_is_whole_on_every_screen(
    qapp: object, monkeypatch: pytest.MonkeyPatch, name: str, setting: str
) -> None:
    faults: list[str] = []
    with board.long_names(), watched_text(monkeypatch) as seen:
        for shell, _ in board.shown(name, setting):
            shell.grab()
            faults += clipped(shell) + crossing(shell)
    assert faults + seen.faults == []
