"""What residents and colleagues wrote stands at the counter letter for letter: no word of theirs becomes markup."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from counter_hands import OfficerHands, counter_kiosk, until
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.domain.submission import ALIKE, OfficerNote

NAME = "Lò <b>Thị</b> Mỷ & <img src=x>"
NOTE = "<h1>Đã nộp đủ</h1> dưới < 10 tuổi & <i>thường trú</i>"


@pytest.fixture
def officer(tmp_path: Path, qapp: object) -> Iterator[OfficerHands]:
    with counter_kiosk(tmp_path) as hands:
        hands.staff()
        yield hands


def read(page: QWidget) -> str:
    """What an officer reads of all labels, as letters."""
    labels = [one for one in page.findChildren(QLabel) if one.isVisible()]
    rich = Qt.TextFormat.RichText
    texts = (
        QTextDocumentFragment.fromHtml(one.text()).toPlainText() if one.textFormat() is rich else one.text()
        for one in labels
        if one.textFormat() is not Qt.TextFormat.AutoText or not one.text()
    )
    return "\n".join(texts)


def test_markup_that_somebody_wrote_is_letters(officer: OfficerHands) -> None:
    code = officer.dossier(NAME, notes=(OfficerNote(ALIKE, NOTE),))
    officer.come_in()
    officer.open_dossier(code)
    page = officer.counter.dossiers.page
    until(lambda: NOTE in read(page), "the note")
    assert NAME in read(page)
