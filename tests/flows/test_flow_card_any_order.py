"""The card in any order: laid first, lifted to be shown, laid twice, moved early. None of it is an error."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from visit_stage import Resident, card, identity, kiosk, until

from kiosk.config import Delays
from kiosk.domain.card_reading import CardKey, ReadProgress
from kiosk.domain.citizen import CardIdentity
from kiosk.domain.visit import VisitStep
from kiosk.errors import NoCard
from kiosk.ui.identifying import Identifying


def test_a_card_that_is_laid_first_is_acknowledged_and_may_be_lifted(resident: Resident) -> None:
    resident.come_in()
    resident.bench.reader.lay(card())
    resident.reads("identify.laid", "identify.title_laid", "identify.lift_line")
    resident.bench.reader.lift()
    resident.reads("identify.lifted")
    assert resident.step is VisitStep.IDENTIFY
    resident.show_card()
    resident.reads("identify.lifted_seen")
    assert resident.step is VisitStep.IDENTIFY, "the key is there, the card is not"
    resident.lay()
    resident.at(VisitStep.HELLO)


def test_a_card_that_is_laid_twice_is_acknowledged_twice(resident: Resident) -> None:
    resident.come_in()
    for _ in range(2):
        resident.bench.reader.lay(card())
        resident.reads("identify.laid")
        resident.bench.reader.lift()
        resident.reads("identify.lifted")
    assert resident.step is VisitStep.IDENTIFY


def test_the_code_seen_while_the_card_lies_there_is_read_at_once(resident: Resident) -> None:
    resident.come_in()
    resident.bench.reader.lay(card())
    resident.reads("identify.laid")
    resident.bench.show_card("vang-thi-my")
    resident.at(VisitStep.HELLO)


def test_help_is_offered_where_nothing_comes(tmp_path: Path) -> None:
    delays = Delays(debounce=0.02, changed_rest=0.05, steady=0.3, card_wait=1.0)
    with kiosk(tmp_path, delays=delays) as resident:
        resident.come_in()
        resident.reads("identify.help", "identify.help_line")
        resident.finger.touch(resident.screen.help)
        until(lambda: resident.shell.overlaid is not None, "the officer is called")


class MovedReader:
    """Nothing lies there as the read begins; it comes back within the grace, or does not."""

    def __init__(self, comes_back: bool) -> None:
        self._comes_back, self.reads = comes_back, 0

    def read(self, key: CardKey, progress: Any, cancel: threading.Event) -> CardIdentity:
        self.reads += 1
        if self.reads == 1:
            raise NoCard
        return identity()

    def wait_for_card(self, cancel: threading.Event, timeout: float | None = None) -> bool:
        assert timeout == 8.0
        return self._comes_back


@pytest.mark.parametrize("comes_back", [True, False])
def test_a_card_that_was_moved_just_before_has_seconds_of_grace(qapp: object, comes_back: bool) -> None:
    reader = MovedReader(comes_back)
    services: Any = SimpleNamespace(reader=reader, config=SimpleNamespace(delays=Delays()))
    hands = Identifying(services, None)  # type: ignore[arg-type]
    seen: list[ReadProgress] = []
    work: Any = SimpleNamespace(tell=seen.append, cancel=threading.Event())
    if comes_back:
        assert hands._read(CardKey(can="001234"), work) is identity()
    else:
        with pytest.raises(NoCard):
            hands._read(CardKey(can="001234"), work)
    assert [one.lifted for one in seen] == [True], "it is said that the card may be laid back"
