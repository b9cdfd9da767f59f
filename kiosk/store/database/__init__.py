"""The encrypted file, its one writer, its shape and its room on the disk."""
