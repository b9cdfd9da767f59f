"""A hand without a plan at the kiosk: it touches, drags, turns everything, and lets devices come and go, by a seed.

After each act: no bug, one window, and on the glass no person but those whose cards were here in this visit. Between
visits nobody's words are held by anything, and what the process holds is weighed.
"""

from __future__ import annotations

import gc
import random
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TypeVar

import one_window_rule
from holders import holders
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from visit_stage import LYING, UPRIGHT, Resident, card, identity, until

from kiosk.devices.simulated import person as people
from kiosk.devices.simulated.virtual_card import VirtualCard
from kiosk.domain.visit import VisitStep
from kiosk.tour.finger import NotSeen, pump
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.resident import StartScreen
from kiosk.ui.widgets.base import Painted, Pressable

PEOPLE = ("giang-thi-say", "sung-mi-lu", "hau-thi-do")
"""In no shipped example: what a procedure's data say is nobody's."""

T = TypeVar("T")
FLAT, WEIGHED = 1.05, 8
"""How much more the last quarter may weigh than the second, and how often it is weighed before that says anything."""

GLANCE, SWEEP = 10, 500
"""Touches between two looks at what stands on the glass, and between two searches of the memory."""

KEYS = (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Space)


@dataclass
class MonkeyRun:
    """What came of it. ``weights``: MB that the process held, each time after a search of the memory."""

    touches: int = 0
    visits: int = 0
    seconds: float = 0.0
    acts: Counter[str] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)
    weights: list[float] = field(default_factory=list)

    @property
    def is_flat(self) -> bool | None:
        """Whether the memory is flat; None where it was weighed too seldom to say."""
        return self.growth <= FLAT if len(self.weights) >= WEIGHED else None

    @property
    def growth(self) -> float:
        """The last quarter's median weight over that of the second: 1.0 is flat. The first quarter fills what is kept
        on purpose, laid-out texts, fonts and pools; a single weight may meet a picture that is still worked on."""
        part = max(1, len(self.weights) // 4)
        early, late = self.weights[part : 2 * part] or self.weights, self.weights[-part:]
        return median(late) / median(early)


class Monkey:
    """Plays at ``resident`` until it has touched often enough; AssertionError names the seed and its last acts."""

    def __init__(self, resident: Resident, seed: int) -> None:
        self.resident, self.seed = resident, seed
        self._dice = random.Random(seed)
        self._device = QTest.createTouchDevice()
        self._last = deque[str](maxlen=25)
        self._here = set[str]()  # whose cards were here in this visit
        self._stick_in = False
        self._led = set[str]()
        self._cards = dict[str, VirtualCard]()
        self._card = ""  # whose lies on the reader
        self._step = resident.step
        self.run = MonkeyRun()
        resident.rooms.offered.ready()  # their data may name people in samples: that is nobody's
        self._before = self._held()
        self._turns: tuple[tuple[str, int, Callable[[], None]], ...] = (
            ("aimed touch", 110, self._aimed),
            ("touch anywhere", 40, self._anywhere),
            ("double touch", 6, self._double),
            ("two fingers", 4, self._two_fingers),
            ("drag", 5, self._drag),
            ("key", 6, self._key),
            ("theme", 2, lambda: self.resident.house.look.set_theme(self._any("light", "dark", "contrast"))),
            ("letters", 2, lambda: self.resident.house.look.set_text(self._any(100, 125, 150, 200))),
            ("language", 2, lambda: self.resident.flow.set_language(self._any("vi", "en"))),
            ("turned glass", 2, self._turn_glass),
            ("read aloud", 2, self.resident.flow.listening.toggle),
            ("card", 8, self._lay),
            ("card lifted", 4, self._lift),
            ("paper", 4, self._paper),
            ("device", 4, self._plug),
            ("headphones", 2, self._headphones),
            ("led on", 3, self._lead),
        )

    # --- the game ---

    def play(self, touches: int) -> MonkeyRun:
        began = time.monotonic()
        names, odds, acts = zip(*self._turns, strict=True)
        while self.run.touches < touches:
            at = self._dice.choices(range(len(names)), odds)[0]
            before = self.run.touches
            self._last.append(f"{before} {names[at]} at {self.resident.step.value}")
            try:
                acts[at]()
                self._look(before)
            except BaseException as error:
                said = f"seed {self.seed}, after {self.run.touches} touches: {error!r}\n{self._told}"
                raise AssertionError(said) from error
            self.run.acts[names[at]] += 1
            self.run.seconds = time.monotonic() - began
        self._sweep()
        self.run.seconds = time.monotonic() - began
        return self.run

    @property
    def _told(self) -> str:
        return "\n".join(self._last)

    def _look(self, before: int) -> None:
        pump()
        step = self.resident.step
        if step is not self._step:
            self.run.steps[step.value] += 1
            if step is VisitStep.START:
                self.run.visits += 1
                self._here = {self._card} - {""}
            self._step = step
        for bug in self.resident.bugs:
            raise bug
        found = one_window_rule.faults()
        assert found == [], found
        if self.run.touches // GLANCE != before // GLANCE:
            self._glance()
        if self.run.touches // SWEEP != before // SWEEP:
            self._sweep()

    def _glance(self) -> None:
        absent = [people.person(name) for name in PEOPLE if name not in self._here]
        shown = "\n".join(one.spoken() for one in self.resident.house.window.findChildren(Painted)).casefold()
        for one in absent:
            for word in (one.full_name, one.id_number):
                assert word.casefold() not in shown, f"{word} stands there, and was not here in this visit"

    def _sweep(self) -> None:
        """Everybody has gone: what is still held?"""
        self._go_home()
        left = set[str]()

        def is_let_go() -> bool:  # a filing may be on its way meanwhile: what carries it lets it go
            left.clear()
            left.update(self._held() - self._before)
            return not left

        try:
            until(is_let_go, "nobody's word held")
        except NotSeen as error:
            raise AssertionError(left) from error
        gc.collect()
        self.run.weights.append(_megabytes())

    def _go_home(self) -> None:
        house = self.resident.house
        self._lift()
        if house.counter.is_open or house.maintenance.is_open:
            house.counter.close()
            house.maintenance._leave()
        self._mend()
        self.resident.flow.leave("finished")
        until(lambda: isinstance(self.resident.screen, StartScreen), "the start")
        self.resident.settled()
        pump()
        speech = self.resident.rooms.services.speech
        if speech is not None:
            speech.spoken.clear()  # type: ignore[attr-defined] # a real voice writes nothing down
        self._step, self._here = VisitStep.START, set()
        self.run.visits += 1

    def _held(self) -> set[str]:
        """Who holds a name or a number of theirs."""
        words = [word for name in PEOPLE for word in (people.person(name).full_name, people.person(name).id_number)]
        return holders(words, self._of_the_stage())

    def _of_the_stage(self) -> list[object]:
        """The persons that the stage has read once, to lead a visit on, with their relatives."""
        persons = [identity(name).citizen for name in self._led]
        relatives = [part for one in persons for part in one.relatives]
        return [*persons, *map(vars, persons), *relatives, *map(vars, relatives)]

    # --- hands ---

    def _any(self, *choices: T) -> T:
        return self._dice.choice(choices)

    def _targets(self) -> list[QPoint]:
        """Where something is to be touched, in the window's pixels."""
        window = self.resident.house.window
        places = []
        for one in window.findChildren(Pressable):
            if one.isVisible() and one.isEnabled():
                places.append(one.mapTo(window, one.rect().center()))
        for keyboard in window.findChildren(Keyboard):
            if keyboard.isVisible():
                places += [keyboard.mapTo(window, part.area.center()) for part in keyboard.access_parts()]
        inside = [place for place in places if window.rect().contains(place)]
        return sorted(inside, key=lambda place: (place.y(), place.x()))

    def _random_place(self) -> QPoint:
        size = self.resident.house.window.size()
        return QPoint(self._dice.randrange(size.width()), self._dice.randrange(size.height()))

    def _tap(self, *places: QPoint) -> None:
        handle = self.resident.house.window.windowHandle()
        down = QTest.touchEvent(handle, self._device)
        for finger, place in enumerate(places):
            down = down.press(finger, place, handle)
        down.commit()
        pump()
        up = QTest.touchEvent(handle, self._device)
        for finger, place in enumerate(places):
            up = up.release(finger, place, handle)
        up.commit()
        pump()
        self.run.touches += len(places)

    def _aimed(self) -> None:
        places = self._targets()
        self._tap(self._dice.choice(places) if places else self._random_place())

    def _anywhere(self) -> None:
        self._tap(self._random_place())

    def _double(self) -> None:
        place = self._any(*(self._targets() or [self._random_place()]))
        self._tap(place)
        self._tap(place)

    def _two_fingers(self) -> None:
        places = self._targets() or [self._random_place()]
        self._tap(self._any(*places), self._random_place())

    def _drag(self) -> None:
        handle, start, end = self.resident.house.window.windowHandle(), self._random_place(), self._random_place()
        QTest.touchEvent(handle, self._device).press(0, start, handle).commit()
        for part in range(1, 5):
            QTest.touchEvent(handle, self._device).move(0, start + (end - start) * part / 4, handle).commit()
            pump()
        QTest.touchEvent(handle, self._device).release(0, end, handle).commit()
        self.run.touches += 1

    def _key(self) -> None:
        pad = Qt.KeyboardModifier.KeypadModifier
        pad_keys = [(getattr(Qt.Key, f"Key_{n}"), True) for n in range(10)]
        key, with_pad = self._any(*((key, False) for key in KEYS), *pad_keys)
        QTest.keyClick(self.resident.house.window, key, pad if with_pad else Qt.KeyboardModifier.NoModifier)

    def _turn_glass(self) -> None:
        self.resident.house.window.resize(self._any(UPRIGHT, LYING, QSize(683, 384)))

    # --- devices ---

    def _lay(self) -> None:
        name = self._any(*PEOPLE)
        self._here.add(name)
        if self._dice.random() < 0.5:
            self.resident.bench.show_card(name)
        else:
            self._card = name
            self.resident.bench.camera.take_away()
            if name not in self._cards:
                self._cards[name] = card(name)  # dear: its keys are made anew
            self.resident.bench.reader.lay(self._cards[name])

    def _lift(self) -> None:
        self._card = ""
        self.resident.bench.lift_card()
        self.resident.bench.take_paper()

    def _paper(self) -> None:
        bench = self.resident.bench
        self._any(lambda: bench.put_paper("good"), lambda: bench.put_paper("blurred"), bench.take_paper)()

    def _plug(self) -> None:
        """A device is pulled out, or all is put right."""
        bench = self.resident.bench
        acts: Sequence[Callable[[], None]] = (
            bench.camera.unplug,
            bench.reader.unplug,
            lambda: bench.set_roll(False),
            lambda: bench.set_plugged(False),
            lambda: self._stick(True),
            lambda: self._stick(False),
            self._mend,
            self._mend,
            self._mend,
        )
        self._any(*acts)()

    def _headphones(self) -> None:
        socket = self.resident.rooms.services.headphones
        if socket is not None:
            self._any(socket.plug, socket.pull)()  # type: ignore[attr-defined] # a hand's, the twin's alone

    def _mend(self) -> None:
        bench = self.resident.bench
        bench.camera.plug()
        bench.reader.plug()
        bench.set_roll(True)
        bench.set_plugged(True)
        self._stick(False)

    def _stick(self, there: bool) -> None:
        if there is not self._stick_in:
            self.resident.bench.set_stick(there)
            self._stick_in = there

    # --- far into a visit, where a hand without a plan does not come by itself ---

    def _lead(self) -> None:
        house, resident = self.resident.house, self.resident
        if house.counter.is_open or house.maintenance.is_open:
            house.counter.close()
            house.maintenance._leave()
        resident.flow.leave("left")
        self._look(self.run.touches)
        name = self._any("giang-thi-say", "sung-mi-lu")
        self._here.add(name)
        self._led.add(name)
        way = self._any("known", "form", "papers", "review", "received")
        self._mend()
        try:
            resident.known(name)
            if way != "known":
                resident.begin_form()
                resident.flow.go(VisitStep.FORM)
            if way in ("papers", "review", "received"):
                resident.fill_all()
                resident.screen.nextAsked.emit()
                resident.at(VisitStep.CAPTURE)
            if way == "review":
                resident.flow._acts[VisitStep.CAPTURE]._bound(_scan())  # type: ignore[attr-defined]
                resident.at(VisitStep.REVIEW)
            if way == "received":  # or at the question whether it is filed a second time
                resident.visit.papers[0].scan = _scan()
                resident.flow.go(VisitStep.REVIEW)
                resident.flow.go(VisitStep.FILING)
        except NotSeen as error:
            raise AssertionError(f"led to {way}: {error}") from error


def _scan():  # type: ignore[no-untyped-def]
    from visit_stage import scan

    return scan()


def _megabytes() -> float:
    """What this process holds by itself (Pss of proc_pid_smaps_rollup(5) counts shared pages once)."""
    with Path("/proc/self/smaps_rollup").open() as lines:
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
