"""What was filled in, signed and stamped in a PDF is on the page that leaves; scripts and hidden fields are not."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from typing import Any

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from test_scan_outside import made

from kiosk.errors import PictureUnreadable
from kiosk.scan import outside
from kiosk.scan.intake import take
from kiosk.scan.picture import Frame

HIGH, LEFT, WIDE, TALL = 841.89, 72, 300, 24  # points: the page, and a field on it
PLACES = {"own": 700, "none": 640, "signature": 580, "stamp": 520, "check": 460, "choice": 400}


def form(change: Callable[[pikepdf.Pdf, dict[str, Any]], object] = lambda *_: None, *, anew: bool = False) -> bytes:
    """A form as people fill it, one field at each of ``PLACES``. ``anew``: its appearances are to be made anew."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595.28, HIGH))
        fields = {name: pdf.make_indirect(field) for name, field in _fields(pdf).items()}
        pdf.pages[0].Annots = Array(fields.values())
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        named = [field for name, field in fields.items() if name != "stamp"]
        pdf.Root.AcroForm = Dictionary(Fields=Array(named), DR=Dictionary(Font=Dictionary(Helv=font)))
        if anew:
            pdf.Root.AcroForm.NeedAppearances = True
        change(pdf, fields)
        pdf.save(out)
    return out.getvalue()


def _fields(pdf: pikepdf.Pdf) -> dict[str, Dictionary]:
    text, drawn = String("/Helv 14 Tf 0 g"), Dictionary(N=ink(pdf))
    signature = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=String("0"))
    options = Array([String("Dong Van"), String("Meo Vac")])
    return {
        "own": at("own", Name.Widget, FT=Name.Tx, V=String("Dong Van"), DA=text, AP=drawn),
        "none": at("none", Name.Widget, FT=Name.Tx, V=String("Dong Van"), DA=text),
        "signature": at("signature", Name.Widget, FT=Name.Sig, V=signature, AP=drawn),
        "stamp": at("stamp", Name.Stamp, AP=drawn),
        "check": at(
            "check", Name.Widget, FT=Name.Btn, V=Name.Yes, AS=Name.Yes, AP=Dictionary(N=Dictionary(Yes=ink(pdf)))
        ),
        "choice": at("choice", Name.Widget, FT=Name.Ch, Ff=1 << 17, V=String("Meo Vac"), Opt=options, DA=text),
    }


def at(name: str, kind: Name, **rest: Any) -> Dictionary:
    place = [LEFT, PLACES[name], LEFT + WIDE, PLACES[name] + TALL]
    return Dictionary(Type=Name.Annot, Subtype=kind, Rect=place, F=4, T=String(name), **rest)


def ink(pdf: pikepdf.Pdf) -> pikepdf.Object:
    drawn = pdf.make_stream(b"0 0 1 rg 4 4 100 16 re f")
    for key, value in {"Type": Name.XObject, "Subtype": Name.Form, "BBox": [0, 0, WIDE, TALL]}.items():
        drawn[f"/{key}"] = value
    return pdf.make_indirect(drawn)


def inked(page: Frame) -> dict[str, int]:
    """How many pixels of each place are dark."""
    return {name: int((_place(page, name).min(axis=2) < 128).sum()) for name in PLACES}


def _place(page: Frame, name: str) -> Frame:
    scale = page.shape[0] / HIGH
    top, bottom = (round((HIGH - PLACES[name] - above) * scale) for above in (TALL, 0))
    return page[top:bottom, round(LEFT * scale) : round((LEFT + WIDE) * scale)]


def without_a_form(pdf: pikepdf.Pdf, _: dict[str, Any]) -> None:
    del pdf.Root["/AcroForm"]


def without_its_fields(pdf: pikepdf.Pdf, _: dict[str, Any]) -> None:
    pdf.Root.AcroForm.Fields = Array()


@pytest.mark.filterwarnings("ignore::UserWarning")  # pikepdf's, of fields that no form names
@pytest.mark.parametrize(
    ("change", "anew"),
    [
        *((lambda *_: None, False), (lambda *_: None, True)),
        *((without_its_fields, False), (without_its_fields, True), (without_a_form, False)),
    ],
    ids=["form", "form made anew", "no fields", "no fields made anew", "no form"],
)
def test_what_was_filled_in_signed_and_stamped_is_on_the_page(change: Callable[..., object], anew: bool) -> None:
    seen = inked(outside.first(form(change, anew=anew)))
    assert min(seen.values()) > 200, seen


def test_it_is_on_the_page_that_leaves() -> None:
    taken = take(form())
    (page,) = outside.pages(taken.pdf)
    seen = inked(page.picture)
    assert min(seen.values()) > 200, seen


NAME = "Nguyễn Thị Mỷ, Đồng Văn"


def named(text: str, **more: Any) -> Callable[[pikepdf.Pdf, dict[str, Any]], None]:
    def change(_: pikepdf.Pdf, fields: dict[str, Any]) -> None:
        for name in ("own", "none"):
            fields[name].V = String(text)
            for key, value in more.items():
                fields[name][f"/{key}"] = value

    return change


def test_an_answer_without_an_appearance_keeps_every_letter_and_accent() -> None:
    """PDFium's own letters end with Latin-1; of this name it would leave "Nguyn Th M, ng Vn"."""
    plain = inked(outside.first(form(named("Nguyn Th M, ng Vn"))))["none"]
    accented = _place(outside.first(form(named(NAME))), "none")
    assert int((accented.min(axis=2) < 128).sum()) > 1.25 * plain
    columns = (accented.min(axis=2) < 128).any(axis=0)
    letters = int(np.count_nonzero(np.diff(columns.astype(int)) == 1))
    assert letters >= 16, "each of its letters stands apart"


def test_an_answers_own_appearance_stays_where_it_need_not_be_made_anew() -> None:
    blue = _place(outside.first(form(named(NAME))), "own")
    assert int(((blue[..., 0] > 200) & (blue[..., 2] < 60)).sum()) > 3000
    anew = _place(outside.first(form(named(NAME), anew=True)), "own")
    assert int((anew.max(axis=2) < 128).sum()) > 200, "and is written in full where it must be"


def test_a_long_answer_is_wrapped_or_made_smaller_until_it_fits() -> None:
    long = " ".join([NAME] * 6)
    one = outside.first(form(named(long)))
    many = outside.first(form(named(long, Ff=1 << 12, DA=String("/Helv 0 Tf 0 g"))))
    for page in (one, many):
        assert inked(page)["none"] > 400
        right = round((LEFT + WIDE) * page.shape[0] / HIGH)
        assert int((page[:, right + 2 :].min(axis=2) < 128).sum()) == 0
    rows = (_place(many, "none").min(axis=2) < 128).any(axis=1)
    assert int(np.count_nonzero(np.diff(rows.astype(int)) == 1)) >= 2


def test_decomposed_letters_are_put_together() -> None:
    composed = outside.first(form(named(NAME)))
    assert np.array_equal(composed, outside.first(form(named(unicodedata.normalize("NFD", NAME)))))


def test_letters_that_nobody_here_can_paint_are_told() -> None:
    with pytest.raises(PictureUnreadable):
        outside.first(form(named("阮氏美")))


@pytest.mark.parametrize("hidden", [{"F": 2}, {"F": 32}])
def test_what_a_reader_does_not_show_is_not_shown(hidden: dict[str, int]) -> None:
    seen = inked(outside.first(form(named(NAME, **hidden))))
    assert (seen["own"], seen["none"]) == (0, 0)
    assert seen["signature"] > 200


def test_scripts_of_a_form_are_not_run_and_do_not_leave() -> None:
    def scripted(pdf: pikepdf.Pdf, fields: dict[str, Any]) -> None:
        script = Dictionary(S=Name.JavaScript, JS=String("event.value = ''; this.getField('own').value = '';"))
        pdf.Root.OpenAction = script
        fields["own"].AA = Dictionary(F=script, C=script, V=script)
        pdf.Root.AcroForm.CO = Array([fields["own"]])

    plain, with_scripts = outside.first(form()), outside.first(form(scripted))
    assert np.array_equal(plain, with_scripts)
    taken = take(form(scripted)).pdf
    assert not any(word in taken for word in (b"JavaScript", b"AcroForm", b"getField"))


def test_a_page_without_a_form_is_painted_as_before() -> None:
    assert float((outside.first(made()) < 128).mean()) > 0.005
