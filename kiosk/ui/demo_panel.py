"""The demo's bench at the side of the window: lay a card, put a paper down, pull the plug."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.buttons import Button, ButtonKind
from kiosk.ui.widgets.ground import Ground
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.layouts import Column

WIDTH = 480  # pixels of the base screen


class Props(Protocol):
    """What the bench can do to the simulated devices. Every call returns at once."""

    @property
    def people(self) -> Sequence[tuple[str, str]]:
        """Key and name of each made-up person with a card."""

    @property
    def papers(self) -> Sequence[str]:
        """Keys of the papers; words under ``dock.papers.``."""

    def lay_card(self, person: str) -> None: ...
    def lift_card(self) -> None: ...
    def put_paper(self, paper: str) -> None: ...
    def take_paper(self) -> None: ...
    def set_stick(self, plugged: bool) -> None: ...
    def set_plugged(self, plugged: bool) -> None: ...
    def set_roll(self, loaded: bool) -> None: ...
    def officer(self, action: str) -> None: ...


class DemoPanel(Ground):
    """Buttons over ``Props``. It has its own look: smaller, always light, never part of a resident's screen."""

    def __init__(self, look: Look, strings: Strings, props: Props, parent: QWidget | None = None) -> None:
        super().__init__(look, "sunk", parent)
        self._look, self._strings, self._props = look, strings, props
        self._plugged, self._roll, self._in = True, True, False
        self._column = Column(look, self, spacing=10, margins=28)
        self._fill()
        self._column.addStretch(1)
        self.setFixedWidth(look.px(WIDTH))

    def _fill(self) -> None:
        self._label("dock.title", TextRole.TITLE)
        self._label("dock.lead", TextRole.LABEL, "ink2")
        self._group(
            "dock.card", "card", [(name, partial(self._props.lay_card, key)) for key, name in self._props.people]
        )
        self._button(self._say("dock.lift"), "lift-card", self._props.lift_card)
        papers = [(self._say(f"dock.papers.{key}"), partial(self._props.put_paper, key)) for key in self._props.papers]
        self._group("dock.paper", "paper", papers)
        self._button(self._say("dock.take"), "take-paper", self._props.take_paper)
        self._sticks = self._button(self._say("dock.stick-in"), "stick", self._toggle_stick)
        self._label("dock.line", TextRole.LABEL_STRONG)
        self._plug = self._button(self._say("dock.unplug"), "plug", self._toggle_plug)
        self._label("dock.printer", TextRole.LABEL_STRONG)
        self._rolls = self._button(self._say("dock.no-roll"), "roll", self._toggle_roll)
        verbs = [
            (self._say(f"dock.{verb}"), partial(self._props.officer, verb)) for verb in ("accept", "ask", "finish")
        ]
        self._group("dock.office", "office", verbs)

    def _say(self, key: str) -> Text:
        return self._strings.phrase(key)

    def _label(self, key: str, role: TextRole, colour: str = "ink") -> None:
        self._column.addWidget(Label(self._look, self._say(key), role, colour))

    def _group(self, title: str, name: str, buttons: Sequence[tuple[Text, Callable[[], None]]]) -> None:
        self._label(title, TextRole.LABEL_STRONG)
        for number, (text, act) in enumerate(buttons):
            self._button(text, f"{name}-{number}", act)

    def _button(self, text: Text, name: str, act: Callable[[], None]) -> Button:
        button = Button(self._look, text, ButtonKind.QUIET, height=76, role=TextRole.CHIP)
        button.setObjectName(f"dock-{name}")
        button.clicked.connect(act)
        self._column.addWidget(button)
        return button

    def _toggle_stick(self) -> None:
        self._in = not self._in
        self._props.set_stick(self._in)
        self._sticks.set_text(self._say("dock.stick-out" if self._in else "dock.stick-in"))

    def _toggle_plug(self) -> None:
        self._plugged = not self._plugged
        self._props.set_plugged(self._plugged)
        self._plug.set_text(self._say("dock.unplug" if self._plugged else "dock.plug"))

    def _toggle_roll(self) -> None:
        self._roll = not self._roll
        self._props.set_roll(self._roll)
        self._rolls.set_text(self._say("dock.no-roll" if self._roll else "dock.roll"))
