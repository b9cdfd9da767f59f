"""The procedures of one catalogue folder: which versions there are, and which one is in force on a day.

A version that fails its checks never comes into force: what is wrong is kept beside it, and the last good one of the
same code serves until its own last day. Two versions of one code whose days overlap are wrong together.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from kiosk.forms.case import NoPlaces
from kiosk.forms.elements import Span
from kiosk.forms.references import Surroundings
from kiosk.forms.samples import AreaLookup
from kiosk.forms.scope import Places
from kiosk.forms.sheet import ProcedureVersion
from kiosk.forms.slips import Slip, SlipsFound, SourcePlace
from kiosk.procedures.area_places import AreaPlaces
from kiosk.procedures.areas import AreaDirectory
from kiosk.procedures.csv_tables import TableFault
from kiosk.procedures.holidays import HOLIDAYS, HolidayCalendar, holiday_file
from kiosk.procedures.version_files import VersionFiles, files_of, version_of
from kiosk.toml_source import read_source

SAMPLE_OFFICE: Mapping[str, str] = {
    "name": "Ủy ban nhân dân xã Đồng Văn, tỉnh Tuyên Quang",
    "short": "UBND xã Đồng Văn",
    "place": "xã Đồng Văn, tỉnh Tuyên Quang",
    "commune": "00721",
    "province": "08",
}
"""Where the sample filings of the procedures are handed in; it has set no prices of its own."""


@dataclass(frozen=True)
class Register:
    """``versions`` by code, each in the order of their first days; ``slips``: why others are not among them."""

    versions: Mapping[str, tuple[ProcedureVersion, ...]]
    slips: tuple[Slip, ...] = ()
    files: Mapping[tuple[str, str], VersionFiles] = field(default_factory=dict)

    def in_force(self, code: str, day: date) -> ProcedureVersion | None:
        """The version that a dossier received on ``day`` falls under; None where the procedure was not in force."""
        return next((one for one in self.versions.get(code, ()) if one.head.in_force.holds(day)), None)

    def offered(self, day: date) -> tuple[ProcedureVersion, ...]:
        versions = (self.in_force(code, day) for code in self.versions)
        return tuple(one for one in versions if one is not None)

    def ended(self, day: date) -> tuple[ProcedureVersion, ...]:
        """The last versions of what was in force before ``day`` and is not any more."""
        lasts = (ones[-1] for ones in self.versions.values() if ones)
        return tuple(one for one in lasts if (until := one.head.in_force.until) is not None and until < day)

    def unfollowed(self) -> tuple[ProcedureVersion, ...]:
        """Versions that end on a day after which no version of their code is known: a new one must come before."""
        lasts = (ones[-1] for ones in self.versions.values() if ones)
        return tuple(one for one in lasts if one.head.in_force.until is not None)


def register_of(
    place: Callable[..., Path],
    nearby: Surroundings,
    area: AreaLookup | None = None,
    *,
    rehearse: bool = True,
    today: date | None = None,
) -> Register:
    """``place``: the path of one file or folder of the catalogue. ``area``: where the samples are handed in.
    ``rehearse``: run examples and samples too, as before every signing and taking; a start needs it no more.
    ``today``: of who writes; what is said to have happened may not be later."""
    judge = _judged if area is None else _judged.__wrapped__
    holidays = place("values", f"{HOLIDAYS}.toml")
    given = _SampleArea(_fingerprint(place("areas"), holidays), area, place("areas"), holidays)
    versions: dict[str, list[ProcedureVersion]] = {}
    files_by: dict[tuple[str, str], VersionFiles] = {}
    slips: list[Slip] = []
    for files in every_version(place):
        files_by[files.code, files.version] = files
        verdict = judge(files.content(), nearby, given, rehearse, today)
        if isinstance(verdict, ProcedureVersion):
            versions.setdefault(files.code, []).append(verdict)
        else:
            slips += verdict
    slips += [*holiday_slips(holidays), *overlaps(files_by.values()), *gaps(files_by.values())]
    good = {code: _apart(ones) for code, ones in versions.items()}
    return Register(good, tuple(slips), files_by)


@dataclass(frozen=True)
class _SampleArea:
    """Where samples are handed in; the same ``fingerprint`` is the same place, wherever its folder lies."""

    fingerprint: str
    area: AreaLookup | None = field(compare=False)
    folder: Path = field(compare=False)
    holidays: Path = field(compare=False)


@lru_cache(maxsize=32)
def _judged(
    content: str, nearby: Surroundings, given: _SampleArea, rehearse: bool, today: date | None
) -> ProcedureVersion | tuple[Slip, ...]:
    """The version in these files, or why it is none. The same files are looked at once."""
    area = (given.area or _area_of(given)) if rehearse else None
    try:
        return version_of(files_of(content), nearby, area, rehearse=rehearse, today=today)
    except SlipsFound as wrong:
        return wrong.slips


@lru_cache(maxsize=2)
def _area_of(given: _SampleArea) -> AreaLookup:
    """The tables are long, and the same for every version."""
    return sample_area(given.folder, given.holidays)


def _fingerprint(folder: Path, *files: Path) -> str:
    digest = hashlib.sha256()
    for path in (*sorted(folder.glob("*")), *(one for one in files if one.is_file())):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def sample_area(folder: Path, holidays: Path | None = None) -> AreaLookup:
    """Where the sample filings are handed in, by the units of ``folder``: no prices of its own, the days off that stand
    in ``holidays`` (None: beside it) and no estimates."""
    places: Places = NoPlaces()
    is_holiday = _sample_holidays(holidays or folder.parent / "values" / f"{HOLIDAYS}.toml")
    with suppress(OSError, TableFault):  # tables that are not in order are named by who looks at them
        areas = AreaDirectory(folder)
        areas.check()
        places = AreaPlaces(areas, is_holiday)
    return AreaLookup(places, SAMPLE_OFFICE, lambda _: {}, is_holiday)


def _sample_holidays(path: Path) -> Callable[[date], bool]:
    with suppress(OSError, SlipsFound):
        return HolidayCalendar(holiday_file(path.read_text("utf-8"))).is_holiday
    return lambda _: False


def holiday_slips(path: Path) -> tuple[Slip, ...]:
    """What is wrong in the file of days off; nothing where there is none."""
    try:
        holiday_file(path.read_text("utf-8"))
    except SlipsFound as wrong:
        return wrong.slips
    except OSError:
        pass
    return ()


def surroundings(root: Path) -> Surroundings:
    lists = [path.stem for path in (root / "values").glob("*.*")]
    return Surroundings(lists=tuple(lists), icons=tuple(path.stem for path in (root / "icons").glob("*.svg")))


def every_version(place: Callable[..., Path]) -> Iterator[VersionFiles]:
    """The files of every version, by code and version."""
    blocks = {path.stem: path.read_text("utf-8") for path in sorted(place("forms").glob("*.toml"))}
    languages = sorted(path.name for path in place("words").glob("*") if path.is_dir())
    shared = _sheets(place("forms", "sheets"), "forms/sheets")
    block_words = {block: _words(place, languages, "forms", block) for block in blocks}
    for folder in sorted(path for path in place("procedures").glob("*") if path.is_dir()):
        words = _words(place, languages, "procedures", folder.name)
        areas = {path.stem: path.read_text("utf-8") for path in sorted((folder / "areas").glob("*.toml"))}
        sheets = {**shared, **_sheets(folder / "sheets", f"procedures/{folder.name}/sheets")}
        for path in sorted(folder.glob("*.toml")):
            text = path.read_text("utf-8")
            used = {block: one for block, one in blocks.items() if f'"{block}"' in text}
            used_words = {block: block_words[block] for block in used}
            printed = {name: one for name, one in sheets.items() if f'"{Path(name).stem}"' in text}
            yield VersionFiles(folder.name, path.stem, text, words, used, used_words, areas, printed)


def _sheets(folder: Path, name: str) -> dict[str, str]:
    return {f"{name}/{path.name}": path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))}


def _words(place: Callable[..., Path], languages: list[str], kind: str, name: str) -> dict[str, str]:
    paths = {language: place("words", language, kind, f"{name}.toml") for language in languages}
    return {language: path.read_text("utf-8") for language, path in paths.items() if path.is_file()}


def overlaps(files: Iterable[VersionFiles]) -> list[Slip]:
    """Of one code, no day falls under two versions."""
    spans: dict[str, list[tuple[str, Span]]] = {}
    slips: list[Slip] = []
    for one in files:
        span = _span(one)
        for other, before in spans.get(one.code, []) if span else []:
            if span is not None and _meet(span, before):
                values = {"code": one.code, "one": other, "other": one.version}
                slips.append(Slip(_span_place(one), "versions-overlap", values))
        if span is not None:
            spans.setdefault(one.code, []).append((one.version, span))
    return slips


def gaps(files: Iterable[VersionFiles]) -> list[Slip]:
    """Of one code, no day between two versions falls under none."""
    dated = ((one.code, span.since, one, span) for one in files if (span := _span(one)) is not None)
    spans = sorted(dated, key=lambda each: each[:2])
    slips: list[Slip] = []
    for (code, _, before, ended), (other, since, later, _) in pairwise(spans):
        if code == other and ended.until is not None and ended.until + timedelta(days=1) < since:
            first, last = ended.until + timedelta(days=1), since - timedelta(days=1)
            days = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
            slips.append(Slip(_span_place(later), "versions-gap", {"code": code, "one": before.version, **days}))
    return slips


def _span_place(files: VersionFiles) -> SourcePlace:
    path = "procedure", "in_force"
    return SourcePlace(files.name, read_source(files.text, files.name).line(*path), ".".join(path))


def _span(files: VersionFiles) -> Span | None:
    """From the bare text: that all of it is in order is looked at elsewhere."""
    try:
        span = tomllib.loads(files.text)["procedure"]["in_force"]
        days = span["from"], span.get("until")
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    whole = isinstance(days[0], date) and isinstance(days[1], date | None)
    return Span(*days) if whole else None


def _meet(one: Span, other: Span) -> bool:
    ends = one.until is None or other.since <= one.until, other.until is None or one.since <= other.until
    return all(ends)


def _apart(versions: list[ProcedureVersion]) -> tuple[ProcedureVersion, ...]:
    """In the order of their first days; of two that overlap the earlier stays."""
    apart: list[ProcedureVersion] = []
    for one in sorted(versions, key=lambda version: version.head.in_force.since):
        if not apart or not _meet(apart[-1].head.in_force, one.head.in_force):
            apart.append(one)
    return tuple(apart)
