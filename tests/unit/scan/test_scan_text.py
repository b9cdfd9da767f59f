"""The words behind a page: where they stand, whole to the last accent, valid in the archive, never seen, never heavy;
and a reader that is missing, hangs, dies or babbles, which costs a page its words and nothing else."""

from __future__ import annotations

import functools
import io
import re
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from kiosk.resources import asset
from kiosk.scan.opencv import cv2
from kiosk.scan.pdf.pdfa import bind, packed
from kiosk.scan.pdf.text_layer import MOST_BYTES
from kiosk.scan.picture import Frame, grey_of
from kiosk.scan.reading import words
from kiosk.scan.reading.words import PageText, PageWord, can_read, read

PAGE_MM = (148.0, 105.0)
SIZE = (1165, 827)  # A6 across at 200 dpi
PRINTED = (
    "Giấy chứng sinh của trẻ sơ sinh",
    "Họ và tên mẹ: Lù Thị Vá, dân tộc Mông",
    "Thường trú: thôn Tả Lủng, xã Đồng Văn",
    "Ngày đỡ đẻ: tháng mười một, khỏe mạnh",
)
needs_reader = pytest.mark.skipif(not can_read(), reason="tesseract with vie is not here (scripts/setup extras)")


@functools.cache
def sheet() -> tuple[Frame, PageText]:
    """A printed page, and its words where they were drawn."""
    picture = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(asset("fonts", "NotoSans-Regular.ttf"), 36)
    lines = []
    for number, line in enumerate(PRINTED):
        x, y, words = 90.0, 100 + 120 * number, []
        for word in line.split():
            pen.text((x, y), word, font=font, fill=(30, 30, 34))
            words.append(PageWord(word, tuple(round(v) for v in pen.textbbox((x, y), word, font=font))))  # type: ignore[arg-type]
            x += font.getlength(word + " ")
        lines.append(tuple(words))
    return np.asarray(cv2.cvtColor(np.asarray(picture), cv2.COLOR_RGB2BGR)), PageText(tuple(lines), SIZE)


@functools.cache
def document(*, text: bool) -> bytes:
    picture, words = sheet()
    return bind([replace(packed(picture, PAGE_MM), text=words if text else None)])


def boxes_by_poppler(pdf: bytes, folder: Path) -> list[tuple[str, tuple[float, ...]]]:
    """Every word and its box in points from the top left."""
    (folder / "a.pdf").write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-bbox", folder / "a.pdf", "-"], capture_output=True, check=True, text=True)
    found = re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', told.stdout)
    return [(word, tuple(map(float, box))) for *box, word in found]


def boxes_by_pdfium(pdf: bytes, words: list[str]) -> list[tuple[str, tuple[float, ...]]]:
    """Where each word is found, one search after another."""
    found = []
    with pypdfium2.PdfDocument(pdf) as reader:
        page = reader[0]
        high, text = page.get_height(), page.get_textpage()
        at = 0
        for word in words:
            index, count = text.search(word, index=at, match_case=True).get_next()
            boxes = np.array([text.get_charbox(index + k, loose=True) for k in range(count)])
            left, bottom, right, top = *boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)
            found.append((word, (left, high - top, right, high - bottom)))
            at = index + count
    return found


def lie_there(found: list[tuple[str, tuple[float, ...]]]) -> None:
    """Each word within two millimetres of where it is printed, on every side."""
    words = [word for line in sheet()[1].lines for word in line]
    assert [text for text, _ in found] == [word.text for word in words]
    points = PAGE_MM[0] / 25.4 * 72 / SIZE[0]
    for (text, seen), word in zip(found, words, strict=True):
        off = np.abs(np.array(seen) - np.array(word.box) * points).max() * 25.4 / 72
        assert off < 2.5, (text, off)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not here")
def test_poppler_finds_every_word_where_it_stands(tmp_path: Path) -> None:
    lie_there(boxes_by_poppler(document(text=True), tmp_path))


def test_pdfium_finds_every_word_where_it_stands() -> None:
    words = " ".join(PRINTED).split()
    lie_there(boxes_by_pdfium(document(text=True), words))
    with pypdfium2.PdfDocument(document(text=True)) as reader:
        assert reader[0].get_textpage().get_text_bounded().split() == words


def test_it_stays_pdf_a_2b_and_the_same_bytes_each_time() -> None:
    report = pikepdf.pdfa.validate_written(io.BytesIO(document(text=True)), "2b")
    assert report.passed, report
    picture, words = sheet()
    assert bind([replace(packed(picture, PAGE_MM), text=words)]) == document(text=True)


def test_it_is_not_seen_and_tells_nothing_else() -> None:
    with pypdfium2.PdfDocument(document(text=True)) as with_text, pypdfium2.PdfDocument(document(text=False)) as plain:
        one, other = (reader[0].render(scale=2).to_numpy() for reader in (with_text, plain))
    assert (one == other).all()
    with pikepdf.open(io.BytesIO(document(text=True))) as pdf:
        assert b"BT 3 Tr " in pdf.pages[0].Contents.read_bytes()
        assert list(pdf.docinfo.keys()) == []
        assert b"Date" not in pdf.Root.Metadata.read_bytes()


def test_a_full_page_of_words_costs_5_kb_at_most() -> None:
    """660 words of 90 different ones, as dense as 12 points are set."""
    words = [f"{a}{b}{c}" for a in ("ngh", "tr", "đ", "kh", "qu") for b in ("ưở", "iế", "oà") for c in "nmtcpa"]
    rows = [
        tuple(
            PageWord(
                words[(row * 17 + k * 7) % len(words)], (100 + 75 * k, 100 + 44 * row, 165 + 75 * k, 130 + 44 * row)
            )
            for k in range(15)
        )
        for row in range(44)
    ]
    page = packed(np.full((2339, 1654, 3), 255, np.uint8), (210.0, 297.0))
    plain, full = bind([page]), bind([replace(page, text=PageText(tuple(rows), (1654, 2339)))])
    assert 1_000 < len(full) - len(plain) < 5_000


def test_a_page_of_gibberish_goes_without() -> None:
    chance = np.random.default_rng(1)
    letters = [chr(code) for code in chance.integers(0x4E00, 0x9FFF, 4000)]
    row = tuple(PageWord("".join(letters[k : k + 20]), (0, 0, 600, 9)) for k in range(0, 4000, 20))
    picture, words = sheet()
    page = packed(picture, PAGE_MM)
    both = bind([replace(page, text=PageText((row,), SIZE)), replace(page, text=words)])
    with pypdfium2.PdfDocument(both) as reader:
        assert reader[0].get_textpage().count_chars() == 0
        assert reader[1].get_textpage().get_text_bounded().split() == " ".join(PRINTED).split()
    assert len(both) < len(bind([page, replace(page, text=words)])) + MOST_BYTES / 10


# --- the reader ---


@needs_reader
def test_print_is_read_with_every_accent() -> None:
    picture, drawn = sheet()
    text = read(grey_of(picture))
    assert text is not None
    assert [word.text for line in text.lines for word in line] == " ".join(PRINTED).split()
    for line, of_drawn in zip(text.lines, drawn.lines, strict=True):
        for word, there in zip(line, of_drawn, strict=True):
            assert np.abs(np.array(word.box) - there.box).max() < 12, word


@needs_reader
def test_an_empty_page_has_no_words() -> None:
    assert read(grey_of(np.full((827, 1165, 3), 255, np.uint8))) is None


def row(*, text: str = "giấy", left: str = "10", top: str = "10", width: str = "80", certainty: str = "95") -> str:
    return "\t".join(["5", "1", "1", "1", "1", "1", left, top, width, "30", certainty, text])


FAKE = "import sys, time, os, signal\ndata = sys.stdin.buffer.read()\n"
BROKEN = {
    "dies": "os.kill(os.getpid(), signal.SIGKILL)",
    "fails": f"print({row()!r}); sys.exit(1)",
    "says nothing": "",
    "says what is no text": "sys.stdout.buffer.write(os.urandom(50_000))",
    "never ends to speak": f"\nwhile True: sys.stdout.write({row()!r} + chr(10))",
    "eats memory": f"x = bytearray(2 * 10**9); print({row()!r})",
    "hangs": f"print({row()!r}, flush=True); time.sleep(600)",
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_reader_has_read_nothing(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    if what == "hangs":
        monkeypatch.setattr(words, "_PATIENCE", 0.5)
    assert read(grey_of(sheet()[0]), command=(sys.executable, "-S", "-c", FAKE + BROKEN[what])) is None


def test_no_reader_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(grey_of(sheet()[0]), command=("/nonexistent/tesseract",)) is None
    monkeypatch.setenv("PATH", "/nonexistent")
    assert not can_read()


def test_a_sound_one_is_believed_and_gets_the_page_in_grey() -> None:
    says = FAKE + f"assert data[:17] == b'P5 1165 827 255\\n\\xff', data[:20]\nprint({row()!r})"
    text = read(grey_of(sheet()[0]), command=(sys.executable, "-S", "-c", says))
    assert text == PageText(((PageWord("giấy", (10, 10, 90, 40)),),), SIZE)


@pytest.mark.parametrize(
    "odd",
    [
        row(left="inf"),
        row(left="nan"),
        row(left="-5"),
        row(left="1e999"),
        row(width="9999"),
        row(width="0"),
        row(text="\x00\x07 —"),
        row(text="a" * 5000),
        row(certainty="12"),
        row(certainty="-1"),
        row(certainty="sure"),
        "5\t1",
        "\t" * 11,
    ],
)
def test_what_is_odd_in_its_table_is_left_out(odd: str) -> None:
    sound = "\n".join([row(left="200"), row(left="400"), row(left="600")])
    table = f"level\tpage_num\n{odd}\n{sound}"
    (line,) = words._lines(table, SIZE)
    assert [word.box[0] for word in line] == [200, 400, 600]


def test_letters_come_out_whole_and_control_characters_do_not() -> None:
    ((word,),) = words._lines(row(text="gia\u0302\u0301y\u202e\u0007"), SIZE)
    assert word.text == "giấy"


def test_a_page_that_lies_on_its_side_has_no_words() -> None:
    assert words._lines("\n".join(row(certainty=str(c)) for c in (40, 35, 60, 33)), SIZE) == ()


def test_who_goes_away_stops_the_reader() -> None:
    cancel = threading.Event()
    threading.Timer(0.3, cancel.set).start()
    waits = (sys.executable, "-S", "-c", FAKE + BROKEN["hangs"])
    assert read(grey_of(sheet()[0]), cancel, waits) is None
    assert cancel.is_set()
