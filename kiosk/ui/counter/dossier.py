"""One dossier on one screen: fields by their parts, the paper large, history and money; tools left, decisions right."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from kiosk.domain.dossier_sheet import DossierField
from kiosk.domain.money import digit_groups
from kiosk.services.counter.dossiers import DossierSheet
from kiosk.ui.counter.parts import PaperView, StaffKit, emptied, escaped
from kiosk.ui.widgets.rooted import Rooted

REASONS = ("typo", "differs", "asked", "other")


class DossierScreen(Rooted):
    """Each signal is one thing to do; ``mended`` carries the field's key, ``paper`` a SHA-256."""

    back = Signal()
    mended = Signal(str)
    remarked = Signal()
    paid = Signal()
    printed = Signal()
    looked = Signal()
    paper = Signal(str)

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("page")
        self._kit = kit
        self.sheet: DossierSheet | None = None
        page = kit.column(self, margin=28, gap=14)
        heads = kit.row(gap=16)
        heads.addWidget(kit.button(kit.say("back"), self.back.emit, key="Esc", picture="arrow-left"))
        titles = kit.column(gap=2)
        self._title, self._beneath = kit.label("", "h1"), kit.label("", "second")
        titles.addWidget(self._title)
        titles.addWidget(self._beneath)
        heads.addLayout(titles)
        heads.addStretch(1)
        self._chips = kit.row(gap=8)
        heads.addLayout(self._chips)
        page.addLayout(heads)
        body = kit.row(gap=20)
        page.addLayout(body, 1)
        self._fields = self._scrolling(body, 9)
        middle, self._viewer = kit.card()
        body.addWidget(middle, 11)
        self._picture = PaperView(kit)
        self._viewer.addWidget(self._picture, 1)
        self._strip = kit.row(gap=10)
        self._viewer.addLayout(self._strip)
        self._history = self._scrolling(body, 6)
        self._foot = kit.row(gap=12)
        page.addLayout(self._foot)

    def _scrolling(self, body: object, part: int) -> QVBoxLayout:
        frame, box = self._kit.card()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        area.setWidget(inner)
        box.addWidget(area)
        body.addWidget(frame, part)  # type: ignore[attr-defined]
        return self._kit.column(inner, gap=8)

    def show_sheet(self, sheet: DossierSheet, state: str) -> None:
        kit, self.sheet = self._kit, sheet
        submission = sheet.submission
        self._title.setText(submission.filing.applicant.full_name or sheet.head.code)
        line = f"{submission.official or sheet.head.code} · {sheet.procedure} · {submission.filing.subject}"
        self._beneath.setText(f"{line} · {kit.say('received', at=f'{submission.filed_at:%H:%M %d/%m}')}")
        emptied(self._chips)
        self._chips.addWidget(kit.label(state, "chip-info"))
        self._chips.addWidget(kit.label(kit.say("due", at=f"{submission.due_at:%H:%M %d/%m/%Y}"), "chip-warn"))
        if sheet.holder:
            self._chips.addWidget(kit.label(kit.say("held_by", person=sheet.holder), "chip-plain"))
        if sheet.head.sealed:
            self._chips.addWidget(kit.label(kit.say("sealed"), "chip-err"))
        self._show_fields(sheet)
        self._show_papers(sheet)
        self._show_history(sheet)
        self._show_foot(sheet)

    def show_picture(self, png: bytes) -> None:
        """A page of a paper; empty where there is none."""
        self._picture.show_picture(png, "" if png else self._kit.say("no_paper"))

    def _show_fields(self, sheet: DossierSheet) -> None:
        kit = self._kit
        emptied(self._fields)
        answered = [one for one in sheet.fields if one.value]
        for part, lines in groupby(answered, key=lambda one: one.part):
            self._fields.addWidget(kit.label(part, "h3", wrap=True))
            for one in lines:
                self._fields.addWidget(self._field(one, sheet))
            self._fields.addWidget(kit.rule())
        self._fields.addStretch(1)

    def _field(self, one: DossierField, sheet: DossierSheet) -> QWidget:
        kit, theme = self._kit, self._kit.look.theme
        value = escaped(one.text or one.value)
        text = f"<span style='color:{theme.ink2}'>{escaped(one.label)}</span><br><b>{value}</b>"
        if one.mended_at is not None:
            who = kit.say("mended_by", person=sheet.people.get(one.mended_by, ""), at=f"{one.mended_at:%H:%M}")
            text += (
                f"<br><span style='color:{theme.warn}'>{kit.say('before')}: {escaped(one.before)}"
                f" · {escaped(one.reason)} · {escaped(who)}</span>"
            )
        if not one.mendable:
            return kit.label(text, wrap=True)
        holder = QWidget()
        line = kit.row(holder, gap=8)
        line.addWidget(kit.label(text, wrap=True), 1)
        button = kit.button("", lambda: self.mended.emit(one.key), picture="pencil")
        button.setAccessibleName(f"{kit.say('mend')}: {one.label}")
        button.setFixedWidth(kit.px(64))
        line.addWidget(button)
        return holder

    def _show_papers(self, sheet: DossierSheet) -> None:
        kit = self._kit
        emptied(self._strip)
        group = QButtonGroup(self)
        for place, one in enumerate(one for one in sheet.papers if not one.replaced):
            button = kit.button(one.name, lambda one=one: self.paper.emit(one.sha256), role="view")  # type: ignore[misc]
            button.words.setText(kit.say("pages", name=one.name[:26], pages=one.pages))
            button.setCheckable(True)
            button.setChecked(place == 0)
            group.addButton(button)
            self._strip.addWidget(button)
        self._strip.addStretch(1)
        if not sheet.papers:
            self.show_picture(b"")

    def _show_history(self, sheet: DossierSheet) -> None:
        kit, theme = self._kit, self._kit.look.theme
        emptied(self._history)
        self._history.addWidget(kit.label(kit.say("history"), "h3"))
        for one in reversed(sheet.events):
            word = kit.strings.say(f"counter.step.{one.kind.value}")
            words_said = one.facts.get("text") or one.facts.get("reason") or one.facts.get("receipt") or ""
            at = f"{one.at:%H:%M}" if one.at else ""
            text = f"<b>{at}</b> {escaped(word)} · {escaped(sheet.people.get(one.staff, ''))}"
            text += f"<br><span style='color:{theme.ink2}'>{escaped(words_said)}</span>" if words_said else ""
            self._history.addWidget(kit.label(text, wrap=True))
            self._history.addWidget(kit.rule())
        filed = kit.strings.say("counter.step.filed")
        self._history.addWidget(kit.label(f"<b>{sheet.submission.filed_at:%H:%M}</b> {filed}"))
        for note in sheet.notes:
            self._history.addWidget(kit.label(note.text, "second", wrap=True))
        for message in sheet.messages:
            self._history.addWidget(kit.label(message.text, "second", wrap=True))
        self._history.addStretch(1)

    def _show_foot(self, sheet: DossierSheet) -> None:
        kit = self._kit
        emptied(self._foot)
        first = next((one.key for one in sheet.fields if one.mendable), "")
        self._foot.addWidget(kit.button(kit.say("mend"), lambda: self.mended.emit(first), key="F2", picture="pencil"))
        self._foot.addWidget(kit.button(kit.say("remark"), self.remarked.emit, key="F6", picture="message-2"))
        self._foot.addWidget(kit.button(kit.say("print"), self.printed.emit, key="F9", picture="printer"))
        self._foot.addStretch(1)
        if sheet.head.look:
            self._foot.addWidget(kit.button(kit.say("looked"), self.looked.emit, picture="check"))
        if sheet.head.owed:
            owed = digit_groups(sheet.head.owed)
            pay = kit.button(kit.say("take", sum=owed), self.paid.emit, role="primary", key="F7", picture="coin")
            self._foot.addWidget(pay)


class MendForm(Rooted):
    """A field put right: what stands, what it shall be, why. ``done``: value, reason, ground. ``dropped``: Esc."""

    done = Signal(str, str, str)
    dropped = Signal()

    def __init__(self, kit: StaffKit, line: DossierField) -> None:
        super().__init__()
        self._kit = kit
        box = kit.column(self, gap=12)
        box.addWidget(kit.label(kit.say("mend_title", field=line.label), "h2", wrap=True))
        box.addWidget(kit.rule())
        sides = kit.row(gap=20)
        left, right = kit.column(gap=6), kit.column(gap=6)
        left.addWidget(kit.label(kit.say("stands"), "second"))
        left.addWidget(kit.label(line.text or line.value, "strong", wrap=True))
        right.addWidget(kit.label(kit.say("becomes"), "second"))
        self.value = QLineEdit(line.value)
        right.addWidget(self.value)
        sides.addLayout(left, 1)
        sides.addLayout(right, 1)
        box.addLayout(sides)
        box.addWidget(kit.label(kit.say("why"), "second"))
        self._group = QButtonGroup(self)
        for place, reason in enumerate(REASONS):
            option = kit.button(kit.say(f"why_{reason}"), lambda: None, role="option", key=f"Alt+{place + 1}")
            option.setCheckable(True)
            option.setChecked(place == 0)
            option.setShortcut(f"Alt+{place + 1}")
            self._group.addButton(option, place)
            box.addWidget(option)
        box.addWidget(kit.label(kit.say("ground"), "second"))
        self.ground = QLineEdit()
        box.addWidget(self.ground)
        box.addWidget(kit.label(kit.say("both_stay"), "chip-warn"))
        foot = kit.row()
        foot.addStretch(1)
        foot.addWidget(kit.button(kit.say("drop"), self.dropped.emit, key="Esc"))
        foot.addWidget(kit.button(kit.say("mend_save"), self.save, role="primary", key="Ctrl+Enter"))
        box.addLayout(foot)
        self.value.selectAll()

    def save(self) -> None:
        reason = self._kit.say(f"why_{REASONS[max(0, self._group.checkedId())]}")
        more = self.ground.text().strip()
        self.done.emit(self.value.text(), f"{reason}, {more}" if more else reason, more)
