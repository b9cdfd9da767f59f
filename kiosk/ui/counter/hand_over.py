"""Handing over: a column for each who must sign, what is given, and a primary act that says what is still missing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QVBoxLayout

from kiosk.domain.hand_over import ResultHandOver, ResultTaker, TakerProof
from kiosk.services.counter.paper_words import masked
from kiosk.services.counter.results import ResultParty, ResultPlan
from kiosk.ui.counter.paper_view import StaffCheck
from kiosk.ui.counter.parts import StaffKit, dressed, emptied
from kiosk.ui.widgets import SignaturePad
from kiosk.ui.widgets.rooted import Rooted, RootedShowing


class TakerColumn(RootedShowing, QFrame):
    """One person: by what they are known, and where they sign. ``changed``: something of it is another."""

    changed = Signal()

    def __init__(self, kit: StaffKit, party: ResultParty, *, authorised: bool) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._kit, self.party, self._authorised = kit, party, authorised
        self.proof: TakerProof | None = TakerProof.PAPER if authorised else None
        self.number = ""
        box = kit.column(self, margin=20, gap=10)
        role = "authorised" if authorised else party.role
        box.addWidget(kit.label(kit.strings.say(f"counter.party.{role}"), "second"))
        self.person = QLineEdit()
        self.person.setPlaceholderText(self._say("name"))
        self.person.textEdited.connect(lambda _: self.changed.emit())
        title = kit.label(party.name, "h2")
        box.addWidget(title)
        box.addWidget(self.person)
        (title if authorised else self.person).hide()
        self.second = kit.label(masked(party.id_number) if not authorised else "", "second")
        box.addWidget(self.second)
        self.state = kit.label(self._say("lay_card"), "chip-info")
        box.addWidget(self.state)
        box.addWidget(kit.label(self._say("face"), "second"))
        self.paper = QLineEdit()
        self.paper.setPlaceholderText(self._say("paper" if authorised else "known"))
        self.paper.textEdited.connect(lambda _: self.changed.emit())
        self._without = kit.button(self._say("no_card"), self._no_card, picture="id")
        box.addWidget(self._without)
        box.addWidget(self.paper)
        (self._without if authorised else self.paper).hide()
        self._lay_sign(box)

    def _lay_sign(self, box: QVBoxLayout) -> None:
        kit = self._kit
        line = kit.row()
        line.addWidget(kit.label(self._say("sign"), "second"))
        line.addStretch(1)
        line.addWidget(kit.button(self._say("again"), self._sign_again, picture="backspace"))
        box.addLayout(line)
        self.pad = SignaturePad(kit.look, self._say("sign_here"), height=300)
        self.pad.setMinimumHeight(kit.px(240))  # a name is signed in it, however many lines stand above
        self.pad.signed.connect(self.changed)
        box.addWidget(self.pad, 1)

    def _say(self, key: str, **values: object) -> str:
        return self._kit.strings.say(f"counter.give.{key}", **values)

    def show_card(self, name: str, number: str, *, genuine: bool) -> None:
        """A card was read that is this person's, or the authorised one's."""
        self.number = number
        if self._authorised:
            self.person.setText(name)
            self._mark("ok" if genuine else "warn", self._say("card_other", person=name))
        else:
            self.proof = TakerProof.CARD
            self.paper.hide()
            self._mark("ok" if genuine else "warn", self._say("card_right" if genuine else "card_doubtful"))
        self.changed.emit()

    @property
    def wants_card(self) -> bool:
        return self.proof is None

    @property
    def name(self) -> str:
        return self.person.text().strip() if self._authorised else self.party.name

    @property
    def lacks(self) -> str:
        """The key of what is still missing; empty: nothing."""
        if self.proof is None:
            return "want_card"
        if self.proof is not TakerProof.CARD and (len(self.paper.text().strip()) < 3 or not self.name):
            return "want_paper"
        return "" if self.taker.signed else "want_sign"

    @property
    def taker(self) -> ResultTaker:
        number = self.number or ("" if self._authorised else self.party.id_number)
        scale = 254.0 / max(1, self.pad.physicalDpiX())  # tenths of a millimetre, as the screen says of its size
        strokes = tuple(tuple((round(at.x() * scale), round(at.y() * scale)) for at in one) for one in self.pad.strokes)
        return ResultTaker(self.name, number, self.proof or TakerProof.SIGHT, strokes, self.paper.text().strip())

    def _no_card(self) -> None:
        self.proof = TakerProof.SIGHT
        self.paper.show()
        self.paper.setFocus()
        self.changed.emit()

    def _sign_again(self) -> None:
        self.pad.clear()
        self.changed.emit()

    def _mark(self, tone: str, text: str) -> None:
        dressed(self.state, f"chip-{tone}")
        self.state.setText(text)


class HandOverPage(Rooted):
    """``given``: a ResultHandOver that is whole."""

    given = Signal(object)
    back = Signal()

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("page")
        self._kit = kit
        self.plan: ResultPlan | None = None
        self.columns: list[TakerColumn] = []
        self._who = QButtonGroup(self)
        for place in range(2):
            QShortcut(QKeySequence(f"Alt+{place + 1}"), self, partial(self._choose_way, place))
        page = kit.page(self, gap=14)
        heads = kit.bar(gap=16)
        heads.addWidget(kit.button(kit.say("back"), self.back.emit, key="Esc", picture="arrow-left"))
        heads.addWidget(kit.label(self._say("title"), "h1"))
        self._beneath = kit.label("", "second")
        heads.addWidget(self._beneath)
        heads.addStretch(1)
        page.addLayout(heads)
        self._ways = kit.bar()
        page.addLayout(self._ways)
        body = kit.split()
        page.addLayout(body, 1)
        self._takers = kit.split()
        body.addLayout(self._takers, 1)
        side, self._side = kit.card()
        kit.fix_width(side, 520)
        body.addWidget(side)
        self.checks: list[StaffCheck] = []
        self._save = kit.button(self._say("save"), self.save, role="primary", key="Ctrl+Enter")

    def _say(self, key: str, **values: object) -> str:
        return self._kit.strings.say(f"counter.give.{key}", **values)

    def show_plan(self, plan: ResultPlan, line: str) -> None:
        """As nobody has come yet."""
        kit, self.plan = self._kit, plan
        self._beneath.setText(line)
        emptied(self._ways)
        self._ways.addWidget(kit.label(self._say("who"), "h3"))
        group = self._who = QButtonGroup(self)
        own = "both" if plan.together else "self"
        ways = ((own, False), *(() if plan.together else (("authorised", True),)))
        for place, (name, authorised) in enumerate(ways):
            button = kit.button(
                self._say(name), partial(self._choose, authorised), role="view", key=f"Alt+{place + 1}", picture="users"
            )
            button.setCheckable(True)
            button.setChecked(not authorised)
            group.addButton(button)
            self._ways.addWidget(button)
        if plan.together:
            self._ways.addWidget(kit.label(self._say("no_authority"), "second"))
        self._ways.addStretch(1)
        self._lay_side(plan)
        self._choose(False)

    def _choose_way(self, place: int) -> None:
        """By its key: who comes."""
        if place < len(ways := self._who.buttons()):
            ways[place].click()

    def _lay_side(self, plan: ResultPlan) -> None:
        kit = self._kit
        self._side.removeWidget(self._save)
        self._save.setParent(self)
        emptied(self._side)
        self._side.addWidget(kit.label(self._say("what"), "h2"))
        self.checks = []
        for text in (*plan.items, self._say("read_back"), self._say("stamped")):
            check = StaffCheck(kit, text)
            check.toggled.connect(lambda _: self._weigh())
            self.checks.append(check)
            self._side.addWidget(check)
        self._side.addStretch(1)
        self._side.addWidget(self._save)
        self._save.show()

    def _choose(self, authorised: bool) -> None:
        plan = self.plan
        assert plan is not None
        emptied(self._takers)
        parties = plan.parties[:1] if authorised else plan.parties
        self.columns = [TakerColumn(self._kit, one, authorised=authorised) for one in parties]
        for column in self.columns:
            column.changed.connect(self._weigh)
            self._takers.addWidget(column, 1)
        self._weigh()

    def show_card(self, name: str, number: str, *, genuine: bool) -> bool:
        """Whose card was read; whether it is of one who is waited for."""
        authorised = [one for one in self.columns if one.proof is TakerProof.PAPER]
        mine = [one for one in self.columns if one.party.id_number == number and not authorised]
        for column in mine or authorised:
            column.show_card(name, number, genuine=genuine)
        return bool(mine or authorised)

    @property
    def wants_card(self) -> bool:
        return any(one.wants_card or (one.proof is TakerProof.PAPER and not one.number) for one in self.columns)

    @property
    def lacks(self) -> tuple[str, str]:
        """What is missing, and of whom; empty: nothing."""
        for column in self.columns:
            if column.lacks:
                return column.lacks, column.name or column.party.name
        if not all(one.isChecked() for one in self.checks):
            return "want_items", ""
        return "", ""

    def save(self) -> None:
        if self.plan is None or self.lacks[0]:
            return
        takers = tuple(one.taker for one in self.columns)
        self.given.emit(ResultHandOver(takers, self.plan.items))

    def _weigh(self) -> None:
        what, person = self.lacks
        self._save.set_waiting(bool(what))
        self._save.set_text(self._say(what, person=person[:40]) if what else self._say("save"))

    def wipe(self) -> None:
        """Nobody's signature stays on the glass."""
        self.plan = None
        self.columns = []
        emptied(self._takers)
