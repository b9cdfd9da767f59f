"""Settings: one section at a time, the entry that is chosen with its words and what would change, before it does."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from kiosk.domain.setting_line import SettingLine
from kiosk.ui.counter.parts import emptied
from kiosk.ui.counter.table import StaffTable
from kiosk.ui.counter.wide_label import LONGEST_IN_CHIP, with_breaks
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.maintenance.page import MaintenancePage


class SettingsPage(MaintenancePage):
    """``applied``: name and text. ``reverted``: a name, back to what was set up. ``undone``: the change before."""

    command = "kiosk settings show; kiosk settings diff; kiosk settings set NAME VALUE"
    applied = Signal(str, str)
    reverted = Signal(str)
    undone = Signal()

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__(kit, kit.say("settings"))
        self.line.setText(kit.say("settings_line"))
        self.undo = kit.button(kit.say("settings_undo"), self.undone.emit, picture="history")
        self.acts.addWidget(self.undo)
        self.entries: tuple[SettingLine, ...] = ()
        split = kit.split()
        self.body.addLayout(split, 1)
        heads = [kit.say(f"settings_col.{one}") for one in ("meaning", "value")]
        self.table = StaffTable(kit, heads, (0, 320), 62, ("{0}", "<b>{1}</b>"))
        self.table.setMinimumHeight(kit.shown_high(560))
        self.table.itemSelectionChanged.connect(self._show_chosen)
        split.addWidget(self.table, 3)
        card, self._detail = kit.card()
        self._detail_card: QWidget = card
        self.table.clicked.connect(lambda _: self.bring(card))
        split.addWidget(self._detail_card, 2)
        self.result = kit.outcome()
        self.fault: QLabel | None = None
        self.entry = QLineEdit()
        self._shown = ""

    @property
    def chosen(self) -> SettingLine | None:
        row = self.table.currentRow()
        return self.entries[row] if 0 <= row < len(self.entries) else None

    def choose(self, name: str) -> None:
        self.table.selectRow([one.name for one in self.entries].index(name))
        self.bring(self._detail_card)

    def show_entries(self, entries: Sequence[SettingLine], text: str = "") -> None:
        """``text``: what came of the last act."""
        before = self.chosen
        self.entries = tuple(entries)
        self.table.blockSignals(True)
        self.table.fill(self._row(one) for one in self.entries)
        names = [one.name for one in self.entries]
        if before is not None and before.name in names:
            self.table.selectRow(names.index(before.name))
        self.table.blockSignals(False)
        self._show_chosen(text)

    def _row(self, one: SettingLine) -> tuple[str, str]:
        small = f"color:{self.kit.look.colour('ink2').name()}"
        changed = f" <b style='color:{self.kit.look.colour('warn').name()}'>{self.kit.say('settings_changed')}</b>"
        meaning = escape(one.meaning.replace("`", ""))
        words = f"<b>{meaning}</b>{changed if one.changed else ''}<br><span style='{small}'>{one.name}</span>"
        return words, escape(one.value)

    def _show_chosen(self, text: str = "") -> None:
        kit, one = self.kit, self.chosen
        emptied(self._detail)
        self.fault = None
        if one is None:
            return
        self._detail.addWidget(kit.label(one.meaning, "h2"))
        self._detail.addWidget(kit.mono(one.name))
        for key, value in (("settings_set_up", one.set_up), ("settings_default", one.default)):
            self._detail.addLayout(kit.pair(kit.say(key), with_breaks(value)))
        self.result = kit.outcome(text=text)
        if not one.changeable:
            self._detail.addWidget(kit.note(kit.say("settings_elsewhere")))
            self._detail.addStretch(1)
            return
        self.entry = QLineEdit("" if one.secret else one.value)
        self.entry.setAccessibleName(one.meaning)
        self.entry.textChanged.connect(lambda _: self._show_difference(one))
        self.entry.returnPressed.connect(self._apply)
        self._detail.addWidget(self.entry)
        self._difference = kit.bar(gap=12)
        self._detail.addLayout(self._difference)
        self.fault = kit.label("", "err")
        self.fault.hide()
        self._detail.addWidget(self.fault)
        self._detail.addWidget(kit.note(kit.say("settings_trial"), "warn", "arrow-back-up"))
        self._detail.addWidget(self.result)
        self._detail.addStretch(1)
        self.apply = kit.button(kit.say("settings_apply"), self._apply, role="primary", picture="check")
        self._detail.addWidget(self.apply)
        back = kit.button(kit.say("settings_revert"), lambda: self.reverted.emit(one.name), picture="arrow-back-up")
        back.setEnabled(one.changed)
        back.setObjectName("revert")
        self._detail.addWidget(back)
        self._show_difference(one)

    def _show_difference(self, one: SettingLine) -> None:
        """Old and new side by side, before anything is changed."""
        kit, text = self.kit, self.entry.text().strip()
        emptied(self._difference)
        if self.fault is not None:
            self.fault.hide()
        differs = text != one.value and (bool(text) or not one.secret)
        self.apply.set_waiting(not differs)
        self.apply.setEnabled(differs)
        if differs:
            empty = kit.strings.say("settings.empty")
            self._difference.addWidget(self._value(f"− {one.value or empty}", "err"))
            self._difference.addWidget(kit.picture("arrow-right", 24))
            self._difference.addWidget(self._value("+ " + ("•••" if one.secret else text or empty), "ok"))
        self._difference.addStretch(1)

    def _value(self, text: str, tint: str) -> QWidget:
        """In a chip, or in several lines where it is too long for one."""
        kit = self.kit
        return kit.chip(text, tint) if len(text) <= LONGEST_IN_CHIP else kit.note(with_breaks(text), tint, "")

    def show_failure(self, text: str) -> bool:
        """The rule that it breaks, beside the entry; False where there is none."""
        if self.fault is None:
            return False
        self.fault.setText(text)
        self.fault.show()
        return True

    def _apply(self) -> None:
        if (one := self.chosen) is not None and self.apply.isEnabled():
            self.applied.emit(one.name, self.entry.text().strip())
