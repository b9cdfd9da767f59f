"""Everything that is looked at before a version may come into force. What is wrong is said with its line, all at once.

Three rounds, each only where the one before found nothing: names and keys (``references``); expressions with their
kinds, dead conditions, circles, prices, texts; then what the author promised, the rules' examples and the samples.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from kiosk.forms.assembly import assembled, other_expressions
from kiosk.forms.dead import always, never
from kiosk.forms.effects import FeeSpec
from kiosk.forms.elements import Expression
from kiosk.forms.examples import example_slips
from kiosk.forms.kinds import Kind, Names, ValueType, alike
from kiosk.forms.names import field_type, names_of, row_names
from kiosk.forms.ordering import circles
from kiosk.forms.references import Surroundings, reference_slips
from kiosk.forms.samples import AreaLookup, sample_slips
from kiosk.forms.schema import ProcedureSpec
from kiosk.forms.sheet import ProcedureVersion
from kiosk.forms.slips import Slip, SlipsFound
from kiosk.forms.syntax import ExpressionFault, Node
from kiosk.forms.text_checks import text_slips
from kiosk.forms.texts import Texts
from kiosk.forms.typing_rules import type_of


def checked_version(
    spec: ProcedureSpec,
    texts: Texts,
    surroundings: Surroundings,
    content: str = "",
    area: AreaLookup | None = None,
    odd_words: Sequence[Slip] = (),
    *,
    rehearse: bool = True,
) -> ProcedureVersion:
    """The version that works; ``spec`` is expanded. SlipsFound where it must not come into force. ``odd_words``: what
    is wrong in the files of its texts; ``rehearse``: run its examples and samples."""
    _stop(list(reference_slips(spec, surroundings)))
    _stop([*odd_words, *expression_slips(spec), *_circle_slips(spec), *_price_slips(spec), *text_slips(spec, texts)])
    version = assembled(spec, texts, content)
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
    for document in spec.documents:
        yield from _condition(document.relevant, names)
    counts = {id(fee.per) for fee in spec.fees if fee.per}
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


def _fault(expression: Expression, fault: ExpressionFault) -> Slip:
    return Slip(expression.place, fault.reason, {**fault.values, "column": fault.at + 1})


# --- circles and prices ---------------------------------------------------------------------------------------------


def _circle_slips(spec: ProcedureSpec) -> Iterator[Slip]:
    places = {f"{group.key}.{one.key}": one.place for group in spec.groups for one in group.fields}
    places |= {group.key: group.place for group in spec.groups}
    for circle in circles(spec):
        yield Slip(places[circle[0]], "circle", {"way": " → ".join((*circle, circle[0]))})


def _price_slips(spec: ProcedureSpec) -> Iterator[Slip]:
    """On every day on which the version is in force, each fee has a price for whoever comes."""
    for fee in spec.fees:
        if fee.amounts:
            gap = next((day for day in _turns(spec, fee) if not _priced(fee, day)), None)
            if gap is not None:
                yield Slip(fee.place, "price-gap", {"key": fee.key, "day": f"{gap:%d/%m/%Y}"})


def _turns(spec: ProcedureSpec, fee: FeeSpec) -> list[date]:
    """The first day of the version, and each day after a price has ended."""
    span = spec.procedure.in_force
    after = [row.until + timedelta(days=1) for row in fee.amounts if row.until and row.until < date.max]
    return [span.since, *(day for day in sorted(after) if span.holds(day))]


def _priced(fee: FeeSpec, day: date) -> bool:
    plain = (row for row in fee.amounts if not row.channel and not row.province and row.relevant is None)
    return any((row.since is None or row.since <= day) and (row.until is None or day <= row.until) for row in plain)
