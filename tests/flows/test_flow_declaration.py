"""A birth that nobody saw: declared on the glass, filed with what was drawn; what goes along has codes of its own."""

from __future__ import annotations

import pytest
from printed_pages import poppler_text
from test_flow_parties import drawings, signs
from visit_stage import BIRTH, Resident

from kiosk.domain.codes import normal, part_code
from kiosk.domain.form import Origin
from kiosk.domain.visit import VisitStep
from kiosk.procedures.kiosk_form import VersionEngine
from kiosk.tour.sample_data import sample_visit

ANSWERS = {
    "requester.relation": "grandparent",
    "copies.wanted": "no",  # nothing is owed
    "mother.name": "Lò Thị Mẩy",
    "mother.birth": "12/03/1998",
    "mother.ethnicity": "Tày",
    "mother.residence": "thôn Má Lủng, xã Đồng Văn, tỉnh Tuyên Quang",
    "mother.paper_number": "999198000014",
}


def at_review(resident: Resident, sample: str) -> None:
    """A grandmother files, with her own card."""
    resident.known()
    resident.choose(BIRTH)
    resident.press_main()
    resident.at(VisitStep.FORM)
    walk = resident.visit.walk
    assert isinstance(walk.filling.procedure.engine, VersionEngine)
    visit = sample_visit(walk.filling.procedure.engine, sample)
    for key, value in {**visit.given, **visit.places, **ANSWERS}.items():
        walk.answer(key, value, Origin.TYPED)
    resident.visit.match_papers()
    resident.flow.go(VisitStep.REVIEW)
    resident.at(VisitStep.REVIEW)


def test_a_birth_that_nobody_saw_is_declared_on_the_glass(resident: Resident) -> None:
    at_review(resident, "sinh-o-nha-khong-ai-thay")
    assert resident.visit.papers == [], "the declaration is signed, not photographed"
    resident.hand_in()
    resident.at(VisitStep.SIGN)
    signs(resident)
    resident.at(VisitStep.RECEIVED)
    filing = resident.visit.submission.filing
    assert [one.key for one in filing.documents] == ["signature-requester", "sheet-to_khai", "sheet-cam_doan"]
    pdf = resident.store.documents.get(filing.documents[2].sha256)
    assert "người làm chứng việc sinh." in poppler_text(pdf) and len(drawings(pdf)) == 1
    documents = {one.key: one for one in resident.rooms.services.procedures[BIRTH].documents}
    assert documents["sheet-cam_doan"].portal_code == documents["cam_doan_viec_sinh"].portal_code == "D3"


def test_who_cannot_sign_is_told_to_the_officer_and_who_has_a_notice_signs_nothing(resident: Resident) -> None:
    at_review(resident, "sinh-o-nha-khong-ai-thay")
    resident.hand_in()
    resident.at(VisitStep.SIGN)
    resident.press("sign.finger")
    resident.at(VisitStep.RECEIVED)
    filing = resident.visit.submission.filing
    assert filing.documents == () and "party-unsigned" in {one.key for one in filing.notes}
    resident.flow.leave("finished")
    at_review(resident, "me-di-khai")
    assert resident.visit.unsigned() == ()
    assert [one.document.key for one in resident.visit.papers] == ["giay_chung_sinh"]


@pytest.mark.parametrize("sample", ["lam-cung-luc", "lam-cung-luc-ca-the"])
def test_what_goes_along_with_a_birth_is_said_with_a_code_of_its_own(resident: Resident, sample: str) -> None:
    at_review(resident, sample)
    resident.visit.papers[0].later = True
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    submission = resident.visit.submission
    parts = submission.filing.linked
    assert [one.key for one in parts] == ["residence", "health", "card"][: 3 if sample.endswith("the") else 2]
    assert [one.procedure for one in parts][:2] == ["1.004222", ""]
    for number, _ in enumerate(parts, start=2):
        assert part_code(submission.code, number) in resident.words()
    assert normal(part_code(submission.code, 2)) == submission.code, "the dossier is found by it"
