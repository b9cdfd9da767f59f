"""What a page weighs and how well it is read. ``python bench/scan_size.py``

A4 pages of Vietnamese print with a red stamp and a blue signature, photographed at 12 megapixels with shadow, folds
and noise. Each way of keeping the page starts from the same page laid flat at 200 dpi; bytes are those of the whole
file, and the error is the share of letters that tesseract reads wrong, the page rendered at the file's own fineness.

Other tools take part where they are: ``KIOSK_PEERS`` is the bin folder of an environment with ocrmypdf, img2pdf and
noteshrink (requirements/peers.in); ocrmypdf -O3 wants pngquant besides.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from scan_sheets import A4_MM, Sheet, as_image, error, photographed, print_of, reads, rendered, sheet

from kiosk.scan.finder import outlines
from kiosk.scan.opencv import cv2
from kiosk.scan.page.clean import cleaned, trimmed
from kiosk.scan.page.rectify import lay_flat
from kiosk.scan.pdf import page_parts, pdfa, stencils
from kiosk.scan.picture import Frame

Way = Callable[[Frame, Path], tuple[bytes, Image.Image]]


def jpeg(quality: int, *, white: bool) -> Way:
    def way(flat: Frame, folder: Path) -> tuple[bytes, Image.Image]:
        del folder
        seen = _white(flat) if white else flat
        data = bytes(cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])
        return data, Image.open(io.BytesIO(data)).convert("RGB")

    return way


def group_4(flat: Frame, folder: Path) -> tuple[bytes, Image.Image]:
    del folder
    out = io.BytesIO()
    ink = _white(flat).min(axis=2) < 170
    Image.fromarray(~ink).save(out, "TIFF", compression="group4")
    return out.getvalue(), Image.open(out).convert("RGB")


def ours(flat: Frame, folder: Path) -> tuple[bytes, Image.Image]:
    data = pdfa.bind([pdfa.packed(_white(flat), A4_MM)])
    return data, rendered(data, 200, folder)


def ours_at(scale: float) -> Way:
    def way(flat: Frame, folder: Path) -> tuple[bytes, Image.Image]:
        white = _white(flat)
        size = (round(white.shape[1] * scale), round(white.shape[0] * scale))
        large = white if scale == 1 else cv2.resize(white, size, interpolation=cv2.INTER_CUBIC)
        cut = tuple(stencils._stencil(large, mask) for mask in stencils._inks(large, scale) if mask.any())
        data = pdfa.bind([page_parts.PdfPage(A4_MM, stencils=cut)])
        return data, rendered(data, round(200 * scale), folder)

    return way


def peer(*words: str, made: str) -> Way:
    """A command over the flat page as a JPEG of quality 90 with its fineness told; IN and OUT stand for the files."""

    def way(flat: Frame, folder: Path) -> tuple[bytes, Image.Image]:
        as_image(flat).save(folder / "in.jpg", quality=90, dpi=(200, 200))
        (folder / made).unlink(missing_ok=True)
        command = [{"IN": "in.jpg", "OUT": made}.get(word, word) for word in words]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        data = (folder / made).read_bytes()
        return data, rendered(data, 200, folder)

    return way


def _white(flat: Frame) -> Frame:
    return trimmed(cleaned(flat))


def ways() -> dict[str, Way]:
    known: dict[str, Way] = {
        "colour JPEG q75 as photographed": jpeg(75, white=False),
        "cleaned colour JPEG q75": jpeg(75, white=True),
        "cleaned colour JPEG q25": jpeg(25, white=True),
        "one-bit Group 4": group_4,
        "ours: PDF/A, as chosen": ours,
        "ours: PDF/A, 200 dpi": ours_at(1.0),
        "ours: PDF/A, 300 dpi": ours_at(1.5),
    }
    home = os.environ.get("KIOSK_PEERS", "")
    if shutil.which("img2pdf", path=home):
        known["img2pdf"] = peer(f"{home}/img2pdf", "IN", "-o", "OUT", made="peer.pdf")
    if shutil.which("noteshrink", path=home) and shutil.which("img2pdf", path=home):
        known["noteshrink"] = peer(
            f"{home}/noteshrink", "IN", "-c", f"{home}/img2pdf %i -o %o", "-o", "OUT", made="peer.pdf"
        )
    if shutil.which("ocrmypdf", path=home) and shutil.which("pngquant"):
        known["ocrmypdf -O3"] = peer(
            *(f"{home}/ocrmypdf", "-O3", "-l", "vie", "--jobs", "1", "--output-type", "pdf", "IN", "OUT"),
            made="peer.pdf",
        )
    return known


def sheets() -> dict[str, Sheet]:
    return {"a letter of 30 lines": sheet(1, 12, lines=30), "a full page": sheet(2, 12), "small print": sheet(3, 9)}


_FRESH = (21, 22, 23, 24, 25, 26)  # seeds of text and camera: letters that nothing here was set by


def fresh(folder: Path) -> None:
    """The mean over six letters: of one page, a single letter read wrong is .04 %."""
    kilobytes, letters, printed, kept = [], 0, 0.0, 0.0
    for seed in _FRESH:
        one = sheet(seed, 12, lines=30)
        picture = photographed(one, seed=100 + seed)
        found = outlines.find(picture)
        assert found
        data, seen = ours(lay_flat(picture, found.corners).picture, folder)
        kilobytes.append(len(data) / 1000)
        letters += len(one.text)
        printed += len(one.text) * error(one, print_of(one.picture), 300)
        kept += len(one.text) * error(one, print_of(seen), 200)
    mean = sum(kilobytes) / len(kilobytes)
    print(f"six fresh letters: mean {mean:.1f} kB, {kept / letters:.3f} %; as printed {printed / letters:.3f} %\n")


def main() -> None:
    print("## What a page weighs, and how well it is read\n")
    if not reads() or not shutil.which("pdftoppm"):
        print("tesseract with vie, or poppler, is not here: skipped\n")
        return
    with tempfile.TemporaryDirectory() as name:
        for title, one in sheets().items():
            picture = photographed(one)
            found = outlines.find(picture)
            assert found
            flat = lay_flat(picture, found.corners).picture
            print(f"{title}: {len(one.text)} letters; as printed {error(one, print_of(one.picture), 300):.2f} %")
            for label, way in ways().items():
                start = time.perf_counter()
                try:
                    data, seen = way(flat, Path(name))
                except (subprocess.CalledProcessError, OSError) as failed:
                    print(f"  {label:34} failed: {str(failed)[:90]}")
                    continue
                spent = time.perf_counter() - start
                wrong = error(one, print_of(seen), round(seen.width / 8.27))
                print(f"  {label:34} {len(data) / 1000:7.1f} kB  {wrong:6.2f} %  {spent:6.1f} s", flush=True)
            print()
        fresh(Path(name))


if __name__ == "__main__":
    sys.exit(main())
