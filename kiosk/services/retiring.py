"""A kiosk leaves service: nothing is left behind unsaid, the portal lets it in no more, its key is gone, and a signed
certificate says so. Each step is noted before the next, and goes on where it was cut.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk import local_settings, moved_office
from kiosk.bounded import OutOfBounds, read_object
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.domain.events import Entry, EventKind
from kiosk.domain.farewell import farewell_text
from kiosk.domain.retiring import ErasureCertificate, HandedOver, RetireState, RetireStep
from kiosk.domain.submission import Sync
from kiosk.durable import read_bounded, write_durably, write_named
from kiosk.errors import ReportForged, ReportUnreadable, RetireNotPossible, StillWaiting
from kiosk.services.enrolment import enrolled, portal_signers
from kiosk.services.key_source import key_source
from kiosk.services.maintenance.size_history import database_size
from kiosk.services.opening import RETIRED, opened
from kiosk.services.retire_notes import NOTE, facts_noted, retire_noted, written
from kiosk.services.typesetting import typeset
from kiosk.store import Store
from kiosk.store.database.opening import BEFORE, DATABASE, QUARANTINE, exists, noted
from kiosk.store.database.replacing import REPLACED, STAGED
from kiosk.store.keys import rekey
from kiosk.store.keys.keyring import shred
from kiosk.sync.transport.farewell import say_farewell

KIND = "kiosk-erasure-1"
_MOST = 4 << 20  # bytes
_LEFT_OVER = (QUARANTINE, REPLACED, STAGED, BEFORE, *local_settings.FILES, moved_office.FILE)


class RetireDesk:
    """The steps before the erasure, over an open store. Calls block."""

    def __init__(self, config: Config, store: Store, clock: Callable[[], datetime] = office_time) -> None:
        self._config, self._store, self._clock = config, store, clock

    def begin(self) -> RetireState:
        """No new filing is begun from now on; again where it was begun."""
        if retire_noted(self._store) is None:
            self._note(RetireState(self._clock()), RetireStep.CLOSED)
        return self.state()

    def state(self) -> RetireState:
        """RetireNotPossible where it was not begun."""
        state = retire_noted(self._store)
        if state is None:
            raise RetireNotPossible("not begun")
        codes = [one.code for one in self._store.outbox.list(Sync.QUEUED, Sync.SENDING, Sync.PARKED)]
        codes += [act.code for act in self._store.cases.unsent()]
        waiting = tuple(dict.fromkeys(codes))
        on_sticks = {one.code for one in self._store.carriage.carried()}
        return replace(state, waiting=waiting, carried=tuple(code for code in waiting if code in on_sticks))

    def hand_over(self, reason: str, secrets: Mapping[str, str]) -> RetireState:
        """What waits is another's from now on: two people sign in, by name and secret, and give a reason.
        RetireNotPossible for fewer than two, or without a reason; StaffError as by any sign-in."""
        people = tuple(self._store.staff.sign_in(secret, name=name).about for name, secret in secrets.items())
        if len(set(people)) < 2 or not reason.strip():
            raise RetireNotPossible("two people and a reason")
        state = self.state()
        self._note(replace(state, handed=HandedOver(reason.strip(), (people[0], people[1]), state.waiting)))
        return self.state()

    def call_off(self) -> None:
        """It stays in service. RetireNotPossible once the portal was told."""
        if RetireStep.TOLD in self.state().done:
            raise RetireNotPossible("told")
        self._store.notes.set(f"{NOTE}.farewell", "")  # first: cut here, it can be called off again
        self._store.notes.set(NOTE, "")
        self._store.journal.append(Entry(EventKind.KIOSK_RETIRED, "", {"step": "called-off"}))

    def tell(self, *, untold: bool = False) -> RetireState:
        """What waits is settled, and the portal told; ``untold``: there is no line, and somebody revokes this kiosk
        there by hand. StillWaiting, NotEnrolled, LineError, ItemRefused."""
        state = self.state()
        if state.in_the_way:
            raise StillWaiting("unsent", count=len(state.in_the_way))
        if RetireStep.SETTLED not in state.done:
            state = self._note(state, RetireStep.SETTLED)
        if RetireStep.TOLD not in state.done:
            facts = facts_noted(self._store) or self._farewell(state)
            word = "" if untold else self._say(facts)
            state = self._note(replace(state, word=word), RetireStep.TOLD)
        return self.state()

    def _farewell(self, state: RetireState) -> dict[str, str]:
        """The same whenever it is said again: the portal knows it by its text."""
        office, handed = self._config.office, state.handed
        facts = {
            "unit": office.unit,
            "kiosk": office.kiosk,
            "at": self._clock().isoformat(),
            "journal": self._store.journal.checkpoint(),
            "carried": " ".join(state.carried),
            "handed": " ".join(handed.codes) if handed else "",
            "reason": handed.reason if handed else "",
        }
        self._store.notes.set(f"{NOTE}.farewell", json.dumps(facts, ensure_ascii=False))
        return facts

    def _say(self, facts: Mapping[str, str]) -> str:
        config, store, keys = self._config, self._store, self._store.keys
        signature = keys.sign(farewell_text(facts))
        signers = portal_signers(config, store)
        return say_farewell(enrolled(store), config.portal, facts, keys.public, signature, signers)

    def _note(self, state: RetireState, step: RetireStep | None = None) -> RetireState:
        following = replace(state, done={**state.done, step: self._clock()}) if step else state
        self._store.notes.set(NOTE, written(following))
        what = step.value if step else "handed-over"
        if step is RetireStep.TOLD and following.untold:
            what = "untold"
        by = {"by": " ".join(state.handed.by)} if state.handed and step is None else {}
        self._store.journal.append(Entry(EventKind.KIOSK_RETIRED, "", {"step": what, **by}))
        return following


def erase(config: Config) -> ErasureCertificate:
    """The key first, then all that is left, with nobody in the store; the certificate lies in the data folder too.

    RetireNotPossible before the portal was told; StoreBusy. Cut short, it ends what was begun.
    """
    signed = config.data / RETIRED
    if exists(config.data) and key_source(config).load() is not None:
        _sign_intent(config, signed)
    if not signed.exists():
        raise RetireNotPossible("nothing to erase")
    intent = read_object(read_bounded(signed, _MOST))
    if exists(config.data) or key_source(config).load() is not None:
        rekey.forget(config.data, key_source(config))
    for name in _LEFT_OVER:
        _remove(config.data / name)
    for path in (config.data / "keys").glob("*"):
        shred(path)
    certificate = _certificate(config, intent)
    write_durably(signed.with_name(f"{certificate.name}.json"), certificate.document, 0o600)
    write_durably(signed.with_name(f"{certificate.name}.pdf"), certificate.pdf, 0o600)
    return certificate


def write_certificate(certificate: ErasureCertificate, folder: Path) -> tuple[Path, Path]:
    """Page and document. FileNotWritten."""
    pdf, document = (folder / f"{certificate.name}.{kind}" for kind in ("pdf", "json"))
    write_named(pdf, certificate.pdf, 0o644)
    write_named(document, certificate.document, 0o644)
    return pdf, document


def verified_certificate(file: Path) -> dict[str, Any]:
    """What a certificate says, where the signature holds by the key that it names. ReportUnreadable, ReportForged."""
    try:
        whole = read_object(read_bounded(file, _MOST))
        facts, key = dict(whole["facts"]), bytes.fromhex(whole["key"])
        Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(whole["signature"]), _canonical(facts))
    except InvalidSignature as error:
        raise ReportForged("the signature does not hold") from error
    except (OSError, OutOfBounds, KeyError, TypeError, ValueError) as error:
        raise ReportUnreadable(type(error).__name__) from error
    if facts.get("kind") != KIND:
        raise ReportUnreadable("another document")
    return whole


def _sign_intent(config: Config, signed: Path) -> None:
    """Signed while there is a key to sign with, and durable before it goes."""
    with opened(config) as store:
        state, office = RetireDesk(config, store).state(), config.office
        if RetireStep.TOLD not in state.done:
            raise RetireNotPossible("not told")
        store.journal.append(Entry(EventKind.KIOSK_RETIRED, "", {"step": RetireStep.ERASED.value}))
        handed = state.handed
        facts = {
            "kind": KIND,
            "unit": office.unit,
            "kiosk": office.kiosk,
            "office": office.full_name,
            "commune": office.commune,
            "at": office_time().isoformat(),
            "filings": len(store.outbox.codes()),
            "waiting": list(state.waiting),
            "carried": list(state.carried),
            "handed": {"codes": list(handed.codes), "reason": handed.reason, "by": list(handed.by)} if handed else None,
            "journal": store.journal.checkpoint(),
            "key_place": config.keeping.key,
            "key_fingerprint": noted(config.data),
            "bytes": database_size(config.data),
            "portal_word": state.word,
        }
        signature = store.keys.sign(_canonical(facts)).hex()
        document = {"facts": facts, "key": store.keys.public.hex(), "signature": signature}
    signed.parent.mkdir(mode=0o700, exist_ok=True)
    write_durably(signed, json.dumps(document, ensure_ascii=False).encode(), 0o600)


def _certificate(config: Config, intent: dict[str, Any]) -> ErasureCertificate:
    """The signed facts, and what was looked at afterwards."""
    facts, now = intent["facts"], office_time()
    checks = {
        "key_gone": key_source(config).load() is None and not any((config.data / "keys").glob("*")),
        "store_gone": not any(config.data.glob(f"{DATABASE}*")),
        "checked_at": now.isoformat(),
    }
    digest = hashlib.sha256(_canonical(facts)).hexdigest()
    page = {
        "office": facts["office"],
        "place": facts["commune"],
        "today": f"ngày {now:%d} tháng {now:%m} năm {now:%Y}",
        "serial": f"{facts['unit']} · {facts['kiosk']}",
        "at": f"{now:%H:%M} ngày {now:%d/%m/%Y}",
        "unit": facts["unit"],
        "kiosk": facts["kiosk"],
        "rows": _rows(facts, checks),
        "digest": digest,
        "signature": intent["signature"],
        "key": intent["key"],
    }
    document = json.dumps({**intent, "checks": checks}, ensure_ascii=False, indent=1).encode()
    name = f"bien-ban-xoa-{facts['kiosk']}-{datetime.fromisoformat(facts['at']):%Y%m%d-%H%M}"
    return ErasureCertificate(name, document, typeset("bien-ban-xoa", page, now))


def _rows(facts: Mapping[str, Any], checks: Mapping[str, Any]) -> list[dict[str, str]]:
    """In Vietnamese: the paper is an official one."""
    handed, word = facts["handed"], facts["portal_word"]
    people = f"{', '.join(handed['codes'])}: {handed['reason']} (tài khoản {', '.join(handed['by'])})" if handed else ""
    yes, no = "đã kiểm: không còn", "VẪN CÒN"
    rows = (
        ("Hồ sơ đã nhận ở máy này", str(facts["filings"])),
        ("Chưa tới cổng lúc xóa", ", ".join(facts["waiting"]) or "không có"),
        ("Trong đó đã chở bằng USB", ", ".join(facts["carried"]) or "không có"),
        ("Trong đó hai người nhận trách nhiệm", people or "không có"),
        ("Cổng đã được báo và ký", word[:32] if word else "chưa: phải thu hồi bằng tay ở cổng"),
        ("Kho mã hóa trước khi xóa", f"{facts['bytes']} byte"),
        ("Dấu của khóa đã xóa", str(facts["key_fingerprint"])[:32]),
        ("Nơi giữ khóa", "chip bảo mật" if facts["key_place"] == "tpm" else "tệp trên ổ đĩa"),
        ("Khóa và mọi bản của khóa ở máy", yes if checks["key_gone"] else no),
        ("Kho hồ sơ, ngăn cách ly, kho cũ", yes if checks["store_gone"] else no),
        ("Đầu nhật ký đã ký", str(facts["journal"])[:64]),
    )
    return [{"name": name, "value": value} for name, value in rows]


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _canonical(facts: Mapping[str, Any]) -> bytes:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
