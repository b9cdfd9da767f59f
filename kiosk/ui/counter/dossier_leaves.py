"""Panels beside each other, or one at a time behind its name where a window is narrow: the leaves of a dossier."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from kiosk.ui.counter.parts import StaffButton, StaffKit
from kiosk.ui.widgets.rooted import Rooted


class DossierLeaves(Rooted):
    """``panels``: each with the key of its name and its share of the width. Alt and its place shows one."""

    def __init__(self, kit: StaffKit, panels: Sequence[tuple[QWidget, str, int]]) -> None:
        super().__init__()
        self.names: list[StaffButton] = []
        column = kit.column(self, gap=10)
        if not kit.narrow:
            body = kit.row(gap=20)
            column.addLayout(body, 1)
            for panel, _, share in panels:
                body.addWidget(panel, share)
            return
        line, self._stack = kit.bar(gap=10), QStackedWidget()
        column.addLayout(line)
        column.addWidget(self._stack, 1)
        group = QButtonGroup(self)
        for place, (panel, name, _) in enumerate(panels):
            key = f"Alt+{place + 1}"
            button = kit.button(kit.say(name), partial(self.turn_to, place), role="view", key=key)
            button.setCheckable(True)
            button.setChecked(place == 0)
            group.addButton(button)
            self.names.append(button)
            line.addWidget(button)
            self._stack.addWidget(panel)
            QShortcut(QKeySequence(key), self, partial(self.turn_to, place))

    def turn_to(self, place: int) -> None:
        """Where panels lie beside each other, all are seen."""
        if self.names:
            self.names[place].setChecked(True)
            self._stack.setCurrentIndex(place)
