"""Printing: the law's forms at the left, at the right the very page that is printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QWidget

from kiosk.domain.appointment_text import read_appointment
from kiosk.services.counter.official_papers import OF_A_DOSSIER
from kiosk.services.counter.paper_details import PaperDetails
from kiosk.services.typesetting import OfficialPaper
from kiosk.ui.counter.paper_view import PaperView
from kiosk.ui.counter.parts import StaffKit, emptied, scrolled
from kiosk.ui.widgets.rooted import Rooted

WIDE = 664
"""Base pixels of the list: a form's name stands in one line."""


class PrintPage(Rooted):
    """``shown``: a form's key and what is said for it. ``printed``: the same, and how many copies."""

    shown = Signal(str, object)
    printed = Signal(str, object, int)
    back = Signal()

    def __init__(self, kit: StaffKit, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._kit, self._clock = kit, clock
        self.form = ""
        self._group = QButtonGroup(self)
        self._offered: list[OfficialPaper] = []
        self._pages: tuple[bytes, ...] = ()
        self._at = 0
        self._copies = 1
        page = kit.split(gap=22)
        kit.page(self, gap=0).addLayout(page)
        left = kit.column(gap=12)
        page.addLayout(left)
        heads = kit.bar(gap=16)
        heads.addWidget(kit.button(kit.say("back"), self.back.emit, key="Esc", picture="arrow-left"))
        heads.addWidget(kit.label(kit.say("print"), "h1"))
        heads.addStretch(1)
        left.addLayout(heads)
        self._who = kit.label("", "second")
        left.addWidget(self._who)
        area, self._forms = scrolled(kit)
        self._forms.setSpacing(kit.px(6))
        left.addWidget(area, 1)
        left.addWidget(kit.label(kit.say("paper_reason"), "second"))
        self._reason = QLineEdit()
        self._reason.editingFinished.connect(self._show)
        left.addWidget(self._reason)
        self._until_name = kit.label(kit.say("paper_until"), "second")
        left.addWidget(self._until_name)
        self._until = QLineEdit()
        self._until.setPlaceholderText(kit.say("paper_until_how"))
        self._until.setAccessibleName(kit.say("paper_until"))
        self._until.editingFinished.connect(self._show)
        left.addWidget(self._until)
        copies = QWidget()
        line = kit.row(copies)
        line.addWidget(kit.label(kit.say("copies"), "h3"))
        line.addStretch(1)
        line.addWidget(kit.button("−", lambda: self._count(-1)))
        self._number = kit.label("1", "h2")
        line.addWidget(self._number)
        line.addWidget(kit.button("+", lambda: self._count(1)))
        left.addWidget(copies)
        self._before = kit.label("", "second")
        left.addWidget(self._before)
        self.print_button = kit.button(
            kit.say("print_now"), self.print, role="primary", key="Ctrl+Enter", picture="printer"
        )
        left.addWidget(self.print_button)
        for part in (self._who, self._reason, self._until, copies, self._before, self.print_button):
            kit.fix_width(part, WIDE)
        kit.fix_width(area, WIDE + 16)
        page.addWidget(self._paper(kit), 1)

    def _paper(self, kit: StaffKit) -> QWidget:
        """The page as it is printed, with what turns it."""
        card, box = kit.card()
        turns = kit.row()
        turns.addWidget(kit.label(kit.say("as_printed"), "second"))
        turns.addStretch(1)
        self._before_page = kit.button("", lambda: self._turn(-1), picture="arrow-left")
        self._which_page = kit.label("", "second")
        self._after_page = kit.button("", lambda: self._turn(1), picture="arrow-right")
        for part in (self._before_page, self._which_page, self._after_page):
            turns.addWidget(part)
        box.addLayout(turns)
        self.page_picture = PaperView(kit, high=900 if kit.narrow else 200)
        box.addWidget(self.page_picture, 1)
        return card

    def show_forms(self, forms: Sequence[OfficialPaper], who: str, *, may_refuse: bool, form: str = "") -> None:
        if who != self._who.text():
            for entry in (self._reason, self._until):
                entry.clear()  # what was written of another dossier is none of this one's
        self._who.setText(who)
        emptied(self._forms)
        self._group = QButtonGroup(self)
        self._offered = []
        for place, one in enumerate(forms):
            self._offer(one, place, chosen=one.key == form or (not form and place == 0))
            self._group.buttons()[-1].setEnabled(may_refuse or one.key not in ("mau-03", "mau-05"))
        self._forms.addStretch(1)
        self._choose(next((one for one in forms if one.key == form), forms[0]))

    def show_sheets(self, sheets: Sequence[OfficialPaper]) -> None:
        """What the person signs, beneath the law's forms."""
        if sheets:
            self._put(self._kit.label(self._kit.say("to_sign"), "second"))
        for place, one in enumerate(sheets, start=len(self._group.buttons())):
            self._offer(one, place, chosen=False)

    def _offer(self, one: OfficialPaper, place: int, *, chosen: bool) -> None:
        kit = self._kit
        text = kit.say("form", number=one.number, title=one.title) if one.key in OF_A_DOSSIER else _sheet_name(one)
        button = kit.button(text, lambda: self._choose(one), role="option", key=str(place + 1))
        button.setCheckable(True)
        button.setChecked(chosen)
        button.words.setWordWrap(True)
        self._group.addButton(button)
        self._offered.append(one)
        self._put(button)
        if kit.narrow:
            return
        wide = kit.tall(WIDE) - kit.px(94)
        button.words.setFixedWidth(wide)
        button.setFixedWidth(kit.tall(WIDE))
        button.words.ensurePolished()  # in the letters of its place, whose height is asked for
        high = button.words.heightForWidth(wide)
        button.setFixedHeight(max(kit.tall(60), high + kit.px(26)))

    def choose(self, place: int) -> None:
        """One of the list by its digit, where this person may print it."""
        if 1 <= place <= len(self._offered) and (button := self._group.buttons()[place - 1]).isEnabled():
            button.setChecked(True)
            self._choose(self._offered[place - 1])

    def _put(self, part: QWidget) -> None:
        """Before the room that is left under the list."""
        last = self._forms.itemAt(self._forms.count() - 1)
        has_room = last is not None and last.spacerItem() is not None
        self._forms.insertWidget(self._forms.count() - int(has_room), part)

    def show_pages(self, pages: Sequence[bytes], before: int) -> None:
        """The pages as they are printed, and how many copies there are already."""
        self._pages, self._at = tuple(pages), 0
        self._turn(0)
        self._before.setText(self._kit.say("printed_before", count=before))
        self.print_button.setEnabled(True)

    def show_lacking(self, text: str) -> None:
        """What the form still needs."""
        self._pages = ()
        self._turn(0)
        self.page_picture.show_picture(b"", text)
        self._before.setText("")
        self.print_button.setEnabled(False)

    @property
    def details(self) -> PaperDetails:
        reason = self._reason.text().strip()
        until = read_appointment(self._until.text(), self._clock()) if self._until.isVisibleTo(self) else None
        return PaperDetails(reason=reason, until=until, items=(reason,) if reason else ())

    def print(self) -> None:
        if self.print_button.isEnabled():
            self.printed.emit(self.form, self.details, self._copies)

    def _choose(self, one: OfficialPaper) -> None:
        self.form, self._copies = one.key, one.copies
        self._number.setText(str(self._copies))
        for part in (self._until_name, self._until):
            part.setVisible("until" in one.needs)
        self._await_page()
        if one.needs:
            self._reason.setFocus()
        self._show()

    def _await_page(self) -> None:
        """What is printed was seen: nothing is, while the page of another paper stands there."""
        self._pages = ()
        self._turn(0)
        self.page_picture.show_picture(b"", self._kit.say("paper_opening"))
        self._before.setText("")
        self.print_button.setEnabled(False)

    def _show(self) -> None:
        self.shown.emit(self.form, self.details)

    def _turn(self, step: int) -> None:
        """Another page of the same paper; there is nothing to turn where there is one."""
        count = len(self._pages)
        self._at = min(max(self._at + step, 0), max(count - 1, 0))
        self.page_picture.show_picture(self._pages[self._at] if self._pages else b"")
        self._which_page.setText(self._kit.say("page_of", page=self._at + 1, count=count))
        for part in (self._before_page, self._which_page, self._after_page):
            part.setVisible(count > 1)
        self._before_page.setEnabled(self._at > 0)
        self._after_page.setEnabled(self._at < count - 1)

    def _count(self, step: int) -> None:
        self._copies = min(9, max(1, self._copies + step))
        self._number.setText(str(self._copies))


def _sheet_name(one: OfficialPaper) -> str:
    return f"{one.number}: {one.title}" if one.number else one.title
