"""The pictures of docs/finder.md: ``python -m bench.finder.pictures`` writes them to docs/pictures.

Only drawn scenes: what it learned from, what it finds in a world it has not learned in, and where it fails there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from bench.finder.held_out import scenes
from bench.finder.scene import Scene, drawn
from bench.finder.style import LEARN
from bench.finding import iou
from kiosk.scan.finder import outlines
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Frame, corners_of

_OUT = Path(__file__).resolve().parents[2] / "docs" / "pictures"
_CELL, _ACROSS = 200, 6
_TRUE, _FOUND = (60, 60, 230), (60, 200, 60)


def main() -> None:
    learned = [drawn(LEARN, 4242, k) for k in range(18)]
    _write("finder-learned", [_shown(scene, ()) for scene in learned])
    good, bad = [], []
    for kind, scene in scenes(70, side=720):
        found = outlines.papers(scene.picture)
        (bad if _failed(kind, scene, found) else good).append(_shown(scene, found))
    _write("finder-found", good[:18])
    _write("finder-failed", bad[:12])
    print(f"{len(bad)} of 70 fail")


def _failed(kind: str, scene: Scene, found: Sequence[outlines.PaperOutline]) -> bool:
    if kind == "empty":
        return bool(found)
    if kind == "cut":
        return not (found and found[0].cut)
    size = (scene.picture.shape[1], scene.picture.shape[0])
    asked = [one for one in scene.papers if one.seen > 0.6 and one.over.max() < 0]
    return any(
        max((iou(page_.corners, corners_of(one.quad), size) for page_ in found), default=0.0) < 0.9 for one in asked
    )


def _shown(scene: Scene, found: Iterable[outlines.PaperOutline]) -> Frame:
    """The scene small, what is true in red, what was found in green."""
    picture = scene.picture.copy()
    thick = max(2, max(picture.shape) // 200)
    for one in scene.papers:
        cv2.polylines(picture, [np.rint(one.quad).astype(np.int32)], True, _TRUE, thick, cv2.LINE_AA)
    for one in found:
        cv2.polylines(picture, [np.rint(one.corners).astype(np.int32)], True, _FOUND, thick, cv2.LINE_AA)
    scale = _CELL / max(picture.shape)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    cell = np.full((_CELL, _CELL, 3), 255, np.uint8)
    cell[: small.shape[0], : small.shape[1]] = small
    return cell


def _write(name: str, cells: list[Frame]) -> None:
    blank = np.full((_CELL, _CELL, 3), 255, np.uint8)
    cells = cells + [blank] * (-len(cells) % _ACROSS)
    rows = [np.hstack(cells[k : k + _ACROSS]) for k in range(0, len(cells), _ACROSS)]
    if rows:
        cv2.imwrite(str(_OUT / f"{name}.jpg"), np.vstack(rows), [cv2.IMWRITE_JPEG_QUALITY, 82])


if __name__ == "__main__":
    main()
