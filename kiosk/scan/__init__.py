"""From pixels to pages: pure functions over numpy arrays (height x width x 3, BGR, 8 bit)."""
