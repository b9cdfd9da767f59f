"""When each word begins, found in sounds whose words are known to the sample."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from html import unescape

import pytest

from kiosk.devices.speech import _rendered, engine_command, speech_installed
from kiosk.devices.word_times import HEADER, sealed, word_starts
from kiosk.domain.speech import Utterance

RATE = 22_050


def sound(samples: list[int]) -> bytes:
    """A WAV as it comes by a pipe: its length is not known."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, RATE * 2, 2, 16)
    head = struct.pack("<4sI4s", b"RIFF", 0x7FFFFFFF, b"WAVE") + form + struct.pack("<4sI", b"data", 0x7FFFFFFF)
    return head + struct.pack(f"<{len(samples)}h", *samples)


def voice(fused: frozenset[tuple[str, str]] = frozenset(), tag: int = 330) -> Callable[[str], bytes]:
    """An engine that says each word for 100 ms a letter, with 40 ms of silence between, and ``tag`` samples more before
    one that is marked; the words of a pair in ``fused`` in one, as loud as the first is to be."""

    def render(text: str) -> bytes:
        marked = re.findall(r'<prosody volume="(\w+)">([^<]*)</prosody>', text)
        words = [(how, unescape(word)) for how, word in marked] or [("medium", word) for word in text.split()]
        samples, before = list[int](), ("", "")
        for how, word in words:
            loud = before[0] if (before[1], word) in fused else how
            samples += [] if (before[1], word) in fused else [0] * (880 + (tag if marked else 0))
            samples += [0 if loud == "silent" else 9_000] * (len(word) * RATE // 10)
            before = (loud, word)
        return sound(samples)

    return render


def begun(words: str) -> list[float]:
    """Where ``voice`` begins each."""
    starts, at = list[float](), 0.0
    for word in words.split():
        at += 880 / RATE
        starts.append(at)
        at += len(word) / 10
    return starts


@pytest.mark.parametrize("words", ["mời", "mời bà", "mời bà đặt thẻ căn cước lên đầu đọc", "a & b < c"])
def test_each_word_is_found_to_a_hundredth_of_a_second(words: str) -> None:
    engine = voice()
    assert word_starts(words.split(), engine(words), engine) == pytest.approx(begun(words), abs=0.012)


@pytest.mark.parametrize("pair", [("on", "the"), ("reader", "now")])
def test_words_that_are_said_in_one_begin_together(pair: tuple[str, str]) -> None:
    words = ["lay", "it", "on", "the", "card", "reader", "now"]
    engine = voice(frozenset({pair}))
    starts = word_starts(words, engine(" ".join(words)), engine)
    first = words.index(pair[0])
    assert len(starts) == len(words) and starts[first + 1] == pytest.approx(starts[first], abs=0.02)
    assert list(starts) == sorted(starts) and len(set(starts)) == len(words) - 1


def test_where_the_sound_is_not_of_these_words_nothing_is_told() -> None:
    engine = voice()
    assert word_starts(["một", "hai", "ba", "bốn"], engine("một hai ba bốn"), lambda _: engine("im")) == ()
    assert word_starts((), engine("một"), engine) == () == word_starts(("một",), b"not a sound", engine)


def test_the_length_of_a_sound_from_a_pipe_is_set_right() -> None:
    whole = sealed(sound([1, 2, 3]))
    assert struct.unpack_from("<I", whole, 4)[0] == len(whole) - 8 and len(whole) == HEADER + 6
    assert struct.unpack_from("<I", whole, HEADER - 4)[0] == 6 and sealed(b"x" * 60) == b"x" * 60


@pytest.mark.skipif(not speech_installed(), reason="espeak-ng is not here")
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "Mời ông bà đặt thẻ căn cước lên đầu đọc, rồi chờ một chút."),
        ("en", "Please put the card on the reader and wait."),
    ],
)
def test_the_engine_itself_tells_by_its_sound(language: str, text: str) -> None:
    utterance, words = Utterance(text, language), text.split()
    spoken = _rendered(engine_command(utterance), text)
    starts = word_starts(words, spoken, lambda marked: _rendered(engine_command(utterance, timing=True), marked))
    assert len(starts) == len(words) and list(starts) == sorted(starts) and starts[0] < 0.1
    assert len(set(starts)) >= len(words) - 2  # "on the" is one
    assert starts[-1] < (len(spoken) - HEADER) / 2 / RATE - 0.2
