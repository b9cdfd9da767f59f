"""One window: nothing of the kit becomes a second one, whatever is shown, taken out or put in, in whatever order."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import one_window_rule
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

import kiosk.ui
from kiosk.config import Office
from kiosk.ui.shell import Shell
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets import Button, Footer, Option, OptionList
from kiosk.ui.widgets.rooted import RootedShowing
from kiosk.ui.window import KioskWindow

OPTIONS = [Option(name, name) for name in ("Mông", "Tày", "Dao", "Lô Lô")]


@pytest.fixture
def window(qapp: QApplication, look: Look, strings: Strings) -> Iterator[KioskWindow]:
    made = KioskWindow(closable=True)
    made.row.addWidget(Shell(look, strings, Office()))
    made.appear(made.sizeHint())
    yield made
    made.close()


def shell_of(window: KioskWindow) -> Shell:
    return window.findChild(Shell)  # type: ignore[return-value]


def windows() -> list[str]:
    return [type(widget).__name__ for widget in QApplication.topLevelWidgets() if widget.isVisible()]


def test_a_button_that_is_taken_out_before_qt_has_shown_it(window: KioskWindow, look: Look, strings: Strings) -> None:
    footer = shell_of(window).footer
    footer.show()
    button = Button(look, strings.phrase("screen.next"))
    footer.set_main(button)  # the layout queues a show
    footer.set_main(None)
    QApplication.processEvents()
    assert windows() == ["KioskWindow"]
    footer.set_main(button)
    QApplication.processEvents()
    assert button.isVisible(), "and it comes to sight where it belongs"


def test_what_was_shown_without_a_parent_is_seen_once_it_has_one(window: KioskWindow, look: Look) -> None:
    button = Button(look, "Tiếp")
    button.show()
    assert windows() == ["KioskWindow"] and not button.isVisible()
    holder = QWidget(shell_of(window))
    button.setParent(holder)
    holder.show()
    assert button.isVisible()


def test_what_was_hidden_without_a_parent_stays_hidden(window: KioskWindow, look: Look) -> None:
    button = Button(look, "Tiếp")
    button.show()
    button.hide()
    holder = QWidget(shell_of(window))
    button.setParent(holder)
    holder.show()
    assert not button.isVisible()


def test_a_list_shows_its_search_in_itself(window: KioskWindow, look: Look, strings: Strings) -> None:
    made = OptionList(look, strings, OPTIONS, searchable=True)
    assert windows() == ["KioskWindow"]
    footer = Footer(look, strings, parent=shell_of(window))
    made.setParent(footer)
    footer.show()
    made.show()
    assert made.search.isVisible()


def test_the_shell_keeps_from_the_glass_what_is_not_of_the_kit(window: KioskWindow, qtbot: object) -> None:
    stranger = QWidget()
    with qtbot.waitSignal(shell_of(window).strayed) as heard:  # type: ignore[attr-defined]
        stranger.show()
    assert heard.args == ["QWidget"]
    assert stranger.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    stranger.close()
    assert len(one_window_rule.faults()) == 1, "and the rule that stands over every test has noticed it"


def test_every_widget_of_the_kit_is_rooted() -> None:
    for module in pkgutil.walk_packages(kiosk.ui.__path__, "kiosk.ui."):
        importlib.import_module(module.name)
    kinds = {kind for kind in _below(QWidget) if kind.__module__.startswith("kiosk.ui")}
    assert {kind.__name__ for kind in kinds if not issubclass(kind, RootedShowing)} == {"KioskWindow", "CounterWindow"}


def _below(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)
