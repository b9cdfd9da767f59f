"""What is owed: dated prices, by channel, province, case and tier; exemptions; rounding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kiosk.domain.certainty import Certainty
from kiosk.forms.answer_checks import is_required
from kiosk.forms.case import FormCase, in_force
from kiosk.forms.effects import AmountRow, ExemptionSpec, FeeSpec
from kiosk.forms.elements import Expression

AreaPrices = Mapping[str, tuple[AmountRow, ...]]
"""What the province or commune has set, by the fee's key."""


@dataclass(frozen=True)
class FeeDue:
    """``amount`` in đồng altogether; None: it is not known here, and nothing may be promised. ``full``: without an
    exemption. ``maybe``: the office may find that nothing is owed. ``each``: the price of one, where all cost alike.
    ``by_case``: it is not known because an answer is still missing."""

    key: str
    amount: int | None
    count: int = 1
    exempt: str = ""
    full: int | None = None
    maybe: bool = False
    each: int | None = None
    by_case: bool = False


def fees_due(case: FormCase, area: AreaPrices | None = None) -> tuple[FeeDue, ...]:
    """Each fee of this case, also those that come to nothing by an exemption or a price of 0."""
    spec = case.version.fees
    return tuple(_due(fee, case, area or {}) for fee in spec if fee.relevant is None or case.holds(fee.relevant.text))


def total(fees: tuple[FeeDue, ...]) -> int | None:
    """All of it in đồng; None where a part is not known."""
    amounts = [fee.amount for fee in fees]
    return None if None in amounts else sum(one for one in amounts if one is not None)


def _due(fee: FeeSpec, case: FormCase, area: AreaPrices) -> FeeDue:
    count, times = _number(fee.per, case), _number(fee.times, case)
    row = _price(fee, case, area)
    full = _full(fee, row, count, times)
    exempt = _exemption(fee, case)
    amount = 0 if exempt is not None else full
    maybe = row is not None and row.maybe
    each = None if fee.tiers else 0 if exempt is not None else _full(fee, row, 1, times)
    by_case = row is not None and row.by_case
    return FeeDue(fee.key, amount, count, exempt.key if exempt else "", full, maybe, each, by_case)


def _number(expression: Expression | None, case: FormCase) -> int:
    """A count; 1 where none is written, or where it has still to be said: it costs that at least. Else 0 if empty."""
    if expression is None:
        return 1
    value = case.version.runs[expression.text](case)
    if value is None and any(_still_asked(name, case) for name in expression.names):
        return 1
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _still_asked(name: str, case: FormCase) -> bool:
    item = case.version.by_key.get(name)
    return item is not None and case.relevant.get(name, False) and name not in case.answers and is_required(item, case)


def _price(fee: FeeSpec, case: FormCase, area: AreaPrices) -> AmountRow | None:
    row = _first(fee.amounts, case)
    return _first(area.get(fee.key, ()), case) if row is not None and row.by_area else row


def _first(rows: tuple[AmountRow, ...], case: FormCase) -> AmountRow | None:
    return next((row for row in rows if in_force(row, case.context.today) and case.applies(row)), None)


def _full(fee: FeeSpec, row: AmountRow | None, count: int, times: int) -> int | None:
    """Whole đồng, rounded half up to ``fee.round``."""
    unsure = row is not None and row.sure is Certainty.UNSURE
    if not fee.tiers and (row is None or row.amount is None or unsure):
        return None
    amount = _tiered(fee, count) if fee.tiers else count * (row.amount or 0 if row else 0)
    amount = times * (min(amount, fee.most) if fee.most else amount)
    return int(Fraction(amount, fee.round) + Fraction(1, 2)) * fee.round


def _tiered(fee: FeeSpec, count: int) -> int:
    amount, before = 0, 0
    for tier in fee.tiers:
        here = max(0, (min(count, tier.up_to) if tier.up_to else count) - before)
        amount += here * tier.amount
        before = tier.up_to or count
    return amount


def _exemption(fee: FeeSpec, case: FormCase) -> ExemptionSpec | None:
    return next((one for one in fee.exemptions if case.holds(one.relevant.text)), None)
