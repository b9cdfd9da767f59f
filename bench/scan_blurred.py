"""Pages of Vietnamese print, blurred by hands and lenses to every degree, and what a reader makes of each.

Plain, bold, serif, typewritten, pale (a worn cartridge, a carbon copy) and blue print of 11 to 14 points, few lines and
many, at several distances, lights and noises, through the simulated camera. ``usual`` print is black and of the first
three kinds that an office prints with. Typewritten print is drawn only where Noto Sans Mono is installed (Debian:
fonts-noto-mono): DejaVu Sans Mono lacks 40 letters of Vietnamese, whose accents then stand beside them.

**A page is as legible as the best of its readings.** One reading is partly luck: now and then tesseract leaves out a
whole line of a sharp page, or takes two lines for one. Such luck goes one way only. Nobody reads hundreds of letters
right by chance off a page that cannot be read, but a page that can be read is misread for many reasons that are not its
own. So each page is read four times - as it is, with the lines found in another way, enlarged, and moved by half a
pixel - and what the best of them leaves wrong is held against it. Pages are read less often where more readings would
not change what they are: once one leaves next to nothing wrong, or the first two a third and more.

**What the reader gets wrong on the sheet itself is not the picture's fault.** So each page in doubt is read as it was
printed too, as often, and those errors are taken off. That is not enough where a typeface draws two letters alike: of
print whose a is a ring with a stem (Be Vietnam Pro) tesseract takes some a for o on a flawless page, and many of them
at a blur that nobody would notice. In such print either is taken for right (``Print.alike``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from scan_sheets import A4, Colour, Sheet, as_image, error, on_desk, photographed, print_of, sheet

from kiosk.scan.finder import outlines
from kiosk.scan.opencv import cv2
from kiosk.scan.page.clean import cleaned
from kiosk.scan.page.rectify import lay_flat
from kiosk.scan.picture import Frame, Grey

_SERIF = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
_TYPED = "/usr/share/fonts/truetype/noto/NotoSansMono-Regular.ttf"
_BLACK, _BLUE = (30, 30, 34), (44, 56, 140)
_CLEAR, _LOST = 1.0, 30.0  # percent wrong: at most so much is a page that is read, more is one that cannot be
_DOUBT = (3.0, 25.0)  # percent: what is misread on the sheet itself decides nothing below or above
_RING = ("aàáảãạâầấẩẫậăằắẳẵặ", "oòóỏõọôồốổỗộoòóỏõọ")


@dataclass(frozen=True)
class Print:
    """A kind of print: its font (a name of ours or a file), its ink, if not drawn by lot between two greys, and letters
    that the reader takes for others however sharp they are, each above the one it is taken for."""

    font: str
    ink: Colour | tuple[int, int] = _BLACK
    alike: tuple[str, str] = ("", "")


KINDS = {
    "plain": Print("NotoSans-Regular"),
    "round": Print("BeVietnamPro-Regular", alike=_RING),
    "bold": Print("NotoSans-Bold"),
    "serif": Print(_SERIF),
    "typed": Print(_TYPED),
    "pale": Print("NotoSans-Regular", (90, 150)),
    "pale serif": Print(_SERIF, (80, 140)),
    "blue": Print("BeVietnamPro-Regular", _BLUE, _RING),
}
USUAL = ("plain", "round", "serif")


@dataclass(frozen=True)
class Way:
    """How a cleaned page is read."""

    shift: float = 0.0  # pixels
    scale: float = 1.0
    layout: int = 6  # tesseract's page segmentation: 6 takes all for one block, 4 looks for a column of lines


WAYS = (Way(), Way(scale=0.97, layout=4), Way(scale=1.15), Way(shift=0.5))


@dataclass(frozen=True)
class Blur:
    """In pixels of the page laid flat at 200 dpi: a straight stroke of the hand, a disc of confusion's radius."""

    motion: float
    lens: float


@dataclass(frozen=True)
class Sample:
    grey: Grey  # laid flat at 200 dpi
    errors: tuple[float, ...]  # of each reading, in percent of the letters
    printed: float  # of the sheet itself, if it was in doubt
    kind: str
    blur: Blur
    points: float
    how: str

    @property
    def error(self) -> float:
        """What the picture makes a reader get wrong."""
        return min(self.errors) - self.printed


def samples(count: int, seed: int, folder: Path | None = None, *, usual: bool = False) -> Iterator[Sample]:
    """Each page by a seed of its own: more of them are the same ones and others. What lies in ``folder`` is taken.

    Pages of print whose font is not installed are left out, so that the others are the same on every machine.
    """
    for k in range(count):
        told = folder / f"{'usual-' if usual else ''}{seed}-{k}.json" if folder else None
        if told is not None and told.exists():
            yield _kept(told)
        elif _drawable(_kind(k, usual=usual)):
            one = sample(seed, k, usual=usual)
            if told:
                _keep(one, told)
            yield one


def sample(seed: int, k: int, *, usual: bool = False) -> Sample:
    """The ``k``-th page of ``seed``."""
    return _sample(np.random.default_rng([seed, k]), _kind(k, usual=usual))


def _kind(k: int, *, usual: bool) -> str:
    names = USUAL if usual else tuple(KINDS)
    return names[k % len(names)]


def _drawable(kind: str) -> bool:
    font = KINDS[kind].font
    return "/" not in font or Path(font).exists()


def _keep(one: Sample, told: Path) -> None:
    told.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(told.with_suffix(".png")), one.grey)
    blur = [one.blur.motion, one.blur.lens]
    row = {
        "errors": one.errors,
        "printed": one.printed,
        "kind": one.kind,
        "blur": blur,
        "points": one.points,
        "how": one.how,
    }
    told.write_text(json.dumps(row), "utf-8")


def _kept(told: Path) -> Sample:
    picture = np.asarray(cv2.imread(str(told.with_suffix(".png")), cv2.IMREAD_GRAYSCALE), np.uint8)
    row = json.loads(told.read_text("utf-8"))
    return Sample(
        picture, tuple(row["errors"]), row["printed"], row["kind"], Blur(*row["blur"]), row["points"], row["how"]
    )


def _sample(rng: np.random.Generator, name: str) -> Sample:
    one, points, ink = _sheet(rng, KINDS[name])
    size = [(1500, 2000), (1800, 2400), (2250, 3000)][int(rng.integers(3))]
    light, noise = float(rng.uniform(0.4, 1.0)), float(rng.uniform(1, 5))
    picture = photographed(one, size, int(rng.integers(1 << 20)), light=light, noise=noise)
    unit = size[1] / 3200
    motion, lens = rng.uniform(0, 30) * unit, rng.uniform(0, 6.5) * unit
    motion, lens = [(motion, 0), (0, lens), (motion * 0.7, lens * 0.6)][int(rng.integers(3))]
    blurred = noisy(blurred_by(picture, motion, float(rng.uniform(0, np.pi)), lens), rng)
    found = outlines.find(blurred)
    corners = found.corners if found else on_desk(size)
    flat = lay_flat(blurred, corners).picture
    how = f"{points:g} pt, motion {motion:.0f}, lens {lens:.1f}, {size[1]} px, light {light:.2f}, ink {ink}"
    grey = np.asarray(cv2.cvtColor(flat, cv2.COLOR_BGR2GRAY), np.uint8)
    larger = flat.shape[0] / float(np.linalg.norm(np.subtract(corners[3], corners[0])))
    blur = Blur(float(motion * larger), float(lens * larger))
    errors = _readings(one, cleaned(flat), KINDS[name].alike)
    printed = _printed(one, KINDS[name].alike) if _DOUBT[0] < min(errors) <= _DOUBT[1] else 0.0
    return Sample(grey, errors, printed, name, blur, points, how)


def _sheet(rng: np.random.Generator, kind: Print) -> tuple[Sheet, float, int]:
    points = float(rng.choice([11, 12, 13, 14]))
    ink = (int(rng.integers(*kind.ink)),) * 3 if len(kind.ink) == 2 else kind.ink
    one = sheet(int(rng.integers(1 << 20)), points, kind.font, lines=int(rng.choice([4, 9, 16])), ink=ink)
    return one, points, ink[0]


def _readings(one: Sheet, white: Frame, alike: tuple[str, str]) -> tuple[float, ...]:
    wrong: list[float] = []
    for way in WAYS:
        wrong.append(_reading(one, white, way, alike))
        if wrong[-1] <= _CLEAR or (len(wrong) == 2 and min(wrong) > _LOST):
            break
    return tuple(wrong)


def _printed(one: Sheet, alike: tuple[str, str]) -> float:
    """Read at the page's resolution and in as many ways: fewer would be less lucky."""
    small = one.picture.resize((A4[0] * 2 // 3, A4[1] * 2 // 3), Image.Resampling.BOX)
    flawless = np.asarray(cv2.cvtColor(np.asarray(small), cv2.COLOR_RGB2BGR), np.uint8)
    return min(_readings(one, flawless, alike))


def _reading(one: Sheet, white: Frame, way: Way, alike: tuple[str, str]) -> float:
    return error(one, print_of(as_image(_seen(white, way))), round(200 * way.scale), way.layout, alike)


def _seen(white: Frame, way: Way) -> Frame:
    if way == Way(layout=way.layout):
        return white
    matrix = np.array([[way.scale, 0, way.shift], [0, way.scale, way.shift]])
    size = (round(white.shape[1] * way.scale), round(white.shape[0] * way.scale))
    moved = cv2.warpAffine(white, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return np.asarray(moved, np.uint8)


def blurred_by(picture: Frame, motion: float, angle: float, lens: float) -> Frame:
    """A straight stroke of the hand, and a disc of confusion."""
    if motion > 1.5:
        side = int(motion) | 1
        kernel = np.zeros((side + 2, side + 2), np.float32)
        middle = side / 2 + 0.5
        along = np.array([np.cos(angle), np.sin(angle)]) * motion / 2
        ends = [tuple(int(v * 16) for v in middle + sign * along) for sign in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0, 1, cv2.LINE_AA, 4)
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    if lens > 0.7:
        reach = int(np.ceil(lens))
        y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
        disc = np.clip(lens + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
        picture = cv2.filter2D(picture, -1, disc / disc.sum())
    return picture


def noisy(picture: Frame, rng: np.random.Generator) -> Frame:
    """The sensor's noise comes after the blur."""
    grain = rng.standard_normal(picture.shape[:2]).astype(np.float32) * rng.uniform(1, 5)
    return np.asarray(np.clip(picture + grain[:, :, None], 0, 255), np.uint8)
