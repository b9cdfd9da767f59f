"""Nothing that was on the paper is missing from the page that is sent, unless a reason says where."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import every_page
import numpy as np
import pytest
from numpy.typing import NDArray
from pale_sheets import Row, bands, drawn, grey, seen, share, strokes

from kiosk.devices.simulated.camera import paper
from kiosk.scan.decode import decode
from kiosk.scan.opencv import cv2
from kiosk.scan.page.clean import cleaned, trimmed
from kiosk.scan.page.document import PageShot, page_of, sheet_of
from kiosk.scan.page.fidelity import lost_ink
from kiosk.scan.page.quality import Reason
from kiosk.scan.page.rectify import lay_flat
from kiosk.scan.pdf.page_parts import PdfPage
from kiosk.scan.pdf.pdfa import bind, packed
from kiosk.scan.picture import Frame

LEAST = 0.95
LEVELS = (0.45, 0.65, 0.78)
STAMPS = ((0.8, 0.3, 0.3), (0.95, 0.7, 0.68), (0.97, 0.78, 0.76), (0.84, 0.78, 0.92))
PENCIL, PRINT, DOTS = (grey(kind, *LEVELS) for kind in ("pencil", "thermal", "needles"))
FAINT_STAMPS = tuple(Row("stamp", ink) for ink in STAMPS)
GROUND = (Row("guilloche", (0.7, 0.8, 0.75)),)


@dataclass(frozen=True)
class Sent:
    rows: tuple[Row, ...]
    source: Frame
    shot: PageShot
    shares: tuple[float, ...]

    @property
    def bytes(self) -> int:
        assert self.shot.packed is not None
        return len(bind([self.shot.packed]))


def painted(shot: PageShot) -> NDArray[np.bool_]:
    assert shot.shown is not None
    size = (shot.picture.shape[1], shot.picture.shape[0])
    return np.asarray(cv2.resize(shot.shown, size, interpolation=cv2.INTER_AREA).min(axis=2) < 250)


@functools.lru_cache(maxsize=4)  # twice the pages that several tests look at; each takes many seconds
def sent(rows: tuple[Row, ...], paper: tuple[int, int, int] = (255, 255, 255)) -> Sent:
    photograph = seen(drawn(rows, paper))
    shot = page_of(photograph)
    assert shot.corners is not None
    there = strokes(rows, shot.corners)
    source = lay_flat(photograph, shot.corners).picture
    return Sent(rows, source, shot, tuple(share(one, painted(shot)) for one in there))


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("rows", "paper"),
    [
        pytest.param(PENCIL + PRINT + DOTS, (255, 255, 255), id="pencil, thermal print, dot matrix"),
        pytest.param(FAINT_STAMPS + GROUND, (255, 255, 255), id="faint stamps, guilloche"),
        pytest.param(PENCIL + PRINT, (205, 222, 246), id="on blue paper"),
        pytest.param(
            (Row("thermal", (0.6, 0.66, 0.85)), Row("pencil", (0.62, 0.66, 0.84))), (255, 255, 255), id="carbon"
        ),
    ],
)
def test_pale_ink_is_painted(rows: tuple[Row, ...], paper: tuple[int, int, int]) -> None:
    one = sent(rows, paper)
    found = {f"{row.kind} {row.reflectance}": round(part, 3) for row, part in zip(rows, one.shares, strict=True)}
    assert min(found.values()) >= LEAST, found
    assert Reason.FAINT not in one.shot.reasons
    assert lost_ink(one.source, one.shot.shown) == ()


def test_what_would_be_lost_is_found_where_it_lay() -> None:
    """The page of before, which had one level for ink: every pale row of it is missed, and nothing else."""
    one = sent(PENCIL + PRINT + DOTS)
    level = one.shot.picture.min(axis=2) < 160
    before = np.where(level[:, :, None], np.uint8(0), np.uint8(255)) * np.ones(3, np.uint8)
    boxes = lost_ink(one.source, before)
    assert boxes
    unit = one.source.shape[0] / 3508
    for row, (above, below) in zip(one.rows, bands(one.rows), strict=True):
        middle = (above + below) / 2 * unit
        missed = any(top + 16 < middle + 24 and middle - 24 < bottom - 16 for _, top, _, bottom in boxes)
        assert missed or row.reflectance < 0.7, row
        assert not any(top < middle < bottom for _, top, _, bottom in boxes) or row.reflectance > 0.6, row


def test_pale_ink_keeps_its_own_colour() -> None:
    one = sent(FAINT_STAMPS + GROUND)
    assert one.shot.packed is not None
    colours = [stencil.colour for stencil in one.shot.packed.stencils]
    assert any(red > 0.9 and blue < 0.85 and green < 0.85 for red, green, blue in colours), "a pale red"
    assert any(blue > green + 0.08 and blue > red for red, green, blue in colours), "a pale violet"


def test_a_page_of_pale_rows_costs_little(monkeypatch: pytest.MonkeyPatch) -> None:
    one = sent(PENCIL + PRINT + DOTS)
    from kiosk.scan.pdf import pale, stencils

    monkeypatch.setattr(stencils, "pale_inks", lambda page, painted, scale: pale.PaleInks((), None))
    assert one.bytes - len(bind([packed(one.shot.picture, one.shot.size_mm)])) <= 10_000


def test_an_ordinary_letter_is_what_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """To the byte: what has no pale ink has no stencil for it."""
    from kiosk.scan.pdf import pale, stencils

    letter = seen(drawn((*grey("thermal", 0.1, 0.12, 0.1, 0.12), Row("stamp", (0.8, 0.12, 0.16)))))
    shot = page_of(letter)
    assert shot.packed is not None and Reason.FAINT not in shot.reasons
    with_pale = bind([shot.packed])
    monkeypatch.setattr(stencils, "pale_inks", lambda page, painted, scale: pale.PaleInks((), None))
    assert with_pale == bind([packed(shot.picture, shot.size_mm)])


@pytest.mark.parametrize("name", ["birth-notice", "birth-notice-dark"])
def test_the_samples_lose_nothing(name: str) -> None:
    """Dotted rules in grey, a shadow, folds, a dark room."""
    assert Reason.FAINT not in page_of(decode(paper(name).read_bytes())).reasons


def test_bare_paper_has_no_ink() -> None:
    photograph = seen(drawn(()))
    shot = page_of(photograph)
    assert shot.corners is not None and shot.shown is not None
    white = trimmed(cleaned(lay_flat(photograph, shot.corners).picture)) * 0 + 255
    heading = lost_ink(lay_flat(photograph, shot.corners).picture, white)
    assert heading and all(bottom < 0.1 * white.shape[0] for _, _, _, bottom in heading), "the heading, and no fold"


def back(draw: str) -> Frame:
    """A scanner's picture of a sheet's back, with its noise and some dust; ``draw`` says what is on it."""
    rng = np.random.default_rng(3)
    page = np.full((2339, 1654, 3), 252, np.uint8)
    if draw == "pencil":
        x = np.arange(600, 760)
        wave = np.stack([x, 1200 + 12 * np.sin(x / 7)], 1).astype(np.int32)
        cv2.polylines(page, [wave], False, (190, 190, 190), 4, cv2.LINE_AA)
    elif draw == "stamp":
        cv2.circle(page, (800, 1500), 140, (195, 195, 240), 5, cv2.LINE_AA)
    elif draw == "line":
        cv2.putText(page, "Xem trang 1", (700, 400), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (60, 60, 60), 2, cv2.LINE_AA)
    for x, y in rng.integers(100, 1500, (4, 2)):
        page[y : y + 2, x : x + 2] = 200
    return np.asarray(np.clip(page + rng.normal(0, 1.5, page.shape), 0, 255), np.uint8)


@pytest.mark.parametrize(("draw", "blank"), [("nothing", True), ("pencil", False), ("stamp", False), ("line", False)])
def test_a_back_is_blank_only_where_nothing_is_on_it(draw: str, blank: bool) -> None:
    assert sheet_of(back(draw), (210.0, 297.0)).blank is blank


@pytest.fixture
def one_level(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ink as it was before: one level, and what is paler is paper."""
    from kiosk.scan.pdf import pale, stencils

    monkeypatch.setattr(stencils, "pale_inks", lambda page, painted, scale: pale.PaleInks((), None))


@pytest.mark.loses_ink("without pale inks pencil is erased; that the page says so is what is looked at")
def test_a_page_that_lost_ink_says_so_and_every_test_hears_of_it(one_level: None) -> None:
    assert Reason.FAINT in sheet_of(back("pencil"), (210.0, 297.0)).reasons
    assert len(every_page.lost) == 1 and not every_page.faults


def test_ink_lost_in_silence_fails_whatever_test_made_the_page(
    one_level: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kiosk.scan.page import document

    monkeypatch.setattr(document, "_lost", lambda ink, flat, shown: ())
    assert Reason.FAINT not in sheet_of(back("pencil"), (210.0, 297.0)).reasons
    (fault,) = every_page.faults
    assert "is not painted at" in fault
    every_page.faults.clear()  # looked at here


def test_a_page_shown_otherwise_than_it_is_sent_fails_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from kiosk.scan.page import document

    finished, whole = document.repaint.repainted, []

    def paler(page: PdfPage) -> Frame:
        whole.append(finished(page))
        return whole[0] if len(whole) > 1 else np.minimum(whole[0], 254)

    monkeypatch.setattr(document.repaint, "repainted", paler)
    sheet_of(back("line"), (210.0, 297.0))
    assert every_page.faults == ["what is shown of a page is not what PDFium paints of its document"]
    every_page.faults.clear()
