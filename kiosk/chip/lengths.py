"""How much a card can say at once: from EF.ATR/INFO where it has one (ISO/IEC 7816-4 §12.7), else found by trying."""

from __future__ import annotations

from kiosk.chip import tlv
from kiosk.chip.apdu import Command, PlainChannel

LONG_READ = 4096
"""Six commands for a face of 20 kB, and still a progress bar that moves."""

SHORT_READ = 223
"""The most bytes that fit, protected, into a short answer of 256, whichever cipher."""

SMALLEST = 31
"""No card gives less at once."""

_LADDER = (LONG_READ, 1024, SHORT_READ, 191, 159, 127, 95, 63, SMALLEST)
"""Short of SHORT_READ: cards that give 192, 128 or 96 bytes, counted before they are protected or after."""

_LIMITS, _CAPABILITIES = 0x7F66, 0x47
_EXTENDED = 0x40
_AROUND = 2 + 10 + 4 + 6
"""Status word, checksum, protected status and the header of the protected data, in bytes."""

_BLOCK = 16


def shorter(chunk: int) -> int:
    """The next length to try after one was refused; SMALLEST is the last."""
    return next((step for step in _LADDER if step < chunk), SMALLEST)


def longer(chunk: int) -> int:
    """The length that came before this one on the way down."""
    return next((step for step in reversed(_LADDER) if step > chunk), LONG_READ)


def ask(line: PlainChannel) -> int | None:
    """What EF.ATR/INFO says: the most bytes to read at once. None where the card does not say."""
    answer = line.send(Command(0x00, 0xB0, 0x81, 0, le=256))
    return longest(answer.data) if answer.data else None


def longest(content: bytes) -> int | None:
    """From the content of EF.ATR/INFO; None where it does not speak of lengths, or is none."""
    try:
        nodes = {node.tag: node for node in tlv.walk(content)}
        if _LIMITS in nodes:
            numbers = [int.from_bytes(node.value, "big") for node in nodes[_LIMITS].children() if node.tag == 0x02]
            return _payload(numbers[1]) if len(numbers) > 1 else None
    except tlv.Malformed:
        return None
    capabilities = nodes[_CAPABILITIES].value if _CAPABILITIES in nodes else b""
    return SHORT_READ if len(capabilities) >= 3 and not capabilities[2] & _EXTENDED else None


def _payload(answer: int) -> int:
    """What is left of an answer of so many bytes once it is protected."""
    room = (answer - _AROUND) // _BLOCK * _BLOCK - 1
    return max(min(room, LONG_READ), SHORT_READ)
