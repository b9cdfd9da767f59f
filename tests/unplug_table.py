"""The unplugging tables of staff's screens: a device goes and comes in a state, and what then stands on the glass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from device_plugs import Plug
from PySide6.QtWidgets import QWidget

from kiosk.app.window import KioskApp
from kiosk.tour.finger import NotSeen, pump, until


class StaffStanding(Protocol):
    """Somebody before staff's screens."""

    house: KioskApp

    def words(self) -> str: ...
    def page(self) -> QWidget: ...
    def leave(self) -> None: ...
    def come_in(self) -> None: ...


@dataclass(frozen=True)
class Need:
    """``use``: what asks the device; ``says``: the error that then stands on the glass, or a word of its own;
    ``again``: that it is there once it is put back, with ``says`` no more on the glass where it ``passes``."""

    says: str
    use: Callable[[Any], object] = lambda _: None
    again: Callable[[Any], object] = lambda _: None
    passes: bool = True


@dataclass(frozen=True)
class Table:
    """``ends``: what gives up a state that would stand in the way of the next. ``needed``: by device and state."""

    states: Mapping[str, Callable[[Any], object]]
    ends: Mapping[str, Callable[[Any], object]]
    needed: Mapping[tuple[str, str], Need]

    @property
    def errors(self) -> set[str]:
        return {need.says for need in self.needed.values() if need.says.startswith("error.")}

    def play(self, somebody: StaffStanding, device: str, plug: Plug, states: list[str]) -> list[str]:
        """In one house; that a row failed keeps no other from being played. What is wrong, a line a row."""
        faults = []
        for state in states:
            try:
                self._row(somebody, device, plug, state)
            except (AssertionError, NotSeen, RuntimeError) as fault:
                faults.append(f"{device}, {state}: {fault!r}")
                somebody.leave()
        return faults

    def _row(self, somebody: StaffStanding, device: str, plug: Plug, state: str) -> None:
        need = self.needed.get((device, state), Need(""))
        somebody.come_in()
        self.states[state](somebody)
        page = somebody.page()
        plug.pull(somebody.house)
        try:
            need.use(somebody)
            if need.says:
                until(lambda: text_of(somebody, need.says) in somebody.words(), f"{need.says} in:\n{somebody.words()}")
            pump()
            assert somebody.page() is page, "nobody is led away for nothing"
            told = [one for one in self.errors - {need.says} if text_of(somebody, one) in somebody.words()]
            assert not told, f"needed by nobody here: {told}"
        finally:
            plug.put(somebody.house)
        need.again(somebody)
        if need.says.startswith("error.") and need.passes:
            until(lambda: text_of(somebody, need.says) not in somebody.words(), f"{need.says} no more")
        self.ends.get(state, lambda _: None)(somebody)


def text_of(somebody: StaffStanding, key: str) -> str:
    return somebody.house.strings.say(f"{key}.message" if key.startswith("error.") else key)
