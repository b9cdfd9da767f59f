"""The keyboard on the glass, and the composition of Vietnamese syllables behind it."""

from kiosk.ui.keyboard.compose import Edit, InputMethod, telex, type_letter, type_tone, vni
from kiosk.ui.keyboard.keyboard import Keyboard
from kiosk.ui.keyboard.layout import Mode
from kiosk.ui.keyboard.names import allowed, figure, name_case
from kiosk.ui.keyboard.syllables import Style, ToneMark
from kiosk.ui.keyboard.target import Shift, Target

__all__ = [
    "Edit",
    "InputMethod",
    "Keyboard",
    "Mode",
    "Shift",
    "Style",
    "Target",
    "ToneMark",
    "allowed",
    "figure",
    "name_case",
    "telex",
    "type_letter",
    "type_tone",
    "vni",
]
