"""The portal's invitation as it comes to the machine: a file, or a picture of its QR code."""

from __future__ import annotations

from pathlib import Path

from kiosk.durable import MOST_PICTURE, read_bounded
from kiosk.errors import EnrolmentUnusable


def invitation_in(file: Path) -> bytes:
    """The invitation that the portal wrote. EnrolmentUnusable for a file that cannot be read."""
    try:
        return read_bounded(file, MOST_PICTURE)
    except OSError as error:
        raise EnrolmentUnusable(f"{file.name}: {error.strerror}") from error


def invitation_on(picture: Path) -> bytes:
    """The same from a picture of its QR code. EnrolmentUnusable unless exactly one is on it; ScanError."""
    from kiosk.scan import outside
    from kiosk.scan.reading.codes import texts

    codes = [text for text in texts(outside.first(invitation_in(picture))) if text.startswith("{")]
    if len(codes) != 1:
        raise EnrolmentUnusable(f"{len(codes)} invitations in the picture")
    return codes[0].encode()
