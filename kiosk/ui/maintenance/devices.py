"""Devices: each in a row with how it stands, and beside the list the live test of the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from kiosk.domain.jobs import JobOutcome, JobRecord
from kiosk.domain.machine_health import CellState
from kiosk.ui.counter.parts import MOST_BESIDE, dressed
from kiosk.ui.maintenance.home import moment
from kiosk.ui.maintenance.kit import TINTS, LaidButton, MaintenanceKit
from kiosk.ui.maintenance.page import MaintenancePage
from kiosk.ui.widgets.rooted import Rooted

PICTURES: Mapping[str, str] = {
    "touch": "hand-finger",
    "card-reader": "nfc",
    "camera": "camera",
    "printer": "printer",
    "scanner": "scan",
    "sound": "volume",
    "colours": "palette",
    "keypad": "keyboard",
}
STATES = {JobOutcome.DONE: CellState.GOOD, JobOutcome.LOOK: CellState.LOOK, JobOutcome.FAILED: CellState.BROKEN}


class TrialPanel(Rooted):
    """The live test of one device. ``started``: have it tried. ``judged``: what a person saw or heard was right."""

    device = ""
    started = Signal()
    judged = Signal(bool)

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__()
        self.kit = kit
        self.column = kit.column(self, gap=16)
        self.verdict = QVBoxLayout()
        self.fault = kit.label("", "err")
        self.fault.hide()

    @property
    def command(self) -> str:
        return f"kiosk device test {self.device} --json"

    def stop(self) -> None:
        """It is left: nothing goes on."""

    def show_failure(self, text: str) -> None:
        """It could not be tried: why, and what to do."""
        self.show_fault(text)

    def show_fault(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.setVisible(bool(text))

    def say(self, key: str, **values: object) -> str:
        return self.kit.strings.say(f"maintenance.trial.{self.device}.{key}", **values)

    def primary(self, text: str, act: Callable[[], object], picture: str) -> QWidget:
        return self.kit.button(text, act, role="primary", picture=picture)

    def question(self, text: str) -> QFrame:
        """Only a person can tell: yes or no."""
        kit = self.kit
        frame, box = kit.card()
        box.addWidget(kit.label(text, "h3"))
        line = kit.bar(gap=14)
        for word, answer, picture in (("trial_yes", True, "circle-check"), ("trial_no", False, "circle-x")):
            line.addWidget(kit.button(kit.say(word), lambda answer=answer: self.judged.emit(answer), picture=picture))  # type: ignore[misc]
        line.addStretch(1)
        box.addLayout(line)
        return frame


class DevicesPage(MaintenancePage):
    """``chosen``: a device."""

    chosen = Signal(str)

    def __init__(self, kit: MaintenanceKit, panels: Sequence[TrialPanel]) -> None:
        super().__init__(kit, kit.say("devices"))
        self.line.setText(kit.say("devices_line"))
        self._panels = {panel.device: panel for panel in panels}
        self._states: dict[str, QLabel] = {}
        self._group = QButtonGroup(self)
        split = kit.split()
        self.body.addLayout(split, 1)
        split.addWidget(self._list(), 0)
        self._stack = QStackedWidget()
        for panel in panels:
            self._stack.addWidget(panel)
        split.addWidget(self._stack, 1)
        self.rows: dict[str, LaidButton]

    def _list(self) -> QWidget:
        kit = self.kit
        frame, box = kit.card()
        box.setContentsMargins(0, kit.px(8), 0, kit.px(8))
        grid = QGridLayout()
        grid.setSpacing(0)
        box.addLayout(grid)
        wide = (2 if kit.letters > 1.3 else 4) if kit.narrow else 1
        self.rows = {}
        for place, device in enumerate(self._panels):
            self.rows[device] = self._row(device)
            grid.addWidget(self.rows[device], place // wide, place % wide)
        box.addStretch(1)
        kit.fix_width(frame, 330)
        return frame

    def _row(self, device: str) -> LaidButton:
        kit, button = self.kit, LaidButton("place")
        button.setCheckable(True)
        name = kit.strings.say(f"maintenance.trial.{device}.name")
        button.setAccessibleName(name)
        line = kit.row(button, gap=12)
        line.setContentsMargins(*(kit.px(side) for side in (14, 8, 10, 8)))
        line.addWidget(kit.plate(PICTURES[device], 46))
        words = kit.column(gap=0)
        words.addWidget(kit.label(name, "h3"))
        self._states[device] = kit.label("", "second")
        words.addWidget(self._states[device])
        line.addLayout(words, 1)
        button.seal()
        self._group.addButton(button)
        button.clicked.connect(lambda _=False: self.chosen.emit(device))
        return button

    def show_records(self, records: Mapping[str, JobRecord | None], absent: Sequence[str]) -> None:
        """How each test last came out."""
        kit = self.kit
        for device, label in self._states.items():
            record = records.get(device)
            if device in absent:
                text, tint = kit.strings.say("maintenance.state.absent"), "plain"
            elif record is None:
                text, tint = kit.say("never_tried"), "plain"
            else:
                tint = TINTS[STATES[record.outcome]][0]
                text = kit.say(f"tried_{record.outcome.value}", at=moment(record.at))
            label.setText(text)
            dressed(label, tint)

    def show_panel(self, device: str) -> TrialPanel:
        panel = self._panels[device]
        self._stack.setCurrentWidget(panel)
        if self.kit.letters > MOST_BESIDE:  # the list fills the window: what was chosen lies below it
            self.bring(panel)
        self.rows[device].setChecked(True)
        return panel

    @property
    def shown(self) -> TrialPanel:
        return next(panel for panel in self._panels.values() if panel is self._stack.currentWidget())
