"""The way by stick as a technician goes it, by the commands alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli import main
from kiosk.clock import office_time
from kiosk.store import Store
from kiosk_sandbox.server import PortalServer
from sandbox import ACCOUNT, OFFICE, Desk, document


class Hands:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.settings = folder / "kiosk.toml"
        self.settings.write_text("")

    def does(self, *line: object, at: str = "kiosk") -> tuple[int, Any]:
        given = ["--json", "--config", self.settings, "--data", self.folder / at, *line]
        code = main([str(word) for word in given])
        return code, json.loads(self.capsys.readouterr().out)


@pytest.fixture
def hands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Hands:
    return Hands(tmp_path, capsys)


def test_a_stick_by_hand(hands: Hands, tmp_path: Path, portal: PortalServer) -> None:
    stick = tmp_path / "stick"
    with Store.open(tmp_path / "kiosk", office_time) as store:
        filed = [Desk(store).file(document(2_000))]
    assert hands.does("courier", "export", stick)[1]["error"]["code"] == "courier.not-set"

    _, keys = hands.does("portal", "key", at="desk")
    hands.settings.write_text(f'[courier]\nseal = "{keys["seal"]}"\nsign = "{keys["sign"]}"\n')
    code, told = hands.does("courier", "export", stick)
    assert (code, told["error"]["code"]) == (1, "device.stick-gone")  # no such folder
    stick.mkdir()
    code, told = hands.does("courier", "export", stick)
    assert (code, told["carried"], told["stayed"]) == (0, [filed[0].code], [])
    assert [one["code"] for one in hands.does("courier", "status")[1]["carried"]] == told["carried"]

    door = ("--url", portal.url, "--password", portal.officer_password)
    code, told = hands.does("courier", "import", stick, *door, at="desk")
    assert (code, told["error"]["code"]) == (1, "courier.unknown-kiosk")
    _, card = hands.does("courier", "key")
    assert (card["unit"], card["kiosk"]) == (OFFICE.unit, OFFICE.kiosk)
    assert hands.does("portal", "know", card["unit"], card["kiosk"], card["key"], at="desk")[0] == 0
    code, told = hands.does("portal", "import", stick, *door, at="desk")
    assert code == 0 and [one["code"] for one in told["bundles"][0]["taken"]] == [filed[0].code]

    code, told = hands.does("courier", "ack", stick)
    assert (code, told["settled"]) == (0, [filed[0].code])
    code, told = hands.does("courier", "status")
    assert (told["waiting"], told["carried"], told["last_answer"]) == (0, [], 1)
    assert hands.does("courier", "acknowledge", stick)[1]["error"]["code"] == "courier.empty"
    assert len(portal.dossiers.newest()) == 1 and ACCOUNT


def test_keys_that_are_none_are_told_by_name(hands: Hands, tmp_path: Path) -> None:
    for seal in ("zz", "00"):
        hands.settings.write_text(f'[courier]\nseal = "{seal}"\n')
        code, told = hands.does("courier", "export", tmp_path)
        assert (code, told["error"]["code"]) == (1, "config.invalid")
    assert hands.does("portal", "know", "H15", "DV01", "12", at="desk")[1]["error"]["code"] == "config.invalid"
    assert hands.does("portal", "know", "H15", "../x", "00" * 32, at="desk")[1]["error"]["code"] == "config.invalid"
