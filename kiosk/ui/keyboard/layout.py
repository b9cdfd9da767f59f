"""Which key stands where. Rows of keys in units of width; the painting knows nothing of letters."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from kiosk.ui.keyboard.compose import InputMethod
from kiosk.ui.keyboard.syllables import ToneMark


class KeyAction(enum.Enum):
    """What a key does."""

    LETTER = "letter"
    TONE = "tone"
    BREVE = "breve"  # over the letter before the caret, or away from it
    SHIFT = "shift"
    ERASE = "erase"
    CLEAR = "clear"
    SYMBOLS = "symbols"  # digits and signs
    LETTERS = "letters"
    ORDER = "order"  # qwerty or alphabet
    RARE = "rare"  # f j w z at 200 %
    MARKS = "marks"  # the letters of other orthographies, in place of ă â đ ê ô ơ ư
    METHOD = "method"  # tone keys, Telex or VNI
    LEFT = "left"
    RIGHT = "right"
    SPACE = "space"


class KeyFace(enum.Enum):
    """How a key looks."""

    LETTER = "letter"
    GOLD = "gold"  # tones and marked letters
    MACHINE = "machine"


@dataclass(frozen=True)
class Key:
    """``text`` is what it writes or shows; ``word`` is a key of the words, for those that are named."""

    act: KeyAction
    text: str = ""
    word: str = ""
    width: float = 1.0
    face: KeyFace = KeyFace.LETTER
    tone: ToneMark | None = None
    icon: str = ""
    method: InputMethod | None = None


@dataclass(frozen=True)
class KeyRow:
    """One row; ``lead`` units are empty before and after it."""

    keys: tuple[Key, ...]
    lead: float = 0.0


class Mode(enum.Enum):
    LETTERS = "letters"
    NUMBERS = "numbers"  # a pad of digits alone
    CODES = "codes"  # letters without marks, digits and signs at once: mail addresses, numbers of papers


class Order(enum.Enum):
    QWERTY = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    ALPHABET = ("abcdefghij", "klmnopqrs", "tuvwxyz")


TONES = KeyRow(
    tuple(
        Key(KeyAction.TONE, example, f"keyboard.tone.{name}", face=KeyFace.GOLD, tone=tone)
        for example, name, tone in (
            ("á", "sac", ToneMark.ACUTE),
            ("à", "huyen", ToneMark.GRAVE),
            ("ả", "hoi", ToneMark.HOOK),
            ("ã", "nga", ToneMark.TILDE),
            ("ạ", "nang", ToneMark.DOT),
        )
    )
)
FOREIGN = "ĕĭŏŭƀčñ'"
"""What names of the Ê Đê, Gia Rai, Ba Na, Mnông and others are written with besides."""

BREVE = "ơ̆"
"""On the key that sets a breve over any vowel: ê̆ ô̆ ơ̆ ư̆ have no letters of their own in Unicode."""


def _letters(text: str, lead: float = 0.0) -> KeyRow:
    return KeyRow(tuple(Key(KeyAction.LETTER, letter) for letter in text), lead)


def _machine(act: KeyAction, word: str, width: float, icon: str = "") -> Key:
    return Key(act, word=word, width=width, face=KeyFace.MACHINE, icon=icon)


def _gold(text: str) -> tuple[Key, ...]:
    return tuple(Key(KeyAction.LETTER, letter, face=KeyFace.GOLD) for letter in text)


def _foreign() -> tuple[Key, ...]:
    return (*_gold(FOREIGN), Key(KeyAction.BREVE, BREVE, "keyboard.breve", width=1.1, face=KeyFace.GOLD))


def _marked(foreign: bool) -> KeyRow:
    """ă â đ ê ô ơ ư, or the letters of other orthographies; its last key brings the other."""
    text, word = ("ă ê ô", "keyboard.marks_back") if foreign else ("ĕ č ñ", "keyboard.marks")
    turn = Key(KeyAction.MARKS, text, word, width=1.1 if foreign else 1.25, face=KeyFace.MACHINE)
    return KeyRow((*(_foreign() if foreign else _gold("ăâđêôơư")), turn))


def _first_rows(method: InputMethod, foreign: bool) -> tuple[KeyRow, ...]:
    """What writes marks: tone keys and marked letters; who types Telex or VNI has letters and digits for that."""
    rows = {
        InputMethod.KEYS: (TONES, _marked(foreign)),
        InputMethod.TELEX: (KeyRow(_foreign()),),
        InputMethod.VNI: (KeyRow(_gold("1234567890")), KeyRow(_foreign())),
    }
    return rows[method]


def _arrows(width: float) -> tuple[Key, Key]:
    return (
        _machine(KeyAction.LEFT, "keyboard.left", width, "arrow-left"),
        _machine(KeyAction.RIGHT, "keyboard.right", width, "arrow-right"),
    )


def letters(order: Order, method: InputMethod, foreign: bool) -> tuple[KeyRow, ...]:
    """What writes marks, three rows of the alphabet, and the row with the space."""
    top, middle, low = order.value
    shift = _machine(KeyAction.SHIFT, "keyboard.shift", 1.45)
    erase = _machine(KeyAction.ERASE, "keyboard.erase", 1.45, "backspace")
    switch = "keyboard.order_abc" if order is Order.QWERTY else "keyboard.order_qwerty"
    last = (
        _machine(KeyAction.SYMBOLS, "keyboard.symbols", 1.2),
        _machine(KeyAction.ORDER, switch, 1.8),
        *_arrows(0.95),
        Key(KeyAction.SPACE, " ", "keyboard.space", 3.0),
        _machine(KeyAction.CLEAR, "keyboard.clear", 1.8),
    )
    third = KeyRow((shift, *_letters(low).keys, erase))
    return (*_first_rows(method, foreign), _letters(top), _letters(middle, lead=0.45), third, KeyRow(last))


def large_letters(rare: bool, method: InputMethod, foreign: bool) -> tuple[KeyRow, ...]:
    """At 200 %: seven columns in the order of the alphabet. With tone keys f j w z and signs come on a key of their
    own; for Telex and VNI, which need them, all letters stand there."""
    machines = (
        _machine(KeyAction.SHIFT, "keyboard.shift", 1.0, "arrow-big-up"),
        _machine(KeyAction.SYMBOLS, "keyboard.symbols", 1.0),
        Key(KeyAction.SPACE, " ", "keyboard.space", 2.0),
        _machine(KeyAction.ERASE, "keyboard.erase", 1.0, "backspace"),
    )
    if method is not InputMethod.KEYS:
        digits = (KeyRow(_gold("1234567890")),) if method is InputMethod.VNI else (KeyRow(_foreign()),)
        rows = (_letters("abcdefg"), _letters("hijklmn"), _letters("opqrstu"), _letters("vwxyz-'"))
        return (*digits, *rows, KeyRow(machines))
    third = "fjwz-'." if rare else "qrstuvx"
    switch = _machine(KeyAction.RARE, "keyboard.common" if rare else "keyboard.rare", 1.0)
    last = KeyRow((Key(KeyAction.LETTER, "y"), switch, *machines))
    return TONES, _marked(foreign), _letters("abcdegh"), _letters("iklmnop"), _letters(third), last


METHODS = KeyRow(
    tuple(
        Key(KeyAction.METHOD, word=f"keyboard.method.{one.value}", face=KeyFace.MACHINE, method=one)
        for one in InputMethod
    )
)
"""How marks are written: one of three."""


def symbols(large: bool) -> tuple[KeyRow, ...]:
    """How marks are written; digits, and the signs that addresses and numbers need."""
    erase = _machine(KeyAction.ERASE, "keyboard.erase", 1.45 if not large else 1.0, "backspace")
    back = _machine(KeyAction.LETTERS, "keyboard.letters", 1.9 if not large else 1.5)
    space = Key(KeyAction.SPACE, " ", "keyboard.space", 3.6 if not large else 2.0)
    if large:
        rows = (_letters("12345"), _letters("67890"), _letters("-/.,()"), _letters("':;+@&"))
        return (METHODS, *rows, KeyRow((back, *_arrows(1.0), space, Key(KeyAction.LETTER, "%"), erase)))
    clear = _machine(KeyAction.CLEAR, "keyboard.clear", 1.9)
    return (
        METHODS,
        _letters("1234567890"),
        _letters("-/.,:;()"),
        KeyRow((*_letters("'\"@&+%°").keys, erase)),
        KeyRow((back, *_arrows(0.95), space, Key(KeyAction.LETTER, "#"), clear)),
    )


def numbers(extra: str = "") -> tuple[KeyRow, ...]:
    """A pad of digits; ``extra`` is one more sign in the last row (a slash for dates)."""
    erase = _machine(KeyAction.ERASE, "keyboard.erase", 1.0, "backspace")
    corner = Key(KeyAction.LETTER, extra) if extra else _machine(KeyAction.CLEAR, "keyboard.clear", 1.0)
    return _letters("123"), _letters("456"), _letters("789"), KeyRow((corner, Key(KeyAction.LETTER, "0"), erase))


CODE_SIGNS = "@.-_/"


def codes(large: bool) -> tuple[KeyRow, ...]:
    """Digits, letters without marks, and the signs of mail addresses and of numbers of papers."""
    shift = _machine(KeyAction.SHIFT, "keyboard.shift", 1.45)
    erase = _machine(KeyAction.ERASE, "keyboard.erase", 1.45, "backspace")
    if large:
        shift = _machine(KeyAction.SHIFT, "keyboard.shift", 1.0, "arrow-big-up")
        erase = _machine(KeyAction.ERASE, "keyboard.erase", 1.0, "backspace")
        rows = (_letters("1234567"), _letters("890abcd"), _letters("efghijk"), _letters("lmnopqr"), _letters("stuvwxy"))
        return (*rows, KeyRow((Key(KeyAction.LETTER, "z"), *_letters("@.-_").keys, shift, erase)))
    top, middle, low = Order.QWERTY.value
    third = KeyRow((shift, *_letters(low).keys, erase))
    last = KeyRow((*_letters(CODE_SIGNS).keys, *_arrows(1.0), _machine(KeyAction.CLEAR, "keyboard.clear", 2.0)))
    return _letters("1234567890"), _letters(top), _letters(middle, lead=0.45), third, last


@dataclass(frozen=True)
class Placed:
    """A key and where it stands."""

    key: Key
    area: QRectF


def place(lines: Sequence[KeyRow], room: QRectF, gap: float) -> tuple[Placed, ...]:
    """All keys, filling ``room``; rows are equally high, a row's keys share its width by their units."""
    height = (room.height() - gap * (len(lines) - 1)) / len(lines)
    placed: list[Placed] = []
    for index, line in enumerate(lines):
        units = sum(key.width for key in line.keys) + 2 * line.lead
        unit = (room.width() - gap * (len(line.keys) - 1)) / units
        left = room.left() + line.lead * unit
        top = room.top() + index * (height + gap)
        for key in line.keys:
            placed.append(Placed(key, QRectF(left, top, key.width * unit, height)))
            left += key.width * unit + gap
    return tuple(placed)


def nearest(placed: Sequence[Placed], at: QPointF) -> int:
    """The key that a finger means: the one it touches, or else the nearest. The gaps belong to their neighbours."""
    return min(range(len(placed)), key=lambda index: _away(placed[index].area, at))


def _away(area: QRectF, at: QPointF) -> float:
    dx = max(area.left() - at.x(), 0.0, at.x() - area.right())
    dy = max(area.top() - at.y(), 0.0, at.y() - area.bottom())
    return dx * dx + dy * dy


def beside(placed: Sequence[Placed], at: int, dx: int, dy: int) -> int:
    """The nearest key that way from the key ``at``; the same one at the edge."""
    here = placed[at].area.center()
    best, cost = at, float("inf")
    for index, other in enumerate(placed):
        way = other.area.center() - here
        along, aside = way.x() * dx + way.y() * dy, abs(way.x() * dy) + abs(way.y() * dx)
        if along > 1 and along + 3 * aside < cost:
            best, cost = index, along + 3 * aside
    return best
