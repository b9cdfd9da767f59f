"""Is it one matter filed twice? The same rows above, the different ones below, the verdict at the right."""

from __future__ import annotations

from functools import partial
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit

from kiosk.services.counter.duplicates import VERDICTS, ComparedPair, ComparedRow
from kiosk.ui.counter.parts import StaffKit, emptied
from kiosk.ui.counter.table import StaffTable
from kiosk.ui.widgets.rooted import Rooted

LINES = ("{0}|{2}", "{h[1]}: {1}", "{h[3]}: {3}")
"""Of what is compared, in a list of one column."""


class DuplicatesPage(Rooted):
    """``settled``: the verdict, the code that is kept, the reason. ``turned``: another one to look at."""

    settled = Signal(str, str, str)
    turned = Signal(str)
    back = Signal()

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("page")
        self._kit = kit
        self.pair: ComparedPair | None = None
        self.verdict, self.goes_on = VERDICTS[0], ""
        page = kit.page(self)
        heads = kit.bar(gap=16)
        heads.addWidget(kit.button(kit.say("back"), self.back.emit, key="Esc", picture="arrow-left"))
        heads.addWidget(kit.label(self._say("title"), "h1"))
        self._count = kit.label("", "second")
        heads.addWidget(self._count)
        heads.addStretch(1)
        self._next = kit.button(self._say("next"), self.turn, key="Ctrl+↓")
        heads.addWidget(self._next)
        page.addLayout(heads)
        body = kit.split(gap=22)
        page.addLayout(body, 1)
        self.table = StaffTable(kit, ["", "", "", ""], (330, 0, 130, 400), 66, LINES)
        body.addWidget(self.table, 1)
        side, self._side = kit.card()
        kit.fix_width(side, 440)
        body.addWidget(side)
        self._side.addWidget(kit.label(self._say("verdict"), "h2"))
        self._side.addWidget(kit.label(self._say("both_keep"), "second"))
        self._options = kit.column(gap=8)
        self._side.addLayout(self._options)
        self._keep = kit.column(gap=8)
        self._side.addLayout(self._keep)
        self._side.addWidget(kit.label(self._say("reason"), "second"))
        self.reason = QLineEdit()
        self._side.addWidget(self.reason)
        self._side.addStretch(1)
        self._side.addWidget(kit.button(self._say("save"), self.save, role="primary", key="Ctrl+Enter"))

    def _say(self, key: str, **values: object) -> str:
        return self._kit.strings.say(f"counter.twice.{key}", **values)

    def show_pair(self, pair: ComparedPair) -> None:
        self.pair, self.goes_on = pair, pair.left.head.code
        self.reason.clear()
        same = sum(one.same for one in pair.rows)
        self._count.setText(self._say("count", all=len(pair.rows), same=same, other=len(pair.rows) - same))
        self._next.setVisible(bool(pair.others))
        heads = ["", pair.left.head.code, "", pair.right.head.code]
        self.table.name(heads)
        self.table.fill([self._row(one) for one in pair.rows], ["" if one.same else "warn_tint" for one in pair.rows])
        self.choose(1)

    def _row(self, one: ComparedRow) -> tuple[str, str, str, str]:
        theme = self._kit.look.theme
        sign = self._say("is_same") if one.same else self._say("is_other")
        colour, weight = (theme.ink2, "") if one.same else (theme.warn, "font-weight:700")
        label = f"<span style='color:{theme.ink2}'>{escape(one.label)}</span>"
        parts = [f"<span style='{weight}'>{escape(part) or '–'}</span>" for part in (one.left, one.right)]
        return label, parts[0], f"<b style='color:{colour}'>{'=' if one.same else '≠'} {sign}</b>", parts[1]

    def choose(self, place: int) -> None:
        """A verdict by its digit."""
        if not 1 <= place <= len(VERDICTS) or self.pair is None:
            return
        kit, self.verdict = self._kit, VERDICTS[place - 1]
        emptied(self._options)
        group = QButtonGroup(self)
        for at, one in enumerate(VERDICTS, start=1):
            button = kit.button(self._say(one), partial(self.choose, at), role="option", key=str(at))
            button.setCheckable(True)
            button.setChecked(at == place)
            group.addButton(button)
            self._options.addWidget(button)
        emptied(self._keep)
        if self.verdict == "same":
            self._keep.addWidget(kit.label(self._say("keep"), "second"))
            line = kit.row(gap=8)
            codes = QButtonGroup(self)
            for code in (self.pair.left.head.code, self.pair.right.head.code):
                button = kit.button(code, partial(self._set_kept, code), role="view")
                button.setCheckable(True)
                button.setChecked(code == self.goes_on)
                codes.addButton(button)
                line.addWidget(button)
            line.addStretch(1)
            self._keep.addLayout(line)

    def _set_kept(self, code: str) -> None:
        self.goes_on = code

    def turn(self) -> None:
        if self.pair is not None and self.pair.others:
            self.turned.emit(self.pair.others[0])

    def save(self) -> None:
        if self.pair is not None:
            self.settled.emit(self.verdict, self.goes_on, self.reason.text())
