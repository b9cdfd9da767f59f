"""The queue onto a stick: the oldest first, each submission whole, sealed and read back.

Whatever instant the stick is pulled at, the last manifest that was read back holds for all it names, and everything
is still in the kiosk. A stick that comes again goes on where it was pulled: what is proved to be there is not written
again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from kiosk.config import Office
from kiosk.domain.answering import papers_of
from kiosk.domain.case import DossierAct
from kiosk.domain.courier import Exported, ExportProgress, Stayed
from kiosk.domain.procedure import Procedure
from kiosk.domain.submission import DocumentRef
from kiosk.errors import CourierNotSet, FormError, StickFull, UnknownCode, UnknownDocument
from kiosk.store import Store
from kiosk.sync import wire
from kiosk.sync.courier import layout
from kiosk.sync.courier.load import Load, bundles_on, clear
from kiosk.sync.courier.manifest import MOST_OPEN, MOST_PARCELS, Manifest, PaperPiece, Parcel, Piece, is_carried
from kiosk.sync.courier.sealing import outward, place, seal
from kiosk.sync.courier.stick import CourierStick
from kiosk.sync.queue.dossier import dossier_of
from kiosk.sync.queue.editions import FiledEditions

Told = Callable[[ExportProgress], None]


@dataclass(frozen=True)
class _Content:
    """Something that has to be on the stick: its bytes when they are asked for, and how many there are."""

    size: int
    data: Callable[[], bytes]


@dataclass(frozen=True)
class _Goods:
    """A submission, or an answer to the office about one, as it travels."""

    code: str
    record: wire.Record
    documents: tuple[DocumentRef, ...]
    act: str = ""  # the answer's name

    @property
    def name(self) -> str:
        return self.act or self.code


class Exporter:
    """One export at a time. ``to`` is the portal's X25519 key, 32 bytes; CourierNotSet if it is none."""

    def __init__(self, store: Store, office: Office, procedure: Callable[[str], Procedure], to: bytes) -> None:
        if len(to) != 32:
            raise CourierNotSet("no courier.seal in the settings")
        self._store = store
        self._office = office
        self._editions = FiledEditions(store, procedure)
        self._to = to

    def run(
        self, stick: CourierStick, report: Told = lambda _: None, stop: Callable[[], bool] = lambda: False
    ) -> Exported:
        """Put on ``stick`` what fits. StickFull only if nothing does; StickGone and the others when they happen.

        ``stop`` is asked before each submission.
        """
        load = self._begun(stick)
        # What the last manifest names comes first, so that the next one does not name less.
        waiting = sorted(self._store.carriage.waiting(), key=lambda code: code not in load.named)
        stopped = False
        for done, code in enumerate(waiting):
            report(ExportProgress(done, len(waiting), load.volume))
            stopped = stopped or stop() or len(load.parcels) >= MOST_PARCELS
            if not stopped:
                self._put(load, code)
            elif code not in load.named:
                load.stayed.append(Stayed(code, "stopped"))
        self._finish(load, stopped)
        report(ExportProgress(len(waiting), len(waiting), load.volume))
        stayed = {one.code for one in load.stayed}
        carried = tuple(code for code in waiting if code not in stayed)
        return Exported(load.name, carried, tuple(load.stayed), load.written, load.reused, load.volume)

    # --- begin and end --------------------------------------------------------------------------------------------

    def _begun(self, stick: CourierStick) -> Load:
        """Go on with the bundle that is on this stick, or begin one; what is answered goes."""
        carriage = self._store.carriage
        there = bundles_on(stick)
        for name in carriage.closed() & there:
            clear(stick, carriage, name)
        name = carriage.bundle_among(there)
        if not name:
            return Load(stick, carriage, self._to, carriage.begin(), {}, frozenset())
        return Load(stick, carriage, self._to, name, carriage.files(name), carriage.named(name))

    def _finish(self, load: Load, stopped: bool) -> None:
        full = any(one.why == "full" for one in load.stayed)
        if load.unsigned or not (load.signed or full or stopped):  # with nothing to carry the questions still travel
            self._sign(load)
        if full and not load.parcels:
            raise StickFull("not even one fits")
        if not stopped:
            load.tidy()

    # --- one submission -------------------------------------------------------------------------------------------

    def _put(self, load: Load, code: str) -> None:
        """All of it, or nothing of it; a manifest often at first, and rarer as there is more, lest they fill it."""
        try:
            goods = self._goods(code)
            if not is_carried(goods.act):
                load.stayed.append(Stayed(code, "unnamed"))
                return
            contents = self._contents(goods)
            if not load.fits({content: one.size for content, one in contents.items()}):
                load.stayed.append(Stayed(code, "full"))
                return
            small_first = sorted(contents.items(), key=lambda item: item[1].size)
            pieces = {content: load.piece(content, one.data) for content, one in small_first}
        except (UnknownCode, UnknownDocument, FormError):  # a pass by line will say so too
            load.stayed.append(Stayed(code, "lost"))
            return
        except StickFull:  # it is smaller than it says, or somebody else writes on it
            load.take_back()
            load.stayed.append(Stayed(code, "full"))
            return
        load.parcels.append(_parcel(goods, pieces))
        load.fresh.clear()
        if code not in load.named:
            load.unsigned.append(code)
        if len(load.unsigned) > len(load.parcels) // 5:
            self._sign(load)

    def _goods(self, name: str) -> _Goods:
        """What goes by this name: a submission by its code, or an answer to the office by its own."""
        act = self._store.cases.noted(name)
        if act is not None:
            return self._answer(act)
        submission = self._store.outbox.get(name)
        procedure = self._editions.of(submission)
        papers = {item.sha256: "" for item in submission.filing.documents}
        record = wire.record(submission, procedure, self._office, papers)
        return _Goods(submission.code, record, submission.filing.documents)

    def _answer(self, act: DossierAct) -> _Goods:
        """Its dossier is there already, and so are the papers that were filed with it: only the answer's own travel."""
        submission = dossier_of(self._store, act)
        procedure = self._editions.of(submission)
        record = wire.record(submission, procedure, self._office, {})
        papers = papers_of(act, self._store.documents.get)
        message = wire.of_act(record | {"TaiLieuNop": []}, procedure, act, papers, {})
        return _Goods(submission.code, message, papers, act.name)

    def _contents(self, goods: _Goods) -> Mapping[str, _Content]:
        """What has to be on the stick for it: the form, and each paper once."""
        form = json.dumps(goods.record, ensure_ascii=False, separators=(",", ":")).encode()
        contents = {_form(goods.name): _Content(len(form), lambda: form)}
        for item in goods.documents:
            contents[item.sha256] = _Content(item.size, partial(self._store.documents.get, item.sha256))
        return contents

    # --- the manifest ---------------------------------------------------------------------------------------------

    def _sign(self, load: Load) -> None:
        """Name all that is on the stick so far. Only after it was read back do the submissions count as carried."""
        while True:
            try:
                self._write_manifest(load)
                return
            except StickFull:
                if not load.unsigned:  # the last one that was read back still holds
                    return
                load.take_back(load.parcels.pop())
                load.stayed.append(Stayed(load.unsigned.pop(), "full"))

    def _write_manifest(self, load: Load) -> None:
        carriage, keys = self._store.carriage, self._store.keys
        number, before = carriage.next_manifest(load.name)
        text = self._manifest(load, number).text()
        slot = layout.SLOTS[before % len(layout.SLOTS)]  # never the place of the last one that holds
        sealed = seal(keys.public + keys.sign(outward(text)) + text, self._to, place(load.name, slot))
        load.stick.write(layout.manifest(load.name, slot), sealed)
        carriage.carries(load.name, load.unsigned, number)
        load.signed = True
        load.unsigned.clear()
        load.volume += len(sealed)

    def _manifest(self, load: Load, number: int) -> Manifest:
        return Manifest(
            unit=self._office.unit,
            kiosk=self._office.kiosk,
            bundle=load.name,
            number=number,
            head=self._store.journal.checkpoint(),
            answers_to=self._store.keys.answers_to().hex(),
            parcels=tuple(load.parcels),
            open=self._store.carriage.open(MOST_OPEN),
        )


def _form(code: str) -> str:
    return f"form:{code}"


def _parcel(goods: _Goods, pieces: Mapping[str, Piece]) -> Parcel:
    papers = {
        item.sha256: PaperPiece(**vars(pieces[item.sha256]), media_type=item.media_type, name=item.name)
        for item in goods.documents
    }
    return Parcel(goods.code, pieces[_form(goods.name)], tuple(papers.values()), goods.act)
