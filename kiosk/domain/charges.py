"""What a filing costs, fee by fee, as it stands now. What is not known is said to be unknown, never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kiosk.domain.procedure import Text


@dataclass(frozen=True)
class FeeCharge:
    """One fee of a case. ``amount`` in đồng altogether; None: nobody has told this kiosk what it comes to, and the
    officer says. ``each``: the price of one, where it is ``counted`` by the answer of that field. ``maybe``: the office
    may find that nothing is owed. ``source``: what set the price. ``by_case``: not known before an answer is given."""

    key: str
    name: Text = field(default_factory=dict)
    amount: int | None = 0
    count: int = 1
    each: int | None = None
    counted: str = ""
    maybe: bool = False
    exempt: str = ""
    source: str = ""
    besides: bool = False  # asked for beside what the procedure is about: copies
    online: int | None = None  # what it comes to for who files online, where that is another sum for sure
    counter: int | None = None  # and at the counter
    by_case: bool = False


def total(charges: Iterable[FeeCharge]) -> int | None:
    """All of it in đồng; None where a part is not known."""
    amounts = [one.amount for one in charges]
    return None if None in amounts else sum(one for one in amounts if one is not None)


def saved(charges: Iterable[FeeCharge]) -> int:
    """đồng that are not owed because it was filed here and not at the counter; 0 where that is not sure."""
    pairs = [(one.amount, one.counter) for one in charges if one.counter is not None]
    return max(0, sum(there - here for here, there in pairs if here is not None and there is not None))
