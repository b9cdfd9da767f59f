"""Sheets of Vietnamese print for the tables of papers, what stands on them, and what a reader makes of them.

The text is the project's own: the sentences of ``assets/words/vi``. The reader is tesseract with its Vietnamese data
(Debian: tesseract-ocr, tesseract-ocr-vie); where it is not installed the tables say so.
"""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from kiosk.devices.simulated.desk import GOOD, photograph
from kiosk.devices.simulated.paper import _sign, _stamp
from kiosk.resources import asset
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Corners, Floats, Frame

A4 = (2480, 3508)  # 300 dpi
A4_MM = (210.0, 297.0)
TWELVE_MP = (3000, 4000)
Colour = tuple[int, int, int]
_DRAWS = 2000
_TEXT_TOP, _TEXT_BOTTOM, _LEFT, _RIGHT = 240, 2780, 260, 2240


@dataclass(frozen=True)
class Sheet:
    """A printed sheet, and its text line by line."""

    picture: Image.Image
    text: str


def sheet(
    seed: int,
    points: float = 12.0,
    font: str = "NotoSans-Regular",
    *,
    lines: int = 99,
    ink: Colour = (30, 30, 34),
    paper: Colour = (255, 255, 255),
) -> Sheet:
    """A4 with print, at most so many lines, and a signature and a stamp below it. ``font``: one of ours, or a file."""
    picture = Image.new("RGB", A4, paper)
    draw = ImageDraw.Draw(picture)
    size = round(points / 72 * 300)
    letters = ImageFont.truetype(font if "/" in font else asset("fonts", f"{font}.ttf"), size)
    said = []
    y = float(_TEXT_TOP)
    for line in _lines(_words(seed), letters):
        if y > _TEXT_BOTTOM or len(said) == lines:
            break
        draw.text((_LEFT, y), line, font=letters, fill=ink)
        said.append(line)
        y += size * 1.45
    _sign(picture, (700, 3130), seed=seed, size=300)
    _stamp(picture, (1680, 3110))
    return Sheet(picture, "\n".join(said))


def photographed(one: Sheet, size: tuple[int, int] = TWELVE_MP, seed: int = 7, **changes: Any) -> Frame:
    """The sheet on the desk under the simulated camera: shadow, folds, curl, noise."""
    return photograph(one.picture, replace(GOOD, size=size, corners=on_desk(size), seed=seed, **changes))


def on_desk(size: tuple[int, int]) -> Corners:
    """Where the sheet's corners lie in a picture of ``size``: a little askew, a little aslant."""
    width, height = size
    tall = min(height * 0.93, width * 0.88 * 297 / 210)
    wide, x, y = tall * 210 / 297, width / 2, height / 2
    return (
        (x - wide * 0.488, y - tall * 0.492),
        (x + wide * 0.498, y - tall * 0.5),
        (x + wide * 0.506, y + tall * 0.494),
        (x - wide * 0.504, y + tall * 0.5),
    )


def reads() -> bool:
    """Whether the reader is here."""
    if not shutil.which("tesseract"):
        return False
    told = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
    return "vie" in told.stdout.split()


def read(picture: Image.Image, dpi: int, layout: int = 6) -> str:
    """What tesseract reads. ``layout`` is its way of finding the lines: 6 takes all for one block."""
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(dpi, dpi), compress_level=1)
    done = subprocess.run(
        ["tesseract", "-", "-", "-l", "vie", "--psm", str(layout), "--dpi", str(dpi)],
        input=out.getvalue(),
        capture_output=True,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return done.stdout.decode()


def error(one: Sheet, picture: Image.Image, dpi: int, layout: int = 6, alike: tuple[str, str] = ("", "")) -> float:
    """Share of the sheet's letters read wrong, in percent; spaces do not count, nor does what is read off the stamp.

    Nor does which of two letters was read that are ``alike``: each of the first stands for the one below it.
    """
    same = str.maketrans(*alike)
    truth, told = (re.sub(r"\s", "", text).translate(same) for text in (one.text, read(picture, dpi, layout)))
    return 100 * _distance(truth, told) / len(truth)


def print_of(picture: Image.Image) -> Image.Image:
    """The part of a whole page, at any size, that the text covers: stamp and signature are not read."""
    return picture.crop((0, 0, picture.width, round(picture.height * (_TEXT_BOTTOM + 120) / A4[1])))


def auc(scores: Floats, bad: NDArray[np.bool_]) -> float:
    """The chance that a bad page scores below a good one: the area under the ROC curve."""
    good_scores, bad_scores = scores[~bad], scores[bad]
    less = (bad_scores[:, None] < good_scores[None]).mean()
    return float(less + 0.5 * (bad_scores[:, None] == good_scores[None]).mean())


def interval(scores: Floats, bad: NDArray[np.bool_]) -> tuple[float, float]:
    """Between which areas 95 of 100 draws of as many pages from these lie, with replacement."""
    rng = np.random.default_rng(1)
    drawn = (rng.integers(len(bad), size=len(bad)) for _ in range(_DRAWS))
    areas = [auc(scores[some], bad[some]) for some in drawn if 0 < bad[some].sum() < len(some)]
    low, high = np.percentile(areas, [2.5, 97.5])
    return float(low), float(high)


def rendered(pdf: bytes, dpi: int, folder: Path) -> Image.Image:
    """The first page by poppler."""
    (folder / "page.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-singlefile", "-png", folder / "page.pdf", folder / "page"], check=True
    )
    with Image.open(folder / "page.png") as page:
        return page.convert("RGB")


def as_image(page: Frame) -> Image.Image:
    return Image.fromarray(cv2.cvtColor(page, cv2.COLOR_BGR2RGB))


def _words(seed: int) -> list[str]:
    sentences = []
    for path in sorted(asset("words", "vi").glob("*.toml")):
        sentences += [one for one in _texts(tomllib.loads(path.read_text("utf-8"))) if not re.search(r"[{}`\n…·]", one)]
    random.Random(seed).shuffle(sentences)
    return " ".join(sentences).split()


def _texts(table: dict[str, Any]) -> Iterator[str]:
    for value in table.values():
        if isinstance(value, dict):
            yield from _texts(value)
        else:
            yield str(value)


def _lines(words: list[str], letters: ImageFont.FreeTypeFont, width: int = _RIGHT - _LEFT) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if letters.getlength(longer) > width:
            yield line
            longer = word
        line = longer
    yield line


def _distance(one: str, other: str) -> int:
    """Levenshtein's, a row at a time."""
    letters = np.array([ord(letter) for letter in other])
    row = np.arange(len(other) + 1)
    for k, letter in enumerate(one, 1):
        changed = np.minimum(row[1:] + 1, row[:-1] + (letters != ord(letter)))
        row = np.concatenate([[k], changed])
        row = np.minimum.accumulate(row - np.arange(len(row))) + np.arange(len(row))
    return int(row[-1])
