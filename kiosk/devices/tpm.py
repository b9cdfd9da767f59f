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

from kiosk.errors import KeyChipFailed, KeyPinWrong

TCTI = "device:/dev/tpmrm0"  # the kernel's resource manager
PCRS = "sha256:0,7"
_CODE = 0xBF  # of a response code: the error without the parameter, session or handle it is about
_PIN_CODES = (0x8E, 0xA2, 0x21)  # TPM_RC_AUTH_FAIL, TPM_RC_BAD_AUTH, TPM_RC_LOCKOUT (TPM 2.0 Part 2 §6.6.3)
_ATTRIBUTES = "fixedtpm|fixedparent"
T = TypeVar("T")


def bound() -> bool:
    """Whether the binding to the chip is installed."""
    return importlib.util.find_spec("tpm2_pytss") is not None


class KeyChip:
    """One chip, by its TCTI. Every call opens and closes it. KeyChipFailed for whatever it refuses."""

    def __init__(self, tcti: str = TCTI, pin: Callable[[], str] | None = None) -> None:
        """With ``pin`` the chip wants what it gives as well, and shuts its door after wrong ones by its own rules."""
        self._tcti = tcti
        self._pin = pin

    def seal(self, data: bytes) -> bytes:
        """At most 128 bytes, to the chip's present state and the PIN."""
        pin = self._response()
        return self._asked(lambda tss, chip: _sealed(tss, chip, data, pin))

    def unseal(self, sealed: bytes) -> bytes:
        """KeyPinWrong where it is the PIN alone that the chip refuses."""
        pin = self._response()
        return self._asked(lambda tss, chip: _unsealed(tss, chip, sealed, pin))

    def _response(self) -> bytes:
        return self._pin().encode() if self._pin else b""

    def _asked(self, work: Callable[[Any, Any], T]) -> T:
        if not bound():
            raise KeyChipFailed("no binding")
        import tpm2_pytss as tss

        try:
            with tss.ESAPI(self._tcti) as chip:
                return work(tss, chip)
        except (tss.TSS2_Exception, ValueError) as error:
            if getattr(error, "rc", 0) & _CODE in _PIN_CODES:
                raise KeyPinWrong(f"{error}") from error
            raise KeyChipFailed(f"{type(error).__name__}: {error}") from error


def _say_policy(chip: Any, session: Any, pin: bytes) -> None:
    """The state of the machine; and, where there is one, the PIN."""
    chip.policy_pcr(session, b"", PCRS)
    if pin:
        chip.policy_auth_value(session)


def _sealed(tss: Any, chip: Any, data: bytes, pin: bytes) -> bytes:
    with _parent(chip) as parent, _session(tss, chip, tss.TPM2_SE.TRIAL) as trial:
        _say_policy(chip, trial, pin)
        policy = chip.policy_get_digest(trial)
        public = tss.TPM2B_PUBLIC(
            publicArea=tss.TPMT_PUBLIC.parse(alg="keyedhash", objectAttributes=_ATTRIBUTES, authPolicy=bytes(policy))
        )
        sensitive = tss.TPM2B_SENSITIVE_CREATE(
            tss.TPMS_SENSITIVE_CREATE(userAuth=pin, data=tss.TPM2B_SENSITIVE_DATA(data))
        )
        private, public, *_ = chip.create(parent, sensitive, public)
    return bytes(private.marshal() + public.marshal())


def _unsealed(tss: Any, chip: Any, sealed: bytes, pin: bytes) -> bytes:
    private, used = tss.TPM2B_PRIVATE.unmarshal(sealed)
    public, _ = tss.TPM2B_PUBLIC.unmarshal(sealed[used:])
    with _parent(chip) as parent, _session(tss, chip, tss.TPM2_SE.POLICY, parent) as session:
        chip.trsess_set_attributes(session, tss.TPMA_SESSION.ENCRYPT | tss.TPMA_SESSION.CONTINUESESSION)
        item = chip.load(parent, private, public)
        try:
            _say_policy(chip, session, pin)
            if pin:
                chip.tr_set_auth(item, pin)
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
