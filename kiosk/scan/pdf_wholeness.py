"""Whether a page of a PDF is shown whole. For the child alone.

PDFium leaves out what it cannot read or paint, and says nothing of it: a page whose content was damaged on a stick
comes out white. So qpdf looks over the same file: for streams that do not decode, a file that was cut short (then an
older revision is shown, without its signature), notes that nobody paints, and covers that stand for other files.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

_END, _TAIL = b"%%EOF", 1024  # ISO 32000-2, 7.5.5, and how far before the end readers look for it
_MISSING = ("expected n n obj", "not found in file")  # what qpdf says of an object that is gone
_PAPERS = (".pdf", ".doc", ".docx", ".odt", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic")  # not an invoice's XML
_HIDDEN = 1 << 1 | 1 << 5  # Hidden, NoView: ISO 32000-2, table 167
_NEEDS_AP = ("/Line", "/PolyLine", "/Polygon", "/Stamp", "/Caret")  # PDFium paints none that brings no appearance
_LATIN_1 = 256
_JPEG, _JPEG_END = b"\xff\xd8", b"\xff\xd9"
_DEEP, _MANY = 5, 300  # forms within forms; streams of a page
_CHUNK, _ENOUGH = 1 << 20, 64 << 20  # bytes of a stream that are looked through


class Wholeness:
    """One document's."""

    def __init__(self, data: bytes) -> None:
        self._sound: dict[tuple[int, int], bool] = {}
        self._pdf: Any = None
        try:
            self._pdf = pikepdf.open(io.BytesIO(data))
            self._whole = _END in data[-_TAIL:] and not _stands_for_more(self._pdf)
        except MemoryError:
            raise
        except Exception:  # as of any decoder at hostile bytes: then nobody can say that it is whole
            self._whole = False

    def shows_all(self, number: int) -> bool:
        """Whether page ``number`` (from 0) has nothing that PDFium leaves out."""
        if not self._whole:
            return False
        try:
            page = self._pdf.pages[number].obj
            whole = all(map(self._is_sound, _streams(page))) and all(map(_is_painted, _items(page.get("/Annots"))))
            return whole and not any(word in str(one) for one in self._pdf.get_warnings() for word in _MISSING)
        except MemoryError:
            raise
        except Exception:
            return False

    def _is_sound(self, stream: Any) -> bool:
        if not isinstance(stream, Stream):
            return False
        known = self._sound.get(stream.objgen)
        if known is None:
            known = self._sound[stream.objgen] = _decodes(stream)
        return known


def _stands_for_more(pdf: Any) -> bool:
    """Whether the pages are a cover: of a portfolio, of papers attached, of a form that only its own program draws."""
    root = pdf.Root
    if "/Collection" in root or root.get("/NeedsRendering") is True:
        return True
    return any(str(name).lower().endswith(_PAPERS) for name in pdf.attachments)


def _streams(page: Any) -> Iterator[Any]:
    """What is painted on a page: its content, the pictures and forms it has at hand."""
    yield from _items(page.get("/Contents"))
    waiting = [(_inherited(page, "/Resources"), 0)]
    for _ in range(_MANY):
        if not waiting:
            return
        resources, depth = waiting.pop()
        objects = resources.get("/XObject") if isinstance(resources, Dictionary) else None
        for one in objects.values() if isinstance(objects, Dictionary) else ():
            yield one
            if depth < _DEEP and isinstance(one, Stream) and one.get("/Subtype") == Name.Form:
                waiting.append((one.get("/Resources"), depth + 1))


def _inherited(page: Any, key: str) -> Any:
    node = page
    for _ in range(_MANY):
        if node is None or key in node:
            break
        node = node.get("/Parent")
    return None if node is None else node.get(key)


def _items(value: Any) -> list[Any]:
    """Of a list or a single one."""
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _decodes(stream: Any) -> bool:
    first = next(iter(_items(stream.get("/Filter"))), None)
    if first == Name.FlateDecode:
        return _inflates(stream.read_raw_bytes())
    if first == Name.DCTDecode:
        raw = stream.read_raw_bytes()
        return bool(raw.startswith(_JPEG) and _JPEG_END in raw[-_TAIL:])
    return True


def _inflates(raw: bytes) -> bool:
    """Without holding what comes out: it may be a thousand times as much."""
    unpacker, length = zlib.decompressobj(), 0
    try:
        while raw and not unpacker.eof and length < _ENOUGH:
            length += len(unpacker.decompress(raw, _CHUNK))
            raw = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return True


def _is_painted(note: Any) -> bool:
    """Whether a reader's mark on the page is shown."""
    kind = str(note.get("/Subtype", ""))
    if int(note.get("/F", 0)) & _HIDDEN:
        return True
    if kind == "/FileAttachment":
        return False
    if "/AP" in note:
        return True
    if kind == "/FreeText":  # PDFium's own letters end with Latin-1
        return all(ord(letter) < _LATIN_1 for letter in str(note.get("/Contents", "")))
    return kind not in _NEEDS_AP
