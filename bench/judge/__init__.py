"""What the judge of sharpness is weighed on: blocks of print and what a reader makes of them."""
