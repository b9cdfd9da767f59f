"""A kiosk that is killed in the middle of what a counter asked: nothing is lost, nothing is done twice, and the officer
is told what is known."""

from __future__ import annotations

from pathlib import Path

import pytest
from counter_stage import PINS, DeskClock, filing, open_store, staffed
from dying_hall import POINTS, dying_kiosk
from hall_stage import QUICK, UNIT, HallAuthority, call, free_port

from kiosk import catalogue
from kiosk.errors import ActBroken, ActDoneBefore, HallUnsure, NothingOwed
from kiosk.hall.link import KioskLink
from kiosk.hall.wire import KioskPlace

pytestmark = pytest.mark.long

SAYS = {"before": ActBroken, "after": ActBroken, "told": ActDoneBefore}
BOOKED = {"before": 0, "after": 1, "told": 1}


@pytest.mark.parametrize("point", POINTS)
def test_a_fee_is_booked_once_whenever_the_kiosk_is_killed(tmp_path: Path, point: str) -> None:
    authority, port, clock = HallAuthority(tmp_path / "authority"), free_port(), DeskClock()
    edition = catalogue.procedure("1.001193").source
    with open_store(tmp_path / "DV01", clock) as store:
        staffed(store, clock)
        code = store.outbox.file("d1", filing(), clock(), owed=16_000, edition=edition).code
    at = KioskLink(KioskPlace(UNIT, "DV01", "127.0.0.1", port), authority.counter("Q2").context(), QUICK)
    fee = {"code": code, "revision": 0, "tendered": 16_000}
    with dying_kiosk(tmp_path, port, point):
        session = call(at, "sessions.sign_in", secret=PINS["may"], name="may")
        with pytest.raises(HallUnsure):
            call(at, "cash.take", session.token, **fee)
    with dying_kiosk(tmp_path, port, "none"):
        with pytest.raises(SAYS[point]):  # the same touch again
            call(at, "cash.take", session.token, **fee)
        session = call(at, "sessions.sign_in", secret=PINS["may"], name="may")
        assert len(call(at, "cash.bill", session.token, code=code).paid) == BOOKED[point]
        if BOOKED[point]:
            with pytest.raises(NothingOwed):
                call(at, "cash.take", session.token, **fee)
        else:
            assert call(at, "cash.take", session.token, **fee).sequence == 1
    at.close()
    with open_store(tmp_path / "DV01", clock) as store:
        assert [one.sequence for one in store.cash.of(code)] == [1]
        assert store.journal.verify() is None
