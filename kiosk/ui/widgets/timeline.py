"""How a dossier has fared, step by step."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.illustrations import IllustrationKind, draw_picture
from kiosk.ui.widgets.paint import draw_icon, rounded
from kiosk.ui.widgets.text import TextBlock, lay_out


class NodeState(enum.Enum):
    DONE = "done"
    ACT = "act"  # the person has something to do
    NOW = "now"  # under way
    LATER = "later"


@dataclass(frozen=True)
class TimelineNode:
    """One step; ``request`` and its lines stand in a framed box with a picture of what is meant."""

    state: NodeState
    title: Text
    line: Text = ""
    request: Text = ""
    request_line: Text = ""
    picture: IllustrationKind | None = None


class Timeline(Painted):
    """Nodes of 72 px on a line of 8."""

    def __init__(self, look: Look, nodes: Sequence[TimelineNode] = (), parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._nodes: tuple[TimelineNode, ...] = ()
        self.set_nodes(nodes)

    def set_nodes(self, nodes: Sequence[TimelineNode]) -> None:
        self._nodes = tuple(nodes)
        for node in self._nodes:
            self.listen(node.title, node.line, node.request, node.request_line)
        self.retranslate()

    def spoken(self) -> str:
        parts = (part for node in self._nodes for part in (node.title, node.line, node.request, node.request_line))
        return ". ".join(filter(None, map(str, parts)))

    # --- how large ---

    def _left(self) -> int:
        return self.look.px(72 + 30)

    def _words(self, node: TimelineNode, width: float) -> tuple[TextBlock, TextBlock]:
        room = width - self._left()
        weight = 500 if node.state is NodeState.LATER else 700
        title = lay_out(self.look, str(node.title), TextRole.TITLE, room, weight=weight)
        return title, lay_out(self.look, str(node.line), TextRole.BODY, room)

    def _request_words(self, node: TimelineNode, width: float) -> tuple[TextBlock, TextBlock]:
        picture = self.look.px(150 + 34) if node.picture else 0
        room = width - self._left() - 2 * self.look.px(32) - picture
        title = lay_out(self.look, str(node.request), TextRole.TITLE, room)
        return title, lay_out(self.look, str(node.request_line), TextRole.BODY, room)

    def _request_height(self, node: TimelineNode, width: float) -> int:
        if not str(node.request):
            return 0
        words = sum(block.height for block in self._request_words(node, width))
        return max(words, self.look.px(206) if node.picture else 0) + 2 * self.look.px(32)

    def _node_height(self, index: int, width: float) -> int:
        node, px = self._nodes[index], self.look.px
        title, line = self._words(node, width)
        words = title.height + (line.height if str(node.line) else 0)
        request = self._request_height(node, width)
        last = index == len(self._nodes) - 1
        return (
            max(px(72), words + max(px(4), self._down(title) if last else 0))
            + (request + px(16) if request else 0)
            + (0 if last else px(52 if not request else 30))
        )

    def _down(self, title: TextBlock) -> int:
        """How far below its step's top a title begins, to stand beside the middle of the sign."""
        return max(0, (self.look.px(72) - title.height) // 2)

    def height_for(self, width: int) -> int:
        return sum(self._node_height(index, width) for index in range(len(self._nodes)))

    def wanted_width(self) -> int:
        return self.look.px(968)

    def least_width(self) -> int:
        return self.look.px(480)

    # --- how it looks ---

    def _more(self) -> float:
        """What each stretch of the line takes of a height that is more than needed."""
        spare = self.height() - self.height_for(self.width())
        return min(float(self.look.px(110)), max(0.0, spare / max(1, len(self._nodes) - 1)))

    def paint(self, painter: QPainter) -> None:
        top, more = 0.0, self._more()
        for index, node in enumerate(self._nodes):
            height = self._node_height(index, self.width()) + more
            if index < len(self._nodes) - 1:
                self._paint_line(painter, node, top, height)
            self._paint_node(painter, node, top)
            self._paint_words(painter, node, top)
            top += height

    def _paint_line(self, painter: QPainter, node: TimelineNode, top: float, height: float) -> None:
        px = self.look.px
        area = QRectF(px(32), top + px(72 + 9), px(8), height - px(72 + 18))
        colour = self.look.theme.ok if node.state is NodeState.DONE else self.look.theme.line
        if area.height() > 0:
            rounded(painter, area, px(4), colour)

    def _paint_node(self, painter: QPainter, node: TimelineNode, top: float) -> None:
        theme, px = self.look.theme, self.look.px
        area = QRectF(0, top, px(72), px(72))
        if node.state is NodeState.LATER:
            rounded(painter, area, px(36), theme.surface, theme.line2, px(5))
            return
        fill, on, icon = {
            NodeState.DONE: (theme.ok, theme.on_ok, "check"),
            NodeState.ACT: (theme.warn, theme.on_warn, "alert-triangle"),
            NodeState.NOW: (theme.action, theme.on_action, "clock"),
        }[node.state]
        rounded(painter, area, px(36), fill)
        draw_icon(painter, icon, on, area.center(), px(42), 2.2)

    def _paint_words(self, painter: QPainter, node: TimelineNode, top: float) -> None:
        title, line = self._words(node, self.width())
        later = node.state is NodeState.LATER
        area = QRectF(self._left(), top + self._down(title), self.width() - self._left(), title.height)
        title.paint(painter, area, self.look.colour("ink2" if later else "ink"))
        below = area.translated(0, title.height)
        if str(node.line):
            line.paint(painter, below, self.look.colour("ink2"))
        if str(node.request):
            used = below.top() + (line.height if str(node.line) else 0) + self.look.px(12)
            self._paint_request(painter, node, used)

    def _paint_request(self, painter: QPainter, node: TimelineNode, top: float) -> None:
        theme, px = self.look.theme, self.look.px
        box = QRectF(self._left(), top, self.width() - self._left(), self._request_height(node, self.width()))
        rounded(painter, box, px(28), theme.surface, theme.warn, px(theme.edges or 4))
        inner = box.adjusted(px(32), px(32), -px(32), -px(32))
        if node.picture:
            draw_picture(
                painter, self.look, node.picture, QRectF(inner.left(), inner.center().y() - px(103), px(150), px(206))
            )
            inner.setLeft(inner.left() + px(150 + 34))
        title, line = self._request_words(node, self.width())
        up = inner.top() + (inner.height() - title.height - line.height) / 2
        title.paint(painter, QRectF(inner.left(), up, inner.width(), title.height), self.look.colour("ink"))
        line.paint(
            painter, QRectF(inner.left(), up + title.height, inner.width(), line.height), self.look.colour("ink")
        )
