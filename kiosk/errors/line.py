"""What goes wrong on the way to the portal; drawn in the tree of ``kiosk.errors``."""

from __future__ import annotations

from kiosk.errors.base import KioskError

__all__ = [
    "ActionRefused",
    "ArrivalUnproven",
    "EnrolmentUnusable",
    "ItemFails",
    "ItemRefused",
    "KioskRefused",
    "LineDown",
    "LineError",
    "NotEnrolled",
    "NotThePortal",
    "NumberTwice",
    "OfficeSilent",
    "OwnCertificateOver",
    "PortalCertificateOver",
    "PortalClockOff",
    "PortalDown",
    "PortalNotSet",
    "PortalSpokeOddly",
    "PortalUntrusted",
    "SessionRefused",
]


class LineError(KioskError):
    code = "line.error"
    at_sign_in: bool = False  # no item can have caused it


class LineDown(LineError):
    code = "line.down"


class NotThePortal(LineError):
    code = "line.not-portal"


class PortalNotSet(LineError):
    code = "portal.not-set"


class PortalDown(LineError):
    """The portal answers, but cannot serve. ``retry_after`` in seconds where it said so; ``status`` of HTTP, 0 where
    there was none."""

    code = "portal.down"

    def __init__(
        self, detail: str = "", retry_after: float | None = None, status: int = 0, **values: str | int
    ) -> None:
        super().__init__(detail, **values)
        self.retry_after = retry_after
        self.status = status


class SessionRefused(LineError):
    code = "portal.session"


class PortalUntrusted(LineError):
    """Clock or certificate: a technician's matter. Nothing is sent."""

    code = "portal.untrusted"


class NotEnrolled(PortalUntrusted):
    """The portal is behind TLS, and this kiosk holds no certificate of its authority."""

    code = "portal.not-enrolled"


class PortalCertificateOver(PortalUntrusted):
    code = "portal.certificate-over"


class OwnCertificateOver(PortalUntrusted):
    code = "portal.own-certificate-over"


class PortalClockOff(PortalUntrusted):
    """The portal turns this kiosk away, or shows a certificate, by a date that this clock and the time floor both
    contradict. It passes when the portal's clock is set; nothing lasting is changed here by such a date."""

    code = "portal.clock-off"


class KioskRefused(PortalUntrusted):
    """The portal does not know this kiosk's certificate, or has revoked it."""

    code = "portal.kiosk-refused"


class EnrolmentUnusable(PortalUntrusted):
    """The enrolment file, or what is kept of it, cannot be used; ``detail`` says what is wrong."""

    code = "portal.enrolment"


class ItemRefused(LineError):
    """The portal refuses this item and says why in ``values['reason']``, its own words."""

    code = "portal.refused"


class ItemFails(LineError):
    """The portal serves others and stumbles over this item each time: a person has to look at it. ``values['reason']``
    says with what, ``values['count']`` how often."""

    code = "portal.item-fails"


class NumberTwice(LineError):
    """The portal gave a number that another dossier here holds: it was brought back from a backup, or counts wrongly.
    ``values``: the ``number`` and the ``holder``'s code."""

    code = "portal.number-twice"


class ArrivalUnproven(LineError):
    """The portal's word that a document arrived is not signed by it, or about something else: the bytes stay here."""

    code = "portal.arrival"


class PortalSpokeOddly(LineError):
    code = "portal.protocol"


class OfficeSilent(LineError):
    """An officer's command got no answer; ``values['url']``: where it asked."""

    code = "portal.office-silent"


class ActionRefused(LineError):
    """``values['reason']`` holds the portal's own words."""

    code = "portal.action"
