"""``kiosk scan``: the contract's JSON, exit codes, and nothing lost."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from scan_scenes import bare_desk

from kiosk.cli import main
from kiosk.devices.simulated.camera import paper
from kiosk.devices.simulated.card_on_desk import card_with_code
from kiosk.devices.simulated.desk import jpeg


def asked(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    code = main(["--json", "scan", *map(str, words)])
    return code, json.loads(capsys.readouterr().out)


def test_a_good_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = asked(capsys, paper("birth-notice"), "-o", tmp_path / "out.pdf")
    (page,) = told["pages"]
    pdf = (tmp_path / "out.pdf").read_bytes()
    assert code == 0
    assert page["verdict"] == "good"
    assert page["reasons"] == []
    assert page["size_mm"] == [210.0, 297.0]
    assert len(page["corners"]) == 4
    assert page["bytes"] < 50_000
    assert told["bytes"] == len(pdf)
    assert told["sha256"] == hashlib.sha256(pdf).hexdigest()


def test_a_picture_without_a_page_is_kept_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = asked(capsys, paper("empty-desk"), "-o", tmp_path / "out.pdf")
    assert code == 0
    assert (told["pages"][0]["corners"], told["pages"][0]["verdict"]) == (None, "retake")
    assert told["pages"][0]["reasons"] == ["no-page"]
    assert (tmp_path / "out.pdf").stat().st_size == told["bytes"]


def test_a_file_that_is_no_picture_is_told_and_the_rest_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "not.jpg").write_bytes(b"hello")
    code, told = asked(capsys, tmp_path / "not.jpg", paper("birth-notice"), "-o", tmp_path / "out.pdf")
    assert code == 0
    assert [page["reasons"] for page in told["pages"]] == [["unreadable-picture"], []]


def test_without_any_picture_there_is_no_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "not.jpg").write_bytes(b"hello")
    code, told = asked(capsys, tmp_path / "not.jpg", tmp_path / "absent.jpg", "-o", tmp_path / "out.pdf")
    assert code == 1
    assert told["error"]["code"] == "scan.unreadable-picture"
    assert told["error"]["remedy"]
    assert not (tmp_path / "out.pdf").exists()


def test_a_folder_that_takes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = asked(capsys, paper("empty-desk"), "-o", tmp_path / "no" / "such" / "out.pdf")
    assert code == 1
    assert told["error"]["code"] == "scan.not-written"


def test_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "card.jpg"
    picture.write_bytes(jpeg(card_with_code("Giàng Thị Say", bare_desk())))
    code, told = asked(capsys, "--qr", picture)
    assert code == 0
    assert [one["text"] for one in told["codes"]] == ["Giàng Thị Say"]
    assert asked(capsys, "--qr", paper("empty-desk")) == (0, {"codes": []})


def test_without_an_output_it_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["scan", str(paper("empty-desk"))])
    assert stopped.value.code == 2
