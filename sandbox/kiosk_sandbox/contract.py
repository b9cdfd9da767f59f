"""What a record of the dossier exchange must look like: every field by name, with its rule, as data.

``problems`` answers in Vietnamese words with the field's own name, because the reader is the person who wrote the other
side. All values are strings; dates are ``yyyyMMddHHmmss`` in the office's zone; lists hold objects of strings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Check = Callable[[str], str]
"""Empty if the text will do, else what is wrong with it. Never called with an empty text."""

UNIT = re.compile(r"[A-Z][0-9]{2}(\.[0-9]{1,3})*")
KIOSK = re.compile(r"[0-9A-Za-z]{1,16}")
REFERENCE = re.compile(r"[0-9A-Za-z]{1,16}/[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{2}")
"""MaThamChieuKiosk: the kiosk's name, a slash, its provisional code."""

MOST_TEXT, MOST_ITEMS = 100_000, 200  # characters of any value, entries of any list
MOST_NAME, MOST_WORDS = 100, 1000  # characters of a strange field's name, and of all that is said of them
_DATE = "%Y%m%d%H%M%S"
_NOT_A_FIELD = "hợp đồng không có trường này"


def stamp(moment: datetime) -> str:
    """A moment as the exchange writes it."""
    return f"{moment:{_DATE}}"


def _text(most: int) -> Check:
    return lambda value: "" if len(value) <= most else f"dài quá {most} ký tự"


def _matches(pattern: str, words: str) -> Check:
    compiled = re.compile(pattern)
    return lambda value: "" if compiled.fullmatch(value) else words


def _one_of(*allowed: str) -> Check:
    return lambda value: "" if value in allowed else f"phải là một trong {', '.join(allowed)}"


def _date(value: str) -> str:
    try:
        fits = len(value) == 14 and bool(datetime.strptime(value, _DATE))  # noqa: DTZ007 - the exchange has no zones
    except ValueError:
        fits = False
    return "" if fits else "phải viết theo yyyyMMddHHmmss"


_FLAG = _one_of("0", "1")
_DIGITS = _matches(r"[0-9]{1,12}", "phải là số, không quá 12 chữ số")
_SHA256 = _matches(r"[0-9a-f]{64}", "phải là SHA-256 viết thường, 64 ký tự")


@dataclass(frozen=True)
class Shape:
    """The fields an object may have, those it must have, and the lists below it."""

    fields: Mapping[str, Check]
    required: frozenset[str] = frozenset()
    lists: Mapping[str, Shape] = field(default_factory=dict)


_FREE = Shape({})  # a list whose objects the exchange does not fix: strings under any name

PERSON_ID = Shape(
    {"LoaiDinhDanh": _one_of("1", "2"), "SoDinhDanh": _matches(r"[0-9]{9}|[0-9]{12}", "phải có 9 hoặc 12 chữ số")},
    frozenset({"LoaiDinhDanh", "SoDinhDanh"}),
)
DOCUMENT = Shape(
    {
        "TepDinhKemId": _text(100),
        "TenTepDinhKem": _text(255),
        "IsDeleted": _FLAG,
        "MaThanhPhanHoSo": _text(100),
        "DuongDanTaiTepTin": _matches(r"https?://\S+", "phải là một địa chỉ http"),
        "DuocSoHoa": _FLAG,
        "DuocTaiSuDung": _FLAG,
        "DuocLayTuKhoDMQG": _FLAG,
        "MaKetQuaThayThe": _text(100),
    },
    frozenset({"TepDinhKemId", "TenTepDinhKem", "MaThanhPhanHoSo"}),
)
SUPPLEMENT = Shape(
    {"HoSoBoSungId": _text(100), "MaBamBoSung": _SHA256, "ToKhaiBoSung": _text(100_000)},
    frozenset({"HoSoBoSungId", "MaBamBoSung", "ToKhaiBoSung"}),
)
"""The answer to a request for more. Its id came from the office, so that there is one answer to each."""

AMENDMENT = Shape(
    {"SuaDoiId": _text(100), "MaBamSuaDoi": _SHA256, "ToKhaiSuaDoi": _text(100_000)},
    frozenset({"SuaDoiId", "MaBamSuaDoi", "ToKhaiSuaDoi"}),
)
"""What a counter did after a filing. Its id is the kiosk's own, so that sending it again is harmless."""

FEE = Shape(
    {
        "TenPhiLePhi": _text(500),
        "MaPhiLePhi": _text(100),
        "HinhThucThu": _DIGITS,
        "Gia": _DIGITS,
        "LoaiPhiLePhi": _DIGITS,
    },
    frozenset({"TenPhiLePhi", "MaPhiLePhi", "Gia"}),
)

DOSSIER = Shape(
    {
        "MaHoSo": _matches(r"[A-Z][0-9]{2}(\.[0-9]{1,3})*-[0-9]{6}-[0-9]{4,6}", "không đúng dạng mã hồ sơ"),
        "MaTTHC": _matches(r"[0-9]\.[0-9]{6}|[a-z]+(-[a-z]+)+", "phải có dạng 1.001193"),
        "TenTTHC": _text(1000),
        "MaLinhVuc": _text(50),
        "TenLinhVuc": _text(500),
        "KenhThucHien": _one_of("1", "2", "3"),
        "ChuHoSo": _text(500),
        "SoGiayToChuHoSo": _matches(r"[0-9]{9}|[0-9]{12}", "phải có 9 hoặc 12 chữ số"),
        "LoaiDoiTuong": _one_of("1", "2", "3", "4"),
        "MaDoiTuong": _text(100),
        "Email": _matches(r"[^@\s]+@[^@\s]+", "không phải địa chỉ thư"),
        "SoDienThoai": _matches(r"\+?[0-9]{8,15}", "không phải số điện thoại"),
        "TrichYeuHoSo": _text(1000),
        "NgayNopHoSo": _date,
        "NgayTiepNhan": _date,
        "NgayHenTra": _date,
        "NgayKetThucXuLy": _date,
        "NgayTra": _date,
        "NgayTuChoi": _date,
        "TrangThaiHoSo": _one_of(*(str(code) for code in range(1, 11))),
        "HinhThuc": _DIGITS,
        "DonViXuLy": _text(500),
        "GhiChu": _text(2000),
        "NoiNopHoSo": _one_of("1", "2"),
        "HoSoCoThanhPhanSoHoa": _FLAG,
        "TaiKhoanDuocXacThucVoiVNeID": _FLAG,
        "DuocThanhToanTrucTuyen": _FLAG,
        "MaThamChieuKiosk": _matches(REFERENCE.pattern, "phải là tên máy, dấu gạch chéo, mã tạm"),
        "MaBamKiosk": _SHA256,
        "ToKhaiKiosk": _text(100_000),
    },
    frozenset(
        {
            *("MaTTHC", "TenTTHC", "KenhThucHien", "ChuHoSo", "LoaiDoiTuong", "TrichYeuHoSo", "NgayNopHoSo"),
            *("TrangThaiHoSo", "DonViXuLy"),
        }
    ),
    {
        "DinhDanhCHS": PERSON_ID,
        "TaiLieuNop": DOCUMENT,
        "DanhSachLePhi": FEE,
        "DanhSachHoSoBoSung": SUPPLEMENT,
        "DanhSachSuaDoiKiosk": AMENDMENT,
        "DanhSachGiayToKetQua": _FREE,
        "DSKetNoiCSDL": _FREE,
    },
)

PROGRESS = Shape(
    {
        "MaHoSo": DOSSIER.fields["MaHoSo"],
        "NguoiXuLy": _text(200),
        "ChucDanh": _text(200),
        "ThoiDiemXuLy": _date,
        "PhongBanXuLy": _text(500),
        "NoiDungXuLy": _text(2000),
        "TrangThai": DOSSIER.fields["TrangThaiHoSo"],
        "NgayBatDau": _date,
        "NgayKetThucTheoQuyDinh": _date,
    },
    frozenset({"MaHoSo", "NguoiXuLy", "ThoiDiemXuLy", "NoiDungXuLy", "TrangThai"}),
)


_ENVELOPE = frozenset({"session", "madonvi", "service", "DauNhatKyKiosk"})
SIGN_IN = frozenset({"username", "password", "MayKiosk"})
ASKED: Mapping[str, frozenset[str]] = {
    "LayThuTuc": frozenset({"mathutuc"}),
    "TraCuuHoSo": frozenset({"mahoso"}),
    "DongBoHoSoMC": frozenset({"isUpdating", "data"}),
    "CapNhatTienDoHoSoMC": frozenset({"data"}),
    "BaoCaoKiosk": frozenset({"kiosk", "baocao", "khoa", "chuky"}),
}
"""What each service is asked with beside the envelope; nothing where it is not named."""


def strange(body: Mapping[str, Any], service: str | None = None) -> str:
    """The fields of a request that the contract has not, in words; empty if it has all. Without ``service``: of the
    sign-in."""
    known = SIGN_IN if service is None else _ENVELOPE | ASKED.get(service, frozenset())
    return "; ".join(f"{name[:MOST_NAME]}: {_NOT_A_FIELD}" for name in sorted(body) if name not in known)[:MOST_WORDS]


def problems(shape: Shape, data: object, where: str = "") -> Iterator[str]:
    """Everything that is wrong with ``data``, each as "field: words"; nothing if it keeps the shape."""
    if not isinstance(data, dict):
        yield f"{where or 'data'}: phải là một đối tượng"
        return
    for name in sorted(shape.required):
        if not data.get(name):
            yield f"{where}{name}: bắt buộc có"
    for name, value in data.items():
        yield from _field(shape, name, value, f"{where}{name}")


def _field(shape: Shape, name: str, value: Any, where: str) -> Iterator[str]:
    if name in shape.lists:
        yield from _list(shape.lists[name], value, where)
    elif name not in shape.fields and shape is not _FREE:
        yield f"{where}: {_NOT_A_FIELD}"
    elif not isinstance(value, str):
        yield f"{where}: mọi giá trị phải là chuỗi"
    elif len(value) > MOST_TEXT:
        yield f"{where}: dài quá {MOST_TEXT} ký tự"
    elif value and shape is not _FREE and (wrong := shape.fields[name](value)):
        yield f"{where}: {wrong}"


def _list(shape: Shape, value: Any, where: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{where}: phải là một danh sách"
        return
    if len(value) > MOST_ITEMS:
        yield f"{where}: nhiều nhất {MOST_ITEMS} mục"
        return
    for index, item in enumerate(value):
        yield from problems(shape, item, f"{where}[{index}].")
