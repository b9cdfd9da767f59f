"""Printing: the law's forms at the left, at the right the very page that is printed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit

from kiosk.services.counter.official_papers import PaperDetails
from kiosk.services.counter.typesetting import OfficialPaper
from kiosk.ui.counter.parts import PaperView, StaffKit, emptied
from kiosk.ui.widgets.rooted import Rooted


class PrintPage(Rooted):
    """``shown``: a form's key and what is said for it. ``printed``: the same, and how many copies."""

    shown = Signal(str, object)
    printed = Signal(str, object, int)
    back = Signal()

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("page")
        self._kit = kit
        self.form = ""
        self._copies = 1
        page = kit.row(self, margin=28, gap=22)
        left = kit.column(gap=12)
        page.addLayout(left)
        heads = kit.row(gap=16)
        heads.addWidget(kit.button(kit.say("back"), self.back.emit, key="Esc", picture="arrow-left"))
        heads.addWidget(kit.label(kit.say("print"), "h1"))
        heads.addStretch(1)
        left.addLayout(heads)
        self._who = kit.label("", "second")
        left.addWidget(self._who)
        self._forms = kit.column(gap=8)
        left.addLayout(self._forms)
        left.addWidget(kit.label(kit.say("paper_reason"), "second"))
        self._reason = QLineEdit()
        self._reason.editingFinished.connect(self._show)
        left.addWidget(self._reason)
        left.addStretch(1)
        line = kit.row()
        line.addWidget(kit.label(kit.say("copies"), "h3"))
        line.addStretch(1)
        line.addWidget(kit.button("−", lambda: self._count(-1)))
        self._number = kit.label("1", "h2")
        line.addWidget(self._number)
        line.addWidget(kit.button("+", lambda: self._count(1)))
        left.addLayout(line)
        self._before = kit.label("", "second", wrap=True)
        left.addWidget(self._before)
        self._print = kit.button(kit.say("print_now"), self.print, role="primary", key="Ctrl+Enter", picture="printer")
        left.addWidget(self._print)
        for part in (self._who, self._reason, self._before, self._print):
            part.setFixedWidth(kit.px(560))
        card, box = kit.card()
        page.addWidget(card, 1)
        box.addWidget(kit.label(kit.say("as_printed"), "second"))
        self.page_picture = PaperView(kit)
        box.addWidget(self.page_picture, 1)

    def show_forms(self, forms: Sequence[OfficialPaper], who: str, *, may_refuse: bool) -> None:
        kit = self._kit
        self._who.setText(who)
        emptied(self._forms)
        group = QButtonGroup(self)
        for place, one in enumerate(forms):
            text = kit.say("form", number=one.number, title=one.title)
            button = kit.button(text, lambda one=one: self._choose(one), role="option", key=str(place + 1))  # type: ignore[misc]
            button.setCheckable(True)
            button.setChecked(place == 0)
            button.setEnabled(may_refuse or one.key not in ("mau-03", "mau-05"))
            button.words.setWordWrap(True)
            button.words.setFixedWidth(kit.px(440))
            button.setFixedWidth(kit.px(560))
            button.setProperty("lines", 2)
            group.addButton(button)
            self._forms.addWidget(button)
        self._choose(forms[0])

    def show_page(self, png: bytes, before: int) -> None:
        """The first page as it is printed, and how many copies there are already."""
        self.page_picture.show_picture(png)
        self._before.setText(self._kit.say("printed_before", count=before))
        self._print.setEnabled(True)

    def show_lacking(self, text: str) -> None:
        """What the form still needs."""
        self.page_picture.show_picture(b"", text)
        self._before.setText("")
        self._print.setEnabled(False)

    @property
    def details(self) -> PaperDetails:
        reason = self._reason.text().strip()
        return PaperDetails(reason=reason, items=(reason,) if reason else ())

    def print(self) -> None:
        if self._print.isEnabled():
            self.printed.emit(self.form, self.details, self._copies)

    def _choose(self, one: OfficialPaper) -> None:
        self.form, self._copies = one.key, one.copies
        self._number.setText(str(self._copies))
        self._show()

    def _show(self) -> None:
        self.shown.emit(self.form, self.details)

    def _count(self, step: int) -> None:
        self._copies = min(9, max(1, self._copies + step))
        self._number.setText(str(self._copies))
