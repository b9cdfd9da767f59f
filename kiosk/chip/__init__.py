"""What the card says: ICAO 9303, as pure protocol over ``transmit(apdu) -> bytes``. Knows nobody in the house."""
