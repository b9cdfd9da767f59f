"""Every word a person meets, by key, in every language.

The words lie in ``assets/words/LANGUAGE/*.toml``; nested tables join with dots (``[start] title`` is ``start.title``).
A language may lack a key: then the Vietnamese sentence is said. A key that no language has is a bug and raises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from kiosk.errors import KioskError
from kiosk.resources import ASSETS, asset
from kiosk.toml_source import KeyPath, TomlFault, TomlSource, read_source

BASE = "vi"
COMPLETE = ("vi", "en")


@dataclass(frozen=True)
class Words:
    """The words of one language."""

    language: str
    texts: Mapping[str, str]

    def say(self, key: str, /, **values: object) -> str:
        """The sentence under ``key`` with its placeholders filled; ``KeyError`` if no language has it."""
        text = self.texts[key]
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        return key in self.texts

    def number(self, value: float, places: int = 0) -> str:
        """``value`` with so many decimals, as the language writes it: 12.345,6; in English 12,345.6."""
        signs: dict[str, str | int | None] = {",": self.texts["said.group"], ".": self.texts["said.point"]}
        return f"{value:,.{places}f}".translate(str.maketrans(signs))

    @property
    def group(self) -> str:
        """What stands between thousands."""
        return self.texts["said.group"]

    def decimal(self, text: str) -> str:
        """A number that a machine wrote with a point, as the language writes it."""
        return text.replace(".", self.texts["said.point"])

    def megabytes(self, count: int) -> str:
        """So many bytes: 12.345,6 MB."""
        return f"{self.number(count / 1_000_000, 1)} MB"

    def file_size(self, count: int) -> str:
        """So many bytes: 84 KB, the last one begun counted whole; 41,2 MB."""
        return self.megabytes(count) if count >= 1_000_000 else f"{-(-count // 1000)} KB"

    def forms(self, address: str = "older") -> dict[str, str]:
        """``you`` and ``You`` as one says them to a person so addressed: "ông bà" until it is known to whom."""
        return {form: self.texts[f"address.{address}.{form}"] for form in ("you", "You")}

    def message(self, error: KioskError, **forms: str) -> str:
        """What happened, in the person's words; ``forms`` are those of ``forms()``, for nobody in particular."""
        return self._filled(f"error.{error.code}.message", error, forms)

    def remedy(self, error: KioskError, **forms: str) -> str:
        """What the person can do now."""
        return self._filled(f"error.{error.code}.remedy", error, forms)

    def staff_remedy(self, error: KioskError) -> str:
        """The same for an officer: the sentence of their own, where the resident's does not fit."""
        own = f"error.{error.code}.staff"
        return self._filled(own, error, {}) if self.has(own) else self.remedy(error)

    def technician_remedy(self, error: KioskError) -> str:
        """The same for who stands there to mend it, and is sent to no technician."""
        own = f"error.{error.code}.technician"
        return self._filled(own, error, {}) if self.has(own) else self.staff_remedy(error)

    def _filled(self, key: str, error: KioskError, forms: Mapping[str, str]) -> str:
        fill, values = _Filling(self), {**(forms or self.forms()), **error.values}
        if rule := error.values.get("rule"):  # a reason that is a sentence of its own
            values["rule"] = fill.vformat(self.texts[f"config.rule.{rule}"], (), values)
        if (why := f"error.{error.code}.why.{error.values.get('reason')}") in self.texts:
            values["reason"] = fill.vformat(self.texts[why], (), values)
        return fill.vformat(self.texts[key], (), values)


class _Filling(Formatter):
    """``{sum:,}`` is grouped as the language does. A value that an error does not carry leaves a gap, not a second
    error."""

    def __init__(self, texts: Words) -> None:
        self._words = texts

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key), "")

    def format_field(self, value: Any, format_spec: str) -> str:
        grouped = format_spec == "," and isinstance(value, int)
        return (
            self._words.number(value)
            if grouped
            else str(super().format_field(value, "" if value == "" else format_spec))
        )


@cache
def words(language: str = BASE) -> Words:
    """The words of ``language``, with Vietnamese behind them."""
    texts = dict(_texts(BASE))
    if language != BASE:
        texts.update(_texts(language))
    return Words(language, texts)


def pack_fault(folder: Path, own: Path) -> str:
    """What this program, whose words of the language lie in ``own``, cannot say of those in ``folder``: file and line,
    key, reason. Empty if it can say all.

    A key that this program does not know is no fault, unless one that it knows is missing: a pack may be newer.
    """
    try:
        known, pack = _placed(own), _placed(folder)
    except TomlFault as error:
        return str(error)
    wrong = (one for key in known if (one := _key_fault(key, known, pack, f"words/{folder.name}")))
    return next(wrong, "")


@dataclass(frozen=True)
class PlacedText:
    """A sentence, and where it stands: ``words/vi/card.toml:12``."""

    text: str
    source: TomlSource
    path: KeyPath

    @property
    def where(self) -> str:
        return self.source.where(*self.path)


def _key_fault(key: str, known: Mapping[str, PlacedText], pack: Mapping[str, PlacedText], name: str) -> str:
    if key not in pack:
        return _missing(key, [one for one in pack if one not in known], pack, name)
    try:
        strange = _blanks(pack[key].text) - _blanks(known[key].text)
    except ValueError:
        return f"{pack[key].where}: {key} has braces that do not fit"
    return f"{pack[key].where}: {key} has {{{min(strange)}}}, which nothing fills in here" if strange else ""


def _missing(key: str, strange: Sequence[str], pack: Mapping[str, PlacedText], name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, strange, 1)
    return f"{pack[near[0]].where}: {near[0]} is not known, {key} is missing" if near else f"{name}: {key} is missing"


def _placed(folder: Path) -> dict[str, PlacedText]:
    return {text_key: PlacedText(text, source, path) for text_key, text, source, path in _in(folder)}


def _blanks(text: str) -> set[str]:
    """What is to be filled in. ValueError if the braces of ``text`` do not fit."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _texts(language: str) -> Iterator[tuple[str, str]]:
    """The program's own, and over them an update's: it may be older than the program, and lack a sentence. Those of a
    pack, where the language is one (``kiosk.language_packs``)."""
    for folder in (ASSETS / "words" / language, asset("words", language), ASSETS / "packs" / language / "words"):
        yield from ((key, text) for key, text, _, _ in _in(folder))


def _in(folder: Path) -> Iterator[tuple[str, str, TomlSource, KeyPath]]:
    """Every sentence of one language: nothing but texts may stand there. TomlFault."""
    for path in sorted(folder.glob("*.toml")):
        source = read_source(path.read_bytes(), f"words/{folder.name}/{path.name}")
        yield from ((".".join(map(str, steps)), text, source, steps) for steps, text in _flat(source, source.table))


def _flat(source: TomlSource, table: Mapping[str, Any], above: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(source, value, (*above, key))
        elif isinstance(value, str):
            yield (*above, key), value
        else:
            raise source.fault("is no text", *above, key)
