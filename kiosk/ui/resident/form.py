"""One page of the form: one question with its answer under the hand, or a small group that is answered row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent

from kiosk.domain.checks import Problem
from kiosk.domain.procedure import FormPage
from kiosk.domain.visit import VisitStep
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.resident.answers import AnswerRow, asked_of, hint_of, known_facts, sentence, shown_value
from kiosk.ui.resident.card_offers import CardOffers
from kiosk.ui.resident.editor import OFFERED, Editor
from kiosk.ui.resident.editors import ChoiceEditor, DateEditor, ListEditor, NumberEditor, editor_for
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import Screen, live_text
from kiosk.ui.resident.text_editor import TextEditor
from kiosk.ui.resident.views import FieldView, KnownFact
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look
from kiosk.ui.widgets import Button
from kiosk.ui.widgets.text import beginning

LINGER_MS = 350
"""So long one sees what one has touched before the next page comes."""


class FormScreen(Screen):
    """A group shows its fields as rows; touching one opens it alone, with its keyboard or choices, until Ghi xong."""

    step = VisitStep.FORM
    answered = Signal(str, object, str)  # field, domain.form.Given, Origin
    nextAsked = Signal()  # noqa: N815
    backAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, "")
        self._page: FormPage | None = None
        self._views: dict[str, FieldView] = {}
        self._values: dict[str, str] = {}
        self._problems: dict[str, Problem] = {}
        self._known: tuple[KnownFact, ...] = ()
        self._open: str | None = None
        self._alone: str | None = None
        self.unfinished: dict[str, object | None] = {}  # half a date, by field: gone with the visit
        self._just_chosen: Text = ""  # what went on by itself to this page
        self.cards = CardOffers(look, strings, self)
        self._lingers = QTimer(self, singleShot=True, interval=LINGER_MS)
        self._lingers.timeout.connect(self._linger_ended)
        self.editor: Editor | None = None
        self.keyboard = Keyboard(look, strings)
        self.keyboard.hide()
        self.bottom.addWidget(self.keyboard)
        self.main = Button(look, "", icon="arrow-right")
        self.main.clicked.connect(self._go_on)
        self.main.missing.connect(self._say_missing)
        self.set_footer(self.main, self.say("widget.back"))
        self._placed = QTimer(self, singleShot=True, interval=0)  # a page being laid out hears no news of its head
        self._placed.timeout.connect(self._let_read)
        self.leaves.turned.connect(lambda *_: self._placed.start())

    # --- what it is given ---

    def show_page(
        self,
        page: FormPage,
        fields: Sequence[FieldView],
        values: Mapping[str, str],
        problems: Mapping[str, Problem],
        known: Sequence[KnownFact],
        alone: str | None = None,
    ) -> None:
        """Begin with ``page``. ``problems`` by field key: only those that shall be shown. ``alone``: of a group, the
        one line that is asked."""
        self._lingers.stop()
        self._page, self._known, self._alone = page, tuple(known), alone
        self._take(fields, values, problems)
        asked = [view for view in self._views.values() if not view.locked]
        self._open = alone or (asked[0].field.key if len(asked) == 1 else None)
        self._build()
        if self._just_chosen:
            self.rest_touches()
        self._just_chosen = ""

    def refresh(self, fields: Sequence[FieldView], values: Mapping[str, str], problems: Mapping[str, Problem]) -> None:
        """After an answer: what follows from it, and what does not hold. What is being typed stays."""
        self._take(fields, values, problems)
        if self.editor is None or self._open not in self._views:
            self._open = None if self._grouped else self._open
            self._build()
            return
        self.editor.refresh(self._views[self._open], self._values.get(self._open, ""))
        self._show_error()
        self._wait()
        self.leaves.arrange()

    def _take(self, fields: Sequence[FieldView], values: Mapping[str, str], problems: Mapping[str, Problem]) -> None:
        self._views = {view.field.key: view for view in fields}
        self._values, self._problems = dict(values), dict(problems)

    @property
    def open_field(self) -> str | None:
        """What is being answered; None while a group is shown."""
        return self._open

    @property
    def going_on(self) -> bool:
        """The next page comes in a moment."""
        return self._lingers.isActive()

    def stay(self) -> None:
        """No next page comes by itself: the person went elsewhere."""
        self._lingers.stop()

    @property
    def _grouped(self) -> bool:
        return self._alone is None and sum(not view.locked for view in self._views.values()) != 1

    # --- what it shows ---

    def _build(self) -> None:
        self.keyboard.attach(None)
        self.editor = None
        if self._open is None:
            self._build_group()
        else:
            self._build_editor(self._views[self._open])
        self._fit_keyboard()
        self._wait()

    def _build_group(self) -> None:
        page = self._page
        if page is None:
            return
        self.head.set_words(live_text(self.strings, page.title), live_text(self.strings, page.hint))
        rows = [LeafRow((self._row(view),), grow=1.3) for view in self._views.values() if not view.locked]
        self.leaves.set_blocks((*self.cards.rows(), *rows, *self._facts()), place=False)

    def _row(self, view: FieldView) -> AnswerRow:
        key, value = view.field.key, self._values.get(view.field.key, "")
        short = beginning(value, OFFERED) if self.look.large else value  # whole when it is opened, and in the review
        row = AnswerRow(self.look, self.strings, view, shown_value(self.strings, view, short), self._problems.get(key))
        row.clicked.connect(lambda: self.open(key))
        return row

    def _facts(self) -> list[LeafRow]:
        locked = [view for view in self._views.values() if view.locked]
        facts = known_facts(self.look, self.strings, locked, self._values, self._known)
        return [*self.cards.news(self._just_chosen), *facts]

    def _build_editor(self, view: FieldView) -> None:
        page = self._page
        grouped = self._grouped or sum(not one.locked for one in self._views.values()) != 1
        title = asked_of(self.strings, view, page) if grouped or page is None else live_text(self.strings, page.title)
        self.head.set_words(title, hint_of(self.strings, view, None if grouped else page))
        editor = editor_for(self.look, self.strings, view, self._values.get(view.field.key, ""))
        editor.picked.connect(self._picked)
        editor.typed.connect(self._wait)
        editor.submitted.connect(self.main.click)
        editor.refolded.connect(self.leaves.arrange)
        editor.wants_keyboard.connect(lambda _: self._fit_keyboard())
        self.editor = editor
        if isinstance(editor, TextEditor):
            editor.write_with(self.keyboard)
        if (begun := self.unfinished.get(view.field.key)) is not None:
            editor.take_up(begun)
        self._show_error()
        self.leaves.set_blocks((*self.cards.rows(opened=self._grouped), *editor.blocks(), *self._facts()), place=False)

    def _fit_keyboard(self) -> None:
        writing = self.editor.writing if self.editor else None
        self.keyboard.setVisible(writing is not None)
        listing = self.editor is not None and self.editor.listing
        picking = listing or isinstance(self.editor, DateEditor)
        self.head.set_short(writing is not None or picking, shorter=listing)
        self.leaves.arrange()
        if writing is not None:
            self.keyboard.attach(writing.field, writing.mode, writing.names, writing.extra)
            writing.field.setFocus()
            if self.editor is not None:
                self.editor.keyboard_attached()
        else:
            self.keyboard.attach(None)
        if self.editor is not None:
            self.editor.set_lying(self.window().width() > self.window().height())

    def _show_error(self) -> None:
        if self.editor is not None and self._open is not None:
            self.editor.show(self._problems.get(self._open))

    def _let_read(self) -> None:
        """No sentence of what is wrong lies under the keyboard."""
        if isinstance(self.editor, TextEditor) and self.leaves.crowded:
            self.editor.give_way()

    def _wait(self) -> None:
        """What the one button says: go on, note it, leave it out, or what is still missing."""
        if self.editor is None or self._open is None:
            self.main.set_text(self.say("screen.next"), "arrow-right")
            self.main.set_waiting(None)
            return
        if self.editor.next_words:
            self.main.set_text(self.say(self.editor.next_words), "search")
            self.main.set_waiting(None)
            return
        item, value = self._views[self._open].field, self.editor.value
        touched = isinstance(self.editor, ChoiceEditor | ListEditor | DateEditor | NumberEditor)
        missing = self.say("form.pick" if touched else "form.write") if item.required and not value else None
        done = "form.done" if self._grouped else "screen.next"
        icon = "check" if self._grouped else "arrow-right"
        self.main.set_text(self.say(done if value or item.required else "form.skip"), icon)
        self.main.set_waiting(missing)

    # --- what the person does ---

    def open(self, key: str) -> None:
        """Answer one field of the group."""
        self._open = key
        self._build()

    def _picked(self, value: str) -> None:
        if (key := self._open) is None:
            return
        self._values[key] = value
        self._problems.pop(key, None)
        self._wait()
        self.answered.emit(key, value, "chosen")
        day = isinstance(self.editor, DateEditor) and self._grouped  # alone, one reads what follows from it
        if day or isinstance(self.editor, ChoiceEditor | ListEditor | TextEditor):
            self._lingers.start()

    def _linger_ended(self) -> None:
        """What was chosen has been seen: on to the next."""
        if self.editor is None or self._open is None:
            return
        if not self._grouped:
            words = shown_value(self.strings, self._views[self._open], self.editor.value)
            self._just_chosen = self.say("form.just_chosen", answer=words)
        self._go_on()
        self._just_chosen = ""

    def _flush(self) -> None:
        """Give what was typed."""
        if self.editor is None or self._open is None:
            return
        self.unfinished[self._open] = self.editor.unfinished
        value = self.editor.value
        if value != self._values.get(self._open, ""):
            self._values[self._open] = value
            self._problems.pop(self._open, None)
            how = "typed" if isinstance(self.editor, TextEditor) else "chosen"
            self.answered.emit(self._open, self.editor.answer, how)

    def _go_on(self) -> None:
        self._lingers.stop()
        if self.editor is not None and self.editor.step_on():
            return
        self._flush()
        if self._open is not None and self._grouped:
            self._close()
        else:
            self.nextAsked.emit()

    def go_back(self) -> None:
        self._lingers.stop()
        if self.editor is not None and self.editor.step_back():
            return
        self._flush()
        if self._open is not None and self._grouped:
            self._close()
        else:
            self.backAsked.emit()

    def _close(self) -> None:
        self._open = None
        self._build()

    def _say_missing(self) -> None:
        if self.editor is not None:
            self.editor.set_error(sentence(self.strings, Problem("", "missing")))
            self.leaves.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_keyboard()

    def wipe(self) -> None:
        self._lingers.stop()
        self._placed.stop()
        self._just_chosen, self.within, self.unfinished = "", None, {}
        self.keyboard.wipe()
        self.editor, self._open, self._page = None, None, None
        self._views, self._values, self._problems, self._known = {}, {}, {}, ()
        self.cards.wipe()
        self.head.set_words("")
        super().wipe()
