"""Finding a procedure by what people say: "mở quán bán phở", with or without marks, in either language.

Each procedure has phrases (``Procedure.search``), data of its texts, beside its names. A word that few procedures know
weighs more than one that many know, so that "tôi muốn làm" says little and "phở" much.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log

from kiosk.domain.procedure import Procedure
from kiosk.procedures.area_search import plain

WHOLE = 0.5
"""A procedure is found where its phrases know this share of what was typed, by weight."""


@dataclass(frozen=True)
class ProcedureHit:
    """``phrase``: the words of the procedure that were meant, for the person to see why it stands here."""

    procedure: Procedure
    phrase: str
    weight: float


class ProcedureIndex:
    """The phrases of all procedures that are offered."""

    def __init__(self, procedures: Iterable[Procedure]) -> None:
        self._entries = [_Entry(one, _lines(one)) for one in procedures]
        self._spread = Counter(chain.from_iterable(entry.words for entry in self._entries))

    def search(self, typed: str, most: int = 20) -> Sequence[ProcedureHit]:
        """The best fit first, of two that fit alike the shorter phrase; all, by their names, if nothing was typed."""
        words = _words(typed)
        if not words:
            everything = sorted(self._entries, key=lambda entry: plain(entry.procedure.name["vi"]))
            return [ProcedureHit(entry.procedure, "", 0.0) for entry in everything][:most]
        hits = (self._hit(entry, words) for entry in self._entries)
        return sorted((hit for hit in hits if hit), key=lambda hit: (-hit.weight, len(hit.phrase)))[:most]

    def _hit(self, entry: _Entry, words: Sequence[str]) -> ProcedureHit | None:
        known = {word: self._weight(word) for word in words}
        met = {word for word in words if entry.knows(word, last=word is words[-1])}
        share = sum(known[word] for word in met) / sum(known.values())
        if share < WHOLE:
            return None
        fits = ((_fit(line, words), _begun(line, words), -len(text), text) for text, line in entry.lines)
        fit, _, _, phrase = max(fits)
        return ProcedureHit(entry.procedure, phrase, share + fit)

    def _weight(self, word: str) -> float:
        """A word that no procedure knows counts less than a rare one: it may be of the sentence, not of the matter."""
        met = sum(count for other, count in self._spread.items() if other.startswith(word))
        return log(1 + 2 * len(self._entries) / met) if met else 1.3


@dataclass(frozen=True)
class _Entry:
    procedure: Procedure
    lines: tuple[tuple[str, tuple[str, ...]], ...]  # as it is written, and its plain words

    @property
    def words(self) -> frozenset[str]:
        return frozenset(chain.from_iterable(line for _, line in self.lines))

    def knows(self, word: str, *, last: bool) -> bool:
        """The last word may be still on its way."""
        return word in self.words or (last and any(one.startswith(word) for one in self.words))


def _lines(one: Procedure) -> tuple[tuple[str, tuple[str, ...]], ...]:
    texts = chain(_all(one.search), one.name.values(), one.line.values(), (one.official,))
    return tuple((text, tuple(_words(text))) for text in dict.fromkeys(texts) if plain(text))


_LONE_Y = re.compile(r"(?<=[bcdhklmnprstvx])y\b")


def _words(text: str) -> list[str]:
    """Plain words; đăng ký and đăng kí are written alike, as both are right."""
    return _LONE_Y.sub("i", plain(text)).split()


def _all(phrases: Mapping[str, Sequence[str]]) -> Iterable[str]:
    return chain.from_iterable(phrases.values())


def _fit(line: Sequence[str], words: Sequence[str]) -> float:
    """How well a phrase is what was typed: its words in a row are worth twice its words apart, a whole phrase more."""
    run = _longest_run(line, words)
    apart = len(set(line) & set(words))
    whole = 1.0 if run == len(line) else 0.0
    return (2 * run + apart) / (3 * len(words)) + whole * len(line) / len(words)


def _begun(line: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the phrase has a word that the last one typed may become."""
    return any(one.startswith(words[-1]) for one in line)


def _longest_run(line: Sequence[str], words: Sequence[str]) -> int:
    best, row = 0, [0] * (len(words) + 1)
    for one in line:
        row = [0] + [row[at] + 1 if words[at] == one else 0 for at in range(len(words))]
        best = max(best, *row)
    return best
