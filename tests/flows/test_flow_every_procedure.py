"""Every procedure that the kiosk offers, but for orders at the counter (test_flow_orders.py), goes the whole way with
its first sample: filed as by ``kiosk submit``, at the portal field by field, decided there, and told here in the
procedure's own words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from kiosk import catalogue
from kiosk.clock import FilingTime
from kiosk.domain.calendar import ZONE
from kiosk.domain.citizen import CardIdentity, Citizen, Method, Sex
from kiosk.domain.dossier_sheet import fields_of
from kiosk.domain.form import FormState
from kiosk.domain.submission import Legal, Submission
from kiosk.forms.answers import Answer
from kiosk.forms.effects import SampleSpec
from kiosk.forms.form import Form
from kiosk.forms.quantities import Place
from kiosk.forms.samples import sample_form, whole_sample
from kiosk.forms.sheet import ProcedureVersion
from kiosk.procedures.areas import AreaDirectory
from kiosk.resources import asset
from kiosk.services.filed_sheet import sheet
from kiosk.services.filing import BoundDocument, FilingDesk, Visitor
from kiosk.services.form_files import FormFile, filled
from kiosk.services.places import OfficePlaces
from kiosk.services.tracking import DossierTracker, DossierView
from kiosk.sync.queue.editions import FiledEditions
from kiosk_sandbox.actions import Action, Said
from kiosk_sandbox.server import PortalServer
from sandbox import OFFICE, Kiosk, document, sandbox

DAY = date(2026, 11, 30)


def in_force(code: str) -> ProcedureVersion:
    version = catalogue.register().in_force(code, DAY)
    assert version is not None
    return version


CODES = catalogue.codes()
WAY = (Action.ACCEPT, Action.WORK, Action.FINISH, Action.HANDOVER)


class EveryDesk:
    """One kiosk and one portal for all: each procedure files its own dossiers."""

    def __init__(self, box: Kiosk, portal: PortalServer) -> None:
        self.box, self.portal = box, portal
        self.editions = FiledEditions(box.store, catalogue.procedure)
        self.tracker = DossierTracker(box.store, OFFICE, self.editions.of, frozenset(), box.clock)

    def file(
        self, version: ProcedureVersion, draft: str, sample: SampleSpec | None = None
    ) -> tuple[FormState, Submission]:
        """A sample (the first that one person can file), in the hands of who types it at the counter."""
        sample = sample or first_of(version)
        received = (sample.received or datetime(2026, 11, 30, 9, tzinfo=ZONE)).replace(tzinfo=ZONE)
        places = OfficePlaces(AreaDirectory(asset("areas")), OFFICE)
        desk = FilingDesk(self.box.store, OFFICE, FilingTime(lambda: received), catalogue.is_holiday, places)
        procedure = catalogue.procedure_on(version.code, received.date())
        visitor = Visitor(CardIdentity(citizen(sample), Method.MANUAL), {"process": True})
        written = FormFile(version.code, {}, answers(sample, here(version, sample)))
        state = filled(procedure, written, desk.context(visitor))
        papers = [BoundDocument(one.key, document(900, seed)) for seed, one in enumerate(state.uploads())]
        return state, desk.hand_in(draft, state, visitor, papers, beside=None)

    def look(self, code: str) -> DossierView:
        self.box.clock.forward(60)
        self.box.engine.run_once()
        (dossier,) = self.tracker.of_code(code)
        return self.tracker.view(dossier, known=True)


def citizen(sample: SampleSpec) -> Citizen:
    """Of the first party, as an officer types it from the card."""
    card = dict(next(iter(sample.parties.values()), {"full_name": "LÒ THỊ MAI", "id_number": "999198000014"}))
    sex = Sex(card.pop("sex", "unknown"))
    for mark in ("by_chip", "consent"):
        card.pop(mark, None)
    return Citizen(sex=sex, **card)


def answers(sample: SampleSpec, form: Form) -> Mapping[str, Any]:
    """What is typed: what the sample gives, and what the cards of others say, who are not at the counter."""
    every_one = ((key, typed(form.given[key])) for key in sample.given if form.shown(key))
    given = {key: one for key, one in every_one if one}
    others = {one.key for one in form.version.parties[1:]}
    cards = {key: one.text for key, one in form.case.answers.items() if one.party in others}
    return given | cards


def here(version: ProcedureVersion, sample: SampleSpec) -> Form:
    """The sample as this kiosk takes it: what is asked at another counter alone is not asked."""
    return sample_form(version, replace(sample, channel="kiosk"))


def first_of(version: ProcedureVersion) -> SampleSpec:
    """The first sample for which nobody else's card has to lie on the reader: an officer has typed it."""
    samples = (whole_sample(version, one) for one in version.samples)
    return next(one for one in samples if not sample_form(version, at_the_counter(one)).stops())


def at_the_counter(sample: SampleSpec) -> SampleSpec:
    first = dict(list(sample.parties.items())[:1])
    parties = {key: {**card, "by_chip": False} for key, card in first.items()}
    others = {key: {**card, "by_chip": False} for key, card in sample.parties.items() if key not in first}
    return replace(sample, channel="kiosk", parties=parties if _own_card(sample) else parties | others)


def _own_card(sample: SampleSpec) -> bool:
    """Whether it says that another person's card was read here."""
    return "card" in sample.given.values()


def typed(answer: Answer) -> Any:
    """A text; an address by its commune; the rows of a table, each so."""
    if isinstance(answer.value, tuple):
        return [{name: text for name, one in row.items() if (text := typed(one))} for row in answer.value]
    if isinstance(answer.value, Place) and answer.value.unit:
        return {"unit": answer.value.unit, "detail": answer.value.detail}
    return answer.text


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EveryDesk]:
    with sandbox() as portal:
        box = Kiosk(tmp_path_factory.mktemp("kiosk"), portal.url)
        yield EveryDesk(box, portal)
        box.close()


def payload(every: EveryDesk, code: str) -> dict[str, Any]:
    dossier, _ = every.portal.dossiers.find(OFFICE.unit, code)
    return json.loads(dossier.record)


@pytest.mark.parametrize("code", [code for code in CODES if not in_force(code).head.order_days])
def test_it_is_filed_arrives_whole_and_is_decided_in_its_own_words(every: EveryDesk, code: str) -> None:
    version = in_force(code)
    state, submission = every.file(version, f"{code}-1")
    every.look(submission.code)
    record = payload(every, submission.code)
    arrives_whole(version, state, submission, record, first_of(version))
    for action in WAY:
        every.portal.dossiers.act(submission.code, action)
        view = every.look(submission.code)
        assert view.legal is not None and view.procedure == version.name
        assert view.words == version.texts.text(f"status.{view.legal.value}"), action
    assert view.legal is Legal.HANDED_OVER
    _, other = every.file(version, f"{code}-2")
    every.look(other.code)
    every.portal.dossiers.act(other.code, Action.REFUSE, said=Said("Chưa đủ giấy tờ"))
    refused = every.look(other.code)
    assert (refused.legal, refused.note) == (Legal.NOT_ACCEPTED, "Chưa đủ giấy tờ")
    assert refused.words == version.texts.text("status.3")


SENTENCES: Mapping[Legal, tuple[Action, ...]] = {
    Legal.REGISTERED: (),
    Legal.ACCEPTED: (Action.ACCEPT,),
    Legal.NOT_ACCEPTED: (Action.REFUSE,),
    Legal.IN_PROGRESS: (Action.ACCEPT, Action.WORK),
    Legal.SUPPLEMENT: (Action.ACCEPT, Action.ASK),
    Legal.PAYMENT: (Action.ACCEPT, Action.FEE),
    Legal.STOPPED: (Action.ACCEPT, Action.STOP),
    Legal.FINISHED: (Action.ACCEPT, Action.FINISH),
    Legal.HANDED_OVER: (Action.ACCEPT, Action.FINISH, Action.HANDOVER),
}
"""How the portal's officer brings a dossier to each status; to withdraw is the person's own act."""

OWN = ("1", "2", "3", "4", "9", "10")
"""What each procedure says in words of its own; of the rest the office speaks alike."""


@pytest.mark.sampled(12)
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("legal", SENTENCES, ids=lambda one: one.name.lower())
def test_every_status_comes_home_in_the_procedures_words(every: EveryDesk, code: str, legal: Legal) -> None:
    version = in_force(code)
    assert all(version.texts.text(f"status.{one}").keys() == {"vi", "en"} for one in OWN)
    if version.head.order_days:
        return
    _, submission = every.file(version, f"{code}-{legal.name}")
    every.look(submission.code)
    for action in SENTENCES[legal]:
        every.portal.dossiers.act(submission.code, action, said=Said("Xin bổ sung một giấy", amount=8_000))
    view = every.look(submission.code)
    assert view.legal is legal and view.words == version.texts.text(f"status.{legal.value}")


@pytest.mark.parametrize("code", CODES)
def test_what_can_go_wrong_is_said_before_the_first_question(code: str) -> None:
    troubles = catalogue.procedure_on(code, DAY).troubles
    assert troubles and all(one.keys() == {"vi", "en"} for one in troubles)


def arrives_whole(
    version: ProcedureVersion,
    state: FormState,
    submission: Submission,
    record: Mapping[str, Any],
    sample: SampleSpec,
) -> None:
    head = version.head
    assert (record["MaTTHC"], record["MaLinhVuc"], record["TenTTHC"]) == (
        head.portal_code or head.code,
        head.field_code,
        head.official,
    )
    arrived = json.loads(record["ToKhaiKiosk"])["answers"]
    assert arrived == sheet(state)
    for key, given in answers(sample, here(version, sample)).items():
        if key in version.tables:
            rows, came = given, arrived[key]["rows"]
            assert len(rows) == len(came)
            for row, there in zip(rows, came, strict=True):
                for name, one in row.items():
                    same(version, f"{key}.{name}", one, there[name])
        else:
            same(version, key, given, arrived[key])
    assert {one["TenTepDinhKem"].split(".")[0] for one in record["TaiLieuNop"]} == {one.key for one in state.uploads()}
    if isinstance(sample.expect.fee, int):
        assert sum(int(fee["Gia"]) for fee in record["DanhSachLePhi"]) == sample.expect.fee
    if isinstance(sample.expect.due, datetime):
        assert record["NgayHenTra"] == f"{sample.expect.due:%Y%m%d%H%M%S}"
    assert submission.filing.version == version.head.version


def same(version: ProcedureVersion, key: str, given: Any, arrived: Mapping[str, Any]) -> None:
    if isinstance(given, Mapping):
        assert (arrived["unit"], arrived.get("detail", "")) == (given["unit"], given["detail"]), key
        assert arrived["value"].lower().endswith("xã đồng văn, tỉnh tuyên quang"), key
    else:
        assert arrived["value"] == (given.upper() if version.field(key).upper else given), key


VARIANTS = (
    ("1.001612", "ca-gia-dinh"),
    ("1.001612", "nguoi-duoc-uy-quyen"),
    ("1.001612", "ban-xang"),
    ("1.011022", "ke-hang-ton-kho"),
    ("1.011022", "moi-ra-kinh-doanh"),
    ("1.011022", "khai-thay"),
    ("1.011022", "khong-doanh-thu"),
)
"""Other samples of those that have tables."""


@pytest.mark.parametrize(("code", "key"), VARIANTS)
def test_tables_arrive_row_by_row(every: EveryDesk, code: str, key: str) -> None:
    version = in_force(code)
    sample = whole_sample(version, next(one for one in version.samples if one.key == key))
    state, submission = every.file(version, f"{code}-{key}", sample)
    every.look(submission.code)
    arrives_whole(version, state, submission, payload(every, submission.code), sample)
    lines = {one.key: one for one in fields_of(submission.filing, state.procedure, ())}
    for table in state.procedure.tables:
        for number, row in enumerate(state.rows(table.key)):
            assert all(f"{table.key}.{number}.{name}" in lines for name in row)
