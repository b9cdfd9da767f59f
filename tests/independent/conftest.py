"""The second card under the reader, in memory and on the real service."""

from pcsc_service import pcscd

__all__ = ["pcscd"]
