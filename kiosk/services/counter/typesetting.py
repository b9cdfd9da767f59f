"""Official papers as PDF: templates that are data (``assets/papers``), set by Typst. The one door to that library.

The same data on the same day give the same bytes. What people wrote goes in as JSON and is never read as markup; the
templates reach no file but their own folder, no font but ours, and no package.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any

from kiosk.resources import asset


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
    import typst

    folder = asset("papers")
    return bytes(
        typst.compile(
            str(folder / f"{paper_forms()[form].key}.typ"),
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
