"""Filing for somebody: the presenter. One answer is on its way at a time, so that each is made from the last; what is
typed meanwhile waits its turn, and filing waits for all of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kiosk.domain.citizen import CardIdentity
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import DossierChanged, KioskError, SeemsFiled
from kiosk.services.counter.assisted_view import AssistedForm
from kiosk.services.filing import BoundDocument
from kiosk.ui.counter.dialogs import AskForm
from kiosk.ui.counter.filing_list import DropForm, PersonForm
from kiosk.ui.counter.filing_list_presenter import SECTION, FilingListPresenter
from kiosk.ui.counter.filing_page import FilingPage
from kiosk.ui.counter.paper_presenter import PaperPresenter, PaperTask
from kiosk.ui.counter.stage import CounterStage

if TYPE_CHECKING:
    from kiosk.ui.counter.desk_card import DeskCard


class FilingPresenter:
    """``filed``: opens a dossier by its code."""

    def __init__(
        self, stage: CounterStage, card: DeskCard | None, papers: PaperPresenter, filed: Callable[[str], object]
    ) -> None:
        self._stage, self._card, self._papers, self._filed = stage, card, papers, filed
        self.page, self.waiting = FilingPage(stage.kit), FilingListPresenter(stage, self._show_opened)
        self.waiting.page.opened.connect(self.open_form)
        self._unsent: dict[str, str] = {}
        self._waiting: list[Callable[[], object]] = []  # acts, each made from what the one before gives
        self._busy = self._files = self._leaves = False
        self._refusal = ""  # what was said of an answer that was not kept, until one is
        self.page.given.connect(self._given)
        self.page.place_asked.connect(self._place_asked)
        self.page.paper.connect(self._scan)
        self.page.later.connect(self._later)
        self.page.named.connect(self.ask_person)
        self.page.filed.connect(self._file)
        self.page.dropped.connect(self._ask_drop)
        self.page.back.connect(self.leave)
        if card is not None:
            card.read.connect(self._card_read)
            card.lifted.connect(self._wait_for_card)
            card.failed.connect(lambda error: stage.tell(error) if self._open else None)
            card.back.connect(lambda: stage.frame.show_fault("") if self._open else None)

    @property
    def _form(self) -> AssistedForm | None:
        return self.page.form

    @property
    def _open(self) -> bool:
        """A card means something while the form is shown: laid down elsewhere it is another person's."""
        return self._form is not None and self._stage.is_shown(self.page) and self._stage.session is not None

    @property
    def _desk(self) -> Any:
        return self._stage.desks.filings

    # --- opening ---

    def open(self) -> None:
        """What waits; the newest first."""
        self.waiting.open()

    def open_form(self, name: str) -> None:
        self._stage.open(lambda session: self._desk.open(session, name), self._show_opened)

    def _show_opened(self, form: AssistedForm) -> None:
        self._unsent, self._busy, self._files, self._leaves, self._waiting = {}, False, False, False, []
        self._stage.show(self.page, SECTION)
        self.page.begin(form)
        self._wait_for_card()

    # --- answers ---

    def _given(self, key: str, value: str) -> None:
        self._unsent[key] = value
        self._send()

    def _send(self) -> None:
        """The next thing that waits; one at a time."""
        form = self._form
        if form is None or self._busy:
            return
        if self._waiting:
            self._waiting.pop(0)()
        elif self._unsent:
            answers, self._unsent = self._unsent, {}
            answer = self._desk.answer
            self._change(lambda session: answer(session, form.form, form.revision, answers))
        elif self._leaves:
            self._put_aside(form)
        elif self._files:
            self._files = False
            if form.missing:
                self.page.to_missing()
            else:
                self._hand_in(form, ())

    def _put(
        self, work: Callable[[StaffSession, AssistedForm], AssistedForm], then: Callable[[], object] | None = None
    ) -> None:
        """Into the form, as it is when its turn has come: at once, or as soon as what is on its way is answered.
        Nothing that was laid, pressed or typed is lost. ``then``: once it is shown."""

        def put() -> None:
            if (form := self._form) is not None:
                self._change(lambda session: work(session, form), then)

        if self._busy:
            self._waiting.append(put)
        else:
            put()

    def _change(self, work: Callable[[StaffSession], AssistedForm], then: Callable[[], object] | None = None) -> None:
        self._busy = True

        def show(form: AssistedForm) -> None:
            self._busy = False
            if self._refusal and self._refusal == self._stage.frame.fault.text():
                self._stage.frame.show_fault("")
            if self._form is not None and self._form.form == form.form:
                self.page.show_form(form)
                if then is not None:
                    then()
                self._send()

        self._stage.act(work, show, self._refused)

    def _refused(self, error: KioskError) -> None:
        """What a colleague changed meanwhile is shown, and what was typed here over it is not kept."""
        self._busy, self._unsent, self._files, self._leaves, self._waiting = False, {}, False, False, []
        self._stage.tell(error)
        self._refusal = self._stage.sentence(error)
        form = self._form
        if isinstance(error, DossierChanged) and form is not None:
            name = form.form
            self._stage.act(lambda session: self._desk.open(session, name), self.page.show_form, lambda _: None)
        elif form is not None:
            self.page.show_form(form)

    def _place_asked(self, key: str, text: str) -> None:
        last = text.rpartition(",")[2].strip()
        if len(last) >= 2 and self._form is not None:
            communes = self._desk.communes
            self._stage.act(
                lambda session: communes(session, last),
                lambda lines: self.page.sheet.show_communes(key, lines),
                lambda _: None,  # without them it can still be written
            )

    # --- the person ---

    def ask_person(self) -> None:
        """F2: whoever shows no card."""
        form = self._form
        if form is None:
            return
        dialog = PersonForm(self._stage.kit, form.origin.person, agreed=form.origin.agreed)
        dialog.done.connect(self._name)
        self._stage.ask(dialog)
        dialog.entries["full_name"].setFocus()

    def _name(self, person: Mapping[str, str], agreed: bool) -> None:
        name, frame, dialog = self._desk.name_person, self._stage.frame, self._stage.frame.dialog

        def named() -> None:
            if frame.dialog is dialog:
                frame.end_dialog()
            self.page.sheet.focus_on()

        self._put(lambda session, form: name(session, form.form, form.revision, person, agreed=agreed), named)

    def _wait_for_card(self) -> None:
        form = self._form
        if form is not None and self._open and not form.person and self._card is not None:
            self._card.start()

    def _card_read(self, identity: CardIdentity) -> None:
        take = self._desk.take_card
        if self._open:
            self._put(lambda session, form: take(session, form.form, form.revision, identity))

    # --- papers ---

    def _scan(self, key: str) -> None:
        form = self._form
        if form is None or not self._papers.can:
            return
        paper = next(one for one in form.papers if one.key == key)
        add = self._desk.add_paper

        def keep(session: StaffSession, bound: BoundDocument, _: str) -> object:
            return add(session, form.form, form.revision, bound)

        back = lambda: self._back_to(form.form)  # noqa: E731
        self._papers.begin(
            PaperTask(paper.name, ((key, paper.name),), keep, back, key, reasoned=False, section=SECTION)
        )

    def _back_to(self, name: str) -> None:
        self._stage.show(self.page, SECTION)
        self._stage.act(lambda session: self._desk.open(session, name), self.page.show_form)
        self._wait_for_card()

    def _later(self, key: str, later: bool) -> None:
        wait = self._desk.bring_later
        self._put(lambda session, form: wait(session, form.form, form.revision, key, later=later))

    # --- the end ---

    def _file(self) -> None:
        self._files = True
        self._send()

    def _hand_in(self, form: AssistedForm, beside: tuple[str, ...]) -> None:
        self._busy = True

        def done(code: str) -> None:
            self._busy, shown = False, self._open
            if shown:
                self._stage.frame.end_dialog()
            self._forget()
            if shown:  # whoever went elsewhere meanwhile stays there, and reads that it was filed
                self._filed(code)
            self._stage.say_after(self._stage.kit.strings.say("counter.filing.filed", code=code))

        def failed(error: KioskError) -> None:
            self._busy = False
            if isinstance(error, SeemsFiled):
                self._ask_beside(form, error)
            else:
                self._refused(error)

        self._stage.act(lambda session: self._desk.file(session, form.form, form.revision, beside), done, failed)

    def _ask_beside(self, form: AssistedForm, error: SeemsFiled) -> None:
        """It looks like one that is here: the officer says that it is another matter."""
        say, values = self._stage.kit.strings.say, error.values
        title = say("counter.filing.alike", number=values["number"])
        line, save = say("counter.filing.alike_line", day=values["day"]), say("counter.filing.alike_save")
        dialog = AskForm(self._stage.kit, title, line, save)
        dialog.done.connect(lambda: self._hand_in(form, tuple(str(values["numbers"]).split())))
        self._stage.ask(dialog)

    def _ask_drop(self) -> None:
        form, drop = self._form, self._desk.drop
        if form is None:
            return
        dialog = DropForm(self._stage.kit)

        def done(_: Any) -> None:
            self._forget()
            self.open()

        def go(reason: str) -> None:
            self._stage.change(lambda session: drop(session, form.form, form.revision, reason), done)

        dialog.done.connect(go)
        self._stage.ask(dialog)

    def leave(self) -> None:
        """Put aside: all that was answered is kept, and waits in the list."""
        self._leaves = True
        self.page.sheet.settle()
        self._send()

    def _put_aside(self, form: AssistedForm) -> None:
        self._forget()
        self.waiting.open(self._stage.kit.strings.say("counter.filing.aside", form=form.form))

    def _forget(self) -> None:
        form = self._form
        self.page.wipe()
        self._unsent, self._files, self._waiting = {}, False, []
        if self._card is not None and self._stage.is_shown(self.page):
            self._card.rest()
        forget = getattr(self._desk, "forget", None)  # the hall's desk has no card to forget
        if form is not None and forget is not None:
            self._stage.act(lambda _: forget(form.form), lambda _: None)

    def wipe(self) -> None:
        """The counter is left, or locked out."""
        self.page.wipe()
