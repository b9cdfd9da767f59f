"""What the engine writes itself: a place with its address, sums among words, the day that a rule names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.forms.case import NoPlaces
from kiosk.forms.evaluation import compiled
from kiosk.forms.parser import parse
from kiosk.forms.quantities import Place, Value
from kiosk.forms.samples import sample_form, whole_sample
from kiosk.forms.slips import SlipsFound
from kiosk.procedures.register import every_version, sample_area, surroundings
from kiosk.procedures.version_files import version_of
from kiosk.resources import ASSETS

AREA = sample_area(ASSETS / "areas")
STAY = next(one for one in every_version(ASSETS.joinpath) if one.code == "1.004194")


class Named:
    places = NoPlaces()

    def __init__(self, **values: Value) -> None:
        self._values = values

    def value(self, name: str) -> Value:
        return self._values.get(name.partition(".")[2])


@pytest.mark.parametrize(
    ("house", "place", "line"),
    [
        (
            "Trạm Y tế xã Đồng Văn, tỉnh Tuyên Quang",
            "Xã Đồng Văn, tỉnh Tuyên Quang",
            "Trạm Y tế xã Đồng Văn, tỉnh Tuyên Quang",
        ),
        ("Trạm Y tế xã Đồng Văn", "Xã Đồng Văn, tỉnh Tuyên Quang", "Trạm Y tế xã Đồng Văn, tỉnh Tuyên Quang"),
        ("Bệnh viện Phụ sản", "xã Đồng Văn, tỉnh Tuyên Quang", "Bệnh viện Phụ sản, xã Đồng Văn, tỉnh Tuyên Quang"),
        ("Trạm xá Đồng Văn", "xã Văn, tỉnh Tuyên Quang", "Trạm xá Đồng Văn, xã Văn, tỉnh Tuyên Quang"),
        (None, "Xã Đồng Văn, tỉnh Tuyên Quang", "Xã Đồng Văn, tỉnh Tuyên Quang"),
        ("Bệnh viện Bạch Mai", None, "Bệnh viện Bạch Mai"),
        (None, None, None),
    ],
)
def test_a_place_is_said_once(house: str | None, place: str | None, line: str | None) -> None:
    scope = Named(house=house, place=Place(text=place) if place else None)
    assert compiled(parse("located(a.house, a.place)"))(scope) == line  # type: ignore[arg-type]


def test_a_sum_among_words_has_its_points_and_a_number_has_none() -> None:
    tree = parse('join(" ", a.sum, "đồng,", a.count, "người")')
    scope = Named(sum=540_000, count=1200)
    money = compiled(tree, lambda node: getattr(node, "path", "") == "a.sum")
    assert money(scope) == "540.000 đồng, 1200 người"  # type: ignore[arg-type]


def said(text: str, words: str | None = None) -> tuple[str, str]:
    """R4 of a stay whose end is near, and of one whose end is known by its month alone."""
    files = replace(STAY, text=text, words={**STAY.words, "vi": words} if words else STAY.words)
    version = version_of(files, surroundings(ASSETS), AREA, rehearse=False)
    sample = next(one for one in version.samples if one.key == "gia-han-som")
    form = sample_form(version, whole_sample(version, sample), AREA)
    (fault,) = (one for one in form.faults if one.key == "R4")
    return fault.text["vi"], fault.text["en"]


def test_a_rule_names_the_working_day_on_which_one_may_come() -> None:
    vietnamese, english = said(STAY.text)
    assert "từ ngày 28/12/2026" in vietnamese and "from 28/12/2026 on" in english
    unknown = STAY.text.replace("office_day(later(term.ends, -15))", "office_day(later(term.ends, -4000000))")
    assert "{day}" not in said(unknown)[0] and "ngày 2" not in said(unknown)[0], "the sentence without a day"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("office_day(later(term.ends, -15))", "person.name", "wrong-kind"),
        ("says = { day", "says = { dy", "unknown-placeholder"),
        ("office_day(later(term.ends, -15))", "office_day(later(term.end, -15))", "unknown-name"),
    ],
)
def test_a_sentence_fills_in_days_and_numbers_that_are_there(old: str, new: str, reason: str) -> None:
    with pytest.raises(SlipsFound) as wrong:
        said(STAY.text.replace(old, new, 1))
    assert reason in {one.reason for one in wrong.value.slips}
