"""A field put right: what stands, what it shall be, why, and the paper that it was compared with."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from kiosk.domain.dossier_sheet import DossierField
from kiosk.ui.counter.dialogs import DialogForm, OptionRows
from kiosk.ui.counter.parts import MOST_BESIDE, StaffKit

REASONS = ("typo", "differs", "asked", "other")


class MendForm(DialogForm):
    """``done``: value, reason, ground."""

    done = Signal(str, str, str)

    def __init__(self, kit: StaffKit, line: DossierField) -> None:
        super().__init__(kit, kit.say("mend_title", field=line.label))
        sides = kit.split(always=kit.letters <= MOST_BESIDE)
        left, right = kit.column(gap=6), kit.column(gap=6)
        left.addWidget(kit.label(kit.say("stands"), "second"))
        left.addWidget(kit.label(line.text or line.value, "quote"), 1)
        right.addWidget(kit.label(kit.say("becomes"), "second"))
        self.value = QLineEdit(line.value)
        right.addWidget(self.value)
        right.addStretch(1)
        sides.addLayout(left, 1)
        sides.addLayout(right, 1)
        self.box.addLayout(sides)
        self.box.addWidget(kit.label(kit.say("why"), "second"))
        self.options = OptionRows(kit, self, [(one, kit.say(f"why_{one}")) for one in REASONS])
        self.box.addLayout(self.options)
        self.box.addWidget(kit.label(kit.say("ground"), "second"))
        self.ground = QLineEdit()
        self.box.addWidget(self.ground)
        self.box.addWidget(kit.label(kit.say("both_stay"), "chip-warn"))
        self.lay_foot(kit.say("mend_save"))
        self.value.selectAll()

    def save(self) -> None:
        reason, more = self.kit.say(f"why_{self.options.chosen}"), self.ground.text().strip()
        self.done.emit(self.value.text(), f"{reason}, {more}" if more else reason, more)
