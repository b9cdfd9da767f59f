"""The readiness report: the board and the tests as one document, signed by the kiosk's own key, and as a page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.bounded import OutOfBounds, read_object
from kiosk.config import Config
from kiosk.domain.jobs import JobRecord
from kiosk.domain.machine_health import CellState, HealthBoard
from kiosk.domain.readiness import ReadinessReport
from kiosk.durable import read_bounded, write_named
from kiosk.errors import ReportForged, ReportUnreadable
from kiosk.services.typesetting import typeset
from kiosk.store import Store
from kiosk.store.filings.receipts import public_keys
from kiosk.store.store import PUBLIC
from kiosk.words import Words

KIND = "kiosk-readiness-1"
MOST_BYTES = 1 << 20  # bytes of a report

PAPER_WORDS = (
    *("title", "unit", "nation", "motto", "page", "person", "cells", "trials", "number", "part", "state", "detail"),
    *("since", "device", "outcome", "measured", "signed", "signature", "key"),
)
"""Below ``maintenance.report.paper``: what stands on every report."""

_VERSIONS = ("unit", "kiosk", "program", "catalogue")


class ReadinessDesk:
    """``trials``: how each device's last test came out."""

    def __init__(
        self,
        config: Config,
        store: Store,
        versions: Callable[[], Mapping[str, str]],
        trials: Callable[[], Mapping[str, JobRecord | None]],
    ) -> None:
        self._config, self._store, self._versions, self._trials = config, store, versions, trials

    def report(self, board: HealthBoard, person: str, texts: Words) -> ReadinessReport:
        """``person``: who asked for it, as the paper names them; empty for a command."""
        office, keys = self._config.office, self._store.keys
        facts = {
            "kind": KIND,
            "unit": office.unit,
            "kiosk": office.kiosk,
            "at": board.at.isoformat(),
            "serves": board.serves,
            **self._versions(),
            "cells": [
                {
                    "part": cell.key,
                    "state": cell.state.value,
                    "detail": cell.detail,
                    "remedy": cell.remedy,
                    "since": cell.since.isoformat() if cell.since else "",
                }
                for cell in board.cells
            ],
            "trials": {device: _trial(record) for device, record in self._trials().items()},
        }
        text = _canonical(facts)
        signature = keys.sign(text).hex()
        whole = {**facts, "key": keys.public.hex(), "signature": signature}
        page = self._page(facts, board, person, texts)
        sealed = {"digest": hashlib.sha256(text).hexdigest(), "signature": signature, "key": keys.public.hex()}
        pdf = typeset("san-sang", page | sealed, board.at)
        name = f"san-sang-{office.kiosk}-{board.at:%Y%m%d-%H%M}"
        return ReadinessReport(json.dumps(whole, ensure_ascii=False, indent=1).encode(), pdf, name)

    def _page(self, facts: Mapping[str, Any], board: HealthBoard, person: str, texts: Words) -> dict[str, Any]:
        office, at, say = self._config.office, board.at, partial(_paper, texts)
        verdict = "good" if board.serves else "down"
        counts = (texts.say(f"maintenance.count.{state.value}", count=count) for state, count in board.counts.items())
        return {
            "office": office.full_name,
            "place": office.commune,
            "today": say("today", day=f"{at:%d}", month=f"{at:%m}", year=f"{at:%Y}"),
            "serial": f"{office.unit} · {office.kiosk}",
            "at": say("at", time=f"{at:%H:%M}", day=f"{at:%d/%m/%Y}"),
            "machine": say("machine", **{name: str(facts[name]) for name in _VERSIONS}),
            "language": texts.language,
            "words": {name: say(name) for name in PAPER_WORDS},
            "verdict": texts.say(f"maintenance.report.{verdict}"),
            "counts": " · ".join(counts),
            "person": person or texts.say("maintenance.report.command").replace("`", ""),
            "cells": [
                {
                    "name": texts.say(f"maintenance.cell.{cell.key}"),
                    "state": texts.say(f"maintenance.state.{cell.state.value}"),
                    "detail": _sentence(cell.detail, cell.remedy if cell.state is not CellState.GOOD else ""),
                    "since": _moment(cell.since),
                }
                for cell in board.cells
            ],
            "trials": [self._tried(device, record, texts) for device, record in self._trials().items()],
        }

    def _tried(self, device: str, record: JobRecord | None, texts: Words) -> dict[str, str]:
        name = texts.say(f"maintenance.trial.{device}.name")
        if record is None:
            return {"name": name, "outcome": texts.say("maintenance.ui.never_tried"), "detail": ""}
        numbers = ", ".join(_number(key, value, texts) for key, value in record.values.items())
        outcome = texts.say(f"maintenance.report.{record.outcome.value}")
        return {"name": name, "outcome": outcome, "detail": " · ".join(filter(None, (_moment(record.at), numbers)))}


def _paper(texts: Words, key: str, **values: str) -> str:
    return texts.say(f"maintenance.report.paper.{key}", **values)


def _number(key: str, value: str | int, texts: Words) -> str:
    """What a trial measured, in words."""
    return texts.say(f"maintenance.report.number.{key}", value=texts.decimal(str(value)))


def write_report(report: ReadinessReport, file: Path) -> tuple[Path, Path]:
    """The page under ``file``, and the signed document beside it. FileNotWritten."""
    pdf, document = file.with_suffix(".pdf"), file.with_suffix(".json")
    write_named(pdf, report.pdf, 0o644)
    write_named(document, report.document, 0o644)
    return pdf, document


def verified_report(config: Config, file: Path) -> dict[str, Any]:
    """What a report says, if a kiosk that is trusted here signed it. ReportUnreadable, ReportForged."""
    try:
        whole = read_object(read_bounded(file, MOST_BYTES))
        signature, key = bytes.fromhex(whole.pop("signature")), bytes.fromhex(whole.pop("key"))
        kiosk = str(whole["kiosk"])
    except (OSError, OutOfBounds, KeyError, TypeError, ValueError) as error:
        raise ReportUnreadable(type(error).__name__) from error
    if whole.get("kind") != KIND:
        raise ReportUnreadable("another document")
    if key not in public_keys(config.data / PUBLIC).get(kiosk, ()):
        raise ReportForged("no trusted key of that kiosk")
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, _canonical(whole))
    except (InvalidSignature, ValueError) as error:
        raise ReportForged("the signature does not hold") from error
    return whole


def _canonical(facts: Mapping[str, Any]) -> bytes:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _trial(record: JobRecord | None) -> dict[str, Any] | None:
    if record is None:
        return None
    return {"at": record.at.isoformat(), "outcome": record.outcome.value, "values": dict(record.values)}


def _sentence(detail: str, remedy: str) -> str:
    return (f"{detail}. {remedy}" if remedy else detail).replace("`", "")


def _moment(at: datetime | None) -> str:
    return f"{at:%H:%M %d/%m/%Y}" if at else ""
