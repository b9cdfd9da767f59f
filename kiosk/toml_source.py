"""TOML with places: one document as plain values, and the line that any key or element of it stands in.

The contract, for whoever decodes data that people write::

    source = read_source(path.read_bytes(), "settings.toml")     # TomlFault: no UTF-8, no TOML
    source.table                                                 # what tomllib.loads gives
    source.line("office", "unit")                                # 12
    source.line("steps", 1, "fields", 0, "name")                 # elements of lists count from 0
    raise source.fault("is not whole", "steps", 1, "pages")      # "settings.toml:31: steps[1].pages is not whole"

Pure: bytes in, values out; no file is opened. Places are looked for when the first is asked for: a document that is
in order costs what ``tomllib`` costs. Standard: TOML 1.0.0; ``tomllib`` alone decides what is TOML.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Step = str | int
"""One step of a path: the name of a key, or which element of a list."""

KeyPath = tuple[Step, ...]

_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_DIGITS = re.compile(r"[0-9_]+")
_OPENING = re.compile(r"(?:[\[{]\s*)+")


class TomlFault(ValueError):
    """A document that cannot be used: ``name`` of the document, ``line`` from 1, ``key`` (empty: none), ``reason``.

    As text ``NAME:LINE: KEY REASON``. The reason never quotes a value.
    """

    def __init__(self, name: str, line: int, reason: str, key: str = "") -> None:
        super().__init__(f"{name}:{line}: {key} {reason}" if key else f"{name}:{line}: {reason}")
        self.name, self.line, self.reason, self.key = name, line, reason, key


@dataclass(frozen=True)
class TomlSource:
    """A document that is TOML. ``name`` is what people call it, as a rule its file's name."""

    name: str
    text: str
    table: Mapping[str, Any]

    def line(self, *path: Step) -> int:
        """The line, from 1, in which ``path`` begins; if it is not there, that of the nearest table around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines[path] if path else 1

    @property
    def last_line(self) -> int:
        return self.text.rstrip("\n").count("\n") + 1

    def where(self, *path: Step) -> str:
        """``NAME:LINE`` of ``path``."""
        return f"{self.name}:{self.line(*path)}"

    def fault(self, reason: str, *path: Step) -> TomlFault:
        """The fault of what stands at ``path``, or is missing there, to be raised."""
        return TomlFault(self.name, self.line(*path), reason, spelled(path))

    @cached_property
    def _lines(self) -> Mapping[KeyPath, int]:
        return _Places(self.text).lines


def read_source(data: bytes | str, name: str) -> TomlSource:
    """``data`` as TOML. Raises TomlFault with line and reason if it is none, whatever the bytes are."""
    text = data if isinstance(data, str) else _decoded(data, name)
    text = text.replace("\r\n", "\n")
    try:
        return TomlSource(name, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        place = _AT.search(str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        raise TomlFault(name, line, _AT.sub("", str(error))) from None
    except ValueError:  # more digits than a number can have
        raise TomlFault(name, _widest(text, _DIGITS), "Too many digits") from None
    except RecursionError:
        raise TomlFault(name, _widest(text, _OPENING), "Nested too deep") from None


def _widest(text: str, what: re.Pattern[str]) -> int:
    """The line, from 1, with the longest run of ``what``."""
    runs = (max((len(run) for run in what.findall(line)), default=0) for line in text.split("\n"))
    return max(enumerate(runs, 1), key=lambda one: one[1])[0]


def spelled(path: KeyPath) -> str:
    """A path as people write it: ``steps[1].fields``."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{_spelled_key(step)}" for step in path)
    return text.removeprefix(".")


def _spelled_key(key: str) -> str:
    return key if _BARE.fullmatch(key) else f'"{key}"'


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise TomlFault(name, data.count(b"\n", 0, error.start) + 1, "not UTF-8") from None


_BLANK = re.compile(r"(?:[ \t\n,]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_TEXT = re.compile(
    r'''"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*\'''',
    re.DOTALL,
)
_ATOM = re.compile(r"(?:\d{4}-\d\d-\d\d (?=\d\d:))?[^\s,\]}#]+")


class _Places:
    """Walks over a text that is known to be TOML, and notes in which line each path begins."""

    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._text = text
        self._at = 0
        self._counted = (0, 1)  # up to where, and which line that is
        self._many: dict[KeyPath, int] = {}  # how many tables each list of tables has so far
        self._document()

    def _document(self) -> None:
        table: KeyPath = ()
        self._skip(_BLANK)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._entry(table)
            self._skip(_BLANK)

    def _header(self) -> KeyPath:
        line = self._line()
        double = self._text.startswith("[[", self._at)
        self._at += 2 if double else 1
        *above, last = self._dotted()
        self._at += 2 if double else 1
        table: KeyPath = ()
        for step in above:
            table = self._into((*table, step), line)
        table = (*table, last)
        if double:
            self._many[table] = self._many.get(table, 0) + 1
        else:
            self.lines[table] = line  # also where [table.below] came first
        return self._into(table, line)

    def _into(self, table: KeyPath, line: int) -> KeyPath:
        """``table``, or its last element if it is a list of tables."""
        self._note(table, line)
        if table in self._many:
            table = (*table, self._many[table] - 1)
            self._note(table, line)
        return table

    def _entry(self, table: KeyPath) -> None:
        line = self._line()
        for step in self._dotted():
            table = (*table, step)
            self._note(table, line)
        self._at += 1  # the equals sign
        self._value(table)

    def _dotted(self) -> list[str]:
        steps: list[str] = []
        while True:
            self._skip(_SPACE)
            steps.append(_unquoted(self._skip(_KEY)))
            self._skip(_SPACE)
            if self._text[self._at] != ".":
                return steps
            self._at += 1

    def _value(self, path: KeyPath) -> None:
        self._skip(_SPACE)
        match self._text[self._at]:
            case "[":
                self._elements(path)
            case "{":
                self._inline(path)
            case '"' | "'":
                self._skip(_TEXT)
            case _:
                self._skip(_ATOM)

    def _elements(self, path: KeyPath) -> None:
        self._at += 1
        self._skip(_BLANK)
        number = 0
        while self._text[self._at] != "]":
            self._note((*path, number), self._line())
            self._value((*path, number))
            self._skip(_BLANK)
            number += 1
        self._at += 1

    def _inline(self, path: KeyPath) -> None:
        self._at += 1
        self._skip(_BLANK)
        while self._text[self._at] != "}":
            self._entry(path)
            self._skip(_BLANK)
        self._at += 1

    def _skip(self, what: re.Pattern[str]) -> str:
        match = what.match(self._text, self._at)
        if match is None:
            raise AssertionError(f"{what.pattern} at {self._at}")
        self._at = match.end()
        return match[0]

    def _line(self) -> int:
        """The line that the walk has come to."""
        before, line = self._counted
        self._counted = self._at, line + self._text.count("\n", before, self._at)
        return self._counted[1]

    def _note(self, path: KeyPath, line: int) -> None:
        self.lines.setdefault(path, line)


def _unquoted(key: str) -> str:
    if key[0] not in "\"'":
        return key
    return next(iter(tomllib.loads(f"{key} = 0"))) if "\\" in key else key[1:-1]
