"""Official papers and sheets as PDF: templates that are data (``assets/papers``), set by Typst. The one door to that
library.

The same data on the same day give the same bytes. What people wrote goes in as JSON and is never read as markup; the
templates reach no file but their own folder, no font but ours, and no package.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any

from kiosk.errors import SheetNotSet
from kiosk.resources import asset

DOTS = "…" * 8
"""In place of a word that cannot be printed."""

_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class OfficialPaper:
    """One paper: what it is called, which of the law's forms it is, what an officer must say for it."""

    key: str  # mau-01
    title: str
    number: str  # 01; empty: none of the law's
    copies: int
    needs: tuple[str, ...]


@cache
def paper_forms() -> Mapping[str, OfficialPaper]:
    """Every paper that there is a template for, in the law's order."""
    table = tomllib.loads((asset("papers") / "papers.toml").read_text("utf-8"))["papers"]
    return {
        key: OfficialPaper(key, one["title"], one.get("number", ""), one["copies"], tuple(one.get("needs", ())))
        for key, one in table.items()
    }


def typeset(form: str, data: Mapping[str, Any], at: datetime) -> bytes:
    """The paper ``form`` with ``data``, tagged (PDF/UA-1), its fonts embedded. KeyError for an unknown form."""
    return _printed(paper_forms()[form].key, data, at, _dotted)


def typeset_sheet(data: Mapping[str, Any], at: datetime) -> bytes:
    """An official sheet, filled (``forms.sheet_filling``), with who signs: as ``typeset``. A word with a letter that no
    font of the house has, as of a name in Lao, is left as dots, to be written by hand. SheetNotSet."""
    import typst

    try:
        return _printed("sheet", data, at, _with_dots)
    except typst.TypstError as error:  # its words would quote what people wrote
        raise SheetNotSet("the typesetter refused it", sheet=str(data.get("title", ""))) from error


def _printed(template: str, data: Any, at: datetime, dotted: Callable[[Any, frozenset[int]], Any]) -> bytes:
    """``dotted``: the data with dots where no font of the house has a letter. TypstError."""
    import typst

    with suppress(typst.TypstError):  # PDF/UA wants a glyph for each letter
        return _compiled(template, data, at)
    return _compiled(template, dotted(data, _letters()), at)


@cache
def _letters() -> frozenset[int]:
    """What the house's fonts can print."""
    from fontTools.ttLib import TTFont

    fonts = (TTFont(path, lazy=True) for path in sorted(asset("fonts").rglob("*.[ot]tf")))
    return frozenset(code for font in fonts for code in font.getBestCmap())


def _with_dots(data: Any, letters: frozenset[int]) -> Any:
    match data:
        case {"answer": str(text)}:
            return {"answer": _dotted(text, letters)}
        case Mapping():
            return {key: _with_dots(one, letters) for key, one in data.items()}
        case list():
            return [_with_dots(one, letters) for one in data]
        case _:
            return data


def _dotted(data: Any, letters: frozenset[int]) -> Any:
    """Wherever a text stands in it: an office's name as somebody wrote it into the settings, or a resident's."""
    match data:
        case str():
            return _WORD.sub(lambda word: word[0] if letters.issuperset(map(ord, word[0])) else DOTS, data)
        case Mapping():
            return {key: _dotted(one, letters) for key, one in data.items()}
        case list():
            return [_dotted(one, letters) for one in data]
        case _:
            return data


def _compiled(template: str, data: Mapping[str, Any], at: datetime) -> bytes:
    import typst

    folder = asset("papers")
    return bytes(
        typst.compile(
            str(folder / f"{template}.typ"),
            root=str(folder),
            font_paths=[str(asset("fonts"))],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=int(at.timestamp()),
        )
    )


def qr_svg(text: str) -> str:
    """A QR code as SVG that prints black on white."""
    import qrcode
    from qrcode.image.svg import SvgPathImage

    out = BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, border=1).save(out)
    return out.getvalue().decode()
