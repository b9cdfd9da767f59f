"""A release that its publisher signed, taken and gone back from on maintenance's screen, with what changed in words."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from maintenance_stage import kiosk_house, press, signed_in
from PySide6.QtWidgets import QLabel
from run_cache import once, tree_digest

from kiosk import catalogue
from kiosk.app.window import KioskApp
from kiosk.cli import main
from kiosk.clock import office_time
from kiosk.domain.events import EventKind
from kiosk.resources import ASSETS, LOCK
from kiosk.sync.updates.program import BUILD, NEEDS
from kiosk.tour.finger import until
from kiosk.ui.maintenance.presenter import MaintenancePresenter
from kiosk_sandbox.publishing import Publisher, catalogue_files
from sandbox import program

FEE = "Đổi thẻ căn cước: lệ phí về lại 50.000 đ, từ 01/01/2027"
PRINTER = "Sửa lỗi phiếu hẹn thiếu dòng cuối"
NOTES = {
    "catalogue": {"vi": [FEE], "en": ["Identity card: the fee is 50,000 đ again, from 1 January 2027"]},
    "program": {"vi": [PRINTER], "en": ["The slip's last line is printed"]},
}
PROGRAM = {"kiosk/__init__.py": "", "kiosk/cli.py": "", "kiosk/app/__init__.py": "", "kiosk/app/window.py": ""}


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    """Whose root an administrator put into the trust folder."""
    publisher = Publisher(tmp_path / "feed", tmp_path / "keys")
    archive, signed = program(PROGRAM)
    custom = {BUILD: 5, NEEDS: hashlib.sha256(LOCK.read_bytes()).hexdigest(), **signed}
    files = catalogue_files(ASSETS) | {"program/kiosk.zip": archive}
    publisher.publish(files, office_time(), custom={"program/kiosk.zip": custom}, notes=NOTES)
    (tmp_path / "trust/updates").mkdir(parents=True)
    (tmp_path / "trust/updates/root.json").write_bytes(publisher.root)
    return publisher


@pytest.fixture
def inside(
    tmp_path: Path, qapp: object, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[KioskApp, MaintenancePresenter]]:
    fault = catalogue.fault
    monkeypatch.setattr(
        catalogue, "fault", lambda folder: once(f"catalogue-{tree_digest(folder)}", lambda: fault(folder))
    )
    with kiosk_house(tmp_path, trust=tmp_path / "trust") as house:
        shutil.copytree(tmp_path / "feed", house.rooms.services.sticks.plug("USB-KT") / "KIOSK/updates")
        yield house, signed_in(house)


def _fetched(house: KioskApp) -> list[str]:
    """What of a release lies in the data folder."""
    folder = house.rooms.services.config.data / "updates"
    return [one.name for one in folder.rglob("*") if one.is_file()]


def _said(page: Any) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def test_a_catalogue_and_a_program_from_a_stick_say_what_changed_and_lead_back(
    inside: tuple[KioskApp, MaintenancePresenter],
) -> None:
    house, presenter = inside
    page = presenter.updates.page
    presenter.go("updates")
    until(lambda: bool(page.facts), "what is in force")
    assert [one.waits for one in page.facts] == [False, False] and FEE not in _said(page)
    press(page, "catalogue-stick")
    until(lambda: FEE in _said(page), "what comes")
    assert not page.facts[0].waits and not _fetched(house), "nothing was fetched for it"
    coming = presenter.updates._coming["catalogue"]
    assert coming.files > 100 and coming.size > 100_000 and coming.signed_by[0][:4] in _said(page)
    press(page, "catalogue-leave")
    until(lambda: FEE not in _said(page), "that it was left")
    press(page, "catalogue-stick")
    press(page, "catalogue-take")
    until(lambda: page.facts[0].waits, "the new catalogue", 120)
    until(lambda: FEE in _said(page), "what changed")
    taken = page.facts[0]
    assert (taken.named, taken.before, len(taken.signed_by), taken.keys) == ("1", "", 1, 1)
    assert taken.signed_by[0][:4] in _said(page) and PRINTER not in _said(page)
    press(page, "program-stick")
    until(lambda: PRINTER in _said(page), "what comes with it")
    assert presenter.updates._coming["program"].hindrance == "" and not page.facts[1].waits
    press(page, "program-take")
    until(lambda: page.facts[1].waits, "the new program", 120)
    until(lambda: PRINTER in _said(page), "what changed with it")
    assert page.facts[1].named == "5"
    press(page, "back")
    until(lambda: not page.facts[0].waits, "the catalogue that was")
    assert page.facts[0].named == "" and page.facts[1].named == "5"
    until(lambda: FEE not in _said(page), "nothing that is to come")
    acts = [one.entry.facts for one in house.rooms.store.journal.entries() if one.entry.kind is EventKind.MACHINE_ACT]
    assert [one["what"] for one in acts[-3:]] == ["update", "update", "update-back"]


def test_words_that_somebody_added_on_the_way_are_not_shown(
    tmp_path: Path, inside: tuple[KioskApp, MaintenancePresenter]
) -> None:
    _, presenter = inside
    page = presenter.updates.page
    presenter.go("updates")
    until(lambda: bool(page.facts), "what is in force")
    signed = next(tmp_path.rglob("USB-KT/KIOSK/updates/metadata/1.targets.json"))
    signed.write_bytes(signed.read_bytes().replace(b"50.000", b"90.000"))
    for act in (presenter.updates.look_for, presenter.updates.take):
        presenter.stage.frame.show_fault("")
        act("catalogue", True)
        until(presenter.stage.frame.fault.isVisible, "that it is refused")
    assert not page.facts[0].waits and "90.000" not in _said(page)


def test_by_command_what_comes_is_said_and_nothing_is_fetched(
    tmp_path: Path, publisher: Publisher, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text(f'data = "{tmp_path / "data"}"\ntrust = "{tmp_path / "trust"}"\n', "utf-8")

    def comes(*line: str) -> dict[str, Any]:
        words = ["--config", str(config), "--json", "catalogue", "coming", str(tmp_path / "feed"), *line]
        assert main(words) == 0
        told: dict[str, Any] = json.loads(capsys.readouterr().out)
        return told

    (tmp_path / "data").mkdir()
    catalogue_told, program_told = comes(), comes("--program")
    assert (catalogue_told["version"], catalogue_told["new"], catalogue_told["notes"]["vi"]) == ("1", True, [FEE])
    assert (program_told["version"], program_told["hindrance"], program_told["files"]) == ("5", "", 1)
    assert program_told["bytes"] == sum(one.stat().st_size for one in (tmp_path / "feed/targets").rglob("*.zip"))
    files = [one for one in (tmp_path / "data/updates").rglob("*") if one.is_file()]
    assert files == [], "looking leaves nothing, not even the signatures"
    archive, signed = program(PROGRAM)
    other = {BUILD: 6, NEEDS: "0" * 64, **signed}
    publisher.publish({"program/kiosk.zip": archive}, office_time(), custom={"program/kiosk.zip": other}, notes=NOTES)
    assert comes("--program")["hindrance"] == "packages"
