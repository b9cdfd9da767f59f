"""Every pair of colours that meets on the screen, measured as WCAG 2.2 does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize

from kiosk.ui.theme import CONTRAST, DARK, LIGHT, READ_TOGETHER, SEEN_TOGETHER, Look, Metrics, TextRole, Theme


def luminance(colour: str) -> float:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_ruler_itself() -> None:
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert ratio("#231B15", "#F7F2E8") == pytest.approx(15.2, abs=0.1)  # as the reference measured it


@pytest.mark.parametrize(
    ("theme", "least"), [(LIGHT, 4.5), (DARK, 4.5), (CONTRAST, 7.0)], ids=lambda v: getattr(v, "name", v)
)
@pytest.mark.parametrize(("text", "ground"), READ_TOGETHER)
def test_text_can_be_read(theme: Theme, least: float, text: str, ground: str) -> None:
    assert ratio(getattr(theme, text), getattr(theme, ground)) >= least


@pytest.mark.parametrize("theme", [LIGHT, DARK, CONTRAST], ids=lambda theme: theme.name)
@pytest.mark.parametrize(("graphic", "ground"), SEEN_TOGETHER)
def test_graphics_can_be_told_apart(theme: Theme, graphic: str, ground: str) -> None:
    assert ratio(getattr(theme, graphic), getattr(theme, ground)) >= 3.0


@pytest.mark.parametrize(
    ("width", "height", "scale"),
    [(1080, 1920, 1.0), (1920, 1080, 1.0), (1366, 768, 768 / 1080), (540, 960, 0.5), (1080, 1600, 1600 / 1920)],
)
def test_the_scale_fits_both_directions(width: int, height: int, scale: float) -> None:
    assert Metrics.scale_for(QSize(width, height)) == pytest.approx(scale)


@pytest.mark.parametrize("role", list(TextRole))
def test_text_grows_with_its_size_and_never_shrinks(role: TextRole) -> None:
    sizes = [Metrics(1.0, percent).letters(role) for percent in (100, 125, 150, 200)]
    assert sizes == sorted(sizes)
    assert sizes[0] == role.size


def test_reading_text_doubles_and_headings_stop() -> None:
    large = Metrics(1.0, 200)
    assert large.letters(TextRole.BODY) == 66
    assert 100 <= large.letters(TextRole.H1) <= 118
    assert large.letters(TextRole.CODE) == 118


def test_a_change_is_told(look: Look) -> None:
    told: list[str] = []
    look.changed.connect(lambda: told.append(look.theme.name))
    look.set_theme("dark")
    look.set_text(200)
    assert told == ["dark", "dark"]
    assert look.large
