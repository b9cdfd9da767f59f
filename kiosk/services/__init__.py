"""What the office does, for screens and commands alike. Plain data in and out."""
