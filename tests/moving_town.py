"""An enrolled kiosk, the portal with the authority it trusts, and the unit that it is to move to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import sandbox
from kiosk.clock import office_time
from kiosk.config import Config, Office
from kiosk.local_settings import effective
from kiosk.services.enrolment import provision
from kiosk.services.opening import opened
from kiosk.store import Store
from kiosk_sandbox.authority import Authority
from kiosk_sandbox.server import PortalServer
from sandbox import document

OLD, NEW = ("H15.50.05.13", "DV01"), ("H15.50.07", "DV01")


@dataclass
class Town:
    portal: PortalServer
    authority: Authority
    set_up: Config

    @property
    def config(self) -> Config:
        """As the next command or start reads it."""
        return effective(self.set_up)

    def invitation(self, unit: str = NEW[0]) -> bytes:
        return json.dumps(self.authority.invite(unit, "DV01", self.portal.url, "kiosk", "tap-huan")).encode()

    def file(self, count: int = 1) -> list[str]:
        with opened(self.config) as store:
            return [self.filed(store, len(store.outbox.codes())) for _ in range(count)]

    def filed(self, store: Store, place: int) -> str:
        data = document(3000 + place, seed=place)
        paper = store.documents.put(data, key="giay_chung_sinh", name="giay.pdf", media_type="application/pdf")
        made = replace(sandbox.filing((paper,), f"LÒ THỊ {place}"), unit=self.config.office.unit)
        return store.outbox.file(f"d{place}", made, office_time(), edition=sandbox.EDITION).code


@contextmanager
def town_at(folder: Path) -> Iterator[Town]:
    authority = Authority(folder / "authority", office_time)
    with PortalServer(database="memory", authority=authority) as portal:
        town = Town(portal, authority, Config(data=folder / "data", office=Office(bank="970436", account="0")))
        with opened(town.config) as store:
            provision(town.config, store, town.invitation(OLD[0]))
        yield town
