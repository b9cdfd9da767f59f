"""Maintenance: a technician's screens over the machine, with the counter's parts and style."""
