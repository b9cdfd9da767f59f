"""Answers as they are shown: in words, in a row of a group, and what does not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from kiosk.domain.checks import Level, Problem
from kiosk.domain.procedure import FieldType, FormPage
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import fill, live, live_text
from kiosk.ui.resident.views import FieldView, KnownFact
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Facts, KnownValue, Pressable
from kiosk.ui.widgets.paint import draw_icon, rounded
from kiosk.ui.widgets.text import TextBlock as Words
from kiosk.ui.widgets.text import lay_out


def shown_value(strings: Strings, view: FieldView, value: str) -> Text:
    """An answer as a person reads it: the choice's label, or the words as they are."""
    for choice in view.field.choices:
        if choice.value == value:
            return live_text(strings, choice.label)
    return value


OWNER = 16
"""Letters of a page's title that may stand before each of its lines: Mẹ cháu, not a sentence."""


class AnswerRow(Pressable):
    """One field of a group: what is asked, what was answered, and that it can be touched."""

    def __init__(self, look: Look, strings: Strings, view: FieldView, value: Text, problem: Problem | None) -> None:
        super().__init__(look)
        self._strings, self._view, self._value = strings, view, value
        self._problem = sentence(strings, problem) if problem else None
        self._calm = problem is not None and problem.level is not Level.STOP
        self.key = view.field.key
        self.listen_to(strings)
        self.retranslate()

    def spoken(self) -> str:
        return ". ".join(filter(None, (self._label(), self._shown(), str(self._problem or ""))))

    def _label(self) -> str:
        return fill(self._strings, self._view.field.label)

    def _shown(self) -> str:
        if str(self._value):
            return str(self._value)
        may_skip = not self._view.field.required and self.look.text_percent <= 150
        return self._strings.say("form.may_skip" if may_skip else "form.empty")

    def _blocks(self, width: float) -> tuple[Words, Words, Words | None]:
        room = max(1.0, width - self.look.px(34 + 110))
        label = lay_out(self.look, self._label(), TextRole.LABEL, room)
        value = lay_out(self.look, self._shown(), TextRole.VALUE if str(self._value) else TextRole.LEAD, room)
        problem = lay_out(self.look, str(self._problem), TextRole.LABEL_STRONG, room) if self._problem else None
        return label, value, problem

    def height_for(self, width: int) -> int:
        heights = [block.height for block in self._blocks(width) if block]
        return max(self.look.px(120), sum(heights) + 2 * self.look.px(20))

    def wanted_width(self) -> int:
        return self.look.px(960)

    def least_width(self) -> int:
        return self.look.px(400)

    def paint(self, painter: QPainter) -> None:
        theme, px, area = self.look.theme, self.look.px, QRectF(self.rect())
        wrong = theme.warn if self._calm else theme.err
        edge = wrong if self._problem else theme.line2
        width = px(theme.edges or (5 if self._problem else 3))
        rounded(painter, area, px(24), theme.tint if self.down else theme.field, edge, width)
        top = (self.height() - sum(block.height for block in self._blocks(self.width()) if block)) / 2
        colours = ("ink2", "ink" if str(self._value) else "ink2", "warn" if self._calm else "err")
        for block, colour in zip(self._blocks(self.width()), colours, strict=True):
            if block is not None:
                block.paint(painter, QRectF(px(34), top, self.width(), block.height), self.look.colour(colour))
                top += block.height
        icon = "pencil" if str(self._value) else "plus"
        if self._problem:
            icon = "info-circle" if self._calm else "alert-triangle"
        colour = wrong if self._problem else theme.action_text
        size = px(48 if self.look.text_percent <= 125 else 66)
        draw_icon(painter, icon, colour, QPointF(self.width() - px(62), self.height() / 2), size)


def known_facts(
    look: Look,
    strings: Strings,
    locked: Sequence[FieldView],
    values: Mapping[str, str],
    known: Sequence[KnownFact],
) -> list[LeafRow]:
    """What need not be asked, beneath; it gives way where there is no room."""
    facts = [
        KnownValue(live_text(strings, view.field.label), values.get(view.field.key, ""), from_card=True)
        for view in locked
    ]
    facts += [KnownValue(live_text(strings, item.label), item.value, item.from_card) for item in known]
    card = Facts(look, strings, facts, compact=True)
    return [LeafRow((card,), optional=True, air=8, low=True)] if facts else []


def asked_of(strings: Strings, view: FieldView, page: FormPage | None) -> Text:
    """One line of a group by itself: of whom it is asked, where the page says so in a word or two."""
    whose, what = live_text(strings, page.title if page else {}), live_text(strings, view.field.label)
    if not 0 < len(str(whose)) <= OWNER:
        return what
    return live(strings, lambda now: now.say("form.whose", whose=whose, what=str(what)[:1].lower() + str(what)[1:]))


_WRITTEN_SO = (
    FieldType.MONEY,
    FieldType.TIME,
    FieldType.TAX_CODE,
    FieldType.EMAIL,
    FieldType.PAPER_NUMBER,
)
"""Kinds of answers that say how they are written, where the sheet says nothing of its own."""


def hint_of(strings: Strings, view: FieldView, page: FormPage | None) -> Text:
    """The sentence under the question: the page's, the field's own, or how such a thing is written."""
    own = (page.hint if page else {}) or view.field.hint
    if own or view.field.type not in _WRITTEN_SO:
        return live_text(strings, own)
    return strings.phrase(f"form.kind.{view.field.type.value}")


def sentence(strings: Strings, problem: Problem) -> Text:
    """A problem in words, the procedure's own where it has some; they follow the language."""
    if problem.text:
        return live_text(strings, problem.text)
    key, values = problem.key, problem.values
    return live(strings, lambda now: now.say(f"form.problem.{key}", **dict(values or {})))
