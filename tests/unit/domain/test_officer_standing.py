"""What a card was worth at the kiosk reaches the officer in the same words, whichever standing it is."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kiosk.domain.citizen import CardVerdict
from kiosk.words import words
from kiosk_sandbox.filed_parts import card_standing
from sandbox import filing


@pytest.mark.parametrize("standing", CardVerdict)
@pytest.mark.parametrize("expired", [False, True])
def test_every_standing_is_shown_to_the_officer(standing, expired):
    applicant = replace(filing().applicant, standing=standing.value, card_expired=expired)
    shown = card_standing({"ToKhaiKiosk": replace(filing(), applicant=applicant).canonical().decode()})
    assert words("vi").say(f"card.standing.{standing.value}") in shown
    assert (words("vi").say("card.expired-note") in shown) is expired


@pytest.mark.parametrize(
    "form", ["", "{}", "[]", "null", "{", '{"applicant": 3}', '{"applicant": {"standing": "<b>"}}', "[" * 90_000]
)
def test_another_programs_form_shows_none(form):
    assert card_standing({"ToKhaiKiosk": form}) == ()


def test_a_form_that_was_made_before_standings_shows_none():
    told = json.loads(filing().canonical())
    told["applicant"].pop("standing")
    assert card_standing({"ToKhaiKiosk": json.dumps(told)}) == ()
