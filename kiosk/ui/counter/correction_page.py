"""A correction: what was registered at the left, what is right beside it, ground and paper at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout

from kiosk.domain.dossier_sheet import DossierField
from kiosk.services.counter.corrections import CorrectionGround, correctable
from kiosk.services.counter.dossiers import DossierSheet
from kiosk.ui.counter.dialogs import OptionRows
from kiosk.ui.counter.entries import StaffEntry, SuggestingEntry
from kiosk.ui.counter.parts import StaffKit, emptied, scrolled
from kiosk.ui.keyboard.compose import InputMethod
from kiosk.ui.staff.focus import give_focus
from kiosk.ui.widgets.rooted import Rooted

Choices = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class TypedCorrection:
    """What an officer has written and not put forward."""

    changes: Mapping[str, str]
    paper: str
    reason: str


class CorrectionPage(Rooted):
    """``asked``: changes by key, ground, paper, reason. ``scanned``: the paper is to be scanned."""

    asked = Signal(object, str, str, str)
    scanned = Signal()
    back = Signal()

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("page")
        self._kit = kit
        self.sheet: DossierSheet | None = None
        self.entries: dict[str, StaffEntry | SuggestingEntry] = {}
        self._chosen: dict[str, str] = {}
        self._marks: dict[str, QLabel] = {}
        page = kit.page(self, gap=14)
        heads = kit.row(gap=16)
        heads.addWidget(kit.button(kit.say("back"), self.back.emit, key="Esc", picture="arrow-left"))
        names = kit.column(gap=0)
        names.addWidget(kit.label(self._say("title"), "h1"))
        self._beneath = kit.label("", "second")
        names.addWidget(self._beneath)
        heads.addLayout(names, 1)
        page.addLayout(heads)
        body = kit.split(gap=22)
        page.addLayout(body, 1)
        card, box = kit.card()
        body.addWidget(card, 1)
        box.addWidget(kit.label(self._say("line"), "second"))
        area, inner = scrolled(kit)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(kit.px(20))
        self._grid.setVerticalSpacing(kit.px(8))
        self._grid.setColumnStretch(0 if kit.narrow else 2, 1)
        self._grid.setColumnStretch(1, 1)
        inner.addLayout(self._grid)
        inner.addStretch(1)
        box.addWidget(area, 1)
        side, self._side = kit.card()
        if not kit.narrow:
            side.setMinimumWidth(kit.tall(400))
            side.setMaximumWidth(kit.tall(480))
        body.addWidget(side)
        self._grounds = kit.column(gap=8)
        self.options: OptionRows | None = None
        self.paper, self.reason = StaffEntry("", InputMethod.TELEX), StaffEntry("", InputMethod.TELEX)
        self._lay_side(self._side)

    def _lay_side(self, box: QVBoxLayout) -> None:
        kit = self._kit
        box.addWidget(kit.label(self._say("ground"), "h3"))
        box.addLayout(self._grounds)
        for word, entry in (("paper", self.paper), ("reason", self.reason)):
            box.addWidget(kit.label(self._say(word), "second"))
            entry.setAccessibleName(self._say(word))
            box.addWidget(entry)
        box.addWidget(kit.button(self._say("scan"), self.scanned.emit, picture="scan", key="F5"))
        box.addStretch(1)
        self._count = kit.label("", "h3")
        box.addWidget(self._count)
        self._save = kit.button(self._say("save"), self.save, role="primary", key="Ctrl+Enter")
        box.addWidget(self._save)

    def _say(self, key: str, **values: object) -> str:
        return self._kit.strings.say(f"counter.correct.{key}", **values)

    def show_sheet(self, sheet: DossierSheet, grounds: Sequence[CorrectionGround], choices: Choices) -> None:
        """Nothing is changed yet. ``choices``: of a line that is one, value and label."""
        kit, self.sheet = self._kit, sheet
        submission = sheet.submission
        self._beneath.setText(f"{submission.official or sheet.head.code} · {sheet.procedure}")
        emptied(self._grounds)
        language = kit.strings.language
        self.options = OptionRows(kit, self, [(one.key, one.texts.get(language, one.texts["vi"])) for one in grounds])
        self._grounds.addLayout(self.options)
        for one in grounds[:1]:
            self._grounds.addWidget(kit.label(one.source, "second"))
        self.paper.setText("")
        self.reason.setText("")
        self._lay_lines(sheet, choices)
        self._weigh()
        give_focus(next(iter(self.entries.values()), self))

    def _lay_lines(self, sheet: DossierSheet, choices: Choices) -> None:
        kit, soft = self._kit, self._kit.look.theme.ink2
        emptied(self._grid)
        self.entries, self._marks, self._chosen = {}, {}, {}
        for place, word in enumerate(("field", "registered", *(() if kit.narrow else ("becomes",)))):
            self._grid.addWidget(kit.label(self._say(word), "second"), 0, place)
        lines = [one for one in sheet.fields if one.value and correctable(one)]
        for row, one in enumerate(lines, start=1):
            label = f"{escape(one.label)}<br><span style='color:{soft}'>{escape(one.part)}</span>"
            entry, mark = self._entry(one, choices.get(one.key, ())), kit.label(self._say("changed"), "chip-warn")
            stands = kit.label(one.text or one.value, "strong")
            # In a narrow window what it becomes lies beneath what stands there.
            first, places = (2 * row - 1, (0, 2 * row, 2)) if kit.narrow else (row, (2, row, 3))
            self._grid.addWidget(kit.label(label), first, 0)
            self._grid.addWidget(stands, first, 1)
            self._grid.addWidget(entry, places[1], places[0], 1, 2 if kit.narrow else 1)
            self._grid.addWidget(mark, places[1], places[2])
            self.entries[one.key], self._marks[one.key] = entry, mark

    def _entry(self, one: DossierField, choices: Sequence[tuple[str, str]]) -> StaffEntry | SuggestingEntry:
        """What is written, or chosen, in the place of what stands there."""
        if choices:
            choice = SuggestingEntry(self._kit, choices, one.value, InputMethod.KEYS, only=True)
            choice.given.connect(partial(self._chose, one.key))
            choice.entry.setAccessibleName(f"{self._say('becomes')}: {one.label}")
            return choice
        entry = StaffEntry(one.value, InputMethod.TELEX)
        entry.setAccessibleName(f"{self._say('becomes')}: {one.label}")
        entry.textChanged.connect(self._weigh)
        return entry

    def _chose(self, key: str, value: str) -> None:
        self._chosen[key] = value
        self._weigh()

    @property
    def changes(self) -> dict[str, str]:
        """What differs from what is registered."""
        if self.sheet is None:
            return {}
        values = {one.key: one.value for one in self.sheet.fields}
        texts = {key: one.text().strip() for key, one in self.entries.items() if isinstance(one, StaffEntry)}
        return {key: text for key, text in (texts | self._chosen).items() if text != values[key]}

    @property
    def typed(self) -> TypedCorrection:
        return TypedCorrection(self.changes, self.paper.text(), self.reason.text())

    def put_back(self, typed: TypedCorrection) -> None:
        """After the dossier was shown anew."""
        for key, text in typed.changes.items():
            entry = self.entries.get(key)
            if isinstance(entry, StaffEntry):
                entry.setText(text)
            elif entry is not None:
                entry.show_text(text)
                self._chose(key, text)
        self.paper.setText(typed.paper)
        self.reason.setText(typed.reason)

    def _weigh(self) -> None:
        changes = self.changes
        for key, mark in self._marks.items():
            mark.setVisible(key in changes)
        count = len(changes)
        self._count.setText(self._say("count", count=count) if count else self._say("none"))
        self._save.set_waiting(not count)

    def save(self) -> None:
        if self.changes and self.options is not None:
            self.asked.emit(self.changes, self.options.chosen, self.paper.text(), self.reason.text())

    def wipe(self) -> None:
        """Nothing of the dossier stays on the glass."""
        self.sheet = None
        self.entries, self._marks, self._chosen = {}, {}, {}
        emptied(self._grid)
        self._beneath.setText("")
