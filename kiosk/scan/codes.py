"""QR codes in a picture."""

from __future__ import annotations

from dataclasses import dataclass

import zxingcpp

from kiosk.scan.picture import Corners, Frame, Point


@dataclass(frozen=True)
class Code:
    """A code that was read whole and without error, and where it lies in the picture."""

    text: str
    corners: Corners


def find(picture: Frame) -> tuple[Code, ...]:
    """Every QR code that can be read. A damaged one is left out: half a text is worse than none."""
    read = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return tuple(Code(one.text, _corners(one.position)) for one in read if one.valid and one.text)


def texts(picture: Frame) -> tuple[str, ...]:
    """The codes' texts, each once."""
    return tuple(dict.fromkeys(code.text for code in find(picture)))


def _corners(position: zxingcpp.Position) -> Corners:
    def at(point: zxingcpp.Point) -> Point:
        return float(point.x), float(point.y)

    return at(position.top_left), at(position.top_right), at(position.bottom_right), at(position.bottom_left)
