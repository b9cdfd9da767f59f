"""How a printed paper is looked at: by two engines, poppler and PDFium, for its words, its margins and its tags."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator

import numpy as np
import pikepdf
import pypdfium2

FINE = 2  # pixels a point: with one, where each engine sets a letter of a new code differs by as much as a fault does
LEFT, RIGHT, BOTTOM = 30, 15, 20  # mm: the margins of every paper
LEAN = 1.0  # pt: by so much the foot of an italic letter stands out of its line


def pdfium_pages(pdf: bytes) -> Iterator[tuple[str, tuple[float, float, float, float], tuple[float, float]]]:
    """For each page its text and the union of its letters' boxes, in points from the lower left."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage()
        boxes = [text.get_charbox(n) for n in range(text.count_chars()) if text.get_text_range(n, 1).strip()]
        lower, upper = np.min(boxes, axis=0), np.max(boxes, axis=0)
        yield text.get_text_range(), (lower[0], lower[1], upper[2], upper[3]), page.get_size()


def flat(text: str) -> str:
    return " ".join(text.split())


def poppler_text(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def poppler_picture(pdf: bytes) -> np.ndarray:
    from PIL import Image

    command = ["pdftoppm", "-r", str(72 * FINE), "-gray", "-f", "1", "-l", "1"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return np.asarray(Image.open(io.BytesIO(done.stdout)), dtype=float)


def pdfium_picture(pdf: bytes) -> np.ndarray:
    page = pypdfium2.PdfDocument(pdf)[0]
    return np.asarray(page.render(scale=FINE, grayscale=True).to_pil(), dtype=float)


def looks_right(pdf: bytes, *texts: str) -> None:
    """Within the margins, whole in both engines, the same picture in both, tagged, fonts embedded."""
    both = flat(poppler_text(pdf)), flat(" ".join(text for text, _, _ in pdfium_pages(pdf)))
    for text in texts:
        assert all(flat(text) in engine for engine in both), text
    for _, (left, lower, right, upper), (width, height) in pdfium_pages(pdf):
        assert left >= LEFT * 72 / 25.4 - LEAN and right <= width - RIGHT * 72 / 25.4 + LEAN
        assert lower >= (BOTTOM - 12) * 72 / 25.4 and upper <= height - 18 * 72 / 25.4
    one, other = poppler_picture(pdf), pdfium_picture(pdf)
    rows, columns = min(one.shape[0], other.shape[0]), min(one.shape[1], other.shape[1])
    coarse = [_coarse(picture[:rows, :columns]) for picture in (one, other)]
    assert np.abs(coarse[0] - coarse[1]).max() < 40 and coarse[0].min() < 240
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.MarkInfo.Marked and document.Root.Lang == "vi" and "/StructTreeRoot" in document.Root
        fonts = [font for page in document.pages for font in page.Resources.Font.values()]
        assert fonts and all("/FontFile2" in one.DescendantFonts[0].FontDescriptor for one in fonts)


def _coarse(picture: np.ndarray) -> np.ndarray:
    """Mean of squares of 8 points: where the ink is, whatever the hinting."""
    side = 8 * FINE
    rows, columns = (length // side for length in picture.shape)
    return picture[: rows * side, : columns * side].reshape(rows, side, columns, side).mean(axis=(1, 3))
