"""``kiosk scan``: the contract's JSON, exit codes, and nothing lost."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from scan_scenes import as_jpeg, bare_desk, two_papers

from kiosk.cli import main
from kiosk.devices.simulated.camera import paper
from kiosk.devices.simulated.card_on_desk import card_with_code
from kiosk.devices.simulated.desk import jpeg
from kiosk.scan.reading.words import can_read


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
    assert page["notices"] == (["coarse"] if page["dpi"] < 197 else [])
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


def test_a_folder_stands_for_its_pictures_in_the_order_of_their_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "Hồ sơ của mẹ"
    (folder / "older").mkdir(parents=True)
    for name in ("trang 10.JPG", "trang 2.jpg", "._trang 2.jpg", "older/a.jpg", "notes.txt"):
        (folder / name).write_bytes(b"no picture")
    (folder / "trang 1.jpg").write_bytes(paper("empty-desk").read_bytes())
    code, told = asked(capsys, folder, "-o", tmp_path / "out.pdf")
    assert code == 0
    assert [Path(page["file"]).name for page in told["pages"]] == ["trang 1.jpg", "trang 2.jpg", "trang 10.JPG"]
    assert [page["reasons"] for page in told["pages"]] == [["no-page"], ["unreadable-picture"], ["unreadable-picture"]]


def test_a_folder_without_a_picture_is_a_known_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    for words in ((tmp_path / "empty", "-o", tmp_path / "out.pdf"), ("--qr", tmp_path / "empty")):
        code, told = asked(capsys, *words)
        assert (code, told["error"]["code"]) == (1, "scan.unreadable-picture")
    assert not (tmp_path / "out.pdf").exists()


def test_the_pages_of_a_pdf_are_taken_in_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = tmp_path / "first.pdf"
    asked(capsys, paper("birth-notice"), paper("empty-desk"), "-o", first)
    code, told = asked(capsys, first, "-o", tmp_path / "again.pdf")
    assert code == 0
    assert [page["file"] for page in told["pages"]] == [str(first)] * 2
    assert told["pages"][0]["verdict"] == "good" and told["pages"][0]["size_mm"] == [210.0, 297.0]


def test_every_paper_in_a_photograph_becomes_a_page_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "both.jpg").write_bytes(as_jpeg(two_papers()))
    _, told = asked(capsys, tmp_path / "both.jpg", "-o", tmp_path / "one.pdf")
    assert len(told["pages"]) == 1
    code, told = asked(capsys, "--every", tmp_path / "both.jpg", "-o", tmp_path / "both.pdf")
    assert code == 0
    assert told["pages"][0]["size_mm"] == [210.0, 297.0]
    assert told["pages"][1]["size_mm"] == pytest.approx([173, 109], rel=0.02), "measured by the A4 beside it"


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


@pytest.mark.skipif(not can_read(), reason="tesseract with vie is not here (scripts/setup extras)")
def test_words_behind_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = asked(capsys, paper("birth-notice"), "--text", "-o", tmp_path / "out.pdf")
    with pypdfium2.PdfDocument(tmp_path / "out.pdf") as document:
        said = document[0].get_textpage().get_text_bounded()
    assert code == 0
    assert told["pages"][0]["words"] > 150
    printed = "GIẤY CHỨNG SINH GIÀNG THỊ SAY 999199002468 thôn Séo Lủng xã Đồng Văn tỉnh Tuyên Quang SÙNG MINH KHUÊ"
    letters = len(printed.replace(" ", ""))
    there = sum(len(word) for word in printed.split() if word in said.split() or f"{word}," in said.split())
    assert there >= 0.7 * letters, said  # which of them it misses, differs with the processor and its load
    assert re.search(r"[ẤỨÀỊỦỒĂỈ]|[ôủồăỉê]", said), "accents come whole"


def test_words_without_a_reader_are_refused_before_anything_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    code, told = asked(capsys, paper("birth-notice"), "--text", "-o", tmp_path / "out.pdf")
    assert (code, told["error"]["code"]) == (1, "scan.no-reader")
    assert "tesseract-ocr-vie" in told["error"]["remedy"]
    assert not (tmp_path / "out.pdf").exists()
