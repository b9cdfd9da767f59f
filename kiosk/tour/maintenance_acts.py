"""Maintenance's tour, the acts that change a machine: an update before it is taken, a move, another key, a backup in
the store's place, a new start. Each as far as it goes without ending the tour.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.app.demo import move_invitation
from kiosk.app.window import KioskApp
from kiosk.domain.restarting import RestartFacts, RestartKind, RestartRecord
from kiosk.domain.update_facts import ComingUpdate
from kiosk.services.backups import back_up_store
from kiosk.tour.film import Film
from kiosk.tour.finger import until
from kiosk.ui.maintenance.presenter import MaintenancePresenter
from kiosk.ui.maintenance.restart import RestartPage

CHANGES = (
    "Đổi thẻ căn cước: lệ phí về lại 50.000 đ, từ 01/01/2027",
    "Khai sinh hỏi thêm số giấy chứng sinh",
    "Thêm 38 nghề vào danh sách buôn bán",
)
KEY = "5f3a91c04d2b7e88" * 4


class MachineActsTour:
    """Beside the pages that ``MaintenanceTour`` walks."""

    def __init__(self, house: KioskApp, pages: MaintenancePresenter, film: Film) -> None:
        self._house, self._pages, self._film = house, pages, film

    def coming(self) -> None:
        """As a publisher's feed would offer it."""
        updates, now = self._pages.updates, self._house.rooms.services.clock()
        notes = {
            "vi": CHANGES,
            "en": ("Identity card: the fee is 50,000 đ again", "Births ask for a number"),
        }
        offered = ComingUpdate("catalogue", "119", True, 84_300, 6, False, now - timedelta(days=2), notes, (KEY,), 1)
        with self._film.scene("coming"):
            updates._offer(offered)
            until(lambda: _shown(updates.page, "catalogue-take"), "what comes")

    def move(self) -> None:
        """The line is cut, and filings wait: it begins, and stays at its first step."""
        page, desk = self._pages.leaving.page, self._pages.stage.desks.leaving
        stick = self._pages.stage.desks.sticks.folder()
        (stick / "loi-moi.json").write_bytes(move_invitation("H15.50.07", "DV01"))
        with self._film.scene("move"):
            self._pages.go("leaving")
            until(lambda: _shown(page, "begin-move"), "the invitation")
        with self._film.scene("move-waits"):
            _press(page, "begin-move")
            until(lambda: _shown(page, "off"), "the move under way")
        _press(page, "off")
        until(lambda: desk.move() is None and _shown(page, "begin-retire"), "the choice again")

    def rekey(self) -> None:
        keys = self._pages.keys
        with self._film.scene("rekey"):
            self._pages.go("keys")
            until(keys.page.rotate.isVisible, "the keys")
            keys.page.rotate.click()
            words = self._pages.stage.kit.say("keys_rotated")
            until(lambda: keys.page.result.text() == words, words)

    def restore(self, codes: Sequence[str]) -> None:
        """A backup from before what waits, which therefore stops it."""
        desks, page = self._pages.stage.desks, self._pages.stored.restore.page
        key = desks.keys.draw(3, 5)
        desks.keys.adopt(key)
        back_up_store(self._house.rooms.services.config, self._house.rooms.store, desks.sticks.folder())
        store = self._house.rooms.store
        for place, code in enumerate(codes):
            store.outbox.unpark(code) if place == 1 else None
            store.outbox.claim(code)
            store.outbox.settle(code, f"H15.50.05.13-261130-{place + 1:04}")
        with self._film.scene("restore"):
            self._pages.go("store")
            self._pages.stored.page.restored.emit()
            until(lambda: _shown(page, "backup-0"), "the backup")
            _press(page, "backup-0")
            for text in key.texts[:3]:
                page.shares.entry.setText(text)
                page.shares.take.click()
            until(lambda: _shown(page, "exchange"), "the difference")
        self._pages.stored.restore.close()

    def restart(self) -> None:
        """As a program that its service started shows it."""
        page, now = self._pages.sections["restart"].page, self._house.rooms.services.clock()
        assert isinstance(page, RestartPage)
        last = RestartRecord(
            now - timedelta(days=3, seconds=9), RestartKind.PROGRAM, "screen", now - timedelta(days=3), "0.1.0", "118"
        )
        with self._film.scene("restart"):
            self._pages.go("restart")
            until(lambda: page.facts is not None, "what may be done")
            page.show_facts(RestartFacts(True, True, ("catalogue", "settings"), last), None)
        with self._film.scene("restart-asked"):
            _press(page, "restart-machine")
            until(lambda: self._pages.stage.frame.dialog is not None, "the question")
        self._pages.stage.frame.end_dialog()


def _shown(page: QWidget, name: str) -> bool:
    return any(one.isVisible() and one.isEnabled() for one in page.findChildren(QAbstractButton, name))


def _press(page: QWidget, name: str) -> None:
    until(lambda: _shown(page, name), name)
    next(one for one in page.findChildren(QAbstractButton, name) if one.isVisible() and one.isEnabled()).click()
