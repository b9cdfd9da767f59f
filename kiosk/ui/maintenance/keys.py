"""The keys: the recovery key in shares, printed one by one and tried; another key for the store."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from kiosk.domain.key_facts import KeyFacts
from kiosk.ui.counter.parts import emptied
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.maintenance.page import MaintenancePage
from kiosk.ui.maintenance.shares import ShareEntry


class KeysPage(MaintenancePage):
    """``begun``: print a new recovery key. ``printed``: its share of that number. ``adopted``: it counts from now on.
    ``dropped``: it does not. ``rotated``: another key for the store."""

    command = "kiosk keys show; kiosk keys recovery --shares 3/5; kiosk keys test; kiosk keys rotate"
    begun = Signal()
    printed = Signal(int)
    adopted = Signal()
    dropped = Signal()
    rotated = Signal()

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__(kit, kit.say("keys"))
        self.line.setText(kit.say("keys_line"))
        split = kit.split()
        self.body.addLayout(split)
        left, right = kit.column(gap=20), kit.column(gap=20)
        split.addLayout(left, 1)
        split.addLayout(right, 1)
        left.addWidget(self._recovery())
        left.addStretch(1)
        right.addWidget(self._trial())
        right.addWidget(self._store())
        right.addStretch(1)
        self.body.addStretch(1)

    def _recovery(self) -> QWidget:
        kit = self.kit
        frame, box = self.headed(kit.say("keys_recovery"), "users")
        self._facts = kit.column(gap=4)
        box.addLayout(self._facts)
        self._stage = kit.column(gap=12)
        box.addLayout(self._stage)
        self.begin = kit.button(kit.say("keys_begin"), self.begun.emit, role="primary", picture="printer")
        box.addWidget(self.begin)
        return frame

    def _trial(self) -> QWidget:
        kit = self.kit
        frame, box = self.headed(kit.say("keys_trial"), "circle-check")
        box.addWidget(kit.label(kit.say("keys_trial_line"), "second"))
        self.shares = ShareEntry(kit)
        box.addWidget(self.shares)
        return frame

    def _store(self) -> QWidget:
        kit = self.kit
        frame, box = self.headed(kit.say("keys_store"), "key")
        self._place = kit.label("", "")
        box.addWidget(self._place)
        box.addWidget(kit.note(kit.say("keys_rotate_note"), "info", "info-circle"))
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.hide()
        box.addWidget(self.bar)
        self.result = kit.outcome()
        box.addWidget(self.result)
        self.rotate = kit.button(kit.say("keys_rotate"), self.rotated.emit, picture="repeat")
        box.addWidget(self.rotate)
        return frame

    def show_facts(self, facts: KeyFacts) -> None:
        kit = self.kit
        emptied(self._facts)
        for text, role in _recovery_lines(kit, facts):
            self._facts.addWidget(kit.label(text, role))
        changed = kit.say("keys_changed", day=f"{facts.changed:%d/%m/%Y}") if facts.changed else kit.say("keys_first")
        self._place.setText(f"{kit.say(f'keys_place_{facts.place}')} {changed}")

    def show_printing(self, printed: int, count: int) -> None:
        """``printed`` of ``count`` shares are out; with all of them the key can be put in force. 0 of 0: none is being
        printed."""
        kit = self.kit
        emptied(self._stage)
        self.begin.setVisible(not count)
        if not count:
            return
        if printed:
            self._stage.addWidget(kit.note(kit.say("keys_handed", place=printed, count=count), "info", "user"))
        line = kit.bar(gap=12)
        if printed < count:
            text = kit.say("keys_print", place=printed + 1, count=count)
            act = lambda: self.printed.emit(printed + 1)  # noqa: E731
            following = kit.button(text, act, role="primary", picture="printer")
        else:
            following = kit.button(kit.say("keys_adopt"), self.adopted.emit, role="primary", picture="check")
        following.setObjectName("following")
        line.addWidget(following)
        line.addStretch(1)
        self._stage.addLayout(line)
        line = kit.bar(gap=12)
        if printed:
            again = kit.button(
                kit.say("keys_again", place=printed), lambda: self.printed.emit(printed), picture="printer"
            )
            line.addWidget(again)
        drop = kit.button(kit.say("keys_drop"), self.dropped.emit, picture="x")
        drop.setObjectName("drop")
        line.addWidget(drop)
        line.addStretch(1)
        self._stage.addLayout(line)

    def show_rotating(self, part: float | None) -> None:
        """None: it is not going on."""
        self.bar.setVisible(part is not None)
        self.rotate.setEnabled(part is None)
        self.begin.setEnabled(part is None)
        if part is not None:
            self.bar.setValue(round(part * 100))
            self.result.setText(self.kit.say("keys_rotating"))


def _recovery_lines(kit: MaintenanceKit, facts: KeyFacts) -> list[tuple[str, str]]:
    if not facts.recoverable:
        return [(kit.say("keys_none"), "err")]
    which = (
        kit.say("keys_whole") if facts.count == 1 else kit.say("keys_shares", count=facts.count, needed=facts.needed)
    )
    day = kit.say("keys_printed", day=f"{facts.printed:%d/%m/%Y}") if facts.printed else ""
    lines = [(f"{which} {day}".strip(), "")]
    for number, tried in sorted(facts.tried.items()):
        lines.append((kit.say("keys_tried", place=number, day=f"{tried:%d/%m/%Y}"), "ok"))
    if not facts.tried:
        lines.append((kit.say("keys_untried"), "second"))
    return lines
