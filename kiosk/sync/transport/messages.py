"""Messages: what the portal may say, field by field. A yes with a field more, less or of another kind is no answer of
the contract. All values are texts; which texts, is for whoever reads them (``kiosk.sync.wire``, ``inbox.changes``).

Source of the fields: docs/portal.md, "The exchange", "The down-stream".
"""

from __future__ import annotations

import logging
import re
from typing import Any, TypeVar

import msgspec
from msgspec import field

from kiosk.errors import PortalSpokeOddly

log = logging.getLogger(__name__)

T = TypeVar("T")

_PLACED = re.compile(r"^(.*?)(?: - at `\$(.*)`)?$", re.DOTALL)
_STRANGE = re.compile(r"^Object contains unknown field `(.*)`$", re.DOTALL)
_MISSING = re.compile(r"^Object missing required field `(.*)`$", re.DOTALL)
_LONGEST_PATH = 120  # characters that are kept of what somebody else has named


class PortalMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An object of the contract."""


class PortalAnswer(PortalMessage, frozen=True, kw_only=True):
    """The envelope. ``words`` are for people."""

    code: str = field(name="error_code")
    words: str = field(name="message", default="")


class SessionAnswer(PortalAnswer, frozen=True, kw_only=True):
    session: str
    turn: str = field(name="LuotKiosk", default="")


class RecordAnswer(PortalAnswer, frozen=True, kw_only=True):
    """What became of one record."""

    official: str = field(name="MaHoSo", default="")
    legal: str = field(name="TrangThaiHoSo", default="")
    reference: str = field(name="MaThamChieuKiosk", default="")


class RegisterAnswer(PortalAnswer, frozen=True, kw_only=True):
    data: tuple[RecordAnswer, ...] = ()


class SignersAnswer(PortalAnswer, frozen=True, kw_only=True):
    successions: tuple[str, ...] = ()


class GrantAnswer(PortalAnswer, frozen=True, kw_only=True):
    """A certificate, and the keys that the portal signs with and is sealed to."""

    certificate: str
    signers: str = ""
    seal: str = ""


class FarewellAnswer(PortalAnswer, frozen=True, kw_only=True):
    """The portal's signature over a kiosk's last word, hexadecimal."""

    signature: str


class AnsweredStep(PortalMessage, frozen=True, kw_only=True):
    at: str = field(name="ThoiDiemXuLy", default="")
    status: str = field(name="TrangThai", default="")
    words: str = field(name="NoiDungXuLy", default="")


class DossierRecord(PortalMessage, frozen=True, kw_only=True):
    """A dossier as TraCuuHoSo says it: the record as it came and as the office changed it, and its steps."""

    MaHoSo: str
    TrangThaiHoSo: str
    MaTTHC: str = ""
    TenTTHC: str = ""
    MaLinhVuc: str = ""
    TenLinhVuc: str = ""
    KenhThucHien: str = ""
    ChuHoSo: str = ""
    SoGiayToChuHoSo: str = ""
    LoaiDoiTuong: str = ""
    MaDoiTuong: str = ""
    Email: str = ""
    SoDienThoai: str = ""
    TrichYeuHoSo: str = ""
    NgayNopHoSo: str = ""
    NgayTiepNhan: str = ""
    NgayHenTra: str = ""
    NgayKetThucXuLy: str = ""
    NgayTra: str = ""
    NgayTuChoi: str = ""
    HinhThuc: str = ""
    DonViXuLy: str = ""
    GhiChu: str = ""
    NoiNopHoSo: str = ""
    HoSoCoThanhPhanSoHoa: str = ""
    TaiKhoanDuocXacThucVoiVNeID: str = ""
    DuocThanhToanTrucTuyen: str = ""
    MaThamChieuKiosk: str = ""
    MaBamKiosk: str = ""
    ToKhaiKiosk: str = ""
    DinhDanhCHS: tuple[dict[str, str], ...] = ()
    TaiLieuNop: tuple[dict[str, str], ...] = ()
    DanhSachLePhi: tuple[dict[str, str], ...] = ()
    DanhSachHoSoBoSung: tuple[dict[str, str], ...] = ()
    DanhSachGiayToKetQua: tuple[dict[str, str], ...] = ()
    DSKetNoiCSDL: tuple[dict[str, str], ...] = ()
    TienDo: tuple[AnsweredStep, ...] = ()


class DossierAnswer(PortalAnswer, frozen=True, kw_only=True):
    data: DossierRecord


class AskedPaper(PortalMessage, frozen=True, kw_only=True):
    code: str = field(name="MaThanhPhanHoSo", default="")


class AskedField(PortalMessage, frozen=True, kw_only=True):
    key: str = field(name="MaTruong", default="")


class ChangedQuestion(PortalMessage, frozen=True, kw_only=True):
    """What the office asks for, or asked."""

    name: str = field(name="HoSoBoSungId", default="")
    words: str = field(name="NoiDungBoSung", default="")
    asked: str = field(name="NgayBoSung", default="")
    until: str = field(name="HanBoSung", default="")
    state: str = field(name="TrangThaiBoSung", default="")
    papers: tuple[AskedPaper, ...] = field(name="DanhSachGiayToBoSung", default=())
    fields: tuple[AskedField, ...] = field(name="DanhSachTruongBoSung", default=())
    line: str = field(name="TraLoiBangLoi", default="")


class ChangedFee(PortalMessage, frozen=True, kw_only=True):
    """What is owed, and where to."""

    key: str = field(name="MaPhiLePhi", default="")
    name: str = field(name="TenPhiLePhi", default="")
    amount: str = field(name="Gia", default="")
    state: str = field(name="TrangThaiThanhToan", default="")
    bank: str = field(name="NganHang", default="")
    account: str = field(name="TKThuHuong", default="")
    owner: str = field(name="TenTKThuHuong", default="")
    purpose: str = field(name="NoiDungThanhToan", default="")


class ChangedResult(PortalMessage, frozen=True, kw_only=True):
    """A paper that the office made."""

    code: str = field(name="MaGiayToKetQua", default="")
    name: str = field(name="TenGiayTo", default="")
    place: str = field(name="DuongDanTepTinKetQua", default="")


class ChangedAnswer(PortalMessage, frozen=True, kw_only=True):
    """What the office says to who does not agree with a refusal; ``name`` is the objection's."""

    name: str = field(name="SuaDoiId", default="")
    words: str = field(name="NoiDungTraLoi", default="")
    at: str = field(name="NgayTraLoi", default="")


class ChangedDossier(PortalMessage, frozen=True, kw_only=True):
    """A dossier as it stands after its last change; what is empty is left out."""

    count: str = field(name="ThuTu", default="")
    official: str = field(name="MaHoSo", default="")
    reference: str = field(name="MaThamChieuKiosk", default="")
    legal: str = field(name="TrangThaiHoSo", default="")
    note: str = field(name="GhiChu", default="")
    officer: str = field(name="NguoiXuLy", default="")
    at: str = field(name="ThoiDiem", default="")
    received: str = field(name="NgayTiepNhan", default="")
    due: str = field(name="NgayHenTra", default="")
    finished: str = field(name="NgayKetThucXuLy", default="")
    handed_over: str = field(name="NgayTra", default="")
    declined: str = field(name="NgayTuChoi", default="")
    questions: tuple[ChangedQuestion, ...] = field(name="DanhSachHoSoBoSung", default=())
    fees: tuple[ChangedFee, ...] = field(name="DanhSachLePhi", default=())
    results: tuple[ChangedResult, ...] = field(name="DanhSachGiayToKetQua", default=())
    answers: tuple[ChangedAnswer, ...] = field(name="DanhSachTraLoiPhanDoi", default=())


class ChangesAnswer(PortalAnswer, frozen=True, kw_only=True):
    """One page of the down-stream."""

    cursor: str
    data: tuple[ChangedDossier, ...]
    more: str = "0"
    anew: str = "0"


def decoded(message: Any, kind: type[T]) -> T:
    """``message``, parsed JSON, as a ``kind``. PortalSpokeOddly with the path and what is wrong there; no value is
    quoted."""
    try:
        return msgspec.convert(message, kind, strict=True)
    except msgspec.ValidationError as error:
        detail = _placed(str(error))
        log.warning("the portal's answer: %s", detail)
        raise PortalSpokeOddly(detail) from None


def _placed(text: str) -> str:
    """``Object contains unknown field `b` - at `$.data[0]``` as ``data[0].b: no field of the contract``."""
    match = _PLACED.match(text)
    reason, path = (match[1], match[2] or "") if match else (text, "")
    for pattern, words in ((_STRANGE, "no field of the contract"), (_MISSING, "missing")):
        if named := pattern.match(reason):
            reason, path = words, f"{path}.{named[1]}"
    shown = "".join(one for one in path.removeprefix(".") if one.isprintable())
    return f"{shown[:_LONGEST_PATH] or 'the answer'}: {reason[:_LONGEST_PATH]}"
