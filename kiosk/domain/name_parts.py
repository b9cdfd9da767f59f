"""A name written syllable by syllable: what the one at the caret may become with one touch.

From the people of this form and two lists of common syllables; never from what other people have filed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.domain.unmarked import without_marks

MOST_OFFERS = 4
"""Syllables that are offered at once: more are read more slowly than typed."""


def family_name(name: str) -> str:
    """The word with which a Vietnamese name says its family; empty where the name may say it otherwise (H' Nui Niê, Y
    Moan Êñuôl)."""
    first = name.partition(" ")[0].title()
    return first if len(first) > 1 and first.isalpha() else ""


@dataclass(frozen=True)
class NameParts:
    """``of_visit``: family names of people of this form; ``families``, ``syllables``: common ones, the commonest
    first."""

    of_visit: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    syllables: tuple[str, ...] = ()

    def offers(self, before: str) -> tuple[str, ...]:
        """For what stands before the caret. A family name of this form at once, others by their first letters; what is
        common after it at once; every further syllable by its letters."""
        *done, begun = before.split(" ")
        known = (*self.of_visit, *(self.families if begun else ())) if not done else self._further(done, begun)
        fitting = (one for one in dict.fromkeys(known) if _begins(one, begun))
        return tuple(one for _, one in zip(range(MOST_OFFERS), fitting, strict=False))

    def _further(self, done: list[str], begun: str) -> Iterable[str]:
        return self.syllables if begun or len(done) == 1 else ()


def _begins(whole: str, begun: str) -> bool:
    """Letters without marks stand for those with marks; marks that are written must be there."""
    whole, begun = whole.lower(), begun.lower()
    if whole == begun:
        return False
    return whole.startswith(begun) or (without_marks(begun) == begun and without_marks(whole).startswith(begun))
