"""The exchange itself: signing in, and the services by name. Every answer has an ``error_code``: "0" is yes."""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from kiosk.domain.procedure import Procedure
from kiosk.domain.submission import Legal
from kiosk_sandbox.callers import Caller
from kiosk_sandbox.contract import DOSSIER, KIOSK, PROGRESS, UNIT, problems, stamp, strange
from kiosk_sandbox.dossiers import Dossiers, Record, digest_of
from kiosk_sandbox.feed import Changes
from kiosk_sandbox.fleet import Fleet
from kiosk_sandbox.journal_heads import Heads
from kiosk_sandbox.procedure_answers import procedure_in_full, procedure_summary
from kiosk_sandbox.refusal import OfficeRefused
from kiosk_sandbox.sessions import Sessions
from kiosk_sandbox.tables import Dossier, DossierStep
from kiosk_sandbox.uploads import Uploads

Answer = dict[str, Any]

MOST_RECORDS = 50  # in one envelope; a kiosk sends one


class ExchangeCode(enum.Enum):
    """``error_code``: what kind of answer this is. The words beside it are for people."""

    OK = "0"
    WRONG_PASSWORD = "1"  # noqa: S105 - a code, no password
    SESSION_OVER = "2"
    PROTOCOL = "3"  # the request or a record breaks the contract
    REFUSED = "4"  # the record keeps the contract, but the office cannot take it
    EXISTS = "5"  # "đã tồn tại": send it again as an update
    UNKNOWN = "6"
    CONFLICT = "7"  # the same reference with other content
    DOCUMENT_MISSING = "8"  # a document is not here, or not all of it


@dataclass(frozen=True)
class ExchangeService:
    """The services over what the portal keeps."""

    sessions: Sessions
    dossiers: Dossiers
    heads: Heads
    uploads: Uploads
    fleet: Fleet
    changes: Changes
    catalogue: Mapping[str, Procedure]
    keys_of: Callable[[Caller], Iterable[str]]  # what that kiosk signs with, hexadecimal

    def sign_in(self, body: object, shown: Caller | None = None, place: str = "") -> Answer:
        """``POST /auth`` from ``place``; ``shown``: the kiosk whose certificate came with it. ``MayKiosk`` names the
        kiosk whose stick an officer of its unit takes in."""
        if not _strings(body, "username", "password"):
            return _no(ExchangeCode.PROTOCOL, "Cần username và password, đều là chuỗi") | {"session": ""}
        assert isinstance(body, dict)
        if wrong := strange(body):
            return _no(ExchangeCode.PROTOCOL, wrong) | {"session": ""}
        brought = body.get("MayKiosk", "")
        if not isinstance(brought, str) or (brought and not KIOSK.fullmatch(brought)):
            return _no(ExchangeCode.PROTOCOL, "MayKiosk: không đúng tên máy") | {"session": ""}
        caller = self.sessions.sign_in(body["username"], body["password"], shown, brought, place)
        if caller is None:
            return _no(ExchangeCode.WRONG_PASSWORD, "Sai tài khoản hoặc mật khẩu") | {"session": ""}
        return _yes() | {"session": self.sessions.opened(caller, shown), "LuotKiosk": self.sessions.turn(caller)}

    def serve(self, body: object, shown: Caller | None = None, _place: str = "") -> Answer:
        """``POST /service``. What an envelope may do hangs on whose session it is, not on what it says of itself."""
        if not _strings(body, "session", "madonvi", "service"):
            return _no(ExchangeCode.PROTOCOL, "Cần session, madonvi và service, đều là chuỗi")
        assert isinstance(body, dict)
        caller = self.sessions.caller(body["session"], shown)
        if caller is None:
            return _no(ExchangeCode.SESSION_OVER, "Phiên làm việc không hợp lệ hoặc đã hết hạn")
        if not UNIT.fullmatch(body["madonvi"]):
            return _no(ExchangeCode.PROTOCOL, "madonvi: không đúng dạng mã đơn vị")
        service = SERVICES.get(body["service"])
        if service is None:
            return _no(ExchangeCode.PROTOCOL, f"service: không có dịch vụ {body['service'][:60]}")
        if refusal := _not_allowed(caller, body):
            return _no(ExchangeCode.REFUSED, refusal)
        if "DauNhatKyKiosk" in body and caller.is_kiosk:
            self.heads.note(body["DauNhatKyKiosk"], self.keys_of(caller))
        try:
            if wrong := strange(body, body["service"]):
                raise OfficeRefused(wrong, ExchangeCode.PROTOCOL.value)
            answer = service(self, body, caller)
        except OfficeRefused as error:
            answer = _no(ExchangeCode(error.code), str(error))
        if answer["error_code"] in _MISTAKES:
            self.fleet.mistaken(body["madonvi"], body["service"], answer["message"])
        return answer

    # --- services -----------------------------------------------------------------------------------------------

    def list_procedures(self, body: Record, caller: Caller) -> Answer:
        return _yes([procedure_summary(item) for item in self.catalogue.values()])

    def procedure(self, body: Record, caller: Caller) -> Answer:
        code = body.get("mathutuc", "")
        if not isinstance(code, str) or code not in self.catalogue:
            return _no(ExchangeCode.UNKNOWN, f"Không có thủ tục {str(code)[:20]}")
        return _yes(procedure_in_full(self.catalogue[code]))

    def authorities(self, body: Record, caller: Caller) -> Answer:
        names = sorted({item.authority for item in self.catalogue.values()})
        return _yes([{"MaCoQuan": str(number), "TenCoQuan": name} for number, name in enumerate(names, 1)])

    def fields(self, body: Record, caller: Caller) -> Answer:
        pairs = sorted({(item.field_code, item.field_name) for item in self.catalogue.values()})
        return _yes([{"MaLinhVuc": code, "TenLinhVuc": name} for code, name in pairs])

    def look_up(self, body: Record, caller: Caller) -> Answer:
        code = body.get("mahoso")
        if not isinstance(code, str) or not code:
            return _no(ExchangeCode.PROTOCOL, "mahoso: bắt buộc có")
        return _yes(_dossier_json(*self.dossiers.find(caller.unit, code, caller.kiosk)))

    def register(self, body: Record, caller: Caller) -> Answer:
        if body.get("isUpdating") not in ("true", "false"):
            return _no(ExchangeCode.PROTOCOL, 'isUpdating: phải là chuỗi "true" hoặc "false"')
        return self._each(body, lambda record: self._register(body, record, caller))

    def progress(self, body: Record, caller: Caller) -> Answer:
        return self._each(body, lambda record: self._progress(record, caller))

    def health(self, body: Record, caller: Caller) -> Answer:
        named = body.get("kiosk")
        if isinstance(named, str) and KIOSK.fullmatch(named) and named != caller.kiosk:
            raise OfficeRefused("kiosk: báo cáo của máy khác", ExchangeCode.REFUSED.value)
        self.fleet.report(caller.unit, named, body.get("baocao"), body.get("khoa"), body.get("chuky"))
        return _yes()

    # --- one record ---------------------------------------------------------------------------------------------

    def _each(self, body: Record, take: Callable[[Any], Answer]) -> Answer:
        """Each record by itself; the envelope is well if all are, else it says the first mistake."""
        records = body.get("data")
        if not isinstance(records, list) or not records:
            return _no(ExchangeCode.PROTOCOL, "data: phải là danh sách có ít nhất một bản ghi")
        if len(records) > MOST_RECORDS:
            return _no(ExchangeCode.PROTOCOL, f"data: nhiều nhất {MOST_RECORDS} bản ghi")
        answers = [_answered_with(take, record) for record in records]
        first = next((item for item in answers if item["error_code"] != ExchangeCode.OK.value), _yes())
        return {"error_code": first["error_code"], "message": first["message"], "data": answers}

    def _register(self, body: Record, record: Any, caller: Caller) -> Answer:
        if wrong := list(problems(DOSSIER, record)):
            return _no(ExchangeCode.PROTOCOL, "; ".join(wrong))
        self._acceptable(record, caller)
        taken = self.dossiers.take(caller.unit, record, digest_of(record), updating=body["isUpdating"] == "true")
        reply = {"MaHoSo": taken.code, "TrangThaiHoSo": taken.status}
        return _yes(words="Đã nhận từ trước" if taken.resent else "Đã nhận") | reply | _reference(record)

    def _acceptable(self, record: Record, caller: Caller) -> None:
        if record["MaTTHC"] not in self.catalogue:
            raise OfficeRefused(f"Đơn vị không tiếp nhận thủ tục {record['MaTTHC']}", ExchangeCode.REFUSED.value)
        _own_fields(record)
        _own_record(record, caller)
        for document in record.get("TaiLieuNop", ()):
            if document.get("DuongDanTaiTepTin"):
                self._here(document, caller)
            elif not record.get("MaThamChieuKiosk"):  # only a kiosk's papers may come after its form
                raise OfficeRefused("DuongDanTaiTepTin: bắt buộc có", ExchangeCode.PROTOCOL.value)

    def _here(self, document: Record, caller: Caller) -> None:
        """A document must lie here whole, sent by whoever names it, under the URL it names. Documents elsewhere are not
        fetched by a sandbox."""
        try:
            name = urlsplit(document["DuongDanTaiTepTin"]).path.removeprefix("/files/")
            standing = self.uploads.find(name)
        except ValueError:
            standing = None
        if standing is None or not standing.complete or standing.owner != caller.name:
            raise OfficeRefused(
                f"Tệp {document['MaThanhPhanHoSo']} chưa có đủ ở cổng", ExchangeCode.DOCUMENT_MISSING.value
            )
        if standing.sha256 and document["TepDinhKemId"] != standing.sha256:
            raise OfficeRefused("TepDinhKemId: không phải SHA-256 của tệp", ExchangeCode.PROTOCOL.value)

    def _progress(self, record: Any, caller: Caller) -> Answer:
        if wrong := list(problems(PROGRESS, record)):
            return _no(ExchangeCode.PROTOCOL, "; ".join(wrong))
        self.dossiers.progress(caller.unit, record)
        return _yes() | {"MaHoSo": record["MaHoSo"]}


SERVICES: Mapping[str, Callable[[ExchangeService, Record, Caller], Answer]] = {
    "LayDanhSachTTHC": ExchangeService.list_procedures,
    "LayThuTuc": ExchangeService.procedure,
    "LayDanhMucCoQuan": ExchangeService.authorities,
    "LayDanhMucLinhVuc": ExchangeService.fields,
    "TraCuuHoSo": ExchangeService.look_up,
    "DongBoHoSoMC": ExchangeService.register,
    "CapNhatTienDoHoSoMC": ExchangeService.progress,
    "BaoCaoKiosk": ExchangeService.health,
}
_MISTAKES = frozenset({ExchangeCode.PROTOCOL.value, ExchangeCode.CONFLICT.value, ExchangeCode.DOCUMENT_MISSING.value})
"""What a kiosk that keeps the contract never hears."""


_OFFICERS = frozenset({"CapNhatTienDoHoSoMC"})
_KIOSKS = frozenset({"BaoCaoKiosk"})


def _not_allowed(caller: Caller, body: Record) -> str:
    """Why this caller may not ask for this; empty if it may."""
    if body["madonvi"] != caller.unit:
        return "madonvi: tài khoản này không thuộc đơn vị đó"
    if body["service"] in _OFFICERS and caller.is_kiosk:
        return "Việc này của cán bộ, không phải của kiosk"
    if body["service"] in _KIOSKS and not caller.is_kiosk:
        return "Việc này của kiosk"
    return ""


_OFFICE_ALONE = ("NgayTiepNhan", "NgayKetThucXuLy", "NgayTra", "NgayTuChoi", "GhiChu", "DanhSachGiayToKetQua")
"""What only the office decides: a kiosk's record has none of it."""


def _own_record(record: Record, caller: Caller) -> None:
    """A kiosk files in its own name, as new, and decides nothing; an officer's record is no kiosk's."""
    reference = record.get("MaThamChieuKiosk", "")
    if not caller.is_kiosk:
        if reference:
            raise OfficeRefused("MaThamChieuKiosk: chỉ chính máy kiosk ấy gửi được", ExchangeCode.REFUSED.value)
        return
    if reference.partition("/")[0] != caller.kiosk:
        raise OfficeRefused("MaThamChieuKiosk: không phải hồ sơ của máy này", ExchangeCode.REFUSED.value)
    decided = [name for name in _OFFICE_ALONE if record.get(name)]
    if decided or record["TrangThaiHoSo"] != Legal.REGISTERED.value:
        raise OfficeRefused(f"{(decided or ['TrangThaiHoSo'])[0]}: do cơ quan quyết định", ExchangeCode.REFUSED.value)


def _own_fields(record: Record) -> None:
    """A kiosk's three fields come together, and the form must be the one whose digest stands on the receipt."""
    given = [bool(record.get(name)) for name in ("MaThamChieuKiosk", "MaBamKiosk", "ToKhaiKiosk")]
    if any(given) and not all(given):
        raise OfficeRefused(
            "MaThamChieuKiosk, MaBamKiosk và ToKhaiKiosk phải đi cùng nhau", ExchangeCode.PROTOCOL.value
        )
    if all(given) and hashlib.sha256(record["ToKhaiKiosk"].encode()).hexdigest() != record["MaBamKiosk"]:
        raise OfficeRefused("MaBamKiosk: không phải SHA-256 của ToKhaiKiosk", ExchangeCode.PROTOCOL.value)


def _yes(data: Any = None, words: str = "") -> Answer:
    return {"error_code": ExchangeCode.OK.value, "message": words} | ({} if data is None else {"data": data})


def _no(code: ExchangeCode, words: str) -> Answer:
    return {"error_code": code.value, "message": words}


def _answered_with(take: Callable[[Any], Answer], record: Any) -> Answer:
    """The answer to one record, its refusal among them."""
    try:
        return take(record)
    except OfficeRefused as error:
        return _no(ExchangeCode(error.code), str(error)) | _reference(record)


def _reference(record: Any) -> Answer:
    reference = record.get("MaThamChieuKiosk") if isinstance(record, dict) else None
    return {"MaThamChieuKiosk": reference} if isinstance(reference, str) and reference else {}


def _strings(body: object, *names: str) -> bool:
    return isinstance(body, dict) and all(isinstance(body.get(name), str) for name in names)


def _dossier_json(dossier: Dossier, steps: list[DossierStep]) -> Answer:
    """A dossier as TraCuuHoSo says it: the record as it came and as the office changed it, and its steps."""
    record = json.loads(dossier.record)
    record |= {"MaHoSo": dossier.code, "TrangThaiHoSo": dossier.status, "GhiChu": dossier.note}
    record["TienDo"] = [
        {"ThoiDiemXuLy": stamp(step.at), "TrangThai": step.status, "NoiDungXuLy": step.note} for step in steps
    ]
    return record  # type: ignore[no-any-return]
