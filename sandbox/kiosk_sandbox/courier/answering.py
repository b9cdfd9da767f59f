"""The portal's answers onto the stick: sealed to the kiosk that asked, signed by the portal."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.sync.courier import layout
from kiosk.sync.courier.manifest import CourierReplies, CourierReply
from kiosk.sync.courier.sealing import homeward, place, seal
from kiosk_sandbox.courier.reading import Bundle
from kiosk_sandbox.courier.registry import Registry


def write_answers(
    registry: Registry, bundle: Bundle, answers: Sequence[CourierReply], damaged: tuple[str, ...]
) -> None:
    """One more answer for this kiosk; those that lie there already stay until the kiosk has applied them."""
    public = bytes.fromhex(bundle.kiosk.public)
    known = registry.came(public, bundle.manifest.number, bundle.manifest.head)
    number = registry.next_answer(public)
    text = CourierReplies(known.public, number, known.head, tuple(answers), damaged).text()
    name = layout.file_name(number)
    folder = layout.answers(public)
    signed = registry.signing.sign(homeward(text)) + text
    to = bytes.fromhex(bundle.manifest.answers_to)
    if lines := registry.successions():
        bundle.stick.write(layout.signers(public), "\n".join(lines).encode())
    bundle.stick.write(f"{folder}/{name}", seal(signed, to, place(folder, name)))
