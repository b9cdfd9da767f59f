"""What comes down: changes of dossiers and receipts for papers."""
