"""The down-stream at the portal's side: changes by cursor and ETag, questions, fees, the fleet."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk_sandbox.actions import Action, Said
from kiosk_sandbox.callers import Caller, PortalAccount
from kiosk_sandbox.fleet import signed_text
from kiosk_sandbox.refusal import OfficeRefused
from kiosk_sandbox.server import PortalServer
from sandbox import ACCOUNT, OFFICE, document, filing

Json = dict[str, Any]
PAPER = document(3_000)
SHA = hashlib.sha256(PAPER).hexdigest()


class Peer:
    def __init__(self, server: PortalServer, username: str = "kiosk", password: str = ACCOUNT["kiosk"]) -> None:
        self.server = server
        given = {"username": username, "password": password}
        self.session = requests.post(f"{server.url}/auth", json=given, timeout=5).json()["session"]

    def ask(self, service: str, **asked: object) -> Json:
        told = {"session": self.session, "madonvi": OFFICE.unit, "service": service, **asked}
        answer: Json = requests.post(f"{self.server.url}/service", json=told, timeout=5).json()
        return answer

    def register(self, number: int = 0, kiosk: str = "DV01", updating: str = "false", **changes: object) -> Json:
        record = from_kiosk(number, kiosk) | changes
        answer: Json = self.ask("DongBoHoSoMC", isUpdating=updating, data=[record])["data"][0]
        return answer

    def changes(self, after: str = "", kiosk: str = "DV01", **headers: str) -> requests.Response:
        told = {"Authorization": f"Bearer {self.session}", **headers}
        place = f"{self.server.url}/changes/{OFFICE.unit}/{kiosk}"
        return requests.get(place, params={"after": after} if after else {}, headers=told, timeout=5)

    def upload(self) -> None:
        told = {"Authorization": f"Bearer {self.session}", "Tus-Resumable": "1.0.0"}
        words = {"Upload-Length": str(len(PAPER)), "Upload-Metadata": "sha256 " + _base64(SHA)}
        place = requests.post(f"{self.server.url}/files", headers=told | words, timeout=5).headers["Location"]
        words = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        assert requests.patch(place, PAPER, headers=told | words, timeout=5).status_code == 204


def _base64(text: str) -> str:
    import base64

    return base64.b64encode(text.encode()).decode()


def from_kiosk(number: int = 0, kiosk: str = "DV01") -> Json:
    form = filing(subject=f"LÒ THỊ {number}").canonical()
    return {
        "MaHoSo": "",
        "MaTTHC": "1.001193",
        "TenTTHC": "Thủ tục đăng ký khai sinh",
        "KenhThucHien": "2",
        "ChuHoSo": "Vừ Thị Sáo",
        "LoaiDoiTuong": "1",
        "TrichYeuHoSo": "Đăng ký khai sinh",
        "NgayNopHoSo": "20261123090000",
        "TrangThaiHoSo": "1",
        "DonViXuLy": "UBND xã Đồng Văn",
        "MaThamChieuKiosk": f"{kiosk}/KS-{number:04d}-92",
        "MaBamKiosk": hashlib.sha256(form).hexdigest(),
        "ToKhaiKiosk": form.decode(),
    }


def paper(server: PortalServer) -> Json:
    told = {"TepDinhKemId": SHA, "TenTepDinhKem": "a.pdf", "MaThanhPhanHoSo": "giay_chung_sinh"}
    return told | {"DuongDanTaiTepTin": f"{server.url}/files/{SHA}"}


@pytest.fixture
def peer(portal: PortalServer) -> Peer:
    return Peer(portal)


def test_a_cursor_brings_what_came_after_it_and_nothing_twice(peer: Peer) -> None:
    first, second = peer.register(1), peer.register(2)
    page = peer.changes().json()
    assert [item["MaHoSo"] for item in page["data"]] == [first["MaHoSo"], second["MaHoSo"]]
    assert page["more"] == "0"
    peer.server.dossiers.act(first["MaHoSo"], Action.ACCEPT)
    later = peer.changes(page["cursor"]).json()
    (told,) = later["data"]
    assert (told["MaHoSo"], told["TrangThaiHoSo"], told["ThuTu"]) == (first["MaHoSo"], "2", "3")
    assert later["anew"] == "0"
    assert peer.changes(later["cursor"]).json()["data"] == []


def test_who_has_seen_all_is_told_so_in_a_few_bytes(peer: Peer) -> None:
    made = peer.register(1)
    page = peer.changes()
    etag = page.headers["ETag"]
    nothing = peer.changes(page.json()["cursor"], **{"If-None-Match": etag})
    assert (nothing.status_code, nothing.content, nothing.headers["ETag"]) == (304, b"", etag)
    told = len("HTTP/1.1 304 Not Modified\r\n\r\n") + sum(len(f"{k}: {v}\r\n") for k, v in nothing.headers.items())
    assert told < 150
    peer.server.dossiers.act(made["MaHoSo"], Action.ACCEPT)
    assert peer.changes(page.json()["cursor"], **{"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("cursor", ["00000000.1", "x", "{epoch}.999"])
def test_a_cursor_that_the_portal_does_not_know_begins_anew(peer: Peer, cursor: str) -> None:
    peer.register(1)
    epoch = peer.changes().json()["cursor"].partition(".")[0]
    page = peer.changes(cursor.format(epoch=epoch)).json()
    assert (page["anew"], len(page["data"])) == ("1", 1)


def test_a_long_gap_comes_page_by_page_and_packed(peer: Peer) -> None:
    codes = {peer.register(n)["MaHoSo"] for n in range(60)}
    first = peer.changes()
    assert first.headers["Content-Encoding"] == "gzip"
    page = first.json()
    assert (page["more"], len(page["data"])) == ("1", 50)
    second = peer.changes(page["cursor"]).json()
    assert (second["more"], second["anew"]) == ("0", "0")
    assert {item["MaHoSo"] for item in page["data"] + second["data"]} == codes


def test_each_kiosk_hears_of_its_own_alone() -> None:
    both = {"a": PortalAccount("x", Caller(OFFICE.unit, "DV01")), "b": PortalAccount("y", Caller(OFFICE.unit, "DV02"))}
    with PortalServer(database="memory", accounts=both) as server:
        first, second = Peer(server, "a", "x"), Peer(server, "b", "y")
        first.register(1)
        second.register(2, kiosk="DV02")
        assert [item["MaThamChieuKiosk"] for item in second.changes(kiosk="DV02").json()["data"]] == ["DV02/KS-0002-92"]
        assert first.changes(kiosk="DV02").status_code == 403


def test_nobody_hears_anything_without_a_session(peer: Peer) -> None:
    peer.session = "x"
    assert peer.changes().status_code == 401


def test_numbers_appear_in_their_order_however_many_act_at_once(peer: Peer) -> None:
    codes = [peer.register(n)["MaHoSo"] for n in range(12)]
    seen: list[int] = []
    with ThreadPoolExecutor(4) as hands:
        work = [hands.submit(peer.server.dossiers.act, code, Action.ACCEPT) for code in codes]
        cursor = peer.changes().json()["cursor"]
        while not all(item.done() for item in work) or peer.changes(cursor).json()["data"]:
            page = peer.changes(cursor).json()
            seen += [int(item["ThuTu"]) for item in page["data"]]
            cursor = page["cursor"]
    assert seen == sorted(set(seen))
    last = peer.changes().json()["data"]
    assert [item["TrangThaiHoSo"] for item in last] == ["2"] * 12


# --- questions and their answers ------------------------------------------------------------------------------------


def asked(peer: Peer, number: int = 1) -> tuple[str, str]:
    """A dossier that is asked for a paper; its number and the question's id."""
    code = peer.register(number)["MaHoSo"]
    said = Said("Ảnh thiếu góc dưới", papers=("giay_chung_sinh",), days=5, officer="Hoàng Văn Páo")
    peer.server.dossiers.act(code, Action.ASK, said=said)
    told = peer.changes().json()["data"][-1]
    (question,) = told["DanhSachHoSoBoSung"]
    assert (told["TrangThaiHoSo"], told["NguoiXuLy"]) == ("5", "Hoàng Văn Páo")
    assert (question["NoiDungBoSung"], question["TrangThaiBoSung"]) == ("Ảnh thiếu góc dưới", "1")
    assert question["DanhSachGiayToBoSung"] == [{"MaThanhPhanHoSo": "giay_chung_sinh"}] and question["HanBoSung"]
    return code, question["HoSoBoSungId"]


def supplement(question: str, text: str = '{"note":"chụp lại"}') -> Json:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {"DanhSachHoSoBoSung": [{"HoSoBoSungId": question, "ToKhaiBoSung": text, "MaBamBoSung": digest}]}


def test_a_question_is_answered_once_and_the_dossier_goes_on(peer: Peer) -> None:
    code, question = asked(peer)
    peer.upload()
    given = supplement(question) | {"TaiLieuNop": [paper(peer.server)]}
    for _ in range(2):
        assert peer.register(1, updating="true", **given)["MaHoSo"] == code
    told = peer.changes().json()["data"][-1]
    assert (told["TrangThaiHoSo"], told["DanhSachHoSoBoSung"][0]["TrangThaiBoSung"]) == ("1", "2")
    dossier, steps = peer.server.dossiers.find(OFFICE.unit, code)
    assert [item["TepDinhKemId"] for item in json.loads(dossier.record)["TaiLieuNop"]] == [SHA]
    assert [step.note for step in steps].count("Người dân đã bổ sung") == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        (supplement("H15.50.05.13-261123-0001-BS9"), "6"),
        ({"DanhSachHoSoBoSung": [{"HoSoBoSungId": "x", "ToKhaiBoSung": "{}", "MaBamBoSung": "0" * 64}]}, "3"),
        ({"DanhSachHoSoBoSung": [{"HoSoBoSungId": "x"}]}, "3"),
    ],
)
def test_an_answer_that_makes_no_sense_is_told_so(peer: Peer, changes: Json, error: str) -> None:
    asked(peer)
    assert peer.register(1, updating="true", **changes)["error_code"] == error


def test_another_answer_to_the_same_question_is_refused_loudly(peer: Peer) -> None:
    _, question = asked(peer)
    peer.register(1, updating="true", **supplement(question))
    assert peer.register(1, updating="true", **supplement(question, "{}"))["error_code"] == "7"
    assert "khác" in peer.server.fleet.mistakes()[0].words


# --- fees -----------------------------------------------------------------------------------------------------------


def test_a_fee_waits_until_the_office_has_seen_the_money(peer: Peer) -> None:
    owed = [{"TenPhiLePhi": "Bản sao", "MaPhiLePhi": "BS", "Gia": "16000"}]
    code = peer.register(1, DanhSachLePhi=owed)["MaHoSo"]
    peer.server.dossiers.act(code, Action.ACCEPT)
    peer.server.dossiers.act(code, Action.FEE, said=Said("Lệ phí quá hạn", amount=8_000))
    told = peer.changes().json()["data"][-1]
    assert told["TrangThaiHoSo"] == "6"
    assert [(item["Gia"], item["TrangThaiThanhToan"]) for item in told["DanhSachLePhi"]] == [
        ("16000", "1"),
        ("8000", "1"),
    ]
    assert told["DanhSachLePhi"][0]["NoiDungThanhToan"] == "KS-0001-92"
    peer.server.dossiers.act(code, Action.PAID)
    told = peer.changes().json()["data"][-1]
    assert told["TrangThaiHoSo"] == "2"
    assert {item["TrangThaiThanhToan"] for item in told["DanhSachLePhi"]} == {"2"}


# --- the form first -------------------------------------------------------------------------------------------------


def test_a_form_may_come_before_its_documents_and_is_not_accepted_before_they_are_here(peer: Peer) -> None:
    given = {"TaiLieuNop": [paper(peer.server)]}
    assert peer.register(1, **given)["error_code"] == "8"
    early = peer.register(1, TaiLieuNop=[paper(peer.server) | {"DuongDanTaiTepTin": ""}])
    headers = {"Authorization": f"Bearer {peer.server.officer_password}"}
    there = requests.get(f"{peer.server.url}/officer", headers=headers, timeout=5).json()["dossiers"]
    assert there[0]["coming"] and "accept" not in there[0]["actions"]
    place = f"{peer.server.url}/officer/{early['MaHoSo']}/accept"
    assert requests.post(place, headers=headers, timeout=5).status_code == 409
    peer.upload()
    assert peer.register(1, **given)["MaHoSo"] == early["MaHoSo"]
    assert requests.post(place, headers=headers, timeout=5).status_code == 200


@pytest.mark.parametrize(
    ("interrupted", "said"), [(Action.FEE, Said("Bản sao", amount=8_000)), (Action.ASK, Said("Thiếu"))]
)
def test_nothing_is_finished_while_its_papers_are_still_coming(peer: Peer, interrupted: Action, said: Said) -> None:
    """Work may begin before they are here (a fee, a question); its end is an act about the whole dossier."""
    code = peer.register(1, TaiLieuNop=[paper(peer.server) | {"DuongDanTaiTepTin": ""}])["MaHoSo"]
    peer.server.dossiers.act(code, interrupted, said=said)
    with pytest.raises(OfficeRefused, match="còn đang được gửi đến"):
        peer.server.dossiers.act(code, Action.FINISH)
    peer.upload()
    peer.register(1, TaiLieuNop=[paper(peer.server)])
    assert peer.server.dossiers.act(code, Action.FINISH).status == "9"


# --- the fleet ------------------------------------------------------------------------------------------------------


def report(key: Ed25519PrivateKey, number: int = 1, kiosk: str = "DV01", **said: object) -> Json:
    text = json.dumps({"number": number, "at": "2026-11-23T09:00:00+07:00", "waiting": 3, "paper": "low", **said})
    signature = key.sign(signed_text(OFFICE.unit, kiosk, text)).hex()
    return {"kiosk": kiosk, "baocao": text, "khoa": key.public_key().public_bytes_raw().hex(), "chuky": signature}


def test_a_kiosk_says_how_it_is_and_the_page_shows_it(peer: Peer) -> None:
    key = Ed25519PrivateKey.generate()
    assert peer.ask("BaoCaoKiosk", **report(key, 2))["error_code"] == "0"
    assert peer.ask("BaoCaoKiosk", **report(key, 1, waiting=9))["error_code"] == "0"
    (seen,) = peer.server.fleet.all()
    assert (seen.kiosk, seen.health["waiting"]) == ("DV01", 3)
    http = requests.Session()
    http.post(f"{peer.server.url}/office/sign-in", data={"password": peer.server.officer_password}, timeout=5)
    page = http.get(f"{peer.server.url}/office/kiosks", timeout=5).text
    assert "DV01" in page and "Sắp hết giấy" in page


@pytest.mark.parametrize(
    "wrong", [{"chuky": "0" * 128}, {"baocao": "[]"}, {"baocao": '{"number":1,"name":"x"}'}, {"kiosk": "../x"}]
)
def test_a_report_that_is_not_the_kiosks_own_is_a_mistake_on_the_page(peer: Peer, wrong: Json) -> None:
    key = Ed25519PrivateKey.generate()
    assert peer.ask("BaoCaoKiosk", **report(key) | wrong)["error_code"] == "3"
    assert peer.server.fleet.mistakes()[0].place == "BaoCaoKiosk"


def test_the_first_key_of_a_kiosk_stays_its_key(peer: Peer) -> None:
    peer.ask("BaoCaoKiosk", **report(Ed25519PrivateKey.generate(), 1))
    assert peer.ask("BaoCaoKiosk", **report(Ed25519PrivateKey.generate(), 2, waiting=0))["error_code"] == "3"
    assert peer.server.fleet.all()[0].health["waiting"] == 3


# --- the same by commands -------------------------------------------------------------------------------------------


def test_the_office_is_played_from_the_command_line(peer: Peer, capsys: pytest.CaptureFixture[str]) -> None:
    from kiosk import cli

    peer.register(1)
    peer.ask("BaoCaoKiosk", **report(Ed25519PrivateKey.generate()))
    peer.ask("BaoCaoKiosk")

    def said(*command: str) -> Json:
        reach = ["--url", peer.server.url, "--password", peer.server.officer_password]
        assert cli.main(["--json", "portal", "officer", *command, *reach]) == 0
        told: Json = json.loads(capsys.readouterr().out)
        return told

    note = ["--note", "Thiếu góc", "--paper", "giay_chung_sinh", "--days", "3", "--officer", "Hoàng Văn Páo"]
    assert said("ask", "KS-0001-92", *note)["dossier"]["status"] == "5"
    (question,) = peer.changes().json()["data"][-1]["DanhSachHoSoBoSung"]
    assert question["DanhSachGiayToBoSung"] and question["HanBoSung"]
    assert said("fleet")["kiosks"][0]["health"]["waiting"] == 3
    assert said("mistakes")["mistakes"][0]["place"] == "BaoCaoKiosk"
