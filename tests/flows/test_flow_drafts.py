"""A draft comes back to the same card alone, and to nobody once its days are over."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from visit_stage import BIRTH, SHEET, Resident, scan, until

from kiosk.catalogue import read_procedure
from kiosk.clock import office_time
from kiosk.devices.simulated import person as people
from kiosk.domain.form import Origin
from kiosk.domain.visit import VisitStep
from kiosk.procedures.toml_text import toml_text
from kiosk.store import Terms
from kiosk.ui.resident import ResumeOverlay

FIRST_FORMAT = Path(__file__).parents[1] / "first_format" / "1.001193.toml"
MINE, ANOTHER = "vang-thi-my", next(name for name in people.names() if name != "vang-thi-my")


def choose(resident: Resident, name: str) -> None:
    resident.known(name)
    resident.choose_birth()


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


def _yesterday(sheet: dict[str, Any]) -> dict[str, Any]:
    """The sheet of the first format without its question for the sex, and with one about an old card."""
    for section in sheet["sections"]:
        section["fields"] = [one for one in section["fields"] if (section["key"], one["key"]) != ("child", "sex")]
        if section["key"] == "copies":
            section["fields"].append({**section["fields"][0], "key": "card", "label": "Thẻ cũ", "label_en": "Old card"})
    sheet["pages"] = [page for page in sheet["pages"] if page["key"] != "child-sex"]
    next(page for page in sheet["pages"] if page["key"] == "copies")["fields"].append("copies.card")
    for part in sheet["review"]:
        part["plain"] = [key for key in part.get("plain", ()) if key != "child.sex"]
    return sheet


def test_a_new_version_of_the_procedure_carries_the_savepoint_over(resident: Resident, monkeypatch) -> None:
    """Yesterday's sheet asked less and one thing more; answers and paper are there, and what is new is told."""
    services = resident.rooms.services
    today = services.procedures[BIRTH]
    yesterday = read_procedure(toml_text(_yesterday(tomllib.loads(FIRST_FORMAT.read_text("utf-8")))))
    monkeypatch.setitem(services.procedures, BIRTH, yesterday)
    resident.at_form()
    resident.visit.walk.answer("copies.card", "yes", Origin.CHOSEN)
    resident.visit.walk.answer("mother.birth", "1999", Origin.TYPED)
    resident.fill_all()
    resident.screen.nextAsked.emit()
    resident.at(VisitStep.CAPTURE)
    paper = resident.visit.papers[0]
    resident.flow._acts[VisitStep.CAPTURE]._bound(scan())  # type: ignore[attr-defined]
    resident.at(VisitStep.REVIEW)
    resident.settled()
    until(lambda: paper.ref is not None, "the paper to be durable")
    resident.settled()
    resident.flow.leave("idle")

    monkeypatch.setitem(services.procedures, BIRTH, today)
    choose(resident, MINE)
    until(lambda: isinstance(resident.shell.overlaid, ResumeOverlay), "the offer to go on")
    resident.reads("resume.changed", "resume.dropped")
    assert "Con trai hay con gái" in resident.words() and "Cháu sinh ở đâu" in resident.words()
    resident.press("resume.resume")
    resident.at(VisitStep.FORM)
    walk = resident.visit.walk
    assert walk.page.key == "child-sex", "what is new is asked first"
    assert walk.filling.value("child.name") == SHEET["child.name"] and walk.filling.procedure is today
    assert [held.scan is not None for held in resident.visit.papers] == [True]
    assert walk.filling.value("requester.birth") == "08/03/1962" and walk.filling.value("mother.birth") == "1999"
    resident.fill_all()
    made = resident.bind_and_hand_in()
    assert made.filing.version == today.version and made.filing.documents[0].sha256 == paper.ref.sha256
