"""The keyboard on the glass, and the composition of Vietnamese syllables behind it."""

from kiosk.ui.keyboard.keyboard import Keyboard, Mode

__all__ = ["Keyboard", "Mode"]
