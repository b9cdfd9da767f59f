"""The pages of a paper in hand: whatever is done to them, in whatever order, no page is lost or doubled."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from local_eyes import pixels

from kiosk.devices.ports import Shot
from kiosk.scan.page_picture import PagePicture
from kiosk.scan.picture import bitmap_of
from kiosk.ui.pages import Pages, card_size


def picture(rows: np.ndarray) -> PagePicture:
    return PagePicture(bitmap_of(rows))


def shot(mark: int, size_mm: tuple[float, float] = (210.0, 297.0)) -> Shot:
    return Shot(b"jpeg", picture(np.full((6, 4, 3), mark, np.uint8)), None, (), None, size_mm)


def pages(count: int) -> Pages:
    made = Pages()
    for mark in range(count):
        made.take(shot(mark))
    return made


def marks(of: Pages) -> list[int]:
    return [int(pixels(shot.page)[0, 0, 0]) for shot in of.shots]


@given(
    st.lists(st.tuples(st.sampled_from(("turn", "remove", "put_back", "move", "look")), st.integers(0, 9)), max_size=20)
)
@settings(max_examples=60, deadline=None)
def test_no_page_is_lost_or_doubled(steps: list[tuple[str, int]]) -> None:
    made, out = pages(4), []
    for what, number in steps:
        before = marks(made)
        if what == "remove" and made:
            out.append(before[made.at])
            made.remove()
        elif what == "put_back" and made.can_put_back:
            made.put_back()
            assert marks(made)[made.at] == out.pop()
        elif what == "move" and made:
            made.move(number % len(made), (number * 7) % len(made))
        elif what == "turn" and made:
            made.turn()
        elif what == "look" and made:
            made.at = number % len(made)
        assert sorted([*marks(made), *out]) == [0, 1, 2, 3]
        assert 0 <= made.at < max(1, len(made))


def test_a_page_taken_again_keeps_its_place_and_is_looked_at() -> None:
    made = pages(3)
    made.anew = 1
    assert made.next_number == 2
    made.take(shot(9))
    assert (marks(made), made.at, made.anew, made.next_number) == ([0, 9, 2], 1, None, 4)


def test_four_turns_are_none() -> None:
    made = Pages()
    made.take(Shot(b"", picture(np.arange(72, dtype=np.uint8).reshape(6, 4, 3)), None, ()))
    before = pixels(made.shots[0].page)
    made.turn()
    assert made.shots[0].page.size == (6, 4)
    assert (pixels(made.shots[0].page)[0, -1] == before[0, 0]).all(), "clockwise: the top left comes to the top right"
    for _ in range(3):
        made.turn()
    assert (pixels(made.shots[0].page) == before).all()


def test_once_confirmed_the_cameras_own_pictures_are_erased() -> None:
    made = pages(2)
    made.let_originals_go()
    assert [shot.original for shot in made.shots] == [b"", b""] and marks(made) == [0, 1]


@pytest.mark.parametrize(
    ("size", "said"), [((85.6, 53.98), (86, 54)), ((210.0, 297.0), None), ((0.0, 0.0), None), ((148.0, 105.0), None)]
)
def test_what_is_as_large_as_a_card_is_said_to_be(size: tuple[float, float], said: tuple[int, int] | None) -> None:
    assert card_size(shot(0, size)) == said
