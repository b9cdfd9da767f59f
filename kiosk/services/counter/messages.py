"""What is said to a resident: templates by the dossier's state and by language, queued for the portal or read out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from kiosk.config import Office
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.domain.submission import Submission
from kiosk.errors import UnknownCode
from kiosk.resources import asset, read_toml
from kiosk.services.counter.sessions import StaffSessions

if TYPE_CHECKING:
    from kiosk.store import Store

LANGUAGES = ("vi", "en")
UNREACHED = "unreached"


@dataclass(frozen=True)
class ResidentMessage:
    """One template, filled in. ``texts``: by language."""

    key: str
    texts: Mapping[str, str]

    def text(self, language: str) -> str:
        return self.texts.get(language) or self.texts["vi"]


class MessageDesk:
    """Safe from any thread; every call touches the disk."""

    def __init__(self, store: Store, sessions: StaffSessions, office: Office, clock: Callable[[], datetime]) -> None:
        self._store, self._sessions, self._office, self._clock = store, sessions, office, clock

    def fitting(self, session: StaffSession, code: str) -> tuple[ResidentMessage, ...]:
        """What may be said of that dossier as it stands, what fits best first. UnknownCode, DossierSealed."""
        self._sessions.require(session, StaffAct.CALL_BACK)
        head = self._store.dossier_book.head(code)
        self._sessions.require_sight(session, head)
        submission = self._store.outbox.get(head.code)
        state = submission.legal.value if submission.legal else ""
        fitting = [key for key, one in _templates().items() if state in one["states"]]
        return tuple(self._filled(key, submission) for key in (*fitting, UNREACHED))

    def tell(self, session: StaffSession, code: str, key: str, language: str, *, read_out: bool) -> str:
        """Note what was read out, or queue it for the portal; the text. UnknownCode for no such template."""
        message = next((one for one in self.fitting(session, code) if one.key == key), None)
        if message is None:
            raise UnknownCode("no such message", number=key)
        head, text = self._store.dossier_book.head(code), message.text(language)
        way = "read" if read_out else "queued"
        phone = self._store.outbox.get(head.code).filing.applicant.phone
        facts = {"template": key, "language": language, "text": text, "way": way, "phone": phone}
        event = DossierEvent(DossierEventKind.MESSAGED, facts, session.number)
        self._store.dossier_book.add(head.code, head.revision, event)
        return text

    def _filled(self, key: str, submission: Submission) -> ResidentMessage:
        template = _templates()[key]
        values = {
            "code": submission.official or submission.code,
            "person": submission.filing.applicant.full_name,
            "due": f"{submission.due_at:%H:%M %d/%m/%Y}",
            "place": self._office.seat,
            "hotline": self._office.hotline,
        }
        return ResidentMessage(key, {one: template[one].format(**values) for one in LANGUAGES})


@cache
def _templates() -> Mapping[str, Any]:
    return read_toml(asset("papers", "messages.toml"))
