"""What is heard in a visit, and what a person switched off."""

from __future__ import annotations

from pathlib import Path

from visit_stage import kiosk

from kiosk.domain.visit import VisitStep
from kiosk.hearing_settings import SoundSettings
from kiosk.ui.sounds import SoundKind


class SoundBook:
    """Writes down what would be heard."""

    def __init__(self) -> None:
        self.heard: list[SoundKind] = []

    def play(self, kind: SoundKind) -> None:
        self.heard.append(kind)


def test_a_visit_is_heard_as_the_office_set_it_and_as_the_person_likes(tmp_path: Path) -> None:
    book, settings = SoundBook(), SoundSettings(attention=False)
    with kiosk(tmp_path, sounds=book, sound=settings) as resident:
        resident.come_in()
        touches = len(book.heard)
        assert touches >= 4 and set(book.heard) == {SoundKind.CLICK}, "each touch, and nothing else"
        resident.flow.leave("left")
        resident.at_received()
        assert book.heard.count(SoundKind.SUCCESS) == 1
        resident.flow.sounds.set_heard(SoundKind.CLICK, False)
        before = len(book.heard)
        resident.press_main()
        assert len(book.heard) == before, "switched off by the person"
        resident.flow.entered.emit(VisitStep.RETAKE)
        assert SoundKind.ATTENTION not in book.heard, "switched off by the office"
        resident.flow.leave("finished")
        assert resident.flow.sounds.heard(SoundKind.CLICK), "the next person hears it again"
        assert not resident.flow.sounds.heard(SoundKind.ATTENTION)
        resident.come_in()
        assert SoundKind.CLICK in book.heard[before:]


def test_nothing_sounds_beside_a_voice(tmp_path: Path) -> None:
    book = SoundBook()
    with kiosk(tmp_path, sounds=book) as resident:
        resident.flow.sounds.hush = True
        resident.come_in()
        assert book.heard == []
