"""The portal's envelope: JSON with an ``error_code``, "0" for yes. Anything else is no answer of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kiosk.bounded import OutOfBounds, read_object
from kiosk.errors import ItemRefused, LineError, NotThePortal, PortalSpokeOddly
from kiosk.sync.transport.http import Reply
from kiosk.sync.transport.messages import PortalAnswer, decoded

Json = dict[str, Any]

OK, WRONG_PASSWORD, SESSION_OVER, EXISTS, UNKNOWN, DOCUMENT_MISSING = "0", "1", "2", "5", "6", "8"
_LONGEST = 1000  # characters of the portal's words that are kept
EXISTS_WORDS = "đã tồn tại"


def envelope(reply: Reply) -> Json:
    """The contract's JSON. NotThePortal for what is not even meant as such; PortalSpokeOddly if it is broken."""
    if not reply.headers.get("content-type", "").startswith("application/json"):
        raise NotThePortal(f"{reply.status} without JSON")
    try:
        answer = read_object(reply.body)
    except OutOfBounds as error:
        raise PortalSpokeOddly(f"JSON out of bounds: {error}") from error
    if not isinstance(answer.get("error_code"), str):
        raise PortalSpokeOddly("JSON without error_code")
    return answer


def accepted(answer: Json, kind: type[PortalAnswer]) -> Json:
    """The answer, if it is a yes, and a ``kind`` to the last field: PortalSpokeOddly says where it is not.

    A no counts as one whatever stands beside it.
    """
    code, words = str(answer.get("error_code", "")), _words(answer.get("message"))
    if code == OK:
        decoded(answer, kind)
        return answer
    if code == DOCUMENT_MISSING:
        raise PortalSpokeOddly("a document that went up is not there")
    raise ItemRefused(f"error_code {code}", reason=words or code)


def _words(message: object) -> str:
    """What the portal says to people, as it may be kept and shown; nothing where that is no text."""
    printable = (one if one.isprintable() else " " for one in message[:_LONGEST]) if isinstance(message, str) else ""
    return "".join(printable).strip()


@contextmanager
def everybodys() -> Iterator[None]:
    """What fails in this block no item can have caused."""
    try:
        yield
    except LineError as error:
        error.at_sign_in = True
        raise
