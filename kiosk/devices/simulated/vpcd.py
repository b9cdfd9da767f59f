"""A virtual card on a real pcscd: the other end of the vpcd reader driver, over loopback TCP.

Messages have a length of two bytes in front, big-endian. One byte is a control: power off, power on, reset, or the
question for the ATR, the only control that is answered. Everything longer is a command for the card.
"""

from __future__ import annotations

import socket
from enum import IntEnum

from kiosk.devices.simulated.virtual_card import CardGone, VirtualCard
from kiosk.errors import NoReader

HOST, PORT = "127.0.0.1", 35963


class _Control(IntEnum):
    OFF = 0
    ON = 1
    RESET = 2
    ATR = 4


class VpcdCard:
    """Lays ``card`` on the reader when made. ``lift`` may be called from any thread."""

    def __init__(self, card: VirtualCard, host: str = HOST, port: int = PORT) -> None:
        """Raises NoReader when no vpcd listens there."""
        self._card = card
        try:
            self._socket = socket.create_connection((host, port), timeout=5.0)
        except OSError as error:
            raise NoReader(f"no vpcd on port {port}") from error
        self._socket.settimeout(None)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def serve(self) -> None:
        """Answer until the card is lifted, a quirk takes it, or pcscd ends."""
        try:
            while (message := self._receive()) is not None:
                answer = self._answer(message)
                if answer is not None:
                    self._socket.sendall(len(answer).to_bytes(2, "big") + answer)
        except (CardGone, OSError):
            pass  # the card is off the reader, which is what closing says
        finally:
            self._socket.close()

    def lift(self) -> None:
        """Take the card off the reader."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it is off already

    def _answer(self, message: bytes) -> bytes | None:
        if len(message) != 1:
            return self._card.transmit(message)
        if message[0] == _Control.ATR:
            return self._card.atr
        if message[0] in (_Control.ON, _Control.RESET):
            self._card.reset()
        return None

    def _receive(self) -> bytes | None:
        """The next message; None at the end."""
        head = self._exactly(2)
        return None if head is None else self._exactly(int.from_bytes(head, "big"))

    def _exactly(self, size: int) -> bytes | None:
        data = b""
        while len(data) < size:
            part = self._socket.recv(size - len(data))
            if not part:
                return None
            # Without this the peer's two small writes wait 40 ms for each other; the kernel forgets it each time.
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            data += part
        return data
