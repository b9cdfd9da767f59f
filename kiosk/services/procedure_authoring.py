"""For who writes procedures: everything that is wrong in a folder, a skeleton to begin with, a version laid open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kiosk import catalogue
from kiosk.clock import office_time
from kiosk.errors import ProcedureStands, UnknownProcedure
from kiosk.forms.kinds import Kind
from kiosk.forms.sheet import ProcedureVersion
from kiosk.forms.slips import Slip, SlipsFound
from kiosk.procedures.holidays import HOLIDAYS, holiday_file
from kiosk.procedures.turning_days import TurningDay, TurnKind, turning_days
from kiosk.resources import ASSETS, asset
from kiosk.words import Words

OWN_FOLDER = ASSETS
"""The catalogue that this program was built with."""

SKELETON = "skeleton"
"""Below ``assets``: what ``new`` writes."""


@dataclass(frozen=True)
class CatalogueCheck:
    """``versions`` and ``samples``: how many stood the check."""

    slips: tuple[Slip, ...]
    versions: int
    samples: int
    unfollowed: tuple[tuple[str, date], ...] = ()  # codes whose last version ends, and on which day
    turns: tuple[TurningDay, ...] = ()  # what ends, or is in doubt, from a known day on
    unprinted: tuple[tuple[str, str], ...] = ()  # code and version of those that have no sheet to sign
    strays: tuple[Slip, ...] = ()  # rules and papers that lead to a procedure which is not here

    @property
    def good(self) -> bool:
        return not self.slips


def check_procedures(folder: Path) -> CatalogueCheck:
    """Every procedure in ``folder``, with its texts and samples. OSError where it cannot be read."""
    register = catalogue.register_in(folder, today=today())
    versions = [one for ones in register.versions.values() for one in ones]
    ends = ((one.code, one.head.in_force.until) for one in register.unfollowed())
    unfollowed = tuple((code, until) for code, until in ends if until is not None)
    turns = (*turning_days(register.versions, today()), *_open_holidays(folder))
    unprinted = tuple((one.code, one.version) for one in versions if not one.papers)
    samples = sum(len(one.samples) for one in versions)
    strays = tuple(stray for one in versions for stray in _strays(one, {code for code, _ in register.files}))
    return CatalogueCheck(register.slips, len(versions), samples, unfollowed, turns, unprinted, strays)


def _open_holidays(folder: Path) -> Iterator[TurningDay]:
    """What is not known of the days off."""
    path = folder / "values" / f"{HOLIDAYS}.toml"
    with suppress(OSError, SlipsFound):
        for fact in holiday_file(path.read_text("utf-8")).open:
            if fact.since is not None:
                yield TurningDay(fact.since, HOLIDAYS, "", TurnKind.OPEN, fact.what)


def _strays(version: ProcedureVersion, codes: set[str]) -> Iterator[Slip]:
    """Where a version leads that this catalogue has not: there the person is led to the officer."""
    leads = [(one.to, one.place) for one in version.spec.rules] + [
        (one.to, one.place) for one in version.spec.documents
    ]
    for code, place in leads:
        if code and code not in codes:
            yield Slip(place.at("to"), "leads-elsewhere", {"code": code})


def slip_text(words: Words, slip: Slip) -> str:
    """What is wrong, as a sentence."""
    values = {name: _shown(words, slip.reason, value) for name, value in slip.values.items()}
    text = words.texts[f"slip.{slip.reason}"].format_map(_Blanks(values))
    if near := slip.values.get("near"):
        text += words.say("catalogue.near", near=near)
    if column := slip.values.get("column"):
        text += words.say("catalogue.column", column=column)
    return text


class _Blanks(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return ""


def _shown(words: Words, reason: str, value: object) -> object:
    if reason == "toml":
        return _toml_reason(words, str(value))
    if isinstance(value, Kind):
        return words.say(f"slip.kind.{value.value}")
    if reason == "wrong-type" and isinstance(value, str):
        return words.say(f"slip.type.{value}")
    return value


def _toml_reason(words: Words, reason: str) -> str:
    """What the reader of TOML says in English, in the office's words; what it may say of a later Python, in its own."""
    known = (key for mark, key in _TOML_REASONS.items() if reason.startswith(mark))
    key = next(known, "")
    quoted = reason.split("'")[1] if reason.count("'") >= 2 else reason.rsplit(" ", 1)[-1]
    return words.say(f"catalogue.toml.{key}", what=quoted) if key else reason


_TOML_REASONS: Mapping[str, str] = {
    "Invalid statement": "statement",
    "Expected newline or end of document": "one-a-line",
    "Found invalid character": "sign",
    "Illegal character": "sign",
    "Expected '=' after a key": "equals",
    "Expected ']'": "header",
    "Expected ']]'": "header",
    "Expected": "sign",
    "Invalid initial character for a key": "key",
    "Cannot declare": "twice",
    "Cannot overwrite a value": "twice-key",
    "Duplicate inline table key": "twice-key",
    "Cannot mutate immutable namespace": "twice-key",
    "Cannot redefine namespace": "twice-key",
    "Unclosed array": "open-list",
    "Unclosed inline table": "open-table",
    "Unterminated string": "open-text",
    "Unescaped": "backslash",
    "Invalid hex value": "backslash",
    "Escaped character": "backslash",
    "Invalid date or datetime": "date",
    "Invalid value": "value",
    "not UTF-8": "utf-8",
    "Too many digits": "digits",
    "Nested too deep": "deep",
}
"""Beginnings of what ``tomllib`` says (CPython 3.11 Lib/tomllib/_parser.py), the more exact first: a word each."""


def slip_data(words: Words, slip: Slip) -> dict[str, Any]:
    place = slip.place
    text = slip_text(words, slip)
    return {"file": place.file, "line": place.line, "key": place.key, "reason": slip.reason, "text": text}


def new_procedure(folder: Path, code: str, day: date) -> tuple[Path, ...]:
    """A commented skeleton of ``code`` in ``folder``, in force from ``day``; the files that were written.

    ProcedureStands where there is one of that code; ValueError for a code that is none.
    """
    if not code or not all(mark.isascii() and (mark.isalnum() or mark in "._-") for mark in code) or code[0] in "._-":
        raise ValueError(code)
    if (folder / "procedures" / code).exists():
        raise ProcedureStands(code, procedure=code)
    files = []
    for source, target in _skeleton(folder, code, day).items():
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text("utf-8").replace("@CODE@", code).replace("@DAY@", day.isoformat())
        target.write_text(text, "utf-8")
        files.append(target)
    return tuple(files)


def _skeleton(folder: Path, code: str, day: date) -> Mapping[Path, Path]:
    base = ASSETS / SKELETON
    return {
        base / "procedure.toml.in": folder / "procedures" / code / f"{day.isoformat()}.toml",
        base / "sheet.toml.in": folder / "procedures" / code / "sheets" / "to-khai.toml",
        base / "words.vi.toml.in": folder / "words" / "vi" / "procedures" / f"{code}.toml",
        base / "words.en.toml.in": folder / "words" / "en" / "procedures" / f"{code}.toml",
    }


def today() -> date:
    """The office's day."""
    return office_time().date()


def version_in_force(code: str, day: date, folder: Path | None = None) -> ProcedureVersion:
    """The version in ``folder`` (None: the catalogue in force) that falls on ``day``. UnknownProcedure where there is
    none; samples that come out otherwise do not keep one from being shown."""
    version = catalogue.register_in(folder or asset("procedures").parent, rehearse=False).in_force(code, day)
    if version is None:
        raise UnknownProcedure("not in force", procedure=code)
    return version


def version_data(version: ProcedureVersion) -> dict[str, Any]:
    """A version laid open: what it asks, in which order, and what follows."""
    head = version.head
    return {
        "code": head.code,
        "version": head.version,
        "official": head.official,
        "from": head.in_force.since.isoformat(),
        "until": head.in_force.until.isoformat() if head.in_force.until else None,
        "sources": list(head.sources),
        "parties": [one.key for one in version.parties],
        "fields": [{"key": one.key, "type": one.type.value, "official": one.official} for one in version.fields],
        "pages": [{"key": one.key, "fields": list(one.fields)} for one in version.pages],
        "rules": [
            {
                "key": one.spec.key,
                "level": one.level.value,
                "must": one.spec.must.text,
                "source": one.spec.source,
                "sure": one.spec.sure.value,
            }
            for one in version.rules
        ],
        "documents": [{"key": one.key, "handling": one.spec.handling.value} for one in version.documents],
        "fees": [one.key for one in version.fees],
        "limits": [one.within for one in version.limits],
        "samples": [one.key for one in version.samples],
        "open": [{"key": one.key, "what": one.what, "concerns": list(one.concerns)} for one in version.spec.open],
    }


def version_lines(version: ProcedureVersion) -> list[str]:
    """The same for people: pages with what they ask, rules with their source and how sure, and what is not known."""
    head = version.head
    lines = [f"{head.code}  {head.version}  {head.official}", ""]
    for page in version.pages:
        lines.append(f"{page.title.get('vi', page.key)}")
        lines += [f"    {key}  {_official(version, key)}" for key in page.fields]
    lines.append("")
    lines += [
        f"{one.spec.key}  {one.level.value}  {one.spec.must.text}  ({one.spec.source}) [{one.spec.sure.value}]"
        for one in version.rules
    ]
    lines += [f"{one.key}  {one.spec.handling.value}  {one.name.get('vi', '')}" for one in version.documents]
    return [*lines, "", *(f"? {one.key}: {one.what}" for one in version.spec.open)]


def _official(version: ProcedureVersion, key: str) -> str:
    return version.by_key[key].official if key in version.by_key else version.tables[key].official
