"""Names and keys of a procedure's file: each is there once, and each that is named is there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from kiosk.domain.checks import Level
from kiosk.domain.life_events import LIFE_EVENTS, OTHER
from kiosk.domain.procedure import PICTURES
from kiosk.forms.effects import Handling
from kiosk.forms.elements import FieldKind, FieldSpec, GroupSpec
from kiosk.forms.limits import read_limit
from kiosk.forms.names import CARD, CHANNELS, names_of
from kiosk.forms.ranges import range_slips
from kiosk.forms.schema import ProcedureSpec
from kiosk.forms.slips import Slip, SourcePlace
from kiosk.forms.typing_rules import near

_KEY = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_LOOSE_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*", re.ASCII)
_PREFIX = re.compile(r"[A-Z]{2}", re.ASCII)
_TEMPLATE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Surroundings:
    """What else there is: shared blocks and lists, pictures; empty ``icons``: not looked for."""

    blocks: Collection[str] = ()
    lists: Collection[str] = ()
    icons: Collection[str] = field(default=())


def reference_slips(spec: ProcedureSpec, surroundings: Surroundings) -> Iterator[Slip]:
    """``spec`` is expanded."""
    checks = _References(spec, surroundings)
    yield from checks.head()
    yield from checks.keys()
    yield from checks.groups()
    yield from checks.pages()
    yield from checks.effects()


class _References:
    def __init__(self, spec: ProcedureSpec, surroundings: Surroundings) -> None:
        self._spec, self._surroundings = spec, surroundings
        self._names = names_of(spec)
        self._fields = {f"{group.key}.{one.key}": one for group in spec.groups for one in group.fields}
        self._tables = {group.key for group in spec.groups if group.repeat}
        self._groups = {group.key for group in spec.groups}
        self._parties = {party.key for party in spec.parties}

    def _unknown(self, names: Iterable[str], known: Collection[str], place: SourcePlace, what: str) -> Iterator[Slip]:
        for name in names:
            if name not in known:
                yield Slip(place, f"unknown-{what}", {"name": name, "near": near(name, known)})

    # --- head ---

    def head(self) -> Iterator[Slip]:
        head = self._spec.procedure
        place = head.place
        if head.in_force.until is not None and head.in_force.until < head.in_force.since:
            yield Slip(place.at("in_force"), "ends-before-it-begins")
        if not _PREFIX.fullmatch(head.prefix):
            yield Slip(place.at("prefix"), "prefix", {"given": head.prefix})
        names = _TEMPLATE.findall(head.subject)
        if not names:
            yield Slip(place.at("subject"), "subject-without-field")
        yield from self._unknown(names, self._fields, place.at("subject"), "field")
        yield from self._unknown(head.applicant.values(), self._fields, place.at("applicant"), "field")
        parts = ("full_name", "id_number", "phone")
        yield from self._unknown(head.applicant, parts, place.at("applicant"), "applicant-part")
        yield from self._unknown(head.channels, CHANNELS, place.at("channels"), "channel")
        ways = [head.returned_way] if head.returned_way else []
        yield from self._unknown(ways, self._fields, place.at("returned_way"), "field")
        yield from self._unknown(head.events, (*LIFE_EVENTS, OTHER), place.at("events"), "event")
        if not self._spec.parties:
            yield Slip(place, "no-party")

    # --- keys ---

    def keys(self) -> Iterator[Slip]:
        spec = self._spec
        lists = (spec.groups, spec.parties, spec.rules, spec.documents, spec.pages, spec.fees, spec.flags, spec.linked)
        for ones in (*lists, spec.samples, spec.open):
            yield from _twice((one.key, one.place) for one in ones)
        for party in spec.parties:
            yield from self._unknown(party.may_be, self._parties - {party.key}, party.place.at("may_be"), "party")
        for group in spec.groups:
            yield from _twice((one.key, one.place) for one in group.fields)
            yield from _well_formed(group.key, group.place)
            for one in group.fields:
                yield from _well_formed(one.key, one.place)
        loose = [(one.key, one.place) for one in spec.rules] + [(one.key, one.place) for one in spec.pages]
        for key, place in loose:
            if not _LOOSE_KEY.fullmatch(key):
                yield Slip(place, "key-shape", {"key": key})

    # --- groups and fields ---

    def groups(self) -> Iterator[Slip]:
        for group in self._spec.groups:
            yield from self._group(group)
            for one in group.fields:
                yield from self._field(one, group)

    def _group(self, group: GroupSpec) -> Iterator[Slip]:
        if group.use and group.use not in self._surroundings.blocks:
            near_by = near(group.use, self._surroundings.blocks)
            yield Slip(group.place.at("use"), "unknown-block", {"name": group.use, "near": near_by})
        elif not group.fields:
            yield Slip(group.place, "group-empty", {"key": group.key})
        names = {one.key for one in group.fields}
        yield from self._unknown((*group.only, *group.change), names, group.place, "field")
        for key, source in (("from", group.source), ("from_else", group.source_else)):
            known = {"", *(f"party.{one}" for one in self._parties)}
            yield from self._unknown([source], known, group.place.at(key), "party")
        if group.source_else and group.source_if is None:
            yield Slip(group.place.at("from_else"), "missing-key", {"key": "from_if"})
        if not group.official:
            yield Slip(group.place, "missing-key", {"key": "official"})
        if group.repeat is not None:
            if not 0 <= group.repeat.min <= group.repeat.max or group.repeat.max < 1:
                yield Slip(group.place, "range-reversed", {"least": group.repeat.min, "most": group.repeat.max})
            yield from self._unknown([group.repeat.title] if group.repeat.title else [], names, group.place, "field")

    def _field(self, one: FieldSpec, group: GroupSpec) -> Iterator[Slip]:
        if one.card:
            yield from self._unknown([one.card], CARD, one.place.at("card"), "card-field")
        if one.type is FieldKind.CHOICE and not one.choices and one.calculation is None:
            yield Slip(one.place, "choice-without-choices", {"key": one.key})
        if one.type is FieldKind.LIST and not one.values_of:
            yield Slip(one.place, "list-without-values", {"key": one.key})
        if one.choices and one.type not in (FieldKind.CHOICE, FieldKind.YES_NO):
            yield Slip(one.place, "choices-of-no-choice", {"key": one.key, "type": one.type.value})
        if one.values_of and one.values_of not in self._surroundings.lists:
            fitting = {"name": one.values_of, "near": near(one.values_of, self._surroundings.lists)}
            yield Slip(one.place.at("values_of"), "unknown-list", fitting)
        yield from (*_twice((choice.value, one.place) for choice in one.choices), *self._icons(one))
        yield from range_slips(one)
        yield from self._unknown([one.asked_of] if one.asked_of else [], self._parties, one.place, "party")
        halves = {"", *(other.key for other in group.fields if other.choices)}
        yield from self._unknown([one.halves], halves, one.place.at("halves"), "field")
        for key, names in {"suggest": one.suggest, "family_of": one.family_of}.items():
            yield from self._unknown(names, {**self._names, **self._fields}, one.place.at(key), "name")
        yield from self._unknown(one.suggest_if, one.suggest, one.place.at("suggest_if"), "name")
        yield from self._default(one, group)

    def _icons(self, one: FieldSpec) -> Iterator[Slip]:
        if self._surroundings.icons:
            named = [choice.icon for choice in one.choices if choice.icon]
            yield from self._unknown(named, self._surroundings.icons, one.place.at("choices"), "icon")

    def _default(self, one: FieldSpec, group: GroupSpec) -> Iterator[Slip]:
        """What stands there unless changed must be shown, and possible."""
        if not one.default:
            return
        if one.choices and one.default not in {choice.value for choice in one.choices}:
            known = [choice.value for choice in one.choices]
            yield Slip(one.place, "no-such-choice", {"value": one.default, "near": near(one.default, known)})
        if f"{group.key}.{one.key}" not in self._asked() and group.key not in self._asked():
            yield Slip(one.place, "default-unseen", {"key": one.key})

    def _asked(self) -> set[str]:
        whole = {page.group for page in self._spec.pages if page.group}
        named = {key for page in self._spec.pages for key in page.asks}
        return named | {key for key in self._fields if key.partition(".")[0] in whole} | (whole & self._tables)

    # --- the walk ---

    def pages(self) -> Iterator[Slip]:
        askable = {key for key in self._fields if key.partition(".")[0] not in self._tables} | self._tables
        for page in self._spec.pages:
            yield from self._unknown(page.asks, askable, page.place.at("fields"), "field")
            if page.group:
                yield from self._unknown([page.group], self._groups, page.place.at("group"), "group")
            if bool(page.asks) == bool(page.group):
                yield Slip(page.place, "page-fields-or-group", {"key": page.key})
            mirrors = {one.key for one in self._spec.pages}
            yield from self._unknown(
                [page.mirror_of] if page.mirror_of else [], mirrors, page.place.at("mirror_of"), "page"
            )
            for key in page.asks:
                if key in self._fields and self._fields[key].calculation is not None:
                    yield Slip(page.place.at("fields"), "calculated-asked", {"key": key})
        yield from self._reachable()
        yield from self._review()

    def _reachable(self) -> Iterator[Slip]:
        """A required field must be asked somewhere, unless it follows, or comes from a card that must be there."""
        cards = {f"party.{one.key}" for one in self._spec.parties if one.card.value == "required"}
        asked = self._asked()
        for group in self._spec.groups:
            for one in group.fields:
                key = group.key if group.repeat else f"{group.key}.{one.key}"
                given = one.calculation is not None or (bool(one.card) and group.source in cards)
                if one.required is not False and not given and key not in asked:
                    yield Slip(one.place, "required-on-no-page", {"key": f"{group.key}.{one.key}"})

    def _review(self) -> Iterator[Slip]:
        for card in self._spec.review:
            yield from self._unknown(card.groups, self._groups, card.place.at("groups"), "group")
            yield from self._unknown((*card.bold, *card.plain), self._fields, card.place, "field")
        shown = {key for card in self._spec.review for key in card.groups}
        for group in self._spec.groups:
            if group.key not in shown:
                yield Slip(group.place, "group-unreviewed", {"key": group.key})

    # --- what follows ---

    def effects(self) -> Iterator[Slip]:
        spec, named = self._spec, {**self._fields, **dict.fromkeys(self._tables)}
        for rule in spec.rules:
            yield from self._unknown(rule.blames, named, rule.place.at("blames"), "field")
            yield from self._unknown([rule.each] if rule.each else [], self._tables, rule.place.at("each"), "table")
            if (rule.level is Level.ROUTE) != bool(rule.to) and not (rule.level is Level.TELL and rule.to):
                yield Slip(rule.place.at("level"), "route-and-to", {"key": rule.key})
            if not rule.blames and rule.level in (Level.STOP, Level.ASK):
                yield Slip(rule.place, "rule-blames-nothing", {"key": rule.key})
        for document in spec.documents:
            if document.sides not in (1, 2) or document.count < 1:
                yield Slip(document.place, "document-sides", {"key": document.key})
            if (document.handling is Handling.BLOCKS) != bool(document.to):
                yield Slip(document.place.at("handling"), "blocks-and-to", {"key": document.key})
            yield from self._unknown([document.of] if document.of else [], self._parties, document.place, "party")
            if (document.handling is Handling.SIGNED) != bool(document.sheet):
                yield Slip(document.place.at("handling"), "signed-and-sheet", {"key": document.key})
            sheets = [document.sheet] if document.sheet else []
            yield from self._unknown(sheets, {one.key for one in spec.papers}, document.place.at("sheet"), "paper")
            drawn = [document.picture] if document.picture else []
            yield from self._unknown(drawn, PICTURES, document.place.at("picture"), "picture")
        yield from self._ways()
        for alike in spec.alike:
            yield from self._unknown((*alike.same, *alike.like, *alike.near), self._fields, alike.place, "field")
            if not alike.same:
                yield Slip(alike.place, "alike-without-same")
        for migration in spec.migrations.values():
            todays = (*migration.renamed.values(), *migration.ask_again)
            yield from self._unknown(todays, named, migration.place, "field")
        yield from self._fees()
        yield from self._limits()
        yield from self._open()

    def _open(self) -> Iterator[Slip]:
        """What is not known hangs on something that is there."""
        spec = self._spec
        known = {"procedure", "in_force", "limits", *self._fields, *self._groups}
        known |= {f"rules.{rule.key}" for rule in spec.rules} | {f"fees.{fee.key}" for fee in spec.fees}
        known |= {f"documents.{document.key}" for document in spec.documents}
        for fact in spec.open:
            yield from self._unknown(fact.concerns, known, fact.place.at("concerns"), "concern")

    def _ways(self) -> Iterator[Slip]:
        ways = [one.one_of for one in self._spec.documents if one.one_of]
        for document in self._spec.documents:
            if document.one_of and ways.count(document.one_of) < 2:
                yield Slip(document.place, "one-of-one", {"name": document.one_of})

    def _fees(self) -> Iterator[Slip]:
        documents = {one.key for one in self._spec.documents}
        for fee in self._spec.fees:
            if bool(fee.tiers) == bool(fee.amounts):
                yield Slip(fee.place, "fee-amounts-or-tiers", {"key": fee.key})
            for row in fee.amounts:
                if (row.amount is not None) + row.by_area + row.by_case != 1 or (row.amount or 0) < 0:
                    yield Slip(row.place.at("amount"), "price-amount")
                if row.since and row.until and row.until < row.since:
                    yield Slip(row.place, "ends-before-it-begins")
                yield from self._unknown(row.channel, CHANNELS, row.place, "channel")
            for one in fee.exemptions:
                yield from self._unknown([one.evidence] if one.evidence else [], documents, one.place, "document")

    def _limits(self) -> Iterator[Slip]:
        limits = self._spec.limits
        for limit in limits:
            try:
                read_limit(limit.within)
            except ValueError:
                yield Slip(limit.place.at("within"), "limit-shape", {"given": limit.within})
        if not limits or limits[-1].relevant is not None:
            yield Slip(limits[-1].place if limits else self._spec.procedure.place, "limit-for-all")
        for limit in limits[:-1]:
            if limit.relevant is None:
                yield Slip(limit.place, "limit-hides-next")


def _twice(keys: Iterable[tuple[str, SourcePlace]]) -> Iterator[Slip]:
    lines: dict[str, int] = {}
    for key, place in keys:
        if key in lines:
            yield Slip(place, "key-twice", {"key": key, "line": lines[key]})
        lines.setdefault(key, place.line)


def _well_formed(key: str, place: SourcePlace) -> Iterator[Slip]:
    if not _KEY.fullmatch(key):
        yield Slip(place, "key-shape", {"key": key})
