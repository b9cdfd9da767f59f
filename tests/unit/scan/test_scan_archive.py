"""PDF/A-1b for archives that take nothing newer, judged by a validator of another hand: PDFBox's preflight.

It wants Java and Debian's libpdfbox2-java, libactivation-java and libjaxb-api-java, which the setting up for tests
brings, and no kiosk has.
"""

from __future__ import annotations

import functools
import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from kiosk.devices.simulated.camera import paper
from kiosk.scan.decode import decode
from kiosk.scan.page.clean import Profile
from kiosk.scan.page.document import page_of
from kiosk.scan.pdf.page_parts import PdfPage
from kiosk.scan.pdf.pdfa import bind, packed
from kiosk.scan.reading.words import PageText, PageWord

JARS = Path("/usr/share/java")
NEEDED = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api")
PAGES = ("print", "tones", "words behind")


@functools.cache
def page(kind: str) -> PdfPage:
    profile = Profile.PHOTO if kind == "tones" else Profile.DOCUMENT
    shot = page_of(decode(paper("birth-notice").read_bytes()), profile)
    made = packed(shot.picture, shot.size_mm, profile)
    words = PageText(((PageWord("Đồng", (200, 200, 320, 240)), PageWord("Văn", (330, 200, 430, 240))),), (1654, 2339))
    return replace(made, text=words) if kind == "words behind" else made


def preflight(data: bytes, folder: Path) -> str:
    """What PDFBox says of a file."""
    missing = [name for name in NEEDED if not (JARS / f"{name}.jar").exists()]
    if missing or not shutil.which("java"):
        pytest.skip(f"PDFBox's preflight is not here: {', '.join(missing) or 'java'}")
    (folder / "a.pdf").write_bytes(data)
    jars = ":".join(str(JARS / f"{name}.jar") for name in NEEDED)
    told = subprocess.run(
        ["java", f"-Dpdfbox.fontcache={folder}", "-cp", jars, "org.apache.pdfbox.preflight.Validator_A1b", "a.pdf"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout


@pytest.mark.parametrize("kind", PAGES)
def test_preflight_finds_nothing_in_a_1b(kind: str, tmp_path: Path) -> None:
    assert "is a valid PDF/A-1b file" in preflight(bind([page(kind)], "1b"), tmp_path)


def test_preflight_can_say_no(tmp_path: Path) -> None:
    assert "is not a valid PDF/A-1b file" in preflight(bind([page("print")]), tmp_path)


@pytest.mark.parametrize("kind", PAGES)
def test_a_1b_shows_what_the_2b_shows(kind: str) -> None:
    one, other = bind([page(kind)], "1b"), bind([page(kind)], "2b")
    assert one.startswith(b"%PDF-1.4")
    assert len(one) < len(other) + 1500
    with pikepdf.open(io.BytesIO(one)) as old, pikepdf.open(io.BytesIO(other)) as new:
        seen = [
            [image.read_raw_bytes() for image in pdf.pages[0].Resources.XObject.values()]
            + [pdf.pages[0].Contents.read_bytes()]
            for pdf in (old, new)
        ]
    assert seen[0] == seen[1]
