"""The program ended so that its service starts it again: only where somebody does, and nothing stands in the way."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.restarting import RestartObstacle


class StartingAnew:
    """``possible``: a service started this program and starts it again; ``end``: has it end, given who wished it;
    ``obstacle``: why not now, None where nothing is in the way. All of it on the painting thread."""

    def __init__(
        self,
        possible: bool,
        end: Callable[[str], None],
        obstacle: Callable[[], RestartObstacle | None] = lambda: None,
    ) -> None:
        self.possible, self._end, self.obstacle = possible, end, obstacle

    def begin(self, way: str) -> bool:
        """Noted and ended, for ``way``: screen, move, restore. Whether it ends now."""
        if self.possible:
            self._end(way)
        return self.possible
