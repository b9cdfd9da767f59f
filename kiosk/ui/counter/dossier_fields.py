"""A dossier's fields by their parts; of those that can be mended one is marked, by arrows, and F2 mends it."""

from __future__ import annotations

from functools import partial
from html import escape
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from kiosk.domain.dossier_sheet import DossierField
from kiosk.services.counter.dossiers import DossierSheet
from kiosk.ui.counter.parts import StaffKit, dressed, emptied, scroll_area
from kiosk.ui.widgets.rooted import RootedShowing

MARGIN = 60
"""px of a window 1080 high that are seen above and below the field that is marked."""


class DossierFields(RootedShowing, QFrame):
    """``mended``: a field's key. ``stepped``: another one was marked by a key."""

    mended = Signal(str)
    stepped = Signal()

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self._kit = kit
        self.setProperty("role", "card")
        self.marked = ""
        self._code = ""
        self._lines: dict[str, QWidget] = {}
        self._area, self._column = scroll_area(kit)
        kit.column(self, margin=20).addWidget(self._area)
        self._area.verticalScrollBar().rangeChanged.connect(self._keep_in_sight)
        for key, step in ((Qt.Key.Key_Up, -1), (Qt.Key.Key_Down, 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.step, step))

    def show_fields(self, sheet: DossierSheet) -> None:
        """Those that were answered. In the same dossier the mark stays where it was."""
        kit, marked = self._kit, self.marked if self._code == sheet.head.code else ""
        self._code, self._lines = sheet.head.code, {}
        emptied(self._column)
        answered = [one for one in sheet.fields if one.value]
        for part, lines in groupby(answered, key=lambda one: one.part):
            self._column.addWidget(kit.label(part, "h3"))
            for one in lines:
                self._column.addWidget(self._field(one, sheet))
            self._column.addWidget(kit.rule())
        self._column.addStretch(1)
        self._mark(marked if marked in self._lines else next(iter(self._lines), ""))

    def step(self, step: int) -> None:
        """The mark goes to the next field that can be mended, or to the one before."""
        keys = list(self._lines)
        if not keys:
            return
        at = keys.index(self.marked) + step
        self._mark(keys[min(max(at, 0), len(keys) - 1)])
        self.stepped.emit()
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        """Also once the lines have their places, which they are given a little after they came."""
        if self.marked in self._lines:
            self._area.ensureWidgetVisible(self._lines[self.marked], 0, self._kit.px(MARGIN))

    def _mark(self, key: str) -> None:
        before, self.marked = self.marked, key
        for one, role in ((before, "field"), (key, "field-marked")):
            if one in self._lines:
                dressed(self._lines[one], role)

    def _mend(self, key: str) -> None:
        self._mark(key)
        self.mended.emit(key)

    def _field(self, one: DossierField, sheet: DossierSheet) -> QWidget:
        kit, text = self._kit, self._text(one, sheet)
        if not one.mendable or sheet.is_closed:
            return kit.marked(text)
        holder = self._lines[one.key] = QFrame()
        holder.setProperty("role", "field")
        line = kit.row(holder, gap=8)
        line.addWidget(kit.marked(text), 1)
        button = kit.button("", partial(self._mend, one.key), picture="pencil")
        button.setAccessibleName(f"{kit.say('mend')}: {one.part}, {one.label}")
        button.setFixedWidth(kit.px(64 * min(kit.letters, 1.6)))
        line.addWidget(button)
        return holder

    def _text(self, one: DossierField, sheet: DossierSheet) -> str:
        """Its label and value; where it was mended, what stood there before, why, and who."""
        kit, theme = self._kit, self._kit.look.theme
        value = escape(one.text or one.value)
        text = f"<span style='color:{theme.ink2}'>{escape(one.label)}</span><br><b>{value}</b>"
        if one.mended_at is not None:
            who = kit.say("mended_by", person=sheet.people.get(one.mended_by, ""), at=f"{one.mended_at:%H:%M}")
            text += (
                f"<br><span style='color:{theme.warn}'>{kit.say('before')}: {escape(one.before)}"
                f" · {escape(one.reason)} · {escape(who)}</span>"
            )
        return text
