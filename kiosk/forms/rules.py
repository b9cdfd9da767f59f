"""Rules across fields: which of them are broken in a case, and what follows."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.domain.certainty import Certainty
from kiosk.forms.answer_checks import FormProblem
from kiosk.forms.case import FormCase, RowCase
from kiosk.forms.effects import RuleLevel
from kiosk.forms.sheet import SheetRule


def broken(case: FormCase) -> Iterator[FormProblem]:
    """What is broken, in the procedure's order; of a rule for each row, every row. Empty answers break nothing."""
    for rule in case.version.rules:
        if not rule.spec.each:
            if _fails(rule, case):
                yield _problem(rule, case, None)
            continue
        for number, row in enumerate(case.rows(rule.spec.each)):
            if _fails(rule, row):
                yield _problem(rule, case, number)


def _fails(rule: SheetRule, scope: FormCase | RowCase) -> bool:
    if rule.relevant is not None and rule.relevant(scope) is not True:
        return False
    return rule.must(scope) is False


def _problem(rule: SheetRule, case: FormCase, row: int | None) -> FormProblem:
    """Only fields that are asked are to blame; a rule whose fields are all hidden is said without one."""
    spec = rule.spec
    fields = tuple(key for key in spec.blames if case.relevant.get(key, False))
    level = RuleLevel.OFFICER if spec.sure is Certainty.UNSURE else spec.level
    return FormProblem(spec.key, fields, level, rule.text, row=row, rule=True, to=spec.to)


def carried(case: FormCase, key: str) -> dict[str, str]:
    """What goes along when rule ``key`` sends the person to another procedure: its fields by their names there."""
    for rule in case.version.rules:
        if rule.spec.key == key and rule.level is RuleLevel.ROUTE:
            answers = {there: case.answers.get(here) for there, here in rule.spec.carries.items()}
            return {there: answer.text for there, answer in answers.items() if answer and answer.text}
    return {}
