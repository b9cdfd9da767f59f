"""What stands between braces in the words of an official sheet: ``Họ, chữ đệm, tên: {child.name}``.

{child.name}                the answer, as the sheet writes it; where it is missing, dots
{in_words(child.birth)}     any expression of the procedures' language
{tick: copies.wanted}       a box, ticked where it holds
{digits: person.number}     a box for each digit
{day: death.date}           a part of a day: also month, year; of an hour: hour, minute
{name: trades.code}         of a list that is filed by its codes, the name
{}                          dots, to be written by hand
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kiosk.forms.parser import parse
from kiosk.forms.syntax import ExpressionFault, Name, Node
from kiosk.forms.typing_rules import near

PARTS_OF_A_DAY = ("day", "month", "year")
PARTS_OF_AN_HOUR = ("hour", "minute")
VERBS = ("tick", "digits", *PARTS_OF_A_DAY, *PARTS_OF_AN_HOUR, "name")

_BRACES = re.compile(r"\{([^{}]*)\}")
_VERB = re.compile(r"\s*([a-z]+):\s*")


@dataclass(frozen=True)
class Placeholder:
    """``verb``: how it is written, empty: as it is; ``tree`` None: dots. ``at``: where in the words it begins."""

    verb: str
    tree: Node | None
    at: int

    @property
    def field(self) -> str:
        """The field that is named by itself; empty for any other expression."""
        return self.tree.path if isinstance(self.tree, Name) else ""


@lru_cache(maxsize=4096)
def parts_of(words: str) -> tuple[str | Placeholder, ...]:
    """Words and what stands between braces, in order. ExpressionFault with its place in ``words``."""
    parts: list[str | Placeholder] = []
    end = 0
    for match in _BRACES.finditer(words):
        parts += [words[end : match.start()], _placeholder(match[1], match.start(1))]
        end = match.end()
    parts.append(words[end:])
    for part in parts:
        if isinstance(part, str) and (brace := next((one for one in "{}" if one in part), "")):
            raise ExpressionFault("open-brace", words.index(brace), words=words)
    return tuple(part for part in parts if part)


def _placeholder(inner: str, at: int) -> Placeholder:
    if not inner.strip():
        return Placeholder("", None, at)
    verb, begins = "", 0
    if match := _VERB.match(inner):
        verb, begins = match[1], match.end()
        if verb not in VERBS:
            raise ExpressionFault("unknown-verb", at, name=verb, near=near(verb, VERBS), known=", ".join(VERBS))
    try:
        return Placeholder(verb, parse(inner[begins:]), at + begins)
    except ExpressionFault as fault:
        raise moved(fault, at + begins) from None


def moved(fault: ExpressionFault, by: int) -> ExpressionFault:
    """The same fault, counted from the beginning of the words in which the expression stands."""
    return ExpressionFault(fault.reason, fault.at + by, **fault.values)
