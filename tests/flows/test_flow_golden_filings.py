"""Every golden filing that can be filed is filed, sent, and stands at the portal field by field as its sheet says."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from kiosk import catalogue
from kiosk.catalogue import register_in
from kiosk.clock import FilingTime
from kiosk.config import Office
from kiosk.domain import form
from kiosk.domain.calendar import ZONE
from kiosk.domain.citizen import CardIdentity, Citizen, Method, Sex
from kiosk.domain.form import FormState, Origin
from kiosk.forms.effects import SampleSpec
from kiosk.forms.samples import sample_form, whole_sample
from kiosk.forms.sheet import ProcedureVersion
from kiosk.resources import ASSETS
from kiosk.services.filing import BoundDocument, FilingDesk, Visitor, signature_key
from kiosk_sandbox.server import PortalServer
from sandbox import OFFICE, Kiosk

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=ZONE)
REGISTER = register_in(ASSETS)
CODES = ("1.000894", "can-cuoc", "1.001612", "1.011022")


def identity(card: dict[str, Any]) -> CardIdentity:
    given = {name: value for name, value in card.items() if name not in ("by_chip", "consent")}
    given["sex"] = Sex(given.get("sex", "unknown"))
    return CardIdentity(Citizen(**given), Method.CHIP if card.get("by_chip", True) else Method.MANUAL)


def visitor(desk: FilingDesk, sample: SampleSpec) -> Visitor:
    cards = {party: identity(dict(card)) for party, card in sample.parties.items()}
    first, *rest = cards
    others = {party: desk.party_card(cards[party]) for party in rest}
    return Visitor(cards[first], {"card": True, "notify": False, "process": True}, others=others)


def filled(desk: FilingDesk, version: ProcedureVersion, sample: SampleSpec, who: Visitor) -> FormState:
    procedure = catalogue.procedure_on(version.code, NOW.date())
    state = desk.begin(procedure, who)
    for key, answer in sample_form(version, sample).given.items():
        if isinstance(answer.value, tuple):
            rows = [{name: {"value": one.text, "origin": "typed"} for name, one in row.items()} for row in answer.value]
            state = form.with_rows(state, key, rows, desk.context(who))
        else:
            state = form.answer(state, key, answer.text, Origin.TYPED, desk.context(who))
    return state


@pytest.mark.parametrize("code", CODES)
def test_what_is_filed_is_what_the_office_reads(code: str, box: Kiosk, portal: PortalServer) -> None:
    version = REGISTER.in_force(code, NOW.date())
    assert version is not None
    desk = FilingDesk(box.store, Office(), FilingTime(lambda: NOW), catalogue.is_holiday)
    expected: dict[str, dict[str, str]] = {}
    for spec in version.samples:
        sample = whole_sample(version, spec)
        who = visitor(desk, sample)
        state = filled(desk, version, sample, who)
        if any(one.level.stops for one in state.problems(desk.context(who))):
            continue
        keys = [signature_key(party) for party in state.signers()]
        keys += [one.key for one in state.uploads() if one.required]
        papers = [BoundDocument(paper, b"%PDF-1.4 " + paper.encode()) for paper in keys]
        filing = desk.hand_in(spec.key, state, who, papers, beside=None)
        upper = {item.key: item.upper for item in state.procedure.fields}
        values = {key: text.upper() if upper[key] else text for key, text in state.values.items() if key in upper}
        expected[filing.code] = values
        for key, value in spec.expect.values.items():
            assert state.value(key) == value, (spec.key, key)
    assert len(expected) >= 5
    box.engine.run_once()
    for filed, values in expected.items():
        held = box.store.outbox.get(filed)
        assert held.official, (held.sync, held.reason)
        dossier, _ = portal.dossiers.find(OFFICE.unit, held.official)
        record = json.loads(dossier.record)
        sheet = json.loads(record["ToKhaiKiosk"])
        plain = {key: one["value"] for key, one in sheet["answers"].items() if "rows" not in one}
        assert plain == {key: value for key, value in values.items() if value and key in plain}
        assert record["MaTTHC"] == state.procedure.code and record["ChuHoSo"] == held.filing.applicant.full_name
        assert {one["MaThanhPhanHoSo"] for one in record["TaiLieuNop"]} == {one.key for one in held.filing.documents}
