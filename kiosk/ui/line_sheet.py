"""How the line stands, behind a touch on what the start screen says of it: last reached, waiting, next try."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.domain.line_state import LineState
from kiosk.domain.queue_status import QueueStatus
from kiosk.domain.visit import VisitStep
from kiosk.errors import KioskError
from kiosk.services.queue_reader import QueueStatusReader
from kiosk.ui.flow import Flow
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.overlays import Overlay
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import CENTRE, ButtonKind, Facts, KnownValue, Label

PATIENCE = 60_000  # ms without a touch; then the next resident finds the start again
ANEW = 1000  # ms between two looks: seconds are counted down

_ICONS = {LineState.UP: "wifi", LineState.CLOCK: "clock", LineState.PORTAL_DOWN: "cloud-up"}


class LineSheet(Overlay):
    """Numbers and times, nobody's name: whoever stands there may see it."""

    closes_itself = True

    tried = Signal()
    closed = Signal()

    def __init__(self, look: Look, strings: Strings, stands: QueueStatus, now: datetime) -> None:
        super().__init__(look, strings)
        self.shown = self._facts(stands, now)
        self.cards = tuple(Facts(look, strings, (), compact=True) for _ in range(4 if look.text_percent > 125 else 1))
        self._spread()
        self.summary = Label(look, self._summary(stands), TextRole.BODY, "ink2", CENTRE)
        safe = Label(look, self.say("line.sheet.safe"), TextRole.LEAD, "ink2", CENTRE)
        again = self.button("line.sheet.try", ButtonKind.PRIMARY, self.tried, "refresh")
        close = self.button("screen.close", ButtonKind.SECONDARY, self.closed)
        icon, title = _ICONS.get(stands.line, "wifi-off"), self.say(f"line.{stands.line.value}")
        self.fill(icon, title, "", _spare(safe), *self.cards, _spare(self.summary), again, close)

    def stands(self, stands: QueueStatus, now: datetime) -> None:
        """As it is now."""
        self.title.set_text(self.say(f"line.{stands.line.value}"))
        self.shown = self._facts(stands, now)
        self._spread()
        self.summary.set_text(self._summary(stands))
        self._place()

    def _spread(self) -> None:
        """All on one card; of large letters two on each, so that none is higher than a leaf."""
        each = 2 if len(self.cards) > 1 else len(self.shown)
        for index, card in enumerate(self.cards):
            part = self.shown[index * each : (index + 1) * each]
            card.set_facts(part)
            card.setProperty("folded", not part)

    def _facts(self, stands: QueueStatus, now: datetime) -> list[KnownValue]:
        facts = [
            KnownValue(self.say("line.sheet.reached"), self._when(stands.reached, now)),
            KnownValue(self.say("line.sheet.waiting"), str(stands.waiting)),
            KnownValue(self.say("line.sheet.next"), self._next(stands, now)),
        ]
        if stands.papers:
            facts.insert(2, KnownValue(self.say("line.sheet.papers"), str(stands.papers)))
        if stands.parked:
            facts.append(KnownValue(self.say("line.sheet.parked"), str(stands.parked)))
        if stands.alarms:
            facts.append(KnownValue(self.say("line.sheet.alarm"), self.say(f"alarm.{stands.alarms[0]}")))
        if stands.rate:
            facts.append(
                KnownValue(self.say("line.sheet.rate"), self.say("line.sheet.kb", n=max(1, stands.rate // 1000)))
            )
        return facts

    def _when(self, moment: datetime | None, now: datetime) -> Text:
        if moment is None:
            return self.say("line.sheet.never")
        return f"{moment:%H:%M}" if moment.date() == now.date() else f"{moment:%H:%M %d/%m/%Y}"

    def _next(self, stands: QueueStatus, now: datetime) -> Text:
        if stands.sending:
            return self.say("line.sheet.sending")
        if stands.following is None or not stands.waiting:
            return self.say("line.sheet.none")
        left = round((stands.following - now).total_seconds())
        return self.say("line.sheet.in", n=left) if left > 0 else self.say("line.sheet.sending")

    def _summary(self, stands: QueueStatus) -> Text:
        """Why papers wait on a line that is up."""
        return self.say(f"line.held.{stands.wait_reason.value}") if stands.wait_reason else ""


def _spare(label: Label) -> LeafRow:
    """Left out where large letters need the room."""
    return LeafRow((label,), optional=True)


class LineLook(QObject):
    """Opens the sheet, keeps it as things are, and closes it when nobody is there."""

    def __init__(self, flow: Flow, desk: QueueStatusReader) -> None:
        super().__init__(flow)
        self._flow, self._desk = flow, desk
        self._sheet: LineSheet | None = None
        self._anew = QTimer(self, singleShot=True, interval=ANEW)  # after the last answer: slow ones do not pile up
        self._anew.timeout.connect(self._ask)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self.close)
        flow.shell.touched.connect(self._touched)

    def open(self) -> None:
        """What the store has to say takes a moment; the sheet comes with it."""
        if self._flow.shell.overlaid is None:
            self._flow.tasks.run("store", lambda _: self._desk.standing(), done=self._show, failed=lambda _: None)

    def _show(self, stands: QueueStatus) -> None:
        flow = self._flow
        if flow.visit.step is not VisitStep.START or flow.shell.overlaid is not None:
            return
        self._sheet = LineSheet(flow.look, flow.strings, stands, self._desk.clock())
        self._sheet.tried.connect(self._try_now)
        self._sheet.closed.connect(self.close)
        flow.shell.overlay(self._sheet)
        self._anew.start()
        self._patience.start()

    def _ask(self) -> None:
        if self._shown:
            self._flow.tasks.run("store", lambda _: self._desk.standing(), done=self._summary, failed=self._later)
        else:
            self.close()

    def _summary(self, stands: QueueStatus) -> None:
        if self._shown and self._sheet is not None:
            self._sheet.stands(stands, self._desk.clock())
            self._anew.start()

    def _later(self, error: KioskError) -> None:
        """The store could not say; what is shown is a second older."""
        self._anew.start()

    def _try_now(self) -> None:
        self._flow.tasks.run("store", lambda _: self._desk.try_now(), done=lambda _: self._ask(), failed=lambda _: None)

    def _touched(self) -> None:
        if self._sheet is not None:
            self._patience.start()

    @property
    def _shown(self) -> bool:
        return self._sheet is not None and self._flow.shell.overlaid is self._sheet

    def close(self) -> None:
        self._anew.stop()
        self._patience.stop()
        if self._shown:
            self._flow.shell.overlay(None)
        self._sheet = None
