"""One dossier on one screen: fields by their parts, the paper large, history and money; tools left, decisions right."""

from __future__ import annotations

from functools import partial
from html import escape

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QVBoxLayout

from kiosk.domain.correction import REGISTERED
from kiosk.domain.dossier import LookReason
from kiosk.domain.submission import Legal, Sync
from kiosk.services.counter.dossiers import DossierSheet
from kiosk.ui.counter.dossier_fields import DossierFields
from kiosk.ui.counter.dossier_leaves import DossierLeaves
from kiosk.ui.counter.paper_view import PaperView
from kiosk.ui.counter.parts import StaffKit, emptied, scroll_area
from kiosk.ui.counter.shortcuts import bind_in
from kiosk.ui.counter.wide_label import chip_name
from kiosk.ui.widgets.rooted import Rooted

OPENING = 400
"""ms after which a paper that is on its way is said to be: the one before stands under its name no longer."""


class DossierScreen(Rooted):
    """Each signal is one thing to do; ``mended`` carries the field's key, ``paper`` a SHA-256."""

    back = Signal()
    mended = Signal(str)
    remarked = Signal()
    paid = Signal()
    printed = Signal()
    looked = Signal()
    served = Signal()
    paper = Signal(str)
    added = Signal()
    replaced = Signal(str)
    excepted = Signal()
    sealed = Signal()
    given = Signal()
    compared = Signal()
    corrected = Signal()
    taken_over = Signal()

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("page")
        self._kit = kit
        self.sheet: DossierSheet | None = None
        self.shown = ""  # the paper that is looked at, by its SHA-256
        self.may_paper = self.may_seal = self.may_take_over = False
        page = kit.page(self, gap=14)
        heads = kit.split(gap=16 if not kit.narrow else 8)
        back = kit.button(kit.say("back"), self.back.emit, key="Esc", picture="arrow-left")
        heads.addWidget(back)
        titles = kit.column(gap=2)
        self._title, self._beneath = kit.label("", "h1"), kit.label("", "second")
        titles.addWidget(self._title)
        titles.addWidget(self._beneath)
        heads.addLayout(titles)
        heads.addStretch(int(not kit.narrow))
        self._chips = kit.bar(gap=8)
        heads.addLayout(self._chips)
        page.addLayout(heads)
        middle, self._viewer = kit.card()
        self._picture = PaperView(kit)
        self._viewer.addWidget(self._picture, 1)
        self._strip = kit.bar(gap=10)
        self._viewer.addLayout(self._strip)
        self._opening = QTimer(self, singleShot=True, interval=OPENING)
        self._opening.timeout.connect(lambda: self._picture.show_picture(b"", kit.say("paper_opening")))
        fields, (history, self._history) = DossierFields(kit), self._scrolling()
        self.fields = fields
        fields.mended.connect(self.mended)
        fields.stepped.connect(self._bring_fields)
        for key, step in (("Up", -1), ("Down", 1)):
            bind_in(self, key, partial(fields.step, step))
        self.leaves = DossierLeaves(
            kit, ((fields, "leaf_fields", 9), (middle, "leaf_papers", 11), (history, "history", 6))
        )
        page.addWidget(self.leaves, 1)
        self._foot = kit.bar()
        page.addLayout(self._foot)

    def _bring_fields(self) -> None:
        """To sight, where panels lie behind each other."""
        self.leaves.turn_to(0)

    def _scrolling(self) -> tuple[QFrame, QVBoxLayout]:
        frame, box = self._kit.card()
        area, column = scroll_area(self._kit)
        box.addWidget(area)
        return frame, column

    def show_sheet(self, sheet: DossierSheet, state: str) -> None:
        kit, self.sheet = self._kit, sheet
        submission = sheet.submission
        self._title.setText(submission.filing.applicant.full_name or sheet.head.code)
        line = f"{submission.official or sheet.head.code} · {sheet.procedure} · {submission.filing.subject}"
        self._beneath.setText(f"{line} · {kit.say('received', at=f'{submission.filed_at:%H:%M %d/%m}')}")
        emptied(self._chips)
        chip = kit.label(kit.say("given_here"), "chip-ok") if sheet.is_given else kit.label(state, "chip-info")
        self._chips.addWidget(chip)
        if submission.filing.has_due_day:
            self._chips.addWidget(kit.label(kit.say("due", at=f"{submission.due_at:%H:%M %d/%m/%Y}"), "chip-warn"))
        if sheet.holder:
            self._chips.addWidget(kit.label(kit.say("held_by", person=chip_name(sheet.holder)), "chip-plain"))
        if sheet.head.sealed:
            self._chips.addWidget(kit.label(kit.say("sealed"), "chip-err"))
        self.fields.show_fields(sheet)
        self._show_papers(sheet)
        self._show_history(sheet)
        self._show_foot(sheet)

    def show_picture(self, png: bytes, text: str = "") -> None:
        """A page of a paper; empty where there is none, or none that can be seen, as ``text`` says."""
        self._opening.stop()
        self._picture.show_picture(png, "" if png else text or self._kit.say("no_paper"))

    def await_picture(self) -> None:
        """Another paper was asked for."""
        self._opening.start()

    def _show_papers(self, sheet: DossierSheet) -> None:
        kit = self._kit
        emptied(self._strip)
        group = QButtonGroup(self)
        papers = [one for one in sheet.papers if not one.replaced]
        if self.shown not in {one.sha256 for one in papers}:
            self.shown = papers[0].sha256 if papers else ""
        for one in papers:
            button = kit.button(one.name, lambda one=one: self.paper.emit(one.sha256), role="view")  # type: ignore[misc]
            button.words.setText(kit.say("pages", name=one.name[:26], pages=one.pages))
            button.setCheckable(True)
            button.setChecked(one.sha256 == self.shown)
            group.addButton(button)
            self._strip.addWidget(button)
        if self.may_paper:
            key = "" if sheet.papers else "F5"
            self._strip.addWidget(
                kit.button(kit.strings.say("counter.act.add"), self.added.emit, key=key, picture="plus")
            )
        self._strip.addStretch(1)
        if self.may_paper and sheet.papers:
            word = kit.strings.say("counter.act.replace")
            self._strip.addWidget(kit.button(word, self.replace_shown, key="F5", picture="scan"))
        if not sheet.papers:
            self.show_picture(b"")

    def mend_marked(self) -> None:
        """F2: the field that is marked."""
        self.mended.emit(self.fields.marked)

    def replace_shown(self) -> None:
        """The paper that is looked at; where there is none, a first one is added."""
        papers = [one.sha256 for one in self.sheet.papers if not one.replaced] if self.sheet else []
        if papers:
            self.replaced.emit(self.shown if self.shown in papers else papers[0])
        elif self.may_paper:
            self.added.emit()

    def _show_history(self, sheet: DossierSheet) -> None:
        kit, theme = self._kit, self._kit.look.theme
        emptied(self._history)
        self._history.addWidget(kit.label(kit.say("history"), "h3"))
        for one in reversed(sheet.events):
            word = kit.strings.say(f"counter.step.{one.kind.value}")
            words_said = one.facts.get("text") or one.facts.get("reason") or one.facts.get("receipt") or ""
            at = f"{one.at:%H:%M}" if one.at else ""
            text = f"<b>{at}</b> {escape(word)} · {escape(sheet.people.get(one.staff, ''))}"
            text += f"<br><span style='color:{theme.ink2}'>{escape(words_said)}</span>" if words_said else ""
            self._history.addWidget(kit.marked(text))
            self._history.addWidget(kit.rule())
        filed = kit.strings.say("counter.step.filed")
        self._history.addWidget(kit.marked(f"<b>{sheet.submission.filed_at:%H:%M}</b> {escape(filed)}"))
        for note in sheet.notes:
            self._history.addWidget(kit.label(note.text, "second"))
        for message in sheet.messages:
            self._history.addWidget(kit.label(message.text, "second"))
        self._history.addStretch(1)

    def _show_foot(self, sheet: DossierSheet) -> None:
        kit = self._kit
        emptied(self._foot)
        if not sheet.is_closed:
            mend = kit.button(kit.say("mend"), self.mend_marked, key="F2", picture="pencil")
            self._foot.addWidget(mend)
        self._foot.addWidget(kit.button(kit.say("remark"), self.remarked.emit, key="F6", picture="message-2"))
        act = kit.strings.say
        self._foot.addWidget(
            kit.button(act("counter.act.except"), self.excepted.emit, key="Ctrl+E", picture="alert-triangle")
        )
        if self.may_seal:
            word = act("counter.act.unseal" if sheet.head.sealed else "counter.act.seal")
            self._foot.addWidget(kit.button(word, self.sealed.emit, key="Ctrl+K", picture="shield"))
        self._foot.addWidget(kit.button(kit.say("print"), self.printed.emit, key="F9", picture="printer"))
        if self.may_take_over:
            word = act("counter.act.take_over")
            self._foot.addWidget(kit.button(word, self.taken_over.emit, key="Ctrl+H", picture="hand-finger"))
        self._foot.addStretch(1)
        if sheet.submission.sync is Sync.COUNTER:
            self._foot.addWidget(
                kit.button(act("counter.act.serve"), self.served.emit, role="primary", key="F10", picture="check")
            )
        if sheet.submission.legal is Legal.FINISHED and not sheet.is_given:
            self._foot.addWidget(
                kit.button(act("counter.act.give"), self.given.emit, role="primary", key="F10", picture="gift")
            )
        if sheet.submission.legal in REGISTERED:
            word = act("counter.act.correct")
            self._foot.addWidget(kit.button(word, self.corrected.emit, key="F12", picture="writing-sign"))
        if LookReason.ALIKE in sheet.head.look:
            self._foot.addWidget(
                kit.button(act("counter.twice.ask_two"), self.compared.emit, key="F11", picture="files")
            )
        if sheet.head.look:
            key = "" if LookReason.ALIKE in sheet.head.look else "F11"
            self._foot.addWidget(kit.button(kit.say("looked"), self.looked.emit, key=key, picture="check"))
        if sheet.head.owed:
            owed = kit.number(sheet.head.owed)
            pay = kit.button(kit.say("take", sum=owed), self.paid.emit, role="primary", key="F7", picture="coin")
            self._foot.addWidget(pay)
