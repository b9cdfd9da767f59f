"""The chief's page: what officers did, many approved by one PIN; the end of the day; who works here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QButtonGroup

from kiosk.domain.correction import changes_of
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.services.counter.official_papers import SHEET
from kiosk.services.counter.reviews import EndOfDay, ReviewItem
from kiosk.ui.counter.parts import StaffKit, emptied
from kiosk.ui.counter.shortcuts import bind_in
from kiosk.ui.counter.sign_in import secret_entry
from kiosk.ui.counter.table import StaffTable
from kiosk.ui.widgets.rooted import Rooted

GROUPS: Mapping[str, frozenset[DossierEventKind]] = {
    "mended": frozenset({DossierEventKind.MENDED, DossierEventKind.PAPER, DossierEventKind.CORRECTION_ASKED}),
    "filed": frozenset({DossierEventKind.FILED_FOR}),
    "exception": frozenset({DossierEventKind.EXCEPTION}),
    "money": frozenset({DossierEventKind.PAID, DossierEventKind.REFUNDED}),
}
MARKED, UNMARKED, ALONE = "☑", "☐", "◌"


LINES = ("{0} {1}|{5}", "{2}", "{3}", "{4}")
"""Of an act, in a list of one column."""


class ReviewPage(Rooted):
    """``opened``: a dossier's code. ``approved``: numbers and the PIN. ``returned``: a number. ``closed``: the PIN.
    ``unsigned``: there is no PIN yet. ``people``: who works here."""

    opened = Signal(str)
    approved = Signal(object, str)
    returned = Signal(int)
    closed = Signal(str)
    unsigned = Signal()
    people = Signal()

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("page")
        self._kit = kit
        self.items: tuple[ReviewItem, ...] = ()
        self.rows: tuple[ReviewItem, ...] = ()
        self.marked: set[int] = set()
        self.looked_into: set[int] = set()  # those whose dossier was opened from here
        self._people: Mapping[int, str] = {}
        self._group = ""
        self.day: EndOfDay | None = None
        page = kit.page(self)
        heads = kit.bar()
        heads.addWidget(kit.label(self._say("title"), "h1"))
        self._tabs = kit.bar(gap=10)
        heads.addLayout(self._tabs)
        heads.addStretch(1)
        heads.addWidget(kit.button(self._say("staff"), self.people.emit, picture="users"))
        page.addLayout(heads)
        body = kit.split(gap=22)
        page.addLayout(body, 1)
        columns = ["", *(self._say(one) for one in ("act", "who", "what", "why", "by"))]
        self.table = StaffTable(kit, columns, (64, 190, 270, 0, 320, 190), 70, LINES)
        self.table.cellClicked.connect(self._touched)
        bind_in(self.table, "Space", self.toggle)
        for key in ("Return", "Enter"):
            bind_in(self.table, key, self.open_chosen)
        self.table.cellDoubleClicked.connect(lambda row, _: self.open_row(row))
        left = kit.column(gap=10)
        body.addLayout(left, 1)
        self.table.hug()
        left.addWidget(self.table, 1)
        foot = kit.bar()
        self._count = kit.label("", "strong")
        foot.addWidget(self._count)
        for key, word in (("Space", "mark"), ("Enter", "open"), ("Ctrl+A", "mark_all")):
            foot.addWidget(kit.label(key, "kbd"))
            foot.addWidget(kit.label(self._say(word), "second"))
        foot.addStretch(1)
        foot.addWidget(kit.button(self._say("back"), self.give_back, picture="arrow-back-up"))
        left.addLayout(foot)
        left.addStretch()
        self._lay_side(body)

    def _lay_side(self, body: QBoxLayout) -> None:
        kit = self._kit
        side = kit.column(gap=18)
        body.addLayout(side)
        card, self._day = kit.card()
        kit.fix_width(card, 440)
        side.addWidget(card, 1)
        card, box = kit.card()
        kit.fix_width(card, 440)
        side.addWidget(card)
        self._pin_why = kit.label("", "second")
        box.addWidget(self._pin_why)
        self.pin = secret_entry()
        self.pin.returnPressed.connect(self.do)
        box.addWidget(self.pin)
        self._approve = kit.button("", self.approve, role="primary", key="Ctrl+Enter")
        box.addWidget(self._approve)

    def _say(self, key: str, **values: object) -> str:
        return self._kit.strings.say(f"counter.review.{key}", **values)

    def show_items(self, items: tuple[ReviewItem, ...], day: EndOfDay, people: Mapping[int, str]) -> None:
        """Everything that may be is marked at first."""
        self.items, self._people, self.day = items, people, day
        self.marked = {one.number for one in items if not one.alone or one.number in self.looked_into}
        self._show_group(self._group)
        self._show_day(day)
        self.pin.clear()

    def _show_group(self, group: str) -> None:
        self._group = group
        emptied(self._tabs)
        buttons = QButtonGroup(self)
        for name in ("", *GROUPS, "other"):
            own = self._of(name)
            word = self._say(f"tab_{name or 'all'}")
            button = self._kit.button(f"{word}  {len(own)}", partial(self._show_group, name), role="view")
            button.setCheckable(True)
            button.setChecked(name == group)
            buttons.addButton(button)
            self._tabs.addWidget(button)
        self.rows = self._of(group)
        self.table.fill([self._row(one) for one in self.rows])
        self._weigh()
        if self.rows:
            self.table.setFocus()

    def _of(self, group: str) -> tuple[ReviewItem, ...]:
        if not group:
            return self.items
        every = frozenset().union(*GROUPS.values())
        return tuple(
            one
            for one in self.items
            if (one.event.kind in GROUPS[group] if group in GROUPS else one.event.kind not in every)
        )

    def _row(self, one: ReviewItem) -> Sequence[str]:
        theme, event = self._kit.look.theme, one.event
        mark = (
            MARKED
            if one.number in self.marked
            else ALONE
            if one.alone and one.number not in self.looked_into
            else UNMARKED
        )
        what = self._what(event)
        if one.alone:
            what = f"<b style='color:{theme.err}'>{what}, {self._say('alone')}</b>"
        who = f"<b>{escape(one.applicant)}</b><br><span style='color:{theme.ink2}'>{one.code}</span>"
        why = escape(event.facts.get("reason") or event.facts.get("verdict") or event.facts.get("exempt") or "")
        by = f"{escape(self._people.get(event.staff, ''))}<br>{event.at:%H:%M %d/%m}" if event.at else ""
        kind = self._kit.strings.say(f"counter.step.{event.kind.value}")
        return f"<span style='font-size:{self._kit.px(30)}px'>{mark}</span>", f"<b>{kind}</b>", who, what, why, by

    def _what(self, event: DossierEvent) -> str:
        facts = event.facts
        if event.kind is DossierEventKind.MENDED:
            return f"{escape(facts['before'])} → <b>{escape(facts['after'])}</b>"
        if event.kind is DossierEventKind.CORRECTION_ASKED:
            pairs = (f"{escape(one.before)} → {escape(one.after)}" for one in changes_of(event))
            return "; ".join(pairs)
        if event.kind is DossierEventKind.PRINTED:
            form = facts.get("form", "")
            if form.startswith(SHEET):
                return self._kit.say("sheet")
            return self._kit.say("form", number=form.removeprefix("mau-"), title="")
        if event.kind is DossierEventKind.REFUNDED:
            return f"{facts.get('receipt', '')}: {self._kit.sum(int(facts.get('amount') or 0))}"
        return escape(next((facts[one] for one in ("rule", "what", "how", "name", "key") if facts.get(one)), ""))

    def _show_day(self, day: EndOfDay) -> None:
        kit = self._kit
        emptied(self._day)
        self._day.addWidget(kit.label(self._say("end_of_day"), "h3"))
        lines = (
            (True, self._say("filed", count=day.filed)),
            self._left_of("unsent", day.unsent),
            (not day.open_desks, self._say("desks" if day.open_desks else "no_desks", desks=", ".join(day.open_desks))),
            (day.intact, self._say("intact" if day.intact else "broken")),
            self._left_of("left", day.to_review),
            self._left_of("to_open", day.to_open),
        )
        for well, text in lines:
            line = kit.row()
            line.addWidget(kit.picture("circle-check" if well else "clock", 28, "ok" if well else "warn"))
            line.addWidget(kit.label(text, "" if well else "strong"), 1)
            self._day.addLayout(line)
        self._day.addStretch(1)
        text = self._say("sign", count=len(day.unsigned)) if day.unsigned else self._say("all_signed")
        text = text if day.ready else self._say("sign_later")
        button = kit.button(text, self.close_day, role="primary", key="Ctrl+Enter")
        button.set_waiting(not (day.ready and day.unsigned))
        self._day.addWidget(button)

    def _left_of(self, key: str, count: int) -> tuple[bool, str]:
        """Whether nothing is left of it, and the words for that."""
        return not count, self._say(key, count=count) if count else self._say(f"no_{key}")

    def toggle(self) -> None:
        """Space: the row that is chosen."""
        at = self.table.currentRow()
        if 0 <= at < len(self.rows):
            one = self.rows[at]
            if one.number in self.marked:
                self.marked.discard(one.number)
            elif not one.alone or one.number in self.looked_into:
                self.marked.add(one.number)
            self._paint(at)

    def mark_all(self) -> None:
        self.marked |= {one.number for one in self.rows if not one.alone or one.number in self.looked_into}
        for at in range(len(self.rows)):
            self._paint(at)

    def _paint(self, at: int) -> None:
        self.table.put_row(at, self._row(self.rows[at]))
        self._weigh()

    def _touched(self, row: int, column: int) -> None:
        if column == 0:
            self.table.selectRow(row)
            self.toggle()

    def _weigh(self) -> None:
        count = len(self.marked)
        self._count.setText(self._say("count", count=count, total=len(self.items)))
        signs = not count and self.day is not None and self.day.ready and bool(self.day.unsigned)
        self._pin_why.setText(self._say("pin_sign") if signs else self._say("pin", count=count))
        none = "none_marked" if self.items else "no_left"
        self._approve.set_text(self._say("approve", count=count) if count else self._say(none))
        self._approve.set_waiting(not count)

    def open_row(self, row: int) -> None:
        if 0 <= row < len(self.rows):
            self.looked_into.add(self.rows[row].number)
            self.opened.emit(self.rows[row].code)

    def open_chosen(self) -> None:
        self.open_row(self.table.currentRow())

    def give_back(self) -> None:
        at = self.table.currentRow()
        if 0 <= at < len(self.rows):
            self.returned.emit(self.rows[at].number)

    def approve(self) -> None:
        if self.marked and (secret := self._secret()):
            self.approved.emit(tuple(sorted(self.marked)), secret)

    def do(self) -> None:
        """What is marked is approved; where nothing is left to approve, the day is signed."""
        if self.marked:
            self.approve()
        else:
            self.close_day()

    def close_day(self) -> None:
        if self.day is not None and self.day.ready and self.day.unsigned and (secret := self._secret()):
            self.closed.emit(secret)

    def _secret(self) -> str:
        """The PIN, which is typed anew for the next; where there is none, it is asked for, and nothing is tried."""
        secret = self.pin.text()
        self.pin.clear()
        if not secret:
            self.pin.setFocus()
            self.unsigned.emit()
        return secret
