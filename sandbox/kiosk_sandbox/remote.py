"""The office from afar: one action on a running portal, as the command line does it."""

from __future__ import annotations

import http.client
import json
import ssl
from typing import Any
from urllib.parse import quote, urlsplit

from kiosk.errors import ActionRefused, OfficeSilent

_TIMEOUT = 10.0  # seconds; the portal stands on this machine or the next


class RemoteOffice:
    """An officer's hand on the portal at ``url``; behind TLS, the portal of the ``authority`` (PEM) given."""

    def __init__(self, url: str, password: str, authority: str = "") -> None:
        self._url, parts = url, urlsplit(url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or (443 if parts.scheme == "https" else 80)
        self._tls = ssl.create_default_context(cadata=authority or None) if parts.scheme == "https" else None
        self._headers = {"Authorization": f"Bearer {password}", "Content-Type": "application/json"}

    def dossiers(self) -> list[dict[str, Any]]:
        """The newest first. OfficeSilent, ActionRefused."""
        dossiers_there = self._ask("GET", "/officer")["dossiers"]
        assert isinstance(dossiers_there, list)
        return dossiers_there

    def fleet(self) -> dict[str, list[dict[str, Any]]]:
        """Every kiosk that called (``kiosks``), and what somebody should see first (``alarms``). OfficeSilent,
        ActionRefused."""
        return self._ask("GET", "/officer/fleet")

    def mistakes(self) -> list[dict[str, Any]]:
        """What broke the contract, the newest first. OfficeSilent, ActionRefused."""
        entries = self._ask("GET", "/officer/mistakes")["mistakes"]
        assert isinstance(entries, list)
        return entries

    def act(self, code: str, action: str, note: str = "", amount: int = 0, **facts: object) -> dict[str, Any]:
        """One action; the dossier as it stands then. ``facts``: papers, days, officer. ActionRefused with its words."""
        message = {"note": note, "amount": amount, **facts}
        dossier = self._ask("POST", f"/officer/{quote(code)}/{action}", message)["dossier"]
        assert isinstance(dossier, dict)
        return dossier

    def _connection(self) -> http.client.HTTPConnection:
        if self._tls:
            return http.client.HTTPSConnection(self._host, self._port, timeout=_TIMEOUT, context=self._tls)
        return http.client.HTTPConnection(self._host, self._port, timeout=_TIMEOUT)

    def _ask(self, method: str, path: str, message: object = None) -> dict[str, Any]:
        connection = self._connection()
        try:
            connection.request(method, path, json.dumps(message) if message is not None else None, self._headers)
            response = connection.getresponse()
            answer = json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise OfficeSilent("the sandbox portal does not answer", url=self._url) from error
        finally:
            connection.close()
        if response.status >= 400:
            raise ActionRefused(f"{response.status}", reason=str(answer.get("error", "")))
        assert isinstance(answer, dict)
        return answer
