"""Jobs: a row each, what failed first; last run, result in words, next, run now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton

from kiosk.domain.jobs import JobOutcome, JobRow
from kiosk.ui.counter.parts import emptied
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.maintenance.page import MaintenancePage

ICONS = {
    "sync": "cloud-up",
    "retention": "archive",
    "housekeeping": "refresh",
    "store-check": "database",
    "journal-check": "book",
    "backup": "database-export",
    "certificate": "certificate",
    "updates": "package",
    "self-check": "activity",
}
_TINTS = {
    JobOutcome.DONE: ("ok", "circle-check"),
    JobOutcome.LOOK: ("warn", "alert-triangle"),
    JobOutcome.FAILED: ("err", "circle-x"),
}


class JobsPage(MaintenancePage):
    """``wanted``: a job, now."""

    command = "kiosk jobs list --json"
    wanted = Signal(str)

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__(kit, kit.say("jobs"))
        self.line.setText(kit.say("jobs_line"))
        frame, box = kit.card()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(kit.px(18))
        self._grid.setVerticalSpacing(kit.px(10))
        box.addLayout(self._grid)
        box.addStretch(1)
        self.body.addWidget(frame, 1)
        self.buttons: dict[str, QPushButton] = {}
        self.rows: tuple[JobRow, ...] = ()
        self.running = ""

    def show_rows(self, rows: Sequence[JobRow], now: datetime) -> None:
        kit, self.rows = self.kit, tuple(rows)
        emptied(self._grid)
        self.buttons = {}
        narrow, at = kit.narrow, 0
        if not narrow:
            for place, key in enumerate(("job", "rhythm", "last", "result", "next")):
                self._grid.addWidget(kit.label(kit.say(f"jobs_col.{key}"), "second"), 0, place + 1)
            at = 1
        for row in self.rows:
            at = self._narrow(row, at, now) if narrow else self._wide(row, at, now)
            self._grid.addWidget(kit.rule(), at, 0, 1, 3 if narrow else 7)
            at += 1
        self._grid.setColumnStretch(1 if narrow else 4, 1)

    def _wide(self, row: JobRow, at: int, now: datetime) -> int:
        kit = self.kit
        cells = (
            self._name(row),
            kit.label(self._say(row, "rhythm"), "second"),
            kit.label(_day(row.last.at, now, kit) if row.last else "–"),
            self._result(row),
            kit.label(_day(row.following, now, kit) if row.following else kit.say("job_waits"), "second"),
            self._button(row),
        )
        self._grid.addWidget(kit.plate(ICONS[row.key], 44), at, 0)
        for place, cell in enumerate(cells):
            self._grid.addWidget(cell, at, place + 1, Qt.AlignmentFlag.AlignVCenter)
        return at + 1

    def _narrow(self, row: JobRow, at: int, now: datetime) -> int:
        kit = self.kit
        self._grid.addWidget(kit.plate(ICONS[row.key], 44), at, 0)
        self._grid.addWidget(self._name(row), at, 1)
        self._grid.addWidget(self._button(row), at, 2)
        last = _day(row.last.at, now, kit) if row.last else "–"
        following = _day(row.following, now, kit) if row.following else kit.say("job_waits")
        words = kit.say("job_moments", last=last, next=following)
        self._grid.addWidget(self._result(row), at + 1, 1, 1, 2)
        self._grid.addWidget(kit.label(words, "second"), at + 2, 1, 1, 2)
        return at + 3

    def _name(self, row: JobRow) -> QLabel:
        return self.kit.label(self._say(row, "name"), "h3")

    def _say(self, row: JobRow, key: str, **values: object) -> str:
        return self.kit.strings.say(f"maintenance.job.{row.key}.{key}", **values)

    def _result(self, row: JobRow) -> QFrame:
        kit, frame = self.kit, QFrame()
        line = kit.row(frame, gap=10)
        if row.key == self.running:
            line.addWidget(kit.picture("refresh", 26), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(kit.label(kit.say("job_running"), "info"), 1)
            return frame
        if row.last is None:
            line.addWidget(kit.label(kit.say("job_never"), "second"), 1)
            return frame
        tint, picture = ("err", "circle-x") if row.missed else _TINTS[row.last.outcome]
        line.addWidget(kit.picture(picture, 26, tint), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(kit.label(self.result_words(row), tint), 1)
        return frame

    def result_words(self, row: JobRow) -> str:
        """How the last run ended, in words."""
        kit, last = self.kit, row.last
        if last is None:
            return kit.say("job_never")
        if row.missed:
            return kit.say("job_missed", at=f"{last.at:%d/%m}")
        if last.outcome is JobOutcome.FAILED:
            known = kit.strings.has(f"{last.detail}.message")
            return kit.strings.say(f"{last.detail}.message") if known else kit.say("job_failed")
        if last.detail.startswith("line."):
            return kit.say("job_passed", line=kit.strings.say(last.detail), **last.values)
        if not last.values:
            return kit.say("job_done")
        size = kit.strings.words.megabytes(int(last.values.get("bytes", 0)))
        return self._say(row, "done", **{"size": size, **last.values})

    def _button(self, row: JobRow) -> QPushButton:
        role = "primary" if row.failed else ""
        button = self.kit.button(
            self.kit.say("job_run"), lambda: self.wanted.emit(row.key), role=role, picture="player-play"
        )
        button.setEnabled(not self.running)
        self.buttons[row.key] = button
        return button


def _day(at: datetime, now: datetime, kit: MaintenanceKit) -> str:
    days = (at.date() - now.date()).days
    key = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days)
    return f"{at:%H:%M} {kit.say(key)}" if key else f"{at:%H:%M %d/%m}"
