"""What the portal tells in its down-stream, as the domain knows it. Pure; PortalSpokeOddly for a broken contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from kiosk.domain.calendar import ZONE
from kiosk.domain.case import Case, ChangePage, DossierFee, IssuedResult, Notice, NoticeKind, Wanted
from kiosk.domain.codes import is_official
from kiosk.domain.submission import Legal
from kiosk.domain.vietqr import BankAccount
from kiosk.errors import PortalSpokeOddly

Json = Mapping[str, Any]

_OPEN, _PAID = "1", "2"  # TrangThaiBoSung, TrangThaiThanhToan
_BY_NOTICE = "TB"  # how the key of a fee begins that was not told at filing
_ENDS = {Legal.NOT_ACCEPTED: ("refusal", NoticeKind.REFUSAL), Legal.STOPPED: ("stop", NoticeKind.STOP)}
_MOST_WANTED = 20  # papers, or fields, in one question
_LONGEST_NAME = 100
_DATES = ("NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra")


def page_from(answer: Json, since: str, kiosk: str) -> ChangePage:
    """One page of the down-stream of ``kiosk``, asked for with the cursor ``since``."""
    data, cursor = answer.get("data"), answer.get("cursor")
    if not isinstance(data, list) or not isinstance(cursor, str) or not 0 < len(cursor) <= 64:
        raise PortalSpokeOddly("a page of changes without data or cursor")
    more = answer.get("more") == "1"
    if more and cursor == since:
        raise PortalSpokeOddly("more to come, and no way on")
    return ChangePage(since, cursor, tuple(_case(item, kiosk) for item in data), more)


def _case(item: object, kiosk: str) -> Case:
    if not isinstance(item, dict):
        raise PortalSpokeOddly("a change that is none")
    official, status, count = (_text(item, name) for name in ("MaHoSo", "TrangThaiHoSo", "ThuTu"))
    owner, _, code = _text(item, "MaThamChieuKiosk").partition("/")
    if not is_official(official) or owner != kiosk or not code:
        raise PortalSpokeOddly("a change about a dossier that is not this kiosk's")
    if status not in {legal.value for legal in Legal} or not (count.isascii() and count.isdigit() and len(count) < 19):
        raise PortalSpokeOddly("a change without a status of the ten, or a number")
    legal, note = Legal(status), _text(item, "GhiChu")
    received, due, finished, handed_over = (_moment(_text(item, name)) for name in _DATES)
    return Case(
        official=official,
        change=int(count),
        legal=legal,
        code=code,
        note=note,
        received=received,
        due=due,
        finished=finished,
        handed_over=handed_over,
        fee=_fee(item),
        notices=tuple(_notices(item, legal, note)),
        results=tuple(
            IssuedResult(_text(one, "MaGiayToKetQua"), _text(one, "TenGiayTo"), _text(one, "DuongDanTepTinKetQua"))
            for one in _list(item, "DanhSachGiayToKetQua")
        ),
    )


def _notices(item: Json, legal: Legal, note: str) -> Iterator[Notice]:
    """What the office asks and announces. Names stay the same from page to page, so that what was read stays read."""
    at = _moment(_text(item, "ThoiDiem")) or datetime.fromtimestamp(0, ZONE)
    for one in _list(item, "DanhSachHoSoBoSung"):
        if _text(one, "TrangThaiBoSung") == _OPEN:
            asked, until = _moment(_text(one, "NgayBoSung")), _moment(_text(one, "HanBoSung"))
            name = _text(one, "HoSoBoSungId")
            yield Notice(name, NoticeKind.SUPPLEMENT, _text(one, "NoiDungBoSung"), asked or at, until, _wanted(one))
    for one in _list(item, "DanhSachLePhi"):
        key = _text(one, "MaPhiLePhi")
        if key.startswith(_BY_NOTICE) and _text(one, "TrangThaiThanhToan") != _PAID:
            yield Notice(f"fee-{key}", NoticeKind.FEE, _text(one, "TenPhiLePhi"), at)
    if legal in _ENDS:
        name, kind = _ENDS[legal]
        yield Notice(name, kind, note, at)
    if legal is Legal.FINISHED:
        titles = "; ".join(_text(one, "TenGiayTo") for one in _list(item, "DanhSachGiayToKetQua"))
        yield Notice("result", NoticeKind.RESULT, titles, at)


def _wanted(item: Json) -> Wanted:
    papers = tuple(_text(one, "MaThanhPhanHoSo") for one in _list(item, "DanhSachGiayToBoSung"))
    fields = tuple(_text(one, "MaTruong") for one in _list(item, "DanhSachTruongBoSung"))
    return Wanted(papers[:_MOST_WANTED], fields[:_MOST_WANTED], _text(item, "TraLoiBangLoi") == "1")


def _fee(item: Json) -> DossierFee | None:
    """All that is owed, and what of it the office has seen."""
    dues = _list(item, "DanhSachLePhi")
    if not dues:
        return None
    sums = [(_amount(one), _text(one, "TrangThaiThanhToan") == _PAID, _text(one, "TenPhiLePhi")) for one in dues]
    waiting = "; ".join(name for _, paid, name in sums if not paid)
    to, purpose = _pay_to([one for one, (_, paid, _) in zip(dues, sums, strict=True) if not paid])
    return DossierFee(
        sum(sum_ for sum_, _, _ in sums), sum(sum_ for sum_, paid, _ in sums if paid), waiting, to, purpose
    )


def _pay_to(dues: list[Json]) -> tuple[BankAccount | None, str]:
    """The one place that all of it is paid to, and what the transfer says. Sums for two places fit no one transfer."""
    named = ("NganHang", "TKThuHuong", "TenTKThuHuong", "NoiDungThanhToan")
    accounts = {tuple(_text(one, name).strip() for name in named) for one in dues}
    if len(accounts) != 1:
        return (BankAccount("", ""), "") if len(accounts) > 1 else (None, "")
    (bank, number, name, purpose) = accounts.pop()
    return (BankAccount(bank, number, name[:_LONGEST_NAME]), purpose) if bank or number else (None, "")


def _amount(item: Json) -> int:
    text = _text(item, "Gia")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise PortalSpokeOddly("a fee without a sum")
    return int(text)


def _text(item: Json, name: str) -> str:
    value = item.get(name, "")
    if not isinstance(value, str):
        raise PortalSpokeOddly(f"{name} is no text")
    return value


def _list(item: Json, name: str) -> list[Json]:
    value = item.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise PortalSpokeOddly(f"{name} is no list")
    return value


def _moment(text: str) -> datetime | None:
    """``yyyyMMddHHmmss`` in the office's zone; None where there is nothing."""
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=ZONE)
    except ValueError as error:
        raise PortalSpokeOddly("a date out of shape") from error
