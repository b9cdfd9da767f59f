"""The one adapter to the portal. Only the contract's own answer is success; all else comes out as ``LineError``."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from urllib.parse import quote, urlsplit

from kiosk.closing import close_all
from kiosk.config import PortalSettings
from kiosk.errors import NotThePortal, OwnCertificateOver, PortalSpokeOddly, SessionRefused
from kiosk.sync.queue.policy import Turn
from kiosk.sync.queue.upload_window import Hours
from kiosk.sync.transport import messages
from kiosk.sync.transport.contract import (
    EXISTS,
    EXISTS_WORDS,
    OK,
    SESSION_OVER,
    UNKNOWN,
    WRONG_PASSWORD,
    Json,
    accepted,
    envelope,
    everybodys,
)
from kiosk.sync.transport.greeting import STORE, TUS, greeting_in, store_word_in
from kiosk.sync.transport.http import Reply, Transport
from kiosk.sync.transport.link import Line
from kiosk.sync.transport.membership import Membership
from kiosk.sync.transport.streamed_body import Body
from kiosk.sync.transport.tls import OVER

log = logging.getLogger(__name__)


class Portal:
    """One kiosk's talk with its portal. For one thread at a time; ``line.hang_up`` may come from any."""

    haste = False  # does it send small messages beside others that fill the line? (beside.py)

    def __init__(
        self,
        settings: PortalSettings,
        unit: str,
        line: Line | None = None,
        head: Callable[[], str] = lambda: "",
        membership: Membership | None = None,
    ) -> None:
        """``head`` gives the signed end of this kiosk's journal: it travels with each request, so that the portal holds
        what a journal with its tail cut off would have to agree with. A gateway that does not know it ignores it."""
        self.line = line or Line()
        self.probe_interval = settings.probe_interval
        self._membership = membership
        self._settings = membership.settings(settings) if membership else settings
        self._unit = unit
        self._head = head
        self._session = ""
        self._transport = self._connected()
        self.turn: Turn | None = None  # when to come after an outage, as the portal told at the last sign-in
        self._besides: list[Portal] = []
        self._renewals = 0  # of the certificate
        self.takes_forms_first = self.tells_changes = self.signs_arrivals = False  # as its last greeting said
        self.store_word = ""  # of which store it speaks, and how far that has come: shown again with the next greeting

    @property
    def is_set(self) -> bool:
        return bool(self._settings.url)

    @property
    def bytes_sent(self) -> int:
        """Bytes given to the line since the start, headers included."""
        return self._transport.bytes_sent

    @property
    def rate(self) -> float:
        """Bytes per second that the line carried lately."""
        return self._transport.rate

    @property
    def hours(self) -> Hours:
        """When papers may travel."""
        return Hours(self._settings.papers_from, self._settings.papers_until)

    @property
    def clock_is_wrong(self) -> bool:
        """By the portal's last word, or by the time floor; without TLS nobody's word on the hour counts."""
        return self._membership is not None and self._membership.floor.clock_is_wrong

    @property
    def files_url(self) -> str:
        return self._at("/files")

    def owns(self, url: str) -> bool:
        """Does ``url`` lie at this portal? Nothing of ours is sent anywhere else. What is no address does not."""
        try:
            mine, theirs = urlsplit(self._settings.url), urlsplit(url)
        except ValueError:
            return False
        return (mine.scheme, mine.netloc) == (theirs.scheme, theirs.netloc)

    def also_close(self, other: Portal) -> None:
        """``other`` goes when this one goes."""
        self._besides.append(other)

    @property
    def connections(self) -> int:
        return self._transport.connections

    def leave(self, size: int) -> None:
        """Leave most of the line to a message of ``size`` bytes on another connection. From any thread."""
        self._transport.leave(size)

    def start_afresh(self) -> None:
        """Forget the connection, not the session."""
        self._transport.start_afresh()

    def close(self) -> None:
        close_all(self._transport.close, *(beside.close for beside in self._besides))

    def renew(self, *, over: bool = False) -> None:
        """Have the certificate renewed if it is time, or ``over`` already. A refusal is raised; the old one stays."""
        member = self._membership

        def ask(request: str) -> Json:
            return self._post("/renew", {"csr": request, **(member.stick_proof(request) if member else {})})

        if member is not None and member.renew(ask, over=over):
            self._reconnect()
            self._renewals += 1

    def _reconnect(self) -> None:
        self._transport.close()
        self._transport = self._connected(self._transport.bytes_sent)

    def _connected(self, sent: int = 0) -> Transport:
        trust = self._membership.trust() if self._membership else None
        patience = (self._settings.connect_timeout, self._settings.read_timeout)
        return Transport(self.line, *patience, trust, sent, haste=self.haste)

    def hello(self) -> None:
        """Is the portal at the end of the line? Asks for its document door's own greeting: 200 bytes, no sign-in.
        A certificate past its end is renewed at once where the portal still does that.
        """
        shown = {STORE: self.store_word} if self.store_word else {}
        try:
            reply = self._transport.send("OPTIONS", self._at("/files"), shown)
        except OwnCertificateOver as error:
            if error.detail != OVER:
                raise
            self.renew(over=True)
            reply = self._transport.send("OPTIONS", self._at("/files"), shown)
        greeting = greeting_in(reply)
        self.takes_forms_first, self.tells_changes = greeting.forms_first, greeting.changes
        self.signs_arrivals = greeting.arrivals
        self.store_word = store_word_in(reply)

    def register(self, record: Json) -> Json:
        """DongBoHoSoMC with one record: the answer about it. "đã tồn tại" is no failure: it goes again as an update.

        ItemRefused with the portal's words; PortalSpokeOddly if a document is missing there after all.
        """
        answer = self._register(record, updating=False)
        if answer.get("error_code") == EXISTS or EXISTS_WORDS in str(answer.get("message", "")):
            answer = self._register(record, updating=True)
        return accepted(answer, messages.RecordAnswer)

    def supplement(self, record: Json) -> Json:
        """DongBoHoSoMC as an update with the answer to a question of the office. ItemRefused with its words."""
        return accepted(self._register(record, updating=True), messages.RecordAnswer)

    def report(self, kiosk: str, text: str, key: str, signature: str) -> None:
        """BaoCaoKiosk: how this kiosk is. ItemRefused where there is no such service, or another key."""
        accepted(
            self._service("BaoCaoKiosk", {"kiosk": kiosk, "baocao": text, "khoa": key, "chuky": signature}),
            messages.PortalAnswer,
        )

    def look_up(self, code: str) -> Json:
        """TraCuuHoSo. PortalSpokeOddly if the portal does not know the number it gave."""
        data = self.find(code)
        if data is None:
            raise PortalSpokeOddly("the portal does not know a number it gave")
        if data["MaHoSo"] != code:
            raise PortalSpokeOddly("not the dossier that was asked about")
        return data

    def find(self, name: str) -> Json | None:
        """TraCuuHoSo by this kiosk's key or by a number, as the portal has it; None if it has none by that name."""
        answer = self._service("TraCuuHoSo", {"mahoso": name})
        if answer["error_code"] == UNKNOWN:
            return None
        data: Json = accepted(answer, messages.DossierAnswer)["data"]
        return data

    def changes(self, kiosk: str, cursor: str) -> Json | None:
        """What has changed since the cursor (empty: from the beginning); None where nothing has."""
        place = self._at(f"/changes/{self._unit}/{kiosk}") + (f"?after={quote(cursor)}" if cursor else "")
        for last in (False, True):
            fields = {"Authorization": f"Bearer {self._signed_in()}"}
            reply = self._transport.send("GET", place, fields | ({"If-None-Match": f'"{cursor}"'} if cursor else {}))
            if reply.status == 304:
                if not cursor or reply.headers.get("etag") != f'"{cursor}"':
                    raise NotThePortal("304 about something else")
                return None
            answer = envelope(reply)
            if answer["error_code"] != SESSION_OVER:
                return accepted(answer, messages.ChangesAnswer)
            self._session = ""
            if last:
                break
        raise SessionRefused("a fresh session was refused")

    def tus(self, method: str, url: str, headers: Mapping[str, str], body: Body | None = None) -> Reply:
        """One request of the document door, signed in. Any status below 500 but 401 comes back as it is.

        ``url`` is absolute, or a path at this portal. NotThePortal if the answer is not tus.
        """
        url = url if "://" in url else self._at(url)
        for last in (False, True):
            if body is not None:
                body.rewind()
            fields = {"Tus-Resumable": TUS, "Authorization": f"Bearer {self._signed_in()}", **headers}
            reply = self._transport.send(method, url, fields, body)
            if reply.headers.get("tus-resumable") != TUS:
                raise NotThePortal(f"{reply.status} without tus")
            if reply.status != 401:
                return reply
            self._session = ""
            if last:
                raise SessionRefused("the document door")
        raise AssertionError("unreachable")

    def fetch(self, path: str, headers: Mapping[str, str]) -> Reply:
        """One GET of what anyone may have, such as updates. Any status below 500 that is no redirect."""
        return self._transport.send("GET", self._at(path), headers)

    def successions(self) -> tuple[str, ...]:
        """How the portal's signing keys follow one another; each line proves itself. Empty where it tells of none."""
        answer = envelope(self.fetch("/signers", {}))
        try:
            return messages.decoded(answer, messages.SignersAnswer).successions
        except PortalSpokeOddly as error:  # whom to believe is not learnt from it; nothing else waits for that
            log.warning("signers: %s", error.detail)
            return ()

    # --- envelope and session -----------------------------------------------------------------------------------

    def _register(self, record: Json, *, updating: bool) -> Json:
        answer = self._service("DongBoHoSoMC", {"isUpdating": "true" if updating else "false", "data": [record]})
        if answer["error_code"] == OK:
            messages.decoded(answer, messages.RegisterAnswer)
        each = answer.get("data")
        return each[0] if isinstance(each, list) and len(each) == 1 and isinstance(each[0], dict) else answer

    def _service(self, service: str, asked: Json) -> Json:
        """One service; on a session that is over, sign in once more, then stop."""
        for last in (False, True):
            asking = {"session": self._signed_in(), "madonvi": self._unit, "service": service, **asked}
            if head := self._head():
                asking["DauNhatKyKiosk"] = head
            answer = self._post("/service", asking)
            if answer["error_code"] != SESSION_OVER:
                return answer
            self._session = ""
            if last:
                raise SessionRefused("a fresh session was refused")
        raise AssertionError("unreachable")

    def _signed_in(self) -> str:
        if not self._session:
            with everybodys():
                answer = self._post("/auth", self._credentials())
                session = answer.get("session")
                if answer["error_code"] == WRONG_PASSWORD or not isinstance(session, str) or not session:
                    raise SessionRefused("the portal refuses this kiosk's password")
                if answer["error_code"] == OK:
                    messages.decoded(answer, messages.SessionAnswer)
            self._session = session
            self.turn = Turn.of(str(answer.get("LuotKiosk", "")))
        return self._session

    def _credentials(self) -> Json:
        """What signs in."""
        return {"username": self._settings.username, "password": self._settings.password}

    # --- one request --------------------------------------------------------------------------------------------

    def _at(self, path: str) -> str:
        return self._settings.url.rstrip("/") + path

    def _post(self, path: str, asked: Json) -> Json:
        return self._sent(path, json.dumps(asked, ensure_ascii=False, separators=(",", ":")).encode())

    def _sent(self, path: str, body: bytes) -> Json:
        reply = self._transport.send("POST", self._at(path), {"Content-Type": "application/json"}, Body(body))
        self.store_word = store_word_in(reply) or self.store_word
        return envelope(reply)
