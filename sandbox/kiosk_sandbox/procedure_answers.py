"""A procedure as the exchange tells of it."""

from __future__ import annotations

from typing import Any

from kiosk.domain.procedure import Procedure


def procedure_summary(item: Procedure) -> dict[str, Any]:
    summary = {
        "MaTTHC": item.code,
        "TenTTHC": item.official,
        "MaLinhVuc": item.field_code,
        "TenLinhVuc": item.field_name,
    }
    return summary | {"CoQuanThucHien": item.authority}


def procedure_in_full(item: Procedure) -> dict[str, Any]:
    parts = [{"MaThanhPhanHoSo": part.portal_code, "TenThanhPhanHoSo": part.name["vi"]} for part in item.documents]
    fees = [{"MaPhiLePhi": fee.key, "TenPhiLePhi": fee.name["vi"], "Gia": str(fee.amount)} for fee in item.fees]
    limit = {"ThoiHanGiaiQuyet": str(item.limit.working_days), "CanCuPhapLy": "; ".join(item.legal_basis)}
    return procedure_summary(item) | limit | {"ThanhPhanHoSo": parts, "DanhSachLePhi": fees}
