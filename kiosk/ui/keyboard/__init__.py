"""The keyboard on the glass, and the composition of Vietnamese syllables behind it."""

from kiosk.ui.keyboard.compose import Edit, Style, ToneMark, telex, type_letter, type_tone, vni
from kiosk.ui.keyboard.keyboard import Keyboard
from kiosk.ui.keyboard.layout import Mode
from kiosk.ui.keyboard.names import allowed, name_case, tidy_name
from kiosk.ui.keyboard.target import Shift, Target

__all__ = [
    "Edit",
    "Keyboard",
    "Mode",
    "Shift",
    "Style",
    "Target",
    "ToneMark",
    "allowed",
    "name_case",
    "telex",
    "tidy_name",
    "type_letter",
    "type_tone",
    "vni",
]
