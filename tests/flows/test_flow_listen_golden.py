"""What a whole visit sounds like by headphones, page by page, beside what it sounded like when it was read over last.

``python tests/flows/test_flow_listen_golden.py`` writes the transcripts anew; read what changed before it is kept.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

import pytest

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from visit_stage import Resident, kiosk, scan

from kiosk.domain.speech import SpeechOutput
from kiosk.domain.visit import VisitStep

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
_CODE = re.compile(r"K S( [A-Z0-9-])+")
_WHEN = re.compile(r"(Chủ nhật|[Tt]hứ \w+|\w+day),? (ngày \d+ tháng \d+( năm \d+)?|\d+ \w+( \d{4})?)")
_SINCE = re.compile(r"HOUR,? (ngày \d+ tháng \d+ năm \d+|\d+ \w+ \d{4})")
_COUNT = re.compile(r"(?P<before>answers: )\d+|\d+(?P<after> câu)\b")
_HOUR = re.compile(r"\d+ giờ( \d+)?|\d+:\d\d")


class Transcript:
    """All stops of each page, as the voice says them."""

    def __init__(self, resident: Resident) -> None:
        self._resident, self.lines = resident, list[str]()
        self._mode = resident.flow.listening.mode
        self._voice = resident.rooms.services.speech
        self._mode.begin(read_on=False)
        self._mode._look.stop()  # what changes by itself comes when it comes
        self._mode.voice.set_output(SpeechOutput.HEADPHONES)

    def page(self, step: VisitStep) -> None:
        """Step from the first stop to the last."""
        self._resident.at(step)
        self._resident.house.app.processEvents()
        self.lines.append(f"== {step.value}")
        self._mode._at, first = None, None
        while self._mode.step(1, wrap=first is not None) and self._mode._at != first:
            first = first or self._mode._at
            if self._mode.item is not None and self._mode.item.part < 0:
                self.lines.append(self._steady(self._voice.spoken[-1].text))

    @staticmethod
    def _steady(text: str) -> str:
        """Without what is of this day and this dossier, and how many answers each part has."""
        text = _HOUR.sub("HOUR", _WHEN.sub("DAY", _CODE.sub("CODE", text)))
        return _COUNT.sub(r"\g<before>N\g<after>", _SINCE.sub("HOUR, DAY", text))


def visit(folder: Path, language: str) -> str:
    """A grandmother registers her grandchild."""
    with kiosk(folder, language=language) as resident:
        resident.bench.set_plugged(False)
        resident.reads("start.offline")
        transcript = Transcript(resident)
        transcript.page(VisitStep.START)
        resident.finger.touch(resident.screen.start_button)
        transcript.page(VisitStep.CONSENT)
        resident.flow.leave("left")
        resident.known()
        resident.flow.go(VisitStep.HELLO)
        transcript = _again(resident, transcript)
        transcript.page(VisitStep.HELLO)
        resident.flow.go(VisitStep.CHOOSE)
        _form(resident, transcript)
        resident.screen.nextAsked.emit()
        resident.at(VisitStep.CAPTURE)
        resident.flow._acts[VisitStep.CAPTURE]._bound(scan())  # type: ignore[attr-defined]
        transcript.page(VisitStep.REVIEW)
        resident.flow.go(VisitStep.FILING)
        transcript.page(VisitStep.RECEIVED)
        return "\n".join(transcript.lines) + "\n"


def _again(resident: Resident, before: Transcript) -> Transcript:
    after = Transcript(resident)
    after.lines = before.lines
    return after


def _form(resident: Resident, transcript: Transcript) -> None:
    resident.begin_form()
    resident.flow._acts[VisitStep.FORM].to_needs()  # type: ignore[attr-defined]
    transcript.page(VisitStep.NEEDS)
    resident.flow.go(VisitStep.FORM)
    walk = resident.visit.walk
    while True:
        transcript.page(VisitStep.FORM)
        resident.answer_page()
        if not walk.forward():
            break
        resident.flow.go(VisitStep.FORM)


@pytest.mark.long
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_visit_sounds_as_it_was_read_over(tmp_path: Path, language: str) -> None:
    golden = (CORPUS / f"listen_{language}.txt").read_text("utf-8")
    assert visit(tmp_path, language).splitlines() == golden.splitlines()


if __name__ == "__main__":
    for code in ("vi", "en"):
        with tempfile.TemporaryDirectory() as made:
            (CORPUS / f"listen_{code}.txt").write_text(visit(Path(made), code), "utf-8")
