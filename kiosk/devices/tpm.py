"""The key chip (TPM 2.0): seals a few bytes to this machine as it was started.

What is sealed opens only in this chip and only while PCR 0 (firmware) and 7 (secure boot) are what they were (TCG PC
Client Platform Firmware Profile §3.3.4). The parent key is derived from the chip's owner seed each time, so nothing
stays in the chip; the session's answer is encrypted, so nobody on the bus reads along.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from kiosk.errors import KeyChipFailed

TCTI = "device:/dev/tpmrm0"  # the kernel's resource manager
PCRS = "sha256:0,7"
_ATTRIBUTES = "fixedtpm|fixedparent"
T = TypeVar("T")


def bound() -> bool:
    """Whether the binding to the chip is installed."""
    return importlib.util.find_spec("tpm2_pytss") is not None


class KeyChip:
    """One chip, by its TCTI. Every call opens and closes it. KeyChipFailed for whatever it refuses."""

    def __init__(self, tcti: str = TCTI) -> None:
        self._tcti = tcti

    def seal(self, data: bytes) -> bytes:
        """At most 128 bytes, to the chip's present state."""
        return self._asked(lambda tss, chip: _sealed(tss, chip, data))

    def unseal(self, sealed: bytes) -> bytes:
        return self._asked(lambda tss, chip: _unsealed(tss, chip, sealed))

    def _asked(self, work: Callable[[Any, Any], T]) -> T:
        if not bound():
            raise KeyChipFailed("no binding")
        import tpm2_pytss as tss

        try:
            with tss.ESAPI(self._tcti) as chip:
                return work(tss, chip)
        except (tss.TSS2_Exception, ValueError) as error:
            raise KeyChipFailed(f"{type(error).__name__}: {error}") from error


def _sealed(tss: Any, chip: Any, data: bytes) -> bytes:
    with _parent(chip) as parent, _session(tss, chip, tss.TPM2_SE.TRIAL) as trial:
        chip.policy_pcr(trial, b"", PCRS)
        policy = chip.policy_get_digest(trial)
        public = tss.TPM2B_PUBLIC(
            publicArea=tss.TPMT_PUBLIC.parse(alg="keyedhash", objectAttributes=_ATTRIBUTES, authPolicy=bytes(policy))
        )
        sensitive = tss.TPM2B_SENSITIVE_CREATE(
            tss.TPMS_SENSITIVE_CREATE(userAuth=b"", data=tss.TPM2B_SENSITIVE_DATA(data))
        )
        private, public, *_ = chip.create(parent, sensitive, public)
    return bytes(private.marshal() + public.marshal())


def _unsealed(tss: Any, chip: Any, sealed: bytes) -> bytes:
    private, used = tss.TPM2B_PRIVATE.unmarshal(sealed)
    public, _ = tss.TPM2B_PUBLIC.unmarshal(sealed[used:])
    with _parent(chip) as parent, _session(tss, chip, tss.TPM2_SE.POLICY, parent) as session:
        chip.trsess_set_attributes(session, tss.TPMA_SESSION.ENCRYPT | tss.TPMA_SESSION.CONTINUESESSION)
        item = chip.load(parent, private, public)
        try:
            chip.policy_pcr(session, b"", PCRS)
            return bytes(chip.unseal(item, session1=session))
        finally:
            chip.flush_context(item)


@contextmanager
def _parent(chip: Any) -> Iterator[Any]:
    handle, *_ = chip.create_primary(None, "ecc")
    try:
        yield handle
    finally:
        chip.flush_context(handle)


@contextmanager
def _session(tss: Any, chip: Any, kind: Any, salted_to: Any = None) -> Iterator[Any]:
    none = tss.ESYS_TR.NONE
    handle = chip.start_auth_session(
        none if salted_to is None else salted_to, none, kind, tss.TPMT_SYM_DEF.parse("aes128cfb"), tss.TPM2_ALG.SHA256
    )
    try:
        yield handle
    finally:
        chip.flush_context(handle)
