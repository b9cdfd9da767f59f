"""Which widget lights the sentence that is being said, and the word of it: the stop of the reading, or what else on
the glass says it."""

from __future__ import annotations

from collections.abc import Callable

from shiboken6 import isValid

from kiosk.ui.listening.order import ReadItem, reading_order
from kiosk.ui.shell import Shell
from kiosk.ui.widgets import Painted


class SpeechHighlight:
    """``place``: the key of the stop where the reading stands."""

    def __init__(self, shell: Shell, place: Callable[[], tuple[int, int] | None]) -> None:
        self._shell, self._place = shell, place
        self._shining: Painted | None = None

    def show(self, sentence: str, word: int = -1) -> None:
        """``sentence`` is said now, and of it the word of that place; nothing: the voice rests."""
        if word >= 0 and self._shining is not None and isValid(self._shining) and self._shining.highlight == sentence:
            _light(self._shining, sentence, word)
            return
        widget = self._saying(sentence) if sentence else None
        if self._shining is not None and self._shining is not widget and isValid(self._shining):
            _light(self._shining, "", -1)
        self._shining = widget
        if widget is not None:
            _light(widget, sentence, word)

    def _saying(self, sentence: str) -> Painted | None:
        words = sentence.strip(" .")
        items = [item for item in reading_order(self._shell) if words and words in _flat(item)]
        items.sort(key=lambda item: item.key != self._place())
        return items[0].widget if items else None


def _flat(item: ReadItem) -> str:
    return " ".join(item.name.split())


def _light(widget: Painted, sentence: str, word: int) -> None:
    widget.highlight, widget.highlight_word = sentence, word
    widget.update()
