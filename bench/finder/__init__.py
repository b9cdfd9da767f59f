"""The learned page finder: its pictures are drawn here, it is trained here, and measured by ``bench/scan.py``."""
