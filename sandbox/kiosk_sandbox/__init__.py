"""The sandbox portal: a one-stop gateway on loopback that speaks the dossier exchange and checks what it is told.

It is for demo, training and tests. It keeps its own database, gives official numbers, takes documents by tus, lets a
person play the office, and can be told to misbehave. It is never a stub that says yes.
"""
