"""What lies on a stick, proved: whose bundle it is, what it names, and each piece as it was sealed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.errors import CourierError, KioskError, SealBroken, StickError, UnknownKiosk
from kiosk.sync.courier import layout
from kiosk.sync.courier.load import bundles_on
from kiosk.sync.courier.manifest import MOST_MANIFEST, Manifest, Piece, manifest_from
from kiosk.sync.courier.sealing import KEY, OVERHEAD, SIGNATURE, holds, outward, place, unseal
from kiosk.sync.courier.stick import CourierStick
from kiosk_sandbox.courier.registry import KnownKiosk, Registry


@dataclass(frozen=True)
class Bundle:
    """A bundle whose manifest holds."""

    stick: CourierStick
    registry: Registry
    manifest: Manifest
    kiosk: KnownKiosk

    def piece(self, piece: Piece) -> bytes:
        """What the kiosk sealed. SealBroken if it is not all there as it was."""
        sealed = self.stick.read(layout.piece(self.manifest.bundle, piece.file), piece.size + OVERHEAD)
        if sealed is None:
            raise SealBroken("it is not on the stick")
        data = unseal(sealed, self.registry.opening, place(self.manifest.bundle, piece.file))
        if hashlib.sha256(data).hexdigest() != piece.sha256:
            raise SealBroken("not what the manifest names")
        return data


@dataclass(frozen=True)
class Unreadable:
    """A bundle that nothing can be taken from, and why."""

    name: str
    error: KioskError


def bundles(stick: CourierStick, registry: Registry) -> Iterator[Bundle | Unreadable]:
    """Every bundle on the stick, of whichever kiosk."""
    for name in sorted(bundles_on(stick)):
        try:
            yield _bundle(stick, registry, name)
        except (CourierError, StickError) as error:
            yield Unreadable(name, error)


def _bundle(stick: CourierStick, registry: Registry, name: str) -> Bundle:
    """By its latest manifest that holds; the error of the last one tried if none does."""
    candidates: list[tuple[Manifest, KnownKiosk]] = []
    wrong: KioskError = SealBroken("no manifest")
    for slot in layout.SLOTS:
        try:
            if (candidate := _manifest(stick, registry, name, slot)) is not None:
                candidates.append(candidate)
        except (CourierError, StickError) as error:
            wrong = error
    if not candidates:
        raise wrong
    manifest, known = max(candidates, key=lambda pair: pair[0].number)
    return Bundle(stick, registry, manifest, known)


def _manifest(stick: CourierStick, registry: Registry, name: str, slot: str) -> tuple[Manifest, KnownKiosk] | None:
    """Opened, signed by a kiosk that is known, and about this bundle. Nothing is parsed before that is sure."""
    sealed = stick.read(layout.manifest(name, slot), MOST_MANIFEST)
    if sealed is None:
        return None
    signed = unseal(sealed, registry.opening, place(name, slot))
    public, signature, text = signed[:KEY], signed[KEY : KEY + SIGNATURE], signed[KEY + SIGNATURE :]
    known = registry.known(public)
    if known is None:
        raise UnknownKiosk("signed by a stranger", key=public.hex()[:16])
    if not holds(public, signature, outward(text)):
        raise SealBroken("not signed by that kiosk")
    manifest = manifest_from(text)
    if (manifest.bundle, manifest.unit, manifest.kiosk) != (name, known.unit, known.kiosk):
        raise SealBroken("about another bundle or another kiosk")
    return manifest, known
