"""The dialog for a call that came in, or is to be made."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from kiosk.domain.desk_calls import CallChannel
from kiosk.ui.counter.dialogs import DialogForm, OptionRows
from kiosk.ui.counter.parts import StaffKit


class CallForm(DialogForm):
    """Somebody called in, or is to be called. ``done``: channel, person, phone, about, code."""

    done = Signal(str, str, str, str, str)

    def __init__(self, kit: StaffKit) -> None:
        say = kit.strings.say
        super().__init__(kit, say("counter.calls.log"), say("counter.calls.log_line"))
        self.options = OptionRows(kit, self, [(one.value, say(f"counter.channel.{one.value}")) for one in CallChannel])
        self.box.addLayout(self.options)
        self.entries: list[QLineEdit] = []
        for key in ("person", "phone", "about", "code"):
            self.box.addWidget(kit.label(say(f"counter.calls.{key}"), "second"))
            entry = QLineEdit()
            self.entries.append(entry)
            self.box.addWidget(entry)
        self.lay_foot(kit.say("save"))

    def save(self) -> None:
        self.done.emit(self.options.chosen, *(one.text().strip() for one in self.entries))
