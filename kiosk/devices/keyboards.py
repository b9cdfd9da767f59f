"""Whether a keyboard is plugged in that letters can be typed on, as the kernel knows it."""

from __future__ import annotations

from pathlib import Path

INPUTS = Path("/sys/class/input")

_LETTERS = range(16, 26)  # KEY_Q to KEY_P (linux/input-event-codes.h)


def has_keyboard(inputs: Path = INPUTS) -> bool:
    """Power buttons, barcode scanners' wedges without letters and the pad for listening are none."""
    return any(_types_letters(one) for one in inputs.glob("input*/capabilities/key"))


def _types_letters(capabilities: Path) -> bool:
    """A bitmap of keys in words of 64 bits, the highest first."""
    try:
        last = capabilities.read_text("ascii").split()[-1]
        bits = int(last, 16)
    except (OSError, ValueError, IndexError):
        return False
    return all(bits >> code & 1 for code in _LETTERS)
