"""What stands on a page: words, codes, the lines on the back of a card."""
