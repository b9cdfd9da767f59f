"""The words behind a page: found by a search and taken along by a copy, but never painted.

Text in rendering mode 3 over the picture, in a font of one empty glyph that is embedded all the same: ISO 19005-2,
6.2.11.4.1, asks for no font program where nothing is painted, but not every reader knows. What the codes mean stands
in a ToUnicode map, so the diacritics come out whole.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from itertools import pairwise

import pikepdf
from pikepdf import Array, Dictionary, Name

from kiosk.scan.pdf.glyphless_font import ASCENT, DESCENT, EM, WIDE, glyphless_font
from kiosk.scan.reading.words import Line, PageText

FONT = "/T"
MOST_BYTES = 6_000
"""Compressed, of one page: dense print takes 4 kB, and a page of gibberish goes without."""

_STEP = 4  # percent: so finely words are stretched; the next one starts where it should all the same


class Layer:
    """The words of one document's pages, in one font that grows as they come."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def drawn(self, text: PageText, points: tuple[float, float]) -> str:
        """The page's words as operators, for a page of so many points; empty where they would weigh too much."""
        known = dict(self._codes)
        across, up = points[0] / text.page[0], points[1] / text.page[1]
        steps = [self._line(line, across, up, points[1]) for line in text.lines]
        operators = " ".join(["BT 3 Tr", *steps, "ET"])
        if len(zlib.compress(operators.encode())) <= MOST_BYTES:
            return operators
        self._codes = known
        return ""

    def _line(self, line: Line, across: float, up: float, high: float) -> str:
        """Words one after another, each as wide as the way to the next: none strays from its place."""
        top, bottom = min(word.box[1] for word in line), max(word.box[3] for word in line)
        size = max(1, round((bottom - top) * up))
        x = line[0].box[0] * across
        y = high - bottom * up - DESCENT / EM * size
        steps = [f"{FONT} {size} Tf 1 0 0 1 {x:.1f} {y:.1f} Tm"]
        ends = [nxt.box[0] for _, nxt in pairwise(line)]
        for word, end in zip(line, [*ends, None], strict=True):
            letters = word.text + (" " if end is not None else "")
            wide = (end if end is not None else word.box[2]) * across - x
            natural = len(letters) * size * WIDE / EM
            stretch = min(1000, max(_STEP, _STEP * round(100 * wide / natural / _STEP)))
            x += stretch / 100 * natural
            steps.append(f"{stretch} Tz <{''.join(f'{self._code(c):04x}' for c in letters)}> Tj")
        return " ".join(steps)

    def _code(self, letter: str) -> int:
        return self._codes.setdefault(letter, len(self._codes) + 1)

    def font(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """The font of all that was drawn."""
        count = len(self._codes)
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name.Glyphless,
            Flags=4,  # symbolic: its codes are its own
            FontBBox=Array([0, DESCENT, WIDE, ASCENT]),
            ItalicAngle=0,
            Ascent=ASCENT,
            Descent=DESCENT,
            CapHeight=ASCENT,
            StemV=80,
            FontFile2=pdf.make_stream(glyphless_font(), Length1=len(glyphless_font())),
        )
        letters = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name.Glyphless,
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
            DW=WIDE,
            CIDToGIDMap=pdf.make_stream(b"\0\0" + b"\0\1" * count),
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name.Glyphless,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(letters)]),
                ToUnicode=pdf.make_stream(_meanings(self._codes.items())),
            )
        )


def _meanings(codes: Iterable[tuple[str, int]]) -> bytes:
    """The map from codes to letters, a hundred at a time as ISO 32000-1, 9.10.3, has it."""
    pairs = [f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes]
    blocks = [pairs[k : k + 100] for k in range(0, len(pairs), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <ffff> endcodespacerange",
            *("\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"]) for block in blocks),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    ).encode()
