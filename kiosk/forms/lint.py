"""Everything that is looked at before a version may come into force. What is wrong is said with its line, all at once.

Three rounds, each only where the one before found nothing: names and keys (``references``); expressions with their
kinds, dead conditions, circles, prices, texts; then what the author promised, the rules' examples and the samples.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kiosk.domain.checks import Level
from kiosk.domain.procedure import DESKS
from kiosk.forms.assembly import assembled, other_expressions
from kiosk.forms.dead import always, excluded, never
from kiosk.forms.effects import RuleSpec
from kiosk.forms.elements import Expression
from kiosk.forms.examples import example_slips
from kiosk.forms.kinds import TEXT, Kind, Names, ValueType, alike
from kiosk.forms.names import field_type, names_of, row_names
from kiosk.forms.ordering import circles
from kiosk.forms.price_checks import price_slips
from kiosk.forms.references import Surroundings, reference_slips
from kiosk.forms.sample_people import real_people_slips
from kiosk.forms.samples import AreaLookup, sample_slips
from kiosk.forms.schema import ProcedureSpec
from kiosk.forms.sheet import ProcedureVersion
from kiosk.forms.sheet_template import SheetTemplate
from kiosk.forms.slips import Slip, SlipsFound
from kiosk.forms.syntax import ExpressionFault, Node
from kiosk.forms.template_checks import condition_slips, sheet_names, template_slips
from kiosk.forms.text_checks import text_slips
from kiosk.forms.texts import Texts
from kiosk.forms.typing_rules import near, type_of


def checked_version(
    spec: ProcedureSpec,
    texts: Texts,
    surroundings: Surroundings,
    content: str = "",
    area: AreaLookup | None = None,
    odd_words: Sequence[Slip] = (),
    templates: Mapping[str, SheetTemplate] | None = None,
    *,
    rehearse: bool = True,
) -> ProcedureVersion:
    """The version that works; ``spec`` is expanded. SlipsFound where it must not come into force. ``odd_words``: what
    is wrong in the files of its texts; ``templates``: what its papers are printed by, by name; ``rehearse``: run its
    examples and samples."""
    _stop(list(reference_slips(spec, surroundings)))
    promises = (*price_slips(spec), *_another_slips(spec), *_desk_slips(spec), *text_slips(spec, texts))
    shapes = (*expression_slips(spec), *_circle_slips(spec), *clash_slips(spec), *_sheet_slips(spec, templates or {}))
    _stop([*odd_words, *shapes, *promises, *real_people_slips(spec)])
    version = assembled(spec, texts, content, templates)
    if rehearse:
        _stop([*example_slips(version, area.places if area else None), *sample_slips(version, area)])
    return version


def _stop(slips: list[Slip]) -> None:
    if slips:
        once = {str(one): one for one in slips}
        raise SlipsFound(tuple(sorted(once.values(), key=lambda one: (one.place, one.reason))))


# --- expressions ----------------------------------------------------------------------------------------------------


def expression_slips(spec: ProcedureSpec) -> Iterator[Slip]:
    names = names_of(spec)
    for group in spec.groups:
        here = row_names(spec, group.key) if group.repeat else names
        above = [group.relevant.tree] if group.relevant else []
        yield from _condition(group.relevant, names)
        yield from _condition(group.source_if, names)
        for one in group.fields:
            yield from _condition(one.relevant, here, above)
            yield from _condition(one.required if isinstance(one.required, Expression) else None, here)
            this = {**here, "this": field_type(one)}
            yield from _condition(one.constraint, this)
            if one.constraint is not None and "this" not in one.constraint.names:
                yield Slip(one.constraint.place, "constraint-without-this")
            yield from _calculated(one.calculation, field_type(one), here)
    for rule in spec.rules:
        here = row_names(spec, rule.each) if rule.each else names
        yield from _condition(rule.relevant, here)
        yield from _condition(rule.must, here)
        for expression in rule.says.values():
            yield from _filled_in(expression, here)
        for expression in rule.carries.values():
            yield from _calculated(expression, TEXT, here)
    for document in spec.documents:
        yield from _condition(document.relevant, names)
    counts = {id(one) for fee in spec.fees for one in (fee.per, fee.times) if one}
    for expression in other_expressions(spec):
        if id(expression) in counts:
            yield from _calculated(expression, ValueType(Kind.NUMBER), names)
        else:
            yield from _condition(expression, names)


def _condition(expression: Expression | None, names: Names, above: list[Node] | None = None) -> Iterator[Slip]:
    if expression is None:
        return
    try:
        given = type_of(expression.tree, names)
    except ExpressionFault as fault:
        yield _fault(expression, fault)
        return
    if given.kind is not Kind.YES_NO:
        yield Slip(expression.place, "wrong-kind", {"wanted": Kind.YES_NO, "given": given.kind, "column": 1})
    elif never([*(above or []), expression.tree], names):
        yield Slip(expression.place, "never-holds", {"expression": expression.text})
    elif always(expression.tree, names):
        yield Slip(expression.place, "always-holds", {"expression": expression.text})


def _calculated(expression: Expression | None, wanted: ValueType, names: Names) -> Iterator[Slip]:
    if expression is None:
        return
    try:
        given = type_of(expression.tree, names)
    except ExpressionFault as fault:
        yield _fault(expression, fault)
        return
    if not alike(given, wanted) and wanted.kind is not Kind.TEXT:
        yield Slip(expression.place, "wrong-kind", {"wanted": wanted.kind, "given": given.kind, "column": 1})
    elif wanted.choices and given.choices and not given.choices <= wanted.choices:
        value = min(given.choices - wanted.choices)
        yield Slip(expression.place, "no-such-choice", {"value": value, "near": "", "column": 1})


def _filled_in(expression: Expression, names: Names) -> Iterator[Slip]:
    """A sentence fills in days, numbers and sums alone: nobody's name, and nothing that was typed."""
    try:
        given = type_of(expression.tree, names)
    except ExpressionFault as fault:
        yield _fault(expression, fault)
        return
    if given.kind not in (Kind.DATE, Kind.NUMBER, Kind.MONEY):
        yield Slip(expression.place, "wrong-kind", {"wanted": Kind.DATE, "given": given.kind, "column": 1})


def _fault(expression: Expression, fault: ExpressionFault) -> Slip:
    return Slip(expression.place, fault.reason, {**fault.values, "column": fault.at + 1})


# --- stops that exclude each other ----------------------------------------------------------------------------------


def clash_slips(spec: ProcedureSpec) -> Iterator[Slip]:
    """Two rules that stop, and that no answer can satisfy both: nobody could file."""
    stops = [rule for rule in spec.rules if rule.level is Level.STOP]
    for index, later in enumerate(stops):
        names = row_names(spec, later.each) if later.each else names_of(spec)
        for first in stops[:index]:
            if first.each == later.each and _clash(first, later, names):
                yield Slip(later.place.at("must"), "stops-exclude", {"key": first.key, "line": first.place.line})


def _clash(first: RuleSpec, later: RuleSpec, names: Names) -> bool:
    if not first.must.names & later.must.names:
        return False
    where = [one.relevant.tree for one in (first, later) if one.relevant is not None]
    try:
        return excluded(where, [first.must.tree, later.must.tree], names)
    except ExpressionFault:  # said by itself
        return False


# --- circles --------------------------------------------------------------------------------------------------------


def _circle_slips(spec: ProcedureSpec) -> Iterator[Slip]:
    places = {f"{group.key}.{one.key}": one.place for group in spec.groups for one in group.fields}
    places |= {group.key: group.place for group in spec.groups}
    for circle in circles(spec):
        yield Slip(places[circle[0]], "circle", {"way": " → ".join((*circle, circle[0]))})


def _another_slips(spec: ProcedureSpec) -> Iterator[Slip]:
    """What a second filing takes along is there."""
    groups = {group.key: {f"{group.key}.{one.key}" for one in group.fields} for group in spec.groups}
    known = {*groups, *(key for keys in groups.values() for key in keys)}
    for name in spec.another.keeps if spec.another else ():
        if spec.another and name not in known:
            yield Slip(spec.another.place.at("keeps"), "unknown-field", {"name": name, "near": near(name, known)})


def _desk_slips(spec: ProcedureSpec) -> Iterator[Slip]:
    """A flag goes to a desk that there is."""
    for flag in spec.flags:
        if flag.queue and flag.queue not in DESKS:
            yield Slip(flag.place.at("queue"), "unknown-desk", {"name": flag.queue, "known": ", ".join(DESKS)})


def _sheet_slips(spec: ProcedureSpec, templates: Mapping[str, SheetTemplate]) -> Iterator[Slip]:
    """What is printed names what is there, and is decided by what was filed."""
    for paper in spec.papers:
        yield from condition_slips(paper.relevant, sheet_names(names_of(spec)))
        if paper.template in templates:
            yield from template_slips(templates[paper.template], spec)
