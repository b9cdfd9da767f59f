"""A stick at the portal's side: what is whole is taken, what is not is named, and the answers go back on it.

Everything goes through the portal's own door by the contract, with the kiosk's own key for each dossier. So a stick
that comes twice, or together with the line, makes nothing twice.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any

from kiosk.bounded import OutOfBounds, read_object
from kiosk.config import PortalSettings
from kiosk.domain.submission import DocumentRef
from kiosk.errors import (
    CourierError,
    ItemRefused,
    KioskError,
    LineError,
    PortalSpokeOddly,
    SealBroken,
    StickEmpty,
    StickError,
    UnknownKiosk,
)
from kiosk.sync import wire
from kiosk.sync.courier.manifest import CODE, CourierReply, Manifest, PaperPiece, Parcel
from kiosk.sync.courier.stick import CourierStick
from kiosk.sync.portal import Portal
from kiosk.sync.queue.suspicion import Suspicion
from kiosk.sync.queue.upload import Tally, Uploader
from kiosk_sandbox.courier.answering import write_answers
from kiosk_sandbox.courier.desk import Membership
from kiosk_sandbox.courier.reading import Bundle, Unreadable, bundles
from kiosk_sandbox.courier.registry import Registry

TURNS = 6  # twelve seconds or so in all; a portal that is down for longer is told to the person at the desk


@dataclass
class ImportReport:
    """What came of one bundle."""

    bundle: str
    kiosk: str = ""
    answers: list[CourierReply] = field(default_factory=list)
    news: list[CourierReply] = field(default_factory=list)  # of dossiers that the kiosk asked about by their numbers
    damaged: dict[str, str] = field(default_factory=dict)  # code: why, as an error's detail
    error: KioskError | None = None  # nothing of it could be taken, or its answers could not be written

    @property
    def taken(self) -> list[CourierReply]:
        """Of the submissions on the stick, those that the portal has now."""
        return [one for one in self.answers if one.code and one.official]

    def as_json(self) -> dict[str, Any]:
        return {
            "bundle": self.bundle,
            "kiosk": self.kiosk,
            "taken": [{"code": one.code, "official": one.official} for one in self.taken],
            "refused": [{"code": one.code, "reason": one.refused} for one in self.answers if one.refused],
            "damaged": [{"code": code, "why": why} for code, why in self.damaged.items()],
            "error": self.error.code if self.error else "",
        }


class Taking:
    """``settings`` say where the portal is and which officer signs in there; ``unit`` is the officer's, and empty for
    one who finds out at the portal whose sticks may be brought."""

    def __init__(
        self,
        registry: Registry,
        settings: PortalSettings,
        pause: Callable[[float], object] = time.sleep,
        unit: str = "",
        member: Callable[[], Membership | None] = lambda: None,
    ) -> None:
        """``member`` gives what the desk shows of itself at a portal behind TLS."""
        self._member = member
        self._unit = unit
        self._registry = registry
        self._settings = settings
        self._pause = pause

    def run(
        self, stick: CourierStick, progress: Callable[[int, int], None] = lambda _done, _total: None
    ) -> list[ImportReport]:
        """Take all that is whole. StickEmpty if there is no bundle; LineError if the portal cannot be reached: then
        the same stick is taken again later, and loses nothing by it."""
        waiting_bundles = list(bundles(stick, self._registry))
        if not waiting_bundles:
            raise StickEmpty("no bundle")
        total = sum(len(one.manifest.parcels) for one in waiting_bundles if isinstance(one, Bundle))
        done, reports = 0, []
        for one in waiting_bundles:
            if isinstance(one, Unreadable):
                reports.append(ImportReport(one.name, error=one.error))
                continue
            if self._unit not in ("", one.manifest.unit):
                reports.append(ImportReport(one.manifest.bundle, error=UnknownKiosk("of another unit")))
                continue
            reports.append(self._bundle(one, lambda so_far, base=done: progress(base + so_far, total)))  # type: ignore[misc]
            done += len(one.manifest.parcels)
        return reports

    def _bundle(self, bundle: Bundle, progress: Callable[[int], None]) -> ImportReport:
        manifest = bundle.manifest
        taken = ImportReport(manifest.bundle, manifest.kiosk)
        suspicion = Suspicion()
        with closing(_Bringing(self._settings, manifest, self._member())) as portal:
            for done, parcel in enumerate(manifest.parcels):
                progress(done)
                try:
                    taken.answers.append(self._patiently(portal, bundle, parcel))
                except (CourierError, StickError) as error:
                    bundle.stick.free()  # StickGone if the whole stick is gone: nothing more can be said of it
                    taken.damaged[parcel.name] = error.detail or error.code
                except LineError as error:
                    if not suspicion.falls_on(parcel.name, error, portal):
                        raise
                    taken.damaged[parcel.name] = error.code  # the portal stumbles over this one alone: it goes again
            progress(len(manifest.parcels))
            taken.news = self._open(portal, bundle, suspicion)
        try:
            write_answers(self._registry, bundle, [*taken.answers, *taken.news], tuple(taken.damaged))
        except StickError as error:  # what was taken is taken; the answer comes with the line or the next stick
            taken.error = error
        return taken

    def _patiently(self, portal: Portal, bundle: Bundle, parcel: Parcel) -> CourierReply:
        """The same papers may be coming by line, or from another stick: each gives way to the other, and goes on."""
        for turn in range(TURNS):
            try:
                return self._parcel(portal, bundle, parcel)
            except LineError:
                self._pause(random.uniform(0.5, 1.0) * 0.1 * 2**turn)
        return self._parcel(portal, bundle, parcel)

    def _parcel(self, portal: Portal, bundle: Bundle, parcel: Parcel) -> CourierReply:
        """One submission through the portal's door. SealBroken and stick errors if it is not whole."""
        record = _record(bundle, parcel)
        tally = Tally()
        papers = _OnStick(bundle, parcel)
        uploader = Uploader(portal, papers, tally)
        about = f"{bundle.manifest.unit}/{bundle.manifest.kiosk}/{parcel.code}"
        places = {one.sha256: uploader.deliver(_document(one), about) for one in parcel.papers}
        for item in record["TaiLieuNop"]:
            item["DuongDanTaiTepTin"] = places[item["TepDinhKemId"]].url
        try:
            reply = portal.supplement(record) if parcel.act else portal.register(record)
            standing = wire.standing(reply, record["MaThamChieuKiosk"])
        except ItemRefused as error:
            reason = str(error.values.get("reason", ""))[:1000] or error.code
            return CourierReply(parcel.code, refused=reason, act=parcel.act)
        arrivals = tuple(place.arrival for place in places.values() if place.arrival)
        answer_home = CourierReply(parcel.code, standing.official, standing.legal.value, standing.note)
        return self._now(portal, replace(answer_home, arrivals=arrivals, act=parcel.act))

    def _now(self, portal: Portal, answer: CourierReply) -> CourierReply:
        """With the office's own words, where the dossier has been there for a while."""
        try:
            standing = wire.standing(portal.look_up(answer.official))
        except PortalSpokeOddly:
            return answer
        return replace(answer, legal=standing.legal.value, note=standing.note[:4000])

    def _open(self, portal: Portal, bundle: Bundle, suspicion: Suspicion) -> list[CourierReply]:
        """What the kiosk asked about. What this portal does not know, or stumbles over, is left out."""
        opened: list[CourierReply] = []
        for official in bundle.manifest.open:
            try:
                reply = portal.look_up(official)
                standing = wire.standing(reply)
            except (PortalSpokeOddly, ItemRefused):
                continue
            except LineError as error:
                if not suspicion.falls_on(official, error, portal):
                    return opened  # what was taken is answered all the same
                continue
            suspicion.served()
            owner, _, code = str(reply.get("MaThamChieuKiosk", "")).partition("/")
            if owner == bundle.kiosk.kiosk and CODE.fullmatch(code):  # whose number it is says the key, not the number
                opened.append(CourierReply(code, standing.official, standing.legal.value, standing.note[:4000]))
        return opened


def _record(bundle: Bundle, parcel: Parcel) -> dict[str, Any]:
    """The record as the kiosk sealed it. SealBroken if it is not one of this kiosk's, or names other papers."""
    try:
        record = read_object(bundle.piece(parcel.form))
    except OutOfBounds as error:
        raise SealBroken("no JSON") from error
    if record.get("MaThamChieuKiosk") != f"{bundle.kiosk.kiosk}/{parcel.code}":
        raise SealBroken("not this kiosk's")
    papers = record.get("TaiLieuNop")
    if not isinstance(papers, list) or not all(isinstance(item, dict) for item in papers):
        raise SealBroken("no list of papers")
    if {item.get("TepDinhKemId") for item in papers} != {one.sha256 for one in parcel.papers}:
        raise SealBroken("other papers than the manifest names")
    return record


def _document(paper: PaperPiece) -> DocumentRef:
    return DocumentRef("", paper.sha256, paper.size, paper.media_type, paper.name)


class _Bringing(Portal):
    """The portal as an officer speaks to it who takes in the stick of one kiosk: in that kiosk's name alone."""

    def __init__(self, settings: PortalSettings, manifest: Manifest, member: Membership | None) -> None:
        super().__init__(settings, manifest.unit, head=lambda: manifest.head, membership=member)
        self._kiosk = manifest.kiosk

    def _credentials(self) -> dict[str, str]:
        return super()._credentials() | {"MayKiosk": self._kiosk}


class _OnStick:
    """The papers of one parcel, where an upload looks for them."""

    def __init__(self, bundle: Bundle, parcel: Parcel) -> None:
        self._bundle = bundle
        self._papers = {one.sha256: one for one in parcel.papers}
        self._urls: dict[str, str] = {}

    def get(self, sha256: str) -> bytes:
        return self._bundle.piece(self._papers[sha256])

    def upload_url(self, sha256: str) -> str:
        return self._urls.get(sha256, "")

    def set_upload(self, sha256: str, url: str) -> None:
        self._urls[sha256] = url
