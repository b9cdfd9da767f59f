"""Qt. Screens render and emit; they never fetch, never decide."""
