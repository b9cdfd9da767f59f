"""Everything once more on one page; and the short wait while it is put away safely."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.domain.procedure import Text as Told
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import FooterSpec, Screen, live_text
from kiosk.ui.resident.views import ReviewCard
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets import (
    Banner,
    Button,
    ChipTone,
    EditCard,
    Illustration,
    IllustrationKind,
    Note,
    PaperText,
    ReadingList,
    ReadState,
)

FILING_PARTS = ("documents", "dossier", "receipt")


class ReviewScreen(Screen):
    """While more leaves follow, the one button turns them: nobody declares what they have not seen."""

    step = VisitStep.REVIEW
    edit = Signal(str)
    editPaper = Signal(str)  # noqa: N815
    fileAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("review.title"), strings.phrase("review.lead"))
        self.leaves.SPACING = 16
        self.problem: Banner | None = None
        self._family = "review"
        self.main = Button(look, self.say("review.file"), icon="send")
        self.main.clicked.connect(self._go_on)
        self.leaves.turned.connect(lambda *_: self._fit_main())
        self.set_footer(self.main, self.say("widget.back"))

    def show_cards(self, cards: Sequence[ReviewCard], oath: Told, family: str = "review") -> None:
        """``family`` of words: "review" for a filing, "answer" for what the office asked for."""
        self._family = family
        self.head.set_words(self.say(f"{family}.title"), self.say(f"{family}.lead"))
        self.problem = Banner(self.look, ChipTone.WARN, "")
        self.problem.setProperty("folded", True)
        blocks: list[QWidget | LeafRow] = [self.problem]
        blocks.append(LeafRow(tuple(self._card(card) for card in cards), wide=2))
        blocks.append(Note(self.look, "info-circle", self.say(f"{family}.oath"), "ink"))
        if oath:
            blocks.append(LeafRow((Note(self.look, "writing-sign", live_text(self.strings, oath)),), optional=True))
        self.put(*blocks)

    def _card(self, card: ReviewCard) -> EditCard:
        words = PaperText(
            label=live_text(self.strings, card.label),
            title=card.title,
            lines=card.lines,
            chip=self.say("widget.from_card") if card.from_card else "",
            chip_tone=ChipTone.OK,
            chip_icon="id" if card.from_card else "",
            chip_beside=True,
        )
        card_widget = EditCard(self.look, self.strings, card.icon, words)
        signal = self.editPaper if card.paper else self.edit
        card_widget.mend.connect(lambda: signal.emit(card.key))
        card_widget.button.setVisible(card.can_edit)
        return card_widget

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
        self.problem = None
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
