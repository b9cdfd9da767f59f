"""What the counter's window and maintenance's have in common: the stage of their work and the lock of a session."""
