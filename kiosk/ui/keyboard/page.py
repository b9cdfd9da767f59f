"""Which keys are shown: letters, signs or figures; in which order; the rare ones or the common."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.ui.keyboard import layout
from kiosk.ui.keyboard.compose import InputMethod
from kiosk.ui.keyboard.layout import KeyAction, KeyRow, Mode, Order


@dataclass
class KeyPage:
    """``rows`` follow from it. ``extra``: a sign on the pad of figures."""

    mode: Mode = Mode.LETTERS
    order: Order = Order.QWERTY
    extra: str = ""
    symbols: bool = False
    rare: bool = False  # f j w z at 200 %
    foreign: bool = False  # ĕ ŏ č in place of ă ô đ

    def first(self) -> None:
        """Letters as one finds them at first, in the order that was chosen."""
        self.symbols = self.rare = self.foreign = False

    def turn(self, act: KeyAction) -> bool:
        """Show what a key brings; False for one that brings no other keys."""
        if act in (KeyAction.SYMBOLS, KeyAction.LETTERS):
            self.symbols = act is KeyAction.SYMBOLS
        elif act is KeyAction.ORDER:
            self.order = Order.ALPHABET if self.order is Order.QWERTY else Order.QWERTY
        elif act is KeyAction.RARE:
            self.rare = not self.rare
        elif act is KeyAction.MARKS:
            self.foreign = not self.foreign
        else:
            return False
        return True

    def rows(self, large: bool, method: InputMethod) -> tuple[KeyRow, ...]:
        """``large``: at 200 %."""
        if self.mode is Mode.NUMBERS:
            return layout.numbers(self.extra)
        if self.mode is Mode.CODES:
            return layout.codes(large)
        if self.symbols:
            return layout.symbols(large)
        if large:
            return layout.large_letters(self.rare, method, self.foreign)
        return layout.letters(self.order, method, self.foreign)
