"""The glass as an officer at a counter sees it: a small picture without what is secret, taken only while somebody looks
and something was painted since. Their touches come back the same way.

A widget with the property ``covered`` is not in it: the digits that open a card, the picture of its code.
"""

from __future__ import annotations

import hashlib

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QObject, QPoint, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.domain.events import EventKind
from kiosk.services.visit_help import GlassPicture, GlassTouch
from kiosk.ui.flow import Flow
from kiosk.ui.resident.parts import COVERED

LONGEST = 1000  # pixels of the longer side
QUALITY = 80  # of 100, JPEG: letters of 8 pixels are still read
PACE = 350  # ms between two pictures at most
PRESSED = 90  # ms that a touch lasts


class Mirror(QObject):
    """``pictures`` counts them."""

    _changed = Signal()  # from any thread
    _touched = Signal(object)  # GlassTouch, from any thread

    def __init__(self, flow: Flow) -> None:
        super().__init__(flow)
        self._flow, self._help, self._shell = flow, flow.services.help, flow.shell
        self.pictures = 0
        self._dirty = self._busy = False
        self._filtered: QObject | None = None
        self._step_touched = ""
        self._turns, self._screen = 0, self._shell.screen_shown
        self._clock = QTimer(self, interval=PACE)
        self._clock.timeout.connect(self.look)
        self._changed.connect(self._follow)
        self._touched.connect(self._press)
        flow.entered.connect(self._turn)
        self._shell.laid.connect(self._turn)
        self._help.subscribe(self._changed.emit)
        self._help.on_touch(self._touched.emit)

    def _follow(self) -> None:
        helper = self._help.standing.helper
        if helper is not None and helper.desk:
            if self._filtered is None:
                self._filtered, self._dirty = self._shell.window(), True
                self._filtered.installEventFilter(self)
                self._clock.start()
            return
        self._clock.stop()
        if self._filtered is not None:
            self._filtered.removeEventFilter(self)
            self._filtered = None
        self._step_touched = ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:
            self._dirty = True
        return False

    def _turn(self) -> None:
        """Another page stands there, or something over it: a touch that was meant for the one before is none on it."""
        self._turns += 1
        self._dirty = True  # even where it looks the same: the picture says which page it is of

    def _page(self) -> int:
        """What stands on the glass now, counted."""
        if self._screen is not self._shell.screen_shown:
            self._screen = self._shell.screen_shown
            self._turn()
        return self._turns

    def look(self) -> None:
        """A picture, where one is wanted and would be another."""
        if self._busy or not self._dirty or not self._help.watched:
            return
        page = self._page()
        self._dirty = False
        self.pictures += 1
        picture, visit = self.picture(), self._help.standing.visit
        self._busy = True
        self._flow.tasks.run("mirror", lambda _: self._show(picture, visit, page), done=self._done, failed=self._done)

    def _done(self, _: object) -> None:
        self._busy = False

    def _show(self, picture: QImage, visit: int, page: int) -> None:
        """Off the painting thread. What an ended visit leaves behind reaches nobody."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "JPEG", QUALITY)  # type: ignore[call-overload]
        data = bytes(buffer.data().data())
        self._help.show(GlassPicture(hashlib.sha256(data).hexdigest()[:16], data), visit, page)

    def picture(self) -> QImage:
        """The glass now, with every secret covered; plain where staff's own screens lie over it."""
        shell = self._shell
        scale = min(1.0, LONGEST / max(shell.width(), shell.height(), 1))
        size = QSize(max(1, round(shell.width() * scale)), max(1, round(shell.height() * scale)))
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(QColor(self._flow.look.theme.paper))
        if not shell.isVisible():
            return image
        painter = QPainter(image)
        painter.scale(scale, scale)
        shell.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
        for secret in secrets_on(shell):
            painter.fillRect(secret, QColor(self._flow.look.theme.line2))
        painter.end()
        return image

    def _press(self, touch: GlassTouch) -> None:
        """On the painting thread, where the page may be another since the touch was taken, or the help over."""
        shell, step = self._shell, self._flow.visit.step.value
        if not shell.isVisible() or not self._help.counts(touch, step, self._page()):
            return
        width, height = shell.width(), shell.height()
        at = QPoint(min(width - 1, round(touch.x * width)), min(height - 1, round(touch.y * height)))
        target = shell.childAt(at) or shell
        if step != self._step_touched:
            self._step_touched = step
            self._flow.note(EventKind.VISIT_HELPED, by=touch.helper.about, how="touched", step=step)
        where = QPointF(target.mapFrom(shell, at))
        _send(target, QEvent.Type.MouseButtonPress, where)
        QTimer.singleShot(PRESSED, target, lambda: _send(target, QEvent.Type.MouseButtonRelease, where))


def secrets_on(shell: QWidget) -> list[QRect]:
    """Where secrets stand, in the shell's own pixels."""
    return [
        QRect(one.mapTo(shell, QPoint()), one.size())
        for one in shell.findChildren(QWidget)
        if one.property(COVERED) and one.isVisible()
    ]


def _send(target: QWidget, kind: QEvent.Type, where: QPointF) -> None:
    pressed = kind == QEvent.Type.MouseButtonPress
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    event = QMouseEvent(
        kind,
        where,
        QPointF(target.mapToGlobal(where)),
        left,
        left if pressed else none,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(target, event)
