"""The last word of a kiosk that leaves service, over its own certificate: the portal lets it in no more after that."""

from __future__ import annotations

import json
from collections.abc import Mapping

from kiosk.config import PortalSettings
from kiosk.domain.farewell import farewell_text
from kiosk.errors import NotEnrolled, PortalSpokeOddly
from kiosk.sync.courier.sealing import holds
from kiosk.sync.inbox.signers import Signers
from kiosk.sync.transport.contract import accepted, envelope
from kiosk.sync.transport.http import Transport
from kiosk.sync.transport.link import Line
from kiosk.sync.transport.membership import Membership
from kiosk.sync.transport.messages import FarewellAnswer
from kiosk.sync.transport.streamed_body import Body


def say_farewell(
    member: Membership | None, settings: PortalSettings, facts: Mapping[str, str], key: bytes, signature: bytes,
    signers: Signers,
) -> str:  # fmt: skip
    """The portal's signature over ``facts`` (hexadecimal), which it gives once it lets this kiosk in no more; the same
    again where it is asked again. NotEnrolled, ItemRefused, LineError; PortalSpokeOddly for a word that is not its own.
    """
    if member is None:
        raise NotEnrolled("no enrolment")
    transport = Transport(Line(), settings.connect_timeout, settings.read_timeout, member.trust())
    asked = json.dumps({"facts": dict(facts), "key": key.hex(), "signature": signature.hex()}).encode()
    try:
        place = f"{member.settings(settings).url.rstrip('/')}/farewell"
        reply = transport.send("POST", place, {"Content-Type": "application/json"}, Body(asked))
        answer = accepted(envelope(reply), FarewellAnswer)
    finally:
        transport.close()
    word = str(answer["signature"])
    if not _believed(word, farewell_text(facts), signers):
        raise PortalSpokeOddly("a farewell that is not signed by the portal")
    return word


def _believed(word: str, text: bytes, signers: Signers) -> bool:
    try:
        signature = bytes.fromhex(word)
    except ValueError:
        return False
    return any(holds(key, signature, text) for key in signers.keys)
