"""The second card under the reader."""
