"""What was begun for somebody and is not filed: who, from whom, since when, what is missing; begin one, drop one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit

from kiosk.domain.assisted_filing import FilingSource
from kiosk.services.counter.assisted_filings import WHY_DROPPED
from kiosk.services.counter.assisted_view import AssistedRow
from kiosk.ui.counter.dialogs import DialogForm, OptionRows
from kiosk.ui.counter.entries import StaffEntry, SuggestingEntry
from kiosk.ui.counter.key_hints import key_hints
from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.counter.table import StaffTable
from kiosk.ui.keyboard.compose import InputMethod
from kiosk.ui.widgets.rooted import Rooted

LINES = ("{0}|{3}", "{1}", "{2}", "{4}|{5}")
"""Of a form, in a list of one column."""


class FilingListPage(Rooted):
    """``opened``: a form's name. ``begun``: a new one is wanted."""

    opened = Signal(str)
    begun = Signal()

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._kit = kit
        self.rows: tuple[AssistedRow, ...] = ()
        page = kit.page(self)
        heads = kit.bar(gap=16)
        heads.addWidget(kit.label(self._say("title"), "h1"))
        self._line = kit.label("", "second")
        heads.addWidget(self._line)
        heads.addStretch(1)
        heads.addWidget(
            kit.button(self._say("new"), self.begun.emit, key="Ctrl+N", picture="file-plus", role="primary")
        )
        page.addLayout(heads)
        columns = [self._say(one) for one in ("what", "who", "from", "when", "lack", "by")]
        self.table = StaffTable(kit, columns, (300, 0, 340, 120, 400, 190), 100, LINES)
        self.table.cellDoubleClicked.connect(lambda *_: self.open_chosen())
        self.table.activated.connect(lambda *_: self.open_chosen())
        self.table.hug()
        page.addWidget(self.table, 1)
        page.addLayout(key_hints(kit, ("↑ ↓", "key_choose"), ("Enter", "key_open"), ("Esc", "key_back")))
        page.addStretch()

    def _say(self, key: str, **values: object) -> str:
        return self._kit.strings.say(f"counter.filing.{key}", **values)

    def show_rows(self, rows: tuple[AssistedRow, ...], people: Mapping[int, str]) -> None:
        self.rows = rows
        self._line.setText(self._say("waiting") if rows else self._say("none"))
        self.table.fill(self._cells(one, people) for one in rows)
        (self.table if rows else self).setFocus()

    def _cells(self, one: AssistedRow, people: Mapping[int, str]) -> Sequence[str]:
        soft = f"<span style='color:{self._kit.look.theme.ink2}'>"
        first = escape(one.missing[0]) if one.missing else self._say("lacks_nothing")
        count = self._say("lacks", count=len(one.missing)) if one.missing else ""
        return (
            f"<b>{escape(one.title)}</b>{self._beneath(one.form)}",
            f"<b>{escape(one.person or self._say('nobody'))}</b>{self._beneath(one.subject)}",
            f"{self._say(f'source.{one.source}')}{self._beneath(one.giver)}",
            f"{one.at:%d/%m}<br>{soft}{one.at:%H:%M}</span>",
            f"<b>{count}</b><br>{soft}{first}</span>" if count else f"<b>{first}</b>",
            escape(people.get(one.by, "")),
        )

    def _beneath(self, text: str) -> str:
        """A second line of a cell; none where there is nothing to say."""
        return f"<br><span style='color:{self._kit.look.theme.ink2}'>{escape(text)}</span>" if text else ""

    def open_chosen(self) -> None:
        at = self.table.currentRow()
        if 0 <= at < len(self.rows):
            self.opened.emit(self.rows[at].form)


class FilingBeginForm(DialogForm):
    """A new form: which matter, from what, of whom, why. ``done``: procedure, source, giver, reason."""

    done = Signal(str, str, str, str)

    def __init__(self, kit: StaffKit, procedures: Sequence[tuple[str, str]]) -> None:
        say = kit.strings.say
        super().__init__(kit, say("counter.filing.begin"), say("counter.filing.begin_line"))
        self._code = ""
        self.box.addWidget(kit.label(say("counter.filing.procedure"), "second"))
        self.procedure = SuggestingEntry(kit, procedures, "", InputMethod.KEYS, only=True)
        self.procedure.entry.setPlaceholderText(say("counter.filing.procedure_hint"))
        self.procedure.given.connect(self._choose)
        self.box.addWidget(self.procedure)
        self.box.addWidget(kit.label(say("counter.filing.from"), "second"))
        names = [(one.value, say(f"counter.filing.source.{one.value}")) for one in FilingSource]
        self.options = OptionRows(kit, self, names)
        self.box.addLayout(self.options)
        self.giver, self.reason = StaffEntry("", InputMethod.TELEX), StaffEntry("", InputMethod.TELEX)
        for word, entry in (("giver", self.giver), ("reason", self.reason)):
            self.box.addWidget(kit.label(say(f"counter.filing.{word}"), "second"))
            self.box.addWidget(entry)
        self.lay_foot(say("counter.filing.start"))

    def _choose(self, code: str) -> None:
        self._code = code

    def save(self) -> None:
        if not self._code:
            self.procedure.settle()
        if self._code:
            self.done.emit(self._code, self.options.chosen, self.giver.text(), self.reason.text())
        else:
            self.procedure.setFocus()


class PersonForm(DialogForm):
    """An applicant who shows no card. ``done``: what is known by the names of ``Citizen``, and whether they agreed."""

    done = Signal(object, bool)

    def __init__(self, kit: StaffKit, person: Mapping[str, str], *, agreed: bool) -> None:
        say = kit.strings.say
        super().__init__(kit, say("counter.filing.name_person"), say("counter.filing.name_person_line"))
        self.entries: dict[str, QLineEdit] = {}
        for key in ("full_name", "id_number", "birth_date", "residence"):
            method = InputMethod.TELEX if key in ("full_name", "residence") else InputMethod.KEYS
            entry = StaffEntry(person.get(key, ""), method)
            self.entries[key] = entry
            self.box.addWidget(kit.label(say(f"counter.filing.{key}"), "second"))
            self.box.addWidget(entry)
        self.agreed = QCheckBox(say("counter.filing.agreed"))
        self.agreed.setChecked(agreed)
        self.box.addWidget(self.agreed)
        self.lay_foot(say("counter.filing.keep"))

    def save(self) -> None:
        known = {key: entry.text().strip() for key, entry in self.entries.items()}
        self.done.emit({key: text for key, text in known.items() if text}, self.agreed.isChecked())


class DropForm(DialogForm):
    """Why nothing comes of a form. ``done``: one of ``WHY_DROPPED``."""

    done = Signal(str)

    def __init__(self, kit: StaffKit) -> None:
        say = kit.strings.say
        super().__init__(kit, say("counter.filing.drop"), say("counter.filing.drop_line"))
        self.options = OptionRows(kit, self, [(one, say(f"counter.filing.dropped.{one}")) for one in WHY_DROPPED])
        self.box.addLayout(self.options)
        self.lay_foot(say("counter.filing.drop"))

    def save(self) -> None:
        self.done.emit(self.options.chosen)
