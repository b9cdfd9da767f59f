"""One version of a procedure, ready to work with: fields and groups with their texts, conditions as functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kiosk.domain.checks import Level
from kiosk.domain.procedure import FormPage, ReviewPart
from kiosk.forms.effects import (
    AlikeSpec,
    DatedAmount,
    DocumentSpec,
    FeeSpec,
    FlagSpec,
    LimitSpec,
    MigrationSpec,
    PrintedPaperSpec,
    RuleSpec,
    SampleSpec,
)
from kiosk.forms.elements import FieldKind, FieldSpec, GroupSpec, Head, PartySpec
from kiosk.forms.evaluation import Run
from kiosk.forms.schema import ProcedureSpec
from kiosk.forms.scope import Scope
from kiosk.forms.sheet_template import SheetTemplate
from kiosk.forms.texts import Text, Texts

Condition = Callable[[Scope], bool]
"""Whether something is so in a case. Nothing and "not known" are no."""


@dataclass(frozen=True)
class SheetChoice:
    value: str
    label: Text
    icon: str = ""
    note: Text = field(default_factory=dict)


@dataclass(frozen=True)
class SheetField:
    """One line of the official sheet. ``key`` is GROUP.FIELD; ``party``: whose card fills it, empty for nobody's."""

    key: str
    group: str
    spec: FieldSpec
    label: Text
    hint: Text
    choices: tuple[SheetChoice, ...]
    relevant: tuple[Run, ...] = ()  # its group's and its own: all must hold
    required: Run | None = None  # where a condition says it; else ``spec.required``
    constraint: Run | None = None
    constraint_text: Text = field(default_factory=dict)
    calculation: Run | None = None
    party: str = ""
    party_if: Run | None = None
    row: bool = False  # of a table
    party_else: str = ""  # whose card fills it where ``party_if`` does not hold

    @property
    def name(self) -> str:
        return self.spec.key

    @property
    def type(self) -> FieldKind:
        return self.spec.type

    @property
    def official(self) -> str:
        return self.spec.official

    @property
    def upper(self) -> bool:
        return self.spec.upper

    @property
    def eform(self) -> str:
        return self.spec.eform

    @property
    def calculated(self) -> bool:
        return self.calculation is not None


@dataclass(frozen=True)
class SheetGroup:
    """A part of the official sheet."""

    key: str
    spec: GroupSpec
    title: Text
    fields: tuple[SheetField, ...]
    row_title: Text = field(default_factory=dict)  # of a table: "Thành viên {n}"
    relevant: Run | None = None

    @property
    def official(self) -> str:
        return self.spec.official

    @property
    def table(self) -> bool:
        return self.spec.repeat is not None

    def field(self, name: str) -> SheetField:
        """KeyError where the group has none of that name."""
        return next((one for one in self.fields if one.spec.key == name), None) or _none(name)


def _none(name: str) -> SheetField:
    raise KeyError(name)


@dataclass(frozen=True)
class SheetRule:
    spec: RuleSpec
    text: Text
    must: Run
    relevant: Run | None = None
    sentence: Text = field(default_factory=dict)  # with what ``says`` fills in
    says: Mapping[str, Run] = field(default_factory=dict)
    carries: Mapping[str, Run] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        return self.spec.level


@dataclass(frozen=True)
class SheetDocument:
    """Thành phần hồ sơ."""

    spec: DocumentSpec
    name: Text
    note: Text
    relevant: Run | None = None

    @property
    def key(self) -> str:
        return self.spec.key


@dataclass(frozen=True)
class ProcedureVersion:
    """Thủ tục, in one version. ``content``: all the files it was read from, what a filing keeps of it."""

    spec: ProcedureSpec
    texts: Texts
    groups: tuple[SheetGroup, ...]
    pages: tuple[FormPage, ...]
    review: tuple[ReviewPart, ...]
    rules: tuple[SheetRule, ...]
    documents: tuple[SheetDocument, ...]
    order: tuple[str, ...]  # fields and tables, each after all that it depends on
    runs: Mapping[str, Run]  # every other expression, by its text
    content: str = field(default="", repr=False, compare=False)
    templates: Mapping[str, SheetTemplate] = field(default_factory=dict, repr=False)  # what its papers are printed by

    @property
    def head(self) -> Head:
        return self.spec.procedure

    @property
    def code(self) -> str:
        return self.head.code

    @property
    def version(self) -> str:
        return self.head.version

    @property
    def name(self) -> Text:
        return self.texts.text("procedure.name")

    @property
    def parties(self) -> tuple[PartySpec, ...]:
        return self.spec.parties

    @property
    def fees(self) -> tuple[FeeSpec, ...]:
        return self.spec.fees

    @property
    def limits(self) -> tuple[LimitSpec, ...]:
        return self.spec.limits

    @property
    def alike(self) -> tuple[AlikeSpec, ...]:
        return self.spec.alike

    @property
    def flags(self) -> tuple[FlagSpec, ...]:
        return self.spec.flags

    @property
    def papers(self) -> tuple[PrintedPaperSpec, ...]:
        return self.spec.papers

    @property
    def amounts(self) -> tuple[DatedAmount, ...]:
        return self.spec.amounts

    @property
    def samples(self) -> tuple[SampleSpec, ...]:
        return self.spec.samples

    @property
    def migrations(self) -> Mapping[str, MigrationSpec]:
        return self.spec.migrations

    @cached_property
    def fields(self) -> tuple[SheetField, ...]:
        return tuple(item for group in self.groups for item in group.fields)

    @cached_property
    def by_key(self) -> Mapping[str, SheetField]:
        return {item.key: item for item in self.fields}

    @cached_property
    def tables(self) -> Mapping[str, SheetGroup]:
        return {group.key: group for group in self.groups if group.table}

    @cached_property
    def paged(self) -> frozenset[str]:
        """The fields and tables that a page asks."""
        return frozenset(key for page in self.pages for key in page.fields)

    def field(self, key: str) -> SheetField:
        """The field of that key; KeyError if the sheet has none."""
        return self.by_key[key]

    def document(self, key: str) -> SheetDocument:
        for item in self.documents:
            if item.key == key:
                return item
        raise KeyError(key)
