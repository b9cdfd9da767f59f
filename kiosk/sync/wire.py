"""A submission as a record of the dossier exchange, and the portal's answers as the domain knows them. Pure.

All values are strings and dates are ``yyyyMMddHHmmss`` in the office's zone. Three fields are ours, and a gateway that
does not know them may ignore them: ``MaThamChieuKiosk`` (kiosk and provisional code: the idempotency key),
``ToKhaiKiosk`` (the filing, canonical JSON) and ``MaBamKiosk`` (its SHA-256, as on the receipt).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kiosk.config import Office
from kiosk.domain.case import DossierAct
from kiosk.domain.codes import is_official, part_code
from kiosk.domain.procedure import Procedure
from kiosk.domain.submission import DocumentRef, FiledPart, Filing, Legal, Submission
from kiosk.errors import PortalSpokeOddly
from kiosk.procedures.kiosk_form import VersionEngine

Record = dict[str, Any]

_AT_COUNTER, _ONLINE, _CITIZEN, _AT_OFFICE, _ONE_STOP = "1", "2", "1", "0", "2"
_LONGEST_SUMMARY = 1000
_ID_NUMBER = re.compile(r"[0-9]{9}|[0-9]{12}")


@dataclass(frozen=True)
class DossierReply:
    """What the portal says of a dossier."""

    official: str  # MaHoSo
    legal: Legal
    note: str = ""


def reference(submission: Submission) -> str:
    """The idempotency key: unique over all kiosks of the country's units, the same at every resend."""
    return f"{submission.filing.kiosk}/{submission.code}"


def filing_name(office: Office, code: str) -> str:
    """The same as this kiosk's office calls it, for the portal's word that a document of it arrived."""
    return f"{office.unit}/{office.kiosk}/{code}"


def stamp(moment: datetime) -> str:
    return f"{moment:%Y%m%d%H%M%S}"


def record(submission: Submission, procedure: Procedure, office: Office, urls: Mapping[str, str]) -> Record:
    """One entry of DongBoHoSoMC.data. ``urls`` holds where each document lies at the portal, by its SHA-256; one
    that is still on its way goes without, which only a portal that offers it takes.

    The clock does not enter: a resend says what the first attempt said. What the office alone may decide (its number,
    dates of receipt, end and return) stays empty.
    """
    filing = submission.filing
    return {
        "MaHoSo": submission.official,
        "MaTTHC": procedure.code,
        "TenTTHC": procedure.official,
        "MaLinhVuc": procedure.field_code,
        "TenLinhVuc": procedure.field_name,
        "KenhThucHien": _AT_COUNTER if filing.filed_by else _ONLINE,
        **_applicant(filing),
        "TrichYeuHoSo": _summary(procedure, submission),
        "NgayNopHoSo": stamp(submission.filed_at),
        "NgayTiepNhan": "",
        "NgayHenTra": stamp(submission.due_at) if filing.has_due_day else "",
        "NgayKetThucXuLy": "",
        "NgayTra": "",
        "NgayTuChoi": "",
        "TrangThaiHoSo": Legal.REGISTERED.value,
        "HinhThuc": _AT_OFFICE,
        "DonViXuLy": office.full_name,
        "GhiChu": _by_officer(filing),
        "NoiNopHoSo": _ONE_STOP,
        "HoSoCoThanhPhanSoHoa": "1" if filing.documents else "0",
        "TaiKhoanDuocXacThucVoiVNeID": "0",
        "DuocThanhToanTrucTuyen": "0",
        "TaiLieuNop": [_document(item, procedure, urls.get(item.sha256, "")) for item in filing.documents],
        "DanhSachLePhi": _fees(procedure, filing, submission.filed_at.date()),
        "DanhSachHoSoBoSung": [],
        "DanhSachGiayToKetQua": [],
        "DSKetNoiCSDL": [],
        "MaThamChieuKiosk": reference(submission),
        "MaBamKiosk": filing.digest(),
        "ToKhaiKiosk": filing.canonical().decode(),
    }


def supplement(
    base: Record, procedure: Procedure, question: str, text: str, papers: Sequence[DocumentRef], urls: Mapping[str, str]
) -> Record:
    """``base``, a record as it was first sent, with the answer ``text`` (JSON) to the office's ``question`` and the
    papers that come with it, which lie at ``urls`` by their SHA-256; one that is not there yet is on its way."""
    answer = {
        "HoSoBoSungId": question,
        "ToKhaiBoSung": text,
        "MaBamBoSung": hashlib.sha256(text.encode()).hexdigest(),
    }
    more = [_document(item, procedure, urls.get(item.sha256, "")) for item in papers]
    return base | {"DanhSachHoSoBoSung": [answer], "TaiLieuNop": [*base["TaiLieuNop"], *more]}


def amendment(
    base: Record, procedure: Procedure, act: DossierAct, papers: Sequence[DocumentRef], urls: Mapping[str, str]
) -> Record:
    """``base`` with what the counter did after it was filed: JSON under the act's own name, and the papers it added."""
    text = act.full_text()
    given = {
        "SuaDoiId": act.name,
        "ToKhaiSuaDoi": text,
        "MaBamSuaDoi": hashlib.sha256(text.encode()).hexdigest(),
    }
    more = [_document(item, procedure, urls.get(item.sha256, "")) for item in papers]
    return base | {"DanhSachSuaDoiKiosk": [given], "TaiLieuNop": [*base["TaiLieuNop"], *more]}


def of_act(
    base: Record, procedure: Procedure, act: DossierAct, papers: Sequence[DocumentRef], urls: Mapping[str, str]
) -> Record:
    """What tells the portal of an act: the answer to its question, or what the counter did by itself."""
    if act.answers:
        return supplement(base, procedure, act.answers, act.text(), papers, urls)
    return amendment(base, procedure, act, papers, urls)


def standing(answer: Mapping[str, Any], wanted: str = "") -> DossierReply:
    """The number and status in an answer about one dossier. PortalSpokeOddly if it is not about ``wanted``, a
    reference, or its number or status are none."""
    code, status = answer.get("MaHoSo"), answer.get("TrangThaiHoSo")
    if wanted and answer.get("MaThamChieuKiosk") != wanted:
        raise PortalSpokeOddly("an answer about another dossier")
    if not isinstance(code, str) or not is_official(code):
        raise PortalSpokeOddly("no official number in the answer")
    if status not in {legal.value for legal in Legal}:
        raise PortalSpokeOddly("no status of the ten in the answer")
    note = answer.get("GhiChu", "")
    return DossierReply(code, Legal(status), note if isinstance(note, str) else "")


def _applicant(filing: Filing) -> Record:
    number = filing.applicant.id_number
    if not _ID_NUMBER.fullmatch(number):  # as a chip has it; it stands in the form, and the officer is told
        number = ""
    kind = "1" if len(number) == 12 else "2"
    return {
        "ChuHoSo": filing.applicant.full_name,
        "SoGiayToChuHoSo": number,
        "LoaiDoiTuong": _CITIZEN,
        "MaDoiTuong": "",
        "Email": "",
        "SoDienThoai": "".join(mark for mark in filing.applicant.phone if mark.isdigit() or mark == "+"),
        "DinhDanhCHS": [{"LoaiDinhDanh": kind, "SoDinhDanh": number}] if number else [],
    }


def _summary(procedure: Procedure, submission: Submission) -> str:
    """What it is, about whom, what goes along with it, and which papers come by hand: what an officer should see before
    opening it."""
    filing = submission.filing
    names = ", ".join(procedure.document(key).name["vi"] for key in filing.later)
    sentence = f"{procedure.official}: {filing.subject}" + (f" (nộp sau tại quầy: {names})" if names else "")
    look = " ".join(filter(None, (_linked(submission), *(note.text for note in filing.notes))))
    return (sentence + (f" [Cán bộ xem lại: {look}]" if look else ""))[:_LONGEST_SUMMARY]


def _by_officer(filing: Filing) -> str:
    """Who filed it for the applicant, and from what; empty where they did so themselves."""
    by = filing.filed_by
    return f"{_FROM[by.source].format(giver=by.giver)} [{by.staff}]" if by else ""


def _linked(submission: Submission) -> str:
    """What is asked for together with it, each by a code of its own: the exchange has no place for a group, so the
    officer reads it."""
    parts = enumerate(submission.filing.linked, start=2)
    named = "; ".join(f"{part_code(submission.code, number)} {_part_words(one)}" for number, one in parts)
    return f"Nhóm liên thông: {part_code(submission.code, 1)} thủ tục này; {named}." if named else ""


def _part_words(part: FiledPart) -> str:
    return f"{part.name} ({', '.join(filter(None, (part.authority, part.procedure)))})"


_FROM = {
    "counter": "Cán bộ nộp giúp tại quầy theo lời người nộp",
    "paper": "Cán bộ nhập từ tờ khai giấy do {giver} nộp",
    "notice": "Cán bộ hoàn thiện từ thông báo ban đầu của {giver}",
}


def _document(item: DocumentRef, procedure: Procedure, url: str) -> Record:
    return {
        "TepDinhKemId": item.sha256,
        "TenTepDinhKem": item.name,
        "IsDeleted": "0",
        "MaThanhPhanHoSo": _code_of(item, procedure),
        "DuongDanTaiTepTin": url,
        "DuocSoHoa": "1",
        "DuocTaiSuDung": "0",
        "DuocLayTuKhoDMQG": "0",
        "MaKetQuaThayThe": "",
    }


def _code_of(item: DocumentRef, procedure: Procedure) -> str:
    known = {document.key: document.portal_code for document in procedure.documents}
    return known.get(item.key) or item.key or "KHAC"


def _fees(procedure: Procedure, filing: Filing, day: date) -> list[Record]:
    """What was known to be owed when it was handed in; of a filing that does not say so, by the prices of ``day``."""
    assert isinstance(procedure.engine, VersionEngine)
    names = {fee.key: fee.name["vi"] for fee in procedure.fees}
    owed = [(one.key, one.amount) for one in filing.fees] or procedure.engine.filed_fees(filing.answers, day)
    return [
        {"TenPhiLePhi": names[key], "MaPhiLePhi": key, "Gia": str(amount), "HinhThucThu": "1", "LoaiPhiLePhi": "1"}
        for key, amount in owed
    ]
