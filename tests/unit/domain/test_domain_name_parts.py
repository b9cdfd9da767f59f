"""What a name may go on with at one touch: people of this form, common syllables by their letters, never more."""

from __future__ import annotations

import pytest

from kiosk.domain.name_parts import MOST_OFFERS, NameParts, family_name
from kiosk.resources import asset, read_toml

PARTS = NameParts(
    ("Vàng", "Lò"), ("Nguyễn", "Vàng", "Võ", "Vũ", "Vừ", "Vi"), ("Thị", "Văn", "Minh", "Mai", "Ngọc", "Mí")
)


@pytest.mark.parametrize(
    ("before", "offered"),
    [
        ("", ("Vàng", "Lò")),  # of the people of this form alone: a common name is nobody's guess
        ("v", ("Vàng", "Võ", "Vũ", "Vừ")),
        ("Vũ", ()),  # it stands there whole
        ("Vu", ("Vũ", "Vừ")),
        ("vừ", ()),
        ("Vàng ", ("Thị", "Văn", "Minh", "Mai")),
        ("Vàng m", ("Minh", "Mai", "Mí")),
        ("Vàng mí", ()),
        ("Vàng Minh ", ()),  # the given name is known to the family alone, until it is begun
        ("Vàng Minh N", ("Ngọc",)),
        ("H'", ()),
    ],
)
def test_what_is_offered(before: str, offered: tuple[str, ...]) -> None:
    assert PARTS.offers(before) == offered


@pytest.mark.parametrize(
    ("name", "family"),
    [("VÀNG MÍ SỬ", "Vàng"), ("Lò Thị Mẩy", "Lò"), ("H' Nui Niê", ""), ("Y Moan Êñuôl", ""), ("", "")],
)
def test_the_family_name_is_offered_where_it_stands_first(name: str, family: str) -> None:
    assert family_name(name) == family


def test_the_lists_hold_each_syllable_once_and_a_word_of_letters() -> None:
    for name in ("family_names", "name_syllables"):
        values = [item["name"] for item in read_toml(asset("values", f"{name}.toml"))["values"]]
        assert len(values) == len(set(values)) > 10 * MOST_OFFERS
        assert all(one.isalpha() and one == one.title() for one in values)
