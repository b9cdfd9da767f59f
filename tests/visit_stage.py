"""A whole kiosk in a window nobody sees, and a resident at it: real rooms, real touches, a real portal on loopback.

What a test is about is done by touch; the way to it is walked by calls, which is quick.
"""

from __future__ import annotations

import copyreg
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from threading import Event
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from local_eyes import local_eyes, local_station
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from run_cache import once

from kiosk.app.card_keys import card_key
from kiosk.app.window import KioskApp
from kiosk.config import Config, Delays, Devices
from kiosk.devices.ports import Preview, Shot
from kiosk.devices.simulated import person as people
from kiosk.devices.simulated.camera import SimulatedCamera, paper
from kiosk.devices.simulated.card_reader import SimulatedCardReader
from kiosk.devices.simulated.quirks import Quirks
from kiosk.devices.simulated.virtual_card import VirtualCard
from kiosk.domain.citizen import CardIdentity, address_for
from kiosk.domain.form import Origin
from kiosk.domain.paper import ScannedDocument
from kiosk.domain.submission import Submission
from kiosk.domain.visit import VisitStep
from kiosk.scan.bitmap import Bitmap
from kiosk.scan.page_picture import PagePicture
from kiosk.services.filing import Visitor
from kiosk.tour.finger import Finger, NotSeen, until
from kiosk.ui.form_cursor import Walk
from kiosk.ui.resident import ConsentScreen, StartScreen
from kiosk.ui.resident.leaves import Leaves
from kiosk.ui.widgets.base import Painted

MY = "vang-thi-my"
BIRTH = "1.001193"
SIMULATED = Devices.all_simulated()
QUICK = Delays(debounce=0.02, changed_rest=0.05, steady=0.3)
UPRIGHT, LYING = QSize(540, 960), QSize(960, 540)  # half the size of the real glass: a quarter to paint

SHEET = {
    "requester.relation": "grandparent",
    "child.name": "Thào Seo Chứ",
    "child.birth_date": "18/11/2026",
    "child.sex": "female",
    "child.birth_at": "facility",
    "child.birth_facility": "Trạm Y tế xã Đồng Văn, tỉnh Tuyên Quang",
    "child.birth_place": "xã Đồng Văn, tỉnh Tuyên Quang",
    "child.notice": "00123.GCS.08123.26",  # the birth notice itself: not one of several papers
    "child.linked": "no",
    "child.parents_known": "1",
    "mother.name": "Lù Thị Vá",
    "mother.ethnicity": "Mông",
    "father.name": "Thào Mí Pó",
    "father.ethnicity": "Mông",
    "child.ethnicity": "Mông",
    "child.hometown": "xã Đồng Văn, tỉnh Tuyên Quang",
    "marriage.registered": "yes",
    "copies.wanted": "no",
}
REQUESTER = {
    "requester.name": "Vàng Thị Mỷ",
    "requester.birth": "08/03/1962",
    "requester.paper_number": "999162001234",
    "requester.residence": "xã Đồng Văn, tỉnh Tuyên Quang",
}
"""What the card would have said, typed."""


def card(name: str = MY, *quirks: Any) -> VirtualCard:
    """A person's card, quick."""
    return VirtualCard(people.person(name), Quirks.of(quirks))


@cache
def identity(name: str = MY) -> CardIdentity:
    """What a read of this person's card gives."""
    reader = SimulatedCardReader()
    reader.lay(card(name))
    key = card_key(people.person(name).qr_text)
    assert key is not None
    return reader.read(key, lambda _: None, Event())


@cache
def shot() -> Shot:
    return once("shot", _shot)


def _shot() -> Shot:
    camera = SimulatedCamera(fps=0)
    camera.open()
    camera.put(paper("birth-notice"))
    return local_station(camera).shoot()


def _laid_out(page: PagePicture) -> tuple[Any, ...]:
    """For ``once``: a page as plain values."""
    bitmap = page.bitmap()
    return _taken_up, (bitmap.width, bitmap.height, bytes(bitmap.pixels))


def _taken_up(width: int, height: int, pixels: bytes) -> PagePicture:
    return PagePicture(Bitmap(width, height, pixels))


copyreg.pickle(PagePicture, _laid_out)


@cache
def scan() -> ScannedDocument:
    """The birth notice as it is bound: seconds to make, and in every process the same."""
    return once("birth-notice", lambda: local_station().bind([shot()]))


class Resident:
    """A person at the kiosk."""

    def __init__(self, house: KioskApp, bugs: list[BaseException]) -> None:
        self.house, self.bugs = house, bugs
        self.flow, self.shell, self.rooms = house.flow, house.shell, house.rooms
        self.store, self.bench = house.rooms.store, house.rooms.bench()
        self.finger = Finger(house.window, house.rooms.services.config.delays.debounce + 0.01)
        self.seen: Preview | None = None
        self.flow.previewed.connect(self._see)

    def _see(self, preview: Preview) -> None:
        self.seen = preview

    # --- what is seen ---

    @property
    def visit(self):  # type: ignore[no-untyped-def]
        return self.flow.visit

    @property
    def step(self) -> VisitStep:
        return self.flow.visit.step

    @property
    def screen(self) -> Any:
        return self.shell.screen_shown

    def at(self, step: VisitStep, patience: float = 40.0) -> None:
        until(lambda: self.step is step or bool(self.bugs), f"the step {step.value}", patience)
        assert self.bugs == []
        until(lambda: self.shell.at_rest, "the page at rest")
        self.shell.touched.emit()  # who is led here by calls is not idle

    def showing(self, kind: type[QWidget]) -> None:
        until(lambda: isinstance(self.screen, kind) and self.shell.at_rest, kind.__name__)

    def say(self, key: str, **values: object) -> str:
        return self.house.strings.say(key, **values)

    def words(self) -> str:
        """All that stands on the glass, the overlay included."""
        shown = (item for item in self.house.window.findChildren(Painted) if item.isVisible())
        return "\n".join(item.spoken() for item in shown).replace("\u200b", "")

    def reads(self, *keys: str) -> None:
        """The sentences of ``keys`` stand on the glass."""
        for key in keys:
            sentence = self.say(key)
            until(lambda sentence=sentence: sentence in self.words(), f"{sentence!r} in:\n{self.words()}")

    # --- touches ---

    def press(self, key: str) -> None:
        """The button that says ``key``."""
        self.finger.touch(self.finger.button(self.say(key)))

    def press_main(self) -> None:
        assert self.screen is not None and self.screen.footer.main is not None
        self.finger.touch(self.screen.footer.main)

    def press_back(self) -> None:
        holder = self.shell.side if self.shell._lying else self.shell.footer
        self.finger.touch(holder.back_button)

    def choose_birth(self) -> None:
        """The birth of a child: by its event, and out of several where the event leads to several."""
        if self.step is VisitStep.CHOOSE:
            self.finger.touch(self.screen.tiles["birth"])
        if self.step is VisitStep.EVENT:
            until(lambda: self.shell.at_rest, "the page at rest")
            self.finger.touch(self.screen.cards[BIRTH])

    def hand_in(self) -> None:
        """Read on to the last leaf of the review and touch Nộp."""
        while not self.finger.named(Leaves).last:
            self.press_main()
        self.press_main()

    # --- the way, by touch ---

    def come_in(self, *, card: bool = True) -> None:
        self.showing(StartScreen)
        self.finger.touch(self.finger.named(StartScreen).start_button)
        self.showing(ConsentScreen)
        for purpose, pair in self.finger.named(ConsentScreen).pairs.items():
            self.finger.touch(pair.yes if card or purpose != "card" else pair.no)
            until(lambda asked=pair: asked.value is not None, "the answer")
        self.press_main()
        self.at(VisitStep.IDENTIFY if card else VisitStep.CHOOSE)

    def show_card(self, name: str = MY) -> None:
        self.bench.show_card(name)
        until(lambda: self.screen.stage == 2, "the card's code")

    def lay(self, name: str = MY, *quirks: Any) -> None:
        self.bench.camera.take_away()
        self.bench.reader.lay(card(name, *quirks))

    def choose(self, code: str) -> None:
        """From CHOOSE to what is needed of a procedure, by its life event."""
        event = self.rooms.services.procedures[code].events[0]
        self.finger.touch(self.screen.tiles[event])
        until(lambda: self.step is not VisitStep.CHOOSE and self.shell.at_rest, "the next step")
        if self.step is VisitStep.EVENT:
            self.finger.touch(self.screen.cards[code])
        self.at(VisitStep.NEEDS)

    # --- the way, by calls ---

    def known(self, name: str = MY) -> None:
        """At CHOOSE, as after a card was read."""
        self.flow.begin_visit()
        found = identity(name)
        self.visit.visitor = Visitor(found, {"card": True, "notify": False}, self.house.strings.language)
        self.house.strings.set_address(address_for(found.citizen, date(2026, 11, 23)))
        self.flow.go(VisitStep.CHOOSE)
        self.at(VisitStep.CHOOSE)

    def at_form(self, page: str = "") -> None:
        """Known, and at the first page of the form, or at ``page`` with all before it answered."""
        self.known()
        self.begin_form()
        while page and self.visit.walk.page.key != page:
            self.answer_page()
            assert self.visit.walk.forward()
        self.flow.go(VisitStep.FORM)
        self.at(VisitStep.FORM)

    def begin_form(self) -> None:
        services = self.rooms.services
        self.visit.procedure = services.procedures[BIRTH]
        filling = services.desk.begin(self.visit.procedure, self.visit.visitor)
        self.visit.walk = Walk(filling, lambda: services.desk.context(self.visit.visitor))

    def answer_page(self) -> None:
        walk = self.visit.walk
        for key in walk.page.fields:
            if key in (SHEET | REQUESTER):
                walk.answer(key, (SHEET | REQUESTER)[key], Origin.TYPED)

    def at_capture(self) -> None:
        """The sheet is filled; the papers are next."""
        self.at_form()
        self.fill_all()
        self.screen.nextAsked.emit()  # the last page's own way: with its savepoint
        self.at(VisitStep.CAPTURE)

    def fill_all(self) -> None:
        """Every page answered; the last is shown."""
        walk = self.visit.walk
        self.answer_page()
        while walk.forward():
            self.answer_page()
        self.flow.go(VisitStep.FORM)

    def at_review(self) -> None:
        """All is there to be handed in: the page goes the way that a page which was kept goes."""
        self.at_capture()
        self.flow._acts[VisitStep.CAPTURE]._bound(scan())  # type: ignore[attr-defined]
        self.at(VisitStep.REVIEW)

    def bind_and_hand_in(self) -> Submission:
        """From the papers to the slip."""
        self.visit.papers[0].scan = scan()
        self.flow.go(VisitStep.REVIEW)
        self.flow.go(VisitStep.FILING)
        self.at(VisitStep.RECEIVED)
        assert self.visit.submission is not None
        return self.visit.submission

    def at_received(self) -> Submission:
        self.at_capture()
        return self.bind_and_hand_in()

    def settled(self, lane: str = "store") -> None:
        """All that was queued on ``lane`` is done."""
        done: list[object] = []
        self.house.tasks.run(lane, lambda _: None, done=lambda _: done.append(1))
        until(lambda: bool(done), f"{lane} at rest")


def config(folder: Path, **changes: Any) -> Config:
    delays = changes.pop("delays", QUICK)
    devices = changes.pop("devices", SIMULATED)
    made = Config(data=folder, demo=True, devices=devices, delays=delays)
    made = made.with_(portal=replace(made.portal, probe_interval=changes.pop("probe_interval", 0.2)))
    return made.with_(**changes)


@contextmanager
def kiosk(folder: Path, size: QSize = UPRIGHT, **changes: Any) -> Iterator[Resident]:
    """A running house. A bug anywhere in it fails the test. Pages stand at once where they else would slide, which is
    half of what a visit costs: the tour slides, and tests/screens/test_resident_ways.py."""
    bugs: list[BaseException] = []
    bell, motion = changes.pop("bell", None), changes.pop("motion", False)
    sounds = changes.pop("sounds", None)
    eyes = changes.pop("eyes", local_eyes)
    with KioskApp(config(folder, **changes), size=size, bug=bugs.append, bell=bell, sounds=sounds, eyes=eyes) as house:
        house.look.set_reduced_motion(not motion)
        house.watch_for_bugs()
        yield Resident(house, bugs)
        house.flow.leave("idle")  # so that the next test finds nothing of this one in memory
        house.app.processEvents()
    for bug in bugs:
        raise bug


__all__ = ["LYING", "MY", "REQUESTER", "SHEET", "NotSeen", "Resident", "card", "config", "identity", "kiosk", "until"]
