"""One resident's way through the screens: the visit's table decides, the acts do the work, the shell shows.

An act knows a few steps of the way: it wires their screens once, fills them when a step is entered, and tells the flow
the next move. The flow owns the visit, the idle watch and the wiping.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from kiosk.closing import close_all
from kiosk.domain.citizen import Address
from kiosk.domain.events import Entry, EventKind
from kiosk.domain.visit import Move, VisitStep, move
from kiosk.errors import KioskError
from kiosk.services.visit_services import VisitServices
from kiosk.ui.bell import Bell, Loudspeaker
from kiosk.ui.calling import Calling
from kiosk.ui.idle_timer import IdleTimer, StartIdleTimer
from kiosk.ui.listening import ListenDesk
from kiosk.ui.resident import (
    IdleOverlay,
    LanguageOverlay,
    LeaveOverlay,
    OfficerCalledOverlay,
    OfficerOnlyOverlay,
    Screen,
    TextSizeOverlay,
)
from kiosk.ui.resident.listen_sheet import ListenSheet
from kiosk.ui.shell import Shell
from kiosk.ui.sounds import EffectPlayer, SoundChoice, SoundKind, SoundPlayer
from kiosk.ui.strings import Strings
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import Look
from kiosk.ui.visiting import Visit

_UNDONE_BY_LEAVING = frozenset(
    set(VisitStep) - {VisitStep.START, VisitStep.CONSENT, VisitStep.FEE, VisitStep.RECEIVED, VisitStep.TRACK}
)
"""Steps at which going to the start would throw something away, so the person is asked."""


PassingOverlay = LanguageOverlay | TextSizeOverlay | OfficerCalledOverlay | OfficerOnlyOverlay | ListenSheet


class Presenter(Protocol):
    """A few steps of the way."""

    def enter(self, step: VisitStep) -> Screen:
        """Fill the screen of ``step`` and give it."""

    def leave(self, step: VisitStep) -> None:
        """The step is left: let go of devices."""

    def wipe(self) -> None:
        """Forget everything personal."""


class Flow(QObject):
    """The visit. ``entered(Step)`` once a step is on the screen; ``previewed(Preview)`` for each live frame shown."""

    entered = Signal(object)
    bugged = Signal()  # from any thread: something happened that should not; the visit ends when its turn has come
    previewed = Signal(object)
    emptied = Signal()  # nothing is at work on the visit that ended any more, and nobody has come since
    staff_came = Signal()  # somebody kept a finger on the emblem at the start
    errand_came = Signal(object)  # StaffErrand: an officer shall sign in for one thing in this visit

    def __init__(
        self,
        services: VisitServices,
        tasks: Tasks,
        shell: Shell,
        strings: Strings,
        look: Look,
        bell: Bell | None = None,
        sounds: SoundPlayer | None = None,
    ) -> None:
        """``bell``, ``sounds``: None for the loudspeaker."""
        super().__init__(shell)
        self.services, self.tasks, self.shell = services, tasks, shell
        self.strings, self.look = strings, look
        self.visit = Visit()
        self._acts: dict[VisitStep, Presenter] = {}
        self._guard = IdleTimer(services.config.delays, self, lambda: shell.touches.touching)
        self.rest = StartIdleTimer(services.config.delays.idle_ask, parent=self)
        self.calling = Calling(self, bell or Loudspeaker())
        self._ended_badly = False  # a bug in the ending itself
        self._touched_before = 0  # of this visit: the one that began it does not count
        self.sounds = SoundChoice(services.config.sound, sounds or EffectPlayer(self), self)
        self.listening = ListenDesk(self)
        self._connect()

    def _connect(self) -> None:
        self.shell.touched.connect(self._somebody_there)
        self.shell.touched.connect(self._touched_at_start)
        self.shell.steered.connect(self._keyed)
        self.shell.steered.connect(self._touched_at_start)
        self.rest.rested.connect(self._put_start_right)
        self.shell.officerAsked.connect(self.call_officer)
        self.shell.languageAsked.connect(self._ask_language)
        self.shell.textSizeAsked.connect(self._ask_text_size)
        self._guard.ask.connect(self._ask_idle)
        self._guard.stayed.connect(self.shell.answered)
        self._guard.wipe.connect(lambda: self.leave("idle"))
        self.look.tapped.connect(lambda: self.sounds.play(SoundKind.CLICK))
        self.entered.connect(self.sounds.enter)
        self.entered.connect(self.listening.entered)
        if self.listening.mode is not None:
            self.listening.mode.voice.sentence.connect(lambda _: self._keyed())  # who is read to is there
        self.bugged.connect(self._end_after_bug, Qt.ConnectionType.QueuedConnection)

    def begin_with(self, acts: Mapping[VisitStep, Presenter]) -> None:
        """Take the acts that know each step, and show the start."""
        self._acts = dict(acts)
        self._show(VisitStep.START, forward=True)

    def close(self) -> None:
        """The house closes: nothing looks at the store any more, which goes before the window is deleted."""
        for timer in self.findChildren(QTimer):
            timer.stop()

    # --- the way --------------------------------------------------------------------------------------------------

    def move(self, by: Move) -> None:
        """Go where the table leads from here."""
        self.go(move(self.visit.step, by), forward=by not in (Move.BACK, Move.NOT_ME, Move.AGAIN))

    def go(self, step: VisitStep, *, forward: bool = True) -> None:
        """Leave this step and enter another, or enter the same one anew."""
        self._acts[self.visit.step].leave(self.visit.step)
        self._show(step, forward=forward)

    def _show(self, step: VisitStep, *, forward: bool) -> None:
        self.visit.step = step
        screen = self._acts[step].enter(step)
        self.shell.set_way(self.visit.task.segments.get(step), screen.within)
        self.shell.show_screen(screen, forward)
        self.entered.emit(step)

    def begin_visit(self) -> None:
        """Somebody touched the start."""
        self._ended_badly = False
        self.rest.sleep()
        self._guard.wake()
        self._touched_before = self.shell.touches.count
        self.note(EventKind.VISIT_BEGAN)
        self.tasks.run("reading", lambda _: self.services.desk.warm())
        self.move(Move.BEGIN)

    def leave(self, how: str) -> None:
        """End the visit, however it ends, and wipe, although a part of it fails: finished | left | idle | bug.

        Who leaves on purpose was told that all is erased, the savepoint too; who only walked away may come back to it.
        """
        self._guard.sleep()
        self.shell.overlay(None)
        self.shell.ask_over(None)
        self.shell.set_officer_called(False)
        close_all(
            partial(self._acts[self.visit.step].leave, self.visit.step),
            self.tasks.forget,
            *(act.wipe for act in set(self._acts.values())),
            partial(self._put_away, how, self.visit),
        )

    def _put_away(self, how: str, visit: Visit) -> None:
        """Of ``visit`` itself nothing stays, and the start stands there."""
        self.visit = Visit()
        self.services.desk.forget()
        self.strings.set_address(Address.OLDER)
        self._as_configured()
        self.note(EventKind.VISIT_ENDED, how=how, touches=str(self.shell.touches.count - self._touched_before))
        if how == "left" and visit.step is not VisitStep.KEPT:  # what was promised to be kept is kept
            savepoints = self.services.savepoints
            ends: list[Callable[[], object]] = [partial(savepoints.discard, one) for one in visit.drafts()]
            if visit.lent is not None:
                ends.append(partial(savepoints.put_back, visit.lent))
            self.tasks.run("store", lambda _: close_all(*ends), failed=lambda _: None)
        station = self.services.station
        self.tasks.run(  # behind what is still bound for a savepoint
            "store", lambda _: station.forget(), done=lambda _: self._tell_emptied()
        )
        self._show(VisitStep.START, forward=False)
        self.look.layouts.forget()

    def _tell_emptied(self) -> None:
        if self.visit.step is VisitStep.START:
            self.emptied.emit()

    @Slot()
    def _end_after_bug(self) -> None:
        """A bug of the ending itself is told like any other, but ends nothing more: the next ending would meet it
        again, without end. With the next visit all is as ever."""
        if self._ended_badly:
            return
        self._ended_badly = True
        self.leave("bug")
        self._ended_badly = False

    def ask_to_leave(self) -> None:
        """Back from the first steps ends the visit; where something would be lost, the person is asked first."""
        if self.visit.step not in _UNDONE_BY_LEAVING:
            self.leave("left")
            return
        overlay = LeaveOverlay(self.look, self.strings)
        overlay.left.connect(lambda: self.leave("left"))
        overlay.stayed.connect(lambda: self.shell.overlay(None))
        self.shell.overlay(overlay)

    def _somebody_there(self) -> None:
        """A touch answers the question whether anyone is there; who steers by keys goes to one of its answers."""
        if not (isinstance(self.shell.overlaid, IdleOverlay) and self.look.keys_in_use):
            self._guard.touched()

    def _keyed(self) -> None:
        """A key of listen mode, or what is read out: no answer to the question whether anyone is there, which is read
        out too, and whose own buttons are chosen by these keys."""
        if not isinstance(self.shell.overlaid, IdleOverlay):
            self._guard.touched()

    def _touched_at_start(self) -> None:
        if self.visit.step is VisitStep.START:
            self.rest.touched()

    def _put_start_right(self) -> None:
        """Who changed the language or the letters has gone: the next person finds the start as the office set it."""
        if self.visit.step is not VisitStep.START:
            return
        if not getattr(self.shell.overlaid, "closes_itself", False):
            self.shell.overlay(None)
        self._as_configured()

    def _as_configured(self) -> None:
        """The next person finds the kiosk as the office set it, not as the last one liked it."""
        config = self.services.config
        self.look.set_theme(config.theme)
        self.look.set_text(config.text)
        self.strings.set_language(config.language)
        self.sounds.as_configured()
        self.listening.as_configured()

    # --- at every step --------------------------------------------------------------------------------------------

    def note(self, kind: EventKind, about: str = "", **facts: str) -> None:
        """One line in the journal, in the background."""
        entry = Entry(kind, about, facts)
        self.tasks.run("store", lambda _: self.services.records.note(entry), failed=lambda _: None)

    def call_officer(self) -> None:
        self.calling.call()

    def _ask_language(self) -> None:
        overlay = LanguageOverlay(self.look, self.strings, self.services.packs)
        overlay.chosen.connect(self.set_language)
        overlay.chosen.connect(lambda _: self.shell.overlay(None))
        self.overlay(overlay)

    def set_language(self, language: str) -> None:
        self.strings.set_language(language)

    def _ask_text_size(self) -> None:
        overlay = TextSizeOverlay(self.look, self.strings)
        overlay.sizeChosen.connect(self.look.set_text)
        overlay.themeChosen.connect(self.look.set_theme)
        self.overlay(overlay)

    def overlay(self, overlay: PassingOverlay) -> None:
        """Lay a note over the screen that goes away when it is closed."""
        overlay.closed.connect(lambda: self.shell.overlay(None))
        self.shell.overlay(overlay)

    def _ask_idle(self, seconds: int) -> None:
        self.sounds.play(SoundKind.ATTENTION)
        overlay = IdleOverlay(self.look, self.strings, seconds)
        overlay.stayed.connect(self._guard.touched)
        overlay.stayed.connect(lambda: self.shell.ask_over(None))
        overlay.left.connect(lambda: self.leave("left"))
        self.shell.ask_over(overlay)

    def error_words(self, error: KioskError) -> tuple[str, str, str]:
        """Code, message and remedy of an error in the language in use, said to this person."""
        words, forms = self.strings.words, self.strings.forms()
        return error.code, words.message(error, **forms), words.remedy(error, **forms)
