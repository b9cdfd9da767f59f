"""The recovery key: what opens a backup, and a store whose key chip no longer gives its key.

It is made once, when the kiosk is set up, printed, and kept in a safe away from it. The kiosk keeps the public half
alone: what it seals to it (HPKE, RFC 9180: X25519, HKDF-SHA256, AES-256-GCM) it cannot open itself.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from kiosk.durable import write_durably
from kiosk.errors import NoRecoveryKey, WrongRecoveryKey
from kiosk.store.keys import key_shares

PUBLIC_NAME = "recovery.pub"
SEALED_NAME = "store.recovery"
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_HEAD, _SET = 1, 2  # bytes before a share: how many are needed and which it is; and of which key
_CHECK = 3  # bytes of SHA-256 behind the key: a slip in typing is told from a wrong key


def make() -> tuple[X25519PrivateKey, str]:
    """A new recovery key, and its text: to be printed, and kept nowhere."""
    private = X25519PrivateKey.generate()
    return private, printed(private.private_bytes_raw())


def keep(folder: Path, key: X25519PublicKey) -> None:
    """Keep the public half in ``folder``."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_durably(folder / PUBLIC_NAME, f"{key.public_bytes_raw().hex()}\n".encode(), 0o600)


def printed(key: bytes) -> str:
    """The key as people read it: 14 groups of four letters and digits, with a check at the end."""
    text = base64.b32encode(key + hashlib.sha256(key).digest()[:_CHECK]).decode().rstrip("=")
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def shared(text: str, needed: int, count: int) -> tuple[str, ...]:
    """A printed key as ``count`` printed shares, any ``needed`` of which stand for it; fewer tell nothing."""
    key = typed(text).private_bytes_raw()
    shares = key_shares.split(key, needed, count)
    return tuple(printed(bytes([needed << 4 | place - 1]) + _of(key) + part) for place, part in shares.items())


def typed(text: str) -> X25519PrivateKey:
    """The key from its text, whatever the case and the spaces; or from its shares, a line each. WrongRecoveryKey if
    it was not typed as printed, if shares are missing, or if they are not of one key."""
    parts = [_read(line) for line in text.splitlines() if line.strip()]
    if len(parts) == 1 and len(parts[0]) == 32:
        return X25519PrivateKey.from_private_bytes(parts[0])
    if not parts or {len(part) for part in parts} != {_HEAD + _SET + 32} or still_needed(text):
        raise WrongRecoveryKey("not as printed")
    key = key_shares.joined({(part[0] & 15) + 1: part[_HEAD + _SET :] for part in parts[: parts[0][0] >> 4]})
    if any(part[_HEAD : _HEAD + _SET] != _of(key) for part in parts):
        raise WrongRecoveryKey("shares of different keys")
    return X25519PrivateKey.from_private_bytes(key)


def still_needed(text: str) -> int:
    """How many shares are missing beside those in ``text``, a line each; 0 where a whole key stands there."""
    parts = {_read(line) for line in text.splitlines() if line.strip()}
    needed = max((part[0] >> 4 for part in parts if len(part) == _HEAD + _SET + 32), default=0)
    return max(0, needed - len(parts))


def digest_of(line: str) -> str:
    """Of a printed key or share, whatever the case and the spaces; tells nothing of it. WrongRecoveryKey if it was not
    typed as printed."""
    return hashlib.sha256(b"kiosk recovery share" + _read(line)).hexdigest()


def number_of(line: str) -> int:
    """Which share it is, from 1; 0 for a whole key. WrongRecoveryKey."""
    part = _read(line)
    return (part[0] & 15) + 1 if len(part) == _HEAD + _SET + 32 else 0


def _of(key: bytes) -> bytes:
    return hashlib.sha256(b"kiosk recovery" + key).digest()[:_SET]


def _read(line: str) -> bytes:
    plain = "".join(sign for sign in line.upper() if sign.isalnum()).translate(str.maketrans("018", "OIB"))
    try:
        data = base64.b32decode(plain + "=" * (-len(plain) % 8))
    except ValueError as error:
        raise WrongRecoveryKey("not as printed") from error
    key, check = data[:-_CHECK], data[-_CHECK:]
    as_printed = base64.b32encode(data).decode().rstrip("=") == plain  # the last sign has bits that say nothing
    if not as_printed or hashlib.sha256(key).digest()[:_CHECK] != check:
        raise WrongRecoveryKey("not as printed")
    return key


def public(folder: Path) -> X25519PublicKey:
    """The public half in ``folder``. NoRecoveryKey if none was made."""
    path = folder / PUBLIC_NAME
    try:
        return X25519PublicKey.from_public_bytes(bytes.fromhex(path.read_text("ascii")))
    except (FileNotFoundError, ValueError) as error:
        raise NoRecoveryKey("none was made") from error


def seal(data: bytes, to: X25519PublicKey, purpose: bytes) -> bytes:
    """``data`` for the holder of the printed key alone; it opens for the same ``purpose`` only."""
    return _SUITE.encrypt(data, to, info=purpose)


def unseal(sealed: bytes, key: X25519PrivateKey, purpose: bytes) -> bytes:
    """WrongRecoveryKey where it was sealed to another, or was changed."""
    try:
        return _SUITE.decrypt(sealed, key, info=purpose)
    except (InvalidTag, ValueError) as error:
        raise WrongRecoveryKey("sealed to another key, or changed") from error
