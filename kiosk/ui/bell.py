"""The bell that calls an officer: a port, and the loudspeaker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QUrl

from kiosk.resources import asset

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QSoundEffect


class Bell(Protocol):
    def ring(self) -> bool:
        """Ring once. False where nothing can be heard, so that nobody is told that a bell rang."""


class Loudspeaker:
    """Plays the chime on the machine's loudspeaker. Qt wants PulseAudio's socket for it: PipeWire has one too."""

    def __init__(self) -> None:
        self._chime: QSoundEffect | None = None

    def ring(self) -> bool:
        try:
            from PySide6.QtMultimedia import QMediaDevices, QSoundEffect  # not before the first paint
        except ImportError:  # its libraries are not on this machine
            return False
        if QMediaDevices.defaultAudioOutput().isNull():
            return False  # an effect without a device plays to nobody, and says nothing of it
        if self._chime is None:
            self._chime = QSoundEffect()
            self._chime.setSource(QUrl.fromLocalFile(str(asset("sounds", "call.wav"))))
            self._chime.setVolume(1.0)
        self._chime.play()
        return self._chime.status() is not QSoundEffect.Status.Error
