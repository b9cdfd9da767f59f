"""What goes up: forms, papers, answers, and in which order."""
