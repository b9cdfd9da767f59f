"""What the counter keeps: lists and their index, what officers did, money, calls."""
