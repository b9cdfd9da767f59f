"""Whose failure it is: one item's, or the portal's and the line's, for which all must wait.

An item may be what the portal stumbles over: it answers 500, hangs up, or a filter before it answers with a page of its
own. So after a failure that could be anybody's the portal is greeted once more (200 bytes). If it greets, the failure
is the item's until a second item fails too: then it is the portal's. One that is served meanwhile clears the portal.
"""

from __future__ import annotations

from typing import Protocol

from kiosk.errors import KioskError, LineDown, LineError, NotThePortal, PortalDown, PortalSpokeOddly, SessionRefused


class Greeter(Protocol):
    """What a portal is asked with, to hear whether it is there."""

    def start_afresh(self) -> None: ...
    def hello(self) -> None: ...


class Suspicion:
    """For one connection, a pass at a time."""

    def __init__(self) -> None:
        self._item = ""  # which failed alone

    def begin(self) -> None:
        """A pass begins: the portal has greeted."""
        self._item = ""

    def served(self) -> None:
        """The portal has taken something: it serves."""
        self._item = ""

    def falls_on(self, item: str, error: KioskError, portal: Greeter) -> bool:
        """Is ``error`` the item's own?"""
        if not may_be_one(error) or self._item not in ("", item):
            return False
        if not isinstance(error, PortalSpokeOddly) and not greets(portal):  # JSON is an answer: the portal is there
            return False
        self._item = item
        return True


def may_be_one(error: KioskError) -> bool:
    """Could something that was asked have caused it? Not what the portal says of all: come later, who are you."""
    if isinstance(error, LineError) and error.at_sign_in:
        return False  # but whom the portal has just signed in, and refuses over one item, may be refused for that
    if isinstance(error, PortalDown):
        return error.status >= 500 and error.retry_after is None
    return isinstance(error, LineDown | NotThePortal | SessionRefused | PortalSpokeOddly)


def counts(error: KioskError) -> bool:
    """Does it count towards giving an item up to a person? A line that breaks says nothing of what it carried."""
    return may_be_one(error) and not isinstance(error, LineDown)


def greets(portal: Greeter) -> bool:
    """Does the portal still answer as it should, over a new connection?"""
    portal.start_afresh()
    try:
        portal.hello()
    except LineError:
        return False
    return True
