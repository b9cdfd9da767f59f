"""A kiosk leaves service: nothing left behind unsaid, the portal told by its own word, the key gone, a certificate."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest

import sandbox
from kiosk.cli import main
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.domain.staff import StaffRole
from kiosk.errors import (
    KioskRetired,
    LineError,
    ReportForged,
    RetireNotPossible,
    StillWaiting,
)
from kiosk.local_settings import put_in_force
from kiosk.services import retiring
from kiosk.services.backups import back_up
from kiosk.services.delivery import one_pass
from kiosk.services.enrolment import provision
from kiosk.services.keys import make_recovery
from kiosk.services.opening import opened
from kiosk.services.retire_notes import facts_noted
from kiosk.services.retiring import RetireDesk, erase, verified_certificate
from kiosk.store.keys import rekey
from kiosk_sandbox.authority import Authority
from kiosk_sandbox.server import PortalServer
from sandbox import document

SECRETS = {"lan": "bay con trau vang 9", "sinh": "tam cay que rung 4"}


@dataclass
class Office:
    portal: PortalServer
    authority: Authority
    config: Config
    codes: list[str]

    def send(self) -> None:
        with opened(self.config) as store:
            one_pass(self.config, store)

    def desk(self, store) -> RetireDesk:
        return RetireDesk(self.config, store, office_time)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    authority = Authority(tmp_path / "authority", office_time)
    with PortalServer(database="memory", authority=authority) as portal:
        config = Config(data=tmp_path / "data")
        invitation = json.dumps(authority.invite("H15.50.05.13", "DV01", portal.url, "kiosk", "tap-huan")).encode()
        with opened(config) as store:
            provision(config, store, invitation)
            desk = sandbox.Desk(store)
            codes = [desk.file(document(3000, seed=place)).code for place in range(2)]
            store.staff.add("lan", StaffRole.TECHNICIAN, "Vàng Thị Lan", SECRETS["lan"])
            store.staff.add("sinh", StaffRole.CHIEF, "Hầu Mí Sính", SECRETS["sinh"])
        yield Office(portal, authority, config, codes)


def test_the_portal_is_told_and_the_certificate_proves_the_rest(office: Office, tmp_path: Path) -> None:
    make_recovery(office.config)
    back_up(office.config, tmp_path / "stick")
    put_in_force(office.config.data, b'[office]\nhotline = "0219 000 000"\n')
    with opened(office.config) as store:
        desk = office.desk(store)
        desk.begin()
        with pytest.raises(StillWaiting):
            desk.tell()
        with pytest.raises(RetireNotPossible):
            erase(office.config)
    office.send()
    with opened(office.config) as store:
        state = office.desk(store).tell()
        assert state.word and state.in_the_way == ()
        again = office.desk(store).tell()
        assert again.word == state.word
        with pytest.raises(LineError):
            one_pass(office.config, store)
    (said,) = (office.portal.authority._folder / "farewells").iterdir()
    assert b"H15.50.05.13" in said.read_bytes()
    certificate = erase(office.config)
    pdf, file = retiring.write_certificate(certificate, tmp_path)
    whole = verified_certificate(file)
    assert whole["checks"]["key_gone"] and whole["checks"]["store_gone"] and whole["facts"]["filings"] == 2
    assert whole["facts"]["portal_word"] == state.word
    left = {one.name for one in office.config.data.rglob("*") if one.is_file()}
    gone = ("store.db", "store.key", "store.recovery", "recovery", "settings")
    assert not [name for name in left if name.startswith(gone)]
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    assert "BIÊN BẢN XÓA DỮ LIỆU" in text and "VẪN CÒN" not in text
    whole["facts"]["filings"] = 0
    file.write_text(json.dumps(whole))
    with pytest.raises(ReportForged):
        verified_certificate(file)
    with pytest.raises(KioskRetired), opened(office.config):
        pass


def test_a_kiosk_that_left_says_so_first(office: Office, capsys) -> None:
    def says(*line: str) -> tuple[int, str]:
        return main(["--data", str(office.config.data), *line]), capsys.readouterr().out

    never = {one["name"]: one["detail"] for one in json.loads(says("--json", "doctor")[1])["checks"]}
    assert never["line"] == "chưa liên lạc lần nào", "enrolled, and not sent yet"
    office.send()
    with opened(office.config) as store:
        office.desk(store).begin()
        office.desk(store).tell()
    erase(office.config)
    gone = "Máy này đã nghỉ phục vụ"
    assert says("doctor")[1].startswith(gone)
    for line in (("queue", "list"), ("retire", "show")):
        code, text = says(*line)
        assert code == 0 and text.startswith(gone)
    assert json.loads(says("--json", "queue", "list")[1]) == []
    assert json.loads(says("--json", "retire", "show")[1]) == {"retired": True}


def test_what_never_arrived_wants_two_people_and_a_reason(office: Office) -> None:
    with opened(office.config) as store:
        desk = office.desk(store)
        desk.begin()
        for reason, names in (("", ("lan", "sinh")), ("giấy đã chép tay", ("lan",))):
            with pytest.raises(RetireNotPossible):
                desk.hand_over(reason, {name: SECRETS[name] for name in names})
        state = desk.hand_over("ổ cổng hỏng, hồ sơ giấy đã giao quầy", SECRETS)
        assert state.handed is not None and set(state.handed.codes) == set(office.codes) and state.in_the_way == ()
        assert desk.tell().word
    rows = verified_rows(erase(office.config))
    assert set(rows["facts"]["handed"]["codes"]) == set(office.codes) and len(set(rows["facts"]["handed"]["by"])) == 2


def verified_rows(certificate) -> dict:
    return json.loads(certificate.document)


def test_an_answer_that_is_lost_is_asked_for_again(office: Office, monkeypatch) -> None:
    office.send()
    with opened(office.config) as store:
        desk = office.desk(store)
        desk.begin()
        say = retiring.say_farewell

        def lost(*given):
            say(*given)
            raise LineError("lost")

        monkeypatch.setattr(retiring, "say_farewell", lost)
        with pytest.raises(LineError):
            desk.tell()
        monkeypatch.undo()
        assert desk.tell().word, "the door that is shut gives its word on it once more"


def test_without_a_line_it_is_said_that_nobody_was_told(office: Office, capsys) -> None:
    office.send()
    office.portal.stop()
    with opened(office.config) as store:
        desk = office.desk(store)
        desk.begin()
        with pytest.raises(LineError):
            desk.tell()
        assert desk.tell(untold=True).word == ""
        steps = [one.entry.facts["step"] for one in store.journal.entries() if one.entry.kind.value == "kiosk.retired"]
    assert steps == ["closed", "settled", "untold"]
    assert main(["--data", str(office.config.data), "retire", "show"]) == 0
    said = capsys.readouterr().out
    assert "thu hồi máy này bằng tay" in said and "Báo cổng thu hồi máy" not in said
    assert json.loads(erase(office.config).document)["facts"]["portal_word"] == ""


@pytest.mark.parametrize("after", ["key", "database"])
def test_cut_while_it_erases_it_ends_what_it_began(office: Office, monkeypatch, after: str) -> None:
    office.send()
    with opened(office.config) as store:
        office.desk(store).begin()
        office.desk(store).tell()
    forget = rekey.forget

    def cut(folder, source):
        if after == "database":
            forget(folder, source)
        else:
            source.erase()
        raise KeyboardInterrupt

    monkeypatch.setattr(rekey, "forget", cut)
    with pytest.raises(KeyboardInterrupt):
        erase(office.config)
    monkeypatch.undo()
    checks = json.loads(erase(office.config).document)["checks"]
    assert checks["key_gone"] and checks["store_gone"]


def test_it_can_be_called_off_until_the_portal_knows(office: Office) -> None:
    office.send()
    with opened(office.config) as store:
        desk = office.desk(store)
        desk.begin()
        desk.call_off()
        with pytest.raises(RetireNotPossible):
            desk.state()
        desk.begin()
        desk.tell()
        with pytest.raises(RetireNotPossible):
            desk.call_off()


def test_a_retirement_that_was_called_off_leaves_no_last_word(office: Office) -> None:
    office.send()
    office.portal.stop()
    with opened(office.config) as store:
        desk = office.desk(store)
        desk.begin()
        with pytest.raises(LineError):
            desk.tell()
        assert facts_noted(store)["kiosk"] == "DV01"
        desk.call_off()
        assert facts_noted(store) == {}, "the next one says what is so then"


def test_by_command(office: Office, capsys, monkeypatch, tmp_path: Path) -> None:
    def does(*line: str, typed: str = "") -> tuple[int, dict]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main(["--data", str(office.config.data), "--json", "retire", *line])
        return code, json.loads(capsys.readouterr().out)

    assert does("begin")[1]["next"] == "settled"
    assert does("tell")[1]["error"]["code"] == "store.still-waiting"
    typed = f"{SECRETS['lan']}\n{SECRETS['sinh']}\n"
    told = does("hand-over", "lan", "sinh", "--reason", "hồ sơ giấy đã giao quầy", typed=typed)[1]
    assert sorted(told["handed_over"]) == sorted(office.codes) and told["in_the_way"] == []
    assert does("tell")[1]["portal_word"]
    assert does("show")[1]["next"] == "erased"
    code, told = does("erase", "--yes", "--to", str(tmp_path))
    assert code == 0 and Path(told["pdf"]).exists()
    assert does("verify", told["document"])[1]["checks"]["key_gone"]
    assert does("show") == (0, {"retired": True})
    assert does("begin")[1]["error"]["code"] == "maintenance.retired"
