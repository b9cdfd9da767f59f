"""A submission as a record of the exchange: every field the contract names, and the answers."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime

import pytest

from kiosk import catalogue
from kiosk.domain.calendar import ZONE
from kiosk.domain.submission import DocumentRef, Legal, Submission, filing_from
from kiosk.errors import PortalSpokeOddly
from kiosk.sync.wire import DossierReply, record, reference, standing
from kiosk_sandbox.contract import DOSSIER, problems
from sandbox import OFFICE, filing

PAPER = DocumentRef("giay_chung_sinh", "ab" * 32, 1234, "application/pdf", "giay_chung_sinh.pdf")
URL = "http://127.0.0.1:1/files/" + PAPER.sha256

FIELDS = {
    *("MaHoSo", "MaTTHC", "TenTTHC", "MaLinhVuc", "TenLinhVuc", "KenhThucHien", "ChuHoSo", "SoGiayToChuHoSo"),
    *("LoaiDoiTuong", "MaDoiTuong", "Email", "SoDienThoai", "TrichYeuHoSo", "NgayNopHoSo", "NgayTiepNhan"),
    *("NgayHenTra", "NgayKetThucXuLy", "NgayTra", "NgayTuChoi", "TrangThaiHoSo", "HinhThuc", "DonViXuLy", "GhiChu"),
    *("NoiNopHoSo", "HoSoCoThanhPhanSoHoa", "TaiKhoanDuocXacThucVoiVNeID", "DuocThanhToanTrucTuyen"),
    *("DinhDanhCHS", "TaiLieuNop", "DanhSachLePhi", "DanhSachHoSoBoSung", "DanhSachGiayToKetQua", "DSKetNoiCSDL"),
}
OURS = {"MaThamChieuKiosk", "MaBamKiosk", "ToKhaiKiosk"}


def submission(**changes: object) -> Submission:
    made = {
        "code": "KS-7F3K-92",
        "filing": filing((PAPER,)),
        "filed_at": datetime(2026, 11, 23, 9, 5, 7, tzinfo=ZONE),
        "due_at": datetime(2026, 11, 24, 14, 0, tzinfo=ZONE),
        "receipt": "KX1:...",
    }
    return Submission(**(made | changes))  # type: ignore[arg-type]


def made(**changes: object) -> dict[str, object]:
    return record(submission(**changes), catalogue.procedure("1.001193"), OFFICE, {PAPER.sha256: URL})


def test_has_every_field_of_the_contract_and_three_of_ours() -> None:
    assert set(made()) == FIELDS | OURS


def test_keeps_the_contract_that_the_portal_checks() -> None:
    assert list(problems(DOSSIER, made())) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("MaHoSo", ""),
        ("MaTTHC", "1.001193"),
        ("TenTTHC", "Thủ tục đăng ký khai sinh"),
        ("MaLinhVuc", "G15-TP07"),
        ("TenLinhVuc", "Hộ tịch"),
        ("KenhThucHien", "2"),
        ("ChuHoSo", "Vừ Thị Sáo"),
        ("SoGiayToChuHoSo", "999162000123"),
        ("LoaiDoiTuong", "1"),
        ("MaDoiTuong", ""),
        ("Email", ""),
        ("SoDienThoai", "0912345678"),
        ("TrichYeuHoSo", "Thủ tục đăng ký khai sinh: LÒ THỊ MAI"),
        ("NgayNopHoSo", "20261123090507"),
        ("NgayTiepNhan", ""),
        ("NgayHenTra", "20261124140000"),
        ("NgayKetThucXuLy", ""),
        ("NgayTra", ""),
        ("NgayTuChoi", ""),
        ("TrangThaiHoSo", "1"),
        ("HinhThuc", "0"),
        ("DonViXuLy", "Ủy ban nhân dân xã Đồng Văn"),
        ("GhiChu", ""),
        ("NoiNopHoSo", "2"),
        ("HoSoCoThanhPhanSoHoa", "1"),
        ("TaiKhoanDuocXacThucVoiVNeID", "0"),
        ("DuocThanhToanTrucTuyen", "0"),
        ("DinhDanhCHS", [{"LoaiDinhDanh": "1", "SoDinhDanh": "999162000123"}]),
        ("DanhSachHoSoBoSung", []),
        ("DanhSachGiayToKetQua", []),
        ("DSKetNoiCSDL", []),
        ("MaThamChieuKiosk", "DV01/KS-7F3K-92"),
    ],
)
def test_field(field: str, value: object) -> None:
    assert made()[field] == value


def test_a_document_is_named_by_its_content_and_found_by_its_url() -> None:
    assert made()["TaiLieuNop"] == [
        {
            "TepDinhKemId": PAPER.sha256,
            "TenTepDinhKem": "giay_chung_sinh.pdf",
            "IsDeleted": "0",
            "MaThanhPhanHoSo": "D1",
            "DuongDanTaiTepTin": URL,
            "DuocSoHoa": "1",
            "DuocTaiSuDung": "0",
            "DuocLayTuKhoDMQG": "0",
            "MaKetQuaThayThe": "",
        }
    ]


def test_a_fee_is_the_price_times_the_copies_asked_for() -> None:
    (fee,) = made()["DanhSachLePhi"]  # type: ignore[misc]
    assert fee == {
        "TenPhiLePhi": "Bản sao Giấy khai sinh",
        "MaPhiLePhi": "copies",
        "Gia": "16000",
        "HinhThucThu": "1",
        "LoaiPhiLePhi": "1",
    }


def test_no_copies_no_fee() -> None:
    assert made(filing=filing((PAPER,), copies="0"))["DanhSachLePhi"] == []


def test_the_form_travels_whole_under_the_digest_of_the_receipt() -> None:
    sent = made()
    form = str(sent["ToKhaiKiosk"])
    assert hashlib.sha256(form.encode()).hexdigest() == sent["MaBamKiosk"] == submission().filing.digest()
    assert filing_from(json.loads(form)) == submission().filing


def test_a_resend_says_the_same_whatever_was_tried_before() -> None:
    assert made() == made(attempts=7, reason="line.down", next_try=datetime(2026, 12, 1, tzinfo=ZONE))


def test_a_long_summary_is_cut_to_what_the_exchange_takes() -> None:
    assert len(str(made(filing=filing((PAPER,), subject="Ẩ" * 2000))["TrichYeuHoSo"])) == 1000


def test_an_old_nine_digit_number_is_told_apart() -> None:
    from dataclasses import replace

    old = filing((PAPER,))
    old = replace(old, applicant=replace(old.applicant, id_number="999162000"))
    assert made(filing=old)["DinhDanhCHS"] == [{"LoaiDinhDanh": "2", "SoDinhDanh": "999162000"}]


ANSWER = {
    "error_code": "0",
    "MaHoSo": "H15.50.05.13-261123-0001",
    "TrangThaiHoSo": "1",
    "MaThamChieuKiosk": "DV01/KS-7F3K-92",
}


def test_the_answer_gives_number_and_status() -> None:
    assert standing(ANSWER, reference(submission())) == DossierReply("H15.50.05.13-261123-0001", Legal.REGISTERED)


@pytest.mark.parametrize(
    "wrong",
    [
        {"MaHoSo": "KS-7F3K-92"},
        {"MaHoSo": None},
        {"MaHoSo": ""},
        {"TrangThaiHoSo": "11"},
        {"TrangThaiHoSo": 1},
        {"MaThamChieuKiosk": "DV02/KS-7F3K-92"},
    ],
)
def test_an_answer_that_is_no_answer_to_this_is_not_believed(wrong: dict[str, object]) -> None:
    with pytest.raises(PortalSpokeOddly):
        standing(ANSWER | wrong, reference(submission()))


def test_papers_that_come_by_hand_are_named_at_first_sight() -> None:
    sent = replace(submission(), filing=replace(submission().filing, documents=(), later=("giay_chung_sinh",)))
    told = record(sent, catalogue.procedure("1.001193"), OFFICE, {})
    assert str(told["TrichYeuHoSo"]).endswith("(nộp sau tại quầy: Giấy chứng sinh)")
    assert told["HoSoCoThanhPhanSoHoa"] == "0"
