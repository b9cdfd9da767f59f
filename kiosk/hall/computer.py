"""What an officer's computer keeps: who it is, under a passphrase, and where its kiosks are. One folder, two files.

``counter.json`` holds certificate, authority and the private key, that under a passphrase (scrypt, RFC 7914;
ChaCha20-Poly1305, RFC 8439); ``counter.toml`` what people may write: the kiosks, the language, the size of letters.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from kiosk.bounded import OutOfBounds, read_object
from kiosk.durable import read_bounded, write_durably
from kiosk.errors import ConfigError, CounterKeyLocked, CounterNotEnrolled
from kiosk.hall.roles import key_pem
from kiosk.hall.wire import CounterIdentity, KioskPlace

SHORTEST_PASSPHRASE = 8  # characters: it guards a file, behind it stands each officer's own PIN
_MOST = 64 << 10
_SALT, _NONCE = 16, 12
_ABOUT = b"kiosk counter key 1"
TEXT_SIZES = (100, 125, 150, 200)  # percent
_CHOICES: Mapping[str, tuple[object, ...]] = {
    "language": ("vi", "en"),
    "theme": ("light", "dark", "contrast"),
    "text": TEXT_SIZES,
}


@dataclass(frozen=True)
class CounterSetup:
    """``counter.toml``. ``text``: the size of letters in percent. ``idle`` and ``idle_out``: seconds, as at a kiosk."""

    places: tuple[KioskPlace, ...] = ()
    language: str = "vi"
    theme: str = "light"
    text: int = 100
    office: str = ""
    commune: str = ""
    idle: float = 300.0
    idle_out: float = 1800.0


class CounterComputer:
    """One folder, this account's alone."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or own_folder()

    @property
    def is_enrolled(self) -> bool:
        return (self.folder / "counter.json").exists()

    def keep(self, identity: CounterIdentity, passphrase: str) -> None:
        """Durable when this returns; an earlier enrolment is in force until then. CounterKeyLocked for a passphrase
        that is too short."""
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise CounterKeyLocked("too short")
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
        sealed = ChaCha20Poly1305(_stretched(passphrase, salt)).encrypt(nonce, key_pem(identity.key), _ABOUT)
        about = {name: getattr(identity, name) for name in ("unit", "name", "authority", "certificate")}
        about["key"] = (salt + nonce + sealed).hex()
        write_durably(self.folder / "counter.json", json.dumps(about).encode(), 0o600)

    def about(self) -> Mapping[str, str]:
        """Unit, name and certificates, without the key. CounterNotEnrolled."""
        try:
            data = read_object(read_bounded(self.folder / "counter.json", _MOST))
        except (OSError, OutOfBounds) as error:
            raise CounterNotEnrolled(type(error).__name__) from error
        wanted = ("unit", "name", "authority", "certificate", "key")
        if not all(isinstance(data.get(name), str) for name in wanted):
            raise CounterNotEnrolled("something is missing")
        return {name: data[name] for name in wanted}

    def opened(self, passphrase: str) -> CounterIdentity:
        """CounterNotEnrolled; CounterKeyLocked for a wrong passphrase."""
        about = self.about()
        try:
            stored = bytes.fromhex(about["key"])
            salt, nonce, sealed = stored[:_SALT], stored[_SALT : _SALT + _NONCE], stored[_SALT + _NONCE :]
            plain = ChaCha20Poly1305(_stretched(passphrase, salt)).decrypt(nonce, sealed, _ABOUT)
            key = serialization.load_pem_private_key(plain, None)
        except (InvalidTag, ValueError) as error:
            raise CounterKeyLocked(type(error).__name__) from error
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return CounterIdentity(about["unit"], about["name"], about["authority"], about["certificate"], key)

    def setup(self) -> CounterSetup:
        """ConfigError names what cannot be used."""
        path = self.folder / "counter.toml"
        try:
            table = tomllib.loads(read_bounded(path, _MOST).decode()) if path.exists() else {}
        except (OSError, ValueError) as error:
            raise ConfigError(f"counter.toml: {type(error).__name__}", key="counter.toml") from error
        unit = self.about()["unit"] if self.is_enrolled else ""
        kiosks = table.pop("kiosk", [])
        if not isinstance(kiosks, list):
            raise ConfigError("kiosk is no list of tables", key="kiosk")
        return CounterSetup(tuple(_place(one, unit) for one in kiosks), **_plain(table))

    def add(self, place: KioskPlace, **known: Any) -> None:
        """One more kiosk of the hall, or another address of a known one; ``known``: the office, as it said."""
        others = (one for one in self.setup().places if one.kiosk != place.kiosk)
        self._write(replace(self.setup(), **cast(Any, known), places=(*others, place)))

    def set_text(self, percent: int) -> None:
        """How large letters are from the next window on. ConfigError for a size that is not offered."""
        _plain({"text": percent})
        self._write(replace(self.setup(), text=percent))

    def _write(self, setup: CounterSetup) -> None:
        lines = [f"{name} = {_toml(getattr(setup, name))}" for name in _DEFAULTS]
        for one in setup.places:
            address = json.dumps(one.address)
            lines += ["", "[[kiosk]]", f'name = "{one.kiosk}"', f"address = {address}", f"port = {one.port}"]
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_durably(self.folder / "counter.toml", ("\n".join(lines) + "\n").encode(), 0o600)


def own_folder() -> Path:
    """Where this system keeps an account's own data."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "kiosk-counter"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "kiosk-counter"


_DEFAULTS = {one.name: one.default for one in fields(CounterSetup) if one.name != "places"}


def _toml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _plain(table: Mapping[str, Any]) -> dict[str, Any]:
    for key, value in table.items():
        kind = type(_DEFAULTS.get(key))
        number = kind is float and type(value) in (int, float) and 10 <= value <= 86400
        text = kind is str and isinstance(value, str) and len(value) <= 400
        size = kind is int and type(value) is int
        if not (number or text or size) or value not in _CHOICES.get(key, (value,)):
            raise ConfigError(f"counter.toml: {key}", key=key)
    return dict(table)


def _place(entry: Any, unit: str) -> KioskPlace:
    """ConfigError."""
    if not isinstance(entry, dict) or set(entry) - {"name", "address", "port"}:
        raise ConfigError("counter.toml: kiosk", key="kiosk")
    name, address, port = entry.get("name"), entry.get("address"), entry.get("port", 47443)
    if not (isinstance(name, str) and re.fullmatch(r"[A-Za-z0-9]{1,32}", name)):
        raise ConfigError("counter.toml: kiosk.name", key="kiosk.name")
    if not (isinstance(address, str) and re.fullmatch(r"[A-Za-z0-9.:-]{1,253}", address)):
        raise ConfigError("counter.toml: kiosk.address", key="kiosk.address")
    if not (isinstance(port, int) and 0 < port < 65536):
        raise ConfigError("counter.toml: kiosk.port", key="kiosk.port")
    return KioskPlace(unit, name, address, port)


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(passphrase.encode(), salt=salt, n=1 << 16, r=8, p=1, maxmem=128 << 20, dklen=32)
