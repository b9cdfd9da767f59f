"""The line of keys beneath a list."""

from __future__ import annotations

from kiosk.ui.counter.flow_row import FlowRow
from kiosk.ui.counter.parts import StaffKit


def key_hints(kit: StaffKit, *keys: tuple[str, str]) -> FlowRow:
    """Keys, each with the word for what it does."""
    foot = kit.bar(gap=10)
    for key, word in keys:
        foot.addWidget(kit.label(key, "kbd"))
        foot.addWidget(kit.label(kit.say(word), "second"))
    return foot
