"""The lines on a card's back: read when they are clear at any turn, and not at all when they are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from card_backs import OTHER_CUTS, Shot, hard, picture

from kiosk.chip import mrz
from kiosk.devices import card_mrz
from kiosk.devices.card_mrz import key_from_picture
from kiosk.devices.simulated.camera import paper
from kiosk.devices.simulated.person import Person, names, person
from kiosk.scan.decode import decode


class Misprinted(Person):
    """A person whose lines have one character changed."""

    place = 0
    character = "0"

    @property
    def mrz(self) -> str:
        text = super().mrz
        return text[: self.place] + self.character + text[self.place + 1 :]


def misprinted(place: int, character: str) -> Person:
    who = person()
    kind = type("Misprinted", (Misprinted,), {"place": place, "character": character})
    return kind(**vars(who))


@pytest.mark.parametrize("name", names())
def test_every_persons_lines_are_their_key(name):
    found = key_from_picture(picture(person(name), Shot()))
    assert (found.can, found.mrz) == (person(name).can, person(name).mrz_key)


SHOTS = [Shot(turn=90), Shot(turn=180), Shot(turn=-20, tilt=0.1), Shot(width=600), Shot(blur=1.2)]


@pytest.mark.parametrize("shot", SHOTS)
def test_they_may_lie_as_they_like(shot):
    assert key_from_picture(picture(person(), shot)).mrz == person().mrz_key


def test_hard_pictures_are_read_or_refused_and_never_misread():
    """A sample; the table is in bench/mrz.py."""
    people = [person(name) for name in names()]
    told = [key_from_picture(picture(who, hard(200 + n))) for n, who in enumerate(people)]
    assert all(found is None or found.mrz == who.mrz_key for found, who in zip(told, people, strict=True))
    assert sum(found is not None for found in told) >= 4


@pytest.mark.skipif(not (OTHER_CUTS / "OCRBS.otf").exists(), reason="fonts-ocr-b is not installed")
def test_another_cut_of_the_letters_is_read_too():
    found = key_from_picture(picture(person(), Shot(turn=7), font=OTHER_CUTS / "OCRBS.otf"))
    assert found is not None and found.mrz == person().mrz_key


@pytest.mark.parametrize("place", [6, 14, 22, 33, 59])
def test_one_wrong_digit_anywhere_and_nothing_is_read(place):
    right = person().mrz[place]
    wrong = str((int(right) + 3) % 10)
    assert key_from_picture(picture(misprinted(place, wrong), Shot())) is None


def test_the_ids_own_digits_are_held_against_the_rest():
    """All check digits hold; but the ID says another year of birth, or another sex."""
    who = person()
    for other in (replace(who, birth_date=who.birth_date.replace(year=1963)), replace(who, id_number="999062001234")):
        assert key_from_picture(picture(other, Shot())) is None
        mrz.parse(other.mrz)  # the digits do add up


@pytest.mark.parametrize("name", ["empty-desk", "birth-notice", "birth-notice-blurred"])
def test_where_no_card_is_none_is_seen(name):
    assert key_from_picture(decode(paper(name).read_bytes())) is None


@pytest.mark.parametrize("size", [(1, 1), (40, 900), (900, 40), (480, 640)])
def test_odd_pictures_hold_no_card(size):
    grain = np.random.default_rng(3).integers(0, 255, (*size, 3), np.uint8)
    for seen in (grain, np.zeros_like(grain), np.full_like(grain, 255)):
        assert key_from_picture(seen) is None


def test_half_the_card_is_no_card():
    seen = picture(person(), Shot())
    assert key_from_picture(seen[:, : seen.shape[1] // 2]) is None


def test_too_many_unclear_digits_are_not_guessed(monkeypatch):
    monkeypatch.setattr(card_mrz, "CLEAR", 2.0)
    assert key_from_picture(picture(person(), Shot())) is None
