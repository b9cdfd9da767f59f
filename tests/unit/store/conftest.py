"""A store in a temporary folder, a clock that stands still, and filings of made-up people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.domain.calendar import ZONE
from kiosk.domain.submission import Applicant, DocumentRef, Filing
from kiosk.store import Reserve, Store

GRANDMOTHER = "999162001234"


@dataclass
class StillClock:
    now: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 9, 30, tzinfo=ZONE))

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **delta: float) -> datetime:
        self.now += timedelta(**delta)
        return self.now


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path, clock: StillClock) -> Iterator[Store]:
    with Store.open(folder, clock, reserve=Reserve(0, 0, 0)) as opened:
        yield opened


@pytest.fixture
def paper(store: Store) -> DocumentRef:
    return store.documents.put(
        b"%PDF-1.7 birth notice", key="giay_chung_sinh", name="giay_chung_sinh.pdf", media_type="application/pdf"
    )


Maker = Callable[..., Filing]


@pytest.fixture
def filing() -> Maker:
    def made(*documents: DocumentRef, id_number: str = GRANDMOTHER, child: str = "Sùng Minh Khuê") -> Filing:
        return Filing(
            procedure="1.001193",
            version="2026-04-15",
            prefix="KS",
            unit="H15.50.05.13",
            kiosk="DV01",
            applicant=Applicant("Vàng Thị Mỷ", id_number, phone="0912000345"),
            subject=child,
            answers={"child.name": {"value": child, "origin": "typed"}},
            documents=documents,
            consents={"card": True},
        )

    return made
