"""The format of a procedure's file, as it is written: one class a table, one attribute a key.

``decode`` makes these from TOML and refuses what is not here; ``docs/procedures.md`` explains each key to who writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.forms.effects import (
    AlikeSpec,
    AmountRow,
    AnotherSpec,
    DatedAmount,
    DocumentSpec,
    FeeSpec,
    FlagSpec,
    LimitSpec,
    LinkedSpec,
    MigrationSpec,
    OpenFactSpec,
    PrintedPaperSpec,
    RuleSpec,
    SampleSpec,
)
from kiosk.forms.elements import Checked, GroupSpec, Head, PageSpec, PartySpec, ReviewSpec


@dataclass(frozen=True)
class ProcedureSpec:
    """One version of a procedure, as its file says it."""

    procedure: Head
    parties: tuple[PartySpec, ...]
    groups: tuple[GroupSpec, ...]
    pages: tuple[PageSpec, ...]
    review: tuple[ReviewSpec, ...]
    limits: tuple[LimitSpec, ...]
    samples: tuple[SampleSpec, ...]
    rules: tuple[RuleSpec, ...] = ()
    documents: tuple[DocumentSpec, ...] = ()
    fees: tuple[FeeSpec, ...] = ()
    migrations: Mapping[str, MigrationSpec] = field(default_factory=dict, metadata={"key": "from"})
    alike: tuple[AlikeSpec, ...] = ()
    flags: tuple[FlagSpec, ...] = ()
    papers: tuple[PrintedPaperSpec, ...] = ()
    amounts: tuple[DatedAmount, ...] = ()
    open: tuple[OpenFactSpec, ...] = ()
    another: AnotherSpec | None = None
    linked: tuple[LinkedSpec, ...] = ()


@dataclass(frozen=True)
class AreaSpec:
    """What a province or commune decides: CODE/areas/UNIT.toml. ``fees``: KEY = đồng, or lines of a price list."""

    unit: str
    source: str
    checked: Checked
    fees: Mapping[str, tuple[AmountRow, ...]] = field(default_factory=dict)
    notices: Mapping[str, str] = field(default_factory=dict)
