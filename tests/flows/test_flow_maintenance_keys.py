"""The keys at the screen: five shares on paper, tried; another key for a store at work; all of it by command."""

from __future__ import annotations

import io
import json

import cv2
import numpy as np
import pypdfium2
import pytest
from maintenance_stage import click, kiosk_house, press, signed_in
from PySide6.QtWidgets import QPushButton

from kiosk.cli import main
from kiosk.domain.events import EventKind
from kiosk.services.key_source import key_source
from kiosk.store.database.file_keys import opens
from kiosk.tour.finger import until


@pytest.fixture
def inside(tmp_path, qapp):
    with kiosk_house(tmp_path) as house:
        yield house, signed_in(house)


def _share_on(slip) -> str:
    """As a camera reads it back from the paper."""
    with pypdfium2.PdfDocument(slip) as document:
        picture = np.asarray(document[0].render(scale=4, grayscale=True).to_pil())
    return cv2.QRCodeDetector().detectAndDecode(picture)[0]


def _kinds(house) -> list[str]:
    entries = (one.entry for one in house.rooms.store.journal.entries())
    return [one.facts["how"] for one in entries if one.kind is EventKind.KEY_CHANGED]


def test_five_shares_are_printed_and_count_only_when_all_are_out(inside) -> None:
    house, presenter = inside
    page, printer = presenter.keys.page, house.rooms.services.printer
    presenter.go("keys")
    until(page.begin.isVisible, "the keys")
    click(page.begin)
    slips, say = [], presenter.stage.kit.say
    for place in range(1, 6):
        words = say("keys_print", place=place, count=5)
        until(lambda words=words: _following(page) == words, words)
        press(page, "following")
        until(lambda slips=slips: printer.last not in (None, *slips), f"share {place}")
        slips.append(printer.last)
        assert not presenter.stage.desks.keys.facts().recoverable, "cut off here, nothing has changed"
    shares = [_share_on(one) for one in slips]
    assert len(set(shares)) == 5
    until(lambda: _following(page) == presenter.stage.kit.say("keys_adopt"), "that all are out")
    press(page, "following")
    until(lambda: presenter.keys._drawn is None, "the key in force")
    assert presenter.stage.desks.keys.facts().recoverable and _kinds(house) == ["recovery"]
    for share in (shares[4], shares[0], shares[2]):
        page.shares.entry.setText(share.lower())
        click(page.shares.take)
        until(lambda: page.shares.entry.text() == "", "the share, tried")
    until(lambda: page.shares.result.text() == presenter.stage.kit.say("share_opens"), "that three open it")
    facts = presenter.stage.desks.keys.facts()
    assert (facts.needed, facts.count, sorted(facts.tried)) == (3, 5, [1, 3, 5])
    page.shares.entry.setText(shares[0][:-1])
    click(page.shares.take)
    until(presenter.stage.frame.fault.isVisible, "that it was not typed as printed")


def _following(page) -> str:
    return next((one.words.text() for one in page.findChildren(QPushButton, "following") if one.isVisible()), "")


def test_a_store_at_work_gets_another_key(inside) -> None:
    house, presenter = inside
    page, config = presenter.keys.page, house.rooms.services.config
    before = key_source(config).load()
    presenter.go("keys")
    until(page.rotate.isVisible, "the keys")
    click(page.rotate)
    until(lambda: page.result.text() == presenter.stage.kit.say("keys_rotated"), "the new key")
    after = key_source(config).load()
    assert after != before and not page.bar.isVisible() and page.rotate.isEnabled()
    assert opens(config.data / "store.db", after)
    house.rooms.store.check()
    assert _kinds(house)[-1] == "rotated" and presenter.stage.desks.keys.facts().changed is not None


def test_keys_by_command(tmp_path, capsys, monkeypatch) -> None:
    def does(*line: str, typed: str = "") -> tuple[int, dict]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main(["--data", str(tmp_path / "data"), "--json", "keys", *line])
        return code, json.loads(capsys.readouterr().out)

    assert does("show")[1]["recoverable"] is False
    shares = does("recovery", "--shares", "3/5")[1]["shares"]
    known = does("show")[1]
    assert (known["recoverable"], known["shares"], known["needed"], known["tried"]) == (True, 5, 3, {})
    assert does("test", "--one", typed=f"{shares[1]}\n")[1] == {"shares": [2], "missing": 2, "opens": False}
    assert does("test", typed="\n".join(shares[2:]))[1] == {"shares": [3, 4, 5], "missing": 0, "opens": True}
    assert sorted(does("show")[1]["tried"]) == ["2", "3", "4", "5"]
    others = does("recovery", "--shares", "2/2")[1]["shares"]
    assert does("test", "--one", typed=f"{shares[1]}\n")[1]["error"]["code"] == "store.recovery-key"
    assert does("rotate") == (0, {"rotated": True})
    assert does("test", typed="\n".join(others))[1]["opens"]
