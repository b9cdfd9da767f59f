"""Pages as PDF/A, and the PDFs of others as pages."""
