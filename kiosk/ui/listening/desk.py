"""Listen mode in a kiosk: the button in the head, the band under it, the sheet of choices, the visit's own words."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from kiosk.domain.speech import SpeechOutput
from kiosk.services.visit_services import VisitServices
from kiosk.ui.listening.mode import ListenMode
from kiosk.ui.listening.private import private_words
from kiosk.ui.listening.voice import Voice
from kiosk.ui.resident.listen_sheet import ListenSheet
from kiosk.ui.shell import Shell
from kiosk.ui.sounds import SoundChoice, SoundKind
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.visiting import Visit


class ListeningVisit(Protocol):
    """The visit in which somebody listens."""

    services: VisitServices
    shell: Shell
    strings: Strings
    look: Look
    visit: Visit
    sounds: SoundChoice

    def overlay(self, overlay: ListenSheet) -> None: ...


class ListenDesk(QObject):
    """``mode`` is None where this kiosk has no voice: then nothing offers it."""

    _plug_moved = Signal(bool)  # from the socket's thread

    def __init__(self, flow: ListeningVisit) -> None:
        super().__init__(flow.shell)
        self._flow, self.mode = flow, self._mode(flow)
        self._sheet: ListenSheet | None = None
        self._tools = (flow.shell.header.tools, flow.shell.side.tools)
        for tools in self._tools:
            tools.offer_listening(self.mode is not None)
            tools.listen_asked.connect(self.toggle)
        flow.shell.listen_bar.clicked.connect(self.open_sheet)
        self._plug_moved.connect(self._follow_plug, Qt.ConnectionType.QueuedConnection)
        if flow.services.headphones is not None:
            flow.services.headphones.subscribe(self._plug_moved.emit)

    def _mode(self, flow: ListeningVisit) -> ListenMode | None:
        port, speech = flow.services.speech, flow.services.config.speech
        if port is None:
            return None
        voice = Voice(
            port,
            flow.strings,
            flow.sounds,
            lambda: private_words(flow.visit, flow.shell),
            speech.rate,
            flow.shell,
            flow.services.headphones,
        )
        mode = ListenMode(flow.shell, flow.strings, voice, switches=speech.keys == "switches")
        mode.changed.connect(self._show)
        voice.sentence.connect(flow.shell.listen_bar.set_sentence)
        return mode

    def toggle(self) -> None:
        """The button in the head: read this page, or pause."""
        if self.mode is None:
            return
        if self.mode.on:
            self.mode.end()
        else:
            self.mode.begin(read_on=True)

    def as_configured(self) -> None:
        if self.mode is not None:
            self.mode.as_configured()

    def entered(self, _step: object) -> None:
        if self.mode is not None:
            self.mode.entered()

    # --- the band and the sheet ---

    def _show(self) -> None:
        mode, shell, strings = self.mode, self._flow.shell, self._flow.strings
        if mode is None:
            return
        voice = mode.voice
        name, line = voice.output.value, f"{voice.output.value}_line"
        if voice.output is SpeechOutput.LOUDSPEAKER and voice.personal:
            line = "loudspeaker_personal"
        if voice.output is SpeechOutput.HEADPHONES and voice.plugged is None:
            line = "headphones_unseen"
        icon = "headphones" if voice.output is SpeechOutput.HEADPHONES else "volume"
        how = strings.phrase("listen.bar.how", volume=voice.volume, rate=voice.rate)
        title, second = strings.phrase(f"listen.bar.{name}"), strings.phrase(f"listen.bar.{line}")
        shell.listen_bar.set_state(icon, title, second, how)
        shell.listen_bar.setVisible(mode.on)
        if not mode.on:
            shell.listen_bar.set_sentence("")
        for tools in self._tools:
            tools.set_listening(mode.on)
        self._show_sheet()

    def open_sheet(self) -> None:
        if self.mode is None:
            return
        mode, flow = self.mode, self._flow
        mode.reading_on = False
        sheet = self._sheet = ListenSheet(flow.look, flow.strings)
        sheet.outputChosen.connect(self._take_output)
        sheet.tuned.connect(self._tune)
        sheet.personalAsked.connect(self._take_personal)
        sheet.screenAsked.connect(self._screen_off)
        sheet.stopped.connect(self._stop)
        sheet.soundAsked.connect(self._take_sound)
        sheet.closed.connect(self._closed)
        self._show_sheet()
        flow.overlay(sheet)

    def _show_sheet(self) -> None:
        if self._sheet is not None and not isValid(self._sheet):
            self._sheet = None  # something else was laid in its place
        if self._sheet is not None and self.mode is not None:
            voice, sounds = self.mode.voice, self._flow.sounds
            heard = {kind.value: sounds.heard(kind) for kind in SoundKind}
            self._sheet.show_state(voice.output, personal=voice.personal, heard=heard)

    def _take_output(self, output: SpeechOutput) -> None:
        """Headphones that are not there are not chosen; where that is not seen, the person is asked to try."""
        assert self.mode is not None
        voice = self.mode.voice
        if output is SpeechOutput.HEADPHONES and voice.plugged is False:
            self.mode.say_how("listen.no_headphones")
            return
        voice.set_output(output)
        line = "unseen" if output is SpeechOutput.HEADPHONES and voice.plugged is None else "line"
        self.mode.say_how(f"listen.bar.{output.value}", f"listen.bar.{output.value}_{line}")

    def _follow_plug(self, plugged: bool) -> None:
        """Who plugs headphones in is read to by them; who pulls them out is not read to by the loudspeaker unasked."""
        if self.mode is None:
            return
        voice = self.mode.voice
        if plugged:
            voice.set_output(SpeechOutput.HEADPHONES)
            if self.mode.on:
                self.mode.say_how("listen.bar.headphones", "listen.bar.headphones_line")
            else:
                self.mode.begin(read_on=False)
        elif voice.output is SpeechOutput.HEADPHONES:
            voice.set_output(SpeechOutput.LOUDSPEAKER)
            self.mode.pause()

    def _tune(self, rate: int, volume: int) -> None:
        assert self.mode is not None
        self.mode.tune(rate=rate, volume=volume)

    def _take_personal(self, personal: bool) -> None:
        """With a warning, and heard by the one who asked for it."""
        assert self.mode is not None
        self.mode.voice.personal = personal
        self.mode.say_how("listen.personal_warning" if personal else "listen.bar.loudspeaker_line")

    def _take_sound(self, name: str, heard: bool) -> None:
        self._flow.sounds.set_heard(SoundKind(name), heard)
        self._show_sheet()

    def _screen_off(self) -> None:
        self._flow.shell.overlay(None)
        self._closed()
        assert self.mode is not None
        self.mode.draw_curtain(True)

    def _stop(self) -> None:
        self._flow.shell.overlay(None)
        self._closed()
        assert self.mode is not None
        self.mode.end()

    def _closed(self) -> None:
        self._sheet = None
