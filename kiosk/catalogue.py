"""The procedures this kiosk offers, from ``assets/procedures``, and the days on which the office rests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.domain.answering import AnswerTexts
from kiosk.domain.calendar import ZONE
from kiosk.domain.procedure import Procedure
from kiosk.errors import UnknownProcedure
from kiosk.forms.references import Surroundings
from kiosk.forms.sheet import ProcedureVersion
from kiosk.procedures.areas import AreaDirectory
from kiosk.procedures.csv_tables import TableFault
from kiosk.procedures.first_format import files_from
from kiosk.procedures.holidays import HOLIDAYS, HolidayCalendar, holiday_file
from kiosk.procedures.kiosk_form import VersionEngine, has_screens
from kiosk.procedures.kiosk_view import procedure_view
from kiosk.procedures.register import Register, register_of
from kiosk.procedures.value_lists import OTHER_LISTS, load_values
from kiosk.procedures.version_files import version_as_filed
from kiosk.resources import ASSETS, CATALOGUE, asset, read_toml
from kiosk.toml_source import TomlFault
from kiosk.words import COMPLETE, pack_fault, words

if TYPE_CHECKING:
    from holidays import HolidayBase


_ANSWER_TEXTS = ("paper", "paper_note", "line", "line_short")


def today() -> date:
    """The office's day, by this clock."""
    return datetime.now(ZONE).date()


def begin_day() -> date:
    """What was read for another day is read anew from now on; the day that has begun."""
    for of_day in (procedure, codes, compared):
        of_day.cache_clear()
    return today()


@cache
def procedure(code: str) -> Procedure:
    """The procedure of that code that is in force today. UnknownProcedure if the kiosk has none; data out of shape are
    a bug and raise."""
    return procedure_on(code, today())


def last_known(code: str) -> Procedure:
    """As ``procedure``; where its rules have ended, the last that were known, by which nothing is filed any more.
    UnknownProcedure."""
    try:
        return procedure(code)
    except UnknownProcedure:
        if (last := ended().get(code)) is None:
            raise
        return last


def procedure_on(code: str, day: date) -> Procedure:
    """The version of a procedure under which a dossier falls that is received on ``day``. UnknownProcedure."""
    version = register().in_force(code, day)
    if version is not None and has_screens(version):
        return _view(version, day)
    path = asset("procedures", f"{code}.toml")
    if version is None and path.is_file():  # of an update from before the format of today
        return _first_format(path.read_text("utf-8"), day)
    raise UnknownProcedure("no such procedure", procedure=code)


def _view(version: ProcedureVersion, day: date) -> Procedure:
    return procedure_view(version, day, VersionEngine(version))


def _first_format(source: str, day: date) -> Procedure:
    version = version_as_filed(files_from(source).content())
    return replace(_view(version, day), source=source)


def read_procedure(source: str, day: date | None = None) -> Procedure:
    """A procedure from its data as a filing keeps them, of either format; ``day``: that of the filing, for its prices.
    KeyError, ValueError or TypeError where they are not in shape."""
    day = day or today()
    return _view(version_as_filed(source), day) if source.startswith("{") else _first_format(source, day)


@cache
def register() -> Register:
    """The procedures of the second format in the catalogue that is in force."""
    nearby = Surroundings(lists=_names("values"), icons=_names("icons"))
    return register_of(asset, nearby, rehearse=False)


def _names(*parts: str) -> tuple[str, ...]:
    return tuple(path.stem for path in sorted(asset(*parts).iterdir()))


@cache
def codes() -> tuple[str, ...]:
    """The codes of all procedures that this kiosk's screens can ask, sorted."""
    first = {path.stem for path in asset("procedures").glob("*.toml")}
    day = today()
    return tuple(sorted(first | {one.code for one in register().offered(day) if has_screens(one)}))


def ended() -> dict[str, Procedure]:
    """By code, what these screens asked until its rules ended, and nothing known has followed them: it is still found
    by who comes for it, and leads to the officer."""
    day = today()
    return {one.code: _view(one, one.head.in_force.since) for one in register().ended(day) if has_screens(one)}


@cache
def compared() -> date:
    """When a person last compared a procedure with its sources: a day that has certainly come."""
    return max(procedure(code).checked for code in codes())


def fault(folder: Path, *, begun: bool = False) -> str:
    """What in another catalogue's ``folder`` cannot be worked with, by file name, line and reason (where they are
    known); empty if all of it loads.

    All procedures load, every list has values, no sentence is missing that this program says, and none wants filled in
    what this program does not. ``begun``: procedures and their texts alone, which somebody is still writing.
    """
    if table := _table_fault(folder):
        return table
    if slips := register_in(folder).slips:
        return str(slips[0].place)
    if wrong := _file_fault(folder):
        return wrong
    if not list((folder / "procedures").rglob("*.toml")):
        return "procedures"
    return "" if begun else _words_fault(folder / "words")


def _words_fault(folder: Path) -> str:
    languages = COMPLETE if folder.is_dir() else ()
    faults = (pack_fault(folder / one, asset("words", one)) for one in languages)
    return next(filter(None, faults), "")


def _file_fault(folder: Path) -> str:
    """The first file that is not what its place says; those of the format that the register reads are its own."""
    paths = sorted(path for part in CATALOGUE for path in (folder / part).rglob("*.toml"))
    for path in (
        one for one in paths if not (folder / "procedures" in one.parents and one.parent.name != "procedures")
    ):
        try:
            _loaded(path, path.relative_to(folder).parts)
        except TomlFault as error:
            return f"{path.relative_to(folder).as_posix()}:{error.line}: {error.reason}"
        except (OSError, ValueError, KeyError, TypeError, AttributeError, LookupError):
            return path.relative_to(folder).as_posix()
    return ""


def _table_fault(folder: Path) -> str:
    """The file and line of the areas and lists in ``folder`` that is not in order; empty where all is."""
    lists = [path for kind in ("*.toml", "*.csv") for path in sorted((folder / "values").glob(kind))]
    try:
        if (folder / "areas").is_dir():
            AreaDirectory(folder / "areas").check()
        for path in lists:
            if path.stem not in OTHER_LISTS:
                load_values(path)
    except (TableFault, TomlFault) as error:
        return f"{error.name}:{error.line}"
    except (OSError, ValueError):
        return "areas"
    return ""


def register_in(folder: Path, *, rehearse: bool = True, today: date | None = None) -> Register:
    """The procedures of another catalogue's ``folder``; what it lacks is this program's own. ``rehearse`` and
    ``today``: see ``register_of``."""

    def place(*parts: str) -> Path:
        own = folder.joinpath(*parts)
        return own if own.exists() or parts[0] == "procedures" else ASSETS.joinpath(*parts)

    lists = tuple(path.stem for path in sorted(place("values").iterdir()))
    icons = tuple(path.stem for path in sorted((ASSETS / "icons").glob("*.svg")))
    return register_of(place, Surroundings(lists=lists, icons=icons), rehearse=rehearse, today=today)


def _loaded(path: Path, parts: tuple[str, ...]) -> None:
    """Raises where the file is not what its place says."""
    table = read_toml(path)
    if parts[0] == "procedures":
        if version_as_filed(files_from(path.read_text("utf-8")).content()).code != path.stem:
            raise ValueError("another procedure")
    elif path.stem == HOLIDAYS:
        holiday_file(path.read_text("utf-8"))
    elif parts[0] == "values" and path.stem in OTHER_LISTS and not all(item["name"] for item in table["values"]):
        raise ValueError("a value without a name")


@cache
def answer_texts() -> AnswerTexts:
    """The sentences of an answer that no procedure has, in every complete language."""
    names = ((name, f"answer.{name}") for name in _ANSWER_TEXTS)
    return AnswerTexts(**{name: {one: words(one).texts[key] for one in COMPLETE} for name, key in names})


@cache
def banks() -> Mapping[str, str]:
    """The short names of the banks that a VietQR may name, by their BIN; sources stand in the data."""
    return {item["bin"]: item["name"] for item in read_toml(asset("values", "banks.toml"))["values"]}


def is_holiday(day: date) -> bool:
    """Whether ``day`` is a public holiday (Bộ luật Lao động 2019, Điều 112), days in lieu included."""
    return holidays().is_holiday(day)


@cache
def holidays() -> HolidayCalendar:
    """By the catalogue in force; where a year was not announced, lunar days are what the library reckons."""
    name = f"{HOLIDAYS}.toml"
    there = asset("values", name)  # an update from before the table has none
    path = there if there.is_file() else ASSETS / "values" / name
    return HolidayCalendar(holiday_file(path.read_text("utf-8")), lambda day: day in _vietnam())


@cache
def _vietnam() -> HolidayBase:
    from holidays import country_holidays

    return country_holidays("VN")
