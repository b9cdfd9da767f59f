"""The readiness report as its page, with the copy to a stick."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.ui.counter.paper_view import PaperView
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.maintenance.page import MaintenancePage


class ReportPage(MaintenancePage):
    """``saved``: to a stick. ``back``: to the overview."""

    command = "kiosk doctor --report san-sang"
    saved = Signal()
    back = Signal()

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__(kit, kit.say("report"))
        self.line.setText(kit.say("report_line").replace("`", ""))
        self.acts.addWidget(kit.button(kit.say("back"), self.back.emit, picture="arrow-left"))
        self.save = kit.button(kit.say("report_save"), self.saved.emit, role="primary", picture="usb")
        self.acts.addWidget(self.save)
        self._note = kit.column(gap=0)
        self.body.addLayout(self._note)
        self.paper = PaperView(kit)
        self.paper.setMinimumHeight(kit.px(1400 if kit.upright else 800))
        self.body.addWidget(self.paper, 1)

    def show_waiting(self) -> None:
        self._tell("")
        self.save.setEnabled(False)
        self.paper.show_picture(b"", self.kit.say("report_making"))

    def show_paper(self, png: bytes) -> None:
        self.paper.show_picture(png)
        self.save.setEnabled(True)

    def show_saved(self, label: str, name: str) -> None:
        kit = self.kit
        self._tell(f"{kit.say('report_saved', label=label, name=name)}. {kit.say('report_saved_line')}")

    def _tell(self, text: str) -> None:
        while (item := self._note.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if text:
            self._note.addWidget(self.kit.note(text, "ok", "circle-check"))
