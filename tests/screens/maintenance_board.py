"""Every page of maintenance with made-up people on it, in a window of any size, theme, letters and language: the
technician's tour, with somebody who looks at each scene.

``python tests/screens/maintenance_board.py DIR [SETTINGS] [NAMES...]`` paints them to PNG, to be looked at.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

from PySide6.QtCore import QSize

sys.path.append(str(Path(__file__).parents[1]))  # where it is run by hand

from local_eyes import local_eyes

from kiosk.app.window import KioskApp
from kiosk.config import Config, Devices
from kiosk.tour.film import Film
from kiosk.tour.finger import pump, until
from kiosk.tour.maintenance import PERSON, MaintenanceTour
from kiosk.ui.maintenance.kit import MaintenanceKit

GLASSES = {"up": QSize(1080, 1920), "lying": QSize(1920, 1080), "small": QSize(1366, 768)}

STRANGER = "Hồ Thị Hồng Ƀlŏ Êban Knul Niê Kđăm Ayŭn Ksơr Rơ Châm Đinh Trần Lê Phạm Hoàng Vũ"
LONG_COMMUNE = "Phường Hồ Thị Hồng Knul Niê Kđăm Ayŭn Ksơr Rơ Châm"
ROUNDS = 25  # of events, until what was put in is laid out
LONG_HOST = f"ipp://may-in.{'motcua' * 10}.tinh-tuyen-quang.example:631/printers/mot-cua"

Look = Callable[[str, KioskApp], object]


class Looked(Film):
    """A film that keeps no picture: ``look`` is told of each scene while it stands."""

    def __init__(self, folder: Path, house: KioskApp, still: Callable[[], bool], look: Look) -> None:
        super().__init__(folder, house.window, still, lambda _: None)
        self._house, self._look_at = house, look

    @contextmanager
    def scene(self, name: str, *, picture: bool = True) -> Iterator[None]:
        with super().scene(name, picture=False):
            yield
        if picture:
            self.look(name)

    def look(self, name: str) -> None:
        until(self.still, "the page never came to rest")
        self._look_at(name, self._house)


def kit_of(house: KioskApp) -> MaintenanceKit:
    presenter = house.maintenance.presenter
    assert presenter is not None
    return presenter.stage.kit


def played(folder: Path, setting: str, look: Look) -> None:
    """``setting``: glass, theme, percent of letters and language, as in ``up-light-100-vi``; with ``-long`` names of
    technician and office, and a host, as long as they come."""
    glass, theme, text, language, *more = setting.split("-")
    config = Config(data=folder / "data", demo=True, devices=Devices.all_simulated())
    config = config.with_(theme=theme, text=int(text), language=language)
    if more == ["long"]:
        config = replace(config, office=replace(config.office, commune=LONG_COMMUNE))
    bugs: list[BaseException] = []
    with KioskApp(config, size=GLASSES[glass], bug=bugs.append, eyes=local_eyes) as house:
        house.watch_for_bugs()
        tour = MaintenanceTour(house, folder / "film", lambda _: None, STRANGER if more else PERSON)
        told = long_host(look) if more else look
        tour.film = Looked(folder / "film", house, tour._settled, told)
        tour.play()
    if bugs:
        raise bugs[0]


def long_host(look: Look) -> Look:
    """The settings once more, with values that are longer than a line."""

    def looked(name: str, house: KioskApp) -> None:
        look(name, house)
        if name == "settings" and house.maintenance.presenter is not None:
            page = house.maintenance.presenter.settings.page
            for chosen, text in (("office.commune", f"{LONG_COMMUNE} 2"), ("devices.document_printer", LONG_HOST)):
                page.choose(chosen)
                page.entry.setText(text)
                for _ in range(ROUNDS):
                    pump()
                look(f"settings, {chosen}", house)

    return looked


def main(folder: Path, setting: str, names: list[str]) -> None:
    """A PNG of each page."""
    out = folder / setting
    out.mkdir(parents=True, exist_ok=True)
    seen: list[str] = []

    def look(name: str, house: KioskApp) -> None:
        seen.append(name)
        if not names or any(fnmatch(name, one) for one in names):
            house.window.grab().save(str(out / f"{len(seen):02d}-{name}.png"))

    with tempfile.TemporaryDirectory() as data:
        played(Path(data), setting, look)


if __name__ == "__main__":
    chosen = sys.argv[2].split(",") if len(sys.argv) > 2 else ["up-light-100-vi"]
    for one in chosen:
        main(Path(sys.argv[1]), one, sys.argv[3:])
