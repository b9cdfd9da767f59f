"""What a kiosk signs so that the portal takes its sticks from now on: its own key, in the same breath as its request
for a certificate. Without it the key would have to be told by hand; without the signature anybody's could be told.
"""

from __future__ import annotations

PURPOSE = b"kiosk stick key\n"


def stick_key_text(request: str) -> bytes:
    """``request``: the request to sign (PEM) that the key is told with, so that no proof fits another."""
    return PURPOSE + request.encode()
