"""kiosk gallery: every component in every state, drawn to PNG files."""

from __future__ import annotations

import argparse
import os
from collections.abc import Container, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands import Call, Outcome

if TYPE_CHECKING:
    from kiosk.ui.gallery import View

_THEMES = ("light", "dark", "contrast")
_TEXTS = (100, 125, 150, 200)
_SIZES = ("1080x1920", "1920x1080", "1366x768")


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the pictures go")
    parser.add_argument("--theme", choices=_THEMES, action="append", help="may be repeated; all if not given")
    parser.add_argument("--text", type=int, choices=_TEXTS, action="append", help="per cent; 100 and 200 if not given")
    parser.add_argument(
        "--size", metavar="WxH", action="append", help=f"{_SIZES[0]} if not given; also {', '.join(_SIZES[1:])}"
    )
    parser.add_argument("--sheet", action="append", help="only this one; may be repeated")
    parser.set_defaults(run=run)


def run(call: Call) -> Outcome:
    """Draw without a screen; lists what was written."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from kiosk.ui.gallery import draw_all
    from kiosk.ui.gallery.sheets import SHEETS

    args = call.args
    _known(args.sheet or (), SHEETS)
    app = QApplication.instance() or QApplication([])
    paths = [str(path) for path in draw_all(args.out, _views(args, call), args.sheet or SHEETS)]
    app.processEvents()
    return Outcome({"pictures": paths}, f"{len(paths)} pictures in {args.out}")


def _known(names: Iterable[str], sheets: Container[str]) -> None:
    """ConfigError for a sheet that there is not."""
    from kiosk.errors import ConfigError

    for name in names:
        if name not in sheets:
            raise ConfigError(f"no sheet {name}", key=name)


def _views(args: argparse.Namespace, call: Call) -> list[View]:
    from PySide6.QtCore import QSize

    from kiosk.errors import ConfigError
    from kiosk.ui.gallery import View

    views = []
    for size in args.size or _SIZES[:1]:
        width, _, height = size.partition("x")
        if not (width.isdigit() and height.isdigit()):
            raise ConfigError(f"{size} is no size", key=size)
        views += [
            View(theme, text, QSize(int(width), int(height)), args.say)
            for theme in args.theme or _THEMES
            for text in args.text or (100, 200)
        ]
    return views
