"""The pictures of docs/capture.md: ``python bench/scan_pictures.py docs/pictures``. All drawn, none photographed."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pypdfium2

from kiosk.devices.simulated.camera import paper
from kiosk.scan.decode import decode
from kiosk.scan.opencv import cv2
from kiosk.scan.page.document import page_of
from kiosk.scan.pdf import pdfa
from kiosk.scan.picture import Frame

_ACROSS = 520  # pixels of a picture in the page
_DETAIL = (0.5, 0.62, 0.86, 0.87)  # the stamp and what is signed across it, as shares of the page


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    photograph = decode(paper("birth-notice").read_bytes())
    shot = page_of(photograph)
    assert shot.corners
    bound = pdfa.bind([pdfa.packed(shot.picture, shot.size_mm)])
    with pypdfium2.PdfDocument(bound) as document:
        page = np.asarray(document[0].render(scale=300 / 72).to_numpy()[:, :, :3], np.uint8)
    outlined = photograph.copy()
    cv2.polylines(outlined, [np.rint(shot.corners).astype(np.int32)], True, (60, 160, 20), 22, cv2.LINE_AA)
    _save(folder / "capture-photograph.jpg", _shrunk(photograph))
    _save(folder / "capture-found.jpg", _shrunk(outlined))
    _save(folder / "capture-page.png", _shrunk(page))
    _save(folder / "capture-detail.png", _shrunk(_cut(page, _DETAIL), 600))
    print(f"photograph {paper('birth-notice').stat().st_size} bytes, PDF/A {len(bound)} bytes")


def _cut(page: Frame, part: tuple[float, float, float, float]) -> Frame:
    height, width = page.shape[:2]
    left, top, right, bottom = part
    return page[int(top * height) : int(bottom * height), int(left * width) : int(right * width)]


def _shrunk(picture: Frame, across: int = _ACROSS) -> Frame:
    scale = across / picture.shape[1]
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _save(path: Path, picture: Frame) -> None:
    options = [cv2.IMWRITE_JPEG_QUALITY, 78] if path.suffix == ".jpg" else []
    cv2.imwrite(str(path), picture, options)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
