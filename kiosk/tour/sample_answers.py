"""How each answer of a golden filing is given by hand, on the page that asks it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kiosk.app.window import KioskApp
from kiosk.domain.form import ChosenPlace
from kiosk.domain.procedure import FieldType
from kiosk.procedures.area_search import plain
from kiosk.tour.answers import Answer, Commune, HalfDay, Suggested
from kiosk.tour.sample_data import SampleVisit, answer_by_hand
from kiosk.ui.form_cursor import Walk


class SampleAnswers:
    """Looks at the form as it stands, so that nothing is answered twice."""

    def __init__(self, house: KioskApp, sample: SampleVisit) -> None:
        self._house, self._sample = house, sample

    @property
    def _walk(self) -> Walk:
        assert self._house.flow.visit.walk is not None
        return self._house.flow.visit.walk

    def of(self, fields: tuple[str, ...], given: Collection[str]) -> Iterator[tuple[str, Answer]]:
        """What is still to be answered of a page, by field."""
        procedure = self._walk.filling.procedure
        tables = {one.key for one in procedure.tables}
        single = {key: procedure.field(key) for key in fields if key not in tables}
        led = {item.halves for item in single.values()}
        wanted = (key for key in fields if key in single and key not in led and key not in given)
        return ((key, answer) for key in wanted if (answer := self._answer(key)) is not None)

    def _answer(self, key: str) -> Answer | None:
        """How a hand gives what the sample says; None where it says nothing, or a card does."""
        walk, place = self._walk, self._sample.places.get(key)
        text = self._line(place) if place else self._sample.text_of(key)
        if not text or not walk.filling.shows(key) or walk.filling.value(key).casefold() == text.casefold():
            return None
        item = walk.filling.procedure.field(key)
        if item.halves:
            return HalfDay(key, text, self._sample.text_of(item.halves))
        context = self._house.rooms.services.desk.context(self._house.flow.visit.visitor)
        if item.type in (FieldType.TEXT, FieldType.ADDRESS):
            offers = (one for one in walk.filling.suggestions(item, context) if one.casefold() == text.casefold())
            if (offer := next(offers, "")) != "":
                return Suggested(key, offer)
        return Commune(key, place.unit, self._sought(place), place.detail) if place else answer_by_hand(item, text)

    def _line(self, place: ChosenPlace) -> str:
        """The whole address, as the form writes it."""
        services = self._house.rooms.services
        return services.places.line(place.unit, place.detail, services.clock().date(), place.old)

    def _sought(self, place: ChosenPlace) -> str:
        """The letters by which one looks for the commune: its name without marks, and without what it is."""
        services = self._house.rooms.services
        commune = services.places.commune(place.unit, services.clock().date())
        assert commune is not None
        return plain(commune.name.partition(" ")[2])
