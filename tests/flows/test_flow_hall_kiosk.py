"""The running kiosk, in its real window, with a hall in its settings: who stands there is told by step alone, the bell
rings at the counter, and a kiosk without an enrolment says that it serves nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from counter_stage import PINS
from hall_stage import QUICK, UNIT, call, free_port
from local_eyes import local_eyes
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from kiosk.app.window import KioskApp
from kiosk.clock import office_time
from kiosk.config import Config, Devices, PortalSettings
from kiosk.domain.staff import StaffRole
from kiosk.errors import HelpNotAsked, HelpOver
from kiosk.hall.joining import join_by_code
from kiosk.hall.link import KioskLink
from kiosk.hall.messages import HallNews
from kiosk.hall.roles import key_print, new_key
from kiosk.hall_settings import HallSettings
from kiosk.services.enrolment import provision
from kiosk.store import Reserve, Store
from kiosk.tour.finger import until
from kiosk_sandbox.authority import Authority
from kiosk_sandbox.server import PortalServer


@dataclass
class Hosting:
    house: KioskApp
    portal: PortalServer

    def news(self, link: KioskLink, token: str, mark: str = "") -> HallNews:
        return link.news(token, mark)


def settings(data: Path, port: int) -> Config:
    simulated = Devices.all_simulated()
    return Config(data=data, demo=True, devices=simulated, hall=HallSettings("127.0.0.1", port))


@pytest.fixture
def hosting(tmp_path: Path, qapp: QApplication) -> Iterator[Hosting]:
    authority = Authority(tmp_path / "authority", office_time)
    with PortalServer(database="memory", authority=authority) as portal:
        config = settings(tmp_path / "data", free_port()).with_(portal=PortalSettings(url=portal.url))
        with Store.open(config.data, office_time, reserve=Reserve(0, 0, 0)) as store:
            invitation = authority.invite(UNIT, "DV01", portal.url, "kiosk", "tap-huan")
            provision(config, store, json.dumps(invitation).encode())
            store.staff.add("may", StaffRole.OFFICER, "Lý Thị Mẩy", PINS["may"])
        with KioskApp(config, size=QSize(540, 960), eyes=local_eyes) as house:
            yield Hosting(house, portal)


@pytest.mark.long
def test_a_visit_is_told_by_its_step_and_the_bell_rings_at_the_counter(hosting: Hosting) -> None:
    house = hosting.house
    host = house.rooms.hall
    assert host is not None
    until(lambda: host.server is not None, "the hall")
    key = new_key()
    code = host.register.invite("Q2", key_print(key.public_key())[:20])
    joined = join_by_code("127.0.0.1", host.server.port, key, "Q2", code)  # type: ignore[union-attr]
    link = KioskLink(joined.place, joined.identity.context(), QUICK)
    session = call(link, "sessions.sign_in", secret=PINS["may"], name="may")

    news = hosting.news(link, session.token)
    assert (news.now.step, news.now.bell) == ("", None)
    house.flow.begin_visit()
    news = hosting.news(link, session.token, news.mark)
    assert news.now.step == house.flow.visit.step.value != ""
    house.flow.calling.call()
    while news.now.bell is None:
        news = hosting.news(link, session.token, news.mark)
    assert news.now.bell.step == news.now.step and set(news.__struct_fields__) == {"mark", "now"}
    assert news.now.bell.here and news.now.asked
    call(link, "queues.answer_bell", session.token)
    until(lambda: house.rooms.calls.open is None, "the officer on the way")

    # the glass, since it called: a picture of what stands there, and none once the visit is over
    call(link, "visits.take", session.token, kiosk="DV01")
    until(house.helping.bar.isVisible, "who looks")
    seen: list[bytes] = []
    with ThreadPoolExecutor(1) as officer:

        def look() -> bool:
            one = officer.submit(call, link, "visits.look", session.token, kiosk="DV01", mark="")
            until(one.done, "an answer")
            seen.append(one.result().jpeg)
            return bool(seen[-1])

        until(look, "the glass")
    image = QImage.fromData(seen[-1])
    assert (image.height() > image.width()) and image.height() <= 1000
    house.flow.leave("left")
    with pytest.raises(HelpOver):
        call(link, "visits.look", session.token, kiosk="DV01", mark="")
    house.flow.begin_visit()  # who comes then is seen by nobody
    with pytest.raises(HelpNotAsked):
        call(link, "visits.take", session.token, kiosk="DV01")
    house.flow.leave("left")
    while news.now.step:
        news = hosting.news(link, session.token, news.mark)
    link.close()


def test_a_kiosk_that_is_not_enrolled_says_that_it_serves_nobody(tmp_path: Path, qapp: QApplication) -> None:
    config = settings(tmp_path / "data", free_port())
    with KioskApp(config, size=QSize(540, 960), eyes=local_eyes) as house:
        assert house.rooms.hall is None
        assert [one.name for one in house.rooms.store.alarms.all()] == ["hall"]
