"""The portal's answers home: proved to be the portal's, for this kiosk and news, then applied."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.config import Office
from kiosk.domain.answering import papers_of
from kiosk.domain.courier import CameHome
from kiosk.domain.submission import DocumentRef, Legal
from kiosk.errors import (
    AnswerStale,
    CourierError,
    CourierNotSet,
    SealBroken,
    StickEmpty,
    StickError,
    UnknownCode,
    UnknownDocument,
)
from kiosk.store import Store
from kiosk.store.filings.bundles import Applied, CourierWord
from kiosk.sync.courier import layout
from kiosk.sync.courier.load import bundles_on, clear
from kiosk.sync.courier.manifest import FILE, MOST_MANIFEST, CourierReplies, CourierReply, answers_from
from kiosk.sync.courier.sealing import SIGNATURE, holds, homeward, place, unseal
from kiosk.sync.courier.stick import CourierStick
from kiosk.sync.inbox.signers import Signers
from kiosk.sync.inbox.upload_receipts import ReceiptVerifier

MOST_ANSWERS = 1000  # files in this kiosk's folder
MOST_SIGNERS = 16 << 10  # bytes


class Homecoming:
    """``signers`` are the portal's keys that count; CourierNotSet if there are none."""

    def __init__(self, store: Store, office: Office, signers: Signers) -> None:
        if not signers.keys:
            raise CourierNotSet("no courier.sign in the settings, and no enrolment")
        self._store = store
        self._signers = signers
        self._arrivals = ReceiptVerifier(store.arrivals, signers, office)

    def run(self, stick: CourierStick) -> CameHome:
        """Apply every answer for this kiosk, each in one transaction, the oldest first.

        StickEmpty if there is none for it; SealBroken if there are some and none can be believed.
        """
        folder = layout.answers(self._store.keys.public)
        names = [name for name in stick.names(folder, MOST_ANSWERS) if FILE.fullmatch(name)]
        if not names:
            raise StickEmpty("no answer for this kiosk")
        self._learn(stick)
        applied, damaged, stale, refused = [], set(), 0, []
        for name in names:
            try:
                answers = self._answers(stick, folder, name)
                for answer in answers.answers:
                    self._prove(answer)
                applied.append(self._store.carriage.apply(answers.number, _words(answers.answers)))
                damaged |= set(answers.damaged)
            except AnswerStale:
                stale += 1
            except (CourierError, StickError):
                refused.append(name)
        if not applied and not stale:
            raise SealBroken("no answer that could be believed")
        self._clear(stick, folder, names, refused)
        return _came_home(applied, damaged, stale, refused)

    def _learn(self, stick: CourierStick) -> None:
        lines = stick.read(layout.signers(self._store.keys.public), MOST_SIGNERS) or b""
        self._signers.learn(lines.decode("ascii", errors="replace").splitlines())

    def _prove(self, answer: CourierReply) -> None:
        """The portal's words about the papers, before the answer that settles the filing."""
        if not (answer.code and answer.arrivals):
            return
        try:
            filing = self._store.outbox.get(answer.code).filing
        except UnknownCode:  # restored from an older backup, or erased
            return
        papers = {item.sha256: item for item in (*filing.documents, *self._added(answer.act))}
        parts = {text: text.split(" ") for text in answer.arrivals}
        words_by_paper = {papers[part[4]]: text for text, part in parts.items() if len(part) > 4 and part[4] in papers}
        self._arrivals.keep(answer.code, words_by_paper)

    def _added(self, act: str) -> Sequence[DocumentRef]:
        """The papers of an answer to the office by its name; none where it is none, or they are gone."""
        noted = self._store.cases.noted(act) if act else None
        try:
            return papers_of(noted, self._store.documents.get) if noted else ()
        except UnknownDocument:
            return ()

    def _answers(self, stick: CourierStick, folder: str, name: str) -> CourierReplies:
        sealed = stick.read(f"{folder}/{name}", MOST_MANIFEST)
        if sealed is None:
            raise SealBroken("it is gone")
        signed = unseal(sealed, self._store.keys.answers, place(folder, name))
        text = homeward(signed[SIGNATURE:])
        if not any(holds(key, signed[:SIGNATURE], text) for key in self._signers.keys):
            raise SealBroken("not signed by the portal")
        answers = answers_from(signed[SIGNATURE:])
        if answers.kiosk != self._store.keys.public.hex() or layout.file_name(answers.number) != name:
            raise SealBroken("for another kiosk, or another answer")
        return answers

    def _clear(self, stick: CourierStick, folder: str, names: Sequence[str], refused: Sequence[str]) -> None:
        """What has been applied goes from the stick. One that cannot be written to is left as it is."""
        try:
            for name in names:
                if name not in refused:
                    stick.remove(f"{folder}/{name}")
            for bundle in self._store.carriage.closed() & bundles_on(stick):
                clear(stick, self._store.carriage, bundle)
        except StickError:
            return


def _words(answers: Sequence[CourierReply]) -> list[CourierWord]:
    return [
        CourierWord(one.code, one.official, Legal(one.legal) if one.legal else None, one.note, one.refused, one.act)
        for one in answers
    ]


def _came_home(applied: Sequence[Applied], damaged: set[str], stale: int, refused: Sequence[str]) -> CameHome:
    def all_of(what: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for one in applied for code in getattr(one, what)))

    return CameHome(
        all_of("settled"),
        all_of("parked"),
        all_of("changed"),
        tuple(sorted(damaged)),
        len(applied),
        stale,
        tuple(refused),
    )
