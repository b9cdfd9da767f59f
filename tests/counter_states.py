"""The states of the counter, each with the way there: for tables that play something in every one of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from counter_hands import CHIEFS, PIN, OfficerHands
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.devices.simulated.camera import paper
from kiosk.domain.submission import Legal
from kiosk.tour.finger import pump, until

STICK = "USB-KT"


class AtCounter:
    """An officer, or the chief, with one dossier that is under way and one whose result can be given."""

    def __init__(self, officer: OfficerHands) -> None:
        self.officer, self.house = officer, officer.house
        officer.staff()
        self.code = officer.dossier()
        self.done = officer.dossier("Giàng A Chứ", "999148000271")
        officer.store.outbox.set_legal(self.done, Legal.FINISHED)
        self.paid = False

    @property
    def counter(self):  # type: ignore[no-untyped-def]
        return self.officer.counter

    def come_in(self, name: str = "pao") -> None:
        """Signed in as that one, on the first page."""
        session = self.counter.stage.session if self.house.counter.is_open else None
        if session is not None and session.name != name:
            self.leave()
        if not self.house.counter.is_open:
            self.officer.open()
        if self.counter.stage.session is None:
            sign_in = self.counter.entrance.sign_in
            until(self.officer.names_shown, "the names")
            sign_in.signed.emit(name, CHIEFS if name == "hien" else PIN)
        elif self.counter.entrance.lock.isVisible():
            self.counter.entrance.lock.opened.emit(CHIEFS if name == "hien" else PIN)
        until(self.counter.stage.frame.isVisible, "the counter's pages")
        self.counter.stage.frame.end_dialog()
        self.counter.go("now")
        until(self.counter.lists.page_now.isVisible, "the first page")
        until(lambda: not self.house.tasks.busy("store"), "that nothing comes late over what follows")
        pump()

    def leave(self) -> None:
        """Back to the residents."""
        if self.house.counter.is_open:
            self.house.counter.close()
        until(self.house.shell.isVisible, "the start")

    def page(self) -> QWidget:
        """What is shown: a page of the frame's, or the sign-in, or the lock."""
        stage, entrance = self.counter.stage, self.counter.entrance
        if stage.frame.isVisible():
            current: QWidget = stage.frame.pages.currentWidget()
            return current
        lock: QWidget = entrance.lock
        return lock if lock.isVisible() else entrance.sign_in

    def words(self) -> str:
        """All that stands on the glass."""
        labels = self.house.window.findChildren(QLabel)
        return "\n".join(one.text() for one in labels if one.isVisible() and one.text())

    def dossier(self, code: str = "") -> None:
        page, code = self.counter.dossiers.page, code or self.code
        self.counter.dossiers.open_dossier(code)
        until(lambda: page.isVisible() and page.sheet is not None and page.sheet.head.code == code, "the dossier")

    def dialog(self) -> None:
        until(lambda: self.counter.stage.frame.dialog is not None, "the dialog")


Way = Callable[[AtCounter], object]


def _section(name: str, shown: Callable[[AtCounter], QWidget], who: str = "pao") -> Way:
    def go(at: AtCounter) -> None:
        at.come_in(who)
        at.counter.go(name)
        until(shown(at).isVisible, name)

    return go


def _sign_in(at: AtCounter) -> None:
    at.leave()
    at.officer.open()


def _card_lies(at: AtCounter) -> None:
    _sign_in(at)
    at.officer.lay("giang-thi-say")
    until(lambda: at.counter.card.stage.value == "read", "the card")


def _after_dossier(act: Callable[[AtCounter], object], shown: Callable[[AtCounter], bool], done: bool = False) -> Way:
    def go(at: AtCounter) -> None:
        if done:  # where the line was put back, the portal has it meanwhile, and says of it what it knows
            at.officer.store.outbox.set_legal(at.done, Legal.FINISHED)
        at.dossier(at.done if done else at.code)
        act(at)
        until(lambda: shown(at), "what follows the dossier")

    return go


def _print(at: AtCounter) -> None:
    at.dossier()
    at.counter.dossiers.open_print()
    until(lambda: not at.counter.dossiers.print.page_picture.picture.isNull(), "the paper")


def _paper(at: AtCounter) -> None:
    at.dossier()
    at.counter.open_paper()
    until(at.counter.papers.page.isVisible, "the paper")


def _live(at: AtCounter) -> None:
    _paper(at)
    at.counter.papers.source(1)
    until(lambda: not at.counter.papers.page.picture.picture.isNull(), "the live picture")


def _files(at: AtCounter) -> None:
    shutil.copy(paper("birth-notice"), at.house.rooms.services.sticks.plug(STICK) / "a.jpg")
    _paper(at)
    at.counter.papers.source(3)
    until(lambda: bool(at.counter.papers._desk._files), "the file")


def _paid(at: AtCounter) -> None:
    at.dossier()
    at.counter.open_bill()
    until(lambda: at.counter.money.cash.bill is not None, "the bill")
    if not at.paid:
        at.counter.money.cash.entry.setText("50")
        at.counter.money.cash.take()
    until(lambda: bool(at.counter.money.cash.bill.paid), "the receipt")
    at.paid = True


def _filing(at: AtCounter) -> None:
    at.counter.go("filing")
    until(at.counter.filings.waiting.page.isVisible, "the list")
    at.counter.filings.waiting._begin("1.001193", "notice", "Trạm Y tế xã Đồng Văn", "")
    until(lambda: at.counter.filings.page.isVisible() and at.counter.filings.page.form is not None, "the form")


def _locked(at: AtCounter) -> None:
    at.counter.entrance.lock_now()
    until(at.counter.entrance.lock.isVisible, "the lock")


STATES: dict[str, Way] = {
    "sign-in": _sign_in,
    "card-lies": _card_lies,
    "now": lambda at: at.come_in(),
    "list": _section("dossiers", lambda at: at.counter.lists.page_find),
    "dossier": AtCounter.dossier,
    "mending": _after_dossier(
        lambda at: at.counter.dossiers.page.mended.emit("mother.name"),
        lambda at: at.counter.stage.frame.dialog is not None,
    ),
    "print": _print,
    "paper": _paper,
    "live": _live,
    "files": _files,
    "correcting": _after_dossier(
        lambda at: at.counter.correct(), lambda at: bool(at.counter.correcting.page.entries), done=True
    ),
    "giving": _after_dossier(
        lambda at: at.counter.open_giving(), lambda at: bool(at.counter.giving.page.columns), done=True
    ),
    "paid": _paid,
    "closing": _section("closing", lambda at: at.counter.money.closing),
    "calls": _section("calls", lambda at: at.counter.calls.page),
    "waiting": _section("filing", lambda at: at.counter.filings.waiting.page),
    "filing": _filing,
    "review": _section("review", lambda at: at.counter.review.page, "hien"),
    "report": _section("report", lambda at: at.counter.reports.page, "hien"),
    "locked": _locked,
}
"""Every one; those that are the chief's sign in as such."""

ENDS: dict[str, Way] = {
    "card-lies": lambda at: at.officer.bench.lift_card(),
    "mending": lambda at: at.counter.stage.frame.end_dialog(),
    "paper": lambda at: at.counter.papers.leave(),
    "live": lambda at: at.counter.papers.leave(),
    "files": lambda at: at.counter.papers.leave(),
    "giving": lambda at: at.counter.giving.leave(),
    "correcting": lambda at: at.counter.correcting.leave(),
    "filing": lambda at: at.counter.filings.leave(),
}
"""What gives up a state that would stand in the way of the next."""


def key(at: AtCounter, key: Qt.Key, *, ctrl: bool = False) -> None:
    at.officer.key(key, ctrl=ctrl)
