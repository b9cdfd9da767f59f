"""A TrueType font of two empty glyphs, for words that are never painted (ISO 32000-1, 9.9). The same bytes always."""

from __future__ import annotations

import io
from functools import lru_cache

EM = 1000
"""Units of a letter's size."""

WIDE, ASCENT, DESCENT = 500, 800, -200
"""Of every glyph, in these units."""

_GLYPHS = (".notdef", "blank")  # the first means a letter that is missing, and is never used
_TIMESTAMP = 3_786_912_000  # always 1 January 2024, in seconds from 1904


@lru_cache(maxsize=1)
def glyphless_font() -> bytes:
    """The font's bytes."""
    from fontTools.fontBuilder import FontBuilder  # for pages with words alone
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    builder = FontBuilder(EM, isTTF=True)
    builder.font.recalcTimestamp = False
    builder.setupHead(unitsPerEm=EM, created=_TIMESTAMP, modified=_TIMESTAMP)
    builder.setupGlyphOrder(list(_GLYPHS))
    builder.setupGlyf({name: Glyph() for name in _GLYPHS})
    builder.setupHorizontalMetrics(dict.fromkeys(_GLYPHS, (WIDE, 0)))
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.setupMaxp()
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()
