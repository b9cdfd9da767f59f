"""Keys, ciphers and the card's end of secure messaging, written from ICAO 9303-11 §9.7 and §9.8."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC
from icao_der import long_form, tlv, walk

KEY_SIZES = {"3des": 16, "aes128": 16, "aes192": 24, "aes256": 32}


class NotProtected(Exception):
    """The command is not protected as it must be; the status word says how."""

    def __init__(self, sw: int) -> None:
        super().__init__(f"{sw:04X}")
        self.sw = sw


def kdf(name: str, secret: bytes, counter: int) -> bytes:
    digest = hashlib.sha1 if KEY_SIZES[name] == 16 else hashlib.sha256
    return digest(secret + counter.to_bytes(4, "big")).digest()[: KEY_SIZES[name]]


def _algorithm(name: str, key: bytes) -> TripleDES | AES:
    return TripleDES(key + key[:8]) if name == "3des" else AES(key)


def block_size(name: str) -> int:
    return 8 if name == "3des" else 16


def cbc(name: str, key: bytes, data: bytes, *, decrypt: bool = False, iv: bytes = b"") -> bytes:
    machine = Cipher(_algorithm(name, key), modes.CBC(iv or bytes(block_size(name))))
    run = machine.decryptor() if decrypt else machine.encryptor()
    return run.update(data) + run.finalize()


def padded(data: bytes, block: int) -> bytes:
    data += b"\x80"
    return data + bytes(-len(data) % block)


def unpadded(data: bytes) -> bytes:
    body = data.rstrip(b"\0")
    if body[-1:] != b"\x80":
        raise NotProtected(0x6988)
    return body[:-1]


def mac(name: str, key: bytes, data: bytes) -> bytes:
    """Over whole, padded blocks for 3DES; AES-CMAC over whatever there is. Eight octets."""
    if name != "3des":
        made = CMAC(AES(key))
        made.update(data)
        return made.finalize()[:8]
    first, second = key[:8], key[8:16]
    chain = cbc("3des", first + first, data)[-8:]  # DES in CBC, by three equal keys
    return cbc("3des", first + first, cbc("3des", second + second, chain, decrypt=True))


@dataclass
class Session:
    """One channel. ``long_lengths``: data objects with more length octets than they need."""

    name: str
    encryption: bytes
    authentication: bytes
    counter: int = 0
    long_lengths: bool = False

    @classmethod
    def of(cls, name: str, secret: bytes, counter: int = 0, *, long_lengths: bool = False) -> Session:
        return cls(name, kdf(name, secret, 1), kdf(name, secret, 2), counter, long_lengths)

    def _count(self) -> bytes:
        self.counter += 1
        return self.counter.to_bytes(block_size(self.name), "big")

    def _iv(self, count: bytes) -> bytes:
        if self.name == "3des":
            return bytes(8)
        machine = Cipher(AES(self.encryption), modes.ECB()).encryptor()
        return machine.update(count) + machine.finalize()

    def open(self, header: bytes, body: bytes) -> tuple[bytes, int | None]:
        """Data and Le of a protected command. Raises NotProtected."""
        count, block = self._count(), block_size(self.name)
        try:
            parts = list(walk(body))
        except (ValueError, IndexError):
            raise NotProtected(0x6987) from None
        found = {tag: value for tag, value, _ in parts}
        if [tag for tag, _, _ in parts] != sorted(found, key=[0x87, 0x85, 0x97, 0x8E].index) or 0x8E not in found:
            raise NotProtected(0x6987)
        covered = b"".join(whole for tag, _, whole in parts if tag != 0x8E)
        message = padded(count + padded(header, block) + covered, block) if covered else count + padded(header, block)
        if mac(self.name, self.authentication, message) != found[0x8E]:
            raise NotProtected(0x6988)
        le = int.from_bytes(found[0x97], "big") or 256 ** len(found[0x97]) if 0x97 in found else None
        return self._data(found, count), le

    def _data(self, found: dict[int, bytes], count: bytes) -> bytes:
        sealed = found.get(0x85, found.get(0x87, b"\x01")[1:])
        if 0x87 in found and found[0x87][0] != 1:
            raise NotProtected(0x6988)
        if not sealed:
            return b""
        return unpadded(cbc(self.name, self.encryption, sealed, decrypt=True, iv=self._iv(count)))

    def seal(self, data: bytes, sw: int, *, odd: bool) -> bytes:
        """The protected answer, without the status word after it."""
        count, block = self._count(), block_size(self.name)
        wrap = long_form if self.long_lengths else tlv
        body = b""
        if data:
            sealed = cbc(self.name, self.encryption, padded(data, block), iv=self._iv(count))
            body = wrap(0x85, sealed) if odd else wrap(0x87, b"\x01" + sealed)
        body += wrap(0x99, sw.to_bytes(2, "big"))
        return body + tlv(0x8E, mac(self.name, self.authentication, padded(count + body, block)))
