"""Every door of the portal by everybody who may knock: what is one kiosk's own is nobody else's.

The subject of each row is a filing, a paper, a report or a page of the kiosk DV01. Those who knock, in the order of the
columns: that kiosk itself, another kiosk of its unit, the kiosk of the same name in another unit, an officer of the
unit, an officer of another unit, nobody. All kiosks share one account, or have one each; what tells them apart is the
certificate, or the account where there is none.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.routing import Mount, Route

from kiosk.clock import office_time
from kiosk.domain.arrival import ABOUT, HEADER
from kiosk.domain.farewell import farewell_text
from kiosk.sync.queue.policy import Turn
from kiosk.sync.transport.membership import _request
from kiosk_sandbox.authority import Authority
from kiosk_sandbox.callers import OFFICER, Caller, PortalAccount
from kiosk_sandbox.dossiers import OfficeRefused
from kiosk_sandbox.fleet import signed_text
from kiosk_sandbox.server import PortalServer
from kiosk_sandbox.service import SERVICES
from sandbox import OFFICE, filing

Json = dict[str, Any]

OWN = Caller(OFFICE.unit, "DV01")
KNOCKING = {
    "own": OWN,
    "sibling": Caller(OFFICE.unit, "DV02"),
    "stranger": Caller("H15.50.05.14", "DV01"),
    "officer": Caller(OFFICE.unit),
    "officer elsewhere": Caller("H15.50.05.14"),
    "nobody": None,
}
PASSWORDS = {"own": "p-own", "sibling": "p-sib", "stranger": "p-str", "officer": "p-off", "officer elsewhere": "p-els"}
SHARED = "p-all"
NUMBERS = count(1)
KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes_raw().hex()


@dataclass
class Knocker:
    """One who comes to the doors: with a certificate or without, signed in as far as that goes."""

    name: str
    caller: Caller | None
    url: str
    http: requests.Session
    login: tuple[str, str] = ("", "")
    session: str = ""
    tls: bool = False

    def ask(self, method: str, path: str, **given: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.session}"} | given.pop("headers", {})
        return self.http.request(method, self.url + path, headers=headers, timeout=10, allow_redirects=False, **given)

    def sign_in(self) -> requests.Response:
        told = dict(zip(("username", "password"), self.login, strict=True))
        reply = self.ask("POST", "/auth", json=told)
        self.session = reply.json().get("session", "")
        return reply

    def serve(self, service: str, **asked: Any) -> list[Json]:
        """The answers to the service, asked for in the name of either unit."""
        told = {"session": self.session, "service": service, **asked}
        return [self.ask("POST", "/service", json=told | {"madonvi": unit}).json() for unit in _units()]

    def as_officer(self, method: str, path: str, **given: Any) -> list[requests.Response]:
        """With each word that this knocker has."""
        words = [self.session, self.login[1]]
        return [self.ask(method, path, headers={"Authorization": f"Bearer {word}"}, **given) for word in words]

    def on_page(self, method: str, path: str, **given: Any) -> requests.Response:
        """With the cookie of the page's sign-in, or with what this knocker has instead."""
        self.http.cookies.clear()
        signed = self.http.post(self.url + "/office/sign-in", data={"password": self.login[1]}, timeout=10)
        if not signed.history:
            self.http.cookies.set("office", self.session)
        return self.ask(method, path, **given)


@dataclass
class House:
    """A portal, those who come to it, and a filing of ``OWN`` made for each question."""

    server: PortalServer
    knockers: Mapping[str, Knocker]
    filed: Json = field(default_factory=dict)
    upload: str = ""
    half: str = ""

    def subject(self) -> House:
        own = self.knockers["own"]
        if self.half:
            self.server.uploads.drop(self.half.rpartition("/")[2])  # no kiosk leaves hundreds half sent
        self.upload, paper = self._sent(own, whole=True)
        self.half, _ = self._sent(own, whole=False)
        record = _record(TaiLieuNop=[paper])
        answer = own.serve("DongBoHoSoMC", isUpdating="false", data=[record])[0]["data"][0]
        self.filed = record | {"MaHoSo": answer["MaHoSo"]}
        return self

    def _sent(self, own: Knocker, *, whole: bool) -> tuple[str, Json]:
        data = f"paper {next(NUMBERS)}".encode()
        digest = hashlib.sha256(data).hexdigest()
        meta = f"sha256 {base64.b64encode(digest.encode()).decode()}"
        made = own.ask("POST", "/files", headers=_TUS | {"Upload-Length": str(len(data)), "Upload-Metadata": meta})
        assert made.status_code == 201, made.text
        place = made.headers["Location"]
        if whole:
            assert own.ask("PATCH", _path(place), headers=_TUS | _PATCH, data=data).status_code == 204
        paper = {"TepDinhKemId": digest, "TenTepDinhKem": "a.pdf", "MaThanhPhanHoSo": "D1", "DuongDanTaiTepTin": place}
        return _path(place), paper

    def knows(self, reference: str) -> bool:
        try:
            return bool(self.server.dossiers.find(OWN.unit, reference))
        except OfficeRefused:
            return False

    def applicant(self) -> str:
        found, _ = self.server.dossiers.find(OWN.unit, self.filed["MaThamChieuKiosk"])
        return str(json.loads(found.record)["ChuHoSo"])


_TUS = {"Tus-Resumable": "1.0.0"}
_PATCH = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}


def _units() -> list[str]:
    return [OFFICE.unit, "H15.50.05.14"]


def _path(place: str) -> str:
    return "/files/" + place.rpartition("/")[2]


def _record(**changes: Any) -> Json:
    number = next(NUMBERS)
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
        "MaThamChieuKiosk": f"DV01/KS-{number:04d}-92",
        "MaBamKiosk": hashlib.sha256(form).hexdigest(),
        "ToKhaiKiosk": form.decode(),
    } | changes


def _plain(**changes: Any) -> Json:
    return {name: text for name, text in _record().items() if not name.endswith("Kiosk")} | changes


def _ok(answers: list[Json]) -> bool:
    return any(answer["error_code"] == "0" for answer in answers)


def _any(replies: list[requests.Response], text: str = "") -> bool:
    return any(reply.status_code < 400 and text in reply.text for reply in replies)


# --- what is tried at each door: True if it came about ----------------------------------------------------------------


def files_in_its_name(who: Knocker, house: House) -> bool:
    record = _record()
    who.serve("DongBoHoSoMC", isUpdating="false", data=[record])
    return house.knows(record["MaThamChieuKiosk"])


def renames_the_applicant(who: Knocker, house: House) -> bool:
    number = house.filed["MaHoSo"]
    mine = {
        "MaHoSo": number,
        "ChuHoSo": "Người Khác",
        "MaThamChieuKiosk": f"{who.caller and who.caller.kiosk}/KS-0000-11",
    }
    for record in (
        _plain(MaHoSo=number, ChuHoSo="Người Khác"),
        house.filed | {"ChuHoSo": "Người Khác"},
        _record(**mine),
    ):
        who.serve("DongBoHoSoMC", isUpdating="true", data=[record])
    return house.applicant() == "Người Khác"


def decides_by_a_record(who: Knocker, house: House) -> bool:
    """As no office would let it: the status that a record comes with."""
    record = _record(TrangThaiHoSo="9")
    who.serve("DongBoHoSoMC", isUpdating="false", data=[record])
    return house.knows(record["MaThamChieuKiosk"])


def looks_up(who: Knocker, house: House) -> bool:
    codes = [house.filed["MaHoSo"], house.filed["MaThamChieuKiosk"], house.filed["MaThamChieuKiosk"][5:]]
    tried = [_ok(who.serve("TraCuuHoSo", mahoso=code)) for code in codes]
    assert len(set(tried)) == 1, "by whichever name"
    return tried[0]


def notes_a_step(who: Knocker, house: House) -> bool:
    step = {"MaHoSo": house.filed["MaHoSo"], "NguoiXuLy": "x", "ThoiDiemXuLy": "20261123101500", "NoiDungXuLy": "y"}
    return _ok(who.serve("CapNhatTienDoHoSoMC", data=[step | {"TrangThai": "3"}]))


def reports(who: Knocker, house: House) -> bool:
    text = json.dumps({"number": next(NUMBERS), "waiting": 1})
    signed = KEY.sign(signed_text(OWN.unit, "DV01", text)).hex()
    return _ok(who.serve("BaoCaoKiosk", kiosk="DV01", baocao=text, khoa=PUBLIC, chuky=signed))


def tells_its_journals_end(who: Knocker, house: House) -> bool:
    """With and without the kiosk's own signature: only with it, and from that kiosk alone, is it taken."""
    reports(house.knockers["own"], house)
    number = next(NUMBERS)
    for signer in (Ed25519PrivateKey.generate(), KEY):
        text = f"KJ1:{PUBLIC[:16]}:{number}:{'0' * 64}"
        who.serve("LayDanhMucLinhVuc", DauNhatKyKiosk=f"{text}:{signer.sign(text.encode()).hex()}")
        taken = any(f":{number}:" in one for one in house.server.heads.all())
        assert signer is KEY or not taken
    return taken


def named_paper(who: Knocker, house: House) -> bool:
    """Files with somebody else's paper."""
    (paper,) = house.filed["TaiLieuNop"]
    kiosk = who.caller.kiosk if who.caller else ""
    record = _record(TaiLieuNop=[paper], MaThamChieuKiosk=f"{kiosk or 'DV01'}/KS-{next(NUMBERS):04d}-92")
    return _ok(who.serve("DongBoHoSoMC", isUpdating="false", data=[record]))


def greets(who: Knocker, house: House) -> bool:
    return who.ask("OPTIONS", "/files").status_code == 204


def creates(who: Knocker, house: House) -> bool:
    return who.ask("POST", "/files", headers=_TUS | {"Upload-Length": "10"}).status_code == 201


def learns_what_is_here(who: Knocker, house: House) -> bool:
    """By naming a content that somebody else has sent."""
    (paper,) = house.filed["TaiLieuNop"]
    meta = f"sha256 {base64.b64encode(paper['TepDinhKemId'].encode()).decode()}"
    length = str(len(house.server.uploads.read(house.upload.rpartition("/")[2])))
    made = who.ask("POST", "/files", headers=_TUS | {"Upload-Length": length, "Upload-Metadata": meta})
    return made.status_code == 201 and made.headers["Upload-Offset"] != "0"


def has_its_receipt(who: Knocker, house: House) -> bool:
    """The portal's signed word on a filing of that kiosk."""
    reply = who.ask("HEAD", house.upload, headers=_TUS | {ABOUT: f"{OWN.name}/{house.filed['MaThamChieuKiosk'][5:]}"})
    return HEADER in reply.headers


def upload(method: str, **headers: str) -> Callable[[Knocker, House], bool]:
    def tried(who: Knocker, house: House) -> bool:
        where = house.upload if method in ("GET", "HEAD") else house.half
        body = b"paper" if method == "PATCH" else b""
        return who.ask(method, where, headers=_TUS | headers, data=body).status_code < 300

    return tried


def overrides(who: Knocker, house: House) -> bool:
    """A POST that is meant as something else."""
    told = _TUS | {"X-HTTP-Method-Override": "DELETE"}
    return who.ask("POST", house.half, headers=told).status_code < 300


def hears_changes(who: Knocker, house: House) -> bool:
    cursor, text = "", ""
    while (reply := who.ask("GET", f"/changes/{OWN.name}?after={cursor}")).status_code == 200:
        cursor, text = reply.json()["cursor"], text + reply.text
        if reply.json()["more"] == "0":
            break
    return house.filed["MaHoSo"] in text


def signs_in(who: Knocker, house: House) -> bool:
    reply = who.ask("POST", "/auth", json=dict(zip(("username", "password"), who.login, strict=True)))
    return bool(reply.json().get("session"))


def brings_its_stick(who: Knocker, house: House) -> bool:
    """A session in the kiosk's name, as a desk for sticks needs it; and that it is that kiosk's."""
    told = dict(zip(("username", "password"), who.login, strict=True)) | {"MayKiosk": "DV01"}
    session = who.ask("POST", "/auth", json=told).json().get("session")
    return bool(session) and looks_up(Knocker(who.name, OWN, who.url, who.http, session=session), house)


def lists(who: Knocker, house: House) -> bool:
    return _any(who.as_officer("GET", "/officer"), house.filed["MaHoSo"])


def acts(who: Knocker, house: House) -> bool:
    return _any(who.as_officer("POST", f"/officer/{house.filed['MaHoSo']}/accept", json={}))


def sees_the_fleet(who: Knocker, house: House) -> bool:
    reports(house.knockers["own"], house)
    return _any(who.as_officer("GET", "/officer/fleet"), OWN.unit)


def reads_metrics(who: Knocker, house: House) -> bool:
    reports(house.knockers["own"], house)
    return _any(who.as_officer("GET", "/officer/metrics"), OWN.unit)


def sees_mistakes(who: Knocker, house: House) -> bool:
    house.server.fleet.mistaken(OWN.unit, "x", "y")
    return _any(who.as_officer("GET", "/officer/mistakes"), OWN.unit)


def plays_with_faults(method: str) -> Callable[[Knocker, House], bool]:
    def tried(who: Knocker, house: House) -> bool:
        return _any(who.as_officer(method, "/faults", json=[] if method == "POST" else None))

    return tried


def page(path: str, shows: Callable[[House], str]) -> Callable[[Knocker, House], bool]:
    def tried(who: Knocker, house: House) -> bool:
        reports(house.knockers["own"], house)
        house.server.fleet.mistaken(OWN.unit, "x", f"mistake {house.filed['MaHoSo']}")
        reply = who.on_page("GET", path.format(code=house.filed["MaHoSo"]))
        return reply.status_code == 200 and shows(house) in reply.text

    return tried


def acts_on_the_page(who: Knocker, house: House) -> bool:
    code = house.filed["MaHoSo"]
    return who.on_page("POST", f"/office/{code}/act", data={"action": "accept"}).status_code == 303


def signs_in_on_the_page(who: Knocker, house: House) -> bool:
    return who.ask("POST", "/office/sign-in", data={"password": who.login[1]}).status_code == 303


def takes_a_stick(who: Knocker, house: House) -> bool:
    return who.on_page("POST", "/office/sticks", data={"stick": "/none"}).status_code == 409  # it is not plugged in


def gets(path: str, status: int = 200) -> Callable[[Knocker, House], bool]:
    return lambda who, house: who.ask("GET", path).status_code == status


def enrols(who: Knocker, house: House) -> bool:
    """Without an invitation."""
    _, request = _request(*(OWN.unit, OWN.kiosk))
    return who.ask("POST", "/enrol", json={"token": "x", "csr": request}).status_code == 200


def says_farewell(who: Knocker, house: House) -> bool:
    """Signed by a key of its own, over its own name; nobody says it for another."""
    key = Ed25519PrivateKey.generate()
    facts = {"unit": OWN.unit, "kiosk": OWN.kiosk, "at": str(next(NUMBERS))}
    signature = key.sign(farewell_text(facts)).hex()
    asked = {"facts": facts, "key": key.public_key().public_bytes_raw().hex(), "signature": signature}
    left = who.ask("POST", "/farewell", json=asked).status_code == 200
    if (authority := house.server.authority) is not None and left:
        authority._noting(lambda noted: noted["revoked"].clear())  # for the doors after this one
    return left


def renews(who: Knocker, house: House) -> bool:
    """The kiosk's own certificate."""
    _, request = _request(*(OWN.unit, OWN.kiosk))
    return who.ask("POST", "/renew", json={"csr": request}).status_code == 200


def serves_counters(who: Knocker, house: House) -> bool:
    """A certificate for the hall, of this kiosk itself."""
    _, request = _request(*(OWN.unit, OWN.kiosk))
    asked = {"role": "hall", "name": OWN.kiosk, "csr": request}
    return who.ask("POST", "/hall", json=asked).status_code == 200


# --- the table --------------------------------------------------------------------------------------------------------

MUTUAL = ("/enrol", "/renew", "/hall", "/farewell")
"""What there is with an authority alone."""

ALL, SIGNED_IN, ITSELF, ITS_OFFICE, OFFICERS, NONE = "yyyyyy", "yyyyyn", "y-----", "---y--", "---yy-", "------"
FILES, NAMED, SERVICE = "/files", "/files/{name}", "/service"

TABLE: Mapping[tuple[str, str, str], tuple[str, Callable[[Knocker, House], bool]]] = {
    ("POST", "/auth", ""): ("yyyyy-", signs_in),
    ("POST", "/auth", "for a stick"): ("y--y--", brings_its_stick),
    ("POST", SERVICE, "LayDanhSachTTHC"): ("yyyyy-", lambda who, house: _ok(who.serve("LayDanhSachTTHC"))),
    ("POST", SERVICE, "LayThuTuc"): ("yyyyy-", lambda who, house: _ok(who.serve("LayThuTuc", mathutuc="1.001193"))),
    ("POST", SERVICE, "LayDanhMucCoQuan"): ("yyyyy-", lambda who, house: _ok(who.serve("LayDanhMucCoQuan"))),
    ("POST", SERVICE, "LayDanhMucLinhVuc"): ("yyyyy-", lambda who, house: _ok(who.serve("LayDanhMucLinhVuc"))),
    ("POST", SERVICE, "TraCuuHoSo"): ("y--y--", looks_up),
    ("POST", SERVICE, "DongBoHoSoMC"): (ITSELF, files_in_its_name),
    ("POST", SERVICE, "DongBoHoSoMC to rename"): (ITS_OFFICE, renames_the_applicant),
    ("POST", SERVICE, "DongBoHoSoMC to decide"): (NONE, decides_by_a_record),
    ("POST", SERVICE, "DongBoHoSoMC with its paper"): (ITSELF, named_paper),
    ("POST", SERVICE, "CapNhatTienDoHoSoMC"): (ITS_OFFICE, notes_a_step),
    ("POST", SERVICE, "BaoCaoKiosk"): (ITSELF, reports),
    ("POST", SERVICE, "DauNhatKyKiosk"): (ITSELF, tells_its_journals_end),
    ("GET", "/changes/{unit}/{kiosk}", ""): (ITSELF, hears_changes),
    ("OPTIONS", FILES, ""): (ALL, greets),
    ("POST", FILES, ""): ("yyyyy-", creates),
    ("POST", FILES, "what is here"): (ITSELF, learns_what_is_here),
    ("OPTIONS", NAMED, ""): (ALL, lambda who, house: who.ask("OPTIONS", house.upload).status_code == 204),
    ("HEAD", NAMED, ""): (ITSELF, upload("HEAD")),
    ("HEAD", NAMED, "its receipt"): (ITSELF, has_its_receipt),
    ("GET", NAMED, ""): ("y--y--", upload("GET")),
    ("PATCH", NAMED, ""): (ITSELF, upload("PATCH", **_PATCH)),
    ("DELETE", NAMED, ""): (ITSELF, upload("DELETE")),
    ("POST", NAMED, ""): (ITSELF, overrides),
    ("GET", "/signers", ""): (ALL, gets("/signers")),
    ("GET", "/updates", ""): (ALL, gets("/updates/x.txt")),
    ("GET", "/", ""): (ALL, gets("/", 303)),
    ("GET", "/faults", ""): (OFFICERS, plays_with_faults("GET")),
    ("POST", "/faults", ""): (OFFICERS, plays_with_faults("POST")),
    ("DELETE", "/faults", ""): (OFFICERS, plays_with_faults("DELETE")),
    ("GET", "/officer", ""): (ITS_OFFICE, lists),
    ("POST", "/officer/{code:path}/{action}", ""): (ITS_OFFICE, acts),
    ("GET", "/officer/fleet", ""): (ITS_OFFICE, sees_the_fleet),
    ("GET", "/officer/metrics", ""): (ITS_OFFICE, reads_metrics),
    ("GET", "/officer/mistakes", ""): (ITS_OFFICE, sees_mistakes),
    ("GET", "/office", ""): (ITS_OFFICE, page("/office", lambda house: house.filed["MaHoSo"])),
    ("POST", "/office/sign-in", ""): (OFFICERS, signs_in_on_the_page),
    ("GET", "/office/kiosks", ""): (ITS_OFFICE, page("/office/kiosks", lambda house: "DV01")),
    ("GET", "/office/kiosks.csv", ""): (ITS_OFFICE, page("/office/kiosks.csv", lambda house: OWN.unit)),
    ("GET", "/office/kiosks/{unit}/{kiosk}", ""): (
        ITS_OFFICE,
        page(f"/office/kiosks/{OWN.unit}/{OWN.kiosk}", lambda house: "Bây giờ"),
    ),
    ("GET", "/office/mistakes", ""): (
        ITS_OFFICE,
        page("/office/mistakes", lambda house: f"mistake {house.filed['MaHoSo']}"),
    ),
    ("GET", "/office/{code:path}", ""): (ITS_OFFICE, page("/office/{code}", lambda house: "Vừ Thị Sáo")),
    ("POST", "/office/{code:path}/act", ""): (ITS_OFFICE, acts_on_the_page),
    ("GET", "/office/sticks", ""): (OFFICERS, page("/office/sticks", lambda house: "USB từ kiosk")),
    ("POST", "/office/sticks", ""): (OFFICERS, takes_a_stick),
    ("POST", "/enrol", ""): (NONE, enrols),
    ("POST", "/renew", ""): (ITSELF, renews),
    ("POST", "/hall", ""): (ITSELF, serves_counters),
    ("POST", "/farewell", ""): (ITSELF, says_farewell),
}
BEHIND_TLS = {"/office", "/officer", "/faults", "/enrol"}
"""What needs no certificate. All else does, so that officers, who have none, come to these alone."""


def expected(door: tuple[str, str, str], who: str, *, tls: bool) -> bool:
    letters = TABLE[door][0]
    allowed = letters[list(KNOCKING).index(who)] == "y"
    if not tls:
        return allowed and door[1] not in MUTUAL
    with_certificate = bool((caller := KNOCKING[who]) and caller.is_kiosk)
    return allowed and (with_certificate or any(door[1].startswith(open_) for open_ in BEHIND_TLS))


@pytest.fixture(scope="module", params=["by account", "by certificate"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder, tls = tmp_path_factory.mktemp("doors"), request.param == "by certificate"
    authority = Authority(folder / "authority", office_time) if tls else None
    officers = {"officer elsewhere": PortalAccount(PASSWORDS["officer elsewhere"], KNOCKING["officer elsewhere"])}  # type: ignore[arg-type]
    kiosks = {name: PortalAccount(PASSWORDS[name], KNOCKING[name]) for name in ("own", "sibling", "stranger")}  # type: ignore[arg-type]
    accounts: dict[str, Any] = {**officers, **({"all": SHARED} if tls else kiosks)}
    with PortalServer(
        folder / "portal", accounts=accounts, officer_password=PASSWORDS["officer"], authority=authority
    ) as server:
        (server.updates / "x.txt").write_text("x")
        yield House(server, {name: _knocker(name, server, folder) for name in KNOCKING})


def _knocker(name: str, server: PortalServer, folder: Path) -> Knocker:
    made = Knocker(name, KNOCKING[name], server.url, requests.Session(), tls=server.authority is not None)
    if made.caller:
        made.login = {"officer": OFFICER}.get(name, name), PASSWORDS[name]
    made.http.trust_env = False
    if server.authority:
        (folder / "authority.crt").write_text(server.authority.certificate)
        made.http.verify = str(folder / "authority.crt")
        if made.caller and made.caller.is_kiosk:
            made.login = "all", SHARED
            key, request = _request(made.caller.unit, made.caller.kiosk)
            word = server.authority.invite(made.caller.unit, made.caller.kiosk, server.url)["token"]
            (folder / f"{name}.pem").write_text(server.authority.enrol(word, request) + key)
            made.http.cert = str(folder / f"{name}.pem")
    if not (made.tls and not (made.caller and made.caller.is_kiosk)):
        made.sign_in()
    return made


@pytest.mark.parametrize("door", TABLE, ids=" ".join)
def test_each_door_opens_to_whom_it_should(house: House, door: tuple[str, str, str]) -> None:
    if house.server.authority is None and door[1] in MUTUAL:
        pytest.skip("there are none without an authority")
    opened = {}
    for name, who in house.knockers.items():
        house.subject()
        opened[name] = TABLE[door][1](who, house)
    tls = house.server.authority is not None
    assert opened == {name: expected(door, name, tls=tls) for name in KNOCKING}


def test_every_route_and_every_service_is_in_the_table(house: House) -> None:
    there: set[tuple[str, str]] = set()
    for route in house.server.routes:
        if isinstance(route, Mount):
            there.add(("GET", route.path))
            continue
        assert isinstance(route, Route) and route.methods
        explicit = route.methods - ({"HEAD"} if "GET" in route.methods and route.path != NAMED else set())
        there |= {(method, route.path) for method in explicit}
    listed = {(method, path) for method, path, _ in TABLE}
    assert there == listed - (set() if house.server.authority else {("POST", path) for path in MUTUAL})
    assert set(SERVICES) <= {about for _, path, about in TABLE if path == SERVICE}


def test_a_session_is_good_with_its_own_certificate_alone(house: House) -> None:
    """Somebody else's session, by whoever got hold of it."""
    if house.server.authority is None:
        pytest.skip("a session is all there is, without certificates")
    house.subject()
    own, sibling = house.knockers["own"], house.knockers["sibling"]
    thief = Knocker("thief", sibling.caller, own.url, sibling.http, own.login, own.session)
    assert not looks_up(thief, house)
    assert thief.serve("LayDanhMucLinhVuc")[0]["error_code"] == "2"
    assert thief.ask("HEAD", house.upload, headers=_TUS).status_code == 401


def test_kiosks_that_share_an_account_come_in_turn(house: House) -> None:
    """After an outage that all of them had: the place is the kiosk's own, not the account's."""
    kiosks = ("own", "sibling", "stranger")
    for name in kiosks:  # the portal meets them, as it does with their first question for news
        knocker = house.knockers[name]
        assert knocker.sign_in().ok and knocker.caller is not None
        assert knocker.ask("GET", f"/changes/{knocker.caller.name}").ok
    turns = [Turn.of(house.knockers[name].sign_in().json()["LuotKiosk"]) for name in kiosks]
    assert len({turn.place for turn in turns if turn}) == len({turn.name for turn in turns if turn}) == len(kiosks)
    assert all(turn and 0 <= turn.place < 1 for turn in turns)
