"""Every screen of a visit as it stands on a real X server, and contact sheets of them, to be looked at.

    python tests/screens/window_pictures.py DIR [--glass up lying small] [--theme light dark contrast]
                                                [--text 100 150 200] [--language vi] [--only NAME ...]

For each setting DIR/GLASS-THEME-TEXT-LANGUAGE has a picture of each leaf, taken of the server's root window and not of
the widget, and DIR/GLASS-THEME-TEXT-LANGUAGE.jpg all of them, small. What the screen shows and the window does not
paint is said, and of how much of its page each screen leaves empty a list is in DIR/empty.txt, the emptiest first.
Where nothing is named it is everything there is: 27 settings in each language, some hours. Exit code 1: some screen
showed what its window does not paint.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent.parent)]

from PIL import Image, ImageDraw  # noqa: E402 - after the path to the tests' own modules

GLASSES = {"up": (1080, 1920), "lying": (1920, 1080), "small": (1366, 768)}
SMALL = {"up": (270, 480), "lying": (480, 270), "small": (480, 270)}  # pixels of one picture on a contact sheet
COLUMNS = {"up": 8, "lying": 5, "small": 5}
ROWS = {"up": 3, "lying": 6, "small": 6}
LABEL = 18  # pixels beneath each for its name
STRAY = 8  # pixels: the end of a rounded line may come out otherwise too
LEAN = 32  # of 255: the edges of very large letters are smoothed a little otherwise on a screen than in a pixmap


def main() -> int:
    args = _parsed()
    stale, found = 0, list[tuple[float, str]]()
    for setting in ("-".join(one) for one in itertools.product(args.glass, args.theme, args.text, args.language)):
        facts = list(_photographed(args.out, setting, args.only))
        sheets(args.out, setting)
        for fact in facts:
            found.append((fact["empty"], f"{setting} {fact['name']}"))
            if abs(fact["off"]) > STRAY or fact["off"] < 0:
                stale += 1
                say(f"{setting} {fact['name']}: {fact['off']} pixels are not the window's")
        say(f"{setting}: {len(facts)} pictures")
    lines = [f"{share:5.2f}  {name}" for share, name in sorted(found, reverse=True)]
    (args.out / "empty.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return 1 if stale else 0


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--glass", nargs="+", choices=tuple(GLASSES), default=tuple(GLASSES))
    parser.add_argument("--theme", nargs="+", default=("light", "dark", "contrast"))
    parser.add_argument("--text", nargs="+", default=("100", "150", "200"))
    parser.add_argument("--language", nargs="+", default=("vi",))
    parser.add_argument("--only", nargs="+", default=(), help="screens whose name begins so")
    return parser.parse_args()


def _photographed(out: Path, setting: str, names: Sequence[str]) -> Iterator[dict]:  # type: ignore[type-arg]
    from real_screen import python, x_server

    wide, high = GLASSES[setting.split("-", maxsplit=1)[0]]
    with x_server(f"{wide}x{high}") as place:
        child = subprocess.Popen(
            python(str(HERE / "window_pictures.py"), "--child", str(out / setting), setting, *names),
            env=place,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        yield from (json.loads(line) for line in child.stdout if line.startswith("{"))
        if child.wait() != 0:
            raise SystemExit(f"{setting}: the window ended with {child.returncode}")


def sheets(out: Path, setting: str) -> None:
    """DIR/SETTING.jpg, and more with a number where one does not hold them."""
    glass = setting.split("-", maxsplit=1)[0]
    width, height = SMALL[glass]
    columns, most = COLUMNS[glass], COLUMNS[glass] * ROWS[glass]
    paths = sorted((out / setting).glob("*.jpg"))
    for number, start in enumerate(range(0, len(paths), most)):
        part = paths[start : start + most]
        rows = -(-len(part) // columns)
        sheet = Image.new("RGB", (columns * (width + 6), rows * (height + LABEL + 6)), "#888")
        pen = ImageDraw.Draw(sheet)
        for place, path in enumerate(part):
            x, y = place % columns * (width + 6), place // columns * (height + LABEL + 6)
            sheet.paste(Image.open(path).resize((width, height), Image.Resampling.LANCZOS), (x, y))
            pen.text((x + 4, y + height + 3), path.stem, fill="black")
        sheet.save(out / f"{setting}{f'-{number + 1}' if len(paths) > most else ''}.jpg", quality=82)


# --- in the window's own process ---


def photograph(folder: Path, setting: str, names: Sequence[str]) -> None:
    import resident_board as board
    from PySide6.QtWidgets import QApplication

    from kiosk.tour.finger import until
    from kiosk.ui.window import KioskWindow

    app = QApplication.instance() or QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    window = KioskWindow(closable=True)
    window.cover()
    until(lambda: window.windowHandle().isExposed(), "the window on the screen")
    for name in board.SCREENS:
        if names and not any(name.startswith(wanted) for wanted in names):
            continue
        for leaf, (shell, made) in enumerate(board.shown(name, setting, lambda one: window.row.addWidget(one, 1))):
            label = f"{name}{'' if not leaf else f'-{leaf + 1}'}"
            picture, off = _on_the_screen(window)
            picture.save(str(folder / f"{label}.jpg"), "JPG", 88)
            say(json.dumps({"name": label, "off": off, "empty": _empty(picture, shell, made)}))
        window.row.removeWidget(shell)
        shell.setParent(None)
    del app


def _on_the_screen(window):  # type: ignore[no-untyped-def]
    """What the X server shows, and how many of its pixels are not the window's."""
    from PySide6.QtGui import QGuiApplication
    from real_walk import live_pictures_stand_still, pixels

    from kiosk.tour.finger import NotSeen, until

    screen, shots = QGuiApplication.primaryScreen(), []

    def same() -> bool:
        there = screen.grabWindow(0).toImage()
        own = window.grab().toImage()
        off = int((abs(pixels(there) - pixels(own)) > LEAN).any(2).sum()) if there.size() == own.size() else -1
        shots[:] = [there, off]
        return 0 <= off <= STRAY

    with live_pictures_stand_still(), contextlib.suppress(NotSeen):  # how many are off is said
        until(same, "the screen as the window", 3.0)
    return shots[0], shots[1]


def _empty(picture, shell, made) -> float:  # type: ignore[no-untyped-def]
    """The share of the page that is one blank strip: the largest, over its whole width, of rows without a mark."""
    import numpy as np
    from real_walk import pixels

    page = shell.stage
    corner = page.mapTo(shell, page.rect().topLeft())
    rows = pixels(picture)[corner.y() : corner.y() + page.height(), corner.x() : corner.x() + page.width()]
    blank = (np.abs(rows - rows[:, :1]).max(axis=(1, 2)) < 6).tolist()
    longest = max((len(list(run)) for plain, run in itertools.groupby(blank) if plain), default=0)
    return round(longest / max(page.height(), 1), 3) if made.overlay is None else 0.0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        photograph(Path(sys.argv[2]), sys.argv[3], sys.argv[4:])
    else:
        raise SystemExit(main())
