"""The drawings themselves, each a function of a painter in the drawing's own frame."""
