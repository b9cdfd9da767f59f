"""Procedures of the second format on the screens of the first: the shapes that screens, slip and portal know, filled by
the engine.

A ``Procedure`` made here carries its ``VersionEngine``; ``domain.form`` hands every form of it over to that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, cast

from kiosk.domain.charges import FeeCharge
from kiosk.domain.checks import Problem
from kiosk.domain.form import (
    WAY,
    ChosenPlace,
    FieldAnswer,
    FormContext,
    FormState,
    Given,
    Origin,
    PaperWays,
    Rows,
)
from kiosk.domain.name_parts import family_name
from kiosk.domain.party_card import PartyCard, PartyOffer
from kiosk.domain.procedure import (
    FormField,
    FormPage,
    Procedure,
    ProcedureRoute,
    RequiredDocument,
    Text,
    TimeLimit,
    row_place,
)
from kiosk.forms.answer_checks import FormProblem
from kiosk.forms.answers import Answer, AnswerOrigin
from kiosk.forms.case import Circumstances, FormCase, NoPlaces, PartyPresence
from kiosk.forms.fees import fees_due
from kiosk.forms.form import Form
from kiosk.forms.limits import limit_of
from kiosk.forms.migration import taken_along
from kiosk.forms.quantities import Place, Value
from kiosk.forms.scope import Places
from kiosk.forms.sheet import ProcedureVersion
from kiosk.procedures.area_prices import SetPrices, prices_at
from kiosk.procedures.form_parties import fits, offers, party_name, party_of_page, presences, route_of, signing, there
from kiosk.procedures.kiosk_answers import ORIGINS, answered, entry_of, typed
from kiosk.procedures.kiosk_papers import brought_of, papers_of, ways_of
from kiosk.procedures.kiosk_tables import RowCases, column, placed_in_row, rows_to_blame, table_answer
from kiosk.procedures.kiosk_view import charge, other_price, time_limit


@dataclass(frozen=True)
class VersionEngine:
    """Fills the forms of one version; units and prices are the office's, as the context of each form names it."""

    version: ProcedureVersion
    _prices: dict[tuple[str, str], SetPrices] = field(default_factory=dict, repr=False, compare=False)

    def prices(self, office: Mapping[str, str]) -> SetPrices:
        """What the area of that office has set; read once."""
        codes = office.get("province", ""), office.get("commune", "")
        if codes not in self._prices:
            self._prices[codes] = prices_at(self.version, office)
        return self._prices[codes]

    def begin(self, procedure: Procedure, context: FormContext) -> FormState:
        return EngineForm(procedure, {}, self, context)

    def answer(self, filling: FormState, key: str, value: Given, origin: Origin, context: FormContext) -> FormState:
        if key.startswith(WAY):
            entry = FieldAnswer(value, origin) if isinstance(value, str) else FieldAnswer("", origin)
            return EngineForm(filling.procedure, {**filling.given, key: entry}, self, context)
        form = Form(self.version, self.circumstances(context), self.given(filling.given))
        changed = answered(form, key, value, AnswerOrigin(origin.value))
        if changed is form:
            return replace(filling, context=context) if isinstance(filling, EngineForm) else filling
        stands = place[0] if (place := row_place(key)) else key
        answer = changed.given[stands]
        if isinstance(value, ChosenPlace):  # with the whole line, by the names of this day
            answer = changed.case.answers.get(stands, answer)
        return EngineForm(filling.procedure, {**filling.given, stands: entry_of(answer)}, self, context)

    def with_rows(self, filling: FormState, table: str, rows: Rows, context: FormContext) -> FormState:
        if table not in self.version.tables:
            raise KeyError(table)
        entry = FieldAnswer("", Origin.TYPED, {"rows": [dict(row) for row in rows]})
        return EngineForm(filling.procedure, {**filling.given, table: entry}, self, context)

    def given(self, answers: Mapping[str, FieldAnswer]) -> dict[str, Answer]:
        """Answers as a savepoint or a filing has them, typed again; what the sheet has no more is left out."""
        known = ((self.version.by_key.get(key), entry) for key, entry in answers.items())
        groups = self.version.tables
        tables = {key: table_answer(groups[key], entry.plain()) for key, entry in answers.items() if key in groups}
        return tables | {
            item.key: typed(item, entry) for item, entry in known if item is not None and not item.calculated
        }

    def circumstances(self, context: FormContext) -> Circumstances:
        return Circumstances(
            today=context.today,
            parties=presences(self.version, context),
            office=context.office,
            consents=context.consents,
            day_is_sure=context.day_is_sure,
            places=cast(Places, context.places) if context.places is not None else NoPlaces(),
        )

    def filed_fees(self, answers: Mapping[str, Mapping[str, str]], day: date) -> tuple[tuple[str, int], ...]:
        """What a filing of ``day`` owes that does not say so itself, by fee key, in đồng: of what the version's own
        prices are."""
        entries = {key: FieldAnswer(one["value"], Origin.TYPED) for key, one in answers.items()}
        case = FormCase(self.version, self.given(entries), Circumstances(day))
        return tuple((one.key, one.amount) for one in fees_due(case) if one.amount)


@dataclass(frozen=True)
class EngineForm(FormState):
    """A form that the engine fills. ``answers`` are those given here; cards and calculations are the engine's."""

    engine: VersionEngine = field(default=None, repr=False)  # type: ignore[assignment]
    context: FormContext = field(default=FormContext(date.min), repr=False)

    @cached_property
    def form(self) -> Form:
        engine = self.engine
        return Form(engine.version, engine.circumstances(self.context), engine.given(self.answers))

    @cached_property
    def _rows(self) -> RowCases:
        return RowCases(self.form.case)

    def shows(self, key: str) -> bool:
        return self._rows.shows(key) if row_place(key) else self.form.shown(key)

    def on_a_page(self, key: str) -> bool:
        return self.shows(key) and (place[0] if (place := row_place(key)) else key) in self.form.version.paged

    @cached_property
    def values(self) -> dict[str, str]:
        texts = {key: answer.text for key, answer in self.form.case.answers.items()}
        return texts | {key: answer.text for key, answer in self._rows.answers()}

    @cached_property
    def entries(self) -> Mapping[str, FieldAnswer]:
        answers = self.form.case.answers
        return {key: entry_of(one) for key, one in answers.items()}

    def origin(self, key: str) -> Origin | None:
        row = self._rows.of(key)
        answer = row[0].answers.get(row[1]) if row else self.form.case.answers.get(key)
        return ORIGINS[answer.origin] if answer else None

    @cached_property
    def _pages(self) -> tuple[FormPage, ...]:
        version, away = self.form.version, self.context.away
        shown = {page.key for page in self.form.pages() if party_of_page(version, page) not in away}
        return tuple(page for page in self.procedure.pages if page.key in shown)

    def pages(self) -> tuple[FormPage, ...]:
        """Those of parties who are not here are theirs to answer another time."""
        return self._pages

    def within(self, context: FormContext) -> FormState:
        return replace(self, context=context)

    def route(self, rule: str) -> ProcedureRoute | None:
        return route_of(self.form, rule)

    def offers(self, page: FormPage) -> tuple[PartyOffer, ...]:
        return offers(self.form, page, self.context.others)

    def party_names(self) -> Mapping[str, Text]:
        return {one.key: party_name(self.form.version, one.key) for one in there(self.form)}

    def owners(self) -> tuple[str, ...]:
        return tuple(one.key for one in there(self.form) if one.owns)

    def visiting_party(self, context: FormContext) -> str:
        return next(iter(presences(self.form.version, replace(context, others={}))), "")

    def fits(self, party: str, card: PartyCard) -> bool:
        version, presence = self.form.version, PartyPresence(card.card, card.by_chip)
        spec = next(one for one in version.parties if one.key == party)
        return fits(version, spec, presence, self.context.today)

    def signers(self) -> tuple[str, ...]:
        here = self.form.context.parties.keys() - self.context.away
        return tuple(one for one in signing(self.form) if one in here)

    def documents(self) -> tuple[RequiredDocument, ...]:
        return papers_of(self.form, self.procedure, self.answers, self.signers())

    def ways(self) -> tuple[PaperWays, ...]:
        return ways_of(self.form, self.procedure, self.answers)

    def brought(self) -> frozenset[str]:
        return frozenset(brought_of(self.form, self.answers))

    def problems(self, context: FormContext, keys: tuple[str, ...] | None = None) -> tuple[Problem, ...]:
        problems = [placed_in_row(one, self.form.version) for one in self._at(context).problems()]
        if keys is None:
            return tuple(map(_problem, problems))
        placed = ((one, self._place(one, keys)) for one in problems)
        return tuple(replace(_problem(one), field=place) for one, place in placed if place)

    def _place(self, one: FormProblem, keys: tuple[str, ...]) -> str:
        """The field of these beside which it is said; empty where it is not theirs. A rule over what nobody is asked
        (a card's own words) is said on whichever page is open: nobody walks on towards a wall."""
        if own := next((key for key in one.fields if key in keys), ""):
            return own
        if row := rows_to_blame(one, keys, self.form.version):
            return row
        if not one.rule or self._asked_fields.intersection(one.fields):
            return ""
        return next((key for key in keys if self.shows(key)), "")

    @cached_property
    def _asked_fields(self) -> frozenset[str]:
        return frozenset(key for page in self.form.pages() for key in page.fields if self.form.asks(key))

    def remarks(self, context: FormContext) -> tuple[Problem, ...]:
        return tuple(map(_problem, self._at(context).remarks()))

    def fault(self, key: str, context: FormContext) -> Problem | None:
        every = (placed_in_row(one, self.form.version) for one in self._at(context).faults)
        faults = (one for one in every if not one.rule and one.field == key)
        return next(map(_problem, faults), None)

    def suggestions(self, item: FormField, context: FormContext) -> tuple[str, ...]:
        return self._texts_of(self._at(context).suggested(column(self.form.version, item.key).spec), context)

    def families(self, item: FormField, context: FormContext) -> tuple[str, ...]:
        names = self._texts_of(column(self.form.version, item.key).spec.family_of, context)
        return tuple(dict.fromkeys(filter(None, map(family_name, names))))

    def _texts_of(self, names: Sequence[str], context: FormContext) -> tuple[str, ...]:
        case = self._at(context).case
        texts = (self.value(name) or _spoken(case.value(name)) for name in names)
        return tuple(dict.fromkeys(filter(None, texts)))

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

    def carried(self, older: str, answers: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
        return taken_along(self.engine.version, older, answers)

    @property
    def limit(self) -> TimeLimit:
        return time_limit(limit_of(self.form.case))

    def charges(self) -> tuple[FeeCharge, ...]:
        own = self.engine.prices(self.context.office)
        due = fees_due(self.form.case, own.prices)
        online, counter = (
            {one.key: one for one in fees_due(self._through(channel), own.prices)} for channel in ("online", "counter")
        )
        charges = (charge(self.engine.version, one, own.sources) for one in due)
        return tuple(
            replace(
                one,
                online=other_price(one.amount, online.get(one.key)),
                counter=other_price(one.amount, counter.get(one.key)),
            )
            for one in charges
        )

    def _through(self, channel: str) -> FormCase:
        return replace(self.form, context=replace(self.form.context, channel=channel)).case

    def _at(self, context: FormContext) -> Form:
        same = context == self.context
        return self.form if same else replace(self.form, context=self.engine.circumstances(context))


def _problem(one: FormProblem) -> Problem:
    return Problem(one.field, one.key, one.values, one.level, one.text, one.fields, one.row)


def _spoken(value: Value) -> str:
    return str(value) if isinstance(value, str | Place) else ""


def has_screens(version: ProcedureVersion) -> bool:
    """Whether the kiosk's screens can ask all of it: each of its tables has a page."""
    return all(key in version.paged for key in version.tables)
