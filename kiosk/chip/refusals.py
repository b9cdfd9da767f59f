"""Which files a card refused in one read, how often, and whether it is worth asking again on the card opened anew."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.chip.files import EF, FileRefused
from kiosk.chip.habits import Habits
from kiosk.chip.proving import TWICE, FileOutcome
from kiosk.errors import CardError

_WANTED = (EF.DG13, EF.DG2, EF.SOD)
_KEYS = (EF.DG14, EF.DG15)
"""Files that are read for the chip's proof alone."""

_LEARNED = (EF.DG13, EF.DG2)
"""That cards of a kind keep these to themselves is learned. For the others each card is asked twice."""


class Refusals:
    """A file may be refused by a bad moment on the line; so it is asked for on two openings of the card."""

    def __init__(self, habits: Habits) -> None:
        self._habits = habits
        self._by_file: dict[EF, list[CardError]] = {}

    def note(self, ef: EF, error: CardError) -> None:
        """``error``: FileRefused, SentInPlain, or GroupUnreadable for bytes that can be no file."""
        refused = self._by_file.setdefault(ef, [])
        refused.append(error)
        if ef in _LEARNED and len(refused) >= TWICE:
            self._habits.refused.add(ef.name)

    def forget(self, ef: EF) -> None:
        """It came after all."""
        self._by_file.pop(ef, None)

    def again(self, ef: EF) -> bool:
        """Was it refused once, for no reason that lasts?"""
        refused = self._by_file.get(ef, [])
        return len(refused) == 1 and not self._lasting(refused[0]) and ef.name not in self._habits.refused

    def final(self, ef: EF) -> bool:
        """Was it refused as often as we ask?"""
        return ef in self._by_file and not self.again(ef)

    def worth_another(self, *, needed: bool) -> bool:
        """Is there a file for which the card should be opened anew? ``needed``: the files of a proof count too."""
        return any(self.again(ef) for ef in self._by_file if needed or ef not in _KEYS)

    def outcome(self, ef: EF) -> FileOutcome:
        return FileOutcome.ABSENT if self._lasting(self._by_file[ef][-1]) else FileOutcome.REFUSED

    def unread(self, files: Mapping[str, bytes]) -> frozenset[str]:
        """Files that are not there for no fault of the card's."""
        return frozenset(
            ef.name
            for ef in _WANTED
            if ef.name not in files and not (ef in self._by_file and self._lasting(self._by_file[ef][-1]))
        )

    @staticmethod
    def _lasting(error: CardError) -> bool:
        """The card says that it has no such file, or its bytes can be none: asking again changes nothing."""
        return error.absent if isinstance(error, FileRefused) else type(error).code == "card.unreadable"
