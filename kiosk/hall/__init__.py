"""The hall: officers' computers and the kiosks of one commune, over the office's own network (docs/hall.md)."""
