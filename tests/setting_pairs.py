"""Settings of a screen by pairs: few enough to paint, and every two values that may meet do meet.

What clips on a glass comes of one value or of two that meet (a width and a size of letters, a theme's frame and a
width), so a table in which every pair stands finds it, at a fraction of all combinations. Each screen is painted
upright and lying; what else meets turns from screen to screen and from one run to the next.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

VALUES: Mapping[str, tuple[str, ...]] = {
    "glass": ("up", "lying"),
    "theme": ("light", "contrast", "dark"),
    "text": ("100", "150", "200"),
    "language": ("vi", "en"),
}

Setting = tuple[str, ...]
"""One value of each, in the order of ``VALUES``."""


def settings_of(screens: Sequence[str], turn: int) -> Iterator[tuple[str, Setting]]:
    """Each screen twice, upright and lying, with all else of both different. Twelve screens in a row meet every
    combination that this allows; ``turn`` (from 0 on) begins elsewhere."""
    _, themes, texts, languages = VALUES.values()
    for place, screen in enumerate(screens):
        number = place + turn
        for glass, (way, step) in zip(VALUES["glass"], ((0, 0), (1, 1)), strict=True):
            theme = themes[(number + step) % 3]
            text = texts[(number // 3 + step + way) % 3]
            yield screen, (glass, theme, text, languages[(number // 2 + step) % 2])


def pairs(settings: Iterable[Setting]) -> set[tuple[str, str]]:
    """Which two values meet in ``settings``; a value is told by its kind too."""
    kinds = list(VALUES)
    named = ([f"{kind} {value}" for kind, value in zip(kinds, one, strict=True)] for one in settings)
    return {pair for one in named for pair in itertools.combinations(one, 2)}


def all_pairs() -> set[tuple[str, str]]:
    return pairs(itertools.product(*VALUES.values()))
