"""From the files of a procedure to a version that works: texts beside keys, expressions as functions.

What is put together here was decoded; whether it also makes sense is for ``lint`` to say, which works on the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kiosk.domain.procedure import FormPage, ReviewPart
from kiosk.forms.elements import Expression, FieldSpec, GroupSpec
from kiosk.forms.evaluation import Run, compiled
from kiosk.forms.kinds import Kind, Names
from kiosk.forms.names import names_of, row_names
from kiosk.forms.ordering import ordered
from kiosk.forms.schema import ProcedureSpec
from kiosk.forms.sheet import (
    ProcedureVersion,
    SheetChoice,
    SheetDocument,
    SheetField,
    SheetGroup,
    SheetRule,
)
from kiosk.forms.sheet_template import SheetTemplate
from kiosk.forms.syntax import ExpressionFault, Node
from kiosk.forms.texts import Text, Texts
from kiosk.forms.typing_rules import type_of


def assembled(
    spec: ProcedureSpec, texts: Texts, content: str = "", templates: Mapping[str, SheetTemplate] | None = None
) -> ProcedureVersion:
    """``spec`` is expanded, and lint found nothing in it that cannot be evaluated."""
    maker = _Maker(spec, texts)
    return ProcedureVersion(
        spec,
        texts,
        tuple(maker.group(group) for group in spec.groups),
        tuple(maker.pages()),
        tuple(
            ReviewPart(texts.text(f"review.{one.key}.title"), one.icon, one.groups, one.bold, one.plain)
            for one in spec.review
        ),
        tuple(maker.rules()),
        tuple(
            SheetDocument(
                one,
                texts.text(f"documents.{one.key}.name"),
                texts.text(f"documents.{one.key}.note"),
                maker.run(one.relevant),
            )
            for one in spec.documents
        ),
        ordered(spec),
        maker.others(),
        content,
        templates or {},
    )


class _Maker:
    def __init__(self, spec: ProcedureSpec, texts: Texts) -> None:
        self._spec, self._texts = spec, texts
        self._names = names_of(spec)

    def run(self, expression: Expression | None, names: Names | None = None) -> Run | None:
        if expression is None:
            return None
        known = names or self._names
        return compiled(expression.tree, lambda node: _is_money(node, known))

    def group(self, spec: GroupSpec) -> SheetGroup:
        names = row_names(self._spec, spec.key) if spec.repeat else self._names
        text = self._texts.text
        return SheetGroup(
            spec.key,
            spec,
            text(f"groups.{spec.key}.title", f"blocks.{spec.use}.title"),
            tuple(self._field(one, spec, names) for one in spec.fields),
            text(f"groups.{spec.key}.row"),
            self.run(spec.relevant),
        )

    def _field(self, spec: FieldSpec, group: GroupSpec, names: Names) -> SheetField:
        key, text = f"{group.key}.{spec.key}", self._text_of(spec, group)
        conditions = (self.run(group.relevant), self.run(spec.relevant, names))
        return SheetField(
            key,
            group.key,
            spec,
            text("label"),
            text("hint"),
            tuple(
                SheetChoice(one.value, text(f"choices.{one.value}.label"), one.icon, text(f"choices.{one.value}.note"))
                for one in spec.choices
            ),
            tuple(one for one in conditions if one is not None),
            self.run(spec.required, names) if isinstance(spec.required, Expression) else None,
            self.run(spec.constraint, names),
            text("constraint"),
            self.run(spec.calculation, names),
            group.source.removeprefix("party.") if spec.card else "",
            self.run(group.source_if),
            group.repeat is not None,
            group.source_else.removeprefix("party.") if spec.card else "",
        )

    def _text_of(self, spec: FieldSpec, group: GroupSpec) -> Callable[[str], Text]:
        def text(part: str) -> Text:
            return self._texts.text(
                f"fields.{group.key}.{spec.key}.{part}", f"blocks.{group.use}.fields.{spec.key}.{part}"
            )

        return text

    def pages(self) -> Iterator[FormPage]:
        asked = {group.key: tuple(f"{group.key}.{one.key}" for one in group.fields) for group in self._spec.groups}
        tables = {group.key for group in self._spec.groups if group.repeat}
        calculated = {
            f"{group.key}.{one.key}" for group in self._spec.groups for one in group.fields if one.calculation
        }
        for page in self._spec.pages:
            fields = page.asks or ((page.group,) if page.group in tables else asked.get(page.group, ()))
            asked_here = tuple(key for key in fields if key not in calculated)
            texts = [f"pages.{page.key}"] + ([f"pages.{page.mirror_of}"] if page.mirror_of else [])
            title = self._texts.text(*(f"{one}.title" for one in texts))
            hint = self._texts.text(*(f"{one}.hint" for one in texts))
            yield FormPage(page.key, title, asked_here, hint, asked_here[0].split(".")[0] if asked_here else page.group)

    def rules(self) -> Iterator[SheetRule]:
        for rule in self._spec.rules:
            names = row_names(self._spec, rule.each) if rule.each else self._names
            must = self.run(rule.must, names)
            assert must is not None
            text = self._texts.text(f"rules.{rule.key}.text")
            says, carries = self._runs(rule.says, names), self._runs(rule.carries, names)
            sentence = self._texts.text(f"rules.{rule.key}.said") if says else {}
            yield SheetRule(rule, text, must, self.run(rule.relevant, names), sentence, says, carries)

    def _runs(self, named: Mapping[str, Expression], names: Names) -> Mapping[str, Run]:
        return {name: run for name, one in named.items() if (run := self.run(one, names)) is not None}

    def others(self) -> Mapping[str, Run]:
        """The expressions of fees, limits, flags, parties and printed papers, by their text."""
        runs = {}
        for expression in other_expressions(self._spec):
            run = self.run(expression)
            assert run is not None
            runs[expression.text] = run
        return runs


def other_expressions(spec: ProcedureSpec) -> Iterator[Expression]:
    """Every expression over the whole case that decides about no field, group, rule or document."""
    for fee in spec.fees:
        yield from _there(fee.relevant, fee.per, fee.times)
        yield from (row.relevant for row in fee.amounts if row.relevant)
        yield from (one.relevant for one in fee.exemptions)
    yield from _there(*(one.relevant for one in spec.limits))
    yield from _there(*(one.relevant for one in spec.papers))
    for party in spec.parties:
        signs = party.signature if isinstance(party.signature, Expression) else None
        yield from _there(party.relevant, party.fits, signs)
    yield from (flag.relevant for flag in spec.flags)
    yield from _there(*(one.relevant for one in spec.linked))
    for amount in spec.amounts:
        yield from (row.relevant for row in amount.amounts if row.relevant)
    for group in spec.groups:
        yield from (expression for one in group.fields for expression in one.suggest_if.values())


def _there(*expressions: Expression | None) -> Iterator[Expression]:
    yield from (one for one in expressions if one is not None)


def _is_money(node: Node, names: Names) -> bool:
    try:
        return type_of(node, names).kind is Kind.MONEY
    except ExpressionFault:
        return False
