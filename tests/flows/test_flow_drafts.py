"""A draft comes back to the same card alone, and to nobody once its days are over."""

from __future__ import annotations

from datetime import timedelta

from visit_stage import Resident, until

from kiosk.clock import office_time
from kiosk.devices.simulated import person as people
from kiosk.domain.visit import VisitStep
from kiosk.store import Terms
from kiosk.ui.resident import ResumeOverlay

MINE, ANOTHER = "vang-thi-my", next(name for name in people.names() if name != "vang-thi-my")


def choose(resident: Resident, name: str) -> None:
    resident.known(name)
    resident.finger.touch(resident.screen.tiles["birth"])


def test_another_card_is_offered_nothing_and_after_its_days_neither_is_the_same(resident: Resident) -> None:
    resident.at_capture()
    resident.settled()
    draft_id = resident.visit.draft_id
    resident.flow.leave("idle")

    choose(resident, ANOTHER)
    resident.at(VisitStep.NEEDS)
    assert resident.shell.overlaid is None and resident.visit.draft_id != draft_id
    resident.flow.leave("left")
    resident.settled()
    assert resident.store.drafts.get(draft_id) is not None, "who came after has erased nothing"

    choose(resident, MINE)
    until(lambda: isinstance(resident.shell.overlaid, ResumeOverlay), "the offer to go on")
    resident.flow.leave("idle")

    days = resident.rooms.services.config.keeping.draft_days
    retention, start = resident.store.retention, office_time()
    for day in range(round(days) + 2):
        retention._clock = lambda day=day: start + timedelta(days=day)
        retention.tidy(Terms(draft_days=days))
    assert resident.store.drafts.get(draft_id) is None
    choose(resident, MINE)
    resident.at(VisitStep.NEEDS)
    assert resident.shell.overlaid is None
