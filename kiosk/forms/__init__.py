"""Procedures as data: the format, its expressions, and what a form does by them. Pure; spec: docs/procedures.md."""
