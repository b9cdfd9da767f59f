"""Officers' computers on the maintenance screen: a code that is shown there lets one in, the list, a revocation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hall_stage import UNIT, free_port
from maintenance_stage import click, kiosk_house, press, signed_in
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from kiosk.clock import office_time
from kiosk.config import Config, PortalSettings
from kiosk.errors import CounterRevoked
from kiosk.hall.joining import HallJoining, join_by_code
from kiosk.hall.link import KioskLink
from kiosk.hall.operations import operations
from kiosk.hall.roles import key_print, new_key, spoken_print
from kiosk.hall_settings import HallSettings
from kiosk.services.enrolment import provision
from kiosk.store import Reserve, Store
from kiosk.tour.finger import until
from kiosk.ui.maintenance.counters import CountersPage
from kiosk.ui.tasks import Tasks
from kiosk_sandbox.authority import Authority
from kiosk_sandbox.server import PortalServer


@pytest.mark.long
def test_a_computer_is_let_in_by_the_code_on_the_screen_and_shut_out_again(tmp_path: Path, qapp: QApplication) -> None:
    authority = Authority(tmp_path / "authority", office_time)
    with PortalServer(database="memory", authority=authority) as portal:
        settings = {"portal": PortalSettings(url=portal.url), "hall": HallSettings("127.0.0.1", free_port())}
        config = Config(data=tmp_path / "data", demo=True).with_(**settings)
        with Store.open(config.data, office_time, reserve=Reserve(0, 0, 0)) as store:
            invitation = authority.invite(UNIT, "DV01", portal.url, "kiosk", "tap-huan")
            provision(config, store, json.dumps(invitation).encode())
        with kiosk_house(tmp_path, **settings) as house:
            host, tasks = house.rooms.hall, Tasks(lambda _: None)
            assert host is not None
            until(lambda: host.server is not None, "the hall")
            presenter = signed_in(house)
            presenter.go("counters")
            page = presenter.sections["counters"].page
            assert isinstance(page, CountersPage)
            until(page.isVisible, "the page")

            key = new_key()
            page.name.setText("q2")
            press(page, "give")  # no fingerprint: a code that anybody may use is not given here
            until(presenter.stage.frame.fault.isVisible, "why not")
            page.key.setText(spoken_print(key_print(key.public_key())))
            press(page, "give")
            until(page.code.isVisible, "the code")
            joined: list[HallJoining] = []
            port, code = settings["hall"].port, page.code.text()  # type: ignore[attr-defined]
            tasks.run("store", lambda _: join_by_code("127.0.0.1", port, key, "Q2", code), done=joined.append)
            until(lambda: bool(joined), "the computer let in")
            until(lambda: not page.code.isVisible(), "that the used code is shown no more")
            words = [one.text() for one in page.findChildren(QLabel)]
            assert "Quầy Q2" in words and code not in words

            press(page, "revoke-Q2")
            assert not host.register.statements()
            until(lambda: any(one.accessibleName().endswith("bấm lần nữa") for one in _buttons(page)), "the question")
            click(_buttons(page)[0])
            until(lambda: len(host.register.statements()) == 1, "the revocation")
            link = KioskLink(joined[0].place, joined[0].identity.context())
            with pytest.raises(CounterRevoked):
                link.call(operations()["sessions.names"], {})
            link.close()
            tasks.close()


def _buttons(page: CountersPage) -> list[QPushButton]:
    return [one for one in page.findChildren(QPushButton, "revoke-Q2") if one.isVisible()]


def test_a_kiosk_without_a_hall_says_so(tmp_path: Path, qapp: QApplication) -> None:
    with kiosk_house(tmp_path) as house:
        presenter = signed_in(house)
        presenter.go("counters")
        until(presenter.stage.frame.fault.isVisible, "why")
        assert "chưa mở cho máy quầy" in presenter.stage.frame.fault.text()
