"""A form being filled: answers, and what is asked, missing and needed by them. Immutable; each step gives a new one.

    form = begin(version, context)
    form = form.answered("child.name", "Vàng Minh Khang", AnswerOrigin.TYPED)
    form.problems(), form.documents()

There is always a way on: what stops is either an answer that a page asks for, or a rule with a sentence that says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from kiosk.domain.checks import Level
from kiosk.domain.cleaning import cleaned, in_shape
from kiosk.domain.procedure import FormPage
from kiosk.forms.answer_checks import FormProblem, check_answer
from kiosk.forms.answers import Answer, AnswerOrigin, NotKnown, Row, answer_of, written
from kiosk.forms.case import Answers, Circumstances, FormCase, answer_value
from kiosk.forms.documents import DocumentNeed, needed
from kiosk.forms.effects import LinkedSpec
from kiosk.forms.elements import FieldKind, FieldSpec
from kiosk.forms.quantities import Place, Value
from kiosk.forms.rules import broken
from kiosk.forms.sheet import ProcedureVersion, SheetField, SheetGroup, SheetRule

_LOCKED = (AnswerOrigin.CARD, AnswerOrigin.COMPUTED)


@dataclass(frozen=True)
class Form:
    """``given``: what was answered here, by field or table; what cards and calculations add is the ``case``'s."""

    version: ProcedureVersion
    context: Circumstances
    given: Answers = field(default_factory=dict)

    @cached_property
    def case(self) -> FormCase:
        return FormCase(self.version, self.given, self.context)

    # --- answers ---

    def text(self, key: str) -> str:
        """The answer as a form writes it; empty where there is none, or where it is not asked in this case."""
        answer = self.case.answers.get(key)
        return answer.text if answer else ""

    def origin(self, key: str) -> AnswerOrigin | None:
        answer = self.case.answers.get(key)
        return answer.origin if answer else None

    @property
    def texts(self) -> Mapping[str, str]:
        return {key: answer.text for key, answer in self.case.answers.items()}

    def shown(self, key: str) -> bool:
        """Whether the field or table is part of the sheet in this case."""
        return self.case.relevant.get(key, False)

    def locked(self, key: str) -> bool:
        """Whether a chip says it, or it follows from others: nobody's to type."""
        return self.origin(key) in _LOCKED

    def answered(self, key: str, text: str, origin: AnswerOrigin) -> Form:
        """The form with one answer changed; what was written is cleaned. A locked answer stays. KeyError."""
        item = self.version.field(key)
        if self.origin(key) is AnswerOrigin.CARD or item.calculated:
            return self
        return self.with_answer(key, answer_of(item.type, in_shape(cleaned(text, item.type), item.spec.shape), origin))

    def placed(self, key: str, place: Place, origin: AnswerOrigin) -> Form:
        """The form with an address by commune. A locked answer stays. KeyError."""
        if self.origin(key) is AnswerOrigin.CARD or self.version.field(key).calculated:
            return self
        detail = cleaned(place.detail)
        return self.with_answer(key, Answer(replace(place, detail=detail), origin))

    def not_known(self, key: str) -> Form:
        """The form with "I do not know" to a field that takes it. KeyError."""
        item = self.version.field(key)
        return self.with_answer(key, Answer(NotKnown(), AnswerOrigin.CHOSEN)) if item.spec.unknown else self

    def with_answer(self, key: str, answer: Answer) -> Form:
        """The form with this very answer, whatever it is: for drafts and the office."""
        return self if self.given.get(key) == answer else replace(self, given={**self.given, key: answer})

    # --- tables ---

    def rows(self, table: str) -> tuple[Row, ...]:
        answer = self.given.get(table)
        return answer.value if answer is not None and isinstance(answer.value, tuple) else ()

    def row_answered(self, table: str, number: int, name: str, text: str, origin: AnswerOrigin) -> Form:
        """One field of one row changed; a row after the last is a new one, while the table takes more. KeyError."""
        kind = self.version.tables[table].field(name).type
        return self.row_given(table, number, name, answer_of(kind, text, origin))

    def row_given(self, table: str, number: int, name: str, answer: Answer) -> Form:
        """The same with an answer as it is; an empty one takes away what stood there. KeyError."""
        group, rows = self.version.tables[table], list(self.rows(table))
        if group.field(name).calculated:
            return self
        if number >= len(rows):
            if len(rows) >= most_rows(group):
                return self
            rows.append({})
            number = len(rows) - 1
        others = {one: before for one, before in rows[number].items() if one != name}
        rows[number] = {**others, name: answer} if answer.text or isinstance(answer.value, Place) else others
        return self._with_rows(table, rows)

    def row_removed(self, table: str, number: int) -> Form:
        rows = [row for index, row in enumerate(self.rows(table)) if index != number]
        return self._with_rows(table, rows)

    def _with_rows(self, table: str, rows: Sequence[Row]) -> Form:
        return self.with_answer(table, Answer(tuple(rows), AnswerOrigin.TYPED))

    # --- what is asked ---

    def pages(self) -> tuple[FormPage, ...]:
        """The pages to walk, in order. A page on which there is nothing to ask is left out."""
        return tuple(page for page in self.version.pages if any(self.asks(key) for key in page.fields))

    def asks(self, key: str) -> bool:
        return self.shown(key) and not self.locked(key)

    def fields_of(self, page: FormPage) -> tuple[SheetField, ...]:
        """The fields of a page that are part of this case, those that a chip says with them; no tables."""
        return tuple(self.version.by_key[key] for key in page.fields if key in self.version.by_key and self.shown(key))

    def suggested(self, spec: FieldSpec) -> tuple[str, ...]:
        """Whose answers are offered for one touch in this case, by name."""
        fits = {name: self.case.holds(one.text) for name, one in spec.suggest_if.items()}
        return tuple(name for name in spec.suggest if fits.get(name, True))

    # --- what does not hold ---

    @cached_property
    def faults(self) -> tuple[FormProblem, ...]:
        """All that does not hold, in the sheet's order: answers, then rules."""
        return (*self._answer_faults(), *broken(self.case))

    def problems(self, keys: Sequence[str] | None = None) -> tuple[FormProblem, ...]:
        """What the person should mend or know, of all (or of ``keys``).

        What a machine filled in and no page asks is nobody's to mend: see ``remarks``. Rules always speak.
        """
        wanted = None if keys is None else set(keys)
        return tuple(
            one
            for one in self.faults
            if one.level is not Level.OFFICER
            and (wanted is None or wanted.intersection(one.fields))
            and (one.rule or self._mendable(one.field))
        )

    def remarks(self) -> tuple[FormProblem, ...]:
        """What the officer should look at: what is theirs alone, what the person looked at again and left so, what
        a machine filled in that a typed answer could not hold, and why another pair of eyes is wanted."""
        faults = (
            one
            for one in self.faults
            if one.level in (Level.ASK, Level.OFFICER) or (not one.rule and not self._mendable(one.field))
        )
        return (*faults, *map(self._flag, self.flags()))

    def _flag(self, key: str) -> FormProblem:
        spec = next(one for one in self.version.flags if one.key == key)
        text = self.version.texts.text(f"flags.{key}.text")
        return FormProblem(f"flag.{key}", (), Level.OFFICER, text, {"queue": spec.queue}, rule=True)

    def stops(self) -> tuple[FormProblem, ...]:
        """Why it cannot be filed as it stands; empty where it can."""
        return tuple(one for one in self.problems() if one.level in (Level.STOP, Level.ROUTE))

    def _mendable(self, key: str) -> bool:
        group = key.partition(".")[0]
        asked = group if group in self.version.tables else key
        return not self.locked(key) and asked in self.version.paged and self.shown(asked)

    def _answer_faults(self) -> Iterator[FormProblem]:
        for group in self.version.groups:
            if group.table:
                yield from self._table_faults(group)
                continue
            for item in group.fields:
                if self.shown(item.key):
                    problem = check_answer(item, self.case.answers.get(item.key), self.case, self.case)
                    if problem is not None:
                        yield problem

    def _table_faults(self, group: SheetGroup) -> Iterator[FormProblem]:
        if not self.shown(group.key) or group.spec.repeat is None:
            return
        rows = self.case.rows(group.key)
        if len(rows) < group.spec.repeat.min:
            yield FormProblem("rows-few", (group.key,), values={"least": group.spec.repeat.min})
        if len(rows) > group.spec.repeat.max:
            yield FormProblem("rows-many", (group.key,), values={"most": group.spec.repeat.max})
        for number, row in enumerate(rows):
            for item in group.fields:
                if row.relevant[item.name]:
                    problem = check_answer(item, row.answers.get(item.name), row, self.case)
                    if problem is not None:
                        yield replace(problem, row=number, fields=(*problem.fields, group.key))

    # --- what follows ---

    def documents(self) -> tuple[DocumentNeed, ...]:
        """The papers this case needs, in the procedure's order; ways to one of them together."""
        return needed(self.case)

    def linked(self) -> tuple[LinkedSpec, ...]:
        """What is asked for together with it, in the procedure's order."""
        ones = self.version.spec.linked
        return tuple(one for one in ones if one.relevant is None or self.case.holds(one.relevant.text))

    def carried(self, rule: SheetRule) -> Mapping[str, str]:
        """What goes along to the procedure that ``rule`` names, by its field; what is not known here is left out."""
        here = {there: one.text for there, one in rule.spec.carries.items()}
        known = {there: self.text(here[there]) or _text(run(self.case)) for there, run in rule.carries.items()}
        return {there: text for there, text in known.items() if text}

    def flags(self) -> tuple[str, ...]:
        """Why this dossier wants another pair of eyes."""
        return tuple(one.key for one in self.version.flags if self.case.holds(one.relevant.text))


def most_rows(group: SheetGroup) -> int:
    return group.spec.repeat.max if group.spec.repeat else 0


def begin(version: ProcedureVersion, context: Circumstances) -> Form:
    """A fresh form; what cards, office and defaults say stands in it."""
    return Form(version, context)


def _text(value: Value) -> str:
    """What an expression came to, as a form writes it; empty where it is not known."""
    answer = answer_value(FieldKind.TEXT, value)
    return "" if answer is None else written(answer)
