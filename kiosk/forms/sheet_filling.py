"""An official sheet filled in: the template's words with the answers in them, as plain data for a typesetter.

Each run of words is a list of pieces: ``{"text": ...}`` as the form prints it, ``{"answer": ...}``, ``{"gap": MM}``
where an answer is missing (0: to the end of the line), ``{"tick": true}``, ``{"digits": "0123", "boxes": 12}``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time
from fractions import Fraction
from typing import Any

from kiosk.domain.half_known_date import HalfKnownDate
from kiosk.domain.money import Money, digit_groups
from kiosk.domain.time_of_day import TimeOfDay
from kiosk.forms.answers import Answer, written
from kiosk.forms.elements import FieldKind
from kiosk.forms.evaluation import compiled
from kiosk.forms.filed_answers import FiledAnswers, FiledRow
from kiosk.forms.kinds import Kind, Names
from kiosk.forms.names import names_of, row_names
from kiosk.forms.placeholders import PARTS_OF_A_DAY, PARTS_OF_AN_HOUR, Placeholder, parts_of
from kiosk.forms.quantities import DayRange, Place, Value
from kiosk.forms.sheet import ProcedureVersion, SheetField
from kiosk.forms.sheet_template import SheetTemplate, SignaturePlace, TemplateLine, line_kind
from kiosk.forms.syntax import ExpressionFault, Node
from kiosk.forms.template_checks import sheet_names
from kiosk.forms.typing_rules import type_of

Piece = dict[str, Any]
ListName = Callable[[str, str], str]
"""The name of a value of a shared list that is filed by its codes; the code where there is none."""

NUMBER_BOXES = 12
"""Boxes of a personal number, filled or not."""
_GAPS = {"day": 9, "month": 9, "year": 14, "hour": 9, "minute": 9}
_GAP_OF_KIND = {FieldKind.NUMBER: 12, FieldKind.DATE: 28, FieldKind.PARTIAL_DATE: 28, FieldKind.TIME: 20}
_GAP = 42  # mm, of words in the middle of a line
_YES_NO = {True: "Có", False: "Không"}


class SheetFilling:
    """One sheet for one filing; ``list_name`` names what is filed by its code."""

    def __init__(
        self, version: ProcedureVersion, template: SheetTemplate, answers: FiledAnswers, list_name: ListName
    ) -> None:
        self._version, self._template, self._answers, self._list_name = version, template, answers, list_name
        self._names = sheet_names(names_of(version.spec))

    def data(self) -> dict[str, Any]:
        """All of it, in the order of the template; a line that is not ``relevant`` is left out."""
        template = self._template
        return {
            "title": self._line_of(template.title),
            "number": self._line_of(template.number),
            "law": template.law,
            "to": self.pieces(template.to),
            "wide": template.wide,
            "size": template.size,
            "lines": [self._line(line) for line in template.lines if self._relevant(line)],
        }

    def _line_of(self, words: str) -> str:
        """Words that are no pieces: the document's own title."""
        return "".join(str(one.get("text") or one.get("answer") or "") for one in self.pieces(words))

    def _relevant(self, line: TemplateLine) -> bool:
        return line.relevant is None or compiled(line.relevant.tree)(self._answers) is True

    def _line(self, line: TemplateLine) -> dict[str, Any]:
        kind = line_kind(line)
        match kind:
            case "cells":
                rows = [[self.pieces(words) for words in row] for row in line.cells]
                return {"kind": kind, "head": rows[0], "rows": rows[1:], "widths": list(line.widths)}
            case "table":
                return self._table(line)
            case "signatures":
                return {"kind": kind, "places": [self._signature(one) for one in line.signatures]}
            case _:
                return {"kind": kind, "pieces": self.pieces(getattr(line, kind)), "lines": line.lines}

    def _table(self, line: TemplateLine) -> dict[str, Any]:
        names = {**sheet_names(row_names(self._version.spec, line.table))}
        rows = [
            [self.pieces(column.text, row, names) for column in line.columns] for row in self._answers.rows(line.table)
        ]
        rows += [[[] for _ in line.columns]] * max(0, line.least - len(rows))
        heads = [[{"text": column.head}] for column in line.columns]
        total = [self.pieces(words) for words in line.total]
        widths, aligns = [column.width for column in line.columns], [self._side(column.text) for column in line.columns]
        return {"kind": "table", "head": heads, "rows": rows, "total": total, "widths": widths, "aligns": aligns}

    def _side(self, words: str) -> str:
        """Sums stand under one another by their last digits."""
        parts = parts_of(words)
        item = (
            self._version.by_key.get(parts[0].field) if len(parts) == 1 and isinstance(parts[0], Placeholder) else None
        )
        return "right" if item is not None and item.type in (FieldKind.MONEY, FieldKind.NUMBER) else "left"

    def _signature(self, one: SignaturePlace) -> dict[str, Any]:
        return {
            "date": self.pieces(one.date),
            "title": self.pieces(one.title),
            "note": one.note,
            "above": [self.pieces(words) for words in one.above],
            "name": self.pieces(one.name) if self._all_there(one.name) else [],
            "party": one.party,
        }

    def _all_there(self, words: str) -> bool:
        return all("gap" not in one for one in self.pieces(words))

    # --- words ---

    def pieces(self, words: str, row: FiledRow | None = None, names: Names | None = None) -> list[Piece]:
        parts = parts_of(words)
        scope = row or self._answers
        pieces = [
            {"text": part} if isinstance(part, str) else self._piece(part, scope, names or self._names)
            for part in parts
        ]
        if pieces and "gap" in pieces[-1] and row is None:
            pieces[-1] = {"gap": 0}
        return [one for one in pieces if row is None or "gap" not in one]

    def _piece(self, part: Placeholder, scope: FiledAnswers | FiledRow, names: Names) -> Piece:
        if part.tree is None:
            return {"gap": _GAP}
        if part.verb == "tick":
            return {"tick": self._value(part.tree, scope, names) is True}
        if part.verb == "digits":
            text = self._written(part, scope, names)
            return {"digits": text, "boxes": max(NUMBER_BOXES, len(text))}
        text = self._written(part, scope, names)
        return {"answer": text} if text else {"gap": self._gap(part)}

    def _gap(self, part: Placeholder) -> int:
        item = self._version.by_key.get(part.field)
        return _GAPS.get(part.verb) or (_GAP_OF_KIND.get(item.type, _GAP) if item else _GAP)

    def _written(self, part: Placeholder, scope: FiledAnswers | FiledRow, names: Names) -> str:
        answer = scope.answer(part.field) if part.field else None
        item = self._version.by_key.get(part.field)
        if part.verb in PARTS_OF_A_DAY or part.verb in PARTS_OF_AN_HOUR:
            return _part(part.verb, answer, self._value(part.tree, scope, names) if part.tree else None)
        if answer is not None and item is not None:
            if part.verb == "name":
                return self._list_name(item.spec.values_of, answer.text)
            return self._answer(item, answer)
        return _plain(self._value(part.tree, scope, names), money=self._money(part.tree, names)) if part.tree else ""

    def _answer(self, item: SheetField, answer: Answer) -> str:
        words = self._template.choices
        own = {**words.get(item.name, {}), **words.get(item.key, {})}.get(answer.text)
        if own is not None:
            return own
        for choice in item.choices:
            if choice.value == answer.text and choice.label and item.type is FieldKind.CHOICE:
                return choice.label["vi"]
        match answer.value:
            case bool() as yes:
                return _YES_NO[yes]
            case Money() as money:
                return money.digits
            case HalfKnownDate() | TimeOfDay() as moment:
                return moment.text
            case _:
                return written(answer.value)

    def _value(self, tree: Node, scope: FiledAnswers | FiledRow, names: Names) -> Value:
        return compiled(tree, lambda node: self._money(node, names))(scope)

    def _money(self, tree: Node | None, names: Names) -> bool:
        try:
            return tree is not None and type_of(tree, names).kind is Kind.MONEY
        except ExpressionFault:
            return False


def _part(verb: str, answer: Answer | None, value: Value) -> str:
    known = answer.value if answer is not None else _moment(value)
    match known:
        case HalfKnownDate():
            part = getattr(known, verb, None)
            return "" if part is None else f"{part:04d}" if verb == "year" else f"{part:02d}"
        case TimeOfDay():
            part = getattr(known, verb, None)
            return "" if part is None else f"{part:02d}"
        case _:
            return ""


def _moment(value: Value) -> HalfKnownDate | TimeOfDay | None:
    match value:
        case DayRange():
            return HalfKnownDate.spanning(value.earliest, value.latest)
        case time():
            return TimeOfDay(value.hour, value.minute)
        case _:
            return None


def _plain(value: Value, *, money: bool) -> str:  # noqa: PLR0911 - one a kind
    match value:
        case None:
            return ""
        case bool():
            return _YES_NO[value]
        case int() if money:
            return digit_groups(value)
        case int() | str() | Place():
            return str(value)
        case Fraction():
            return f"{float(value):g}".replace(".", ",")
        case DayRange() | time():
            moment = _moment(value)
            return moment.text if moment else ""
        case _:
            return ""


def filled_sheet(
    version: ProcedureVersion, template: SheetTemplate, answers: FiledAnswers, list_name: ListName
) -> Mapping[str, Any]:
    """The sheet as data for a typesetter."""
    return SheetFilling(version, template, answers, list_name).data()
