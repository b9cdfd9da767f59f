"""The queue: a table without a name, what the portal said of the one that is chosen, and the office's stick."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from kiosk.domain.courier import Exported, ExportProgress
from kiosk.domain.queue_item import QueueItem
from kiosk.domain.submission import Sync
from kiosk.ui.counter.parts import emptied
from kiosk.ui.counter.table import StaffTable
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.maintenance.page import MaintenancePage

_TINTS = {Sync.PARKED: "err", Sync.SENDING: "action_text", Sync.QUEUED: "ink2"}


class QueuePage(MaintenancePage):
    """``acted``: retry | park | unpark, and a code. ``papers``: all go now. ``exported``, ``homed``: the stick."""

    command = "kiosk queue list --json"
    acted = Signal(str, str)
    papers = Signal()
    exported = Signal()
    homed = Signal()
    stopped = Signal()

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__(kit, kit.say("queue"))
        self.items: tuple[QueueItem, ...] = ()
        self.send = kit.button(kit.say("papers_now"), self.papers.emit, picture="cloud-up")
        self.home = kit.button(kit.say("stick_home"), self.homed.emit, picture="usb")
        self.acts.addWidget(self.home)
        self.acts.addWidget(self.send)
        split = kit.split()
        self.body.addLayout(split, 1)
        left = kit.column(gap=16)
        split.addLayout(left, 7)
        heads = [kit.say(f"queue_col.{one}") for one in ("code", "matter", "papers", "since", "why", "state")]
        lines = ("{0}|{5}", "{1}", "{4}|{3}")
        self.table = StaffTable(kit, heads, (186, 0, 160, 130, 200, 140), 58, lines)
        self.table.setMinimumHeight(kit.shown_high(430))
        self.table.itemSelectionChanged.connect(self._show_chosen)
        left.addWidget(self.table, 1)
        left.addWidget(self._stick())
        card, self._detail = kit.card()
        self._detail_card: QWidget = card
        self.table.clicked.connect(lambda _: self.bring(card))
        split.addWidget(self._detail_card, 3)

    def _stick(self) -> QWidget:
        kit = self.kit
        frame, box = kit.card()
        line = kit.split(gap=16)
        head = kit.row(gap=16)
        head.addWidget(kit.plate("usb", 56))
        words = kit.column(gap=0)
        self.stick_title = kit.label(kit.say("stick"), "h2")
        self.stick_line = kit.label(kit.say("stick_line"), "second")
        words.addWidget(self.stick_title)
        words.addWidget(self.stick_line)
        head.addLayout(words, 1)
        line.addLayout(head, 1)
        acts = kit.bar()
        self.export = kit.button(kit.say("stick_export"), self.exported.emit, role="", picture="usb")
        self.stop = kit.button(kit.say("stick_stop"), self.stopped.emit, picture="player-stop")
        self.stop.hide()
        acts.addWidget(self.export)
        acts.addWidget(self.stop)
        line.addLayout(acts)
        box.addLayout(line)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.hide()
        box.addWidget(self.bar)
        return frame

    @property
    def chosen(self) -> QueueItem | None:
        row = self.table.currentRow()
        return self.items[row] if 0 <= row < len(self.items) else None

    def show_items(self, items: Sequence[QueueItem], now: datetime) -> None:
        """As it stands now; the one that was chosen stays chosen."""
        kit, before = self.kit, self.chosen
        self.items = tuple(items)
        size = sum(one.size for one in items)
        self.title.setText(kit.say("queue_title", count=len(items), size=kit.strings.words.file_size(size)))
        oldest = min((one.filed_at for one in items), default=None)
        waited = kit.say("queue_oldest", days=(now - oldest).days) if oldest else kit.say("queue_none")
        self.line.setText(f"{waited} · {kit.say('queue_nameless')}")
        self.table.blockSignals(True)
        self.table.fill(self._row(one) for one in self.items)
        codes = [one.code for one in self.items]
        if before is not None and before.code in codes:
            self.table.selectRow(codes.index(before.code))
        self.table.blockSignals(False)
        self._show_chosen()

    def _row(self, one: QueueItem) -> tuple[str, ...]:
        kit = self.kit
        papers = (
            kit.say("queue_papers", count=one.papers, size=kit.strings.words.file_size(one.size))
            if one.papers
            else kit.say("queue_no_papers")
        )
        colour = kit.look.colour(_TINTS[one.status]).name()
        state = f"<b style='color:{colour}'>{kit.say(f'queue_state.{one.status.value}')}</b>"
        cells = (f"<b>{one.code}</b>", escape(one.matter), papers, f"{one.filed_at:%H:%M %d/%m}")
        return (*cells, escape(self._why(one)), state)

    def _why(self, one: QueueItem) -> str:
        say = self.kit.say
        if one.by_hand:
            return say("why_by_hand")
        if one.status is Sync.SENDING:
            return say("why_sending")
        if one.is_parked:
            return say("why_parked")
        if one.official:
            return say("why_papers")
        return say("why_next", at=f"{one.next_try:%H:%M}") if one.next_try else say("why_turn")

    def _show_chosen(self) -> None:
        kit, one = self.kit, self.chosen
        emptied(self._detail)
        if one is None:
            self._detail.addWidget(kit.label(kit.say("queue_none"), "h3"))
            self._detail.addWidget(kit.label(kit.say("queue_none_line"), "second"))
            self._detail.addStretch(1)
            self.command = QueuePage.command
            return
        self._detail.addWidget(kit.label(one.code, "h1"))
        filed = kit.say("queue_filed", at=f"{one.filed_at:%H:%M %d/%m/%Y}", count=one.attempts)
        self._detail.addWidget(kit.label(f"{one.matter} · {filed}", "second"))
        if one.reason:
            self._detail.addWidget(self._quote(one.reason))
        key = "by_hand" if one.by_hand else "parked" if one.is_parked else "waiting"
        for part in ("means", "do"):
            self._detail.addWidget(kit.label(kit.say(f"queue_{part}"), "h3"))
            self._detail.addWidget(kit.label(kit.say(f"queue_{part}_{key}"), ""))
        self._detail.addStretch(1)
        for act, picture, role in self._acts(one):
            words = kit.say(f"act_{act}")
            button = kit.button(words, lambda act=act: self.acted.emit(act, one.code), role=role, picture=picture)  # type: ignore[misc]
            button.setObjectName(act)
            self._detail.addWidget(button)
        self.command = f"kiosk queue show {one.code} --json"

    def _acts(self, one: QueueItem) -> tuple[tuple[str, str, str], ...]:
        if one.is_parked:
            return (("unpark" if one.by_hand else "retry", "refresh", "primary"),)
        return (("retry", "refresh", "primary"), ("park", "hand-stop", ""))

    def _quote(self, text: str) -> QWidget:
        """Another system's own words."""
        kit = self.kit
        frame, box = kit.card(role="quote")
        box.addWidget(kit.label(kit.say("verbatim"), "second"))
        quoted = kit.label(f"“{text}”", "mono")
        box.addWidget(quoted)
        return frame

    # --- the stick ---

    def show_exporting(self, progress: ExportProgress | None) -> None:
        """None: begun."""
        kit = self.kit
        self.export.hide()
        self.stop.show()
        self.bar.show()
        if progress is not None:
            self.bar.setRange(0, max(1, progress.total))
            self.bar.setValue(progress.done)
            done = {"done": progress.done, "total": progress.total, "size": kit.strings.words.file_size(progress.bytes)}
            self.stick_line.setText(kit.say("stick_progress", **done))

    def show_exported(self, report: Exported, label: str) -> None:
        kit = self.kit
        self._ended()
        self.stick_title.setText(kit.say("stick_done", count=len(report.carried), label=label))
        stayed = kit.say("stick_stayed", count=len(report.stayed)) if report.stayed else kit.say("stick_done_line")
        self.stick_line.setText(stayed)

    def show_home(self, text: str) -> None:
        self.stick_title.setText(self.kit.say("stick_came"))
        self.stick_line.setText(text)

    def show_stick_failure(self, text: str) -> None:
        self._ended()
        self.stick_title.setText(self.kit.say("stick_failed"))
        self.stick_line.setText(text)

    def _ended(self) -> None:
        self.export.show()
        self.stop.hide()
        self.bar.hide()
