"""From pixels to pages. Pure functions over numpy arrays (height x width x 3, BGR, 8 bit); knows only the error tree."""
