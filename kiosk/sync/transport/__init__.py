"""One request over a bad line, and whom it is spoken to."""
