"""Finding: what is typed finds while it is typed; a list page by page; the chosen one at the right."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Signal

from kiosk.domain.dossier import DossierRow, LookReason
from kiosk.domain.dossier_terms import matches
from kiosk.domain.submission import AT_COUNTER, Legal, Sync
from kiosk.services.counter.finding import SearchAnswer
from kiosk.ui.counter.flow_row import FlowRow
from kiosk.ui.counter.key_hints import key_hints
from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.counter.table import StaffTable
from kiosk.ui.widgets.rooted import Rooted

LINES = ("{1}|{5}", "{0} · {2}", "{h[3]} {3} · {h[4]} {4}|{6}")
"""Of a dossier, in a list of one column."""


class FindPage(Rooted):
    """``opened``: a code. ``more``: the next page is wanted."""

    opened = Signal(str)
    more = Signal()

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("page")
        self._kit = kit
        self.rows: tuple[DossierRow, ...] = ()
        page = kit.page(self)
        heads = kit.bar(gap=16)
        self.title = kit.label(kit.say("dossiers"), "h1")
        heads.addWidget(self.title)
        heads.addStretch(1)
        self.counted = kit.label("", "second")
        heads.addWidget(self.counted)
        page.addLayout(heads)
        body = kit.split(gap=22)
        page.addLayout(body, 1)
        columns = ("col_code", "col_person", "col_matter", "col_filed", "col_due", "col_state", "col_holder")
        self.table = StaffTable(kit, [kit.say(one) for one in columns], (196, 0, 266, 96, 168, 190, 146), 78, LINES)
        self.table.itemSelectionChanged.connect(self._select)
        self.table.cellDoubleClicked.connect(lambda *_: self.open_chosen())
        self.table.hug()
        left = kit.column(gap=14)
        left.addWidget(self.table, 1)
        left.addLayout(self._hints())
        left.addStretch()
        body.addLayout(left, 1)
        side, self._side = kit.card()
        kit.fix_width(side, 380)
        body.addWidget(side)
        self._side.addWidget(kit.label(kit.say("chosen"), "second"))
        self._name = kit.label("", "h2")
        self._facts = kit.label("", "")
        self._side.addWidget(self._name)
        self._side.addWidget(self._facts)
        self._side.addStretch(1)
        self.more_button = kit.button(kit.say("more"), self.more.emit, key="PgDn", picture="chevron-down")
        self._side.addWidget(self.more_button)
        self._side.addWidget(kit.button(kit.say("open"), self.open_chosen, role="primary", key="Enter"))

    def _hints(self) -> FlowRow:
        kit = self._kit
        foot = key_hints(kit, ("↑ ↓", "key_choose"), ("Enter", "key_open"), ("F3", "key_find"), ("Esc", "key_back"))
        foot.addStretch(1)
        foot.addWidget(kit.label(kit.say("no_marks"), "second"))
        return foot

    def show_answer(self, answer: SearchAnswer, title: str, names: dict[str, str], people: dict[int, str]) -> None:
        """``names``: of procedures by code; ``people``: of accounts by number."""
        kit = self._kit
        self.rows = answer.rows
        self.title.setText(title)
        count = f"{answer.count}+" if answer.count >= 1000 else str(answer.count)
        self.counted.setText(kit.say("counted", count=count, total=kit.number(answer.total)))
        self.more_button.setVisible(bool(answer.cursor))
        self.table.fill(self._cells(row, answer.terms, names, people) for row in answer.rows)
        self._select()

    def open_chosen(self) -> None:
        at = self.table.currentRow()
        if 0 <= at < len(self.rows):
            self.opened.emit(self.rows[at].code)

    def _cells(
        self, row: DossierRow, terms: tuple[str, ...], names: dict[str, str], people: dict[int, str]
    ) -> tuple[str, ...]:
        kit, theme = self._kit, self._kit.look.theme
        person = kit.say("sealed_row") if row.sealed and not row.applicant else self._marked(row.applicant, terms)
        beneath = (
            f"<br><span style='color:{theme.ink2}'>{self._marked(row.subject, terms)}</span>" if row.subject else ""
        )
        state, colour = state_of(row)
        return (
            f"<b>{row.code}</b>",
            f"<b>{person}</b>{beneath}",
            escape(names.get(row.procedure, row.procedure)),
            f"{row.filed:%d/%m}",
            f"<b>{row.due:%d/%m/%Y}</b>",
            f"<b style='color:{getattr(theme, colour)}'>{escape(self._state_word(state))}</b>",
            escape(people.get(row.holder, "")) or f"<span style='color:{theme.ink2}'>{kit.say('nobody_holds')}</span>",
        )

    def _state_word(self, state: str) -> str:
        return self._kit.strings.say(f"counter.state.{state}")

    def _marked(self, text: str, terms: tuple[str, ...]) -> str:
        """What was looked for is tinted and underlined."""
        parts, last, theme = [], 0, self._kit.look.theme
        style = f"background:{theme.gold_tint}; text-decoration: underline"
        for begin, end in matches(text, terms):
            parts.append(f"{escape(text[last:begin])}<span style='{style}'>{escape(text[begin:end])}</span>")
            last = end
        return "".join((*parts, escape(text[last:])))

    def _select(self) -> None:
        kit, at = self._kit, self.table.currentRow()
        row = self.rows[at] if 0 <= at < len(self.rows) else None
        if row is None:
            self._name.setText(kit.say("nothing_found"))
            self._facts.setText("")
            return
        self._name.setText(row.applicant or kit.say("sealed_row"))
        lines = [row.official or row.code, row.subject, *(kit.say(f"look.{one.value}") for one in row.look)]
        lines += [kit.say("owes", sum=kit.number(row.owed))] if row.owed else []
        self._facts.setText("\n".join(line for line in lines if line))


def state_of(row: DossierRow) -> tuple[str, str]:
    """The key of the word, and the colour it is said in."""
    if row.sync is Sync.PARKED:
        return "parked", "err"
    if row.sync in AT_COUNTER:
        return row.sync.value, "ok" if row.sync is Sync.SERVED else "action_text"
    if row.legal is None:
        return ("sent" if row.sync is Sync.DELIVERED else "waiting"), "gold_deep"
    colours = {Legal.SUPPLEMENT: "warn", Legal.PAYMENT: "warn", Legal.FINISHED: "ok", Legal.HANDED_OVER: "ok"}
    return row.legal.value, "warn" if LookReason.CARD in row.look else colours.get(row.legal, "action_text")
