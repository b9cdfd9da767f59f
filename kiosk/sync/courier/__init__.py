"""The queue on a stick: for an office whose line has been down for days.

A submission on a stick has not arrived: it goes by line too when there is one, and only an answer that the portal has
signed settles it. What the stick holds is believed in nothing: every byte is proved before it is parsed.
"""
