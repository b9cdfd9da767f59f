"""How a stop of the reading is said: its name, what it is, how it stands, and what can be done."""

from __future__ import annotations

from kiosk.ui.listening.order import ReadItem
from kiosk.ui.strings import Strings
from kiosk.ui.widgets.access import AccessRole

_NAMED = (AccessRole.BUTTON, AccessRole.ENTRY, AccessRole.PICTURE, AccessRole.HEADING)


def item_sentence(strings: Strings, item: ReadItem) -> str:
    """ "Bệnh viện, trạm y tế. Chưa chọn." """
    parts = [_ended(item.name)]
    if item.part < 0 and item.role in _NAMED:
        parts.append(strings.say(f"listen.role.{item.role.value}") if item.role is not AccessRole.HEADING else "")
    parts += _state(strings, item)
    return " ".join(part for part in parts if part)


def _state(strings: Strings, item: ReadItem) -> list[str]:
    state, words = item.state, list[str]()
    if state.chosen is not None:
        words.append(strings.say("listen.state.chosen" if state.chosen else "listen.state.not_chosen"))
    if state.opened is not None:
        words.append(strings.say("listen.state.opened" if state.opened else "listen.state.closed"))
    if state.busy:
        words.append(strings.say("listen.state.busy"))
    if not state.enabled and item.press is not None:
        words.append(strings.say("listen.state.disabled"))
    return words


def _ended(sentence: str) -> str:
    """With a stop, so that the voice falls."""
    sentence = sentence.strip()
    return sentence if not sentence or sentence[-1] in ".?!:" else f"{sentence}."
