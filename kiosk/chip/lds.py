"""The logical data structure: EF.COM, DG1 and DG2 (ICAO 9303-10 §4, ISO/IEC 19794-5). All parsers raise Malformed."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace

from kiosk.chip import mrz, tlv
from kiosk.chip.mrz import Mrz
from kiosk.chip.tlv import Malformed, TlvNode
from kiosk.errors import BadCardKey

GROUP_TAGS = {
    0x61: "DG1",
    0x75: "DG2",
    0x63: "DG3",
    0x76: "DG4",
    0x65: "DG5",
    0x66: "DG6",
    0x67: "DG7",
    0x68: "DG8",
    0x69: "DG9",
    0x6A: "DG10",
    0x6B: "DG11",
    0x6C: "DG12",
    0x6D: "DG13",
    0x6E: "DG14",
    0x6F: "DG15",
    0x70: "DG16",
}
"""The template tags of the data groups (ICAO 9303-10 table 39)."""

_MOST_LEAVES = 2000
"""Data objects of one face that are looked at: a record of ISO/IEC 39794-5 has some dozens."""

_MOST_FACES, _LEAST_FACE = 16, 32
"""Pictures in one record that are looked at, and the bytes before a picture."""

JPEG, JPEG_2000 = "image/jpeg", "image/jp2"


@dataclass(frozen=True)
class Com:
    """The card's own table of contents: unsigned, so a hint at most."""

    lds_version: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class FaceImage:
    """The holder's face as encoded on the chip. Width and height in pixels; 0 where neither header says it."""

    data: bytes = field(repr=False)
    media_type: str
    width: int
    height: int


def parse_com(data: bytes) -> Com:
    template = tlv.only(data, 0x60)
    tags = template.child(0x5C).value
    version = template.child(0x5F01).value.decode("ascii", "replace")
    return Com(version, tuple(GROUP_TAGS[tag] for tag in tags if tag in GROUP_TAGS))


def parse_dg1(data: bytes) -> Mrz:
    text = tlv.only(data, 0x61).child(0x5F1F).value
    try:
        return mrz.parse(text.decode("ascii"))
    except (UnicodeDecodeError, BadCardKey) as error:
        raise Malformed("DG1 holds no MRZ") from error


def parse_dg2(data: bytes) -> FaceImage:
    """The first face of the biometric information group (ICAO 9303-10 §4.7.2)."""
    return parse_faces(data)[0]


def parse_faces(data: bytes) -> tuple[FaceImage, ...]:
    """Every face: a group may hold several templates, and a record several pictures. At least one; else Malformed."""
    group = tlv.only(data, 0x75).child(0x7F61)
    templates = [node.children() for node in group.children() if node.tag == 0x7F60]
    records = [node for template in templates for node in template if node.tag in (0x5F2E, 0x7F2E)]
    faces = [face for record in records for face in _faces(record)]
    if not faces:
        raise Malformed("DG2 holds no picture")
    return tuple(faces)


def _faces(node: TlvNode) -> list[FaceImage]:
    """By the older standard, or by the one that writes data objects (ISO/IEC 39794-5)."""
    if node.value[:4] == b"FAC\0":
        return _in_record(node.value)
    return [
        FaceImage(leaf.value, _media_type(leaf.value), *_size(leaf.value, _media_type(leaf.value)))
        for leaf in _sound_leaves(node)
        if _is_picture(leaf.value)
    ][:_MOST_FACES]


def _sound_leaves(node: TlvNode) -> list[TlvNode]:
    if not node.constructed:
        return []
    return list(itertools.islice(tlv.leaves(node), _MOST_LEAVES))


def _is_picture(value: bytes) -> bool:
    try:
        return bool(_media_type(value))
    except Malformed:
        return False


def _in_record(record: bytes) -> list[FaceImage]:
    """A facial record: header of 14 bytes, then each picture with what is said of it (ISO/IEC 19794-5 §5)."""
    count, rest = int.from_bytes(record[12:14], "big"), record[14:]
    faces = [_face(rest)]  # the first whatever its length says: some issuers leave that at zero
    for _ in range(1, min(count, _MOST_FACES)):
        length = int.from_bytes(rest[:4], "big")
        rest = rest[length:]
        if length < _LEAST_FACE or len(rest) < _LEAST_FACE:
            break
        faces[-1:] = [replace(faces[-1], data=faces[-1].data[: len(faces[-1].data) - len(rest)]), _face(rest)]
    return faces


def _face(rest: bytes) -> FaceImage:
    """Facial information 20 bytes, feature points 8 each, image information 12, and the picture."""
    points = int.from_bytes(rest[4:6], "big")
    start = 20 + 8 * points
    information, picture = rest[start : start + 12], rest[start + 12 :]
    kind = _media_type(picture)
    size = int.from_bytes(information[2:4], "big"), int.from_bytes(information[4:6], "big")
    width, height = size if all(size) else _size(picture, kind)
    return FaceImage(picture, kind, width, height)


def _media_type(picture: bytes) -> str:
    """By the picture's own first bytes: the record's type field is wrong on some cards."""
    if picture[:2] == b"\xff\xd8":
        return JPEG
    if picture[:12] == b"\0\0\0\x0cjP  \r\n\x87\n" or picture[:4] == b"\xff\x4f\xff\x51":
        return JPEG_2000
    raise Malformed("neither JPEG nor JPEG 2000")


def _size(picture: bytes, kind: str) -> tuple[int, int]:
    """Width and height from the frame header (ITU-T T.81) or from the size marker (ITU-T T.800)."""
    if kind == JPEG:
        match = re.search(rb"\xff[\xc0-\xc3]..\x08(..)(..)", picture, re.DOTALL)
        return (_number(match[2]), _number(match[1])) if match else (0, 0)
    match = re.search(rb"\xff\x51..\0.(....)(....)", picture, re.DOTALL)
    return (_number(match[1]), _number(match[2])) if match else (0, 0)


def _number(raw: bytes) -> int:
    return int.from_bytes(raw, "big")
