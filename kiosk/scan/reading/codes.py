"""QR codes in a picture, and whose they are."""

from __future__ import annotations

import enum
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import zxingcpp
from numpy.typing import NDArray

from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Corners, Frame, Grey, Point

_PATIENCE = 0.12  # seconds in which a code that is seen but not read is tried again
_LENSES = (1.1, 1.6, 2.2)  # blur to be taken out: standard deviation, in pixels
_STROKES = (4.0, 6.5)  # and a hand's movement, in pixels, in each of so many directions:
_DIRECTIONS = 4
_NOISE = 0.02  # share of the light that is noise, in Wiener's filter
_MOST_SIDE = 900  # pixels of the part that is sharpened


class CodeOwner(enum.Enum):
    """Whose a code is, by what it says alone; nothing is verified here."""

    CARD = "card"  # the chip ID card's: number | old number | name | born | sex | residence | issued
    SLIP = "slip"  # a receipt of ours
    OTHER = "other"


@dataclass(frozen=True)
class ScannedCode:
    """A code that was read whole and without error, and where it lies in the picture."""

    text: str
    corners: Corners

    @property
    def kind(self) -> CodeOwner:
        return kind_of(self.text)


def kind_of(text: str) -> CodeOwner:
    """Whose code says ``text``."""
    content = text.strip()
    fields = content.split("|")
    if len(fields) >= 7 and len(fields[0]) == 12 and fields[0].isascii() and fields[0].isdigit():
        return CodeOwner.CARD
    return CodeOwner.SLIP if content.upper().startswith("KX1:") else CodeOwner.OTHER


def find(picture: Frame) -> tuple[ScannedCode, ...]:
    """Every QR code that can be read. A damaged one is left out: half a text is worse than none.

    Where a code is seen but not read, its part of the picture is sharpened and tried again, for a tenth of a second.
    """
    barcodes = _read(picture, errors=True)
    read = tuple(ScannedCode(one.text, _corners(one.position)) for one in barcodes if one.valid and one.text)
    if read:
        return read
    return _once_more(picture, barcodes)


def texts(picture: Frame) -> tuple[str, ...]:
    """The codes' texts, each once."""
    return tuple(dict.fromkeys(code.text for code in find(picture)))


def _read(picture: Frame | Grey, *, errors: bool = False) -> list[zxingcpp.Barcode]:
    return list(zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode, return_errors=errors))


def _once_more(picture: Frame, barcodes: list[zxingcpp.Barcode]) -> tuple[ScannedCode, ...]:
    until = time.monotonic() + _PATIENCE
    for left, top, part in _parts(picture, barcodes):
        for scale, sharper in _sharpened(part):
            for one in _read(sharper):
                if one.valid and one.text:
                    corners = tuple((left + x / scale, top + y / scale) for x, y in _corners(one.position))
                    return (ScannedCode(one.text, corners),)  # type: ignore[arg-type]
            if time.monotonic() > until:
                return ()
    return ()


def _parts(picture: Frame, barcodes: list[zxingcpp.Barcode]) -> Iterator[tuple[int, int, Grey]]:
    """Left, top and grey of where a code must lie: about those seen, else where it is finely chequered."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    boxes = [*(_about(np.array(_corners(one.position))) for one in barcodes), *_chequered(grey)]
    for left, top, right, bottom in boxes:
        x, y = max(0, left), max(0, top)
        part = grey[y : max(0, bottom), x : max(0, right)]
        if min(part.shape, default=0) > 40 and max(part.shape) <= _MOST_SIDE:
            yield x, y, np.ascontiguousarray(part)


def _about(quad: NDArray[np.float64]) -> tuple[int, int, int, int]:
    middle, reach = quad.mean(axis=0), 1.1 * float(np.ptp(quad, axis=0).max()) + 20
    left, top = middle - reach
    right, bottom = middle + reach
    return int(left), int(top), int(right), int(bottom)


def _chequered(grey: Grey) -> list[tuple[int, int, int, int]]:
    """The squarish part with most edges both ways, if there is one."""
    small = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    across, down = (np.abs(cv2.Sobel(small, cv2.CV_32F, *way)) for way in ((1, 0), (0, 1)))
    busy = np.minimum(cv2.blur(across, (15, 15)), cv2.blur(down, (15, 15)))
    mask = cv2.morphologyEx((busy > 0.45 * busy.max()).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    boxes = []
    for left, top, width, height, area in (map(int, row) for row in stats[1:]):
        if min(width, height) > 25 and max(width, height) < 1.6 * min(width, height) and area > 0.4 * width * height:
            boxes.append((2 * left - 24, 2 * top - 24, 2 * (left + width) + 24, 2 * (top + height) + 24))
    return sorted(boxes, key=lambda box: (box[0] - box[2]) * (box[3] - box[1]))[:2]


def _sharpened(part: Grey) -> Iterator[tuple[float, Grey]]:
    """The part with one blur after another taken out (Wiener's filter), then the same at twice its size."""
    for scale in (1.0, 2.0):
        if max(part.shape) * scale > _MOST_SIDE:
            return
        large = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        yield scale, large
        more = [cv2.getOptimalDFTSize(side) - side for side in large.shape]
        large = cv2.copyMakeBorder(large, 0, more[0], 0, more[1], cv2.BORDER_REPLICATE)
        spectrum = np.fft.rfft2(large.astype(np.float32))
        for blur in _blurs(scale):
            response = np.fft.rfft2(_wrapped(blur, large.shape))
            restored = np.fft.irfft2(spectrum * np.conj(response) / (np.abs(response) ** 2 + _NOISE), large.shape)
            yield scale, np.asarray(np.clip(restored, 0, 255), np.uint8)


def _blurs(scale: float) -> Iterator[NDArray[np.float32]]:
    """What a lens or a hand may have done, likeliest first."""
    for sigma in _LENSES:
        side = int(sigma * scale * 6) | 1
        line = cv2.getGaussianKernel(side, sigma * scale)
        yield np.asarray(line @ line.T, np.float32)
    for length in _STROKES:
        for k in range(_DIRECTIONS):
            yield _stroke(length * scale, np.pi * k / _DIRECTIONS)


def _stroke(length: float, angle: float) -> NDArray[np.float32]:
    side = (int(length) + 4) | 1
    kernel = np.zeros((side, side), np.float32)
    along = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    ends = [tuple(int(v * 16) for v in side // 2 + sign * along) for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0, 1, cv2.LINE_AA, 4)
    return np.asarray(cv2.GaussianBlur(kernel, (0, 0), 0.8) / kernel.sum(), np.float32)


def _wrapped(kernel: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """The kernel on a field of ``shape``, its middle at the corner."""
    field = np.zeros(shape, np.float32)
    height, width = (min(size, limit) for size, limit in zip(kernel.shape, shape, strict=True))
    field[:height, :width] = kernel[:height, :width]
    return np.roll(field, (-(kernel.shape[0] // 2), -(kernel.shape[1] // 2)), (0, 1))


def _corners(position: zxingcpp.Position) -> Corners:
    def at(point: zxingcpp.Point) -> Point:
        return float(point.x), float(point.y)

    return at(position.top_left), at(position.top_right), at(position.bottom_right), at(position.bottom_left)
