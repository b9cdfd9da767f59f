"""What an officer at a counter sees of a visit: nothing before it was allowed, no secret, nothing after the end.
The person at the glass reads it meanwhile, and their hold on the bar ends it. In the real window, by real touches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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


def test_an_officer_touches_in_the_persons_stead_where_they_allowed_it(glass: Resident) -> None:
    glass.at_form()
    glass.flow.call_officer()
    glass.shell.overlay(None)
    helped(glass).begin(MAY, "Lý Thị Mẩy", DESK)
    picture = seen(glass)
    call = glass.shell.side.tools.call_button if glass.shell._lying else glass.shell.header.tools.call_button
    middle = call.mapTo(glass.shell, call.rect().center())
    x, y = middle.x() / glass.shell.width(), middle.y() / glass.shell.height()
    with pytest.raises(OwnHandOnly):
        helped(glass).touch(MAY, DESK, picture.mark, x, y)
    offered(glass, touches=True)
    glass.press("officer.offer_touch.agree")
    until(lambda: glass.shell.overlaid is None, "the form again")
    until(lambda: glass.house.helping.bar.spoken() == glass.say("officer.touches", person="Lý Thị Mẩy"), "the bar")
    mark = picture.mark
    while True:  # until the glass is at rest
        later = helped(glass).look(MAY, DESK, mark, 0.0)
        if not later.jpeg and mark != picture.mark and not glass.house.mirror._dirty and not glass.house.mirror._busy:
            break
        mark = later.mark
        glass.settled()
    helped(glass).touch(MAY, DESK, mark, x, y)
    until(lambda: glass.shell.overlaid is not None, "what the touch led to")
    assert ("touched", MAY, "form") in noted(glass)
