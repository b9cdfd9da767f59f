"""Procedures of the second format on the screens of the first: the shapes that screens, slip and portal know, filled by
the engine.

A ``Procedure`` made here carries its ``VersionEngine``; ``domain.form`` hands every form of it over to that. Tables
and a second card have no screen yet: see ``has_screens``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from kiosk.domain.certainty import Certainty
from kiosk.domain.checks import Level, Problem
from kiosk.domain.citizen import CardIdentity, Citizen, Method, Sex
from kiosk.domain.form import FieldAnswer, FormContext, FormState, Origin
from kiosk.domain.procedure import FormField, FormPage, Procedure, RequiredDocument, TimeLimit
from kiosk.forms.answer_checks import FormProblem
from kiosk.forms.answers import Answer, AnswerOrigin, answer_of
from kiosk.forms.case import CardData, Circumstances, FormCase, NoPlaces, PartyPresence
from kiosk.forms.fees import AreaPrices, fees_due
from kiosk.forms.form import Form
from kiosk.forms.functions import Places
from kiosk.forms.limits import limit_of, read_limit
from kiosk.forms.migration import taken_along
from kiosk.forms.names import CARD
from kiosk.forms.quantities import Place, Value
from kiosk.forms.sheet import ProcedureVersion
from kiosk.procedures.kiosk_view import time_limit

_ORIGINS = {
    AnswerOrigin.CARD: Origin.CARD,
    AnswerOrigin.REMEMBERED: Origin.TYPED,
    AnswerOrigin.TYPED: Origin.TYPED,
    AnswerOrigin.CHOSEN: Origin.CHOSEN,
    AnswerOrigin.COMPUTED: Origin.COMPUTED,
    AnswerOrigin.OFFICE: Origin.TYPED,
}


def card_data(citizen: Citizen) -> CardData:
    """What a card says, as a form writes it; what it does not say is left out."""
    data = {name: _written(getattr(citizen, name)) for name in CARD}
    if citizen.birth_date is None and citizen.partial_birth is not None:
        data["birth_date"] = str(citizen.partial_birth)
    return {name: text for name, text in data.items() if text}


def _written(value: object) -> str:
    if isinstance(value, Sex):
        return "" if value is Sex.UNKNOWN else value.value
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "")


@dataclass(frozen=True)
class VersionEngine:
    """Fills the forms of one version. ``places`` and ``prices`` are the office's own."""

    version: ProcedureVersion
    places: Places = field(default_factory=NoPlaces)
    prices: AreaPrices = field(default_factory=dict)

    def begin(self, procedure: Procedure, context: FormContext) -> FormState:
        return EngineForm(procedure, {}, self, context)

    def answer(self, filling: FormState, key: str, value: str, origin: Origin, context: FormContext) -> FormState:
        form = Form(self.version, self.circumstances(context), self.given(filling.given))
        changed = form.answered(key, value, AnswerOrigin(origin.value))
        if changed is form:
            return replace(filling, context=context) if isinstance(filling, EngineForm) else filling
        answer = changed.given[key]
        entry = FieldAnswer(answer.text, origin)
        return EngineForm(filling.procedure, {**filling.given, key: entry}, self, context)

    def given(self, answers: Mapping[str, FieldAnswer]) -> dict[str, Answer]:
        """Answers as a savepoint or a filing has them, typed again; what the sheet has no more is left out."""
        known = ((self.version.by_key.get(key), entry) for key, entry in answers.items())
        return {
            item.key: answer_of(item.type, entry.value, AnswerOrigin(entry.origin.value))
            for item, entry in known
            if item is not None and not item.calculated
        }

    def circumstances(self, context: FormContext) -> Circumstances:
        return Circumstances(
            today=context.today,
            parties=self._parties(context.identity),
            office=context.office,
            consents=context.consents,
            day_is_sure=context.day_is_sure,
            places=self.places,
        )

    def _parties(self, identity: CardIdentity | None) -> Mapping[str, PartyPresence]:
        """Whose card it is: the first party that it fits, or the first of all."""
        if identity is None:
            return {}
        presence = PartyPresence(card_data(identity.citizen), identity.method is Method.CHIP)
        parties = [one for one in self.version.parties if one.fits is not None]
        for one in parties:
            case = FormCase(self.version, {}, Circumstances(date.min, {one.key: presence}))
            if one.fits is not None and case.holds(one.fits.text):
                return {one.key: presence}
        return {self.version.parties[0].key: presence}

    def filed_fees(self, answers: Mapping[str, Mapping[str, str]], day: date) -> tuple[tuple[str, int], ...]:
        """What a filing of ``day`` owes, by fee key, in đồng; what is not known here is left out."""
        entries = {key: FieldAnswer(one["value"], Origin.TYPED) for key, one in answers.items()}
        case = FormCase(self.version, self.given(entries), Circumstances(day))
        due = fees_due(case, self.prices)
        return tuple((one.key, one.amount) for one in due if one.amount)


@dataclass(frozen=True)
class EngineForm(FormState):
    """A form that the engine fills. ``answers`` are those given here; cards and calculations are the engine's."""

    engine: VersionEngine = field(default=None, repr=False)  # type: ignore[assignment]
    context: FormContext = field(default=FormContext(date.min), repr=False)

    @cached_property
    def form(self) -> Form:
        engine = self.engine
        return Form(engine.version, engine.circumstances(self.context), engine.given(self.answers))

    def shows(self, key: str) -> bool:
        return self.form.shown(key)

    def on_a_page(self, key: str) -> bool:
        return self.shows(key) and key in self.form.version.paged

    @cached_property
    def values(self) -> dict[str, str]:
        return {key: answer.text for key, answer in self.form.case.answers.items()}

    @cached_property
    def entries(self) -> Mapping[str, FieldAnswer]:
        answers = self.form.case.answers
        return {key: FieldAnswer(one.text, _ORIGINS[one.origin]) for key, one in answers.items()}

    def origin(self, key: str) -> Origin | None:
        answer = self.form.case.answers.get(key)
        return _ORIGINS[answer.origin] if answer else None

    def pages(self) -> tuple[FormPage, ...]:
        shown = {page.key for page in self.form.pages()}
        return tuple(page for page in self.procedure.pages if page.key in shown)

    def documents(self) -> tuple[RequiredDocument, ...]:
        """Of several ways to show the same, the first: who has another brings it to the counter."""
        needs = self.form.documents()
        return tuple(replace(self.procedure.document(one.ways[0].key), required=one.required) for one in needs)

    def problems(self, context: FormContext, keys: tuple[str, ...] | None = None) -> tuple[Problem, ...]:
        problems = self._at(context).problems()
        if keys is None:
            return tuple(map(_problem, problems))
        placed = ((one, self._place(one, keys)) for one in problems)
        return tuple(replace(_problem(one), field=place) for one, place in placed if place)

    def _place(self, one: FormProblem, keys: tuple[str, ...]) -> str:
        """The field of these beside which it is said; empty where it is not theirs. A rule over what nobody is asked
        (a card's own words) is said on whichever page is open: nobody walks on towards a wall."""
        if own := next((key for key in one.fields if key in keys), ""):
            return own
        if not one.rule or self._asked_fields.intersection(one.fields):
            return ""
        return next((key for key in keys if self.shows(key)), "")

    @cached_property
    def _asked_fields(self) -> frozenset[str]:
        return frozenset(key for page in self.form.pages() for key in page.fields if self.form.asks(key))

    def remarks(self, context: FormContext) -> tuple[Problem, ...]:
        return tuple(map(_problem, self._at(context).remarks()))

    def fault(self, key: str, context: FormContext) -> Problem | None:
        faults = (one for one in self._at(context).faults if not one.rule and one.field == key)
        return next(map(_problem, faults), None)

    def suggestions(self, item: FormField, context: FormContext) -> tuple[str, ...]:
        spec, case = self.form.version.field(item.key).spec, self._at(context).case
        texts = (self.value(name) or _spoken(case.value(name)) for name in spec.suggest)
        return tuple(dict.fromkeys(text for text in texts if text))

    @property
    def subject(self) -> str:
        def printed(key: str) -> str:
            text = self.value(key)
            return text.upper() if self.form.version.field(key).upper else text

        template = self.form.version.head.subject
        names = {key: printed(key) for key in self.form.version.by_key if f"{{{key}}}" in template}
        for key, text in names.items():
            template = template.replace(f"{{{key}}}", text)
        return template.strip(" -")

    def carried(self, older: str, answers: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
        return taken_along(self.engine.version, older, answers)

    @property
    def limit(self) -> TimeLimit:
        return time_limit(limit_of(self.form.case))

    def fees(self) -> tuple[tuple[str, int, int], ...]:
        due = fees_due(self.form.case, self.engine.prices)
        return tuple((one.key, one.count, one.amount) for one in due if one.amount)

    def _at(self, context: FormContext) -> Form:
        if context == self.context:
            return self.form
        return replace(self.form, context=self.engine.circumstances(context))


def _problem(one: FormProblem) -> Problem:
    return Problem(one.field, one.key, one.values, Level(one.level.value), one.text, one.fields)


def _spoken(value: Value) -> str:
    return str(value) if isinstance(value, str | Place) else ""


def has_screens(version: ProcedureVersion) -> bool:
    """Whether the kiosk's screens can ask all of it, and say what is so: no tables, and a day that can be promised in
    every case."""
    promised = all(one.sure is not Certainty.UNSURE and read_limit(one.within) for one in version.limits)
    return promised and not version.tables
