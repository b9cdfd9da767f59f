"""What was learned about cards of one kind on one reader, so that nothing is tried twice."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from kiosk.chip.lengths import LONG_READ, longer, shorter

_PATIENCE = 8
"""Good reads at a shortened length until a longer one is tried again; doubled each time that it was in vain."""


class AccessRoute(enum.Enum):
    """How EF.CardAccess is reached; cards differ, so all are tried. The last is for cards that start elsewhere."""

    AS_IT_LIES = "as it lies"
    MASTER_FILE_FIRST = "after selecting the master file"


@dataclass
class Habits:
    """What cards with the same answer-to-reset were found to take.

    ``chunk``: bytes to ask for at once, ``most`` the most that card and reader say they can. ``exact``: a length beyond
    the end of a file is refused, so that its header is read first. ``selects``: short identifiers are refused in the
    application; ``names``: they work there, or a selection ends the session, so that none is tried. ``refused``: files
    that such cards do not give, however often one asks.
    """

    chunk: int = LONG_READ
    way: AccessRoute = AccessRoute.AS_IT_LIES
    asked: bool = False  # whether EF.ATR/INFO was read for the chunk
    most: int = LONG_READ
    exact: bool = False
    selects: bool = False
    names: bool = False
    refused: set[str] = field(default_factory=set)
    _good: int = 0
    _patience: int = _PATIENCE

    def limit(self, most: int) -> None:
        """The card or the reader says that it takes no more."""
        self.most = min(self.most, most)
        self.chunk = min(self.chunk, most)

    def shrink(self) -> None:
        """A length was refused. What is learned so can be one bad moment, so it is not learned for ever."""
        self.chunk, self._good = shorter(self.chunk), 0

    def went_well(self) -> None:
        """A whole read. After some of them at a shortened length the next longer one has its chance again."""
        self._good += 1
        if self.chunk < self.most and self._good >= self._patience:
            self._good, self._patience = 0, self._patience * 2
            self.chunk = min(longer(self.chunk), self.most)
