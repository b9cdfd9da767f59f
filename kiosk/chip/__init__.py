"""What the card says: ICAO 9303, as pure protocol over a ``transmit(apdu: bytes) -> bytes``. Knows nobody in the house."""
