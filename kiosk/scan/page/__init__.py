"""One paper as a page: laid flat, judged, cleaned."""
