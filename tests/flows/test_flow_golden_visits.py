"""Golden filings as visits by touch: their people's cards, every page, the receipt and the official number, or the
sentence of the rule that stops them. The same visits with pictures: ``kiosk tour --procedure CODE --sample KEY``."""

from __future__ import annotations

from pathlib import Path

import pytest
from visit_stage import Resident

from kiosk.domain.submission import Sync
from kiosk.domain.visit import VisitStep
from kiosk.tour.sample_visit import SampleTour

pytestmark = pytest.mark.long

MARRIAGE, BIRTH, CARD = "1.000894", "1.001193", "can-cuoc"


def played(practised: Resident, folder: Path, code: str, key: str) -> SampleTour:
    tour = SampleTour(practised.house, folder, code, key, lambda _: None, pictures=False)
    tour.play()
    return tour


def test_a_couple_with_both_cards_files_and_signs(practised: Resident, tmp_path: Path) -> None:
    tour = played(practised, tmp_path, MARRIAGE, "hai-nguoi")
    assert tour.filed is not None
    sheet = tour.filed.filing.answers
    for key, text in tour.visit.given.items():
        assert sheet[key]["value"].casefold() == text.casefold(), key
    for party, person in tour.visit.people.items():
        assert sheet[f"{party}.paper_number"] == {"value": person.id_number, "origin": "card"}
        assert sheet[f"{party}.name"] == {"value": person.full_name.upper(), "origin": "card"}
    assert practised.store.outbox.list(Sync.DELIVERED) and tour.stopped == ()
    signed = {"signature-bride", "signature-groom", "sheet-to_khai"}  # what was drawn, and the sheet as it was shown
    assert {one.key for one in tour.filed.filing.documents} == signed


@pytest.mark.parametrize(("key", "rule"), [("dang-co-chong", "R5-nu"), ("chu-re-chua-du-tuoi", "R2")])
def test_what_stops_a_couple_is_said_on_the_page(practised: Resident, tmp_path: Path, key: str, rule: str) -> None:
    tour = played(practised, tmp_path, MARRIAGE, key)
    assert tour.stopped == (rule,) and practised.store.outbox.list() == ()


def test_a_birth_with_both_parents_cards_takes_at_most_45_touches_and_20_letters(
    practised: Resident, tmp_path: Path
) -> None:
    tour = played(practised, tmp_path, BIRTH, "cha-me-cung-dat-the")
    assert tour.filed is not None
    sheet = tour.filed.filing.answers
    assert (sheet["mother.name"]["origin"], sheet["father.residence"]["origin"]) == ("card", "card")
    assert "mother.deceased" not in sheet and sheet["requester.name"]["value"] == "VÀNG THỊ MỶ"
    assert tour.finger.taps <= 45 and tour.finger.letters <= 20


@pytest.mark.parametrize(
    ("code", "key", "promise"),
    [
        (CARD, "doi-the-tuoi-25", "officer"),  # by appointment: no day is promised
        (CARD, "mat-the-nop-tron", ""),  # filed in full, without a card
        (CARD, "tre-duoi-6-tuoi", ""),
        ("1.001612", "che-san-tuyet", ""),
        ("1.011022", "duoi-mot-ty", "nothing"),
    ],
)
def test_one_filing_of_each_kind_goes_the_whole_way(
    practised: Resident, tmp_path: Path, code: str, key: str, promise: str
) -> None:
    tour = played(practised, tmp_path, code, key)
    assert tour.stopped == () and tour.filed is not None and tour.filed.filing.promise == promise


def test_a_route_is_where_a_visit_of_the_wrong_procedure_comes_to(practised: Resident, tmp_path: Path) -> None:
    tour = played(practised, tmp_path, CARD, "doi-thong-tin-chua-sua-du-lieu")
    assert tour.stopped == ("R4",) and practised.store.outbox.list() == ()


def test_a_birth_with_the_mothers_card_alone_takes_at_most_60_touches_and_50_letters(
    practised: Resident, tmp_path: Path
) -> None:
    tour = played(practised, tmp_path, BIRTH, "me-di-khai")
    assert tour.filed is not None
    sheet = tour.filed.filing.answers
    assert sheet["child.notice"]["value"] == "00031.GCS.08999.26" and sheet["father.birth"]["value"] == "20/07/1996"
    assert sheet["mother.name"] == {"value": "LÒ THỊ MẨY", "origin": "card"}
    assert tour.finger.taps <= 60 and tour.finger.letters <= 50


class _OneMore(SampleTour):
    """Where the receipt stands, one more of the same is asked for: what page comes, and what stands in it already."""

    seen: tuple[str, str, str] = ("", "", "")

    def _received(self) -> None:
        self.finger.touch(self.finger.button("Làm thêm một giấy khác"))
        self.at(VisitStep.FORM)
        walk = self.flow.visit.walk
        assert walk is not None
        self.seen = (walk.page.key, walk.filling.value("slip.name"), walk.filling.value("paper.kind"))


def test_who_has_several_papers_certified_says_their_name_once(practised: Resident, tmp_path: Path) -> None:
    tour = _OneMore(practised.house, tmp_path, "2.000815", "giay-khai-sinh-khong-can", lambda _: None, pictures=False)
    tour.play()
    assert tour.seen == ("kind", "Giàng Thị Súa", "")
