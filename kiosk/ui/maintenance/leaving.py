"""Moving to another commune or unit, and leaving service: what is done, what comes next, what the portal has signed."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFrame, QLineEdit

from kiosk.domain.moving import NO_RETURN, STEPS, InvitationOnStick, MoveState
from kiosk.domain.retiring import RETIRE_STEPS, RetireState, RetireStep
from kiosk.ui.counter.parts import MOST_BESIDE, emptied
from kiosk.ui.counter.table import StaffTable
from kiosk.ui.maintenance.kit import LaidButton, MaintenanceKit
from kiosk.ui.maintenance.page import MaintenancePage
from kiosk.ui.maintenance.steps import show_steps


class LeavingPage(MaintenancePage):
    """``begun``: the invitation, commune, province. ``went_on``, ``called_off``, ``restarted``: of the move.
    ``elsewhere``: once more, or out of service, after a move that is over. ``retiring``: out of service. ``handed``: a
    reason, two names, two secrets. ``notified``: the portal."""

    command = "kiosk move show; kiosk move go; kiosk retire show"
    looked = Signal()
    begun = Signal(object, str, str)
    went_on = Signal()
    called_off = Signal()
    restarted = Signal()
    elsewhere = Signal()
    retiring = Signal()
    handed = Signal(str, list)
    notified = Signal()

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__(kit, kit.say("leaving"))
        self.line.setText(kit.say("leaving_line"))
        split = kit.split()
        self.body.addLayout(split)
        steps, box = kit.card()
        self._steps = kit.column(gap=12)
        box.addLayout(self._steps)
        now, self._now = kit.card()
        parts = ((steps, 2), (now, 3))
        for part, room in parts if kit.letters <= MOST_BESIDE else reversed(parts):  # large: what is to be done first
            split.addWidget(part, room)
        self.body.addStretch(1)
        self._group = QButtonGroup(self)
        self.forget()

    def forget(self) -> None:
        """What was to be chosen, typed or touched is there no more."""
        emptied(self._steps)
        emptied(self._now)
        self._chosen: InvitationOnStick | None = None
        self.commune, self.province = QLineEdit(), QLineEdit()
        self.reason, self.people = QLineEdit(), (QLineEdit(), QLineEdit())
        self.secrets = (QLineEdit(), QLineEdit())

    # --- before anything ---

    def show_choice(self, invitations: Sequence[InvitationOnStick], commune: str, province: str) -> None:
        kit = self.kit
        show_steps(kit, self._steps, self._names(), {}, NO_RETURN.value)
        emptied(self._now)
        self._chosen = invitations[0] if len(invitations) == 1 else None
        self._now.addWidget(kit.label(kit.say("move_where"), "h2"))
        if not invitations:
            self._now.addWidget(kit.label(kit.say("move_no_invitation"), "second"))
        for one in invitations:
            self._now.addWidget(self._invitation(one))
        self.commune, self.province = QLineEdit(commune), QLineEdit(province)
        for entry, key in ((self.commune, "move_commune"), (self.province, "move_province")):
            self._now.addWidget(kit.label(kit.say(key), "second"))
            entry.setAccessibleName(kit.say(key))
            self._now.addWidget(entry)
        self._now.addWidget(kit.note(kit.say("move_note"), "info", "info-circle"))
        line = kit.bar(gap=12)
        line.addWidget(kit.button(kit.say("restore_look"), self.looked.emit, picture="usb"))
        begin = kit.button(kit.say("move_begin"), self._begin, role="primary", picture="arrow-right")
        begin.setObjectName("begin-move")
        begin.setEnabled(bool(invitations))
        line.addWidget(begin)
        line.addStretch(1)
        self._now.addLayout(line)
        self._now.addWidget(kit.rule())
        self._now.addWidget(kit.label(kit.say("retire_title"), "h2"))
        self._now.addWidget(kit.label(kit.say("retire_line"), "second"))
        retire = kit.button(kit.say("retire_begin"), self.retiring.emit, picture="power")
        retire.setObjectName("begin-retire")
        self._now.addWidget(retire)
        self._now.addStretch(1)

    def _invitation(self, one: InvitationOnStick) -> LaidButton:
        button = LaidButton("cell")
        button.setCheckable(True)
        button.setChecked(one is self._chosen)
        box = self.kit.column(button, margin=14, gap=2)
        box.addWidget(self.kit.label(f"{one.unit} · {one.kiosk}", "h3"))
        box.addWidget(self.kit.label(one.name, "second"))
        button.setAccessibleName(f"{one.unit} {one.kiosk}")
        button.seal()
        button.clicked.connect(lambda _=False: setattr(self, "_chosen", one))
        self._group.addButton(button)
        return button

    def _begin(self) -> None:
        if self._chosen is not None:
            self.begun.emit(self._chosen, self.commune.text().strip(), self.province.text().strip())

    # --- a move under way ---

    def show_move(self, state: MoveState, proofs: Sequence[tuple[str, str, str]]) -> None:
        kit = self.kit
        done = {step.value: at for step, at in state.done.items()}
        show_steps(kit, self._steps, self._names(), done, NO_RETURN.value)
        emptied(self._now)
        head = kit.row(gap=14)
        head.addWidget(kit.label(f"{state.old.commune}\n{state.old.unit}", "h3"), 1)
        head.addWidget(kit.picture("arrow-right", 34))
        head.addWidget(kit.label(f"{state.new.commune}\n{state.new.unit}", "h3"), 1)
        self._now.addLayout(head)
        self._now.addWidget(kit.rule())
        text, tint = self._how_it_stands(state)
        self._now.addWidget(kit.note(text, tint, "circle-check" if tint == "ok" else "clock"))
        self._now.addLayout(self._acts(state))
        heads = [kit.say(f"move_col.{one}") for one in ("code", "number", "papers")]
        table = StaffTable(kit, heads, (170, 0, 360), 52, ("<b>{0}</b>", "{1}", "{2}"))
        table.setMinimumHeight(kit.shown_high(300))
        ways = {code: kit.say("move_parked") for code in state.parked}
        waiting = [(code, ways.get(code, kit.say("move_on_its_way")), "") for code in state.waiting]
        signed = [(code, number, _grouped(papers)) for code, number, papers in proofs]
        table.fill([escape(cell) for cell in row] for row in (*waiting, *signed))
        self._now.addWidget(table, 1)

    def _how_it_stands(self, state: MoveState) -> tuple[str, str]:
        say = self.kit.say
        if state.next is None:
            return say("move_over"), "ok"
        if state.restart:
            return say("move_restart"), "info"
        if state.waiting or state.unproven:
            return say("move_waits", count=len(state.waiting), papers=state.unproven), "warn"
        return say("move_ready" if state.returns else "move_ahead"), "info"

    def _acts(self, state: MoveState) -> QBoxLayout:
        kit = self.kit
        line = kit.split(gap=12)
        if state.restart:
            go = kit.button(kit.say("restart"), self.restarted.emit, role="primary", picture="refresh")
        else:
            go = kit.button(kit.say("move_go"), self.went_on.emit, role="primary", picture="player-play")
        go.setObjectName("go")
        go.setVisible(state.next is not None)
        line.addWidget(go)
        if state.next is not None and state.returns:
            off = kit.button(kit.say("move_off"), self.called_off.emit, picture="x")
            off.setObjectName("off")
            line.addWidget(off)
        if state.next is None:
            more = kit.button(kit.say("move_elsewhere"), self.elsewhere.emit, picture="arrow-right")
            more.setObjectName("elsewhere")
            line.addWidget(more)
        line.addStretch(1)
        return line

    def _names(self) -> list[tuple[str, str]]:
        return [(step.value, self.kit.strings.say(f"move.step.{step.value}")) for step in STEPS]

    # --- out of service ---

    def show_retire(self, state: RetireState) -> None:
        kit = self.kit
        names = [(step.value, kit.strings.say(state.words_of(step))) for step in RETIRE_STEPS]
        done = {step.value: at for step, at in state.done.items() if step is not RetireStep.TOLD or state.word}
        show_steps(kit, self._steps, names, done, RetireStep.TOLD.value)
        emptied(self._now)
        self._now.addWidget(kit.label(kit.say("retire_title"), "h2"))
        if RetireStep.TOLD in state.done:
            self._now.addWidget(self._portal_note(state))
            self._now.addWidget(kit.label(kit.say("retire_erase"), ""))
            self._now.addWidget(kit.mono("kiosk retire erase --yes --to /media/USB"))
            self._now.addStretch(1)
            return
        if state.in_the_way:
            self._hand_over(", ".join(state.in_the_way))
        else:
            self._now.addWidget(kit.note(kit.say("retire_clear"), "ok", "circle-check"))
        line = kit.split(gap=12)
        tell = kit.button(kit.say("retire_tell"), self.notified.emit, role="primary", picture="send")
        tell.setObjectName("tell")
        tell.setEnabled(not state.in_the_way)
        line.addWidget(tell)
        off = kit.button(kit.say("retire_off"), self.called_off.emit, picture="x")
        off.setObjectName("off")
        line.addWidget(off)
        line.addStretch(1)
        self._now.addLayout(line)
        self._now.addStretch(1)

    def _portal_note(self, state: RetireState) -> QFrame:
        kit = self.kit
        if state.untold:
            return kit.note(kit.strings.say("retire.untold"), "warn", "alert-triangle")
        return kit.note(kit.say("retire_told", word=state.word[:32]), "ok", "circle-check")

    def _hand_over(self, codes: str) -> None:
        kit = self.kit
        self._now.addWidget(kit.note(kit.say("retire_in_the_way", codes=codes), "warn", "alert-triangle"))
        self.reason, self.people, self.secrets = QLineEdit(), (QLineEdit(), QLineEdit()), (QLineEdit(), QLineEdit())
        entries = [("retire_reason", self.reason)]
        for number, (name, secret) in enumerate(zip(self.people, self.secrets, strict=True), start=1):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
            entries += [(f"retire_name_{number}", name), (f"retire_secret_{number}", secret)]
        for key, entry in entries:
            entry.setAccessibleName(kit.say(key))
            entry.setPlaceholderText(kit.say(key))
            self._now.addWidget(entry)
        hand = kit.button(kit.say("retire_hand"), self._hand, picture="users")
        hand.setObjectName("hand")
        self._now.addWidget(hand)

    def _hand(self) -> None:
        people = [(name.text().strip(), secret.text()) for name, secret in zip(self.people, self.secrets, strict=True)]
        self.handed.emit(self.reason.text(), people)
        for secret in self.secrets:
            secret.clear()


def _grouped(digest: str) -> str:
    """The beginning of a fingerprint, as two people compare it aloud; the whole stands in `kiosk move proof`."""
    return " ".join(digest[at : at + 4] for at in range(0, min(len(digest), 16), 4))
