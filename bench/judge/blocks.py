"""Blocks of print, blurred to every degree, and what a reader makes of them: what the judge of sharpness is weighed on.

A block is six lines as a camera would give them, laid flat at 200 dpi, without a desk or a page around them: some
hundred letters that are drawn and read in half a second, where a page takes ten. Everything else is as on the
pages of ``bench/scan_blurred.py``, and wider: more typefaces, 10 to 15 points, more of the inks. Blurs are drawn so
that more of them lie about where reading fails.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from bench.scan_sheets import _distance, _lines, _words
from kiosk.resources import asset
from kiosk.scan.opencv import cv2
from kiosk.scan.page.clean import _BLACK, _PAPER, _WHITE, _levels
from kiosk.scan.picture import Grey

PAPER = 200  # the level of bare paper in a block: as ``quality`` evens a page
_SIZE = (420, 960)  # pixels at 200 dpi
_LINES = 6
_AT_ONCE = 40  # blocks that one run of the reader takes: its start costs as much as reading a block
_CLEAR, _LOST = 1.0, 60.0
_DEJAVU = "/usr/share/fonts/truetype/dejavu/DejaVu{}.ttf"
_OURS = ("NotoSans-Regular", "NotoSans-Bold", "BeVietnamPro-Regular", "BeVietnamPro-Bold")
_OTHERS = ("Serif", "Serif-Bold", "SerifCondensed", "Sans", "SansCondensed", "Sans-Oblique", "Serif-Italic")
FONTS = (*(str(asset("fonts", f"{name}.ttf")) for name in _OURS), *(_DEJAVU.format(name) for name in _OTHERS))

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Block:
    grey: Grey  # the light evened, paper at ``PAPER``
    error: float  # percent of the letters
    motion: float
    lens: float
    points: float
    ink: int
    font: str
    text: str


def blocks(seed: int, count: int) -> Iterator[Block]:
    for first in range(0, count, _AT_ONCE):
        made = [_block(np.random.default_rng([seed, k])) for k in range(first, min(first + _AT_ONCE, count))]
        errors = _errors([one.grey for one in made], [one.text for one in made])
        yield from (replace(one, error=error) for one, error in zip(made, errors, strict=True))


def _block(rng: np.random.Generator) -> Block:
    """Not read yet."""
    fonts = [font for font in FONTS if Path(font).exists()]
    font, points = fonts[int(rng.integers(len(fonts)))], float(rng.uniform(10, 15))
    ink = int(rng.choice([rng.integers(15, 60), rng.integers(60, 150)]))
    dpi = float(rng.uniform(145, 260))  # the camera's
    sheet, text = _sheet(rng, font, points, ink)
    motion, lens = _blur(rng)
    light = float(rng.uniform(0.3, 1.04))
    seen = _taken(sheet, rng, dpi, motion, lens, light)
    even = np.asarray(np.clip(seen / (light * 0.92) * (PAPER / 255), 0, 255), np.uint8)
    return Block(even, np.nan, motion, lens, points, ink, Path(font).stem, text)


def _sheet(rng: np.random.Generator, font: str, points: float, ink: int) -> tuple[Floats, str]:
    """At 300 dpi, paper 1."""
    height, width = (round(side * 1.5) for side in _SIZE)
    picture = Image.new("L", (width, height), 255)
    letters = ImageFont.truetype(font, round(points / 72 * 300))
    said, y = [], 40.0
    for line in _lines(_words(int(rng.integers(1 << 20))), letters, width - 90):
        if len(said) == _LINES:
            break
        ImageDraw.Draw(picture).text((40, y), line, font=letters, fill=ink)
        said.append(line)
        y += round(points / 72 * 300) * float(rng.uniform(1.3, 1.6))
    return np.asarray(picture, np.float32) / 255, "".join(said)


def _blur(rng: np.random.Generator) -> tuple[float, float]:
    """A stroke's length and a disc's radius, in pixels at 200 dpi: half of them small, where reading fails."""
    motion, lens = rng.uniform(0, 1, 2) ** 1.3 * (22, 4.6)
    return [(motion, 0.0), (0.0, lens), (motion * 0.7, lens * 0.6)][int(rng.integers(3))]


def _taken(sheet: Floats, rng: np.random.Generator, dpi: float, motion: float, lens: float, light: float) -> Floats:
    """Seen by a camera of ``dpi``, a little askew, blurred, noisy, and laid flat at 200 dpi; grey levels."""
    scale = dpi / 300
    size = (round(sheet.shape[1] * scale), round(sheet.shape[0] * scale))
    askew = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), float(rng.normal(0, 0.6)), 1.0)
    small = cv2.warpAffine(
        cv2.resize(sheet, size, interpolation=cv2.INTER_AREA), askew, size, flags=cv2.INTER_LINEAR, borderValue=1.0
    )
    seen = cv2.GaussianBlur(small, (0, 0), 0.7) * (235 * light)
    seen += rng.standard_normal(seen.shape).astype(np.float32) * rng.uniform(1, 5)
    unit = dpi / 200
    seen = blurred_by(seen, motion * unit, float(rng.uniform(0, np.pi)), lens * unit)
    seen += rng.standard_normal(seen.shape).astype(np.float32) * rng.uniform(1, 5)
    seen = np.clip(np.round(seen), 0, 255)
    shrink = dpi / 200 / 1.25
    if shrink > 1:
        seen = cv2.resize(seen, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
    back = cv2.invertAffineTransform(
        cv2.getRotationMatrix2D((_SIZE[1] / 2, _SIZE[0] / 2), float(rng.normal(0, 0.2)), 1)
    )
    flat = cv2.resize(seen, _SIZE[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(
        cv2.warpAffine(flat, back, _SIZE[::-1], flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.float32
    )


def blurred_by(picture: Floats, motion: float, angle: float, lens: float) -> Floats:
    """A straight stroke of the hand, and a disc of confusion, drawn four times as large as they are."""
    if motion > 0.7:
        side = int(motion) // 2 * 2 + 5
        along = np.array([np.cos(angle), np.sin(angle)]) * motion * 2
        kernel = np.zeros((side * 4, side * 4), np.float32)
        ends = [tuple(int(v * 16) for v in side * 2 - 0.5 + sign * along) for sign in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0, 2, cv2.LINE_AA, 4)
        kernel = cv2.resize(kernel, (side, side), interpolation=cv2.INTER_AREA)
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)
    if lens > 0.5:
        reach = int(np.ceil(lens))
        y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
        disc = np.clip(lens + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
        picture = cv2.filter2D(picture, -1, disc / disc.sum(), borderType=cv2.BORDER_REPLICATE)
    return picture


def _errors(blocks: list[Grey], texts: list[str]) -> NDArray[np.float64]:
    """The better of two readings where the first leaves a doubt: see ``bench/scan_blurred.py``."""
    first = _wrong(blocks, texts, 1.0)
    again = np.flatnonzero((first > _CLEAR) & (first <= _LOST))
    first[again] = np.minimum(first[again], _wrong([blocks[k] for k in again], [texts[k] for k in again], 1.15))
    return first


def _wrong(blocks: list[Grey], texts: list[str], scale: float) -> NDArray[np.float64]:
    seen = [cv2.resize(_white(one), None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC) for one in blocks]
    truths = [re.sub(r"\s", "", text) for text in texts]
    told = [re.sub(r"\s", "", text) for text in _read(seen, round(200 * scale))] if seen else []
    return np.array([100 * _distance(t, r) / len(t) for t, r in zip(truths, told, strict=True)], float)


def _read(pictures: list[Grey], dpi: int) -> list[str]:
    """What tesseract reads on each, in one run."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{k}.png") for k in range(len(pictures))]
        for path, picture in zip(paths, pictures, strict=True):
            cv2.imwrite(str(path), picture)
        listed = Path(folder, "list.txt")
        listed.write_text("\n".join(map(str, paths)) + "\n", "utf-8")
        done = subprocess.run(
            ["tesseract", listed, "-", "-l", "vie", "--psm", "6", "--dpi", str(dpi)],
            capture_output=True,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    return done.stdout.decode().split("\f")[: len(pictures)]


def _white(even: Grey) -> Grey:
    """As ``clean.cleaned`` makes it once the light is even."""
    sharper = cv2.addWeighted(even, 1.6, cv2.GaussianBlur(even, (0, 0), 1.2), -0.6, 0)
    return np.asarray(cv2.LUT(sharper, _levels(np.arange(256, dtype=np.float32) / _PAPER, _BLACK, _WHITE)), np.uint8)


def drawn(folder: Path, seed: int, count: int) -> Path:
    """``count`` blocks of ``seed`` in one file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"blocks-{seed}-{count}.npz"
    if not path.exists():
        made = list(blocks(seed, count))
        told = {n: [getattr(b, n) for b in made] for n in ("error", "motion", "lens", "points", "ink", "font")}
        np.savez_compressed(path, grey=np.stack([b.grey for b in made]), **told)
    return path


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--folder", type=Path, required=True)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--count", type=int, default=200)
    said = ask.parse_args()
    print(drawn(said.folder, said.seed, said.count))


if __name__ == "__main__":
    main()
