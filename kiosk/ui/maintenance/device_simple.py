"""The tests that end with what a person saw or heard: a strip, a page, a tone, the glass, its colours, keys."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame

from kiosk.domain.strip import Strip
from kiosk.scan.bitmap import Bitmap
from kiosk.ui.counter.paper_view import PaperView
from kiosk.ui.maintenance.devices import TrialPanel
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.widgets.camera import image_of

MOST_KEYS = 12
"""Keys that are shown: the last ones."""


class AskedPanel(TrialPanel):
    """Start, then one question that only a person can answer."""

    picture_name = "player-play"

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__(kit)
        card, self.box = kit.card()
        self.column.addWidget(card)
        self.box.addWidget(kit.label(self.say("how"), "h2"))
        self.box.addWidget(kit.label(self.say("how_line"), "second"))
        self.box.addWidget(self.fault)
        line = kit.row()
        self.start = kit.button(self.say("start"), self.started.emit, role="primary", picture=self.picture_name)
        line.addWidget(self.start)
        line.addStretch(1)
        self.box.addLayout(line)
        self.result = kit.outcome("h3")
        self.column.addWidget(self.result)
        self.ask: QFrame = self.question(self.say("ask"))
        self.ask.hide()
        self.column.addWidget(self.ask)
        self.fill()
        self.column.addStretch(1)
        self.judged.connect(lambda _: self.ask.hide())

    def fill(self) -> None:
        """What stands below the question."""

    def show_waiting(self) -> None:
        self.show_fault("")
        self.start.setEnabled(False)

    def show_done(self, text: str = "") -> None:
        """It was done; the person is asked."""
        self.start.setEnabled(True)
        self.result.setText(text)
        self.ask.show()

    def show_failure(self, text: str) -> None:
        self.start.setEnabled(True)
        self.ask.hide()
        self.result.setText("")
        self.show_fault(text)

    def stop(self) -> None:
        self.ask.hide()
        self.start.setEnabled(True)


class PrinterPanel(AskedPanel):
    device, picture_name = "printer", "printer"

    def fill(self) -> None:
        self.strip = PaperView(self.kit)
        self.strip.setMinimumHeight(self.kit.shown_high(420))
        self.column.addWidget(self.strip, 1)

    def show_strip(self, strip: Strip) -> None:
        self.strip.show_picture(strip.png, self.say("strip"))


class ScannerPanel(AskedPanel):
    device, picture_name = "scanner", "scan"

    def fill(self) -> None:
        self.page = PaperView(self.kit)
        self.page.setMinimumHeight(self.kit.shown_high(520))
        self.column.addWidget(self.page, 1)

    def show_page(self, page: Bitmap, dpi: int, seconds: float) -> None:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        small = image_of(page).scaledToHeight(1200, Qt.TransformationMode.SmoothTransformation)
        small.convertToFormat(QImage.Format.Format_RGB888).save(buffer, "PNG")  # type: ignore[call-overload]
        self.page.show_picture(bytes(buffer.data().data()), self.say("page"))
        took = self.kit.strings.words.number(seconds, 1)
        self.show_done(self.say("done", wide=page.width, high=page.height, dpi=dpi, seconds=took))


class SoundPanel(AskedPanel):
    device, picture_name = "sound", "volume"


class TouchPanel(AskedPanel):
    """The question is answered by the glass itself: no cell may be left."""

    device, picture_name = "touch", "hand-finger"


class ColoursPanel(AskedPanel):
    device, picture_name = "colours", "palette"


class KeypadPanel(AskedPanel):
    """Every key that is pressed is shown, until a person says that all were right."""

    device, picture_name = "keypad", "keyboard"

    def fill(self) -> None:
        self.keys: list[str] = []
        self._shown = self.kit.label("", "figure")
        self.column.addWidget(self._shown)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def listen(self) -> None:
        self.keys = []
        self._shown.setText("")
        self.setFocus()
        self.show_done(self.say("press"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = QKeySequence(event.key()).toString() or f"{event.key():X}"
        self.keys = [*self.keys, name][-MOST_KEYS:]
        self._shown.setText("   ".join(self.keys))
