"""The portal's answers home: proved to be the portal's, for this kiosk and news, then applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kiosk.domain.submission import Legal
from kiosk.errors import AnswerStale, CourierError, CourierNotSet, SealBroken, StickEmpty, StickError
from kiosk.store import Store
from kiosk.store.carriage import Applied, Word
from kiosk.sync.courier import layout
from kiosk.sync.courier.load import bundles_on, clear
from kiosk.sync.courier.manifest import FILE, MOST_MANIFEST, Answer, Answers, answers_from
from kiosk.sync.courier.sealing import SIGNATURE, holds, homeward, place, unseal
from kiosk.sync.courier.stick import Stick

MOST_ANSWERS = 1000  # files in this kiosk's folder


@dataclass(frozen=True)
class CameHome:
    """What the answers on one stick changed here, by provisional code. ``refused`` are files that were not believed."""

    settled: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()  # could not be read at the portal: they go again
    answers: int = 0
    stale: int = 0  # applied before
    refused: tuple[str, ...] = ()  # names of files

    def told_as(self) -> dict[str, Any]:
        return {name: list(value) if isinstance(value, tuple) else value for name, value in vars(self).items()}


class Homecoming:
    """``signed_by`` is the portal's Ed25519 key, 32 bytes; CourierNotSet if it is none."""

    def __init__(self, store: Store, signed_by: bytes) -> None:
        if len(signed_by) != 32:
            raise CourierNotSet("no courier.sign in the settings")
        self._store = store
        self._portal = signed_by

    def run(self, stick: Stick) -> CameHome:
        """Apply every answer for this kiosk, each in one transaction, the oldest first.

        StickEmpty if there is none for it; SealBroken if there are some and none can be believed.
        """
        folder = layout.answers(self._store.keys.public)
        names = [name for name in stick.names(folder, MOST_ANSWERS) if FILE.fullmatch(name)]
        if not names:
            raise StickEmpty("no answer for this kiosk")
        applied, damaged, stale, refused = [], set(), 0, []
        for name in names:
            try:
                answers = self._answers(stick, folder, name)
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

    def _answers(self, stick: Stick, folder: str, name: str) -> Answers:
        sealed = stick.read(f"{folder}/{name}", MOST_MANIFEST)
        if sealed is None:
            raise SealBroken("it is gone")
        signed = unseal(sealed, self._store.keys.answers, place(folder, name))
        if not holds(self._portal, signed[:SIGNATURE], homeward(signed[SIGNATURE:])):
            raise SealBroken("not signed by the portal")
        answers = answers_from(signed[SIGNATURE:])
        if answers.kiosk != self._store.keys.public.hex() or layout.file_name(answers.number) != name:
            raise SealBroken("for another kiosk, or another answer")
        return answers

    def _clear(self, stick: Stick, folder: str, names: Sequence[str], refused: Sequence[str]) -> None:
        """What has been applied goes from the stick. One that cannot be written to is left as it is."""
        try:
            for name in names:
                if name not in refused:
                    stick.remove(f"{folder}/{name}")
            for bundle in self._store.carriage.closed() & bundles_on(stick):
                clear(stick, self._store.carriage, bundle)
        except StickError:
            return


def _words(answers: Sequence[Answer]) -> list[Word]:
    return [
        Word(one.code, one.official, Legal(one.legal) if one.legal else None, one.note, one.refused) for one in answers
    ]


def _came_home(applied: Sequence[Applied], damaged: set[str], stale: int, refused: Sequence[str]) -> CameHome:
    def all_of(what: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for one in applied for code in getattr(one, what)))

    return CameHome(
        all_of("settled"), all_of("parked"), all_of("told"), tuple(sorted(damaged)), len(applied), stale, tuple(refused)
    )
