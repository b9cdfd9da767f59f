"""The store: its numbers and check, the backup to a stick, the journal, what lies in quarantine."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from kiosk.domain.jobs import JobOutcome, JobRow
from kiosk.domain.store_facts import SalvageNote, StoreFacts
from kiosk.ui.counter.parts import dressed, emptied
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.maintenance.page import MaintenancePage
from kiosk.ui.maintenance.size_plot import SizePlot

JOBS = ("store-check", "backup", "journal-check")


class StorePage(MaintenancePage):
    """``wanted``: a job. ``exported``: the journal onto the stick. ``restored``: to the page of it."""

    command = "kiosk jobs run store-check; kiosk backup /media/USB; kiosk audit verify"
    wanted = Signal(str)
    exported = Signal()
    restored = Signal()

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__(kit, kit.say("store"))
        self.line.setText(kit.say("store_line"))
        grid = QGridLayout()
        grid.setSpacing(kit.px(20))
        self.body.addLayout(grid)
        self.results: dict[str, QLabel] = {}
        self.buttons: dict[str, QWidget] = {}
        self._lines: dict[str, QVBoxLayout] = {}
        wide = 1 if kit.narrow else 2
        pictures = {"store-check": "database", "backup": "database-export", "journal-check": "book"}
        for place, key in enumerate(JOBS):
            grid.addWidget(self._job(key, pictures[key]), place // wide, place % wide)
        frame, self._quarantine = kit.card()
        grid.addWidget(frame, len(JOBS) // wide, len(JOBS) % wide)
        self.note = kit.outcome()
        self.body.addWidget(self.note)
        self.body.addStretch(1)

    def _job(self, key: str, picture: str) -> QWidget:
        kit = self.kit
        frame, box = self.headed(kit.say(f"store_{key}"), picture)
        self._lines[key] = kit.column(gap=2)
        box.addLayout(self._lines[key])
        self.results[key] = kit.label("", "second")
        box.addWidget(self.results[key])
        if key == "store-check":
            self.plot = SizePlot(kit, kit.strings.words.megabytes)
            box.addWidget(self.plot)
        if key == "backup":
            self.bar = QProgressBar()
            self.bar.setRange(0, 100)
            self.bar.setTextVisible(False)
            self.bar.hide()
            box.addWidget(self.bar)
        box.addStretch(1)
        line = kit.bar(gap=12)
        button = kit.button(
            kit.say(f"store_run_{key}"),
            lambda: self.wanted.emit(key),
            role="primary" if key == "backup" else "",
            picture="player-play",
        )
        self.buttons[key] = button
        line.addWidget(button)
        if key == "backup":
            restore = kit.button(kit.say("restore"), self.restored.emit, picture="history")
            restore.setObjectName("restore")
            line.addWidget(restore)
        if key == "journal-check":
            self.export = kit.button(kit.say("store_export"), self.exported.emit, picture="usb")
            line.addWidget(self.export)
        line.addStretch(1)
        box.addLayout(line)
        return frame

    def show_facts(self, facts: StoreFacts) -> None:
        say, megabytes = self.kit.say, self.kit.strings.words.megabytes
        lines: Mapping[str, tuple[str, ...]] = {
            "store-check": (
                say("store_size", size=megabytes(facts.size), free=megabytes(facts.free)),
                say("store_filings", count=facts.filings, waiting=facts.waiting),
            ),
            "backup": (say("store_sealed" if facts.recoverable else "store_no_recovery"),),
            "journal-check": (say("store_entries", count=facts.journal),),
        }
        for key, texts in lines.items():
            emptied(self._lines[key])
            for text in texts:
                self._lines[key].addWidget(self.kit.label(text, ""))
        self.plot.show_points(facts.sizes)
        self._show_quarantine(facts.salvages)

    def _show_quarantine(self, salvages: tuple[SalvageNote, ...]) -> None:
        kit = self.kit
        emptied(self._quarantine)
        head = kit.row(gap=14)
        head.addWidget(kit.plate("archive", 52))
        head.addWidget(kit.label(kit.say("quarantine"), "h2"), 1)
        self._quarantine.addLayout(head)
        if not salvages:
            self._quarantine.addWidget(kit.label(kit.say("quarantine_none"), "second"))
        for one in salvages:
            self._quarantine.addWidget(kit.rule())
            self._quarantine.addWidget(kit.label(kit.say("quarantine_place", place=one.place), "h3"))
            values = {"kept": one.saved, "pages": one.pages_lost}
            self._quarantine.addWidget(kit.label(kit.say("quarantine_saved", **values), ""))
            for key, codes in (("quarantine_lost", one.lost), ("quarantine_parked", one.parked)):
                if codes:
                    text = kit.say(key, codes=", ".join(codes))
                    self._quarantine.addWidget(kit.label(text, "err"))
        self._quarantine.addStretch(1)

    def show_results(self, rows: Mapping[str, JobRow], words: Mapping[str, str], running: str) -> None:
        """How each last ended; the one that runs says so."""
        for key, label in self.results.items():
            last = rows[key].last
            text = self.kit.say("job_running") if key == running else words[key]
            tint = "second" if last is None or key == running else "err" if last.outcome is JobOutcome.FAILED else "ok"
            moment = f"{last.at:%H:%M %d/%m} · " if last is not None and key != running else ""
            label.setText(f"{moment}{text}")
            dressed(label, tint)
            self.buttons[key].setEnabled(not running)
        self.bar.setVisible(running == "backup")

    def show_backup(self, part: float) -> None:
        self.bar.setValue(round(part * 100))
