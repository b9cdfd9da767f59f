"""For who writes an official sheet: the sheets of a procedure, filled by its sample filings, as PDF to look at."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kiosk import catalogue
from kiosk.config import Office
from kiosk.domain.calendar import ZONE
from kiosk.errors import UnknownProcedure
from kiosk.forms.filed_answers import entries_of
from kiosk.forms.samples import AreaLookup, sample_form, whole_sample
from kiosk.forms.sheet import ProcedureVersion
from kiosk.procedures.kiosk_form import VersionEngine
from kiosk.procedures.kiosk_view import procedure_view
from kiosk.procedures.register import sample_area
from kiosk.resources import ASSETS, asset
from kiosk.services.printed_sheets import SheetMoment, sheet_pdf, sheets_of


def write_sheets(folder: Path | None, code: str, sample: str, out: Path) -> tuple[Path, ...]:
    """The files that were written. UnknownProcedure where ``folder`` (None: the catalogue in force) has no such
    procedure, or none that stands its checks; KeyError for a ``sample`` that it has not."""
    versions = catalogue.register_in(folder or asset("procedures").parent, rehearse=False).versions.get(code, ())
    if not versions:
        raise UnknownProcedure("none that stands its checks", procedure=code)
    area = sample_area(ASSETS / "areas")
    files: list[Path] = []
    for version in versions:
        files += _of_version(version, area, sample, out)
    if sample and not files:
        raise KeyError(sample)
    return tuple(files)


def _of_version(version: ProcedureVersion, area: AreaLookup, sample: str, out: Path) -> list[Path]:
    procedure = procedure_view(version, version.head.in_force.since, VersionEngine(version))
    files = []
    out.mkdir(parents=True, exist_ok=True)
    for one in version.samples:
        if sample in ("", one.key):
            form = sample_form(version, whole_sample(version, one), area)
            at = datetime.combine(form.context.today, datetime.min.time().replace(hour=9), ZONE)
            entries, moment = entries_of(form), SheetMoment(Office(), at, sample=True)
            for sheet in sheets_of(procedure, entries, moment):
                path = out / f"{version.code}.{version.version}.{one.key}.{sheet.key}.pdf"
                path.write_bytes(sheet_pdf(procedure, sheet.key, entries, moment))
                files.append(path)
    return files
