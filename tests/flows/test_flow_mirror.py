"""What an officer at a counter sees of a visit: nothing before it was allowed, no secret, nothing after the end.
The person at the glass reads it meanwhile, and their hold on the bar ends it. In the real window, by real touches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from visit_stage import Resident, kiosk, until

from kiosk.domain.events import EventKind
from kiosk.domain.visit import VisitStep
from kiosk.errors import HelpNotAsked, HelpOver, OwnHandOnly
from kiosk.services.visit_help import GlassPicture, HelpOffer, VisitHelp
from kiosk.ui.mirror import secrets_on
from kiosk.ui.resident import IdentifyScreen
from kiosk.ui.resident.help_offer import HelpOfferOverlay

MAY, DESK = "CB-2", "Q2.DV01"


@pytest.fixture
def glass(qapp: object, tmp_path: Path) -> Iterator[Resident]:
    with kiosk(tmp_path / "kiosk") as made:
        yield made


def helped(glass: Resident) -> VisitHelp:
    return glass.rooms.help


def seen(glass: Resident, mark: str = "") -> GlassPicture:
    """The next picture that the officer gets, as its polling asks for it."""
    got: list[GlassPicture] = []

    def look() -> bool:
        picture = helped(glass).look(MAY, DESK, mark, 0.0)
        got.append(picture)
        return bool(picture.jpeg)

    until(look, "a picture of the glass")
    return got[-1]


def noted(glass: Resident) -> list[tuple[str, str, str]]:
    glass.settled()
    entries = [one.entry for one in glass.store.journal.entries() if one.entry.kind is EventKind.VISIT_HELPED]
    return [(one.facts["how"], one.facts["by"], one.facts["step"]) for one in entries]


def offered(glass: Resident, *, touches: bool = False) -> HelpOfferOverlay:
    helped(glass).offer(HelpOffer(MAY, "Lý Thị Mẩy", DESK, touches))
    until(lambda: isinstance(glass.shell.overlaid, HelpOfferOverlay), "the question")
    overlay = glass.shell.overlaid
    assert isinstance(overlay, HelpOfferOverlay)
    return overlay


def test_a_call_shows_the_glass_until_the_visit_ends(glass: Resident) -> None:
    glass.at_form()
    with pytest.raises(HelpNotAsked):
        helped(glass).begin(MAY, "Lý Thị Mẩy", DESK)
    assert glass.house.mirror.pictures == 0, "nobody looks: nothing is made"
    glass.flow.call_officer()
    helped(glass).begin(MAY, "Lý Thị Mẩy", DESK)
    bar = glass.house.helping.bar
    until(bar.isVisible, "who looks")
    assert bar.spoken() == glass.say("officer.watches", person="Lý Thị Mẩy")
    picture = seen(glass)
    image = QImage.fromData(picture.jpeg)
    assert max(image.width(), image.height()) <= 1000 and picture.step == "form"
    glass.shell.overlay(None)
    other = seen(glass, picture.mark)
    assert other.mark != picture.mark
    glass.flow.leave("left")
    with pytest.raises(HelpOver):
        helped(glass).look(MAY, DESK, "", 0.0)
    assert not bar.isVisible() and helped(glass)._picture.jpeg == b""
    made = glass.house.mirror.pictures
    glass.flow.begin_visit()
    glass.settled()
    glass.house.mirror.look()
    assert glass.house.mirror.pictures == made, "the next person is seen by nobody"
    with pytest.raises(HelpNotAsked):
        helped(glass).begin(MAY, "Lý Thị Mẩy", DESK)
    assert [one[:2] for one in noted(glass)] == [("watching", MAY), ("given-back", MAY)]


def test_the_person_says_yes_or_no_at_the_glass_and_ends_it_by_a_hold(glass: Resident) -> None:
    glass.at_form()
    offered(glass)
    glass.press("officer.offer.decline")
    until(lambda: glass.shell.overlaid is None, "the form again")
    assert helped(glass).standing.offer is None and helped(glass).standing.helper is None
    offered(glass)
    glass.press("officer.offer.agree")
    until(lambda: helped(glass).standing.helper is not None, "the yes")
    seen(glass)
    bar = glass.house.helping.bar
    QTest.mousePress(bar, Qt.MouseButton.LeftButton)
    bar._filling.setCurrentTime(bar._filling.duration())
    until(lambda: helped(glass).standing.helper is None, "that it is over")
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton)
    with pytest.raises(HelpOver):
        helped(glass).look(MAY, DESK, "", 0.0)
    assert glass.step is VisitStep.FORM


def test_an_offer_that_nobody_answers_goes_by_itself(glass: Resident) -> None:
    glass.at_form()
    offered(glass)
    for _ in range(60):
        glass.house.helping.tick()
    assert glass.shell.overlaid is None and helped(glass).standing.offer is None
    assert helped(glass).standing.helper is None


def test_what_opens_a_card_is_covered(glass: Resident) -> None:
    glass.flow.begin_visit()
    glass.flow.go(VisitStep.IDENTIFY)
    screen = glass.shell.screen_shown
    assert isinstance(screen, IdentifyScreen)
    glass.flow.call_officer()
    glass.shell.overlay(None)
    helped(glass).begin(MAY, "Lý Thị Mẩy", DESK)
    screen.ask_digits()
    until(screen.field.isVisible, "the field")
    until(lambda: glass.shell.at_rest, "that nothing slides")
    plain = glass.house.mirror.picture()
    QTest.keyClicks(screen.field, "7")
    screen.field.set_value("782159")
    typed = glass.house.mirror.picture()
    scale = typed.width() / glass.shell.width()
    cover = QColor(glass.flow.look.theme.line2)
    spots = secrets_on(glass.shell)
    assert len(spots) >= 2
    for spot in spots:
        middle = QPoint(round(spot.center().x() * scale), round(spot.center().y() * scale))
        assert typed.pixelColor(middle) == cover
    field = next(one for one in spots if one.size() == screen.field.size())
    area = (
        round(field.x() * scale),
        round(field.y() * scale),
        round(field.width() * scale),
        round(field.height() * scale),
    )
    assert typed.copy(*area) == plain.copy(*area), "what is typed changes nothing there"


def place_of_call(glass: Resident) -> tuple[float, float]:
    """Where "call an officer" stands, which is on every page of a visit; from the left and from above, 0 to 1."""
    call = glass.shell.side.tools.call_button if glass.shell._lying else glass.shell.header.tools.call_button
    middle = call.mapTo(glass.shell, call.rect().center())
    return middle.x() / glass.shell.width(), middle.y() / glass.shell.height()


def allowed(glass: Resident, mark: str) -> str:
    """The person says yes to touches. The mark of the picture once the glass is at rest, another than ``mark``."""
    offered(glass, touches=True)
    glass.press("officer.offer_touch.agree")
    until(lambda: glass.shell.overlaid is None, "the form again")
    until(lambda: glass.house.helping.bar.spoken() == glass.say("officer.touches", person="Lý Thị Mẩy"), "the bar")
    first = mark
    while True:
        later = helped(glass).look(MAY, DESK, mark, 0.0)
        if not later.jpeg and mark != first and not glass.house.mirror._dirty and not glass.house.mirror._busy:
            return mark
        mark = later.mark
        glass.settled()


def helped_at_form(glass: Resident) -> GlassPicture:
    glass.at_form()
    glass.flow.call_officer()
    glass.shell.overlay(None)
    helped(glass).begin(MAY, "Lý Thị Mẩy", DESK)
    return seen(glass)


def test_an_officer_touches_in_the_persons_stead_where_they_allowed_it(glass: Resident) -> None:
    picture = helped_at_form(glass)
    x, y = place_of_call(glass)
    with pytest.raises(OwnHandOnly):
        helped(glass).touch(MAY, DESK, picture.mark, x, y)
    mark = allowed(glass, picture.mark)
    helped(glass).touch(MAY, DESK, mark, x, y)
    until(lambda: glass.shell.overlaid is not None, "what the touch led to")
    assert ("touched", MAY, "form") in noted(glass)


@pytest.mark.parametrize("meanwhile", ["own hand", "another page", "taken back", "something laid over it"])
def test_a_touch_under_way_lands_on_nothing_but_what_was_seen(glass: Resident, meanwhile: str) -> None:
    mark = allowed(glass, helped_at_form(glass).mark)
    hall = Thread(target=helped(glass).touch, args=(MAY, DESK, mark, *place_of_call(glass)))
    hall.start()
    hall.join()  # it waits now for its turn on the painting thread
    if meanwhile == "own hand":
        glass.flow.go(VisitStep.REVIEW)
    elif meanwhile == "another page":
        glass.flow.go(VisitStep.FORM)
    elif meanwhile == "taken back":
        helped(glass).end()
    else:
        glass.flow.call_officer()
    assert not [how for how, *_ in noted(glass) if how == "touched"], "nothing was pressed"
