"""What is owed, in words: for the review, the last page and the slip. What is not known is asked of the officer."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.domain.charges import FeeCharge, total
from kiosk.ui.resident import spoken_times
from kiosk.ui.strings import Strings


def charge_words(strings: Strings, one: FeeCharge) -> str:
    """One fee with what set its price: 100.000 đồng. Theo Nghị quyết 78/2026."""
    if one.amount is None:
        return strings.say("review.fee_unknown")
    if one.exempt:
        return strings.say("review.fee_exempt")
    key = "review.fee_maybe" if one.maybe and one.amount else "review.fee"
    words = strings.say(key, amount=str(spoken_times.money(strings, one.amount)))
    return strings.say("review.fee_source", fee=words, source=one.source) if one.source and one.amount else words


def sum_words(strings: Strings, charges: Sequence[FeeCharge]) -> str:
    """All of it in a few words; empty where this procedure has no fee in this case."""
    if not charges:
        return ""
    amount = total(charges)
    if amount is None:
        return strings.say("review.fee_unknown")
    key = "review.fee_maybe" if amount and any(one.maybe and one.amount for one in charges) else "review.fee"
    return strings.say(key, amount=str(spoken_times.money(strings, amount)))
