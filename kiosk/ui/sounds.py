"""The small sounds: a touch was taken, something is done, something wants to be looked at.

The office sets which of them are heard; a person may set it otherwise, for this visit.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, QUrl, Signal

from kiosk.domain.visit import VisitStep
from kiosk.hearing_settings import SoundSettings
from kiosk.resources import asset

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QSoundEffect

WARM_AFTER = 3_000  # ms after the start: the first picture does not wait for it


class SoundKind(enum.Enum):
    CLICK = "click"
    SUCCESS = "success"
    ATTENTION = "attention"


OF_STEP = {
    VisitStep.HELLO: SoundKind.SUCCESS,
    VisitStep.RECEIVED: SoundKind.SUCCESS,
    VisitStep.TROUBLE: SoundKind.ATTENTION,
    VisitStep.RETAKE: SoundKind.ATTENTION,
}
"""What is heard when a step comes."""


class SoundPlayer(Protocol):
    def play(self, kind: SoundKind) -> None:
        """Play it now, over what plays; nothing where there is no loudspeaker."""


class EffectPlayer(QObject):
    """By the machine's loudspeaker. A touch never waits for it: until it is warm, nothing is heard."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._effects: dict[SoundKind, QSoundEffect] = {}
        self._soon = QTimer(self, singleShot=True, interval=WARM_AFTER)
        self._soon.timeout.connect(self.warm)
        self._soon.start()

    def warm(self) -> None:
        """Load what plays them."""
        try:
            from PySide6.QtMultimedia import QMediaDevices, QSoundEffect
        except ImportError:  # its libraries are not on this machine
            return
        if QMediaDevices.defaultAudioOutput().isNull():
            return
        for kind in SoundKind:
            effect = QSoundEffect(self)
            effect.setSource(QUrl.fromLocalFile(str(asset("sounds", f"{kind.value}.wav"))))
            self._effects[kind] = effect

    def play(self, kind: SoundKind) -> None:
        if effect := self._effects.get(kind):
            effect.play()


class SoundChoice(QObject):
    """Which sounds are heard now. ``hush``: a voice speaks, and nothing sounds beside it."""

    changed = Signal()

    def __init__(self, settings: SoundSettings, player: SoundPlayer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings, self._player = settings, player
        self._on = self._configured()
        self.hush = False

    def _configured(self) -> frozenset[SoundKind]:
        return frozenset(kind for kind in SoundKind if getattr(self._settings, kind.value))

    def heard(self, kind: SoundKind) -> bool:
        return kind in self._on

    def set_heard(self, kind: SoundKind, heard: bool) -> None:
        """As this person likes it."""
        self._on = self._on | {kind} if heard else self._on - {kind}
        self.changed.emit()

    def as_configured(self) -> None:
        """The next person finds it as the office set it."""
        self._on = self._configured()
        self.changed.emit()

    def play(self, kind: SoundKind) -> None:
        if kind in self._on and not self.hush:
            self._player.play(kind)

    def enter(self, step: VisitStep) -> None:
        """A step stands on the glass."""
        if kind := OF_STEP.get(step):
            self.play(kind)
