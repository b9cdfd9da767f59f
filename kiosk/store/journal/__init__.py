"""What happened, chained, and whether all of it still holds."""
