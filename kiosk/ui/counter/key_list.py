"""Every key of the counter, and what it does, to be read: F1."""

from __future__ import annotations

from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.widgets.rooted import Rooted

KEYS = (
    ("F1", "keys"),
    ("F2", "mend"),
    ("F3", "find"),
    ("F4", "i_help"),
    ("F5", "key_paper"),
    ("F6", "remark"),
    ("F7", "cash"),
    ("F8", "key_ask"),
    ("F9", "print"),
    ("F10", "key_give"),
    ("F11", "key_twice"),
    ("F12", "key_correct"),
    ("Ctrl+E", "key_except"),
    ("Ctrl+K", "key_seal"),
    ("Ctrl+H", "key_over"),
    ("Ctrl+N", "key_new"),
    ("Ctrl+L", "lock"),
    ("Ctrl+1…8", "key_sections"),
    ("1…9, 0", "key_queues"),
    ("↑ ↓", "key_choose"),
    ("Ctrl+↑ ↓", "key_step"),
    ("Alt+T", "key_typing"),
    ("Space", "key_mark"),
    ("Enter", "key_open"),
    ("Ctrl+Enter", "key_primary"),
    ("Esc", "key_back"),
)


class KeyList(Rooted):
    """In two columns."""

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        box = kit.column(self, gap=10)
        box.addWidget(kit.label(kit.say("keys"), "h2"))
        box.addWidget(kit.label(kit.say("keys_why"), "second"))
        columns = kit.row(gap=40)
        for half in (KEYS[: len(KEYS) // 2], KEYS[len(KEYS) // 2 :]):
            column = kit.column(gap=10)
            for key, word in half:
                line = kit.row(gap=16)
                hint = kit.label(key, "kbd")
                line.addWidget(hint)
                line.addWidget(kit.label(kit.say(word)))
                line.addStretch(1)
                column.addLayout(line)
            columns.addLayout(column)
        box.addLayout(columns)
