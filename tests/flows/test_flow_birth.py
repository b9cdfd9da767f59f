"""The registration of a birth, case by case: every sample of its data is filed with the requester's card, and what has
arrived at the portal is looked at field by field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

import pytest

from kiosk import catalogue
from kiosk.clock import FilingTime
from kiosk.domain import form
from kiosk.domain.calendar import ZONE
from kiosk.domain.citizen import CardIdentity, Citizen, Method, Sex
from kiosk.domain.dossier import LookReason
from kiosk.domain.form import ChosenPlace, FormState, Given, Origin
from kiosk.domain.submission import Submission
from kiosk.errors import FieldInvalid
from kiosk.forms.effects import SampleSpec
from kiosk.procedures.areas import AreaDirectory
from kiosk.resources import asset
from kiosk.services.filing import BoundDocument, FilingDesk, Visitor
from kiosk.services.places import OfficePlaces
from kiosk_sandbox.server import PortalServer
from sandbox import OFFICE, Kiosk, document, sandbox

DAY = date(2026, 11, 30)
VERSION = catalogue.register().in_force("1.001193", DAY)
assert VERSION is not None
SAMPLES = {one.key: one for one in VERSION.samples}
GOLDEN = "me-di-khai"


def whole(key: str) -> tuple[datetime, Mapping[str, Any], Mapping[str, Any]]:
    """When it was received, the card, and the answers: a sample that is like another has what the other has."""
    line: list[SampleSpec] = []
    while key:
        line.insert(0, SAMPLES[key])
        key = SAMPLES[key].like
    card = {name: value for one in line for name, value in one.parties.get("requester", {}).items()}
    received = [one.received for one in line if one.received is not None][-1]
    return received.replace(tzinfo=ZONE), card, {name: value for one in line for name, value in one.given.items()}


def typed(value: Any) -> Given:
    if isinstance(value, Mapping):
        return ChosenPlace(value["unit"], value.get("detail", ""))
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


SIGNED = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M2 10L38 12" stroke="black"/></svg>'


class BirthDesk:
    """One kiosk and one portal; each case files a dossier of its own."""

    def __init__(self, box: Kiosk, portal: PortalServer) -> None:
        self.box, self.portal = box, portal
        self.places = OfficePlaces(AreaDirectory(asset("areas")), OFFICE)

    def filled(self, key: str) -> tuple[FilingDesk, Visitor, FormState]:
        received, card, given = whole(key)
        desk = FilingDesk(self.box.store, OFFICE, FilingTime(lambda: received), catalogue.is_holiday, self.places)
        known = {one.name for one in fields(Citizen)}
        citizen = Citizen(**{name: value for name, value in card.items() if name in known} | {"sex": Sex(card["sex"])})
        visitor = Visitor(CardIdentity(citizen, Method.CHIP), {"process": True})
        state = desk.begin(catalogue.procedure_on("1.001193", received.date()), visitor)
        for name, value in given.items():
            state = form.answer(state, name, typed(value), Origin.TYPED, desk.context(visitor))
        return desk, visitor, state

    def file(self, key: str) -> tuple[Submission, Mapping[str, Any]]:
        desk, visitor, state = self.filled(key)
        papers = [BoundDocument(one.key, document(900, seed)) for seed, one in enumerate(state.uploads())]
        drawn = dict.fromkeys(state.signers(), SIGNED)
        submission = desk.hand_in(f"draft-{key}", state, visitor, papers, beside=None, drawn=drawn)
        self.box.clock.forward(60)
        self.box.engine.run_once()
        dossier, _ = self.portal.dossiers.find(OFFICE.unit, submission.code)
        return submission, json.loads(dossier.record)


@pytest.fixture(scope="module")
def births(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BirthDesk]:
    with sandbox() as portal:
        box = Kiosk(tmp_path_factory.mktemp("kiosk"), portal.url)
        yield BirthDesk(box, portal)
        box.close()


def papers(record: Mapping[str, Any]) -> list[str]:
    return [one["MaThanhPhanHoSo"] for one in record["TaiLieuNop"]]


def test_the_golden_filing_arrives_field_by_field(births: BirthDesk) -> None:
    submission, record = births.file(GOLDEN)
    told = {name: value for name, value in record.items() if value and name not in ("ToKhaiKiosk", "MaBamKiosk")}
    (paper,), (fee,) = told.pop("TaiLieuNop"), told.pop("DanhSachLePhi")
    assert told == {
        "MaHoSo": record["MaHoSo"],
        "MaTTHC": "1.001193",
        "TenTTHC": "Thủ tục đăng ký khai sinh",
        "MaLinhVuc": "G15-TP07",
        "TenLinhVuc": "Hộ tịch",
        "KenhThucHien": "2",
        "ChuHoSo": "LÒ THỊ MẨY",
        "SoGiayToChuHoSo": "999198000014",
        "LoaiDoiTuong": "1",
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": "999198000014"}],
        "TrichYeuHoSo": "Thủ tục đăng ký khai sinh: VÀNG MINH KHANG",
        "NgayNopHoSo": "20261130090000",
        "NgayHenTra": "20261130170000",
        "TrangThaiHoSo": record["TrangThaiHoSo"],
        "HinhThuc": "0",
        "DonViXuLy": OFFICE.full_name,
        "NoiNopHoSo": "2",
        "HoSoCoThanhPhanSoHoa": "1",
        "TaiKhoanDuocXacThucVoiVNeID": "0",
        "DuocThanhToanTrucTuyen": "0",
        "MaThamChieuKiosk": f"{OFFICE.kiosk}/{submission.code}",
    }
    assert (paper["MaThanhPhanHoSo"], paper["TenTepDinhKem"]) == ("D1", "giay_chung_sinh.pdf")
    assert (fee["MaPhiLePhi"], fee["TenPhiLePhi"], fee["Gia"]) == ("copies", "Bản sao Giấy khai sinh", "16000")


def test_the_golden_filing_by_the_names_of_the_electronic_form(births: BirthDesk) -> None:
    """TT 04/2024/TT-BTP's sheet, each line under the name that the ministry's form has for it."""
    _, record = births.file(GOLDEN)
    assert VERSION is not None
    names = {key: item.eform for key, item in VERSION.by_key.items() if item.eform}
    answers = json.loads(record["ToKhaiKiosk"])["answers"]
    assert {names[key]: one["value"] for key, one in answers.items() if key in names} == {
        "QuanHe": "mother",
        "HoVaTenC": "LÒ THỊ MẨY",
        "LoaiGiayToDinhDanhC": "can-cuoc",
        "SoDinhDanhC": "999198000014",
        "NgayCapDDC": "05/08/2024",
        "NoiCapDDC": "Bộ Công an",
        "nycNoiCuTru_TrongNuoc": "thôn Má Lủng, xã Đồng Văn, tỉnh Tuyên Quang",
        "LoaiDangKy": "1",
        "HoTenKS": "VÀNG MINH KHANG",
        "NgaySinhChon": "02/11/2026",
        "NgaySinhChonBangChu": "Ngày mùng hai tháng mười một năm hai nghìn không trăm hai mươi sáu",
        "GioiTinhKS": "male",
        "DanTocKS": "Mông",
        "QuocTichKS": "Việt Nam",
        "nksNoiSinh_TrongNuoc": "Xã Đồng Văn, tỉnh Tuyên Quang",
        "nksQueQuan_TrongNuoc": "Xã Đồng Văn, tỉnh Tuyên Quang",
        "nksLoaiKhaiSinh": "1",
        "HoTenMeKS": "LÒ THỊ MẨY",
        "NamSinhMeKS": "12/03/1998",
        "DanTocMeKS": "Tày",
        "QuocTichMeKS": "Việt Nam",
        "MeNoiCuTru_TrongNuoc": "thôn Má Lủng, xã Đồng Văn, tỉnh Tuyên Quang",
        "SoDinhDanhMe": "999198000014",
        "NgayCapDDMe": "05/08/2024",
        "HoTenChaKS": "VÀNG MÍ SỬ",
        "NamSinhChaKS": "20/07/1996",
        "DanTocChaKS": "Mông",
        "QuocTichChaKS": "Việt Nam",
        "ChaNoiCuTru_TrongNuoc": "Thôn Má Lủng, xã Đồng Văn, tỉnh Tuyên Quang",
        "ChaLoaiCuTru": "1",
        "LoaiGiayToDinhDanhCha": "Thẻ căn cước",
        "SoDinhDanhCha": "999096000013",
        "CapBanSao": "yes",
        "SoLuong": "2",
    }


CASES = {
    "chi-co-me": (["D1"], ""),
    "tre-bi-bo-roi": (["D4"], ""),
    "chua-ro-bo-me": (["D4"], ""),
    "giay-chung-sinh-dien-tu": ([], ""),
    "sinh-o-nha-co-nguoi-thay": (["D2"], ""),
    "sinh-o-nha-khong-ai-thay": (["D3", "sheet-to_khai"], ""),  # declared on the glass
    "sinh-o-nuoc-ngoai": (["D8"], "R15-noi-sinh"),
    "bo-la-nguoi-nuoc-ngoai": (["D1", "D8"], "R15"),
    "mang-thai-ho": (["D1", "D5"], ""),
    "nguoi-duoc-uy-quyen": (["D1", "D6"], ""),
    "sinh-truoc-khi-cuoi": (["D1", "D10"], "R12"),
    "lam-cung-luc": (["D1"], "R19"),
    "lam-cung-luc-ca-the": (["D1"], "R20"),
    "qua-han": (["D1"], ""),
}
"""By sample: the papers by the portal's names, and what the officer is told."""


@pytest.mark.parametrize("key", CASES)
def test_each_case_arrives_with_its_papers_and_its_word_to_the_officer(births: BirthDesk, key: str) -> None:
    submission, record = births.file(key)
    wanted, note = CASES[key]
    assert sorted(papers(record)) == sorted(wanted)
    assert ({note} - {""}) <= {one.key for one in submission.filing.notes}
    assert ("[Cán bộ xem lại: " in record["TrichYeuHoSo"]) is bool(submission.filing.notes)
    assert "{" not in record["TrichYeuHoSo"], "the officer reads no blanks"
    _, _, given = whole(key)
    arrived = json.loads(record["ToKhaiKiosk"])["answers"]
    for name in ("child.birth_date", "child.sex", "child.parents_known", "requester.relation"):
        assert arrived[name]["value"] == given[name]


@pytest.mark.parametrize(
    ("key", "rule"),
    [
        ("cha-me-chua-ket-hon", "R10"),
        ("tre-bi-bo-roi-me-khai", "R13"),
        ("hai-nguoi-mot-so", "R8"),
        ("da-lon", "R3"),
        ("da-dang-ky-truoc", "R18"),
    ],
)
def test_what_must_not_be_filed_here_is_not(births: BirthDesk, key: str, rule: str) -> None:
    desk, visitor, state = births.filled(key)
    given = [BoundDocument(one.key, document(900)) for one in state.uploads()]
    with pytest.raises(FieldInvalid) as refused:
        desk.hand_in(f"draft-{key}", state, visitor, given, beside=None)
    assert refused.value.values["problem"] == rule


def test_a_late_birth_owes_what_the_province_set_and_is_told_so(births: BirthDesk) -> None:
    """No price is known at this kiosk: copies alone are in the record, and the sum is not said."""
    _, visitor, state = births.filled("qua-han")
    assert {one.key: one.amount for one in state.charges()} == {"copies": 16_000, "late": None}
    (told,) = [one for one in state.problems(births.filled("qua-han")[0].context(visitor)) if one.key == "R2"]
    assert not told.level.stops and "60 ngày" in told.text["vi"]


@pytest.mark.parametrize(("key", "flag"), [("qua-han", "late"), ("tre-bi-bo-roi", "foundling"), ("chi-co-me", "")])
def test_why_another_pair_of_eyes_is_wanted_reaches_the_counter_and_the_portal(
    births: BirthDesk, key: str, flag: str
) -> None:
    submission, record = births.file(key)
    flags = [one for one in submission.filing.notes if one.key.startswith("flag.")]
    assert [one.key for one in flags] == ([f"flag.{flag}"] if flag else [])
    row = births.box.store.dossier_book.head(submission.code)
    assert (LookReason.RULE in row.look) is bool(flag)
    for one in flags:
        assert one.text in record["TrichYeuHoSo"] and one.text.endswith("Bộ phận tư pháp, hộ tịch xem.")
