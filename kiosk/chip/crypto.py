"""The symmetric half of the chip's cryptography: key derivation, block ciphers and MACs (ICAO 9303-11 §9.7, §9.8)."""

from __future__ import annotations

import enum
import hashlib
import hmac

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher as _Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC, ECB
from cryptography.hazmat.primitives.cmac import CMAC

ENCRYPTION, AUTHENTICATION, PASSWORD = 1, 2, 3
"""The counters of the key derivation (ICAO 9303-11 §9.7.1)."""

MAC_LENGTH = 8

Bytes = bytes | bytearray
"""Keys are bytearrays, so that they can be erased."""


class Cipher(enum.Enum):
    """A cipher with its MAC, as secure messaging and PACE pair them. The value is the key's length in bytes."""

    TRIPLE_DES = 0  # two keys, 16 bytes; the value only has to differ from AES-128's
    AES_128 = 16
    AES_192 = 24
    AES_256 = 32

    @property
    def key_length(self) -> int:
        return self.value or 16

    @property
    def block(self) -> int:
        """Block size and length of the send sequence counter, in bytes."""
        return 8 if self is Cipher.TRIPLE_DES else 16

    def derive(self, secret: Bytes, counter: int) -> bytearray:
        """KDF(K, c): SHA-1 for 3DES and AES-128, SHA-256 for longer keys (ICAO 9303-11 §9.7.1). For ``erase``."""
        name = "sha1" if self.key_length == 16 else "sha256"
        digest = hashlib.new(name, secret, usedforsecurity=True)
        digest.update(counter.to_bytes(4, "big"))
        key = bytearray(digest.digest()[: self.key_length])
        return odd_parity(key) if self is Cipher.TRIPLE_DES else key

    def encrypt(self, key: Bytes, data: bytes, iv: bytes | None = None) -> bytes:
        """CBC without padding; the initial vector is zero unless given."""
        context = self._cbc(key, iv).encryptor()
        return context.update(data) + context.finalize()

    def decrypt(self, key: Bytes, data: bytes, iv: bytes | None = None) -> bytes:
        context = self._cbc(key, iv).decryptor()
        return context.update(data) + context.finalize()

    def _cbc(self, key: Bytes, iv: bytes | None) -> _Cipher[CBC]:
        algorithm = _triple_des(key) if self is Cipher.TRIPLE_DES else AES(key)
        return _Cipher(algorithm, CBC(iv or bytes(self.block)))

    def encrypt_block(self, key: Bytes, block: bytes) -> bytes:
        """One block on its own: the initial vector of AES secure messaging (ICAO 9303-11 §9.8.6.2)."""
        context = _Cipher(AES(key), ECB()).encryptor()  # noqa: S305  exactly one block
        return context.update(block) + context.finalize()

    def mac(self, key: Bytes, data: bytes) -> bytes:
        """The retail MAC, which pads by itself, or AES-CMAC cut to 8 bytes (ICAO 9303-11 §9.8.6)."""
        if self is Cipher.TRIPLE_DES:
            return retail_mac(key, pad(data, 8))
        context = CMAC(AES(key))
        context.update(data)
        return context.finalize()[:MAC_LENGTH]

    def mac_padded(self, key: Bytes, data: bytes) -> bytes:
        """The MAC of secure messaging: both ciphers pad the message to whole blocks first."""
        return self.mac(key, data if self is Cipher.TRIPLE_DES else pad(data, self.block))


def pad(data: bytes, block: int) -> bytes:
    """ISO/IEC 9797-1 padding method 2: 80, then zeros to the next whole block."""
    return data + b"\x80" + bytes(-(len(data) + 1) % block)


def unpad(data: bytes) -> bytes:
    """Raises ValueError where no padding is found."""
    body = data.rstrip(b"\0")
    if not body.endswith(b"\x80"):
        raise ValueError("no padding")
    return body[:-1]


def retail_mac(key: Bytes, data: bytes) -> bytes:
    """ISO/IEC 9797-1 MAC algorithm 3 over whole blocks: DES in CBC with the first half, 3DES on the last block.

    3DES with three equal keys is DES, so all blocks but the last are one library call.
    """
    first = key[:8]
    chained = bytes(8)
    if len(data) > 8:
        context = _Cipher(TripleDES(bytes(first * 3)), CBC(bytes(8))).encryptor()
        chained = context.update(data[:-8])[-8:]
    last = _Cipher(_triple_des(key), CBC(chained)).encryptor()
    return last.update(data[-8:])


def odd_parity(key: Bytes) -> bytearray:
    """DES keys carry odd parity in each byte's lowest bit (ICAO 9303-11 §9.7.1.1)."""
    return bytearray(byte & 0xFE | (byte >> 1).bit_count() % 2 ^ 1 for byte in key)


def erase(*secrets: Bytes) -> None:
    """Overwrite keys that are done with. What is immutable cannot be, and is passed over."""
    for secret in secrets:
        if isinstance(secret, bytearray):
            secret[:] = bytes(len(secret))


def same(one: bytes, other: bytes) -> bool:
    """Compares in constant time."""
    return hmac.compare_digest(one, other)


def _triple_des(key: Bytes) -> TripleDES:
    return TripleDES(bytes(key + key[:8]))
