"""Received: the code, the QR, when to come back, and where the dossier is now."""

from __future__ import annotations

import enum

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.domain.submission import Sync
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import spoken_times
from kiosk.ui.resident.leaves import WIDE, LeafRow
from kiosk.ui.resident.parts import FooterSpec, Screen, live_text
from kiosk.ui.resident.views import ReceivedView
from kiosk.ui.strings import Phrase, Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import (
    Banner,
    Button,
    ButtonKind,
    CardSurface,
    ChipTone,
    CodeText,
    Facts,
    InfoBlock,
    KnownValue,
    Label,
    Note,
    PaperText,
    QrView,
    Row,
    Segmented,
    Stack,
    Ticket,
)

RATINGS = ("very-good", "good", "fair", "poor")

LONG = 45
"""Letters of a name from which on it has a card of its own."""


class PrintState(enum.Enum):
    READY = "ready"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"  # the code stays on the glass
    NONE = "none"  # there is no printer


class ReceivedScreen(Screen):
    step = VisitStep.RECEIVED
    printAsked = Signal()  # noqa: N815
    finishAsked = Signal()  # noqa: N815
    rated = Signal(str)  # one of RATINGS
    mine = Signal()
    anotherAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("received.title"))
        self._view: ReceivedView | None = None
        self._rating: int | None = None
        self.leaves.SPACING = 10
        self._state, self._wide = PrintState.READY, False
        self._sync, self._official = Sync.QUEUED, ""
        self.banner = Banner(look, ChipTone.NETWORK, "")
        self.note = Note(look, "printer", "")
        self.print_button = Button(look, self.say("received.print"), icon="printer")
        self.print_button.clicked.connect(self.printAsked)
        self.end_button = Button(look, self.say("received.finish"), icon="door-exit")
        self.end_button.clicked.connect(self.finishAsked)
        look.changed.connect(self._rebuild)
        self.set_printing(PrintState.READY)

    def _phrase(self, name: str, /, **values: object) -> Phrase:
        """A sentence about what was handed in: an answer to the office, and an order for the counter, have some of
        their own."""
        view = self._view
        family = "answered" if view and view.answer else "ordered" if view and view.order else "received"
        own = f"{family}.{name}"
        return self.say(own if self.strings.has(own) else f"received.{name}", **values)

    def show_received(self, view: ReceivedView) -> None:
        self._view, self._sync, self._official = view, view.sync, view.official
        self.head.set_words(self._phrase("title_name", name=view.name) if view.name else self._phrase("title"))
        self._rebuild()
        self.set_printing(PrintState.READY if view.can_print else PrintState.NONE)

    def _rebuild(self) -> None:
        view = self._view
        if view is None:
            return
        self.banner, self.note = Banner(self.look, ChipTone.NETWORK, ""), Note(self.look, "printer", "")
        self._tell_line()
        self._tell_print()
        mine = Button(self.look, self._phrase("mine"), ButtonKind.QUIET, "file-text")
        mine.clicked.connect(self.mine)
        after = (mine, *self._another(view))
        more = LeafRow(after, columns=len(after))
        rate, note = self._rate(), self._note_row()
        self._wide = self.width() > self.look.px(WIDE)
        long = len(view.subject) > LONG
        if self.look.text_percent > 125 or (long and self._wide):
            code, come, facts = self._large_pieces(view)
            single = [facts]
            if long or view.linked:  # no card is higher than a leaf
                single = [Facts(self.look, self.strings, (one,)) for one in (*self._facts(view), *self._linked(view))]
                facts.deleteLater()
            self.put(code, self.banner, come, *single, self.note, more, rate)
        elif self._wide:
            left, right = self._columns(view)
            pair = self._stack(*left, self.banner, self.note), self._stack(*right, *after, rate)
            self.put(LeafRow(pair, wide=2))
        else:
            self.put(self._ticket(view), self.banner, note, more, LeafRow((rate,), optional=True))

    def _another(self, view: ReceivedView) -> tuple[Button, ...]:
        """A second filing with what may be kept of this one, where the procedure has such."""
        if view.another is None:
            return ()
        button = Button(self.look, live_text(self.strings, view.another), ButtonKind.QUIET, "plus")
        button.clicked.connect(self.anotherAsked)
        return (button,)

    def _note_row(self) -> LeafRow:
        """What went wrong with the slip is said, whatever else has to give way; that it can be printed need not be."""
        needless = self._state not in (PrintState.FAILED, PrintState.NONE)
        return LeafRow((self.note,), optional=needless, first_to_go=True)

    def _rate(self) -> Segmented:
        """How it was, in one touch that may be changed: nobody's name is kept with it."""
        choices = [self.say(f"received.rate.{one}") for one in RATINGS]
        rate = Segmented(self.look, self.say("received.rate.title"), choices)
        rate.set_chosen(-1 if self._rating is None else self._rating)
        rate.chosen.connect(self._take_rating)
        return rate

    def _take_rating(self, index: int) -> None:
        self._rating = index
        self.rated.emit(RATINGS[index])

    def _stack(self, *widgets: QWidget) -> Stack:
        stack = Stack(self.look, spacing=24)
        stack.column.put(*widgets, None)
        return stack

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._wide != (self.width() > self.look.px(WIDE)):
            self._rebuild()

    def _facts(self, view: ReceivedView) -> tuple[KnownValue, ...]:
        say, chosen = self.say("slip.half_day"), (view.half_day,) if view.half_day else ()
        half = (KnownValue(say, spoken_times.half_day(self.strings, *one)) for one in chosen)
        return (
            KnownValue(live_text(self.strings, view.procedure), spoken_times.person(view.subject)),
            *half,
            KnownValue(self._phrase("at"), spoken_times.moment_on_slip(self.strings, view.filed_at)),
        )

    def _linked(self, view: ReceivedView) -> tuple[KnownValue, ...]:
        """What was asked for together with it: a name and a code of its own."""
        return tuple(KnownValue(live_text(self.strings, name), code) for name, code in view.linked)

    def _ticket(self, view: ReceivedView) -> Ticket:
        return Ticket(
            self.look,
            self._phrase("code"),
            view.code,
            self._phrase("keep"),
            view.receipt,
            self._facts(view),
            self._come(view),
            self._when(view),
            self._linked(view),
        )

    def _when(self, view: ReceivedView) -> Phrase:
        """When to come; of an answer, what happens next: the office's clock stands still until it has it."""
        if view.nothing_back and not view.answer:
            return self._phrase("nothing_line")
        return self._phrase("next") if view.answer or view.order else spoken_times.by_hour(self.strings, view.due_at)

    def _come(self, view: ReceivedView) -> Phrase:
        return self._phrase("nothing" if view.nothing_back and not view.answer else "come")

    def _pieces(self, view: ReceivedView) -> tuple[QWidget, QWidget, QWidget, QWidget]:
        """The ticket in pieces (code, when, facts, QR): for a lying page, or letters that would fill more than one."""
        code = CardSurface(self.look, spacing=8)
        code.body.put(
            Label(self.look, self._phrase("code"), TextRole.BODY, "ink2"),
            CodeText(self.look, view.code),
            Label(self.look, self._phrase("keep"), TextRole.BODY, "ink2"),
        )
        come = CardSurface(self.look, spacing=8)
        icon = "info-circle" if view.answer or view.order or view.nothing_back else "calendar-event"
        come.body.put(InfoBlock(self.look, PaperText(label=self._come(view), title=self._when(view)), icon))
        qr = QrView(self.look, view.receipt, self._phrase("qr"), side=320)
        return code, come, Facts(self.look, self.strings, (*self._facts(view), *self._linked(view))), qr

    def _columns(self, view: ReceivedView) -> tuple[tuple[QWidget, ...], tuple[QWidget, ...]]:
        """A lying page's two. Where more was asked for together, its lines want the room that the QR has else."""
        if not view.linked:
            code, come, facts, qr = self._pieces(view)
            return (code, come), (qr, facts)
        card, come, facts = self._large_pieces(view)
        facts.deleteLater()
        own = Facts(self.look, self.strings, self._facts(view))
        return (card, come), (own, Facts(self.look, self.strings, self._linked(view), compact=True))

    def _large_pieces(self, view: ReceivedView) -> tuple[QWidget, QWidget, QWidget]:
        """The code beside its QR, when to come, the facts: with large letters what matters is on the first leaf."""
        code, come, facts, _ = self._pieces(view)
        card, words = CardSurface(self.look, spacing=8), Stack(self.look, spacing=0)
        words.column.put(Label(self.look, self._phrase("code"), TextRole.LABEL, "ink2"), CodeText(self.look, view.code))
        row = Row(self.look, spacing=20)
        row.addWidget(words, 1)
        row.addWidget(QrView(self.look, view.receipt, self._phrase("qr"), side=270))
        card.body.addLayout(row)
        code.deleteLater()
        return card, come, facts

    # --- what changes while one stands there ---

    def set_sync(self, sync: Sync, official: str = "") -> None:
        """Where the dossier is on its way; calm in every case."""
        self._sync, self._official = sync, official
        self._tell_line()
        self.leaves.arrange()

    def _tell_line(self) -> None:
        sync, official = self._sync, self._official
        tone, icon = {
            Sync.QUEUED: (ChipTone.NETWORK, "cloud-up"),
            Sync.SENDING: (ChipTone.NETWORK, "send"),
            Sync.DELIVERED: (ChipTone.OK, "cloud-check"),
            Sync.PARKED: (ChipTone.NETWORK, "user"),
            Sync.COUNTER: (ChipTone.NETWORK, "user-heart"),
            Sync.SERVED: (ChipTone.OK, "circle-check"),
        }[sync]
        line = self._phrase(f"{sync.value}.line", official=breakable(official))
        short = self.look.text_percent > 125 and not official  # an official number is always said
        self.banner.set_state(tone, self._phrase(f"{sync.value}.title"), "" if short else line, icon)

    @property
    def print_state(self) -> PrintState:
        return self._state

    def set_printing(self, state: PrintState) -> None:
        before, self._state = self._state, state
        if {before, state} & {PrintState.FAILED, PrintState.NONE} and before is not state:
            self._rebuild()
        self._tell_print()
        if state is PrintState.NONE:
            self.set_footer(self.end_button)
            return
        words = {PrintState.FAILED: "retry", PrintState.PRINTED: "print_again"}
        self.print_button.set_waiting(self._phrase("printing") if state is PrintState.PRINTING else None)
        self.print_button.set_text(self._phrase(words.get(state, "print")))
        printed = state is PrintState.PRINTED
        self.print_button.set_kind(ButtonKind.ALTERNATIVE if printed else ButtonKind.PRIMARY)
        self._footer = FooterSpec(self.print_button, self._phrase("finish"), "door-exit", back_leads=printed)
        self.footer_changed.emit()

    def _tell_print(self) -> None:
        self.note.set_text(self._phrase(f"note.{self._state.value}"))

    def go_back(self) -> None:
        """The lower left ends the visit, before the slip and after it: whoever touches In twice never ends it."""
        self.finishAsked.emit()

    def wipe(self) -> None:
        self._view, self._official, self._rating = None, "", None
        super().wipe()


def breakable(number: str) -> str:
    """An official number that may wrap at its hyphens, never within a group of figures."""
    return number.replace("-", "-\u200b")
