"""A kiosk, a stick and the desk at the portal's side, for the tests of the courier."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kiosk import catalogue
from kiosk.devices.removable import stick_at
from kiosk.devices.stick_files import FolderMedium
from kiosk.domain.courier import CameHome, Exported
from kiosk.domain.submission import Submission
from kiosk.errors import StickGone
from kiosk.sync.courier.export import Exporter
from kiosk.sync.courier.homecoming import Homecoming
from kiosk.sync.courier.stick import CourierMedium, CourierStick
from kiosk.sync.inbox.signers import Signers
from kiosk_sandbox.courier.taking import ImportReport, Taking
from kiosk_sandbox.server import PortalServer
from sandbox import ACCOUNT, OFFICE, Kiosk, settings


def medium(folder: Path) -> FolderMedium:
    found = stick_at(folder)
    if found is None:
        raise StickGone("not there")
    return FolderMedium(found)


def stick(folder: Path, made: CourierMedium | None = None, room: int | None = None) -> CourierStick:
    """The folder as a stick; ``room`` bytes in all where it is to be small."""
    folder.mkdir(parents=True, exist_ok=True)

    def free() -> int:
        found = stick_at(folder)
        if found is None:
            raise StickGone("not there")
        used = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        return found.free_bytes if room is None else max(0, room - used)

    return CourierStick(made or medium(folder), free)


class Post:
    """``kiosk`` writes on ``stick``; ``desk`` takes it in for ``portal``."""

    def __init__(self, folder: Path, portal: PortalServer, kiosk: Kiosk) -> None:
        self.folder = folder / "stick"
        self.portal = portal
        self.kiosk = kiosk
        self.registry = portal.courier
        self.registry.know(OFFICE.unit, OFFICE.kiosk, kiosk.store.keys.public)

    def stick(self, **given: object) -> CourierStick:
        return stick(self.folder, **given)  # type: ignore[arg-type]

    def exporter(self) -> Exporter:
        return Exporter(self.kiosk.store, OFFICE, catalogue.procedure, self.registry.seal)

    def export(self, on: CourierStick | None = None) -> Exported:
        return self.exporter().run(on or self.stick())

    def take(self, on: CourierStick | None = None) -> list[ImportReport]:
        desk = Taking(self.registry, settings(self.portal.url, password=ACCOUNT["kiosk"]))
        return desk.run(on or self.stick())

    def home(self, on: CourierStick | None = None) -> CameHome:
        return Homecoming(self.kiosk.store, OFFICE, Signers([self.registry.sign])).run(on or self.stick())

    def whole(self, filed: Sequence[Submission]) -> None:
        """Exactly one dossier each at the portal, with every byte of its papers."""
        dossiers = self.portal.dossiers.newest(10_000)
        assert sorted(one.reference or "" for one in dossiers) == sorted(f"{OFFICE.kiosk}/{one.code}" for one in filed)
        for one in filed:
            for paper in one.filing.documents:
                assert self.portal.uploads.read(paper.sha256) == self.kiosk.store.documents.get(paper.sha256)
