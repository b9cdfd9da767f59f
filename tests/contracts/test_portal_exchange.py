"""The sandbox portal by plain requests: every service, and every mistake told in words."""

from __future__ import annotations

import hashlib
import json
import re
import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from kiosk.domain.calendar import ZONE
from kiosk_sandbox.callers import OFFICER
from kiosk_sandbox.faults import fault_from, faults_from
from kiosk_sandbox.server import PortalServer
from sandbox import ACCOUNT, OFFICE, filing, sandbox

Json = dict[str, Any]


class Peer:
    """Another system that talks to the portal."""

    def __init__(self, server: PortalServer) -> None:
        self.server, self.session = server, ""

    def post(self, path: str, body: object) -> Json:
        answer: Json = requests.post(self.server.url + path, json=body, timeout=5).json()
        return answer

    def sign_in(self, username: str = "kiosk", password: str = ACCOUNT["kiosk"]) -> Peer:
        self.session = self.post("/auth", {"username": username, "password": password})["session"]
        return self

    def as_office(self) -> Peer:
        """Another one-stop system of the unit, which signs in by an officer's account."""
        return self.sign_in(OFFICER, self.server.officer_password)

    def ask(self, service: str, **asked: object) -> Json:
        return self.post("/service", {"session": self.session, "madonvi": OFFICE.unit, "service": service, **asked})

    def register(self, *records: Json, updating: str = "false") -> Json:
        return self.ask("DongBoHoSoMC", isUpdating=updating, data=list(records))


@pytest.fixture
def peer(portal: PortalServer) -> Peer:
    return Peer(portal).sign_in()


@pytest.fixture
def system(portal: PortalServer) -> Peer:
    return Peer(portal).as_office()


@pytest.fixture(scope="module")
def strict() -> Iterator[Peer]:
    """One portal for all the tests that leave nothing behind in it."""
    with sandbox() as server:
        yield Peer(server).sign_in()


def plain(**changes: object) -> Json:
    """A record of a one-stop system, without anything of a kiosk."""
    return {
        "MaHoSo": "H15.50.05.13-261123-0975",
        "MaTTHC": "1.001193",
        "TenTTHC": "Thủ tục đăng ký khai sinh",
        "KenhThucHien": "1",
        "ChuHoSo": "Vừ Thị Sáo",
        "LoaiDoiTuong": "1",
        "TrichYeuHoSo": "Đăng ký khai sinh",
        "NgayNopHoSo": "20261123090000",
        "TrangThaiHoSo": "2",
        "DonViXuLy": "UBND xã Đồng Văn",
        **changes,
    }


def from_kiosk(subject: str = "LÒ THỊ MAI", code: str = "KS-7F3K-92", **changes: object) -> Json:
    form = filing(subject=subject).canonical()
    own = {
        "MaHoSo": "",
        "TrangThaiHoSo": "1",
        "MaThamChieuKiosk": f"DV01/{code}",
        "MaBamKiosk": hashlib.sha256(form).hexdigest(),
        "ToKhaiKiosk": form.decode(),
    }
    return plain(**(own | changes))


# --- signing in -----------------------------------------------------------------------------------------------------


def test_a_right_password_opens_a_session(strict: Peer) -> None:
    assert len(strict.session) >= 24


@pytest.mark.parametrize("given", [{"username": "kiosk", "password": "x"}, {"username": "", "password": ""}])
def test_a_wrong_one_does_not(strict: Peer, given: Json) -> None:
    answer = strict.post("/auth", given)
    assert (answer["error_code"], answer["session"]) == ("1", "")


@pytest.mark.parametrize("given", [{}, [], {"username": "kiosk"}, {"username": "kiosk", "password": 1}])
def test_what_is_no_sign_in_is_told_so(strict: Peer, given: object) -> None:
    assert strict.post("/auth", given)["error_code"] == "3"


def test_a_session_ends_with_its_time() -> None:
    now = [datetime(2026, 11, 23, 9, tzinfo=ZONE)]
    with sandbox(clock=lambda: now[0], session_lasts=timedelta(minutes=30)) as server:
        peer = Peer(server).sign_in()
        assert peer.ask("LayDanhSachTTHC")["error_code"] == "0"
        now[0] += timedelta(minutes=30)
        assert peer.ask("LayDanhSachTTHC")["error_code"] == "2"


def test_no_session_no_service(peer: Peer) -> None:
    peer.session = "made-up"
    assert peer.ask("LayDanhSachTTHC")["error_code"] == "2"


# --- what the office offers -----------------------------------------------------------------------------------------


def test_procedures(strict: Peer) -> None:
    listed = strict.ask("LayDanhSachTTHC")["data"]
    assert {"1.001193"} <= {item["MaTTHC"] for item in listed}


def test_one_procedure(strict: Peer) -> None:
    told = strict.ask("LayThuTuc", mathutuc="1.001193")["data"]
    assert told["TenTTHC"] == "Thủ tục đăng ký khai sinh"
    assert "D1" in {item["MaThanhPhanHoSo"] for item in told["ThanhPhanHoSo"]}
    assert strict.ask("LayThuTuc", mathutuc="9.999999")["error_code"] == "6"


def test_authorities_and_fields(strict: Peer) -> None:
    assert strict.ask("LayDanhMucCoQuan")["data"][0]["TenCoQuan"]
    assert {"MaLinhVuc": "G15-TP07", "TenLinhVuc": "Hộ tịch"} in strict.ask("LayDanhMucLinhVuc")["data"]


# --- records of a one-stop system -----------------------------------------------------------------------------------


def test_a_record_is_registered_and_found(system: Peer) -> None:
    assert system.register(plain())["error_code"] == "0"
    told = system.ask("TraCuuHoSo", mahoso="H15.50.05.13-261123-0975")["data"]
    assert (told["TrangThaiHoSo"], told["ChuHoSo"]) == ("2", "Vừ Thị Sáo")
    assert len(told["TienDo"]) == 1


def test_registering_it_again_says_that_it_exists(system: Peer) -> None:
    system.register(plain())
    answer = system.register(plain())
    assert answer["error_code"] == "5"
    assert "đã tồn tại" in answer["message"]


def test_sent_as_an_update_it_is_taken(system: Peer) -> None:
    system.register(plain())
    assert system.register(plain(TrangThaiHoSo="4"), updating="true")["error_code"] == "0"
    assert system.ask("TraCuuHoSo", mahoso="H15.50.05.13-261123-0975")["data"]["TrangThaiHoSo"] == "4"


def test_nothing_to_update_is_told_so(system: Peer) -> None:
    assert system.register(plain(), updating="true")["error_code"] == "6"


def test_another_units_dossier_is_not_found(system: Peer) -> None:
    system.register(plain())
    asked = {"session": system.session, "madonvi": "H15.50.05.14", "service": "TraCuuHoSo"}
    assert system.post("/service", asked | {"mahoso": "H15.50.05.13-261123-0975"})["error_code"] == "4"


def test_progress_is_noted(system: Peer) -> None:
    system.register(plain())
    step = {
        "MaHoSo": "H15.50.05.13-261123-0975",
        "NguoiXuLy": "Giàng A Páo",
        "ChucDanh": "Công chức tư pháp",
        "ThoiDiemXuLy": "20261123101500",
        "PhongBanXuLy": "Tư pháp",
        "NoiDungXuLy": "Đã kiểm tra giấy tờ",
        "TrangThai": "4",
        "NgayBatDau": "20261123090000",
        "NgayKetThucTheoQuyDinh": "20261124140000",
    }
    assert system.ask("CapNhatTienDoHoSoMC", data=[step])["error_code"] == "0"
    told = system.ask("TraCuuHoSo", mahoso=step["MaHoSo"])["data"]
    assert (told["TrangThaiHoSo"], told["TienDo"][-1]["NoiDungXuLy"]) == ("4", "Đã kiểm tra giấy tờ")
    assert system.ask("CapNhatTienDoHoSoMC", data=[step | {"TrangThai": "12"}])["error_code"] == "3"


# --- mistakes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"MaHoSo": "KS-7F3K-92"}, "MaHoSo: không đúng dạng"),
        ({"MaTTHC": ""}, "MaTTHC: bắt buộc"),
        ({"MaTTHC": "abc"}, "MaTTHC: phải có dạng"),
        ({"KenhThucHien": "4"}, "KenhThucHien: phải là một trong"),
        ({"LoaiDoiTuong": "5"}, "LoaiDoiTuong: phải là một trong"),
        ({"TrangThaiHoSo": "0"}, "TrangThaiHoSo: phải là một trong"),
        ({"TrangThaiHoSo": "11"}, "TrangThaiHoSo: phải là một trong"),
        ({"TrangThaiHoSo": 1}, "TrangThaiHoSo: mọi giá trị phải là chuỗi"),
        ({"TrichYeuHoSo": "x" * 1001}, "TrichYeuHoSo: dài quá 1000"),
        ({"NgayNopHoSo": "2026-11-23"}, "NgayNopHoSo: phải viết theo yyyyMMddHHmmss"),
        ({"NgayNopHoSo": "20261323090000"}, "NgayNopHoSo: phải viết theo yyyyMMddHHmmss"),
        ({"NgayHenTra": "20261123"}, "NgayHenTra: phải viết theo yyyyMMddHHmmss"),
        ({"SoGiayToChuHoSo": "12a"}, "SoGiayToChuHoSo: phải có 9 hoặc 12"),
        ({"Email": "nobody"}, "Email: không phải"),
        ({"SoDienThoai": "12"}, "SoDienThoai: không phải"),
        ({"HoSoCoThanhPhanSoHoa": "true"}, "HoSoCoThanhPhanSoHoa: phải là một trong"),
        ({"ChuHoSo": None}, "ChuHoSo: bắt buộc"),
        ({"Lạ": "x"}, "Lạ: hợp đồng không có trường này"),
        ({"TaiLieuNop": {}}, "TaiLieuNop: phải là một danh sách"),
        ({"TaiLieuNop": [{}]}, "TaiLieuNop[0].TepDinhKemId: bắt buộc"),
        ({"DinhDanhCHS": [{"LoaiDinhDanh": "3", "SoDinhDanh": "999162000123"}]}, "DinhDanhCHS[0].LoaiDinhDanh: phải"),
        ({"DanhSachLePhi": [{"TenPhiLePhi": "x", "MaPhiLePhi": "x", "Gia": "8.000"}]}, "DanhSachLePhi[0].Gia: phải"),
        ({"DSKetNoiCSDL": [{"x": 1}]}, "DSKetNoiCSDL[0].x: mọi giá trị phải là chuỗi"),
        ({"MaThamChieuKiosk": "KS-7F3K-92"}, "MaThamChieuKiosk: phải là tên máy"),
    ],
)
def test_a_mistake_in_a_record_is_named(strict: Peer, wrong: Json, words: str) -> None:
    answer = strict.register(plain(**wrong))
    assert answer["error_code"] == "3"
    assert words in answer["message"]


@pytest.mark.parametrize("data", [None, [], {}, "x", ["x"], [None]])
def test_data_that_are_no_records(strict: Peer, data: object) -> None:
    assert strict.ask("DongBoHoSoMC", isUpdating="false", data=data)["error_code"] == "3"


@pytest.mark.parametrize("updating", [None, True, "1", ""])
def test_is_updating_is_a_string_of_two(strict: Peer, updating: object) -> None:
    assert strict.ask("DongBoHoSoMC", isUpdating=updating, data=[plain()])["error_code"] == "3"


def test_a_procedure_that_the_office_does_not_have_is_refused(strict: Peer) -> None:
    assert strict.register(plain(MaTTHC="9.999999"))["error_code"] == "4"


def test_one_bad_record_leaves_the_good_ones(system: Peer) -> None:
    answer = system.register(plain(MaTTHC="x"), plain())
    assert [item["error_code"] for item in answer["data"]] == ["3", "0"]
    assert answer["error_code"] == "3"


@pytest.mark.parametrize("asked", [{"service": "Xoa"}, {"service": 1}, {"madonvi": "đây"}, {"madonvi": None}])
def test_a_mistake_in_the_envelope_is_told(strict: Peer, asked: Json) -> None:
    body = {"session": strict.session, "madonvi": OFFICE.unit, "service": "LayDanhSachTTHC"} | asked
    assert strict.post("/service", body)["error_code"] == "3"


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [(b"{", "application/json", 400), (b"\xff", "application/json", 400), (b"{}", "text/plain", 415)],
)
def test_what_is_no_json_is_told_in_the_contracts_shape(
    strict: Peer, body: bytes, media_type: str, status: int
) -> None:
    reply = requests.post(strict.server.url + "/service", data=body, headers={"Content-Type": media_type}, timeout=5)
    assert (reply.status_code, reply.json()["error_code"]) == (status, "3")


# --- a kiosk's filings ----------------------------------------------------------------------------------------------


def test_the_official_number_is_given_here_and_counts_by_unit_and_day() -> None:
    now = [datetime(2026, 11, 23, 23, 59, tzinfo=ZONE)]
    with sandbox(clock=lambda: now[0]) as server:
        peer = Peer(server).sign_in()
        codes = [peer.register(from_kiosk(code=f"KS-7F3K-9{n}"))["data"][0]["MaHoSo"] for n in (1, 2)]
        now[0] += timedelta(minutes=2)
        peer.sign_in()
        codes.append(peer.register(from_kiosk(code="KS-7F3K-93"))["data"][0]["MaHoSo"])
    assert codes == ["H15.50.05.13-261123-0001", "H15.50.05.13-261123-0002", "H15.50.05.13-261124-0001"]


def test_the_same_key_with_the_same_content_gets_the_same_number(peer: Peer) -> None:
    first, again = (peer.register(from_kiosk())["data"][0] for _ in range(2))
    assert first["MaHoSo"] == again["MaHoSo"]
    assert len(peer.server.dossiers.newest()) == 1


def test_the_same_key_with_other_content_is_refused_loudly(peer: Peer) -> None:
    peer.register(from_kiosk())
    answer = peer.register(from_kiosk(subject="SÙNG MINH KHUÊ"))
    assert answer["error_code"] == "7"
    assert "nội dung khác" in answer["message"]
    assert len(peer.server.dossiers.newest()) == 1


@pytest.mark.parametrize("name", ["MaThamChieuKiosk", "MaBamKiosk", "ToKhaiKiosk"])
def test_a_kiosks_three_fields_come_together(strict: Peer, name: str) -> None:
    assert strict.register(from_kiosk(**{name: ""}))["error_code"] == "3"


def test_the_form_must_be_the_one_whose_digest_stands_on_the_receipt(strict: Peer) -> None:
    assert strict.register(from_kiosk(ToKhaiKiosk="{}"))["error_code"] == "3"


def test_two_kiosks_filing_at_once_get_two_numbers(portal: PortalServer) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def one(n: int) -> str:
        made: str = Peer(portal).sign_in().register(from_kiosk(code=f"KS-7F3K-{n:02d}"))["data"][0]["MaHoSo"]
        return made

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(one, range(24)))
    assert len(set(codes)) == 24
    assert sorted(int(code[-4:]) for code in codes) == list(range(1, 25))


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/files/" + "0" * 64, "http://127.0.0.1/elsewhere", "https://example.invalid/files/../x"]
)
def test_a_document_that_is_not_here_whole_is_asked_for(strict: Peer, url: str) -> None:
    paper = {
        "TepDinhKemId": "0" * 64,
        "TenTepDinhKem": "a.pdf",
        "MaThanhPhanHoSo": "D1",
        "DuongDanTaiTepTin": url,
    }
    answer = strict.register(from_kiosk(TaiLieuNop=[paper]))
    assert answer["error_code"] == "8"
    assert strict.server.dossiers.newest() == []


def test_what_was_taken_is_still_there_after_a_restart(tmp_path: Any) -> None:
    with PortalServer(tmp_path, accounts=ACCOUNT) as first:
        code = Peer(first).sign_in().register(from_kiosk())["data"][0]["MaHoSo"]
    with PortalServer(tmp_path, accounts=ACCOUNT) as second:
        assert Peer(second).sign_in().register(from_kiosk())["data"][0]["MaHoSo"] == code


# --- the office -----------------------------------------------------------------------------------------------------

Act = Callable[..., requests.Response]


@pytest.fixture
def act(peer: Peer) -> Act:
    peer.register(from_kiosk())

    def acted(action: str, code: str = "KS-7F3K-92", password: str = "", **told: object) -> requests.Response:
        headers = {"Authorization": f"Bearer {password or peer.server.officer_password}"}
        return requests.post(f"{peer.server.url}/officer/{code}/{action}", json=told, headers=headers, timeout=5)

    return acted


def test_a_dossier_goes_through_the_office(act: Act) -> None:
    statuses = [
        act(action, **told).json()["dossier"]["status"]
        for action, told in (
            ("ask", {"note": "thiếu trang 2"}),
            ("accept", {}),
            ("fee", {"amount": 16000, "note": "bản sao"}),
            ("work", {}),
            ("finish", {}),
            ("handover", {}),
        )
    ]
    assert statuses == ["5", "2", "6", "4", "9", "10"]


def test_a_fee_is_told_as_people_say_it(act: Act) -> None:
    assert act("fee", amount=16000, note="bản sao").json()["dossier"]["note"] == "16.000 đồng (bản sao)"


@pytest.mark.parametrize(
    ("action", "told"), [("refuse", {}), ("ask", {"note": " "}), ("fee", {}), ("handover", {}), ("stop", {"note": "x"})]
)
def test_what_makes_no_sense_is_refused_in_words(act: Act, action: str, told: Json) -> None:
    reply = act(action, **told)
    assert reply.status_code == 409
    assert reply.json()["error"]


def test_nobody_plays_the_office_without_its_password(act: Act, peer: Peer) -> None:
    assert act("accept", password="x").status_code == 401
    assert requests.get(peer.server.url + "/officer", timeout=5).status_code == 401
    assert requests.post(peer.server.url + "/faults", json={"kind": "drop"}, timeout=5).status_code == 401


def test_the_office_has_a_page(act: Act, peer: Peer) -> None:
    person = requests.Session()
    assert 'type="password"' in person.get(peer.server.url, timeout=5).text
    wrong = person.post(peer.server.url + "/office/sign-in", data={"password": "x"}, timeout=5)
    assert wrong.status_code == 401
    day = person.post(
        peer.server.url + "/office/sign-in", data={"password": peer.server.officer_password}, timeout=5
    ).text
    code = re.search(r"H15\.50\.05\.13-\d{6}-0001", day)
    assert code is not None
    page = f"{peer.server.url}/office/{code.group()}"
    assert 'value="accept"' in person.get(page, timeout=5).text
    after = person.post(page + "/act", data={"action": "refuse", "note": ""}, timeout=5)
    assert after.status_code == 409
    after = person.post(page + "/act", data={"action": "refuse", "note": "<b>sai mẫu</b>"}, timeout=5)
    assert "&lt;b&gt;sai mẫu&lt;/b&gt;" in after.text
    assert "<b>sai" not in after.text


def test_a_page_of_a_stranger_shows_no_dossier(act: Act, peer: Peer) -> None:
    assert "Vừ Thị Sáo" not in requests.get(peer.server.url + "/office/KS-7F3K-92", timeout=5).text


def test_faults_are_told_and_mended_while_it_runs(peer: Peer) -> None:
    office = {"Authorization": f"Bearer {peer.server.officer_password}"}
    faults = peer.server.url + "/faults"
    told = requests.post(faults, json=[{"kind": "status", "status": 503, "times": 0}], headers=office, timeout=5)
    assert told.json()["faults"][0]["status"] == 503
    assert requests.post(peer.server.url + "/auth", json={}, timeout=5).status_code == 503
    assert requests.post(faults, json={"kind": "nonsense"}, headers=office, timeout=5).status_code == 400
    requests.delete(faults, headers=office, timeout=5)
    assert requests.post(peer.server.url + "/auth", json={}, timeout=5).status_code == 200


def test_its_clock_can_be_wrong(peer: Peer) -> None:
    right = parsedate_to_datetime(requests.get(peer.server.url + "/office", timeout=5).headers["Date"])
    peer.server.faults.add(fault_from({"kind": "clock", "seconds": -86400 * 3650}))
    wrong = requests.options(peer.server.url + "/files", timeout=5).headers["Date"]
    assert parsedate_to_datetime(wrong) < right - timedelta(days=3649)


@pytest.mark.parametrize(
    "table",
    [{}, {"kind": "x"}, {"kind": "drop", "often": 1}, {"kind": "drop", "times": "1"}, {"kind": "drop", "path": 1}],
)
def test_a_fault_that_is_none_is_refused(table: Json) -> None:
    with pytest.raises(ValueError, match=r"\w+: "):
        fault_from(table)


def test_faults_come_from_a_file_and_know_when(tmp_path: Path) -> None:
    file = tmp_path / "faults.toml"
    file.write_text('[[faults]]\nkind = "status"\npath = "/auth"\nskip = 1\ntimes = 2\nstatus = 500\n')
    with sandbox(faults=faults_from(file)) as server:
        codes = [requests.post(server.url + "/auth", json={}, timeout=5).status_code for _ in range(4)]
    assert codes == [200, 500, 500, 200]


def test_json_is_utf8_and_says_so(peer: Peer) -> None:
    reply = requests.post(
        peer.server.url + "/service",
        json={"session": peer.session, "madonvi": OFFICE.unit, "service": "LayDanhMucLinhVuc"},
        timeout=5,
    )
    assert reply.headers["content-type"] == "application/json"
    assert json.loads(reply.content.decode())["data"]


def test_an_answer_is_sent_at_once_and_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its body does not wait until its head is acknowledged, nor can one of them be lost alone: on a satellite's line
    either takes most of a second."""
    sent: list[bytes] = []
    with sandbox() as server, requests.Session() as kept:
        kept.options(f"{server.url}/files", timeout=5)
        (connection,) = server._server.server_state.connections
        below = connection.transport._transport
        assert below.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        monkeypatch.setattr(connection.transport, "_transport", Heard(below, sent))
        answer = kept.post(f"{server.url}/auth", json={}, timeout=5)
    assert [b"\r\n\r\n" + answer.content == piece[-len(answer.content) - 4 :] for piece in sent] == [True]


class Heard:
    def __init__(self, transport: Any, sent: list[bytes]) -> None:
        self._transport, self._sent = transport, sent

    def write(self, data: bytes) -> None:
        self._sent.append(data)
        self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)
