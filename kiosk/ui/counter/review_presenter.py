"""The chief's presenter: the list, one PIN for many, what goes back, the end of the day, who works here."""

from __future__ import annotations

from html import escape
from typing import Any

from kiosk.domain.rights import RIGHTS
from kiosk.domain.staff import StaffRole
from kiosk.domain.staff_session import StaffSession
from kiosk.services.counter.counter import CounterDesks
from kiosk.ui.counter.review import ReviewPage
from kiosk.ui.counter.staff_sheet import StaffSheet
from kiosk.ui.counter.stage import CounterStage
from kiosk.ui.counter.writing import WordsForm


class ReviewPresenter:
    def __init__(self, stage: CounterStage) -> None:
        self._stage = stage
        self.page = ReviewPage(stage.kit)
        self.page.approved.connect(self._approve)
        self.page.returned.connect(self._ask_back)
        self.page.closed.connect(self._close)
        self.page.people.connect(self._staff)
        self.page.unsigned.connect(lambda: stage.frame.show_fault(stage.kit.strings.say("counter.review.pin_first")))

    def open(self) -> None:
        desks = self._stage.desks

        def work(session: StaffSession) -> Any:
            return desks.reviews.waiting(session), desks.reviews.end_of_day(session), desks.people()

        def show(known: Any) -> None:
            self._stage.show(self.page, "review")
            self.page.show_items(*known)

        self._stage.open(work, show)

    def _approve(self, numbers: tuple[int, ...], secret: str) -> None:
        approve, opened = self._stage.desks.reviews.approve, tuple(self.page.looked_into)
        self._stage.change(lambda session: approve(session, numbers, secret, opened), lambda _: self.open())

    def _ask_back(self, number: int) -> None:
        say = self._stage.kit.strings.say
        form = WordsForm(self._stage.kit, say("counter.review.back"), say("counter.review.back_line"))
        form.done.connect(lambda text: self._give_back(number, text))
        self._stage.ask(form)
        form.entry.setFocus()

    def _give_back(self, number: int, reason: str) -> None:
        back = self._stage.desks.reviews.send_back
        self._stage.change(lambda session: back(session, number, reason), lambda _: self.open())

    def _close(self, secret: str) -> None:
        desks = self._stage.desks
        self._stage.change(lambda session: close_day(desks, session, secret), lambda _: self.open(), of="day")

    def _staff(self) -> None:
        say = self._stage.kit.strings.say

        def show(lines: Any) -> None:
            rows = [
                (
                    one.about,
                    f"<b>{escape(one.person)}</b>",
                    say(f"staff.role.{one.role.value}"),
                    "✓" if one.has_card else "–",
                    say(f"counter.review.state_{one.state}"),
                )
                for one in lines
            ]
            rights = [
                (say(f"counter.right.{act.value}"), [role in roles for role in StaffRole])
                for act, roles in RIGHTS.items()
            ]
            self._stage.frame.show_dialog(StaffSheet(self._stage.kit, rows, rights))

        self._stage.open(self._stage.desks.reviews.staff, show)


def close_day(desks: CounterDesks, session: StaffSession, secret: str) -> None:
    """Sign every closing, and print each that was signed for the chief's own hand: in a hall, another kiosk's waits for
    its own day's end. DayNotReady, SignInRefused."""
    waiting = desks.cash.unsigned(session)
    desks.reviews.close_day(session, secret)
    people = desks.people()
    for one in waiting:
        day = desks.cash.day(session, one.day, one.desk)
        if day.closing is not None and day.closing.chief:
            desks.papers.try_closing(session, day, people)
