"""The card readers under contract."""

from card_bench import bench
from pcsc_service import pcscd

__all__ = ["bench", "pcscd"]
