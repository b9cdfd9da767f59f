"""What the portal says, decoded to the last field: what does not fit is refused with its path, and never quoted."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from odd_portal import as_json, odd_portal

from kiosk.domain.submission import Sync
from kiosk.errors import ItemRefused, PortalSpokeOddly
from kiosk.sync.inbox.changes import page_from
from kiosk.sync.transport.contract import accepted
from kiosk.sync.transport.messages import (
    ChangesAnswer,
    DossierAnswer,
    GrantAnswer,
    RecordAnswer,
    RegisterAnswer,
    SessionAnswer,
    SignersAnswer,
    decoded,
)
from kiosk_sandbox.server import PortalServer
from sandbox import Kiosk, document

SECRET = "Vừ Thị Sáo"

CHANGE: dict[str, Any] = {
    "ThuTu": "7",
    "MaHoSo": "H15.50.05.13-261123-0001",
    "MaThamChieuKiosk": "DV01/KS-7F3K-92",
    "TrangThaiHoSo": "4",
    "DanhSachHoSoBoSung": [
        {"HoSoBoSungId": "b1", "TrangThaiBoSung": "1", "DanhSachGiayToBoSung": [{"MaThanhPhanHoSo": "D1"}]}
    ],
    "DanhSachLePhi": [{"MaPhiLePhi": "TB1", "Gia": "16000"}],
}
PAGE: dict[str, Any] = {"error_code": "0", "message": "", "cursor": "ab.7", "more": "0", "anew": "0", "data": [CHANGE]}


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    page = copy.deepcopy(PAGE)
    change(page)
    return page


@pytest.mark.parametrize(
    ("change", "path", "reason"),
    [
        (lambda page: page["data"][0].update(MaHoSoo=SECRET), "data[0].MaHoSoo", "no field of the contract"),
        (lambda page: page["data"][0].update(GhiChu=[SECRET]), "data[0].GhiChu", "Expected `str`, got `array`"),
        (
            lambda page: page["data"][0]["DanhSachLePhi"][0].update(Gia=16000),
            "data[0].DanhSachLePhi[0].Gia",
            "got `int`",
        ),
        (
            lambda page: page["data"][0]["DanhSachHoSoBoSung"][0]["DanhSachGiayToBoSung"][0].update(Ma="D2"),
            "data[0].DanhSachHoSoBoSung[0].DanhSachGiayToBoSung[0].Ma",
            "no field of the contract",
        ),
        (lambda page: page.update(data=SECRET), "data", "Expected `array`, got `str`"),
        (lambda page: page.pop("cursor"), "cursor", "missing"),
        (lambda page: page.update(more=None), "more", "got `null`"),
        (lambda page: page.update(**{"\n" + "x" * 5000: "1"}), "xxx", "no field of the contract"),
    ],
)
def test_a_page_that_breaks_the_contract_is_refused_with_its_path(
    change: Callable[[dict[str, Any]], object], path: str, reason: str
) -> None:
    with pytest.raises(PortalSpokeOddly) as caught:
        page_from(changed(change), "", "DV01")
    assert caught.value.detail.startswith(path) and reason in caught.value.detail
    assert SECRET not in caught.value.detail and len(caught.value.detail) < 300 and caught.value.detail.isprintable()


def test_a_page_of_the_contract_is_taken() -> None:
    (case,) = page_from(PAGE, "", "DV01").cases
    assert (case.official, case.change, case.fee and case.fee.amount) == (CHANGE["MaHoSo"], 7, 16000)


@pytest.mark.parametrize(
    ("answer", "kind", "path"),
    [
        ({"session": "s", "token": "t"}, SessionAnswer, "token"),
        ({"session": 7}, SessionAnswer, "session"),
        ({}, SessionAnswer, "session"),
        ({"MaHoSo": "1", "MaHoso": "1"}, RecordAnswer, "MaHoso"),
        ({"data": [{"error_code": "0"}, {"error_code": 0}]}, RegisterAnswer, "data[1].error_code"),
        ({"data": {"MaHoSo": "1"}}, DossierAnswer, "data.TrangThaiHoSo"),
        (
            {"data": {"MaHoSo": "1", "TrangThaiHoSo": "1", "TienDo": [{"TrangThaii": "2"}]}},
            DossierAnswer,
            "data.TienDo[0].TrangThaii",
        ),
        ({"successions": ["a", None]}, SignersAnswer, "successions[1]"),
        ({"certificate": "c", "sings": ""}, GrantAnswer, "sings"),
        ({"data": []}, ChangesAnswer, "cursor"),
    ],
)
def test_every_answer_is_held_to_its_fields(answer: dict[str, Any], kind: type[Any], path: str) -> None:
    with pytest.raises(PortalSpokeOddly) as caught:
        decoded({"error_code": "0"} | answer, kind)
    assert caught.value.detail.startswith(f"{path}: ")


def test_a_refusal_is_heard_whatever_stands_beside_it() -> None:
    with pytest.raises(ItemRefused) as caught:
        accepted({"error_code": "4", "message": "Không đúng nơi", "hint": ["more"]}, RecordAnswer)
    assert caught.value.values["reason"] == "Không đúng nơi"


def test_a_misspelt_field_at_the_sign_in_sends_nothing_and_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with odd_portal(auth=as_json({"error_code": "0", "session": "s", "sesion": "s"})) as odd:
        box = Kiosk(tmp_path, odd.url)
        filed = box.desk.file()
        (item,) = box.engine.run_once().submissions
        assert item.error is not None and item.error.detail == "sesion: no field of the contract"
        assert (box.store.outbox.get(filed.code).sync, box.store.outbox.get(filed.code).faults) == (Sync.QUEUED, 0)
        assert "sesion: no field of the contract" in caplog.text
        box.close()


def test_a_misspelt_field_in_a_yes_delivers_nothing_and_loses_nothing(tmp_path: Path) -> None:
    record = {"error_code": "0", "MaHoSoo": "H15.50.05.13-261123-0001", "TrangThaiHoSo": "1"}
    with odd_portal(service=as_json({"error_code": "0", "data": [record]})) as odd:
        box = Kiosk(tmp_path, odd.url)
        filed = box.desk.file()
        report = box.engine.run_once()
        kept = box.store.outbox.get(filed.code)
        assert (kept.sync, kept.official, kept.reason) == (Sync.QUEUED, "", "portal.protocol")
        details = [one.error.detail for one in report.submissions if one.error]
        assert details == ["data[0].MaHoSoo: no field of the contract"]
        box.close()


def test_the_sandbox_says_everything_that_its_contract_has(tmp_path: Path, portal: PortalServer) -> None:
    """Filed, asked about, and heard of again: none of it breaks the kiosk's reading."""
    box = Kiosk(tmp_path, portal.url)
    filed = box.desk.file(document(900))
    box.engine.run_once()
    official = box.store.outbox.get(filed.code).official
    assert decoded({"error_code": "0", "data": box.portal.find(official)}, DossierAnswer).data.MaHoSo == official
    box.close()


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/auth", {"username": "kiosk", "password": "tap-huan", "pasword": "x"}, "pasword"),
        ("/service", {"service": "TraCuuHoSo", "mahoso": "x", "mahoSo": "x"}, "mahoSo"),
        ("/service", {"service": "LayDanhSachTTHC", "data": []}, "data"),
    ],
)
def test_the_sandbox_refuses_a_request_with_a_field_that_there_is_not(
    tmp_path: Path, portal: PortalServer, path: str, body: dict[str, Any], field: str
) -> None:
    box = Kiosk(tmp_path, portal.url)
    box.portal.hello()
    if path == "/service":
        body = {"session": box.portal._signed_in(), "madonvi": box.portal._unit} | body
    answer = json.loads(json.dumps(box.portal._post(path, body)))
    assert (answer["error_code"], answer["message"]) == ("3", f"{field}: hợp đồng không có trường này")
    box.close()
