"""The voice: real processes of stand-in programs, so that what is said, cut off and hidden can be seen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from kiosk.devices.simulated.speech import SimulatedSpeech
from kiosk.devices.speech import EspeakSpeech, engine_command, speech_installed
from kiosk.domain.speech import SpeechOutput, SpeechPort, Utterance

DEVICES = {SpeechOutput.HEADPHONES: "hw:1", SpeechOutput.LOUDSPEAKER: "hw:0"}


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine whose engine gives its text back, and whose player writes down what it was given and waits for a
    file of the name ``go``."""
    programs = {
        "espeak-ng": 'echo "$@" >> {here}/lines; cat',
        "aplay": (
            'echo "$@" >> {here}/lines; cat "${{!#}}" >> {here}/heard; '
            "while [ ! -e {here}/go ]; do read -t 0.02 x <> <(:); done"
        ),
    }
    for name, script in programs.items():
        path = tmp_path / name
        path.write_text(f"#!/bin/bash\n{script.format(here=tmp_path)}\n")
        path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    yield tmp_path
    (tmp_path / "go").touch()


def test_it_says_the_text_and_tells_when_it_has(machine: Path) -> None:
    voice, ended = EspeakSpeech(DEVICES), Event()
    (machine / "go").touch()
    voice.say(Utterance("Chào bà Mỷ", output=SpeechOutput.HEADPHONES), ended.set)
    assert ended.wait(20)
    assert (machine / "heard").read_text() == "Chào bà Mỷ"
    lines = (machine / "lines").read_text()
    assert "Mỷ" not in lines, "no other process reads the text in a command line"
    assert "-D hw:1" in lines and "-v vi" in lines


def test_who_speaks_anew_cuts_off_what_was_said(machine: Path) -> None:
    voice, first, second = EspeakSpeech(DEVICES), Event(), Event()
    voice.say(Utterance("một"), first.set)
    voice.say(Utterance("hai"), second.set)
    (machine / "go").touch()
    assert second.wait(20) and not first.is_set()
    voice.close()


def test_each_sentence_is_told_as_it_begins_and_all_are_said(machine: Path) -> None:
    voice, ended, reached = EspeakSpeech(DEVICES), Event(), list[tuple[int, int]]()
    (machine / "go").touch()
    voice.say(Utterance("Một. Hai.", sentences=("Một.", "Hai.")), ended.set, lambda *at: reached.append(at))
    assert ended.wait(20)
    assert (machine / "heard").read_text() == "Một.Hai." and reached == [(0, -1), (1, -1)]


def test_nothing_more_is_said_or_told_of_what_was_cut_off(machine: Path) -> None:
    voice, first, second, reached = EspeakSpeech(DEVICES), Event(), Event(), list[tuple[int, int]]()
    voice.say(Utterance("Một. Hai.", sentences=("Một.", "Hai.")), first.set, lambda *at: reached.append(at))
    voice.say(Utterance("Ba."), second.set)
    (machine / "go").touch()
    assert second.wait(20) and not first.is_set() and reached in ([], [(0, -1)])
    assert "Hai" not in (machine / "heard").read_text()


def test_a_machine_without_the_programs_is_silent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not speech_installed()
    EspeakSpeech(DEVICES).say(Utterance("một"), lambda: None)


def test_speed_and_volume_stay_within_what_the_engine_can() -> None:
    slow, loud = engine_command(Utterance("x", rate=50)), engine_command(Utterance("x", rate=200, volume=99))
    assert slow[slow.index("-s") + 1] == "80" and loud[loud.index("-s") + 1] == "240"
    assert loud[loud.index("-a") + 1] == "200"


def test_the_twin_keeps_the_same_word() -> None:
    voice, ends = SimulatedSpeech(), []
    port: SpeechPort = voice
    port.say(Utterance("một"), lambda: ends.append("một"))
    port.say(Utterance("hai"), lambda: ends.append("hai"))
    voice.finish()
    voice.finish()
    assert ends == ["hai"] and voice.cut == 1 and [one.text for one in voice.spoken] == ["một", "hai"]
