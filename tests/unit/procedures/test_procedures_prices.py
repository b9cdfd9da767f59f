"""What a procedure costs, said before the first question: never "free" where something is owed by whoever files."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk import catalogue
from kiosk.domain.charges import total
from kiosk.domain.form import FormContext, FormState, begin

DAY = date(2026, 11, 30)


def begun(code: str) -> FormState:
    return begin(catalogue.procedure_on(code, DAY), FormContext(DAY))


def said_before(code: str) -> int | None:
    """đồng, as the page of what is needed says it; None: an officer says."""
    return total(one for one in begun(code).charges() if not one.besides)


@pytest.mark.parametrize("code", catalogue.codes())
def test_what_everybody_owes_is_never_said_to_be_free(code: str) -> None:
    version = catalogue.register().in_force(code, DAY)
    assert version is not None
    owed = [fee for fee in version.fees if fee.relevant is None]
    assert not owed or said_before(code) != 0
    assert version.fees or said_before(code) == 0


@pytest.mark.parametrize(("code", "here", "online"), [("1.004222", 20_000, 10_000), ("1.004194", 15_000, 7_000)])
def test_what_is_cheaper_online_is_said_here(code: str, here: int, online: int) -> None:
    (one, *_) = begun(code).charges()
    assert (one.amount, one.online) == (here, online)


def test_what_may_be_free_online_is_no_promise() -> None:
    assert [one.online for one in begun("2.000635").charges()] == [None]


@pytest.mark.parametrize(
    ("code", "amount"),
    [("2.000635", 8_000), ("2.000815", 2_000), ("2.000884", 10_000), ("1.004873", None), ("1.000656", 0)],
)
def test_the_price_before_the_first_question(code: str, amount: int | None) -> None:
    assert said_before(code) == amount
