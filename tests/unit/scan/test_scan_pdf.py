"""The PDF: PDF/A-2b, the same bytes each time, no word of who or when, the ink where it was, the stamp red."""

from __future__ import annotations

import functools
import io
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from kiosk.devices.simulated.camera import paper
from kiosk.scan.decode import decode
from kiosk.scan.opencv import cv2
from kiosk.scan.page.clean import Profile
from kiosk.scan.page.document import PageShot, page_of
from kiosk.scan.pdf.pdfa import bind, packed
from kiosk.scan.pdf.stencils import is_print

PROFILES = list(Profile)


@functools.cache
def shot(profile: Profile = Profile.DOCUMENT) -> PageShot:
    return page_of(decode(paper("birth-notice").read_bytes()), profile)


@functools.cache
def document(profile: Profile = Profile.DOCUMENT) -> bytes:
    return bind([packed(shot(profile).picture, shot(profile).size_mm, profile)])


def rendered(pdf: bytes, dpi: int = 150) -> NDArray[np.uint8]:
    """The first page as a reader would see it, by another hand than ours: Qt's PDFium. RGB."""
    store = QBuffer()
    store.setData(QByteArray(pdf))
    store.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QPdfDocument()
    reader.load(store)
    points = reader.pagePointSize(0)
    size = QSize(round(points.width() / 72 * dpi), round(points.height() / 72 * dpi))
    page = reader.render(0, size)
    canvas = QImage(size, QImage.Format.Format_RGB888)
    canvas.fill(0xFFFFFFFF)
    painter = QPainter(canvas)
    painter.drawImage(0, 0, page)
    painter.end()
    rows = np.frombuffer(canvas.constBits(), np.uint8).reshape(size.height(), canvas.bytesPerLine())
    return rows[:, : size.width() * 3].reshape(size.height(), size.width(), 3).copy()


@pytest.mark.parametrize("profile", PROFILES)
def test_it_is_pdf_a_2b(profile: Profile) -> None:
    report = pikepdf.pdfa.validate_written(io.BytesIO(document(profile)), "2b")
    assert report.passed, report


@pytest.mark.parametrize("profile", PROFILES)
def test_the_same_page_gives_the_same_bytes(profile: Profile) -> None:
    again = bind([packed(shot(profile).picture, shot(profile).size_mm, profile)])
    assert again == document(profile)


def test_nothing_tells_who_or_when() -> None:
    with pikepdf.open(io.BytesIO(document())) as pdf:
        assert list(pdf.docinfo.keys()) == []
        metadata = pdf.Root.Metadata.read_bytes()
    for word in (b"Date", b"Producer", b"Creator", b"creator", b"Author"):
        assert word not in metadata
    assert not re.search(rb"D:20\d\d", document())


@pytest.mark.parametrize("profile", PROFILES)
def test_the_page_has_its_true_size(qapp: QApplication, profile: Profile) -> None:
    with pikepdf.open(io.BytesIO(document(profile))) as pdf:
        assert [float(v) for v in pdf.pages[0].MediaBox] == pytest.approx([0, 0, 595.28, 841.89], abs=0.01)


@pytest.mark.parametrize("profile", PROFILES)
def test_every_image_has_at_least_200_dots_an_inch(profile: Profile) -> None:
    with pikepdf.open(io.BytesIO(document(profile))) as pdf:
        images = pdf.pages[0].Resources.XObject
        seen = 0
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
            if str(operator) == "cm":
                points = float(operands[0])
            elif str(operator) == "Do":
                seen += 1
                assert int(images[str(operands[0])].Width) / (points / 72) >= 199.9
    assert seen == len(images)


def ink(page: NDArray[np.uint8]) -> float:
    return float((page.min(axis=2) < 128).mean())


@pytest.mark.parametrize("profile", [Profile.DOCUMENT, Profile.TEXT])
def test_the_ink_is_where_it_was_and_the_paper_is_white(qapp: QApplication, profile: Profile) -> None:
    """A page turned to its negative reads as well to a machine: only the share of ink tells."""
    page = rendered(document(profile))
    expected = cv2.resize(shot(profile).picture, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_AREA)
    assert 0.02 < ink(page) < 0.08
    assert ink(page) == pytest.approx(ink(expected), rel=0.25)
    both = (page.min(axis=2) < 128) & (cv2.dilate((expected.min(axis=2) < 170).astype(np.uint8), np.ones((3, 3))) > 0)
    assert both.sum() > 0.97 * (page.min(axis=2) < 128).sum()
    assert np.median(page) == 255


@pytest.mark.parametrize("profile", PROFILES)
def test_the_stamp_is_red_and_the_signature_blue(qapp: QApplication, profile: Profile) -> None:
    page = rendered(document(profile)).astype(int)
    red, green, blue = page[:, :, 0], page[:, :, 1], page[:, :, 2]
    reds = (red > green + 60) & (red > blue + 60)
    blues = (blue > red + 40) & (blue > green + 25)
    assert 0.001 < reds.mean() < 0.01
    assert 0.001 < blues.mean() < 0.01
    rows, columns = np.nonzero(reds)  # where the stamp was drawn: right of the middle, in the lower half
    assert 0.55 < columns.mean() / page.shape[1] < 0.7
    assert 0.6 < rows.mean() / page.shape[0] < 0.85


def test_a_page_of_print_is_small() -> None:
    assert len(document()) < 27_000


def test_a_page_of_tones_keeps_them_and_its_limit(qapp: QApplication) -> None:
    rng = np.random.default_rng(1)
    picture = np.full((2339, 1654, 3), 255, np.uint8)
    tones = cv2.resize(rng.integers(0, 256, (20, 16, 3), dtype=np.uint8), (900, 1100), interpolation=cv2.INTER_CUBIC)
    picture[400:1500, 300:1200] = tones
    assert not is_print(picture)
    page = packed(picture, (210.0, 297.0))
    assert page.photos
    assert page.bytes <= 150_000
    seen = rendered(bind([page]), 100)[200:740, 160:590]
    assert len(np.unique(seen[:, :, 0])) > 150


def test_a_blank_page_binds_too(qapp: QApplication) -> None:
    blank = np.full((2339, 1654, 3), 255, np.uint8)
    assert rendered(bind([packed(blank, (210.0, 297.0))]), 50).min() == 255


def test_several_pages_stay_in_order() -> None:
    pages = [packed(np.full((h, 400, 3), 255, np.uint8), (50.0, h / 8)) for h in (500, 600, 700)]
    with pikepdf.open(io.BytesIO(bind(pages))) as pdf:
        heights = [float(page.MediaBox[3]) for page in pdf.pages]
    assert heights == sorted(heights)
    assert len(heights) == 3


def test_a_document_without_pages_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one page"):
        bind([])


def test_what_is_not_pdf_a_does_not_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.scan.pdf.pdfa._XMP", b"<x/>")
    with pytest.raises(RuntimeError, match="not PDF/A-2b"):
        bind([packed(np.full((400, 300, 3), 255, np.uint8), (50.0, 66.0))])


def by_poppler(pdf: bytes, dpi: int, folder: Path) -> NDArray[np.uint8]:
    if not shutil.which("pdftoppm"):
        pytest.skip("poppler-utils are not installed")
    (folder / "a.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-singlefile", "-png", folder / "a.pdf", folder / "a"], check=True)
    with Image.open(folder / "a.png") as page:
        return np.asarray(page.convert("RGB"))


@pytest.mark.parametrize("profile", PROFILES)
def test_two_renderers_show_the_same_page(profile: Profile, tmp_path: Path) -> None:
    """PDFium and poppler share no code: where both see ink there is ink, and its colour is the same.

    A4 is no whole number of pixels high: one fills the last row, the other begins below a part of the first, so they
    may lie a row apart.
    """
    with pypdfium2.PdfDocument(document(profile)) as pdf:
        one = pdf[0].render(scale=100 / 72, rev_byteorder=True).to_numpy()[:, :, :3].astype(np.float32)
    other = by_poppler(document(profile), 100, tmp_path).astype(np.float32)
    height, width = min(one.shape[0], other.shape[0]), min(one.shape[1], other.shape[1])
    seen = [cv2.GaussianBlur(page[:height, :width], (0, 0), 1.5) for page in (one, other)]
    apart = min((np.abs(seen[0] - np.roll(seen[1], rows, axis=0)) for rows in (-1, 0, 1)), key=lambda each: each.mean())
    assert apart.mean() < 1.0
    assert np.percentile(apart, 99.5) < 25
    shares = [float((page.min(axis=2) < 128).mean()) for page in (one, other)]
    assert shares[0] == pytest.approx(shares[1], rel=0.2)
