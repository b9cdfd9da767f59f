"""Hostile files: whatever a stick or a phone brings, a page or a known error comes of it, in bounded time and memory.

    python bench/fuzz_scan.py [--minutes N] [--seed N] [--keep FOLDER]

Pictures in six formats and PDFs (scripts, forms, loops, bombs, locks, fonts, patterns) are changed where it hurts:
sizes, lengths, references, filters, bytes. The decoders are other people's machine code, which a coverage-guided fuzzer
of Python does not see into: the changes know the formats instead. Each target is the real one, the PDF child with its
limits included. The files run through workers that may die: that, an error nobody knows, over 5 s of processor time
(the child's included) or over 600 MB are findings, and the file that did it is kept.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import resource
import struct
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw

from kiosk.errors import ScanError
from kiosk.scan.decode import decode
from kiosk.scan.intake import every_paper, take

SECONDS, MEMORY = 5.0, 600  # processor time and MB of one input
BATCH = 120  # inputs of one worker
_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF")
_ODD = (0, 1, 2, 3, 7, 8, 31, 127, 128, 255, 256, 4095, 32767, 32768, 65535, 65536, 2**24, 2**31 - 1, 2**31, 2**32 - 1)
_NUMBERS = (
    "0",
    "-1",
    "1",
    "2",
    "65536",
    "2147483647",
    "-2147483648",
    "4294967296",
    "1e38",
    "0.00001",
    "99999999999999",
)


# --- what is changed ---


def pictures() -> Iterator[bytes]:
    page = Image.new("RGB", (220, 300), "white")
    pen = ImageDraw.Draw(page)
    for row in range(10):
        pen.text((20, 20 + 24 * row), "Giay chung sinh so 123", fill=(20, 20, 30))
    for kind in _FORMATS:
        for mode in ("RGB", "L", "P", "1", "RGBA", "CMYK", "I;16"):
            out = io.BytesIO()
            try:
                _in_mode(page, mode).save(out, kind)
            except (OSError, ValueError, KeyError):
                continue
            yield out.getvalue()
    for kind, ways in {
        "JPEG": [{"progressive": True}, {"exif": _turned(6)}, {"subsampling": 0, "quality": 5}],
        "TIFF": [{"compression": way} for way in ("tiff_lzw", "tiff_deflate", "jpeg", "packbits")],
        "GIF": [{"save_all": True, "append_images": [page] * 3}],
        "PNG": [{"dpi": (300, 300)}],
    }.items():
        for way in ways:
            out = io.BytesIO()
            page.save(out, kind, **way)  # type: ignore[arg-type]
            yield out.getvalue()


def _in_mode(page: Image.Image, mode: str) -> Image.Image:
    return Image.fromarray(np.asarray(page.convert("L"), np.uint16) * 257) if mode == "I;16" else page.convert(mode)


def _turned(how: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = how
    return exif


def pdfs() -> Iterator[bytes]:
    text = b"BT /F 14 Tf 60 700 Td (Giay chung sinh) Tj 0 -30 Td (so 123 ngay 24) Tj ET"
    yield _pdf(text)
    yield _pdf(text, pages=3)
    yield _pdf(b"q 500 0 0 700 40 40 cm /I Do Q " + text, image=True)
    yield _pdf(text + b" /X Do", form=True)
    yield _pdf(b"/P sh /Pattern cs /T scn 0 0 600 800 re f " + text, patterns=True)
    yield _pdf(text, script="while (true) { app.alert('x'); }")
    yield _pdf(text, note=True)
    yield _pdf(text, locked=True)
    yield _pdf(b"q " * 5000 + text)
    yield _pdf(b"1 0 0 RG 0 0 m " + b"300 400 500 100 50 600 c " * 3000 + b"S")


def _pdf(content: bytes, **with_: Any) -> bytes:
    with pikepdf.new() as pdf:
        for _ in range(with_.get("pages", 1)):
            font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            used = Dictionary(Font=Dictionary(F=font), XObject=Dictionary())
            page = pikepdf.Page(
                Dictionary(
                    Type=Name.Page,
                    MediaBox=[0, 0, 595, 842],
                    Resources=used,
                    Contents=pdf.make_stream(content),
                    Rotate=0,
                )
            )
            pdf.pages.append(page)
            _furnish(pdf, pdf.pages[-1], with_)
        out = io.BytesIO()
        locked = pikepdf.Encryption(owner="x", user="") if with_.get("locked") else None
        pdf.save(out, qdf=not locked, encryption=locked or False, static_id=not locked)
        return out.getvalue()


def _furnish(pdf: pikepdf.Pdf, page: Any, with_: dict[str, Any]) -> None:
    used = page.Resources
    if with_.get("image"):
        noise = np.random.default_rng(1).integers(0, 255, (64, 48), np.uint8).tobytes()
        image = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 48, "Height": 64, "BitsPerComponent": 8}
        used.XObject.I = pdf.make_stream(
            zlib.compress(noise), ColorSpace=Name.DeviceGray, Filter=Name.FlateDecode, **image
        )
    if with_.get("form"):
        inner = pdf.make_stream(b"/X Do 10 10 50 50 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 800])
        inner.Resources = Dictionary(XObject=Dictionary(X=inner))
        used.XObject.X = inner
    if with_.get("patterns"):
        ink = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1)
        used.Shading = Dictionary(
            P=Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 600, 800], Function=ink)
        )
        tile = {"Type": Name.Pattern, "PatternType": 1, "PaintType": 1, "TilingType": 1, "XStep": 9, "YStep": 9}
        used.Pattern = Dictionary(T=pdf.make_stream(b"0 0 4 4 re f", BBox=[0, 0, 9, 9], Resources=Dictionary(), **tile))
    if with_.get("script"):
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=with_["script"])
    if with_.get("note"):
        face = pdf.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        page.Annots = Array(
            [Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, Rect=[9, 9, 99, 99], AP=Dictionary(N=face))]
        )


# --- how ---


def changed(data: bytes, chance: random.Random) -> bytes:
    body = bytearray(data)
    ways: list[Callable[[bytearray, random.Random], bytearray]] = [_bytes, _cut, _doubled]
    ways += [_token, _token, _token, _reference] if data[:5] == b"%PDF-" else [_number, _number, _png_size]
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        body = chance.choice(ways)(body, chance)
    return bytes(body)


def _bytes(body: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.randint(1, 8)):
        body[chance.randrange(len(body))] = chance.randrange(256)
    return body


def _cut(body: bytearray, chance: random.Random) -> bytearray:
    at = chance.randrange(len(body))
    del body[at : at + chance.choice((1, 2, 16, 300, len(body)))]
    return body or bytearray(b"\0")


def _doubled(body: bytearray, chance: random.Random) -> bytearray:
    at, length = chance.randrange(len(body)), chance.choice((4, 64, 1000))
    body[at:at] = body[at : at + length] * chance.choice((1, 2, 50))
    return body[:2_000_000]


def _number(body: bytearray, chance: random.Random) -> bytearray:
    """A length, size or offset in a header, big or little end first."""
    at = chance.randrange(min(len(body), 700))
    form = chance.choice((">H", "<H", ">I", "<I"))
    size = struct.calcsize(form)
    body[at : at + size] = struct.pack(form, chance.choice(_ODD) % 256**size)
    return body


def _png_size(body: bytearray, chance: random.Random) -> bytearray:
    """Another size, with the checksum to it, so that the decoder believes it."""
    if body[:4] != b"\x89PNG":
        return _number(body, chance)
    body[16:24] = struct.pack(">2I", *(chance.choice((1, 31, 32, 5000, 7000, 40000, 2**31 - 1)) for _ in range(2)))
    body[29:33] = struct.pack(">I", zlib.crc32(body[12:29]))
    return body


def _token(body: bytearray, chance: random.Random) -> bytearray:
    """A number in a PDF is another one."""
    numbers = list(re.finditer(rb"(?<![\w.])-?\d+\.?\d*(?![\w.])", body))
    if numbers:
        one = chance.choice(numbers)
        body[one.start() : one.end()] = chance.choice(_NUMBERS).encode()
    return body


def _reference(body: bytearray, chance: random.Random) -> bytearray:
    """A reference, a name or a string stands where another stood."""
    parts = list(re.finditer(rb"\d+ 0 R|/\w+|\([^()]{0,40}\)|<<[^<>]{0,200}>>", body))
    if len(parts) > 1:
        one, other = chance.choice(parts), chance.choice(parts)
        body[one.start() : one.end()] = other.group()
    return body


# --- the work ---

TARGETS: dict[str, Callable[[bytes], Any]] = {
    "decode": decode,
    "take": take,
    "every paper": lambda data: sum(1 for _ in every_paper(data)),
}


def worker(seed: int, place: Path) -> None:
    """So many files, each written down before it is tried; a line of JSON for each."""
    chance = random.Random(seed)
    of_pictures, of_pdfs = list(pictures()), list(pdfs())
    for _ in range(BATCH):
        is_pdf = chance.random() < 0.3
        data = changed(chance.choice(of_pdfs if is_pdf else of_pictures), chance)
        name = chance.choice(["take", "take", "every paper"] if is_pdf else ["decode"] * 8 + ["take", "every paper"])
        place.write_bytes(data)
        started = _spent()
        try:
            TARGETS[name](data)
            came = "page"
        except ScanError as error:
            came = error.code
        except Exception as error:
            came = f"unknown {type(error).__name__}: {error}"[:200]
        told = {"target": f"{name} of {'PDF' if is_pdf else 'picture'}", "came": came, "s": _spent() - started}
        print(json.dumps(told | {"mb": _peak_mb()}), flush=True)


def _spent() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def _peak_mb() -> int:
    """The larger of this process and its largest child."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024


def is_finding(told: dict[str, Any]) -> bool:
    return told["came"].startswith("unknown") or told["s"] > SECONDS or told["mb"] > MEMORY


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"))
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    args.keep.mkdir(parents=True, exist_ok=True)
    if args.worker is not None:
        worker(args.worker, args.keep / "now")
        return 0
    counted: Counter[tuple[str, str]] = Counter()
    findings, longest, heaviest = 0, 0.0, 0
    end, seed = time.monotonic() + 60 * args.minutes, args.seed * 1_000_000
    while time.monotonic() < end:
        words = [sys.executable, __file__, "--worker", str(seed), "--keep", str(args.keep)]
        seed += 1
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
            assert child.stdout
            said = 0
            for said, line in enumerate(child.stdout, 1):
                told = json.loads(line)
                counted[told["target"], told["came"]] += 1
                longest, heaviest = max(longest, told["s"]), max(heaviest, told["mb"])
                if is_finding(told):
                    findings += 1
                    print(f"FOUND by {seed - 1}, input {said}: {told}", flush=True)
        if said < BATCH:
            findings += 1
            (args.keep / "now").rename(args.keep / f"died-{seed - 1}")
            print(f"FOUND: worker {seed - 1} ended with {child.returncode} at input {said + 1}; the file is kept")
    for (target, came), count in sorted(counted.items()):
        print(f"{target:24} {came:32} {count}")
    print(f"{sum(counted.values())} inputs in {args.minutes:g} minutes: {findings} findings; ", end="")
    print(f"at most {longest:.1f} s of processor time and {heaviest} MB")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
