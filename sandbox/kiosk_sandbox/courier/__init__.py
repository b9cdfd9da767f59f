"""Where a stick from a kiosk is taken in. A program of its own beside the portal: it speaks the same contract as a
kiosk on a line, so that any gateway will do, and stick and line meet at one door.
"""
