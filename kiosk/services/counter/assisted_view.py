"""A form that an officer fills for somebody, as plain data: parts of the sheet with all their lines, papers, faults."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.assisted_filing import PAPER_FORM, AssistedOrigin, FilingSource
from kiosk.domain.checks import Level, Problem
from kiosk.domain.draft import Draft
from kiosk.domain.form import NONE_TODAY, WAY, FormContext, FormState, Origin
from kiosk.domain.procedure import SIGNATURE, FieldType, FormField, RequiredDocument, TableSection, row_key
from kiosk.procedures.listed_choices import listed_names
from kiosk.words import words

LANGUAGE = "vi"
"""Officers' own: the sheet is kept in it."""


@dataclass(frozen=True)
class AssistedLine:
    """One line of the sheet. ``text``: the value as it is read; ``kind``: ``FieldType``; ``choices``: value and label;
    ``locked``: from the card."""

    key: str
    label: str
    value: str = field(repr=False)
    text: str = field(repr=False)
    kind: str
    choices: tuple[tuple[str, str], ...]
    required: bool
    locked: bool
    fault: str  # empty: it holds
    stops: bool
    hint: str


@dataclass(frozen=True)
class AssistedPart:
    """A part of the sheet; each row of a table is one, and an empty row that may be begun."""

    key: str
    title: str
    lines: tuple[AssistedLine, ...]

    @property
    def missing(self) -> int:
        return sum(one.stops for one in self.lines)


@dataclass(frozen=True)
class AssistedPaper:
    """``pages``: of the scan that is here, 0 where there is none; ``later``: it is brought another time; ``needed``:
    without it, or the word that it comes later, nothing is filed."""

    key: str
    name: str
    note: str
    needed: bool
    pages: int
    later: bool

    @property
    def may_wait(self) -> bool:
        """Whether it may be brought another time; what the filing is made from may not."""
        return self.key != PAPER_FORM

    @property
    def missing(self) -> bool:
        return self.needed and not self.pages and not self.later


@dataclass(frozen=True)
class AssistedFault:
    """What does not hold. ``field``: of the line that it is said beside; ``stops``: it cannot be filed so."""

    field: str
    text: str = dataclasses.field(repr=False)
    stops: bool


@dataclass(frozen=True)
class AssistedForm:
    """``form`` is its name; ``person``: whom it is for, as far as that is known; ``card``: their card was read."""

    form: str
    revision: int
    procedure: str
    title: str
    origin: AssistedOrigin
    person: str = field(repr=False)
    card: bool
    parts: tuple[AssistedPart, ...]
    papers: tuple[AssistedPaper, ...]
    faults: tuple[AssistedFault, ...]
    owed: int  # đồng

    @property
    def missing(self) -> tuple[str, ...]:
        """What must still come, in words, in the sheet's order."""
        lines = tuple(one.text for one in self.faults if one.stops)
        return lines + tuple(one.name for one in self.papers if one.missing)

    @property
    def source(self) -> FilingSource:
        return FilingSource(self.origin.source)


@dataclass(frozen=True)
class AssistedRow:
    """One form that waits, as the list has it. ``at``: when it was begun; ``by``: the account that changed it last."""

    form: str
    procedure: str
    title: str
    source: str
    giver: str = field(repr=False)
    person: str = field(repr=False)
    subject: str = field(repr=False)
    at: datetime
    by: int
    missing: tuple[str, ...]


def assisted_form(draft: Draft, state: FormState, context: FormContext) -> AssistedForm:
    """``draft`` is an officer's."""
    origin = draft.assisted
    assert origin is not None
    problems = state.problems(context)
    identity = context.identity
    return AssistedForm(
        form=draft.id,
        revision=origin.revision,
        procedure=draft.procedure,
        title=state.procedure.name[LANGUAGE],
        origin=origin,
        person=identity.citizen.full_name if identity else "",
        card=identity is not None and not origin.person,
        parts=tuple(_parts(state, problems)),
        papers=tuple(_papers(state, draft)),
        faults=tuple(_faults(state, problems)),
        owed=sum(amount for _, _, amount in state.fees()),
    )


def _parts(state: FormState, problems: Sequence[Problem]) -> Iterator[AssistedPart]:
    beside = {key: one for one in reversed(problems) for key in (one.field, *one.fields[:1])}
    for section in state.procedure.sections:
        lines = tuple(_line(state, item, beside) for item in section.fields if _asked(state, item))
        if lines:
            yield AssistedPart(section.key, section.title[LANGUAGE], lines)
    for table in state.procedure.tables:
        if state.shows(table.key) or state.rows(table.key):
            yield from _rows(state, table, beside)
    if ways := tuple(_ways(state)):
        yield AssistedPart("ways", words().say("counter.filing.ways"), ways)


def _asked(state: FormState, item: FormField) -> bool:
    """What somebody can answer, and what the card has said."""
    if item.type is FieldType.COMPUTED or not state.shown(item):
        return False
    return state.on_a_page(item.key) or bool(state.value(item.key))


def _line(state: FormState, item: FormField, beside: Mapping[str, Problem]) -> AssistedLine:
    value, problem = state.value(item.key), beside.get(item.key)
    text = next((one.label[LANGUAGE] for one in item.choices if one.value == value), value)
    return AssistedLine(
        key=item.key,
        label=item.label[LANGUAGE],
        value=value,
        text=text,
        kind=item.type.value,
        choices=_choices(item),
        required=item.required,
        locked=state.origin(item.key) is Origin.CARD,
        fault=_sentence(problem) if problem else "",
        stops=problem is not None and problem.level.stops,
        hint=item.example or item.hint.get(LANGUAGE, ""),
    )


def _choices(item: FormField) -> tuple[tuple[str, str], ...]:
    """Value and label; of a list that is filed by its names, the name twice."""
    if item.values_of and not item.choices:
        return tuple((one, one) for one in listed_names(item.values_of))
    return tuple((one.value, one.label[LANGUAGE]) for one in item.choices)


def _rows(state: FormState, table: TableSection, beside: Mapping[str, Problem]) -> Iterator[AssistedPart]:
    """Those that are there, and one more where there may be."""
    count = min(table.most, len(state.rows(table.key)) + 1)
    for row in range(count):
        keys = [row_key(table.key, row, one.key.rpartition(".")[2]) for one in table.fields]
        there = row < len(state.rows(table.key))
        items = [state.procedure.field(key) for key in keys if not there or state.shows(key)]
        lines = tuple(_line(state, one, beside) for one in items if one.type is not FieldType.COMPUTED)
        yield AssistedPart(f"{table.key}.{row}", f"{table.title[LANGUAGE]} ({row + 1})", lines)


def _ways(state: FormState) -> Iterator[AssistedLine]:
    """Papers of which one is enough: which one there is."""
    say = words().say
    for need in state.ways():
        choices = tuple((one.key, one.name[LANGUAGE]) for one in need.ways)
        choices += ((NONE_TODAY, say("counter.filing.none_today")),)
        text = dict(choices).get(need.chosen, "")
        label = say("counter.filing.which_paper")
        yield AssistedLine(WAY + need.key, label, need.chosen, text, "choice", choices, False, False, "", False, "")


def _papers(state: FormState, draft: Draft) -> Iterator[AssistedPaper]:
    assert draft.assisted is not None
    pages = {one.key: one.pages for one in draft.documents}
    later = set(draft.assisted.later) | state.brought()
    if draft.assisted.source == FilingSource.PAPER.value:
        name, note = (words().say(f"counter.filing.{one}") for one in ("paper_form", "paper_form_note"))
        yield AssistedPaper(PAPER_FORM, name, note, True, pages.get(PAPER_FORM, 0), False)
    for item in state.uploads():
        if not item.key.startswith(SIGNATURE.format(party="")):
            yield _paper(item, pages, later)


def _paper(item: RequiredDocument, pages: Mapping[str, int], later: set[str]) -> AssistedPaper:
    name, note = item.name[LANGUAGE], item.note.get(LANGUAGE, "")
    return AssistedPaper(item.key, name, note, item.required, pages.get(item.key, 0), item.key in later)


def _faults(state: FormState, problems: Sequence[Problem]) -> Iterator[AssistedFault]:
    for one in problems:
        if one.level in (Level.STOP, Level.ROUTE, Level.ASK):
            yield AssistedFault(one.field, _named(state, one), one.level.stops)


def _named(state: FormState, problem: Problem) -> str:
    """With its part and its line, for a list that stands apart from the form; of what is empty, those alone."""
    if problem.text:
        return _sentence(problem)
    tables = {one.key: one.title for one in state.procedure.tables}
    parts = {item.key: one.title[LANGUAGE] for one in state.procedure.sections for item in one.fields}
    label = (tables.get(problem.field) or state.procedure.field(problem.field).label)[LANGUAGE]
    line = f"{parts[problem.field]}: {label}" if problem.field in parts else label
    return line if problem.key == EMPTY else f"{line}. {_sentence(problem)}"


EMPTY = "missing"


def _sentence(problem: Problem) -> str:
    """As it is said to an officer."""
    texts = words()
    if problem.text:
        return problem.text[LANGUAGE].format_map(texts.forms())
    if problem.key == EMPTY:
        return texts.say("counter.filing.empty")
    return texts.say(f"form.problem.{problem.key}", **texts.forms(), **dict(problem.values or {}))
