"""A page with a portrait and a stamp: the portrait keeps its tones, the stamp its red, the print its edges."""

from __future__ import annotations

import functools
import io
from dataclasses import replace

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from kiosk.devices.simulated.desk import GOOD, photograph
from kiosk.devices.simulated.faces import portrait
from kiosk.devices.simulated.paper import birth_notice
from kiosk.devices.simulated.person import FaceStyle
from kiosk.scan.opencv import cv2
from kiosk.scan.page.document import page_of
from kiosk.scan.page.tones import pictures
from kiosk.scan.pdf.page_parts import PdfPage
from kiosk.scan.pdf.pdfa import bind, packed
from kiosk.scan.picture import Corners, Frame

FACE = (300, 860, 767, 1443)  # on the sheet at 300 dpi: 4 x 5 cm
SIZE = (1500, 2000)
ON_DESK: Corners = ((60.0, 40.0), (1440.0, 52.0), (1446.0, 1966.0), (52.0, 1980.0))


@functools.cache
def sheet(*, face: bool = True) -> Image.Image:
    paper = birth_notice()
    if face:
        with Image.open(io.BytesIO(portrait(FaceStyle()).data)) as drawn:
            paper.paste(drawn.resize((FACE[2] - FACE[0], FACE[3] - FACE[1])), FACE[:2])
    return paper


@functools.cache
def page(*, shadow: bool = True) -> PdfPage:
    shot = page_of(photograph(sheet(), replace(GOOD, size=SIZE, corners=ON_DESK, shadow=shadow)))
    return packed(shot.picture, shot.size_mm)


@functools.cache
def seen() -> Frame:
    """The bound page as PDFium shows it, at 200 dpi, BGR."""
    with pypdfium2.PdfDocument(bind([page()])) as pdf:
        return np.asarray(pdf[0].render(scale=200 / 72).to_numpy()[:, :, :3], np.uint8)


def test_the_portrait_alone_is_a_picture_and_all_else_is_stencils() -> None:
    (photo,) = page().photos
    wanted = np.array(FACE) * 200 / 300
    assert np.abs(np.array(photo.box) - wanted).max() < 25
    inks, pale = page().stencils[:3], page().stencils[3:]
    assert [max(range(3), key=one.colour.__getitem__) for one in inks[1:]] == [0, 2], "black, then red and blue"
    assert pale and all(len(set(one.colour)) == 1 and 0.5 < one.colour[0] < 0.9 for one in pale), (
        "its grey dotted rules"
    )
    assert len(photo.jpeg) < 15_000
    with pikepdf.open(io.BytesIO(bind([page()]))) as pdf:
        kinds = [str(image.Filter) for image in pdf.pages[0].Resources.XObject.values()]
    assert kinds == ["/DCTDecode"] + ["/JBIG2Decode"] * (len(inks) + len(pale))


def likeness(one: Frame, other: Frame) -> float:
    """Structural similarity of two pictures in grey (Wang and others, 2004), windows of 11 pixels."""
    a, b = (cv2.cvtColor(v, cv2.COLOR_BGR2GRAY).astype(np.float64) for v in (one, other))
    blurred = functools.partial(cv2.GaussianBlur, ksize=(11, 11), sigmaX=1.5)
    ma, mb = blurred(a), blurred(b)
    va, vb, both = blurred(a * a) - ma * ma, blurred(b * b) - mb * mb, blurred(a * b) - ma * mb
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    return float(np.mean((2 * ma * mb + c1) * (2 * both + c2) / ((ma * ma + mb * mb + c1) * (va + vb + c2))))


def face_of(picture: Frame) -> Frame:
    left, top, right, bottom = (round(v * 200 / 300) for v in FACE)
    return picture[top + 8 : bottom - 8, left + 8 : right - 8]


def drawn() -> Frame:
    small = sheet().resize((1654, 2339), Image.Resampling.LANCZOS)
    return np.ascontiguousarray(np.asarray(small)[:, :, ::-1])


def nearest(face: Frame, whole: Frame) -> float:
    """The best likeness within a millimetre: paper curls on the desk."""
    left, top = round(FACE[0] * 200 / 300) + 8, round(FACE[1] * 200 / 300) + 8
    height, width = face.shape[:2]
    shifts = [(x, y) for x in range(-8, 9, 2) for y in range(-8, 9, 2)]
    return max(likeness(face, whole[top + y : top + y + height, left + x : left + x + width]) for x, y in shifts)


def test_the_portrait_looks_as_it_was_drawn() -> None:
    assert nearest(face_of(drawn()), seen()) > 0.85
    left, top, right, bottom = (round(v * 200 / 300) for v in FACE)
    ours = seen()[top:bottom, left:right].reshape(-1, 3).mean(axis=0)
    theirs = drawn()[top:bottom, left:right].reshape(-1, 3).mean(axis=0)
    assert np.abs(ours - theirs).max() < 20


def lab(colour: np.ndarray) -> np.ndarray:
    return np.asarray(cv2.cvtColor(np.float32(colour.reshape(1, 1, 3) / 255), cv2.COLOR_BGR2LAB)[0, 0])


def test_the_stamp_has_the_colour_it_was_pressed_in() -> None:
    """Distance in L*a*b*: 25 is one red against another, red against black is over 80."""
    red = next(one for one in page().stencils if one.colour[0] > one.colour[2] + 0.2)
    pressed = np.array([42, 30, 204], np.float64)
    assert np.linalg.norm(lab(np.array(red.colour[::-1]) * 255) - lab(pressed)) < 25
    pixels = seen().reshape(-1, 3).astype(int)
    reds = pixels[(pixels[:, 2] > pixels[:, 0] + 60) & (pixels[:, 2] > pixels[:, 1] + 60)]
    assert np.linalg.norm(lab(np.median(reds, axis=0)) - lab(pressed)) < 25


def test_print_beside_the_portrait_stays_crisp() -> None:
    """Between ink and paper there is next to nothing: a JPEG's rings and greys are absent."""
    text = seen()[900:1000, 800:1600].min(axis=2)
    assert (text < 60).mean() > 0.01
    assert ((text > 60) & (text < 250)).mean() < 0.25 * (text < 250).mean() + 0.02
    assert np.median(text) == 255


@pytest.mark.parametrize("shadow", [False, True])
def test_a_page_of_print_and_stamps_has_no_picture_on_it(shadow: bool) -> None:
    shot = page_of(photograph(sheet(face=False), replace(GOOD, size=SIZE, corners=ON_DESK, shadow=shadow)))
    assert pictures(shot.picture) == ()
    assert packed(shot.picture, shot.size_mm).photos == ()


def test_a_hard_shadow_is_no_picture() -> None:
    page = np.full((2339, 1654, 3), 225, np.uint8)
    page[:, :700] = (page[:, :700] * 0.65).astype(np.uint8)
    assert pictures(page) == ()


def test_two_pictures_that_touch_are_one() -> None:
    page = np.full((2339, 1654, 3), 255, np.uint8)
    page[400:800, 300:700] = (40, 60, 90)
    page[780:1200, 500:900] = (90, 60, 40)
    (box,) = pictures(page)
    assert box[0] <= 300
    assert box[1] <= 400
    assert box[2] >= 900
    assert box[3] >= 1200
