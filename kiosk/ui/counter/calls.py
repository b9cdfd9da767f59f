"""Call-backs and requests for help: whom, when, what to say, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLineEdit, QVBoxLayout

from kiosk.domain.calendar import ZONE
from kiosk.domain.desk_calls import CallLists, CallOutcome, DeskCall
from kiosk.services.counter.messages import LANGUAGES, ResidentMessage
from kiosk.ui.counter.key_hints import key_hints
from kiosk.ui.counter.paper_view import StaffCheck
from kiosk.ui.counter.parts import StaffKit, emptied, scrolled
from kiosk.ui.counter.shortcuts import bind_in
from kiosk.ui.counter.table import StaffTable
from kiosk.ui.staff.focus import give_focus
from kiosk.ui.widgets.rooted import Rooted

TABS = ("now", "later", "done", "unreachable")
OUTCOMES = (CallOutcome.SPOKEN, CallOutcome.NO_ANSWER, CallOutcome.LATER, CallOutcome.UNREACHABLE)
TONES = {
    CallOutcome.SPOKEN: "ok",
    CallOutcome.NO_ANSWER: "warn",
    CallOutcome.LATER: "action_text",
    CallOutcome.UNREACHABLE: "err",
}


LINES = ("{1}|{0}", "{2} · {3}|{4}")
"""Of a call, in a list of one column."""


class CallsPage(Rooted):
    """``chosen``: a call. ``opened``: a dossier's code. ``called``: number, outcome, again when, a message's key and
    language (empty: none). ``logging``: somebody called in."""

    chosen = Signal(object)
    opened = Signal(str)
    called = Signal(int, object, object, str, str)
    logging = Signal()

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("page")
        self._kit = kit
        self.lists = CallLists((), (), (), ())
        self.rows: tuple[DeskCall, ...] = ()
        self.call: DeskCall | None = None
        self._messages: Sequence[ResidentMessage] = ()
        self._now = datetime.min.replace(tzinfo=ZONE)
        self._clock: Callable[[], datetime] = lambda: self._now
        self._people: Mapping[int, str] = {}
        self._tab, self._language, self.outcome = "now", LANGUAGES[0], CallOutcome.SPOKEN
        self._again: datetime | None = None
        self._send: bool | None = None  # as the officer marked it, for this call and outcome
        self.remark = QLineEdit()
        page = kit.page(self)
        heads = kit.bar()
        heads.addWidget(kit.label(self._say("title"), "h1"))
        self._tabs = kit.bar(gap=10)
        heads.addLayout(self._tabs)
        heads.addStretch(1)
        heads.addWidget(kit.button(self._say("log"), self.logging.emit, key="Ctrl+N", picture="plus"))
        page.addLayout(heads)
        body = kit.split(gap=22)
        page.addLayout(body, 1)
        columns = [self._say(one) for one in ("when", "who", "from", "tries", "last")]
        self.table = StaffTable(kit, columns, (150, 0, 190, 100, 240), 78, LINES)
        self.table.itemSelectionChanged.connect(self._select)
        self.table.cellDoubleClicked.connect(lambda *_: self.open_chosen())
        for key in ("Return", "Enter"):
            bind_in(self.table, key, self.open_chosen)
        self.table.hug()
        left = kit.column(gap=14)
        left.addWidget(self.table, 1)
        left.addLayout(key_hints(kit, ("↑ ↓", "key_choose"), ("Enter", "key_open"), ("1…4", "key_outcome")))
        left.addStretch()
        body.addLayout(left, 1)
        side, box = kit.card()
        kit.fix_width(side, 580)
        body.addWidget(side)
        area, self._side = scrolled(kit)
        box.addWidget(area, 1)
        self._foot = kit.column(gap=8)
        box.addLayout(self._foot)

    def _say(self, key: str, **values: object) -> str:
        return self._kit.strings.say(f"counter.calls.{key}", **values)

    def show_lists(self, lists: CallLists, people: Mapping[int, str], clock: Callable[[], datetime]) -> None:
        self.lists, self._people, self._now, self._clock = lists, people, clock(), clock
        self._show_tab(self._tab)

    def _show_tab(self, tab: str) -> None:
        kit, self._tab = self._kit, tab
        emptied(self._tabs)
        group = QButtonGroup(self)
        for one in TABS:
            text = f"{self._say(f'tab_{one}')}  {len(self._calls(one))}"
            button = kit.button(text, partial(self._show_tab, one), role="view")
            button.setCheckable(True)
            button.setChecked(one == tab)
            group.addButton(button)
            self._tabs.addWidget(button)
        self.rows = self._calls(tab)
        self.call = None
        self.table.fill([self._row(one) for one in self.rows])
        if self.rows:
            self.table.setFocus()
        else:
            self._lay_empty()

    def _calls(self, tab: str) -> tuple[DeskCall, ...]:
        lists = self.lists
        return {"now": lists.now, "later": lists.later, "done": lists.done, "unreachable": lists.unreachable}[tab]

    def _row(self, one: DeskCall) -> Sequence[str]:
        theme, ink2 = self._kit.look.theme, self._kit.look.theme.ink2
        late = one.open and one.due <= self._now
        day = "" if one.due.date() == self._now.date() else f"{one.due:%d/%m}"
        when = f"<b style='color:{theme.warn if late else theme.ink}'>{one.due:%H:%M}</b>"
        when += f"<br><span style='color:{ink2}'>{day or self._say('today')}</span>"
        about = " · ".join(part for part in (one.code, one.about) if part)
        who = f"<b>{escape(one.person)}</b><br><span style='color:{ink2}'>{escape(about)}</span>"
        last = one.attempts[-1] if one.attempts else None
        outcome = ""
        if last is not None:
            colour = getattr(theme, TONES[last.outcome])
            outcome = (
                f"<b style='color:{colour}'>{self._say(f'outcome_{last.outcome.value}')}</b><br>{last.at:%H:%M %d/%m}"
            )
        tries = self._say("times", count=len(one.attempts)) if one.attempts else self._say("never")
        return when, who, self._kit.strings.say(f"counter.channel.{one.channel.value}"), tries, outcome

    def _select(self) -> None:
        at = self.table.currentRow()
        if 0 <= at < len(self.rows) and self.rows[at] is not self.call:
            self.call = self.rows[at]
            self._messages, self.outcome, self._again, self._send = (), CallOutcome.SPOKEN, None, None
            self.remark = QLineEdit()
            self._lay_call()
            self.chosen.emit(self.call)

    def show_messages(self, call: DeskCall, messages: Sequence[ResidentMessage]) -> None:
        """What may be said to that person, what fits best first."""
        if call is self.call:
            self._messages = messages
            self._lay_call()

    # --- the side ---

    def _lay_empty(self) -> None:
        emptied(self._side)
        emptied(self._foot)
        self.remark = QLineEdit()
        self._side.addWidget(self._kit.label(self._say("empty"), "second"))
        self._side.addStretch(1)

    def _lay_call(self) -> None:
        kit, call = self._kit, self.call
        assert call is not None
        writing = self.remark.hasFocus()
        emptied(self._side)
        emptied(self._foot)
        line = kit.row()
        line.addWidget(kit.label(call.person, "h2"), 1)
        if call.code:
            line.addWidget(kit.button(self._say("dossier"), self.open_chosen, picture="files"))
        self._side.addLayout(line)
        phone = kit.row()
        phone.addWidget(kit.picture("phone", 30))
        phone.addWidget(kit.label(call.phone or self._say("no_phone"), "figure"))
        phone.addStretch(1)
        self._side.addLayout(phone)
        self._side.addWidget(kit.label(call.about, "second"))
        self._lay_words()
        for one in call.attempts[-3:]:
            who = self._people.get(one.staff, "")
            word = self._say(f"outcome_{one.outcome.value}")
            self._side.addLayout(kit.pair(f"{one.at:%d/%m %H:%M}  {word}", who))
        self._side.addStretch(1)
        if call.open:
            self._lay_outcome()
        if writing and call.open:  # what is laid anew beside the hand takes nothing from it
            give_focus(self.remark)

    def _lay_words(self) -> None:
        """Words to say, in the language of who is called."""
        kit = self._kit
        if not self._messages:
            return
        line = kit.bar(gap=6)
        line.addWidget(kit.label(self._say("words"), "h3"))
        line.addStretch(1)
        group = QButtonGroup(self)
        for language in LANGUAGES:
            button = kit.button(self._say(f"in_{language}"), partial(self._speak, language), role="view")
            button.setCheckable(True)
            button.setChecked(language == self._language)
            group.addButton(button)
            line.addWidget(button)
        self._side.addLayout(line)
        self._side.addWidget(kit.label(f"“{self.message.text(self._language)}”", "quote"))

    def _lay_outcome(self) -> None:
        kit, written = self._kit, self.remark
        self._foot.addWidget(kit.label(self._say("outcome"), "second"))
        self._options(self._foot, [(self._say(f"outcome_{one.value}"), one) for one in OUTCOMES], self.outcome)
        if not self.outcome.ends:
            line = kit.bar(gap=8)
            line.addWidget(kit.label(self._say("again"), "second"))
            moments = self.moments()
            for moment in moments:
                text = f"{moment:%H:%M}" if moment.date() == self._now.date() else f"{moment:%d/%m %H}h"
                button = kit.button(text, partial(self._set_again, moment), role="view")
                button.setCheckable(True)
                button.setChecked(moment == (self._again or moments[0]))
                line.addWidget(button)
            line.addStretch(1)
            self._foot.addLayout(line)
        self.remark = QLineEdit(written.text())
        self.remark.setCursorPosition(written.cursorPosition())
        self.remark.setPlaceholderText(self._say("remark"))
        self._foot.addWidget(self.remark)
        self.send = StaffCheck(kit, self._say("send"))
        fits = self.outcome is CallOutcome.NO_ANSWER if self._send is None else self._send
        self.send.setChecked(fits and bool(self._messages))
        self.send.clicked.connect(self._mark_send)
        self._foot.addWidget(self.send)
        if not self._messages:
            self.send.hide()
        self._foot.addWidget(kit.button(self._say("save"), self.save, role="primary", key="Ctrl+Enter"))

    def _options(self, box: QVBoxLayout, options: Sequence[tuple[str, CallOutcome]], chosen: CallOutcome) -> None:
        """Two beside each other, as wide as those beneath."""
        group, grid = QButtonGroup(self), QGridLayout()
        grid.setSpacing(self._kit.px(8))
        for place, (text, outcome) in enumerate(options):
            button = self._kit.button(text, partial(self.set_outcome, place + 1), role="option", key=str(place + 1))
            button.setCheckable(True)
            button.setChecked(outcome is chosen)
            group.addButton(button)
            grid.addWidget(button, place // 2, place % 2)
            grid.setColumnStretch(place % 2, 1)
        box.addLayout(grid)

    @property
    def has_words(self) -> bool:
        """Whether it is known what to say."""
        return bool(self._messages)

    @property
    def message(self) -> ResidentMessage:
        """The words that fit: where nobody answered, that one called."""
        if self.outcome is CallOutcome.NO_ANSWER:
            return self._messages[-1]
        return self._messages[0]

    def moments(self) -> tuple[datetime, ...]:
        """When it may be tried again, as the kiosk knows its days off; what has passed since is not offered."""
        now = self._clock()
        return tuple(one for one in self.lists.again if now < one)[:3] or self.lists.again[-1:]

    def set_outcome(self, place: int) -> None:
        if self.call is not None and self.call.open and 1 <= place <= len(OUTCOMES):
            self.outcome, self._send = OUTCOMES[place - 1], None
            self._lay_call()

    def _mark_send(self, marked: bool) -> None:
        self._send = marked

    def _set_again(self, moment: datetime) -> None:
        self._again = moment

    def _speak(self, language: str) -> None:
        self._language = language
        self._lay_call()

    def open_chosen(self) -> None:
        if self.call is not None and self.call.code:
            self.opened.emit(self.call.code)

    def save(self) -> None:
        """Note what came of it; the next one is chosen by the list that comes."""
        if self.call is None or not self.call.open:
            return
        again = None if self.outcome.ends else self._again or next(iter(self.moments()), None)
        send = self.message.key if self._messages and self.send.isChecked() else ""
        self.called.emit(self.call.number, self.outcome, again, send, self._language)
