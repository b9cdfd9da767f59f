"""Rules across fields: which of them are broken in a case, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kiosk.domain.certainty import Certainty
from kiosk.domain.checks import Level
from kiosk.domain.money import digit_groups
from kiosk.forms.answer_checks import FormProblem
from kiosk.forms.case import FormCase, RowCase
from kiosk.forms.quantities import DayRange, Value
from kiosk.forms.sheet import SheetRule
from kiosk.forms.texts import Text


def broken(case: FormCase) -> Iterator[FormProblem]:
    """What is broken, in the procedure's order; of a rule for each row, every row. Empty answers break nothing."""
    for rule in case.version.rules:
        if not rule.spec.each:
            if _fails(rule, case):
                yield _problem(rule, case, case, None)
            continue
        for number, row in enumerate(case.rows(rule.spec.each)):
            if _fails(rule, row):
                yield _problem(rule, case, row, number)


def _fails(rule: SheetRule, scope: FormCase | RowCase) -> bool:
    if rule.relevant is not None and rule.relevant(scope) is not True:
        return False
    return rule.must(scope) is False


def _problem(rule: SheetRule, case: FormCase, scope: FormCase | RowCase, row: int | None) -> FormProblem:
    """Only fields that are asked are to blame; a rule whose fields are all hidden is said without one."""
    spec = rule.spec
    fields = tuple(key for key in spec.blames if case.relevant.get(key, False))
    level = Level.OFFICER if spec.sure is Certainty.UNSURE else spec.level
    return FormProblem(spec.key, fields, level, _sentence(rule, scope), row=row, rule=True, to=spec.to)


def _sentence(rule: SheetRule, scope: FormCase | RowCase) -> Text:
    """What is said, with its days and numbers where all of them are known."""
    filled = {name: _written(run(scope)) for name, run in rule.says.items()}
    if not filled or not rule.sentence or not all(filled.values()):
        return rule.text
    return {language: _filled_in(text, filled) for language, text in rule.sentence.items()}


def _filled_in(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _written(value: Value) -> str:
    if isinstance(value, DayRange):
        return f"{value.earliest:%d/%m/%Y}" if value.exact else ""
    return digit_groups(value) if isinstance(value, int) and not isinstance(value, bool) else ""
