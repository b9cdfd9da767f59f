"""Everything once more on one page; and the short wait while it is put away safely."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.domain.procedure import Text as ProcedureText
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import FooterSpec, Screen, live_text
from kiosk.ui.resident.views import ReviewFold, ReviewLine
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets import (
    Banner,
    Button,
    ChipTone,
    FiledLine,
    FoldHead,
    Illustration,
    IllustrationKind,
    Note,
    ReadingList,
    ReadState,
)

FILING_PARTS = ("documents", "dossier", "receipt")


class ReviewScreen(Screen):
    """All that is filed, folded by part; one part is open at a time. While more leaves follow, the one button turns
    them: nobody declares what they have not seen."""

    step = VisitStep.REVIEW
    edit = Signal(str)  # the key of a field
    editPaper = Signal(str)  # noqa: N815
    fileAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("review.title"), strings.phrase("review.lead"))
        self.leaves.SPACING = 6
        self.problem: Banner | None = None
        self.heads: dict[str, FoldHead] = {}
        self.lines: dict[str, list[FiledLine]] = {}  # by fold
        self._family, self._opened = "review", ""
        self.main = Button(look, self.say("review.file"), icon="send")
        self.main.clicked.connect(self._go_on)
        self.leaves.turned.connect(lambda *_: self._fit_main())
        self.set_footer(self.main, self.say("widget.back"))

    def show_folds(self, folds: Sequence[ReviewFold], oath: ProcedureText, family: str = "review") -> None:
        """``family`` of words: "review" for a filing, "answer" for what the office asked for."""
        self._family = family
        self.head.set_words(self.say(f"{family}.title"), self.say(f"{family}.lead"))
        self.problem = Banner(self.look, ChipTone.WARN, "")
        self.problem.setProperty("folded", True)
        self.heads, self.lines = {}, {}
        blocks: list[QWidget | LeafRow] = [self.problem]
        for fold in folds:
            blocks += self._blocks_of(fold)
        blocks.append(LeafRow((Note(self.look, "info-circle", self.say(f"{family}.oath"), "ink"),), air=14))
        if oath:
            blocks.append(LeafRow((Note(self.look, "writing-sign", live_text(self.strings, oath)),), optional=True))
        self.put(*blocks)
        self._open_first(folds)

    def _blocks_of(self, fold: ReviewFold) -> list[QWidget | LeafRow]:
        count = self.say("review.papers" if fold.paper else "review.questions", n=len(fold.lines))
        if fold.rows is not None:
            count = self.say("review.rows", n=fold.rows)
        head = FoldHead(self.look, fold.icon, live_text(self.strings, fold.label), fold.summary, count)
        head.clicked.connect(lambda: self.open("" if self._opened == fold.key else fold.key))
        self.heads[fold.key] = head
        lines = [self._line(line, fold.paper) for line in fold.lines]
        self.lines[fold.key] = lines
        gone = [self._fallen(label) for label in fold.fallen]
        return [LeafRow((head,), air=8, keep=True), *gone, LeafRow(tuple(lines), wide=2)]

    def _line(self, line: ReviewLine, paper: bool) -> FiledLine:
        label = live_text(self.strings, line.label)
        shown = FiledLine(self.look, self.strings, label, line.value, line.from_card, line.can_edit)
        signal = self.editPaper if paper else self.edit
        shown.mend.connect(lambda: signal.emit(line.key))
        return shown

    def _fallen(self, label: ProcedureText) -> Banner:
        """What an answer has made needless is said where it stood."""
        words = self.say("review.fallen", what=live_text(self.strings, label))
        return Banner(self.look, ChipTone.WARN, words, icon="info-circle")

    def _open_first(self, folds: Sequence[ReviewFold]) -> None:
        """The part that one came back from; else the first, where all has room beside it."""
        again = self._opened in self.heads
        self.open(self._opened if again else folds[0].key if folds else "")
        if not again and self.leaves.leaves > 1:
            self.open("")

    def open(self, key: str) -> None:
        """Show the lines of one part; "" closes all."""
        self._opened = key
        for fold, head in self.heads.items():
            head.set_open(fold == key)
            for line in self.lines[fold]:
                line.setProperty("folded", fold != key)
        self.leaves.arrange()
        if key in self.heads:
            self.leaves.show_cell(self.heads[key])

    def show_problem(self, message: str, remedy: str) -> None:
        """Filing did not work; nothing is lost."""
        if self.problem is not None:
            self.problem.set_state(ChipTone.WARN, message, remedy)
            self.problem.setProperty("folded", False)
            self.leaves.turn(0)

    def clear_problem(self) -> None:
        if self.problem is not None:
            self.problem.setProperty("folded", True)
            self.leaves.arrange()

    def _fit_main(self) -> None:
        if self.leaves.last:
            self.main.set_text(self.say(f"{self._family}.file"), "send")
        else:
            self.main.set_text(self.say("review.read_on"), "arrow-down")

    def _go_on(self) -> None:
        if self.leaves.last:
            self.fileAsked.emit()
        else:
            self.leaves.turn(self.leaves.leaf + 1)

    def wipe(self) -> None:
        self.problem, self._opened = None, ""
        self.heads, self.lines = {}, {}
        super().wipe()


class FilingList(ReadingList):
    """Nothing is read here: it is put away."""

    def _word(self, state: ReadState) -> str:
        return self._strings.say("filing.now") if state is ReadState.NOW else super()._word(state)


class FilingScreen(Screen):
    """What is being done, as it is done. There is no button: it lasts a second or two."""

    step = VisitStep.FILING

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("filing.title"), strings.phrase("filing.lead"))
        self.parts = FilingList(look, strings, [self.say(f"filing.{part}") for part in FILING_PARTS])
        picture = Illustration(look, IllustrationKind.ENVELOPE, self.say("filing.title"), height=420)
        self.put(LeafRow((picture,), optional=True), self.parts)
        self._footer = FooterSpec()
        self.tell(FILING_PARTS[0])

    def tell(self, part: str) -> None:
        """``part`` of documents, dossier, receipt is under way; those before it are done."""
        now = FILING_PARTS.index(part)
        for index in range(len(FILING_PARTS)):
            state = ReadState.DONE if index < now else ReadState.NOW if index == now else ReadState.WAITING
            self.parts.set_state(index, state)

    def go_back(self) -> None:
        """There is no way back while it is being put away."""

    def wipe(self) -> None:
        self.tell(FILING_PARTS[0])
