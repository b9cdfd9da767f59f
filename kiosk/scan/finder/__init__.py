"""Where papers lie in a picture."""
