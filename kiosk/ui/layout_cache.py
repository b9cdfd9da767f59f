"""Answers that are asked for again and again while one person is served, and forgotten when that person has gone."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

T = TypeVar("T")

MOST_LAYOUTS = 1500  # answers: some twenty pages of laid-out text


class LayoutCache:
    """Belongs to the painting thread. When it is full it begins anew: nothing is worth the trouble of choosing."""

    def __init__(self) -> None:
        self._layouts: dict[Hashable, object] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, once for each ``key``. The key says all that the answer depends on."""
        if key not in self._layouts:
            if len(self._layouts) >= MOST_LAYOUTS:
                self._layouts.clear()
            self._layouts[key] = make()
        return cast("T", self._layouts[key])

    def forget(self) -> None:
        self._layouts.clear()
