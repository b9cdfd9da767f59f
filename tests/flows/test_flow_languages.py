"""Languages as folders: what a pack lacks is said in Vietnamese, a sample says that it is one, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QImage, QPainter, QRawFont, QTextLayout
from PySide6.QtTest import QTest
from visit_stage import Resident, kiosk, until

from kiosk.domain.visit import VisitStep
from kiosk.errors import ConfigError
from kiosk.language_packs import pack, packs_named
from kiosk.resources import ASSETS
from kiosk.toml_source import read_source
from kiosk.ui.fonts import FAMILIES, load_fonts
from kiosk.ui.resident import LanguageOverlay
from kiosk.words import words

KHMER = "ភាសាខ្មែរ សំបុត្រកំណើត"
SENTENCES = sorted((ASSETS / "packs/hmn/words").glob("*.toml"))


def sentences() -> dict[str, str]:
    found: dict[str, str] = {}

    def flat(table: dict[str, object], above: str) -> None:
        for key, value in table.items():
            if isinstance(value, dict):
                flat(value, f"{above}{key}.")
            else:
                found[f"{above}{key}"] = str(value)

    for path in SENTENCES:
        flat(dict(read_source(path.read_bytes(), path.name).table), "")
    return found


def test_the_sample_has_sixty_sentences_that_the_kiosk_says_and_says_that_nobody_checked_it() -> None:
    own, base = sentences(), words("vi")
    assert len(own) >= 60 and all(base.has(key) for key in own)
    assert pack("hmn").unproven and pack("hmn").checked_by == ""
    assert words("hmn").say("start.begin") == own["start.begin"]
    assert words("hmn").say("find.nothing", you="x", You="X") == base.say("find.nothing", you="x", You="X")


def test_a_pack_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigError):
        packs_named("hmn xx")


def test_by_itself_no_pack_can_be_chosen(resident: Resident) -> None:
    resident.known()
    resident.finger.touch(resident.shell.header.tools.language_button)
    until(lambda: isinstance(resident.shell.overlaid, LanguageOverlay), "the languages")
    assert "Hmoob" not in resident.words()
    resident.flow.leave("left")
    assert not resident.screen.more_languages.isVisible()


def test_a_visit_goes_on_in_another_language_with_all_that_was_answered(tmp_path: Path) -> None:
    with kiosk(tmp_path, packs="hmn") as resident:
        assert resident.screen.more_languages.isVisible()
        resident.at_form("child-name")
        QTest.keyClicks(resident.screen.editor.writing.field, "Seo")
        before = dict(resident.visit.walk.filling.values)
        for name, code in (("English", "en"), ("Hmoob", "hmn"), ("Tiếng Việt", "vi")):
            resident.finger.touch(resident.shell.header.tools.language_button)
            until(lambda: isinstance(resident.shell.overlaid, LanguageOverlay), "the languages")
            if code == "hmn":
                assert resident.say("language.sample") in resident.words()
            resident.finger.touch(resident.finger.button(name))
            until(lambda code=code: resident.house.strings.language == code, "the language")
            assert resident.step is VisitStep.FORM and resident.visit.walk.page.key == "child-name"
            assert resident.screen.editor.writing.field.value == "Seo", "what is being typed stays"
        assert {key: resident.visit.walk.filling.values[key] for key in before} == before


def test_a_recorded_sentence_wins_over_the_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    speech = tmp_path / "packs" / "hmn" / "speech"
    speech.mkdir(parents=True)
    (speech / "widget.back.wav").write_bytes((ASSETS / "sounds" / "click.wav").read_bytes())
    monkeypatch.setattr("kiosk.language_packs.PACKS", tmp_path / "packs")
    with kiosk(tmp_path / "house") as resident:
        resident.house.strings.set_language("hmn")
        voice, twin = resident.flow.listening.mode.voice, resident.rooms.services.speech
        voice.say("Rov qab.")
        assert twin.spoken[-1].clip == speech / "widget.back.wav"
        voice.say("Xaiv lus.")
        assert twin.spoken[-1].clip is None


def test_khmer_is_drawn_by_a_face_that_has_it(resident: Resident) -> None:
    assert "Noto Sans Khmer" in load_fonts()
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(40)
    layout = QTextLayout(KHMER, font)
    layout.beginLayout()
    layout.createLine().setLineWidth(2000)
    layout.endLayout()
    runs = layout.glyphRuns()
    assert {run.rawFont().familyName() for run in runs} == {"Noto Sans Khmer"}
    assert all(0 not in run.glyphIndexes() for run in runs), "no letter is missing"
    face = QRawFont.fromFont(QFont("Noto Sans Khmer"))
    assert all(face.supportsCharacter(mark) for mark in range(0x1780, 0x17D4))
    image = QImage(800, 80, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(10, 55, KHMER)
    painter.end()
    assert any(image.pixelColor(x, y).lightness() < 100 for x in range(0, 800, 3) for y in range(80))
