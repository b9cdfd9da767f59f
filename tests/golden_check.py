"""Whether a golden filing that was played by touch came to what its sheet says, field by field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from visit_stage import Resident

from kiosk import catalogue
from kiosk.domain import form
from kiosk.domain.checks import Level
from kiosk.domain.form import ChosenPlace, FormState, Origin
from kiosk.domain.procedure import row_key
from kiosk.domain.submission import Submission, Sync
from kiosk.forms.effects import SampleSpec
from kiosk.forms.samples import whole_sample
from kiosk.procedures.kiosk_form import VersionEngine
from kiosk.services.filed_sheet import sheet
from kiosk.tour.sample_visit import NO_SUCH_CARD, SampleTour

BY_TOUCH = Path(__file__).with_name("golden_by_touch.txt")
NOT_BY_TOUCH = Path(__file__).with_name("golden_not_by_touch.txt")
NOT_PLAYED = "not played yet"
"""How the reason begins where a filing may well be a visit."""


def samples() -> Iterator[tuple[str, SampleSpec]]:
    """Every golden filing of every procedure, by the code."""
    for code in catalogue.codes():
        engine = catalogue.procedure(code).engine
        if isinstance(engine, VersionEngine):
            yield from ((code, one) for one in engine.version.samples)


def by_touch() -> list[tuple[str, str]]:
    """Those that were seen to hold."""
    return [(line[0], line[1]) for line in map(str.split, BY_TOUCH.read_text("utf-8").splitlines())]


def not_by_touch() -> dict[tuple[str, str], str]:
    """Those that cannot be a visit by touch, each with why; and those that were not played yet."""
    lines = (line.split(maxsplit=2) for line in NOT_BY_TOUCH.read_text("utf-8").splitlines())
    return {(code, key): why for code, key, why in lines}


def play(resident: Resident, folder: Path, code: str, key: str, *, pictures: bool = False) -> SampleTour:
    """Plays it; AssertionError where it does not come to what its sheet says."""
    before = len(resident.store.outbox.list())
    tour = SampleTour(resident.house, folder, code, key, lambda _: None, pictures=pictures)
    tour.slow_cards = False
    tour.play()
    compare(resident, tour, len(resident.store.outbox.list()) - before)
    return tour


def compare(resident: Resident, tour: SampleTour, filed: int) -> None:
    """``filed``: how many filings there are more than before."""
    wanted = written_down(tour)
    stops = stopping(tour, wanted)
    as_expected(tour)
    assert filed == (tour.filed is not None)
    if tour.filed is not None:
        assert stops == set()
        if tour.filed.filing.order_days:
            waits_at_the_counter(resident, tour.filed, wanted)
        else:
            stands_at_the_portal(resident, tour.filed, wanted)
    elif tour.waits:
        assert stops == {"missing"}, "what the other one has still to say"
    else:
        assert tour.stopped == (NO_SUCH_CARD,) or (tour.stopped and set(tour.stopped) <= stops), (tour.stopped, stops)


def as_expected(tour: SampleTour) -> None:
    """What the sample says must come of it, where it takes place at the kiosk."""
    assert isinstance(tour.procedure.engine, VersionEngine)
    version = tour.procedure.engine.version
    sample = whole_sample(version, next(one for one in version.samples if one.key == tour.visit.sample))
    if sample.channel not in ("", "kiosk"):
        return
    expected = sample.expect
    if expected.problems is not None and tour.stopped != (NO_SUCH_CARD,):
        rules = {one.spec.key for one in version.rules}  # of an answer that does not hold the sample names the field
        assert set(tour.stopped) & rules <= set(expected.problems), (tour.stopped, expected.problems)
    if tour.filed is None:
        return
    if isinstance(expected.due, datetime):
        assert f"{tour.filed.due_at:%Y-%m-%dT%H:%M}" == f"{expected.due:%Y-%m-%dT%H:%M}"
    if isinstance(expected.fee, int):
        assert sum(one.amount for one in tour.filed.filing.fees) == expected.fee


def written_down(tour: SampleTour) -> FormState:
    """The sheet with the same cards and the same answers, without a finger."""
    desk, visit = tour.house.rooms.services.desk, tour.visit
    context, state = desk.context(tour.visitor), desk.begin(tour.procedure, tour.visitor)
    known = {one.key for one in tour.procedure.fields}
    for key, text in visit.given.items():
        if key in known and text:
            value: str | ChosenPlace = visit.places.get(key, text)
            state = form.answer(state, key, value, Origin.TYPED, context)
    for table, rows in visit.rows.items():
        for key in (row_key(table, number, name) for number, row in enumerate(rows) for name in row):
            state = form.answer(state, key, visit.places.get(key, visit.text_of(key)), Origin.TYPED, context)
    return state


def stopping(tour: SampleTour, wanted: FormState) -> set[str]:
    context = tour.house.rooms.services.desk.context(tour.visitor)
    return {one.key for one in wanted.problems(context) if one.level in (Level.STOP, Level.ROUTE)}


def stands_at_the_portal(resident: Resident, filed: Submission, wanted: FormState) -> None:
    server = resident.rooms.server
    assert server is not None
    dossier, _ = server.dossiers.find(filed.filing.unit, filed.official)
    arrived = json.loads(json.loads(dossier.record)["ToKhaiKiosk"])["answers"]
    assert {key: said(one) for key, one in arrived.items()} == {key: said(one) for key, one in sheet(wanted).items()}


def waits_at_the_counter(resident: Resident, filed: Submission, wanted: FormState) -> None:
    there = sheet(wanted)
    assert {key: said(one) for key, one in filed.filing.answers.items()} == {key: said(there[key]) for key in there}
    assert filed.sync is Sync.COUNTER and not filed.official and resident.store.outbox.pending_count() == 0


def said(answer: Mapping[str, Any]) -> object:
    """What an answer says; a table row by row."""
    if "rows" in answer:
        return [{name: said(one) for name, one in row.items()} for row in answer["rows"]]
    return {name: str(answer.get(name, "")).casefold() for name in ("value", "unit", "detail", "old")}
