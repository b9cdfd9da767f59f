"""Drafts, submissions and their documents, and what the portal said of them."""
