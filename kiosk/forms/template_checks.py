"""The words of an official sheet: every field that they name is there, and every line is of one kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.forms.elements import Expression
from kiosk.forms.kinds import NUMBER, Kind, Names, ValueType
from kiosk.forms.names import names_of, row_names
from kiosk.forms.placeholders import PARTS_OF_A_DAY, PARTS_OF_AN_HOUR, Placeholder, moved, parts_of
from kiosk.forms.schema import ProcedureSpec
from kiosk.forms.sheet_template import SheetTemplate, SignaturePlace, TemplateLine, line_kind
from kiosk.forms.slips import Slip, SourcePlace
from kiosk.forms.syntax import ExpressionFault, names_in
from kiosk.forms.typing_rules import near, type_of

_LIVE = ("party.", "consent.", "channel", "amount.")
"""What is known while somebody stands there, and not from what was filed."""
_SUBJECT = re.compile(r"\{([^{}]*)\}")
SIZES = range(9, 15)
"""Points in which a form is set: smaller nobody reads it, larger it is no form."""
_WRITTEN = (Kind.TEXT, Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.TIME, Kind.YES_NO, Kind.PLACE, Kind.ANY)
_WANTED = {
    "tick": (Kind.YES_NO,),
    "digits": (Kind.TEXT, Kind.NUMBER),
    "name": (Kind.TEXT,),
    **dict.fromkeys(PARTS_OF_A_DAY, (Kind.DATE,)),
    **dict.fromkeys(PARTS_OF_AN_HOUR, (Kind.TIME,)),
}


def sheet_names(names: Names) -> Names:
    """What the words of a sheet may name."""
    return {name: kind for name, kind in names.items() if not name.startswith(_LIVE)}


def template_slips(template: SheetTemplate, spec: ProcedureSpec) -> Iterator[Slip]:
    """``spec`` is expanded."""
    names = sheet_names(names_of(spec))
    for key in ("title", "number", "to"):
        yield from _words(getattr(template, key), names, template.place.at(key))
    if template.size not in SIZES:
        yield Slip(template.place.at("size"), "sheet-size", {"least": SIZES[0], "most": SIZES[-1]})
    yield from _choices(template, spec, template.place.at("choices"))
    yield from _subject(template, spec)
    for line in template.lines:
        yield from _line(line, names, spec)


def _subject(template: SheetTemplate, spec: ProcedureSpec) -> Iterator[Slip]:
    """A sheet says who it is about, and not only where they sign."""
    written = {name for words in _every_words(template) for name in _names_in(words)}
    for name in _SUBJECT.findall(spec.procedure.subject):
        if name not in written:
            yield Slip(template.place.at("title"), "sheet-without-subject", {"name": name})


def _every_words(template: SheetTemplate) -> Iterator[str]:
    yield from (template.title, template.to)
    for line in template.lines:
        yield from (line.text, line.heading, line.centre, line.right)
        yield from (words for row in line.cells for words in row)


def _names_in(words: str) -> Iterator[str]:
    try:
        parts = parts_of(words)
    except ExpressionFault:  # said with its line
        return
    for part in parts:
        if isinstance(part, Placeholder) and part.tree is not None:
            yield from names_in(part.tree)


def _choices(template: SheetTemplate, spec: ProcedureSpec, place: SourcePlace) -> Iterator[Slip]:
    every = [(group, one) for group in spec.groups for one in group.fields]
    for key, words in template.choices.items():
        fields = [one for group, one in every if key in (one.key, f"{group.key}.{one.key}")]
        if not fields:
            known = {f"{group.key}.{one.key}" for group, one in every}
            yield Slip(place, "unknown-field", {"name": key, "near": near(key, known)})
            continue
        known = {choice.value for one in fields for choice in one.choices} | {"yes", "no"}
        for value in words.keys() - known:
            yield Slip(place, "no-such-word", {"word": value, "near": near(value, known), "known": ", ".join(known)})


def _line(line: TemplateLine, names: Names, spec: ProcedureSpec) -> Iterator[Slip]:
    kind = line_kind(line)
    if not kind:
        yield Slip(line.place, "sheet-line-kind")
        return
    yield from condition_slips(line.relevant, names)
    for words in (line.text, line.heading, line.note, line.centre, line.right, *line.total):
        yield from _words(words, names, line.place.at(kind))
    for number, row in enumerate(line.cells):
        for words in row:
            yield from _words(words, names, line.place.at(f"cells[{number}]"))
    if line.cells and len({len(row) for row in line.cells}) != 1:
        yield Slip(line.place.at("cells"), "sheet-cells")
    if line.table:
        yield from _table(line, spec)
    for one in line.signatures:
        yield from _signature(one, names, spec)


def _table(line: TemplateLine, spec: ProcedureSpec) -> Iterator[Slip]:
    tables = {group.key for group in spec.groups if group.repeat}
    if line.table not in tables:
        values = {"name": line.table, "near": near(line.table, tables)}
        yield Slip(line.place.at("table"), "unknown-table", values)
        return
    if not line.columns or (line.total and len(line.total) != len(line.columns)):
        yield Slip(line.place.at("table"), "sheet-cells")
    inside = {**sheet_names(row_names(spec, line.table)), "n": NUMBER}
    for column in line.columns:
        yield from _words(column.text, inside, column.place.at("text"))


def _signature(one: SignaturePlace, names: Names, spec: ProcedureSpec) -> Iterator[Slip]:
    for words in (one.date, one.title, one.name, *one.above):
        yield from _words(words, names, one.place)
    parties = {party.key for party in spec.parties}
    if one.party and one.party not in parties:
        yield Slip(one.place.at("party"), "unknown-party", {"name": one.party, "near": near(one.party, parties)})


def condition_slips(condition: Expression | None, names: Names) -> Iterator[Slip]:
    """Why a condition cannot be decided by what was filed."""
    if condition is None:
        return
    try:
        given = type_of(condition.tree, names)
    except ExpressionFault as fault:
        yield Slip(condition.place, fault.reason, {**fault.values, "column": fault.at + 1})
        return
    if given.kind is not Kind.YES_NO:
        yield Slip(condition.place, "wrong-kind", {"wanted": Kind.YES_NO, "given": given.kind, "column": 1})


def _words(words: str, names: Names, place: SourcePlace) -> Iterator[Slip]:
    try:
        parts = parts_of(words)
    except ExpressionFault as fault:
        yield Slip(place, fault.reason, {**fault.values, "column": fault.at + 1})
        return
    for part in parts:
        if isinstance(part, Placeholder) and part.tree is not None:
            try:
                _fits(part, type_of(part.tree, names))
            except ExpressionFault as fault:
                whole = moved(fault, part.at)
                yield Slip(place, whole.reason, {**whole.values, "column": whole.at + 1})


def _fits(part: Placeholder, given: ValueType) -> None:
    wanted = _WANTED.get(part.verb, _WRITTEN)
    if given.kind not in wanted:
        raise ExpressionFault("wrong-kind", 0, wanted=wanted[0], given=given.kind)
