"""The card reader tried: a result in a sentence, each step on one time axis, each command with status and time."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from kiosk.domain.card_trial import ApduExchange, CardTrial, TrialStep
from kiosk.ui.counter.table import StaffTable
from kiosk.ui.maintenance.devices import TrialPanel
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.widgets.rooted import Rooted

GOOD_VERDICTS = ("genuine", "intact")
SLOW = 15.0  # seconds: a read that takes longer wants another place of the card, or another reader
ROW = 58  # base pixels of a step


class Waterfall(Rooted):
    """Each step as a bar on one axis of seconds."""

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__()
        self._kit = kit
        self._steps: tuple[TrialStep, ...] = ()
        self.setMinimumHeight(kit.tall(ROW))

    def show_steps(self, steps: tuple[TrialStep, ...]) -> None:
        self._steps = steps
        self.setMinimumHeight(self._kit.tall(ROW * len(steps) + 40))
        self.setAccessibleName(", ".join(f"{self._name(one)} {self._time(one.seconds)}" for one in steps))
        self.update()

    def _name(self, step: TrialStep) -> str:
        return self._kit.strings.say(f"maintenance.trial.card-reader.part.{step.part.value}")

    def _time(self, seconds: float) -> str:
        return f"{self._kit.strings.words.number(seconds * 1000)} ms"

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._steps:
            return
        kit, painter = self._kit, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.font()
        font.setPixelSize(kit.tall(18))
        font.setFamilies(["Be Vietnam Pro", "Noto Sans"])
        painter.setFont(font)
        names = max(painter.fontMetrics().horizontalAdvance(self._name(one)) for one in self._steps)
        left, row = max(self.width() * 0.4, names + kit.px(12)), kit.tall(ROW)
        whole = max(one.at + one.seconds for one in self._steps) or 1.0
        room = self.width() - left - kit.tall(110)
        painter.setPen(kit.look.colour("line"))
        for second in range(int(whole) + 1):
            x = left + room * second / whole
            painter.drawLine(round(x), kit.tall(26), round(x), self.height())
        painter.setPen(kit.look.colour("ink2"))
        step = max(1, round(whole / 5))
        for second in range(0, int(whole) + 1, step):
            x = left + room * second / whole
            painter.drawText(QRectF(x - 40, 0, 80, kit.tall(26)), Qt.AlignmentFlag.AlignCenter, str(second))
        for place, one in enumerate(self._steps):
            self._paint_step(painter, one, QRectF(0, kit.tall(30) + place * row, left, row), room / whole, left)

    def _paint_step(self, painter: QPainter, one: TrialStep, area: QRectF, scale: float, left: float) -> None:
        kit = self._kit
        painter.setPen(kit.look.colour("ink"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        upper = QRectF(area.left(), area.top(), area.width(), area.height() / 2)
        painter.drawText(upper, flags, self._name(one))
        painter.setPen(kit.look.colour("ink2"))
        count = kit.strings.say("maintenance.trial.card-reader.commands", count=one.commands)
        painter.drawText(upper.translated(0, area.height() * 0.42), flags, count)
        bar = QRectF(left + one.at * scale, area.top() + area.height() * 0.2, max(4.0, one.seconds * scale), 0)
        bar.setHeight(area.height() * 0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(kit.look.colour("action"))
        painter.drawRoundedRect(bar, 4, 4)
        painter.setPen(kit.look.colour("ink"))
        beside = QRectF(bar.right() + 8, bar.top(), kit.tall(110), bar.height())
        painter.drawText(beside, flags, self._time(one.seconds))


class CardPanel(TrialPanel):
    """``wanted``: the six digits, or nothing where the card's QR is shown to the camera."""

    device = "card-reader"
    wanted = Signal(str)

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__(kit)
        split = kit.split()
        self.column.addLayout(split, 1)
        left = kit.column(gap=16)
        split.addLayout(left, 5)
        card, box = kit.card()
        left.addWidget(card)
        self.sentence = kit.label(self.say("how"), "h2")
        self.second = kit.label(self.say("how_line"), "second")
        box.addWidget(self.sentence)
        box.addWidget(self.second)
        self._chips = kit.bar()
        box.addLayout(self._chips)
        box.addWidget(self.fault)
        entry = kit.row(gap=12)
        self.digits = QLineEdit()
        self.digits.setMaxLength(6)
        self.digits.setPlaceholderText(self.say("digits"))
        self.digits.setAccessibleName(self.say("digits"))
        self.digits.returnPressed.connect(self._start)
        entry.addWidget(self.digits, 1)
        self.start = kit.button(self.say("start"), self._start, role="primary", picture="nfc")
        entry.addWidget(self.start)
        box.addLayout(entry)
        frame, steps = kit.card()
        self.waterfall = Waterfall(kit)
        steps.addWidget(kit.label(self.say("steps"), "h2"))
        steps.addWidget(self.waterfall)
        steps.addStretch(1)
        left.addWidget(frame, 1)
        heads = [self.say(f"col.{one}") for one in ("number", "command", "head", "status", "bytes", "ms")]
        lines = ("{0}. <b>{1}</b>|{3}", "{2}|{4} B · {5} ms")
        self.table = StaffTable(kit, heads, (56, 0, 150, 92, 80, 84), 46, lines)
        self.table.setMinimumHeight(kit.shown_high(420))
        split.addWidget(self.table, 6)

    def _start(self) -> None:
        digits = self.digits.text().strip()
        self.digits.clear()
        self.wanted.emit(digits)

    def show_waiting(self, by_code: bool) -> None:
        self.show_fault("")
        self.start.setEnabled(False)
        self.sentence.setText(self.say("waiting_code" if by_code else "waiting"))
        self.second.setText(self.say("waiting_line"))
        self.table.setRowCount(0)
        self.waterfall.show_steps(())

    def stop(self) -> None:
        """Given up: it can be begun again."""
        if not self.start.isEnabled():
            self.start.setEnabled(True)
            self.sentence.setText(self.say("how"))
            self.second.setText(self.say("how_line"))

    def show_part(self, part: str) -> None:
        self.second.setText(self.say("reading", part=self.say(f"part.{part}")))

    def show_trial(self, trial: CardTrial) -> None:
        kit = self.kit
        self.start.setEnabled(True)
        number = kit.strings.words.number
        self.sentence.setText(self.say("done", seconds=number(trial.seconds, 1)))
        kilobytes = number(trial.bytes / 1000, 1)
        self.second.setText(self.say("done_line", count=len(trial.exchanges), kilobytes=kilobytes))
        while (item := self._chips.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        good = trial.verdict in GOOD_VERDICTS
        word = self.say(f"verdict.{trial.verdict}")
        self._chips.addWidget(kit.chip(word, "ok" if good else "warn", "circle-check" if good else "alert-triangle"))
        self._chips.addWidget(kit.chip(trial.access, "info", "shield"))
        self._chips.addStretch(1)
        self.waterfall.show_steps(trial.steps)
        self.table.fill(self._line(place, one) for place, one in enumerate(trial.exchanges, start=1))

    def show_failure(self, text: str) -> None:
        self.start.setEnabled(True)
        self.sentence.setText(self.say("failed"))
        self.second.setText(self.say("how_line"))
        self.show_fault(text)

    def _line(self, place: int, one: ApduExchange) -> tuple[str, ...]:
        tint = "ok" if one.is_good else "warn"
        colour = self.kit.look.colour(tint).name()
        name = self.say("protected", name=one.command) if one.is_protected else one.command
        ms = str(round(one.seconds * 1000))
        mono = "font-family:'DejaVu Sans Mono','Liberation Mono',monospace"
        head = f'<span style="{mono}">{one.head}</span>'
        status = f'<b style="{mono};color:{colour}">{one.status}</b>'
        return (str(place), name, head, status, str(one.answered), ms)
