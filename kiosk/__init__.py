"""An offline-first touch kiosk for commune offices.

Card -> form -> documents -> submission -> queue -> portal -> receipt.
"""

__version__ = "0.1.0"
