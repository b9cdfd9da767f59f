"""The portal over a second connection, for what is filed while papers fill the first: a form waits for no paper."""

from __future__ import annotations

from kiosk.sync.portal import Portal
from kiosk.sync.transport.contract import Json


class Beside(Portal):
    """Small messages past the papers of ``filling``, which makes room for them. For a thread of its own."""

    haste = True

    def __init__(self, filling: Portal) -> None:
        super().__init__(filling._settings, filling._unit, filling.line, filling._head, filling._membership)
        self._filling = filling
        self._ready_for = 0  # connections that ``filling`` had taken when this one's was made
        filling.also_close(self)

    def follow(self) -> None:
        """Know what ``filling`` knows of the portal: the session, and what was greeted with."""
        other = self._filling
        self._session, self.takes_forms_first = other._session, other.takes_forms_first
        self.tells_changes, self.signs_arrivals = other.tells_changes, other.signs_arrivals
        if self._renewals != other._renewals:
            self._reconnect()
            self._renewals = other._renewals

    def get_ready(self) -> None:
        """Have a connection before there is anything to send: making one takes a round trip and more. What ended the
        papers' connection has ended this one too, told or not. LineError, once for each of theirs."""
        if self._filling.connections != self._ready_for:
            self._ready_for = self._filling.connections
            self.start_afresh()
            self.hello()

    def _sent(self, path: str, body: bytes) -> Json:
        self._filling.leave(len(body))
        return super()._sent(path, body)
