"""The line: four lanes on one axis of time with a cursor to read, the passes of the day in words, try now."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.domain.line_history import LineReport, LineRow
from kiosk.domain.line_speed import LineSpeed
from kiosk.domain.line_state import LineState
from kiosk.ui.counter.parts import emptied
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.maintenance.line_plot import LinePlot
from kiosk.ui.maintenance.page import MaintenancePage

SPANS = (1, 7, 30)  # days that can be shown
MOST_PASSES = 7


class LinePage(MaintenancePage):
    """``tried``: a pass at once. ``spanned``: so many days. ``measured``: the speed, with the bytes that were told."""

    command = "kiosk line history --days 30 --json"
    tried = Signal()
    spanned = Signal(int)
    measured = Signal(int)

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__(kit, kit.say("line"))
        self.report: LineReport | None = None
        self._spans = {}
        for days in SPANS:
            button = kit.button(kit.say(f"span_{days}"), lambda days=days: self.spanned.emit(days), role="choice")  # type: ignore[misc]
            button.setCheckable(True)
            self._spans[days] = button
            self.acts.addWidget(button)
        split = kit.split()
        self.body.addLayout(split, 1)
        frame, box = kit.card()
        self._facts = QGridLayout()
        box.addLayout(self._facts)
        box.addWidget(kit.rule())
        legend = kit.bar(gap=10)
        for key, tint in (("up", "ok"), ("slow", "warn"), ("down", "err")):
            legend.addWidget(kit.chip(kit.say(f"legend_{key}"), tint))
        legend.addStretch(1)
        box.addLayout(legend)
        self.plot = LinePlot(kit, self.words)
        box.addWidget(self.plot, 1)
        split.addWidget(frame, 3)
        side = kit.column(gap=16)
        split.addLayout(side, 1)
        passes, self._passes = kit.card()
        side.addWidget(passes, 1)
        card, below = kit.card()
        say = kit.strings.say
        self.captive = kit.note(f"{say('line.not-portal')}. {say('error.line.not-portal.remedy')}", "warn", "wifi")
        self.captive.hide()
        below.addWidget(self.captive)
        self.following = kit.label("", "h3")
        below.addWidget(self.following)
        self.try_button = kit.button(kit.say("try_now"), self.tried.emit, role="primary", picture="cloud-up")
        below.addWidget(self.try_button)
        self._bytes = 0
        self.speed_button = kit.button("", lambda: self.measured.emit(self._bytes), picture="activity")
        self.speed_button.hide()
        below.addWidget(self.speed_button)
        self.speed = kit.outcome("second")
        below.addWidget(self.speed)
        side.addWidget(card)

    def show_report(self, report: LineReport, days: int) -> None:
        kit, self.report = self.kit, report
        for one, button in self._spans.items():
            kit.mark(button, on=one == days)
        self.line.setText(kit.say("line_span", since=f"{report.since:%d/%m}", until=f"{report.until:%d/%m/%Y}"))
        emptied(self._facts)
        facts = (
            (kit.percent(report.up) if report.up is not None else "–", "fact_up"),
            (_duration(report.longest_break, kit), "fact_break"),
            (f"{report.rate * 8 / 1000:.0f} kbit/s" if report.rate else "–", "fact_rate"),
            (str(report.rows[-1].waiting if report.rows else 0), "fact_waiting"),
        )
        wide = 2 if kit.letters > 1.3 else 4
        for place, (value, key) in enumerate(facts):
            words = kit.column(gap=0)
            words.addWidget(kit.label(value, "h1"))
            words.addWidget(kit.label(kit.say(key), "second"))
            self._facts.addLayout(words, place // wide, place % wide)
        self.plot.show_report(report)
        self.captive.setVisible(bool(report.rows) and report.rows[-1].line is LineState.NOT_PORTAL)
        self._show_passes(report)
        at = report.following
        self.following.setText(kit.say("next_pass", at=f"{at:%H:%M:%S}") if at else kit.say("next_unknown"))

    def show_cost(self, most: int) -> None:
        """``most``: bytes that a trial of the speed costs, said before; 0: none can be made."""
        self._bytes = most
        self.speed_button.set_text(self.kit.say("measure", size=self._megabytes(most)))
        self.speed_button.setVisible(bool(most))

    def _megabytes(self, count: int) -> str:
        """1 or 0,2: a whole number without a nought behind it."""
        tenths = round(count / 100_000)
        return self.kit.strings.words.number(tenths / 10, int(tenths % 10 > 0))

    def show_measuring(self) -> None:
        self.speed_button.setEnabled(False)
        self.speed.setText(self.kit.say("measuring", size=self._megabytes(self._bytes)))

    def show_speed(self, speed: LineSpeed) -> None:
        key = "measure_found" if speed.whole else "measure_part"
        facts = {"rate": f"{speed.rate * 8 / 1000:.0f}", "size": self._megabytes(speed.bytes)}
        facts |= {"latency": f"{speed.latency * 1000:.0f}", "seconds": f"{speed.seconds:.0f}"}
        self.show_trial_end(self.kit.say(key, **facts))

    def show_trial_end(self, text: str) -> None:
        self.speed_button.setEnabled(True)
        self.speed.setText(text)

    def _show_passes(self, report: LineReport) -> None:
        kit = self.kit
        emptied(self._passes)
        self._passes.addWidget(kit.label(kit.say("passes_today"), "h2"))
        for row in report.passes[:MOST_PASSES]:
            self._passes.addWidget(kit.rule())
            self._passes.addWidget(self._pass(row))
        if not report.passes:
            self._passes.addWidget(kit.label(kit.say("passes_none"), "second"))
        self._passes.addStretch(1)

    def _pass(self, row: LineRow) -> QWidget:
        kit, holder = self.kit, QWidget()
        line = kit.row(holder, gap=12)
        line.addWidget(kit.label(f"{row.at:%H:%M}", "strong"), 0, Qt.AlignmentFlag.AlignTop)
        tint, picture = ("ok", "circle-check") if row.line.reached else ("warn", "alert-triangle")
        line.addWidget(kit.picture(picture, 26, tint), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(kit.label(self.words(row), ""), 1)
        return holder

    def words(self, row: LineRow) -> str:
        """What a pass found and did, in a sentence or two."""
        kit = self.kit
        state = kit.strings.say(f"line.{row.line.value}")
        if not row.line.reached:
            return f"{state}. {kit.say('pass_waits', count=row.waiting)}"
        if row.delivered:
            size = kit.strings.words.number(row.bytes / 1_000_000, 1)
            return kit.say("pass_sent", count=row.delivered, left=row.waiting, size=size)
        return kit.say("pass_calm", left=row.waiting) if row.waiting else state


def _duration(time: timedelta, kit: MaintenanceKit) -> str:
    minutes = round(time.total_seconds() / 60)
    days, hours = minutes // 1440, minutes // 60 % 24
    key = "days" if days else "hours" if hours else "minutes"
    return kit.say(f"span_of_{key}", days=days, hours=hours, minutes=minutes % 60)
