"""Filing for somebody: parts at the left, all lines of one in the middle, person, papers and what is missing at the
right. The primary act says what it still waits for."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QVBoxLayout

from kiosk.services.counter.assisted_view import AssistedForm, AssistedPaper
from kiosk.ui.counter.entries import METHODS
from kiosk.ui.counter.filing_sheet import FilingSheet
from kiosk.ui.counter.parts import StaffKit, emptied, scrolled
from kiosk.ui.widgets.rooted import Rooted

LONGEST_LINE = 20  # letters of a part's name; a longer one takes two lines
SAID = 6  # things that are missing, by name


class FilingPage(Rooted):
    """``given``: a line's key and its value. ``paper``: a paper's key is to be scanned; ``later``: it comes another
    time, or not. ``named``: the applicant is to be typed. ``filed``. ``dropped``."""

    given = Signal(str, str)
    place_asked = Signal(str, str)
    paper = Signal(str)
    later = Signal(str, bool)
    named = Signal()
    filed = Signal()
    dropped = Signal()
    back = Signal()

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("page")
        self._kit = kit
        self.form: AssistedForm | None = None
        self._part = ""
        self._asked = False  # whether what is missing is said beside its line
        page = kit.page(self, gap=14)
        page.addLayout(self._heads())
        self._body = kit.split()
        page.addLayout(self._body, 1)
        parts, self._parts_box = kit.card()
        self._parts, self._parts_card = kit.column(gap=8), parts
        self._parts_box.addLayout(self._parts)
        self._parts_box.addStretch(1)
        self._body.addWidget(parts)
        card, box = kit.card()
        self._body.addWidget(card, 1)
        self._part_title = kit.label("", "h2")
        box.addWidget(self._part_title)
        area, inner = scrolled(kit)
        self.sheet = FilingSheet(kit)
        self.sheet.given.connect(self.given)
        self.sheet.place_asked.connect(self.place_asked)
        inner.addWidget(self.sheet)
        inner.addStretch(1)
        box.addWidget(area, 1)
        self._area = area
        side, self._side = kit.card()
        self._side_card = side
        self._body.addWidget(side)
        self._lay_side(self._side)

    def _heads(self) -> QBoxLayout:
        kit = self._kit
        heads = kit.split(gap=16)
        acts = kit.bar(gap=16) if kit.narrow else heads
        acts.addWidget(kit.button(kit.say("back"), self.back.emit, key="Esc", picture="arrow-left"))
        names = kit.column(gap=0)
        self._title, self._beneath = kit.label("", "h1"), kit.label("", "second")
        names.addWidget(self._title)
        names.addWidget(self._beneath)
        if acts is not heads:
            heads.addLayout(acts)
        heads.addLayout(names, 1)
        self._method = kit.button("", self.turn_method, key="Alt+T", picture="keyboard")
        QShortcut(QKeySequence("Alt+T"), self, self.turn_method)
        acts.addWidget(self._method)
        acts.addWidget(kit.button(self._say("drop"), self.dropped.emit, role="danger", picture="trash"))
        return heads

    def _lay_side(self, box: QVBoxLayout) -> None:
        kit = self._kit
        area, inner = scrolled(kit)
        inner.addWidget(kit.label(self._say("person"), "h3"))
        self._person = kit.label("", "strong")
        self._person_how = kit.label("", "second")
        inner.addWidget(self._person)
        inner.addWidget(self._person_how)
        self._name = kit.button(self._say("name_person"), self.named.emit, key="F2", picture="pencil")
        inner.addWidget(self._name)
        inner.addWidget(kit.rule())
        inner.addWidget(kit.label(self._say("papers"), "h3"))
        self._papers = kit.column(gap=10)
        inner.addLayout(self._papers)
        inner.addWidget(kit.rule())
        self._lacks = kit.label("", "h3")
        inner.addWidget(self._lacks)
        self._missing = kit.label("", "second")
        inner.addWidget(self._missing)
        inner.addStretch(1)
        box.addWidget(area, 1)
        self._fee = kit.label("", "second")
        box.addWidget(self._fee)
        self._file = kit.button(self._say("file"), self.file, role="primary", key="Ctrl+Enter")
        box.addWidget(self._file)

    def _say(self, key: str, **values: object) -> str:
        return self._kit.strings.say(f"counter.filing.{key}", **values)

    # --- what it shows ---

    def begin(self, form: AssistedForm) -> None:
        """A form is opened: its first part."""
        self._part, self._asked = "", False
        self.show_form(form)
        self.sheet.focus_on()

    def show_form(self, form: AssistedForm) -> None:
        """As it is kept now; where the hand is, nothing moves."""
        self.form = form
        say = self._say
        giver = say("of", giver=form.origin.giver) if form.origin.giver else ""
        source = say(f"source.{form.origin.source}")
        self._title.setText(form.title)
        self._beneath.setText(" · ".join(filter(None, (form.form, f"{source} {giver}".strip()))))
        self._show_person(form)
        emptied(self._papers)
        for number, one in enumerate(form.papers):
            self._papers.addLayout(self._paper_line(one))
            self._papers.addLayout(self._paper_acts(one, "F5" if number == self._next_paper(form) else ""))
        self._show_missing(form)
        self._show_part()

    def _show_person(self, form: AssistedForm) -> None:
        how = "person_card" if form.card else "person_typed" if form.person else "person_line"
        self._person.setText(form.person or self._say("person_none"))
        self._person_how.setText(self._say(how))

    def _next_paper(self, form: AssistedForm) -> int:
        return next((at for at, one in enumerate(form.papers) if one.missing), -1)

    def _paper_line(self, one: AssistedPaper) -> QBoxLayout:
        kit = self._kit
        line = kit.row(gap=8)
        tone, word = ("ok", "pages") if one.pages else ("info", "is_later") if one.later else ("warn", "is_missing")
        if not one.needed and word == "is_missing":
            tone, word = "plain", "is_optional"
        line.addWidget(kit.label(one.name, ""), 1)
        line.addWidget(kit.label(self._say(word, count=one.pages), f"chip-{tone}"))
        return line

    def _paper_acts(self, one: AssistedPaper, key: str) -> QBoxLayout:
        """Beside each other where both have room: what is wider than its panel would be cut at the edge."""
        kit = self._kit
        line = kit.column(gap=8) if self._narrow else kit.row(gap=8)
        line.addWidget(kit.button(self._say("scan"), partial(self.paper.emit, one.key), key=key))
        if one.may_wait and not one.pages:
            word = "not_later" if one.later else "later"
            line.addWidget(kit.button(self._say(word), partial(self.later.emit, one.key, not one.later)))
        if not self._narrow:
            line.addStretch(1)
        return line

    def _show_missing(self, form: AssistedForm) -> None:
        count = len(form.missing)
        self._lacks.setText(self._say("lacks", count=count) if count else self._say("lacks_nothing"))
        lines = [f"· {one}" for one in form.missing[:SAID]]
        lines += [self._say("more", count=count - SAID)] if count > SAID else []
        asks = [f"? {one.text}" for one in form.faults if not one.stops]
        self._missing.setText("\n".join([*lines, *asks]))
        self._fee.setText(self._say("fee", sum=f"{self._kit.number(form.owed)} đồng") if form.owed else "")
        self._fee.setVisible(bool(form.owed))
        self._file.set_waiting(bool(count))
        self._file.set_text(self._say("wait", count=count) if count else self._say("file"))

    def _show_part(self) -> None:
        form, kit = self.form, self._kit
        if form is None:
            return
        keys = [one.key for one in form.parts]
        self._part = self._part if self._part in keys else keys[0]
        emptied(self._parts)
        group = QButtonGroup(self)
        for one in form.parts:
            text = f"{one.title}  ({one.missing})" if one.missing else one.title
            button = kit.button(text, partial(self.open_part, one.key), role="option")
            button.words.setWordWrap(True)
            button.setProperty("lines", "2" if len(text) > LONGEST_LINE else "1")
            button.setCheckable(True)
            button.setChecked(one.key == self._part)
            group.addButton(button)
            self._parts.addWidget(button)
        part = next(one for one in form.parts if one.key == self._part)
        self._part_title.setText(part.title)
        self.sheet.show_part(part, 1 if self._narrow else 2, asked=self._asked)
        self._method.set_text(kit.strings.say(f"counter.filing.method.{self.sheet.method.value}"))

    # --- what the keys do ---

    def open_part(self, key: str) -> None:
        self._part = key
        self._show_part()
        self.sheet.focus_on()

    def step(self, step: int) -> None:
        """The part after, or before."""
        if self.form is not None:
            keys = [one.key for one in self.form.parts]
            self.open_part(keys[min(max(keys.index(self._part) + step, 0), len(keys) - 1)])

    def turn_method(self) -> None:
        """Telex, VNI, or the computer's own."""
        at = METHODS.index(self.sheet.method)
        self.sheet.method = METHODS[(at + 1) % len(METHODS)]
        self._show_part()
        self.sheet.focus_on()

    def scan_next(self) -> None:
        """F5: the first paper that is missing."""
        if self.form is not None and (at := self._next_paper(self.form)) >= 0:
            self.paper.emit(self.form.papers[at].key)

    def file(self) -> None:
        """Hand it in, with what is being written."""
        if self.form is not None:
            self.sheet.settle()
            self.filed.emit()

    def to_missing(self) -> None:
        """To the first thing that is missing; from now on that is said beside each line."""
        form = self.form
        if form is None:
            return
        self._asked = True
        stop = next((one for one in form.faults if one.stops), None)
        home = next((one.key for one in form.parts if stop and stop.field in {line.key for line in one.lines}), "")
        self._part = home or self._part
        self._show_part()
        self.sheet.focus_on(stop.field if stop else "")

    # --- room ---

    @property
    def _narrow(self) -> bool:
        """Whether the lines of a part stand in one column."""
        return self.width() < self._kit.tall(1500 if not self._kit.narrow else 1100)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a window that stands upright, person and papers lie beneath the lines."""
        upright = self._kit.narrow or self.width() < self._kit.px(1100)
        self._body.setDirection(QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight)
        wide = 16777215
        self._parts_card.setMaximumWidth(wide if upright else self._kit.tall(300))
        self._parts_card.setMinimumWidth(0 if upright else self._kit.tall(260))
        self._side_card.setMaximumWidth(wide if upright else self._kit.tall(460))
        self._side_card.setMinimumWidth(0 if upright else self._kit.tall(380 if self._narrow else 440))
        super().resizeEvent(event)
        if self.form is not None:
            self.show_form(self.form)

    def wipe(self) -> None:
        """Nobody's answers stay on the glass."""
        self.form = None
        self.sheet.wipe()
        for label in (self._person, self._missing, self._beneath):
            label.setText("")
