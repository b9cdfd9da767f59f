"""Filled fields and signatures of a PDF, painted as a reader shows them (ISO 32000-2, 12.7). For the child alone.

PDFium paints a field's own appearance, and makes one where there is none or where the document asks for it anew
(``NeedAppearances``). Its own letters end with Latin-1: of a name like "Mỷ" it would leave the M alone. Such answers
are written here, with letters that know all accents.
"""

from __future__ import annotations

import ctypes
import io
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import ImageFont

from kiosk.errors import PictureUnreadable
from kiosk.resources import asset

_FONT = ("fonts", "NotoSans-Regular.ttf")
_TEXTS = (4, 5, 6)  # FPDF_FORMFIELD_COMBOBOX, _LISTBOX, _TEXTFIELD
_WIDGET = 20  # FPDF_ANNOT_WIDGET
_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5  # ISO 32000-2, table 167
_MULTILINE, _PASSWORD = 1 << 12, 1 << 13  # table 231
_LEADING, _MARGIN, _USUAL, _SMALLEST = 1.2, 2.0, 12.0, 4.0  # of a line's size; points


@cache
def letters() -> bytes:
    """The font's file. Asked for once before the cell shuts."""
    return asset(*_FONT).read_bytes()


@cache
def _measure() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(letters()), 100)


def loaded() -> None:
    """Everything that is read from disk."""
    _measure().getlength("x")


def open_forms(document: Any) -> None:
    """Fields are painted from here on, scripts are not run. Also where the document names no form: a field on a page is
    then an annotation like any other, which pypdfium2's own ``init_forms`` leaves out."""
    settings = pdfium.FPDF_FORMFILLINFO(version=2)
    raw = pdfium.FPDFDOC_InitFormFillEnvironment(document, settings)
    if not raw:
        raise PictureUnreadable("a form")
    document.formenv = pypdfium2.PdfFormEnv(raw, settings)


def write_out(document: Any, page: Any, data: bytes, number: int) -> None:
    """Answers on this page that PDFium would paint in part are hidden, and written in full.

    ``data`` is the file, ``number`` the page's. Raises PictureUnreadable for letters that nobody here can paint.
    """
    partly = list(_strange(document, page))
    if not partly:
        return
    plain = pypdfium2.PdfDocument(data)  # without a form: each field has the appearance that came in the file
    try:
        before = plain[number]
        for index, text in partly:
            annotation = pdfium.FPDFPage_GetAnnot(page, index)
            if _appearance(pdfium.FPDFPage_GetAnnot(before, index)) != _appearance(annotation):
                _write(document, page, annotation, text)
    finally:
        plain.close()


def _strange(document: Any, page: Any) -> Iterator[tuple[int, str]]:
    """The fields on a page, by number, that hold text with letters beyond PDFium's own, and that text."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if pdfium.FPDFAnnot_GetSubtype(annotation) != _WIDGET or _is_hidden(document, annotation):
            continue
        if pdfium.FPDFAnnot_GetFormFieldType(document.formenv, annotation) in _TEXTS:
            text = unicodedata.normalize("NFC", _value(document, annotation))
            if text.strip() and not text.isascii():
                yield index, text


def _is_hidden(document: Any, annotation: Any) -> bool:
    flags = pdfium.FPDFAnnot_GetFlags(annotation)
    field = pdfium.FPDFAnnot_GetFormFieldFlags(document.formenv, annotation)
    return bool(flags & (_HIDDEN | _NO_VIEW) or field & _PASSWORD)


def _value(document: Any, annotation: Any) -> str:
    ask = pdfium.FPDFAnnot_GetFormFieldValue
    return _wide(lambda buffer, size: int(ask(document.formenv, annotation, buffer, size)))


def _appearance(annotation: Any) -> str:
    return _wide(lambda buffer, size: int(pdfium.FPDFAnnot_GetAP(annotation, 0, buffer, size)))


def _wide(ask: Any) -> str:
    """Text of PDFium's: asked for its length in bytes, then into a buffer, UTF-16 with a zero at its end."""
    size = ask(None, 0)
    if size <= 2:
        return ""
    buffer = (pdfium.FPDF_WCHAR * (size // 2))()
    ask(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")


def _write(document: Any, page: Any, annotation: Any, text: str) -> None:
    if any(_is_missing(letter) for letter in set(text) if not letter.isspace()):
        raise PictureUnreadable("a field's letters")
    rect, size = pdfium.FS_RECTF(), ctypes.c_float()
    pdfium.FPDFAnnot_GetRect(annotation, rect)
    pdfium.FPDFAnnot_GetFontSize(document.formenv, annotation, size)
    many = bool(pdfium.FPDFAnnot_GetFormFieldFlags(document.formenv, annotation) & _MULTILINE)
    width, height = rect.right - rect.left - 2 * _MARGIN, rect.top - rect.bottom
    lines, points = _fitted(text, float(size.value), width, height, many=many)
    down = rect.top - points if many else (rect.top + rect.bottom) / 2 - 0.35 * points
    pdfium.FPDFAnnot_SetFlags(annotation, pdfium.FPDFAnnot_GetFlags(annotation) | _HIDDEN)
    for number, line in enumerate(lines):
        _line(document, page, line, points, rect.left + _MARGIN, down - number * _LEADING * points)


def _fitted(text: str, points: float, width: float, height: float, *, many: bool) -> tuple[list[str], float]:
    """The lines, and the size at which they fit: the field's own or less. ``points`` 0: as suits the field."""
    points = points or min(_USUAL, 0.7 * height)
    while True:
        lines = _wrapped(text, width / points * 100) if many else [" ".join(text.split())]
        longest = max(map(_measure().getlength, lines), default=0.0) / 100 * points
        if points <= _SMALLEST or (longest <= width and (not many or len(lines) * _LEADING * points <= height)):
            return lines, points
        points = max(_SMALLEST, 0.9 * points)


def _wrapped(text: str, width: float) -> list[str]:
    """``width`` in hundredths of the letters' size."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and _measure().getlength(longer) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def _is_missing(letter: str) -> bool:
    return bytes(_measure().getmask(letter)) == bytes(_measure().getmask("\uffff"))


def _line(document: Any, page: Any, text: str, points: float, x: float, y: float) -> None:
    """One line of the page's own content: what is painted, and no more than that, is changed."""
    data = letters()
    file = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    font = pdfium.FPDFText_LoadFont(document, file, len(data), pdfium.FPDF_FONT_TRUETYPE, True)
    line = pdfium.FPDFPageObj_CreateTextObj(document, font, points)
    coded = text.encode("utf-16-le") + b"\0\0"
    pdfium.FPDFText_SetText(line, (pdfium.FPDF_WCHAR * (len(coded) // 2)).from_buffer_copy(coded))
    pdfium.FPDFPageObj_Transform(line, 1, 0, 0, 1, x, y)
    pdfium.FPDFPage_InsertObject(page, line)
    pdfium.FPDFFont_Close(font)
