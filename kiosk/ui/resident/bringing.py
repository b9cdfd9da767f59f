"""Pages that come otherwise than under the camera: from a scanner, from a USB stick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter

from kiosk.domain.paper import Tray
from kiosk.domain.procedure import Text as Told
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import Screen, live_text
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Banner, Button, ChipTone, Note, Pressable, Tile
from kiosk.ui.widgets.paint import clip_rounded, draw_icon, rounded

_TRAY_ICONS = {Tray.FLATBED: "scan", Tray.FEEDER: "stack-2", Tray.DUPLEX: "files"}


class ScanScreen(Screen):
    """Which tray, then the pages as they come through."""

    step = VisitStep.CAPTURE
    scanAsked = Signal(object)  # noqa: N815 - Tray
    stopAsked = Signal()  # noqa: N815
    left = Signal()

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("scanner.scan"), strings.phrase("scanner.lead"))
        self.tray = Tray.FLATBED
        self.tiles: dict[Tray, Tile] = {}
        self.head.set_short(True)
        self._make_notes()
        self.main = Button(look, self.say("scanner.scan"), icon="scan")
        self.main.clicked.connect(lambda: self.scanAsked.emit(self.tray))
        self.stop = Button(look, self.say("scanner.stop"), icon="x")
        self.stop.clicked.connect(self.stopAsked)

    def _make_notes(self) -> None:
        """Anew for each person: what stood on a page goes with its wiping."""
        self.trouble = Banner(self.look, ChipTone.WARN, "")
        self.count = Note(self.look, "scan", "", "ink", TextRole.LEAD)

    def begin(self, name: Told, trays: Sequence[Tray]) -> None:
        """Ask for the tray; the first is chosen already."""
        self.head.set_words(self.say("scanner.title", name=live_text(self.strings, name)), self.say("scanner.lead"))
        self.tiles = {tray: self._tile(tray, trays) for tray in trays}
        self._make_notes()
        for note in (self.trouble, self.count):
            note.setProperty("folded", True)
        self.put(self.trouble, LeafRow(tuple(self.tiles.values()), columns=1, wide=3), self.count)
        self._choose(trays[0])
        self.set_footer(self.main, self.say("widget.back"))

    def _tile(self, tray: Tray, trays: Sequence[Tray]) -> Tile:
        key = f"scanner.tray.{tray.value}"
        tile = Tile(self.look, _TRAY_ICONS[tray], self.say(key), self.say(f"{key}_line"))
        tile.set_beside(tuple(self.say(f"scanner.tray.{one.value}") for one in trays))
        tile.clicked.connect(lambda: self._choose(tray))
        return tile

    def _choose(self, tray: Tray) -> None:
        self.tray = tray
        for each, tile in self.tiles.items():
            tile.set_selected(each is tray)

    def scanning(self, pages: int) -> None:
        """``pages`` have come through so far."""
        self.trouble.setProperty("folded", True)
        self.count.setProperty("folded", False)
        self.count.set_text(self.say("scanner.now", n=pages + 1))
        for tile in self.tiles.values():
            tile.setEnabled(False)
        self.set_footer(self.stop)
        self.leaves.arrange()

    def rest(self, message: str = "", remedy: str = "") -> None:
        """The scan is over; ``message`` says what went wrong, if anything."""
        self.count.setProperty("folded", True)
        self.trouble.setProperty("folded", not message)
        if message:
            self.trouble.set_state(ChipTone.WARN, message, remedy)
        for tile in self.tiles.values():
            tile.setEnabled(True)
        self.set_footer(self.main, self.say("widget.back"))
        self.leaves.arrange()

    def go_back(self) -> None:
        self.left.emit()


@dataclass(frozen=True)
class FileView:
    """A file on a stick as it is shown: its name made harmless, the day it is from."""

    name: str
    day: str
    is_pdf: bool = False


class FileTile(Pressable):
    """A small picture of what is in a file, its name and day. The picture may come later."""

    def __init__(self, look: Look, strings: Strings, file: FileView) -> None:
        super().__init__(look)
        self._file, self._broken = file, False
        self._image: QImage | None = None
        self._strings = strings
        self.retranslate()

    def set_image(self, image: QImage | None) -> None:
        """None: nothing in it can be shown, nor taken."""
        self._image, self._broken = image, image is None
        self.setEnabled(not self._broken)
        self.retranslate()

    @property
    def shown(self) -> bool:
        return self._image is not None

    @property
    def broken(self) -> bool:
        return self._broken

    def spoken(self) -> str:
        return ". ".join(filter(None, (self._file.name, self._file.day, self._line())))

    def _line(self) -> str:
        return self._strings.say("stick.broken") if self._broken else ""

    def ring_radius(self) -> float:
        return float(self.look.px(28))

    def _words_height(self) -> int:
        return self.look.line_height(TextRole.LABEL) * 2 + self.look.px(20)

    def height_for(self, width: int) -> int:
        return self.look.px(290) + self._words_height()

    def wanted_width(self) -> int:
        return self.look.px(300)

    def least_width(self) -> int:
        return self.look.px(220)

    def paint(self, painter: QPainter) -> None:
        px, theme, area = self.look.px, self.look.theme, QRectF(self.rect())
        edge = theme.action_text if self.down else theme.line2
        rounded(painter, area, px(28), theme.tint if self.down else theme.surface, edge, px(theme.edges or 3))
        foot = self._words_height()
        picture_area = area.adjusted(px(14), px(14), -px(14), -foot)
        if self._image is not None:
            self._paint_image(painter, self._image, picture_area)
        else:
            name = "x" if self._broken else "file-text" if self._file.is_pdf else "photo"
            draw_icon(painter, name, theme.ink2, picture_area.center(), px(84))
        self._paint_words(painter, QRectF(px(18), area.height() - foot, area.width() - px(36), foot))

    def _paint_image(self, painter: QPainter, image: QImage, room: QRectF) -> None:
        scale = min(room.width() / image.width(), room.height() / image.height())
        size = QRectF(0, 0, image.width() * scale, image.height() * scale)
        size.moveCenter(room.center())
        painter.save()
        clip_rounded(painter, size, self.look.px(10))
        painter.drawImage(size, image)
        painter.restore()

    def _paint_words(self, painter: QPainter, room: QRectF) -> None:
        line = self.look.line_height(TextRole.LABEL)
        for row, text in enumerate((self._file.name, self._line() or self._file.day)):
            font = self.look.font(TextRole.LABEL)
            painter.setFont(font)
            painter.setPen(self.look.colour("ink2" if row else "ink"))
            cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(room.width()))
            place = QRectF(room.left(), room.top() + self.look.px(6) + row * line, room.width(), line)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)


class FilesScreen(Screen):
    """The pictures and PDFs of a stick, newest first. One touch takes one."""

    step = VisitStep.CAPTURE
    chosen = Signal(int)
    left = Signal()

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("stick.title"), strings.phrase("stick.lead"))
        self.head.set_short(True)
        self._make_notes()
        self.tiles: tuple[FileTile, ...] = ()
        self.set_footer(back=self.say("widget.back"))

    def _make_notes(self) -> None:
        """Anew for each person: what stood on a page goes with its wiping."""
        self.trouble = Banner(self.look, ChipTone.WARN, "")
        self.wait = Note(self.look, "usb", "", "ink", TextRole.LEAD)

    def begin(self) -> None:
        """Looking; ``show_files`` follows."""
        self.tiles = ()
        self._make_notes()
        self._say("stick.looking")
        self._put()

    def show_files(self, files: Sequence[FileView]) -> None:
        self.tiles = tuple(self._tile(index, file) for index, file in enumerate(files))
        self._say("" if files else "stick.none")
        self._put()

    def _tile(self, index: int, file: FileView) -> FileTile:
        tile = FileTile(self.look, self.strings, file)
        tile.clicked.connect(lambda: self.chosen.emit(index))
        return tile

    def _put(self) -> None:
        self.trouble.setProperty("folded", True)
        self.put(self.trouble, self.wait, LeafRow(self.tiles, columns=3, wide=4, large=2))

    def _say(self, key: str, **values: object) -> None:
        self.wait.setProperty("folded", not key)
        if key:
            self.wait.set_text(self.say(key, **values))

    def set_image(self, index: int, image: QImage | None) -> None:
        self.tiles[index].set_image(image)

    def opening(self, pages: int) -> None:
        """A file is being read; ``pages`` of it are done."""
        self.trouble.setProperty("folded", True)
        self._say("stick.opening" if not pages else "stick.opening_page", n=pages + 1)
        for tile in self.tiles:
            tile.setEnabled(False)
        self.leaves.arrange()

    def rest(self, message: str, remedy: str) -> None:
        """It could not be taken: why, and what to do."""
        self._say("")
        self.trouble.set_state(ChipTone.WARN, message, remedy)
        self.trouble.setProperty("folded", False)
        for tile in self.tiles:
            tile.setEnabled(not tile.broken)
        self.leaves.turn(0)

    def go_back(self) -> None:
        self.left.emit()

    def wipe(self) -> None:
        self.tiles = ()
        super().wipe()


__all__ = ["FileTile", "FileView", "FilesScreen", "ScanScreen"]
