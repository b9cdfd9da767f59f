"""kiosk card: read and verify the card on a reader, or put a virtual one there."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome

if TYPE_CHECKING:
    from kiosk.chip.watching import CardRead
    from kiosk.devices.chip_reader import ChipReader
    from kiosk.devices.simulated.virtual_card import VirtualCard
    from kiosk.domain.card_reading import CardKey, ReadProgress
    from kiosk.domain.citizen import CardIdentity

WAIT = 30.0
VPCD_PORT = 35963


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    subs = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    virtual = _virtual_card_flags()
    _register_read(subs.add_parser("read", help="read and verify the card", parents=[shared, virtual]))
    _register_simulate(
        subs.add_parser("simulate", help="put a virtual card on a vpcd reader", parents=[shared, virtual])
    )


def _virtual_card_flags() -> argparse.ArgumentParser:
    flags = argparse.ArgumentParser(add_help=False)
    flags.add_argument("--person", metavar="FILE", help="who the virtual card belongs to: a file, or a name of ours")
    flags.add_argument(
        "--quirk", action="append", default=[], metavar="NAME", help="what is wrong with the virtual card"
    )
    return flags


def _register_read(parser: argparse.ArgumentParser) -> None:
    key = parser.add_mutually_exclusive_group()
    key.add_argument("--can", metavar="N", help="the last six digits of the ID number, or all twelve")
    key.add_argument("--qr", metavar="TEXT", help="the text of the QR code on the card")
    key.add_argument("--mrz", metavar="TEXT", help="the three lines on the back, or the 24 characters of the key")
    key.add_argument("--back", type=Path, metavar="IMAGE", help="a picture of the card's back, with the three lines")
    parser.add_argument("--reader", default="", metavar="NAME", help="a part of the reader's name; as the settings say")
    parser.add_argument("--simulated", action="store_true", help="a virtual card in memory instead of a reader")
    parser.add_argument("--wait", type=float, default=WAIT, metavar="SECONDS", help="for a card to be laid down")
    parser.add_argument("--save", type=Path, metavar="DIR", help="keep the chip's files and the photo there")
    parser.set_defaults(run=read, usage=parser.error)


def _register_simulate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=VPCD_PORT)
    parser.set_defaults(run=simulate, usage=parser.error)


def read(call: Call) -> Outcome:
    from kiosk.devices.card_identity import identity
    from kiosk.devices.chip_reader import now

    reader, key = _reader(call), _key(call)
    cancel = threading.Event()
    _await_card(reader, cancel, call.args.wait)
    chip = reader.read_chip(key, _bar if sys.stderr.isatty() else _quiet, cancel)
    who = identity(chip, now().date(), reader.signers.count(chip.verdict, chip.files))
    if call.args.save:
        _save(chip, call.args.save)
    return Outcome(_document(who), _summary(who))


def simulate(call: Call) -> Outcome:
    from kiosk.devices.simulated.vpcd import VpcdCard

    card = VpcdCard(_virtual_card(call), call.args.host, call.args.port)
    for ending in (signal.SIGINT, signal.SIGTERM):  # also where the shell that started us ignores Ctrl-C
        signal.signal(ending, signal.default_int_handler)
    print(f"The virtual card lies on port {call.args.port}; Ctrl-C takes it off.", file=sys.stderr)
    try:
        card.serve()
    except KeyboardInterrupt:
        card.lift()
    return Outcome({"simulated": True})


def _reader(call: Call) -> ChipReader:
    from kiosk.anchors import card_issuers
    from kiosk.devices.card_reader import PcscCardReader
    from kiosk.devices.signer_counts import FILE_NAME, SignerCounts
    from kiosk.devices.simulated.card_reader import SimulatedCardReader

    if not _simulated(call):
        trust, config = card_issuers(call.config), call.config
        name = call.args.reader or ("" if config.devices.card_reader == "pcsc" else config.devices.card_reader)
        signers = SignerCounts(config.data / FILE_NAME)
        return PcscCardReader(trust, name=name, relay=config.delays.relay, signers=signers)
    reader = SimulatedCardReader(card_issuers(call.config.with_(demo=True)))
    reader.lay(_virtual_card(call))
    return reader


def _simulated(call: Call) -> bool:
    return bool(call.args.simulated) or call.config.devices.card_reader == "simulated"


def _virtual_card(call: Call) -> VirtualCard:
    from kiosk.devices.simulated.quirks import Quirk, Quirks
    from kiosk.devices.simulated.virtual_card import VirtualCard

    try:
        quirks = Quirks.of(call.args.quirk)
    except ValueError:
        known = ", ".join(sorted(quirk.value for quirk in Quirk))
        call.args.usage(f"no such quirk; there are removed-after=BYTES, {known}")
    return VirtualCard(_person(call), quirks)


def _person(call: Call) -> Any:
    from kiosk.devices.simulated import person

    given = call.args.person or person.DEFAULT
    try:
        return person.person(given) if given in person.names() else person.load(Path(given))
    except (OSError, ValueError, TypeError, KeyError) as error:
        return call.args.usage(f"--person {given}: {error}")


def _key(call: Call) -> CardKey:
    """The key given; a virtual card without one is opened by its own QR code. Raises BadCardKey."""
    from kiosk.devices import card_identity

    args = call.args
    if args.can is not None:
        return card_identity.key_from_digits(args.can)
    if args.mrz is not None:
        return card_identity.key_from_mrz(args.mrz)
    if args.back is not None:
        return _key_on(args.back)
    if args.qr is None and not _simulated(call):
        args.usage("one of --can, --qr, --mrz and --back must open the card")
    return card_identity.key_from_qr(args.qr if args.qr is not None else _person(call).qr_text)


def _key_on(back: Path) -> CardKey:
    """Raises BadCardKey for a picture in which the lines are not clear, PictureUnreadable for none."""
    from kiosk.devices.card_mrz import key_from_picture
    from kiosk.durable import MOST_PICTURE, read_bounded
    from kiosk.errors import BadCardKey, PictureUnreadable
    from kiosk.scan import outside

    try:
        key = key_from_picture(outside.first(read_bounded(back, MOST_PICTURE)))
    except OSError as error:
        raise PictureUnreadable(f"{back}: {error.strerror}") from error
    if key is None:
        raise BadCardKey("no clear lines of a card in the picture")
    return key


def _await_card(reader: ChipReader, cancel: threading.Event, seconds: float) -> None:
    from kiosk.errors import NoCard

    if not reader.wait_for_card(cancel, seconds):
        raise NoCard(f"none within {seconds:g} s")


def _quiet(_: ReadProgress) -> None:
    """Nobody watches."""


def _bar(progress: ReadProgress) -> None:
    whole = min(1.0, (len(progress.done) + progress.fraction) / 5)
    print(f"\r[{'#' * round(whole * 30):30}] {progress.part.value:10}", end="", file=sys.stderr, flush=True)
    if whole == 1.0:
        print(file=sys.stderr)


def _save(chip: CardRead, folder: Path) -> None:
    from kiosk.durable import write_private

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, data in chip.files.items():
        write_private(folder / f"{name}.bin", data)
    if chip.face:
        ending = "jpg" if chip.face.media_type == "image/jpeg" else "jp2"
        write_private(folder / f"photo.{ending}", chip.face.data)


def _document(who: CardIdentity) -> dict[str, Any]:
    return {
        "citizen": _citizen(who),
        "photo": _photo(who),
        "access": who.access,
        "authenticity": _authenticity(who),
        "expired": who.expired,
        "missing": list(who.missing),
        "apdus": who.apdus,
        "bytes": who.bytes,
        "seconds": round(who.seconds, 3),
    }


def _citizen(who: CardIdentity) -> dict[str, Any]:
    from dataclasses import asdict
    from datetime import date
    from enum import Enum

    def plain(value: Any) -> Any:
        if isinstance(value, date):
            return value.isoformat()
        return value.value if isinstance(value, Enum) else value

    citizen = {key: plain(value) for key, value in asdict(who.citizen).items()}
    return citizen | {"partial_birth": str(who.citizen.partial_birth) if who.citizen.partial_birth else None}


def _photo(who: CardIdentity) -> dict[str, Any] | None:
    photo = who.photo
    if photo is None:
        return None
    return {"format": photo.media_type, "size": len(photo.data), "width": photo.width, "height": photo.height}


def _authenticity(who: CardIdentity) -> dict[str, Any] | None:
    parts = who.authenticity
    if parts is None:
        return None
    return {
        "hashes": parts.hashes,
        "signature": parts.signature,
        "issuer": parts.issuer.value,
        "chip": parts.chip.value,
        "downgraded": parts.downgraded,
        "stale_lists": parts.stale,
        "alike": parts.alike,
        "standing": parts.standing.value,
    }


def _summary(who: CardIdentity) -> str:
    """For people at the command line."""
    missing = f", without {', '.join(who.missing)}" if who.missing else ""
    missing += ", expired" if who.expired else ""
    how = f"{who.apdus} APDUs, {who.bytes} bytes, {who.seconds:.2f} s"
    return f"{who.citizen.full_name}: {who.standing.value} ({who.access}{missing}; {how})"
