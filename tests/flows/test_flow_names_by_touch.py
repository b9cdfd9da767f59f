"""A family of the highlands registers a birth by touch: their names stand on slip and sheet, letter by letter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from golden_check import compare
from printed_pages import flat, poppler_text
from visit_stage import Resident

from kiosk.tour.sample_visit import SampleTour
from kiosk.ui import slip

MOTHER, CHILD, FATHER = "H'Hen Niê", "Y Bliă Niê Kdăm", "Y Khăm Kdăm"


def watched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All that is written on slips from here on."""
    painted: list[str] = []
    write = slip.SlipPen.text

    def written(pen: slip.SlipPen, words: str, *rest: Any, **how: Any) -> None:
        painted.append(words)
        write(pen, words, *rest, **how)

    monkeypatch.setattr(slip.SlipPen, "text", written)
    return painted


@pytest.mark.long
def test_names_of_the_highlands_by_card_and_keys(
    practised: Resident, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted = watched(monkeypatch)
    tour = SampleTour(practised.house, tmp_path / "tour", "1.001193", "me-di-khai", lambda _: None)
    tour.slow_cards = False
    ((party, mother),) = tour.visit.people.items()
    names = {"child.name": CHILD, "father.name": FATHER}
    tour.visit = replace(
        tour.visit,
        people={party: replace(mother, full_name=MOTHER, ethnicity="Ê Đê")},
        given={**tour.visit.given, **names},
    )
    tour.play()
    compare(practised, tour, 1)
    assert tour.filed is not None
    answers = tour.filed.filing.answers
    assert answers["mother.name"] == {"value": MOTHER.upper(), "origin": "card"}
    assert {key: answers[key]["value"] for key in names} == {key: name.upper() for key, name in names.items()}
    sheet = flat(poppler_text((tmp_path / "tour" / "sheet-to_khai.pdf").read_bytes()))
    assert all(name.upper() in sheet for name in (MOTHER, CHILD, FATHER))
    assert any(CHILD.upper() in words for words in painted) and "H'HEN N." in painted
