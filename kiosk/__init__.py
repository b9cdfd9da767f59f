"""An offline-first touch kiosk for commune offices: card -> form -> documents -> submission -> queue -> portal -> receipt."""

__version__ = "0.1.0"
