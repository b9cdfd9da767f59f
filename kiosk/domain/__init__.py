"""What the office knows. Pure: standard library only; no clock, no file, no thread."""
