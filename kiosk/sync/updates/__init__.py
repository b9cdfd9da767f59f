"""Procedures, words, lists and the program itself, kept new: signed (TUF), by line or by stick, and never in the way.

What is in force is a folder of its own; a new one is fetched beside it, checked by loading all of it, and put in force
by the rename of one pointer. Nothing here can stop a filing: without any update the kiosk works with what it was
built with.
"""

FOLDER = "updates"
"""Below the data folder."""
