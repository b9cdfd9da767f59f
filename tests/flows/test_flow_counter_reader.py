"""The reader at the counter pulled and put back: said while it is away, and the next card is read untouched."""

from __future__ import annotations

from pathlib import Path

import pytest
from counter_hands import PIN, counter_kiosk

from kiosk.devices.simulated import card_reader
from kiosk.domain.staff import StaffRole
from kiosk.tour.finger import until
from kiosk.ui.counter import desk_card
from kiosk.ui.counter.card_pane import CardStage


def test_a_reader_that_was_away_at_the_entrance_reads_again(
    tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_reader, "RECOVERY", 0.1)
    monkeypatch.setattr(desk_card, "BACK_AFTER", 0.05)
    with counter_kiosk(tmp_path) as officer:
        officer.store.staff.add("pao", StaffRole.OFFICER, "Hoàng Văn Páo", PIN)
        reader = officer.bench.reader
        officer.open()
        reader.unplug()
        pane, say = officer.counter.entrance.sign_in.card, officer.house.strings.say
        until(lambda: say("error.card.no-reader.message") in pane.title.text(), "that there is no reader")
        reader.plug()
        until(lambda: officer.counter.card.stage is CardStage.WAITING, "that a card is waited for again")
        officer.lay("giang-thi-say")
        until(lambda: officer.counter.card.stage is CardStage.READ, "the card")
