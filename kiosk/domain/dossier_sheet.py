"""A dossier as an officer reads it: fields by their parts, each with what it was before, and papers. Plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kiosk.domain.correction import changes_of
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.domain.procedure import FieldType, Procedure, row_key
from kiosk.domain.submission import DocumentRef, Filing

NOT_MENDABLE = frozenset({"card", "computed"})
"""Origins whose answers nobody types over: the chip's own, and what follows from others."""


@dataclass(frozen=True)
class DossierField:
    """One line. ``value`` is what counts; where it was mended, ``before`` is what was handed in, ``reason`` why."""

    key: str
    label: str  # as the official sheet prints it
    value: str
    part: str  # the section it stands in
    origin: str
    mendable: bool
    text: str = ""  # the value as it is read: the choice's label
    before: str = ""
    reason: str = ""
    mended_by: int = 0
    mended_at: datetime | None = None


@dataclass(frozen=True)
class DossierPaper:
    """One paper. ``replaced``: another has taken its place; it stays to be looked at."""

    key: str
    name: str
    sha256: str
    size: int  # bytes
    pages: int
    by: int = 0  # the account that added it; 0: handed in with the dossier
    replaced: bool = False


def fields_of(filing: Filing, procedure: Procedure | None, events: Sequence[DossierEvent]) -> tuple[DossierField, ...]:
    """The sheet's order; what the sheet of that time does not know stands at the end, by its key."""
    mended = {one.facts.get("field", ""): one for one in events if one.kind is DossierEventKind.MENDED}
    lines = _by_sheet(filing, procedure) if procedure else {}
    lines |= {
        line.key: line for key, one in filing.answers.items() if "rows" in one for line in _rows(key, one, procedure)
    }
    lines |= {key: _bare(key, one) for key, one in filing.answers.items() if key not in lines and "rows" not in one}
    lines = {key: _with(line, mended.get(key)) for key, line in lines.items()}
    return tuple(_corrected(lines, events).values())


def answers_now(filing: Filing, events: Sequence[DossierEvent]) -> dict[str, str]:
    """Every answer by its key, as it counts now."""
    answers = {key: answer.get("value", "") for key, answer in filing.answers.items()}
    mended = (one.facts for one in events if one.kind is DossierEventKind.MENDED and one.facts)
    answers |= {facts["field"]: facts["after"] for facts in mended}
    return answers | {one.key: one.after for event in events if event.kind in _CORRECTED for one in changes_of(event)}


_CORRECTED = frozenset({DossierEventKind.CORRECTED})


def _corrected(lines: dict[str, DossierField], events: Sequence[DossierEvent]) -> dict[str, DossierField]:
    """With what a chief approved: it counts, and what was registered stands beside it."""
    for event in (one for one in events if one.kind in _CORRECTED):
        for change in changes_of(event):
            line = lines.get(change.key)
            if line is not None:
                lines[change.key] = replace(
                    line,
                    value=change.after,
                    text=change.after,
                    before=change.before,
                    reason=event.facts.get("reason", ""),
                    mended_by=event.staff,
                    mended_at=event.at,
                )
    return lines


def _by_sheet(filing: Filing, procedure: Procedure) -> dict[str, DossierField]:
    lines = {}
    for section in procedure.sections:
        for item in section.fields:
            answer = filing.answers.get(item.key)
            if answer is None and item.type is FieldType.COMPUTED:
                continue
            value, origin = (answer["value"], answer.get("origin", "")) if answer else ("", "")
            if not answer and not item.required:
                continue
            mendable = origin not in NOT_MENDABLE and item.type is not FieldType.COMPUTED
            text = next((choice.label["vi"] for choice in item.choices if choice.value == value), value)
            lines[item.key] = DossierField(item.key, item.official, value, section.official, origin, mendable, text)
    return lines


def _rows(key: str, answer: Mapping[str, Any], procedure: Procedure | None) -> Iterator[DossierField]:
    """Each line of a table, in the words of its sheet. What stands in one is not mended by itself."""
    table = next((one for one in procedure.tables if one.key == key), None) if procedure else None
    columns = {item.key.rpartition(".")[2]: item for item in table.fields} if table else {}
    for number, row in enumerate(answer["rows"]):
        part = f"{table.official if table else key} ({number + 1})"
        for name, one in row.items():
            item, value = columns.get(name), str(one.get("value", ""))
            text = (
                next((choice.label["vi"] for choice in item.choices if choice.value == value), value) if item else value
            )
            label = item.official if item else name
            yield DossierField(row_key(key, number, name), label, value, part, one.get("origin", ""), False, text)


def _bare(key: str, answer: Mapping[str, str]) -> DossierField:
    value, origin = answer.get("value", ""), answer.get("origin", "")
    part = key.rpartition(".")[0]
    return DossierField(key, key, value, part, origin, origin not in NOT_MENDABLE, value)


def _with(line: DossierField, event: DossierEvent | None) -> DossierField:
    if event is None or not event.facts:
        return line
    after, reason = event.facts["after"], event.facts.get("reason", "")
    return replace(
        line, value=after, text=after, before=line.value, reason=reason, mended_by=event.staff, mended_at=event.at
    )


def papers_of(filing: Filing, procedure: Procedure | None, events: Sequence[DossierEvent]) -> tuple[DossierPaper, ...]:
    """What was handed in and what was added, the newest of each key last."""
    names = {one.key: one.name["vi"] for one in procedure.documents} if procedure else {}
    papers = [
        DossierPaper(one.key, names.get(one.key, one.key), one.sha256, one.size, one.pages) for one in filing.documents
    ]
    for event in events:
        if event.kind is not DossierEventKind.PAPER or not event.facts:
            continue
        facts = event.facts
        papers = [replace(one, replaced=one.replaced or one.sha256 == facts.get("replaces")) for one in papers]
        size, pages = int(facts["size"]), int(facts["pages"])
        name = names.get(facts["key"], facts["key"])
        papers.append(DossierPaper(facts["key"], name, facts["sha256"], size, pages, event.staff))
    return tuple(papers)


def _paper(one: DocumentRef, names: Mapping[str, str]) -> DossierPaper:
    return DossierPaper(one.key, names.get(one.key, one.key), one.sha256, one.size, one.pages)
