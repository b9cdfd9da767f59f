"""How the line and the queue stand, for screens, commands and the fleet."""
