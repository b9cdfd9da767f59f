"""Maintenance's rail: how many things wait behind a place is seen on every glass, and heard."""

from __future__ import annotations

from pathlib import Path

import pytest
from maintenance_stage import kiosk_house, signed_in
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLabel

from kiosk.tour.finger import until
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.maintenance.queue import QueuePage
from kiosk.ui.strings import Strings
from kiosk.ui.theme import THEMES, Look


@pytest.mark.parametrize(
    ("size", "text"), [((1080, 1920), 100), ((1920, 1080), 200), ((1366, 768), 100)], ids=["upright", "large", "lying"]
)
def test_the_number_stands_at_its_place(tmp_path: Path, qapp: object, size: tuple[int, int], text: int) -> None:
    with kiosk_house(tmp_path, size, text=text) as house:
        house.rooms.services.printer.unplugged = True
        frame = signed_in(house).stage.frame
        badge = frame._badges["devices"]
        until(badge.isVisible, "that something is to be mended")
        button = badge.parentWidget()
        assert int(badge.text()) >= 1 and badge.text() in button.accessibleName().split()
        assert QRect(button.rect()).contains(badge.geometry())
        assert badge.width() >= badge.sizeHint().width() and badge.height() >= badge.sizeHint().height()
        assert (
            frame._badges["restart"].isHidden() and "," not in frame._badges["restart"].parentWidget().accessibleName()
        )


def test_another_systems_words_stand_letter_for_letter(qapp: object) -> None:
    """The portal names a field between angle brackets: as markup it would be gone."""
    page = QueuePage(MaintenanceKit(Look(THEMES["light"]), Strings("vi"), QSize(1920, 1080)))
    words = "Thiếu thẻ <MaHoSo>, dung lượng < 10 MB & > 0"
    quote = page._quote(words)
    quoted = quote.findChildren(QLabel)[-1]
    assert words in quoted.text() and quoted.textFormat() is Qt.TextFormat.PlainText
