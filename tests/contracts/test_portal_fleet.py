"""The fleet at the portal: what kiosks say of themselves, who waits the longest, and what somebody has to see first."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from open_metrics_grammar import families_of

from kiosk.config import Office
from kiosk.domain.calendar import ZONE
from kiosk.errors import ItemRefused, LineDown
from kiosk.open_metrics import MEDIA_TYPE, MetricFamily, Sample, exposition
from kiosk.sync.status.heartbeat import Heartbeat
from kiosk_sandbox.fleet import FleetEntry, signed_text
from kiosk_sandbox.fleet_alarms import FleetLimits, alarms_of
from kiosk_sandbox.fleet_page import FleetState, FleetView, fleet_page
from kiosk_sandbox.fleet_plots import figure, plot
from kiosk_sandbox.refusal import OfficeRefused
from kiosk_sandbox.server import MEMORY, PortalServer

BEGIN = datetime(2026, 11, 18, 9, 0, tzinfo=ZONE)  # a Wednesday
UNIT = "H15.50.05.13"


class Notes(dict[str, str]):
    """A store's notes; a copy of it is a copied disk."""

    def get(self, key: str, _default: object = None) -> str:  # type: ignore[override]
        return super().get(key, "")

    def set(self, key: str, value: str) -> None:
        self[key] = value

    def copied(self) -> Notes:
        return Notes(self)


class Yard:
    """A portal with a clock of its own, and kiosks that report to it."""

    def __init__(self) -> None:
        self.now = BEGIN
        self.server = PortalServer(database=MEMORY, clock=lambda: self.now, office=Office(unit="H15"))

    def kiosk(
        self, kiosk: str = "DV01", unit: str = UNIT, notes: Notes | None = None, key: Any = None, **facts: Any
    ) -> Callable[..., bool]:
        """A kiosk with its own store; called, it reports with what is given besides."""
        keys = Signer(key or Ed25519PrivateKey.generate())
        changing: dict[str, Any] = {"program": "1.4.2", "waiting": 0, **facts}
        store, ticks = notes if notes is not None else Notes(), [0.0]
        heart = Heartbeat(unit, kiosk, keys, store, lambda: changing, lambda: self.now, lambda: ticks[0])

        def tell(**more: Any) -> bool:
            changing.update(more)
            ticks[0] += 1_000
            return heart.tell(Door(self.server, unit))

        return tell

    def alarms(self) -> list[tuple[str, str]]:
        state = alarms_of(self.server.fleet.all(), self.now, FleetLimits(), self.server.instance.restored())
        return [(one.title, one.tone) for one in state]

    def shown(self, path: str = "/office/kiosks") -> str:
        http = requests.Session()
        http.post(f"{self.server.url}/office/sign-in", data={"password": self.server.officer_password}, timeout=5)
        reply = http.get(self.server.url + path, timeout=5)
        reply.encoding = "utf-8"
        return f"{reply.status_code}\n{reply.text}"


class FailingSink:
    """Takes reports; what ``fails`` is raised once instead."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.fails: Exception | None = None

    def report(self, kiosk: str, text: str, key: str, signature: str) -> None:
        failure, self.fails = self.fails, None
        if failure is not None:
            raise failure
        self.told.append(json.loads(text))


class Signer:
    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public = key.public_key().public_bytes_raw()

    def sign(self, text: bytes) -> bytes:
        return self._key.sign(text)


class Door:
    def __init__(self, server: PortalServer, unit: str) -> None:
        self._server, self._unit = server, unit

    def report(self, kiosk: str, text: str, key: str, signature: str) -> None:
        self._server.fleet.report(self._unit, kiosk, text, key, signature)


@pytest.fixture
def yard() -> Iterator[Yard]:
    made = Yard()
    with made.server:
        yield made


def ago(yard: Yard, **length: float) -> str:
    return (yard.now - timedelta(**length)).isoformat()


# --- what somebody sees first ---------------------------------------------------------------------------------------


def test_twelve_days_without_sending_are_red_and_nothing_is_locked(yard: Yard) -> None:
    yard.kiosk("KV01", place="Xã Khâu Vai")(waiting=23, oldest=ago(yard, days=12, hours=1))
    yard.kiosk("DV01", place="Xã Đồng Văn")(waiting=9, oldest=ago(yard, days=2, hours=5))
    yard.kiosk("LP01", place="Xã Lũng Phìn")()
    assert yard.alarms() == [
        ("Xã Khâu Vai KV01: 12 ngày chưa gửi", "err"),
        ("Xã Đồng Văn DV01: 2 ngày 5 giờ chưa gửi", "warn"),
    ]
    page = yard.shown()
    assert page.index("Xã Khâu Vai KV01") < page.index("Xã Đồng Văn DV01") < page.index("Xã Lũng Phìn LP01")
    assert "Mọi máy vẫn nhận hồ sơ, không gì bị khóa" in page and "không chờ" in page
    red = page[: page.index("12 ngày chưa gửi")].rpartition("<span")[2]
    assert 'class="waits err"' in red and "<svg" in red, "red has its word and its shape too"


def test_a_kiosk_that_was_not_seen_for_hours_is_told_of_and_comes_back_by_itself(yard: Yard) -> None:
    tell = yard.kiosk(place="Xã Sủng Máng")
    tell(waiting=4, oldest=ago(yard, minutes=5))
    yard.now += timedelta(hours=5)
    assert yard.alarms() == []
    yard.now += timedelta(hours=2)
    assert yard.alarms() == [("Xã Sủng Máng DV01: vắng 7 giờ", "warn")]
    assert "4 hồ sơ chờ gửi" in yard.shown()
    tell(waiting=0)
    assert yard.alarms() == []


def test_a_portal_that_was_brought_back_says_so_for_a_week(yard: Yard) -> None:
    tell = yard.kiosk()
    tell()
    shown = yard.server.instance.greeted()
    own, number, mark = shown.split(".")
    assert yard.server.instance.greeted(f"{own}.{int(number) + 9}.{mark}") == shown, "a word that was not ours"
    ahead = f"{own}.{int(number) + 9}"
    yard.server.instance.greeted(f"{ahead}.{yard.server.instance._mark(own, str(int(number) + 9))}")
    assert yard.alarms() == [("Cổng vừa được khôi phục từ bản sao", "warn")]
    yard.now += timedelta(days=8)
    tell()
    assert yard.alarms() == []


# --- one identity, two stores ---------------------------------------------------------------------------------------


def test_a_copied_kiosk_is_told_of_and_both_go_on(yard: Yard) -> None:
    notes, key = Notes(), Ed25519PrivateKey.generate()
    first = yard.kiosk(notes=notes, key=key)
    for _ in range(3):
        first()
        yard.now += timedelta(minutes=15)
    copy = yard.kiosk(notes=notes.copied(), key=key)
    assert first(waiting=2) and copy(waiting=5)
    assert yard.alarms() == [], "this may be a store brought back from a backup"
    yard.now += timedelta(minutes=15)
    assert first(waiting=2) and copy(waiting=6)
    assert yard.alarms() == [(f"{UNIT} DV01: hai máy một khóa", "err")]
    assert yard.server.fleet.all()[0].queues == (2, 6)
    assert "Cả hai vẫn nhận và gửi hồ sơ" in yard.shown()
    yard.server.fleet.enrolled(UNIT, "DV01")
    assert yard.alarms() == []


def test_whichever_speaks_first_after_the_copy_two_are_two(yard: Yard) -> None:
    notes, key = Notes(), Ed25519PrivateKey.generate()
    first = yard.kiosk(notes=notes, key=key)
    first()
    copy = yard.kiosk(notes=notes.copied(), key=key)
    for tell in (copy, copy, first, copy, first):
        yard.now += timedelta(minutes=15)
        assert tell()
    assert [tone for _, tone in yard.alarms()] == ["err"]


def test_a_store_from_a_backup_a_lost_answer_and_a_late_report_are_no_second_kiosk(yard: Yard) -> None:
    notes, key = Notes(), Ed25519PrivateKey.generate()
    first = yard.kiosk(notes=notes, key=key)
    first()
    backup = notes.copied()
    first()
    notes["health.mark"] = backup["health.mark"]  # as if the portal's yes had been lost
    for _ in range(3):
        yard.now += timedelta(minutes=15)
        first()
    assert len(yard.server.fleet.all()[0].queues) == 1
    back = yard.kiosk(notes=backup, key=key, waiting=7)
    for _ in range(20):
        yard.now += timedelta(minutes=15)
        back()
    (entry,) = yard.server.fleet.all()
    assert entry.cloned is None and entry.health["waiting"] == 7
    assert yard.alarms() == []


def test_a_report_that_was_overtaken_on_its_way_is_left_out(yard: Yard) -> None:
    key = Ed25519PrivateKey.generate()

    def send(number: int, mark: str, before: str, waiting: int) -> None:
        report = {"number": number, "mark": mark, "before": before, "at": yard.now.isoformat(), "waiting": waiting}
        text = json.dumps(report)
        signature = key.sign(signed_text(UNIT, "DV01", text)).hex()
        yard.server.fleet.report(UNIT, "DV01", text, key.public_key().public_bytes_raw().hex(), signature)

    send(1, "a1", "", 1)
    send(3, "a3", "a1", 3)
    send(2, "a2", "a1", 2)
    send(3, "a3", "a1", 3)
    (entry,) = yard.server.fleet.all()
    assert entry.health["waiting"] == 3 and len(entry.queues) == 1


def test_another_key_under_the_same_name_is_refused_and_told_of(yard: Yard) -> None:
    yard.kiosk(place="Xã Mèo Vạc")(waiting=3)
    with pytest.raises(OfficeRefused, match="khóa khác"):
        yard.kiosk()(waiting=0)
    assert yard.alarms() == [("Xã Mèo Vạc DV01: báo cáo bằng khóa khác", "err")]
    assert yard.server.fleet.all()[0].health["waiting"] == 3


# --- many kiosks and one screen -------------------------------------------------------------------------------------


def province(yard: Yard, count: int = 60) -> None:
    for number in range(count):
        unit = f"H15.50.05.{number % 20 + 10}"
        tell = yard.kiosk(f"DV{number:02d}", unit, place=f"Xã Đường Âm {number % 20}")
        tell(waiting=number % 5, oldest=ago(yard, hours=number) if number % 5 else "")


def test_kiosks_are_found_without_marks_by_unit_and_by_what_is_asked(yard: Yard) -> None:
    province(yard)
    yard.kiosk("CU01", "H15.50.05.99", place="Xã Cũ", program="1.3.0")()
    assert "Đang hiện 50 trong 61 máy" in yard.shown()
    assert "Đang hiện 61 trong 61 máy" in yard.shown("/office/kiosks?show=all")
    assert "Đang hiện 3 trong 61 máy" in yard.shown("/office/kiosks?q=duong+am+7")
    assert "Đang hiện 1 trong 61 máy" in yard.shown("/office/kiosks?show=old")
    by_unit = yard.shown("/office/kiosks?show=units")
    assert by_unit.count("/office/kiosks?show=all&amp;q=H15") == 21 and "Xã Đường Âm 7" in by_unit
    rows = list(csv.reader(io.StringIO(yard.shown("/office/kiosks.csv?show=usb").partition("\n")[2].lstrip("\ufeff"))))
    assert len(rows) > 10 and all(float(row[5]) > 24 for row in rows[1:])


def test_an_office_sees_its_own_kiosks_and_a_province_all_below_it(yard: Yard) -> None:
    province(yard, 4)
    yard.kiosk("XX01", "H150.1")()
    yard.kiosk("XX01", "H16.1")()
    assert {one.unit[:4] for one in yard.server.fleet.all("H15")} == {"H15."}
    assert [one.unit for one in yard.server.fleet.all("H15.50.05.11")] == ["H15.50.05.11"]
    assert yard.shown("/office/kiosks/H15.50.05.11/DV01").startswith("200")
    assert yard.shown("/office/kiosks/H16.1/XX01").startswith("404")
    assert yard.shown("/office/kiosks/H15.50.05.11/none").startswith("404")


def test_a_spreadsheet_takes_no_name_for_a_formula(yard: Yard) -> None:
    yard.kiosk(place="=HYPERLINK(1)")()
    rows = list(csv.reader(io.StringIO(yard.shown("/office/kiosks.csv").partition("\n")[2].lstrip("\ufeff"))))
    assert rows[1][2].startswith("'=")


# --- thirty days of one kiosk ---------------------------------------------------------------------------------------


def test_a_kiosks_page_has_its_days_and_its_plots(yard: Yard) -> None:
    tell = yard.kiosk(place="Xã Sơn Vĩ")
    for hour in range(24 * 9):
        yard.now = BEGIN + timedelta(hours=hour)
        if hour // 24 != 4:
            tell(waiting=hour % 7, oldest=ago(yard, hours=2), free_mb=20_000 - hour, rate=9_000)
    days = yard.server.fleet.weeks()[(UNIT, "DV01")]
    assert days["2026-11-21"] == 9, "Saturday, every open hour"
    assert "2026-11-23" not in days or days["2026-11-23"] < 9
    page = yard.shown(f"/office/kiosks/{UNIT}/DV01")
    assert page.count('class="plot"') == 4 and page.count("<polyline") == 8, "a day without a word breaks each line"
    assert "Hồ sơ chờ gửi: cao nhất 6 hồ sơ" in page and "Không thấy" in page
    assert page.count('class="day none"') >= 1


def test_a_kiosk_that_is_new_was_not_missed_before(yard: Yard) -> None:
    tell = yard.kiosk()
    for hour in range(30):
        yard.now = BEGIN + timedelta(hours=hour)
        tell()
    page = yard.shown()
    row = page[page.index("7 ngày qua") : page.index("</table>")]
    assert [row.count(f'class="day {shape}"') for shape in ("off", "full", "none")] == [5, 2, 0]


def test_what_is_older_than_five_weeks_is_gone(yard: Yard) -> None:
    tell = yard.kiosk()
    tell()
    yard.now += timedelta(days=36)
    tell()
    assert [one.at.date() for one in yard.server.fleet.hours(UNIT, "DV01")] == [date(2026, 12, 24)]


def test_a_plot_breaks_where_nothing_is_known_and_says_itself_in_words() -> None:
    points = [(BEGIN + timedelta(hours=hour), float(value)) for hour, value in ((0, 1), (1, 4), (9, 2))]
    drawn = plot("Chờ", points, BEGIN, BEGIN + timedelta(hours=10), "hồ sơ")
    assert (len(drawn.lines), drawn.dots, drawn.top) == (1, ((540.0, 60.8),), "5 hồ sơ")
    assert drawn.text == "Chờ: cao nhất 4 hồ sơ, lần cuối 2 hồ sơ"
    assert plot("Chờ", [], BEGIN, BEGIN + timedelta(hours=1), "").is_empty
    assert [figure(value) for value in (0.0, 2.5, 1234.4)] == ["0", "2,5", "1.234"]


# --- for programs ---------------------------------------------------------------------------------------------------


def test_the_fleets_metrics_keep_the_standards_grammar_and_name_nobody(yard: Yard) -> None:
    province(yard, 6)
    yard.kiosk("LG01", called="2026-11-18T08:00:00+07:00", paper="out", parked=2)()
    word = {"Authorization": f"Bearer {yard.server.officer_password}"}
    reply = requests.get(f"{yard.server.url}/officer/metrics", headers=word, timeout=5)
    assert reply.headers["Content-Type"] == MEDIA_TYPE
    families = families_of(reply.text)
    assert families["kiosk_fleet_kiosks"][()] == 7
    assert families["kiosk_waiting_filings"][(("unit", "H15.50.05.13"), ("kiosk", "DV03"))] == 3
    assert families["kiosk_oldest_waiting_seconds"][(("unit", "H15.50.05.13"), ("kiosk", "DV03"))] == 3 * 3600
    paper = {dict(labels)["state"]: value for labels, value in families["kiosk_paper_state"].items()}
    assert paper == {"ok": 0, "low": 0, "out": 1, "none": 0}
    labels = {name for samples in families.values() for pairs in samples for name, _ in pairs}
    assert labels == {"unit", "kiosk", "tone", "state", "version"}
    assert requests.get(f"{yard.server.url}/officer/metrics", timeout=5).status_code == 401


def test_labels_that_are_hostile_stay_labels() -> None:
    hostile = 'a"b\\c\nd} 1'
    text = exposition([MetricFamily("kiosk_x", 'say "x"\\', (Sample(1.5, {"name": hostile}),))])
    assert families_of(text) == {"kiosk_x": {(("name", hostile),): 1.5}}
    for wrong in ("Kiosk", "kiosk-x", "1kiosk"):
        with pytest.raises(ValueError, match=wrong):
            exposition([MetricFamily(wrong, "", ())])
    twice = MetricFamily("kiosk_x", "", ())
    with pytest.raises(ValueError, match="kiosk_x"):
        exposition([twice, twice])


def test_three_hundred_kiosks_on_one_page_are_no_wall_of_rows() -> None:
    entries = [FleetEntry(f"H15.{number % 20}", f"DV{number}", BEGIN, {"waiting": 1}, 0) for number in range(300)]
    state = FleetState("H15", entries, {}, (), BEGIN, FleetLimits())
    assert fleet_page(state).count("<tr>") == 51
    assert fleet_page(state, FleetView.UNITS).count("<tr>") == 21


def test_a_report_that_did_not_arrive_is_not_taken_for_told() -> None:
    """Before, what was new in it waited for the next quarter of an hour: a bell that rings too."""
    sink, ticks, facts = FailingSink(), [0.0], {"waiting": 0}
    signer = Signer(Ed25519PrivateKey.generate())
    heart = Heartbeat(UNIT, "DV01", signer, Notes(), lambda: facts, lambda: BEGIN, lambda: ticks[0])
    assert heart.tell(sink)
    facts, ticks[0], sink.fails = {"waiting": 0, "called": "2026-11-18T09:00+07:00"}, 61.0, LineDown("closed")
    with pytest.raises(LineDown):
        heart.tell(sink)
    ticks[0] += 61.0
    assert heart.tell(sink) and sink.told[-1]["called"]
    facts, ticks[0], sink.fails = {"waiting": 1}, ticks[0] + 61.0, ItemRefused("no such door")
    assert not heart.tell(sink)
    ticks[0] += 61.0
    assert not heart.tell(sink) and len(sink.told) == 2, "a gateway that takes none is left alone for a while"
