"""Every key of the counter, and what it does, to be read: F1."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from kiosk.ui.counter.parts import MOST_BESIDE, StaffKit
from kiosk.ui.widgets.rooted import Rooted

KEYS = {
    "keys_go": (
        ("F1", "keys"),
        ("F3", "key_search"),
        ("F4", "i_help"),
        ("Ctrl+1…8", "key_sections"),
        ("1…9, 0", "key_queues"),
        ("Ctrl+↑ ↓", "key_step"),
        ("Ctrl+N", "key_new"),
        ("Ctrl+L", "key_lock"),
        ("Esc", "key_back"),
    ),
    "keys_dossier": (
        ("↑ ↓", "key_field"),
        ("F2", "key_mend"),
        ("F5", "key_paper"),
        ("F6", "key_note"),
        ("F7", "key_cash"),
        ("F8", "key_ask"),
        ("F9", "key_print"),
        ("F10", "key_give"),
        ("F11", "key_twice"),
        ("F12", "key_correct"),
        ("Ctrl+E", "key_except"),
        ("Ctrl+K", "key_seal"),
        ("Ctrl+H", "key_over"),
    ),
    "keys_write": (
        ("Ctrl+Enter", "key_primary"),
        ("Tab", "key_tab"),
        ("Space", "key_mark"),
        ("Alt+1…9", "key_option"),
        ("Alt+T", "key_typing"),
        ("↑ ↓", "key_choose"),
        ("Enter", "key_open"),
        ("PgDn", "key_more"),
        ("Ctrl+A", "key_all"),
    ),
}
"""By what one is about: each key, and the word for what it does."""

KEYS_WIDE = 1500
"""Pixels of a window 1080 high: three columns beside each other."""


class KeyList(Rooted):
    """In three columns; in a narrow window in two, or in one."""

    def __init__(self, kit: StaffKit, close: Callable[[], object]) -> None:
        super().__init__()
        box = kit.column(self, gap=10)
        heads = kit.row()
        heads.addWidget(kit.label(kit.say("keys"), "h2"), 1)
        heads.addWidget(kit.button(kit.say("close"), close, key="Esc"))
        box.addLayout(heads)
        box.addWidget(kit.label(kit.say("keys_why"), "second"))
        box.addWidget(kit.rule())
        across = 1 if kit.letters > MOST_BESIDE else 2 if kit.narrow else 3
        groups = QGridLayout()
        groups.setHorizontalSpacing(kit.px(36))
        groups.setVerticalSpacing(kit.px(18))
        for place, (title, keys) in enumerate(KEYS.items()):
            column = kit.column(gap=6)
            column.addWidget(kit.label(kit.say(title), "h3"))
            column.addLayout(self._lines(kit, keys))
            column.addStretch(1)
            groups.addLayout(column, place // across, place % across)
            groups.setColumnStretch(place % across, 1)
        box.addLayout(groups)
        box.addStretch(1)

    def _lines(self, kit: StaffKit, keys: tuple[tuple[str, str], ...]) -> QGridLayout:
        lines = QGridLayout()
        lines.setHorizontalSpacing(kit.px(14))
        lines.setVerticalSpacing(kit.px(7))
        lines.setColumnStretch(1, 1)
        for row, (key, word) in enumerate(keys):
            lines.addWidget(kit.label(key, "kbd"), row, 0, Qt.AlignmentFlag.AlignLeft)
            text = kit.say(word)
            lines.addWidget(kit.label(text[:1].upper() + text[1:]), row, 1)
        return lines
