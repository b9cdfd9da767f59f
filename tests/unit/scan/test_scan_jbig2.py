"""The stencils' code, read back by three decoders of other hands: to the pixel."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.scan.opencv import cv2
from kiosk.scan.pdf import jbig2, jbig2_machine
from kiosk.scan.pdf.jbig2 import Mask, encoded
from kiosk.scan.pdf.page_parts import PdfPage, Stencil
from kiosk.scan.pdf.pdfa import bind
from kiosk.scan.pdf.settle import settled


def written(height: int = 300, width: int = 421) -> Mask:
    page = np.zeros((height, width), np.uint8)
    for row in range(height // 40):
        cv2.putText(page, "Dong Van 18/11/2026", (9, 30 + 40 * row), cv2.FONT_HERSHEY_COMPLEX, 1.0, 1, 2)
    return page.astype(bool)


def masks() -> dict[str, Mask]:
    rng = np.random.default_rng(4)
    return {
        "print": written(),
        "noise": rng.random((97, 131)) < 0.5,
        "sparse": rng.random((64, 300)) < 0.01,
        "empty": np.zeros((40, 33), np.bool_),
        "full": np.ones((41, 30), np.bool_),
        "one pixel": np.ones((1, 1), np.bool_),
        "a row": rng.random((1, 200)) < 0.3,
        "a column": rng.random((200, 1)) < 0.3,
        "rows twice": np.repeat(rng.random((30, 64)) < 0.3, 2, axis=0),
        "stripes": np.tile(np.arange(64) % 9 < 4, (50, 1)),
    }


NAMES = list(masks())


def in_pdf(mask: Mask) -> bytes:
    """Four points to a pixel: a PDF/A page has at least three."""
    height, width = mask.shape
    one = Stencil(encoded(mask), (0, 0, width, height), (width, height), (0.0, 0.0, 0.0), float(mask.mean()))
    return bind([PdfPage((width * 4 * 25.4 / 72, height * 4 * 25.4 / 72), stencils=(one,))])


def as_file(segments: bytes) -> bytes:
    """With the header and the ends that a file has and a PDF leaves out."""
    ends = struct.pack(">IBBBI", 2, 49, 0, 1, 0) + struct.pack(">IBBBI", 3, 51, 0, 0, 0)
    return b"\x97JB2\r\n\x1a\n\x01" + struct.pack(">I", 1) + segments + ends


def by_jbig2dec(mask: Mask, folder: Path) -> Mask:
    if not shutil.which("jbig2dec"):
        pytest.skip("jbig2dec is not installed")
    (folder / "a.jb2").write_bytes(as_file(encoded(mask)))
    subprocess.run(["jbig2dec", "-t", "pbm", "-o", folder / "a.pbm", folder / "a.jb2"], check=True, capture_output=True)
    with Image.open(folder / "a.pbm") as picture:
        return ~np.asarray(picture)


@pytest.mark.parametrize("name", NAMES)
def test_jbig2dec_reads_the_same(name: str, tmp_path: Path) -> None:
    mask = masks()[name]
    assert np.array_equal(by_jbig2dec(mask, tmp_path), mask)


@pytest.mark.parametrize("name", NAMES)
def test_poppler_reads_the_same(name: str, tmp_path: Path) -> None:
    if not shutil.which("pdfimages"):
        pytest.skip("poppler-utils are not installed")
    (tmp_path / "a.pdf").write_bytes(in_pdf(masks()[name]))
    subprocess.run(["pdfimages", "-png", tmp_path / "a.pdf", tmp_path / "a"], check=True)
    with Image.open(tmp_path / "a-000.png") as picture:
        assert np.array_equal(np.asarray(picture.convert("1")), masks()[name])


@pytest.mark.parametrize("name", NAMES)
def test_pdfium_paints_ink_there_and_nowhere_else(name: str) -> None:
    mask = masks()[name]
    with pypdfium2.PdfDocument(in_pdf(mask)) as pdf:
        seen = pdf[0].render(scale=0.25, grayscale=True).to_numpy()
    assert seen.shape == mask.shape
    assert np.array_equal(seen < 128, mask)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 70), st.integers(1, 70), st.floats(0, 1), st.integers(0, 1 << 30))
def test_any_mask_comes_back(height: int, width: int, share: float, seed: int) -> None:
    mask = np.random.default_rng(seed).random((height, width)) < share
    with pikepdf.open(io.BytesIO(in_pdf(mask))) as pdf:
        image = next(iter(pdf.pages[0].Resources.XObject.values()))
        assert (int(image.Width), int(image.Height)) == (width, height)
    with pypdfium2.PdfDocument(in_pdf(mask)) as pdf:
        assert np.array_equal(pdf[0].render(scale=0.25, grayscale=True).to_numpy() < 128, mask)


def by_machine(mask: Mask) -> bytes | None:
    return jbig2_machine.coded(mask, jbig2._STATES)


def by_python(mask: Mask) -> bytes:
    return jbig2._coded(*jbig2._runs(mask))


@pytest.mark.parametrize("name", NAMES)
def test_the_machine_writes_what_plain_python_writes(name: str) -> None:
    assert by_machine(masks()[name]) == by_python(masks()[name])


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 70), st.integers(1, 70), st.floats(0, 1), st.integers(0, 1 << 30))
def test_the_machine_writes_the_same_of_any_mask(height: int, width: int, share: float, seed: int) -> None:
    mask = np.random.default_rng(seed).random((height, width)) < share
    assert by_machine(mask) == by_python(mask)


_HARDENED = """
import ctypes, sys
import numpy as np
if ctypes.CDLL(None).prctl(65, 1, 0, 0, 0):  # PR_SET_MDWE: what was written is never run
    sys.exit(77)
from kiosk.scan.pdf import jbig2, jbig2_machine
sys.stdout.buffer.write(jbig2.encoded(np.arange(6000).reshape(60, 100) % 7 < 3))
assert jbig2_machine._machine() is None
"""


def test_where_no_machine_code_may_be_made_the_bytes_are_the_same() -> None:
    done = subprocess.run([sys.executable, "-c", _HARDENED], capture_output=True, check=False)
    if done.returncode == 77:
        pytest.skip("this kernel cannot forbid a process to make machine code")
    assert done.returncode == 0, done.stderr
    assert done.stdout == encoded(np.arange(6000).reshape(60, 100) % 7 < 3)


def test_print_costs_less_than_group_4() -> None:
    out = io.BytesIO()
    Image.fromarray(written(1200, 900)).save(out, "TIFF", compression="group4")
    assert len(encoded(written(1200, 900))) < 0.8 * len(out.getvalue())


def rough(mask: Mask, seed: int = 1) -> tuple[Mask, np.ndarray]:
    """The mask as a noisy camera leaves it, and how far each pixel lies from being doubtful."""
    grey = cv2.GaussianBlur(255.0 - 255.0 * mask, (0, 0), 1.1) + np.random.default_rng(seed).normal(0, 22, mask.shape)
    return grey < 128, np.asarray(np.minimum(np.abs(grey - 128) / 60, 1), np.float32)


def test_settling_saves_bytes_and_leaves_every_plain_pixel() -> None:
    seen, doubt = rough(written(600, 900))
    calm = settled(seen, doubt)
    assert len(encoded(calm)) < 0.9 * len(encoded(seen))
    assert np.array_equal(calm[doubt >= 1], seen[doubt >= 1])


def test_settling_brings_the_picture_nearer_to_what_was_printed() -> None:
    printed = written(600, 900)
    seen, doubt = rough(printed)
    assert (settled(seen, doubt) != printed).sum() < 0.97 * (seen != printed).sum()


def test_where_nothing_is_doubtful_nothing_moves() -> None:
    mask = written()
    assert np.array_equal(settled(mask, np.ones(mask.shape, np.float32)), mask)
