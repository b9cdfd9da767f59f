"""A visit as one moving picture, for README.md, from the pictures of ``kiosk tour --out TOUR``.

python -m scripts.make_film TOUR
"""

from __future__ import annotations

import argparse
from pathlib import Path

from PIL import Image

FILM = Path(__file__).resolve().parent.parent / "docs/pictures/visit.webp"
SIZE = (270, 480)  # pixels: half a column of the page it stands on
EACH = 900  # milliseconds
LAST = "slip-printed"  # what comes after is the office's


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tour", type=Path)
    pictures = sorted(parser.parse_args().tour.glob("[0-9]*.png"))
    end = next(at for at, path in enumerate(pictures) if path.stem.endswith(LAST))
    shown = [path for path in pictures[: end + 1] if not path.stem.endswith(("-given", "-empty"))]
    first, *others = (Image.open(path).convert("RGB").resize(SIZE, Image.Resampling.LANCZOS) for path in shown)
    first.save(FILM, save_all=True, append_images=others, duration=EACH, loop=0, quality=60, method=6)


if __name__ == "__main__":
    main()
