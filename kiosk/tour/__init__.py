"""A complete visit played in the real window: the demo for people without a screen, and the end-to-end test."""
