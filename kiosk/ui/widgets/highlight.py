"""What the voice is saying, lit where it stands: a band behind the sentence, a deeper one behind its word, and a stroke
beneath the word or, where that is not known, beneath the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QTextLayout

BAND = 0.12
"""How much of the letters' own colour lies behind them: on every theme, on paper and on a full button, the letters
keep their contrast."""

WORD_BAND = 0.2
"""The same behind the word, over the other: together a quarter."""

_STOPS = ".?!:… "
_SPOKEN: ContextVar[tuple[str, int]] = ContextVar("spoken", default=("", -1))


@contextmanager
def highlighting(sentence: str, word: int = -1) -> Iterator[None]:
    """What is painted meanwhile lights ``sentence`` where it has it, and the word of that place in it."""
    token = _SPOKEN.set((sentence, word))
    try:
        yield
    finally:
        _SPOKEN.reset(token)


@lru_cache(maxsize=64)
def spoken_range(text: str, sentence: str) -> tuple[int, int] | None:
    """Where in ``text``, a line or paragraph as it is painted, ``sentence`` stands: start and end. Where a widget says
    several of its lines as one sentence, each of them is a part of it."""
    words, whole = sentence.strip(_STOPS).split(), text.strip(_STOPS)
    if not words or not whole:
        return None
    match = re.search(r"(?:^|(?<=[.?!:…]\s))" + r"\W{1,3}".join(map(_loose, words)) + r"(?:[.?!:…]+|\s*$)", text)
    if match is not None:
        return match.start(), match.end()
    line = r"\s+".join(map(re.escape, whole.split()))
    inside = re.search(rf"(?:^|[.,:;]\s){line}(?:[.,:;]|$)", sentence.strip(_STOPS))
    return (0, len(text)) if inside is not None else None


def _loose(word: str) -> str:
    return re.escape(word.strip("*"))


@lru_cache(maxsize=64)
def spoken_word(text: str, sentence: str, word: int) -> tuple[int, int] | None:
    """Where in ``text`` the word of that place in ``sentence`` stands; an empty place where it stands elsewhere, None
    where that cannot be told."""
    whole, words = spoken_range(text, sentence), [_bare(one) for one in sentence.split()]
    if whole is None or word < 0:
        return None
    places = [match.span() for match in re.finditer(r"\S+", text[slice(*whole)])]
    written = [_bare(text[whole[0] + start : whole[0] + end]) for start, end in places]
    before = next((at for at in range(len(words)) if words[at : at + len(written)] == written), None)
    if before is None:
        return None
    if not 0 <= word - before < len(places):
        return whole[0], whole[0]
    start, end = places[word - before]
    return whole[0] + start, whole[0] + end


def _bare(word: str) -> str:
    return re.sub(r"^\W+|\W+$", "", word)


def paint_highlight(painter: QPainter, layout: QTextLayout, place: QPointF, colour: QColor) -> None:
    """Beneath the letters of ``layout``, which is painted at ``place`` in ``colour``."""
    sentence, word = _SPOKEN.get()
    whole = spoken_range(layout.text(), sentence) if sentence else None
    if whole is None:
        return
    single = spoken_word(layout.text(), sentence, word)
    for area in _areas(layout, place, *whole):
        painter.fillRect(area, _band(colour, BAND))
        if single is None:
            painter.fillRect(_stroke(area), colour)
    for area in _areas(layout, place, *single) if single is not None else ():
        painter.fillRect(area, _band(colour, WORD_BAND))
        painter.fillRect(_stroke(area), colour)


def _band(colour: QColor, share: float) -> QColor:
    band = QColor(colour)
    band.setAlphaF(share)
    return band


def _stroke(area: QRectF) -> QRectF:
    deep = max(2.0, area.height() * 0.07)
    return QRectF(area.left(), area.bottom() - deep, area.width(), deep)


def _areas(layout: QTextLayout, place: QPointF, start: int, end: int) -> Iterator[QRectF]:
    """Of each line what lies between the two places of the text, a little wider than its letters."""
    for index in range(layout.lineCount()):
        area = _words_of(layout, index, start, end).translated(place)
        if area.width() > 0:
            reach = area.height() * 0.12
            yield area.adjusted(-reach, 0, reach, 0)


def _words_of(layout: QTextLayout, index: int, start: int, end: int) -> QRectF:
    """What of the line lies between the two places of the text; empty where nothing does."""
    line = layout.lineAt(index)
    first, last = line.textStart(), line.textStart() + line.textLength()
    text = layout.text()
    begin, stop = max(first, start), min(last, end)
    while stop > begin and text[stop - 1].isspace():
        stop -= 1
    if stop <= begin:
        return QRectF()
    left, right = _edge(line.cursorToX(begin)), _edge(line.cursorToX(stop))
    return QRectF(left, line.y(), right - left, line.height())


def _edge(answer: object) -> float:
    """PySide gives the place alone, or with the cursor it was asked for."""
    return float(answer[0] if isinstance(answer, tuple) else answer)  # type: ignore[arg-type]
