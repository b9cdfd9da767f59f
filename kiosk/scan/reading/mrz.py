"""The three lines on a card's back in a picture (TD1, OCR-B), found wherever they lie and at any turn.

No text comes out of here but a likeness for each place and character: what they say is decided where the check digits
are known. Three long narrow stripes, side by side, equally long and thirty characters each, are so rare in a picture
that hardly anything else is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Floats, Frame, Grey

ROWS, COLUMNS = 3, 30
PITCH = 16
"""Pixels from one character to the next in a straightened row, and in the glyphs to compare with."""

CELL = (PITCH, 24)
"""Width and height of one glyph."""

_ROW = 40  # pixels: height of a straightened row
_MARGIN = PITCH  # left and right of it
_LONGEST = 1440  # pixels of the picture's longer side
_SMOOTH = (0.6, 1.1, 1.8)  # pixels: how blurred the glyphs are compared, the best of the three
_INK = 7  # grey levels darker than around
_PITCHES = (11, 16, 23, 32, 44)  # pixels a character: the sizes that are tried
_REACH = 4  # pixels that a character may lie beside its place


@dataclass(frozen=True)
class MrzReading:
    """One way to read three lines. ``likeness`` rows x columns x glyphs, from -1 to 1, in the glyphs' order."""

    likeness: Floats
    glyphs: str

    @property
    def certainty(self) -> float:
        """The middle one of the best likenesses of all places."""
        return float(np.median(self.likeness.max(2)))


class Eyes:
    """Reads with ``glyphs``: each character's picture, dark on light, ``CELL`` large."""

    def __init__(self, glyphs: Mapping[str, Grey]) -> None:
        self._names = "".join(glyphs)
        self._blurred = [
            [cv2.GaussianBlur(picture.astype(np.float32), (0, 0), sigma) for picture in glyphs.values()]
            for sigma in _SMOOTH
        ]

    def look(self, picture: Frame) -> Iterator[MrzReading]:
        """Every sight of three lines, each turned both ways; the likelier way first."""
        grey = _grey(picture)
        for block in _blocks(grey):
            sights = [self._read(grey, turned) for turned in (block, block[::-1, ::-1])]
            yield from sorted(sights, key=lambda sight: -sight.certainty)

    def _read(self, grey: Grey, ends: Floats) -> MrzReading:
        """``ends``: for each row its first and last character's middle (3 x 2 x 2)."""
        best: MrzReading | None = None
        rows = _straightened(grey, ends)
        for glyphs in self._blurred:
            likeness = np.stack([_likeness(row, glyphs) for row in rows])
            sight = MrzReading(likeness, self._names)
            if best is None or sight.certainty > best.certainty:
                best = sight
        assert best is not None
        return best


def _grey(picture: Frame) -> Grey:
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY) if picture.ndim == 3 else picture
    scale = _LONGEST / max(grey.shape)
    shrunk = grey if scale >= 1 else cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(shrunk, np.uint8)


def _blocks(grey: Grey) -> Iterator[Floats]:
    """Three parallel stripes at a time: 3 x 2 x 2, row, end, (x, y)."""
    blocks: list[Floats] = []
    for pitch in _PITCHES:
        stripes = list(_stripes(grey, pitch))
        for block in _triples(stripes):
            if all(np.abs(block - other).max() > pitch / 2 for other in blocks):
                blocks.append(block)
                yield block


def _stripes(grey: Grey, pitch: int) -> Iterator[Floats]:
    """Lines of about thirty characters: the middles of the first and the last one (2 x 2)."""
    surround = cv2.blur(grey, (2 * pitch + 1, 2 * pitch + 1))
    smooth = cv2.GaussianBlur(grey, (0, 0), pitch / 16)
    ink = (cv2.subtract(surround, smooth) > _INK).astype(np.uint8)
    bridge = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (round(pitch * 0.8) | 1, round(pitch * 0.8) | 1))
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, bridge)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    for label in range(1, count):
        x, y, width, height, area = stats[label]
        if max(width, height) < 18 * pitch or area < 12 * pitch * pitch:
            continue
        here = np.s_[y : y + height, x : x + width]
        rows, columns = np.nonzero((labels[here] == label) & (ink[here] > 0))
        ends = _ends(np.stack([columns + x, rows + y], 1).astype(np.float64))
        if ends is not None:
            yield ends


def _ends(points: Floats) -> Floats | None:
    """Of a stripe as long as thirty characters are for its height; None for anything else."""
    middle = points.mean(0)
    _, axes = np.linalg.eigh(np.cov((points - middle).T))
    along = axes[:, 1]
    run, across = (points - middle) @ along, (points - middle) @ axes[:, 0]
    first, last = np.percentile(run, [0.15, 99.85])
    height = float(np.ptp(np.percentile(across, [2, 98])))
    if height <= 0 or not 22 < (last - first) / height < 46:
        return None
    half = (last - first) / (COLUMNS - 0.45) * 0.275  # from the ink's edge to the character's middle
    return np.stack([middle + along * (first + half), middle + along * (last - half)])


def _triples(stripes: list[Floats]) -> Iterator[Floats]:
    """Three stripes of one length, side by side at one distance, in the order in which they are read."""
    for first, second, third in permutations(range(len(stripes)), 3):
        if first > third:  # the other way round comes as the same block turned
            continue
        block = np.stack([_headed(stripes[index], stripes[first]) for index in (first, second, third)])
        lengths = np.linalg.norm(block[:, 1] - block[:, 0], axis=1)
        pitch = lengths.mean() / (COLUMNS - 1)
        down = (np.roll(block, -1, 0) - block)[:2]  # from row to row, at both ends
        if np.ptp(lengths) > 1.6 * pitch or np.linalg.norm(down[0] - down[1], axis=1).max() > 0.9 * pitch:
            continue
        steps = np.linalg.norm(down, axis=2)
        if not (1.1 * pitch < steps.min() and steps.max() < 3.4 * pitch):
            continue
        along, below = block[0, 1] - block[0, 0], down.mean((0, 1))
        turned = along[0] * below[1] - along[1] * below[0] < 0
        yield block[:, ::-1] if turned else block


def _headed(stripe: Floats, like: Floats) -> Floats:
    same = (stripe[1] - stripe[0]) @ (like[1] - like[0]) > 0
    return stripe if same else stripe[::-1]


def _straightened(grey: Grey, ends: Floats) -> list[Grey]:
    """Each row by itself, its characters ``PITCH`` apart, as if seen from above: the four outer ends say from where."""
    pitch = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1).mean() / (COLUMNS - 1)
    apart = np.linalg.norm((ends[2] - ends[0]).mean(0)) / pitch * PITCH / 2  # from row to row
    left, right = _MARGIN + PITCH / 2, _MARGIN + PITCH * (COLUMNS - 0.5)
    corners = np.array([ends[0, 0], ends[0, 1], ends[2, 1], ends[2, 0]])
    sharp = cv2.GaussianBlur(grey, (0, 0), pitch / PITCH * 0.4) if pitch > 1.3 * PITCH else grey
    tops = [_ROW / 2 - row * apart for row in range(ROWS)]
    return [_row(sharp, corners, (left, right, top, top + 2 * apart)) for top in tops]


def _row(grey: Grey, corners: Floats, place: tuple[float, float, float, float]) -> Grey:
    """The strip in which the corners come to lie at ``place``: left, right, top, bottom."""
    left, right, top, bottom = place
    target = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
    turn = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    size = (PITCH * COLUMNS + 2 * _MARGIN, _ROW)
    return np.asarray(cv2.warpPerspective(grey, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def _likeness(row: Grey, glyphs: list[Floats]) -> Floats:
    """Columns x glyphs: the best likeness near each place, after the places were moved to where the characters are."""
    strip = row.astype(np.float32)
    maps = np.stack([cv2.matchTemplate(strip, glyph, cv2.TM_CCOEFF_NORMED) for glyph in glyphs], 2)
    best = maps.max(2)
    places = [_MARGIN + PITCH * column for column in range(COLUMNS)]
    middle = (_ROW - CELL[1]) // 2
    high = slice(max(0, middle - _REACH - 2), middle + _REACH + 3)
    shift_x, shift_y = _drift(best[high], places)
    rows = []
    for place, x, y in zip(places, shift_x, shift_y, strict=True):
        top, left = high.start + round(y), place + round(x)
        near = maps[max(0, top - 1) : top + 2, max(0, left - 1) : left + 2]
        rows.append(near.reshape(-1, len(glyphs)).max(0) if near.size else np.full(len(glyphs), -1.0))
    return np.asarray(rows, np.float64)


def _drift(best: Floats, places: list[int]) -> tuple[Floats, Floats]:
    """How far the characters lie beside their places, as a smooth curve along the row, and at which height."""
    ticks, xs, ys, weights = np.arange(float(COLUMNS)), [], [], []
    for place in places:
        window = best[:, max(0, place - _REACH) : place + _REACH + 1]
        y, x = np.unravel_index(int(window.argmax()), window.shape)
        xs.append(x - min(place, _REACH))
        ys.append(y)
        weights.append(max(float(window.max()), 0.0) ** 3 + 1e-3)
    return _curve(ticks, np.array(xs, float), np.array(weights)), _curve(ticks, np.array(ys, float), np.array(weights))


def _curve(ticks: Floats, values: Floats, weights: Floats) -> Floats:
    """A parabola through them, twice: the second time without those far off it."""
    for _ in range(3):
        fitted = np.polyval(np.polyfit(ticks, values, 2, w=weights), ticks)
        weights = weights / (1 + ((values - fitted) / 1.5) ** 2)
    return np.asarray(fitted, np.float64)
