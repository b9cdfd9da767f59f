"""The pages of a form in a golden filing, each answered by touch, its tables row by row."""

from __future__ import annotations

from functools import partial

from kiosk.domain.procedure import FormPage
from kiosk.domain.visit import VisitStep
from kiosk.tour.finger import NotSeen, until
from kiosk.tour.hand import Hand, OutOfReach
from kiosk.tour.sample_answers import SampleAnswers
from kiosk.tour.sample_data import SampleVisit
from kiosk.tour.visit_steps import VisitSteps
from kiosk.ui.form_cursor import Walk
from kiosk.ui.resident import FormScreen
from kiosk.ui.resident.table import TableScreen
from kiosk.ui.widgets import PressableBanner

TOO_MANY = "rows"  # what stops where the glass takes no more of a table's rows
OUT_OF_RANGE = "range"  # what stops where plus and minus end before the number


class SamplePages(VisitSteps):
    visit: SampleVisit
    stopped: tuple[str, ...] = ()
    """The rules that stop it."""

    def page(self) -> None:
        """What the page asks, and on."""
        walk = self._walk
        for offer in walk.filling.offers(walk.page):
            if offer.party in self.visit.people and not offer.refused:
                self.finger.touch(self.finger.on_leaf(PressableBanner))
                self.at(VisitStep.PARTY)
                return
        if walk.table:
            self._table(walk.page, walk.table)
        else:
            self._questions(walk.page)

    @property
    def _walk(self) -> Walk:
        walk = self.flow.visit.walk
        if walk is None:
            raise NotSeen("a form")
        return walk

    # --- questions ---

    def _questions(self, page: FormPage) -> None:
        form = self.finger.named(FormScreen)
        hand, answers = Hand(self.finger, form), SampleAnswers(self.house, self.visit)
        with self.film.scene(f"form-{page.key}", picture=self.pictures):
            given = set[str]()  # an answer may bring the next question onto the same page
            while (wanted := next(answers.of(page.fields, given), None)) is not None:
                given.add(wanted[0])
                try:
                    hand.fill(wanted[1])
                except OutOfReach:
                    self.stopped = (OUT_OF_RANGE,)
                    return
        alone = form.going_on  # unless the answer has brought a question: then both are shown, and one goes on by hand
        until(lambda: not form.going_on, "what an answer led to")
        if not self._off(page.key) and (not alone or form.open_field is None):
            self.press_main()
        self._on_from(page)

    def _on_from(self, page: FormPage) -> None:
        until(lambda: self._off(page.key) or bool(self._spoken(page)), "the next page")
        if not self._off(page.key):
            self._rule_speaks(page)

    def _off(self, page: str) -> bool:
        visit = self.flow.visit
        return visit.step is not VisitStep.FORM or visit.walk is None or visit.walk.page.key != page

    def _spoken(self, page: FormPage) -> tuple[str, ...]:
        """What does not hold of the page that one has not got away from."""
        screen = self.house.shell.screen_shown
        if self._off(page.key) or (isinstance(screen, FormScreen) and screen.going_on):
            return ()
        context = self.house.rooms.services.desk.context(self.flow.visit.visitor)
        return tuple(one.key for one in self._walk.filling.problems(context, page.fields))

    def _rule_speaks(self, page: FormPage) -> None:
        self.film_shot(f"rule-{self._spoken(page)[0]}")
        self.stopped = tuple(one.key for one in self._walk.problems() if one.level.stops)
        if not self.stopped:  # one looks again, and goes on
            self.press_main()
            until(partial(self._off, page.key), "the next page after a look")

    # --- tables ---

    def _table(self, page: FormPage, table: str) -> None:
        """One more row, whose questions are pages of their own; on, when all are there."""
        self.showing(TableScreen)
        screen, there = self.finger.named(TableScreen), len(self._walk.filling.rows(table))
        if there < len(self.visit.rows.get(table, ())):
            if screen.view is not None and there >= screen.view.most:
                self.stopped = (TOO_MANY,)
                return
            self.finger.touch(screen.add)
            until(lambda: self._off(page.key), "a row begun")
            self.showing(FormScreen)
            return
        self.film_shot(f"form-{page.key}")
        self.press_main()
        self._on_from(page)
