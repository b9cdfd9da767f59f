"""The official sheets of a filing, filled, as PDF to sign: before it is handed in, and from what was filed afterwards.

Which sheets there are, and what stands in them, is the procedure's data (``[[papers]]`` and its templates); a filing is
printed by the templates of the version that it was made under.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.config import Office
from kiosk.domain.procedure import Procedure
from kiosk.forms.effects import PrintedPaperSpec
from kiosk.forms.evaluation import compiled
from kiosk.forms.filed_answers import FiledAnswers, FiledEntries
from kiosk.forms.sheet import ProcedureVersion
from kiosk.forms.sheet_filling import filled_sheet
from kiosk.procedures.kiosk_form import VersionEngine
from kiosk.procedures.listed_choices import coded_name
from kiosk.services.filed_sheet import office_values
from kiosk.services.typesetting import typeset_sheet

SAMPLE = "BẢN MẪU"
"""Across every sheet that the demo prints, and none that an office does."""


@dataclass(frozen=True)
class PrintedSheet:
    """One sheet of a filing. ``title`` on one line; ``number``: which of the law's forms, empty where it has none."""

    key: str
    title: str
    number: str
    copies: int
    parties: tuple[str, ...]  # who signs on it


@dataclass(frozen=True)
class SheetMoment:
    """For which office and when a sheet is printed. ``code`` of the dossier, once there is one; ``signatures`` by
    party, as SVG; ``sample``: in the demo."""

    office: Office
    at: datetime
    code: str = ""
    signatures: Mapping[str, str] = field(default_factory=dict, repr=False)
    sample: bool = False


def sheets_of(procedure: Procedure, answers: FiledEntries, moment: SheetMoment) -> tuple[PrintedSheet, ...]:
    """The sheets of these answers, in the procedure's order."""
    version = _version(procedure)
    if version is None:
        return ()
    filed = _filed(version, answers, moment)
    there = (paper for paper in version.papers if paper.template in version.templates and _holds(paper, filed))
    return tuple(_sheet(version, paper, filed) for paper in there)


def sheet_pdf(procedure: Procedure, key: str, answers: FiledEntries, moment: SheetMoment) -> bytes:
    """The sheet ``key``, tagged (PDF/UA-1), its fonts embedded. KeyError where this procedure has no such sheet."""
    version = _version(procedure)
    paper = next((one for one in version.papers if one.key == key), None) if version else None
    if version is None or paper is None:
        raise KeyError(key)
    filled = filled_sheet(version, version.templates[paper.template], _filed(version, answers, moment), coded_name)
    head = {
        "office": moment.office.full_name,
        "code": moment.code,
        "signatures": dict(moment.signatures),
        "sample": SAMPLE if moment.sample else "",
    }
    return typeset_sheet({**filled, **head}, moment.at)


def _version(procedure: Procedure) -> ProcedureVersion | None:
    """None for what is of no procedure's file: an answer to the office."""
    return procedure.engine.version if isinstance(procedure.engine, VersionEngine) else None


def _filed(version: ProcedureVersion, answers: FiledEntries, moment: SheetMoment) -> FiledAnswers:
    return FiledAnswers(version, answers, office_values(moment.office), moment.at.date())


def _holds(paper: PrintedPaperSpec, filed: FiledAnswers) -> bool:
    return paper.relevant is None or compiled(paper.relevant.tree)(filed) is True


def _sheet(version: ProcedureVersion, paper: PrintedPaperSpec, filed: FiledAnswers) -> PrintedSheet:
    template = version.templates[paper.template]
    data: Mapping[str, Any] = filled_sheet(version, template, filed, coded_name)
    parties = tuple(one.party for line in template.lines for one in line.signatures if one.party)
    return PrintedSheet(paper.key, " ".join(template.title.split()), data["number"], paper.copies, parties)
