"""The keys: kept, changed, shared out, recovered."""
