"""Show the card, then lay it down; or type its six digits, or go on without it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage, QResizeEvent

from kiosk.domain.visit import VisitStep
from kiosk.ui.keyboard import Keyboard, Mode, figure
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import COVERED, Screen
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look
from kiosk.ui.widgets import (
    AnswerField,
    Banner,
    Button,
    ButtonKind,
    ChipTone,
    Illustration,
    IllustrationKind,
    LivePicture,
    Note,
    PressableBanner,
    StepCard,
)

DIGITS = 6

_SHOW = (IllustrationKind.CARD_TO_CAMERA,)
_LIFT = (IllustrationKind.READER, IllustrationKind.CARD_TO_CAMERA)
"""From the reader up to the camera: two pictures by turns."""


class IdentifyScreen(Screen):
    step = VisitStep.IDENTIFY
    canTyped = Signal(str)  # noqa: N815
    withoutCard = Signal()  # noqa: N815
    officerAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("identify.title"))
        self.stage = 1
        self._typing, self._camera = False, True
        self._laid = self._moved = self._helping = self._left = False
        self.notice = Banner(look, ChipTone.OK, "", icon="circle-check")
        self.help = PressableBanner(
            look, ChipTone.WARN, self.say("identify.help"), self.say("identify.help_line"), icon="help-circle"
        )
        self.help.clicked.connect(self.officerAsked)
        self.first = StepCard(
            look,
            1,
            self.say("identify.show"),
            self.say("identify.show_line"),
            IllustrationKind.CARD_TO_CAMERA,
            height=600,
        )
        self.second = StepCard(
            look, 2, self.say("identify.lay"), self.say("identify.lay_line"), active=False, beside=True
        )
        self.live = LivePicture(look, self.say("identify.camera"), height=300)
        self.live.setProperty("folded", True)
        self.live.setProperty(COVERED, True)  # the card's code opens the card
        self.type_button = Button(look, self.say("identify.type"), ButtonKind.QUIET, "keyboard")
        self.type_button.clicked.connect(self.ask_digits)
        self.note = Note(look, "camera", self.say("identify.note"), centred=True)
        self.without = Button(look, self.say("identify.without"), ButtonKind.ALTERNATIVE)
        self.without.clicked.connect(self.withoutCard)
        self.go_on = Button(look, self.say("screen.next"), icon="arrow-right")
        self.go_on.clicked.connect(self._give)
        hint = self.say("identify.digits_hint")
        self.field = AnswerField(look, strings, placeholder=hint, large=True, limit=DIGITS, accepts=figure)
        self.field.edited.connect(self._wait)
        self.field.submitted.connect(self._give)
        self.keyboard = Keyboard(look, strings)
        self.field.setProperty(COVERED, True)
        self.keyboard.setProperty(COVERED, True)
        self.bottom.addWidget(self.keyboard)
        self.where = Illustration(look, IllustrationKind.ID_CARD, self.say("identify.digits_lead"), height=300)
        self.note_digits = Note(look, "info-circle", self.say("identify.digits_note"))
        self.put(
            self.notice,
            self.help,
            LeafRow((self.first, self.live), wide=2, fit=True, grow=1.1),
            self.second,
            self.type_button,
            LeafRow((self.note,), optional=True),
            self.field,
            LeafRow((self.where,), optional=True),
            LeafRow((self.note_digits,), optional=True),
        )
        self.set_stage(1)
        self._fold()

    def set_stage(self, stage: int) -> None:
        """1: the card is shown to the camera; 2: it is laid on the reader."""
        self.stage = stage
        self.first.set_active(stage == 1)
        self.second.set_active(stage == 2)
        self._say_live()
        self._tell()
        self.leaves.show_cell(self.first if stage == 1 else self.second)

    def set_card(self, lies_there: bool) -> None:
        """A card was laid on the reader, or lifted: said at once, and either is right."""
        self._moved = self._moved or self._laid
        self._laid = lies_there
        self._fold()

    @property
    def asks_to_lift(self) -> bool:
        """A card that was read before lies there still."""
        return self._left

    def set_left(self, lies_there: bool) -> None:
        """A card that was read before still lies there; it is asked back."""
        self._left = lies_there
        self._fold()

    def offer_help(self) -> None:
        """Nothing has come for a long time."""
        self._helping = True
        self._fold()

    def _tell(self) -> None:
        """What the reader has seen, and what comes next."""
        first = self.stage == 1 and self._laid
        key, icon = ("laid", "circle-check") if first else ("lifted", "hand-finger")
        key = key if self.stage == 1 else "lifted_seen"
        line = self.say(f"identify.{key}_line") if self.look.text_percent <= 125 else ""
        self.notice.set_state(ChipTone.OK, self.say(f"identify.{key}"), line, icon)
        shown = not self._typing and (self._moved or first)
        if self._left:
            self.notice.set_state(
                ChipTone.WARN, self.say("identify.left"), self.say("identify.left_line"), "hand-finger"
            )
        self.notice.setProperty("folded", not (shown or self._left))
        self.help.setProperty("folded", not self._helping or self._typing)
        self.first.set_words(
            self.say("identify.lift" if first else "identify.show"),
            self.say("identify.lift_line" if first else "identify.show_line"),
        )
        self.first.set_pictures(_LIFT if first else _SHOW)

    def _say_live(self) -> None:
        """The picture is silent where the drawing beside it says what to do."""
        if self.stage == 2:
            self.live.set_hint(self.say("identify.seen"))
        elif self._alone:
            self.live.set_hint(self.say("identify.show"), self.say("identify.show_line_plain"))
        else:
            self.live.set_hint("")

    def set_frame(self, image: QImage | None) -> None:
        """What the camera sees, small; None hides it."""
        self.live.set_image(image if image is None else cropped(image, self.live.width(), self.live.height()))
        if self._is_visible is bool(self.live.property("folded")):
            self._fold()

    def set_camera(self, there: bool) -> None:
        """Without a camera the six digits are asked at once: a device that fails takes away its step, not the visit."""
        if there is self._camera:
            return
        self._camera = there  # one that is back is one way more: who types goes on typing
        self._typing = self._typing or not there
        self._fold()

    def ask_digits(self) -> None:
        self._typing = True
        self.field.set_value("")
        self._fold()

    def show_cards(self) -> None:
        """Back to showing the card."""
        self._typing = False
        self._fold()

    def go_back(self) -> None:
        if self._typing and self._camera:
            self.show_cards()
        else:
            super().go_back()

    def _wait(self) -> None:
        left = DIGITS - len(self.field.value)
        self.go_on.set_waiting(self.say("identify.digits_left", n=left) if left else None)

    def _give(self) -> None:
        if len(self.field.value) == DIGITS:
            self.canTyped.emit(self.field.value)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fold()

    def _size_picture(self) -> None:
        visible = self._is_visible
        height = 330 if visible else 390 if self._low else 600
        if not self.notice.property("folded"):
            height = 400 if self._low else min(height, 520)
            if self.look.text_percent > 125:
                height = 100 if self.width() > self.height() else 220
        if not self.help.property("folded"):
            height -= 190 if height > 330 else 60
        self.first.set_picture_height(height)

    @property
    def _is_visible(self) -> bool:
        """Whether the camera's picture is shown: beside the drawing where there is room, else in its place."""
        return self.live._image is not None and not self._typing

    @property
    def _low(self) -> bool:
        return self.width() > self.height() or self.look.text_percent > 125

    @property
    def _alone(self) -> bool:
        """Large letters leave room for the camera's picture or for the drawing, not for both."""
        return self.look.text_percent > 125

    def _fold(self) -> None:
        typing = self._typing
        showing = (self.first, self.second, self.type_button, self.note)
        for widget in (*showing, self.field, self.where, self.note_digits):
            widget.setProperty("folded", (widget in showing) is typing)
        self.live.setProperty("folded", not self._is_visible)
        self._say_live()
        self._tell()
        self._size_picture()
        if not typing and self.stage == 1 and (self._laid or self._helping or self._left):
            self.second.setProperty("folded", True)  # one thing at a time
        if self._left:
            self.type_button.setProperty("folded", True)
        self.first.setProperty("folded", typing or (self._is_visible and self._alone))
        key = "digits" if typing else "title_laid" if self._laid and self.stage == 1 else "title"
        self.head.set_words(self._title(key), self.say("identify.digits_lead") if typing else "")
        self.keyboard.setVisible(typing)
        self.keyboard.attach(self.field if typing else None, Mode.NUMBERS)
        self.field.set_editing(typing)
        self.set_footer(self.go_on if typing else self.without, self.say("widget.back"))
        self._wait()
        self.leaves.arrange()

    def _title(self, key: str) -> Text:
        """``key`` of digits, title_laid, title."""
        return self.say(f"identify.{key}")

    def wipe(self) -> None:
        self._laid = self._moved = self._helping = self._left = False
        self.field.set_value("")
        self.live.clear()
        self._typing = not self._camera
        self.set_stage(1)
        self._fold()


def cropped(image: QImage, width: int, height: int) -> QImage:
    """The middle of a picture, of the shape that it is shown in: no empty table beside it."""
    if width < 1 or height < 1 or image.isNull():
        return image
    wide = min(image.width(), round(image.height() * width / height))
    high = min(image.height(), round(image.width() * height / width))
    return image.copy((image.width() - wide) // 2, (image.height() - high) // 2, wide, high)
