"""What moves stands still while nobody sees it, and goes on when somebody does."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from ui_hands import Show

from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets import AnswerField, Illustration, IllustrationKind, ReadingList, ReadState, StepCard
from kiosk.ui.widgets.shown_timer import ShownTimer


def reader(look: Look, _: Strings) -> QWidget:
    return Illustration(look, IllustrationKind.READER, moving=True)


def caret(look: Look, strings: Strings) -> QWidget:
    field = AnswerField(look, strings)
    field.set_editing(True)
    return field


def reading(look: Look, strings: Strings) -> QWidget:
    parts = ReadingList(look, strings, ("a", "b"))
    parts.set_state(0, ReadState.NOW)
    return parts


def hands(look: Look, _: Strings) -> QWidget:
    card = StepCard(look, 1, "a")
    card.set_pictures((IllustrationKind.READER, IllustrationKind.TORN_PAPER))
    return card


@pytest.mark.parametrize("make", [reader, caret, reading, hands], ids=lambda one: one.__name__)
def test_it_moves_while_it_is_seen(look: Look, strings: Strings, show: Show, make) -> None:  # type: ignore[no-untyped-def]
    look.set_reduced_motion(False)
    widget = make(look, strings)
    (timer,) = widget.findChildren(ShownTimer)
    assert not timer.isActive(), "before it is shown"
    page = show(widget)
    assert timer.isActive()
    page.hide()
    assert not timer.isActive() and timer.wanted
    page.show()
    assert timer.isActive()
    timer.end()
    page.hide()
    page.show()
    assert not timer.isActive(), "nobody wants it any more"
