"""Frozen settings, read once from one TOML file and validated once.

Every duration is in seconds and every size in bytes unless its name says otherwise.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kiosk.durable import read_bounded
from kiosk.errors import ConfigError, SettingInvalid
from kiosk.hall_settings import HallSettings, MonitoringSettings
from kiosk.hearing_settings import SoundSettings, SpeechSettings
from kiosk.setting_rules import crossings, rule_of
from kiosk.toml_source import TomlFault, TomlSource, read_source, spelled

MOST_SETTINGS = 1 << 20  # bytes

SIMULATED = "simulated"
"""The name of every device's twin."""


@dataclass(frozen=True)
class Office:
    """The commune office this kiosk stands in."""

    unit: str = "H15.50.05.13"  # code of the one-stop unit; the example of the exchange's own documents
    kiosk: str = "DV01"  # this kiosk within the unit: letters and digits
    authority: str = "Ủy ban nhân dân"
    commune: str = "Xã Đồng Văn"
    province: str = "tỉnh Tuyên Quang"
    health_station: str = "Trạm Y tế xã Đồng Văn"
    hotline: str = "1022"
    hours: str = "7:00-11:30, 13:30-17:00"
    bank: str = ""  # BIN of the bank where fees go, six digits; empty: fees are paid at the counter alone
    account: str = ""  # the account there

    @property
    def closing(self) -> str:
        """When the office closes, as its ``hours`` end (HH:MM); 17:00 where they name none."""
        named = re.findall(r"\b([01]?\d|2[0-3])[:hg]([0-5]\d)\b", self.hours, re.ASCII)
        return f"{int(named[-1][0]):02d}:{named[-1][1]}" if named else "17:00"

    @property
    def seat(self) -> str:
        """The commune within a sentence: xã Đồng Văn."""
        return self.commune[0].lower() + self.commune[1:]

    @property
    def full_name(self) -> str:
        """Ủy ban nhân dân xã Đồng Văn."""
        return f"{self.authority} {self.seat}"


@dataclass(frozen=True)
class PortalSettings:
    """Where the one-stop gateway listens. An empty address means: not provisioned yet; everything queues."""

    url: str = ""
    username: str = ""
    password: str = field(default="", repr=False)
    connect_timeout: float = 10.0  # a satellite line needs three SYN retries
    read_timeout: float = 60.0  # the peer's own limit
    probe_interval: float = 3.0  # a pulled plug that is back is noticed within this
    papers_from: int = 0  # o'clock; papers travel from then...
    papers_until: int = 24  # ...until then, over midnight too; forms always, where the portal takes them first
    metered: str = "auto"  # yes | no | auto, as NetworkManager says: paid by the byte, papers wait for hours or hand


@dataclass(frozen=True)
class CourierSettings:
    """The portal's public keys, hexadecimal: what a stick is sealed to, and what its answers are signed with."""

    seal: str = ""  # X25519
    sign: str = ""  # Ed25519, several with a space between them: for answers on sticks and for arrivals over the line

    def sealed_to(self) -> bytes:
        """32 bytes; empty if it is not set. ConfigError if it is no key."""
        return _key("courier.seal", self.seal) if self.seal else b""

    def signers(self) -> tuple[bytes, ...]:
        """32 bytes each. ConfigError if one is no key."""
        return tuple(_key("courier.sign", text) for text in self.sign.split())


@dataclass(frozen=True)
class Delays:
    """Every wait that a person feels, in one place."""

    idle_ask: float = 60.0
    idle_wipe: float = 90.0
    debounce: float = 0.3
    changed_rest: float = 0.8  # a button takes no touch for so long after its meaning has changed
    steady: float = 0.7  # a page must lie still and sharp this long before it is taken
    card_wait: float = 120.0  # then the identify screen offers help
    relay: float = 8.0  # a card lifted mid-read may come back within this


@dataclass(frozen=True)
class Keeping:
    """How long personal data stay on this kiosk, and when it may be slow."""

    documents_days: float = 30.0  # after the portal's number
    unproven_days: float = math.inf  # after it, where the portal has not signed that the papers arrived: never
    draft_days: float = 3.0  # time to fetch a paper from home
    idle_from: int = 1  # o'clock: nobody stands there, so the file may be written anew...
    idle_until: int = 4  # ...until then, over midnight too
    key: str = "file"  # file | tpm: where the store's key is kept
    chip: str = "device:/dev/tpmrm0"  # the key chip, as a TCTI: the kernel's resource manager
    pin: str = ""  # what the chip wants besides: empty for nothing, ask for the terminal, or a file (a credential)

    @property
    def idle_hours(self) -> frozenset[int]:
        """The hours of the day from ``idle_from`` until ``idle_until``, over midnight too."""
        begin, end = self.idle_from, self.idle_until
        return frozenset(range(begin, end) if begin <= end else (*range(begin, 24), *range(end)))


@dataclass(frozen=True)
class Devices:
    """What hardware is there. ``simulated`` for all of them in the demo."""

    card_reader: str = "pcsc"  # pcsc | simulated
    camera: str = "0"  # index, path or URL for the camera, or simulated
    printer: str = "none"  # CUPS queue name, none, or simulated
    document_printer: str = "none"  # the counter's A4 printer: CUPS queue name, none, or simulated
    scanner: str = "none"  # a SANE device's name, any (the first that is found), none, or simulated
    speech: str = "espeak-ng"  # espeak-ng (nothing is read aloud where it is not installed), none, or simulated
    sticks: str = "mounted"  # mounted (below /media or /run/media), none, or simulated
    screen_mm_wide: float = 330.0  # the longer side of the glass: how far a slipping finger is forgiven

    @classmethod
    def all_simulated(cls) -> Devices:
        """The twin of every one."""
        twins: dict[str, Any] = {item.name: SIMULATED for item in fields(cls) if item.type == "str"}
        return cls(**twins)


@dataclass(frozen=True)
class Scan:
    """What is made of papers besides their picture."""

    text_layer: str = "off"  # off | idle: words behind the pages, read by tesseract while the person goes on
    view_mm: float = 0.0  # how wide the camera's picture is on the tray, in millimetres; 0: not measured


@dataclass(frozen=True)
class CounterSettings:
    """The officer's counter."""

    desk: str = "Q1"  # this desk: its drawer, and the series of its receipts
    idle: float = 300.0  # seconds without a touch or a key, after which the desk wants its PIN again
    idle_out: float = 1800.0  # seconds after which it signs out and lets go what was open


@dataclass(frozen=True)
class Config:
    """Everything that differs between two kiosks."""

    data: Path = Path("/var/lib/kiosk")
    language: str = "vi"
    packs: str = ""  # further languages that can be chosen, by code with a space between them: folders of assets/packs
    theme: str = "light"
    text: int = 100
    office: Office = field(default_factory=Office)
    portal: PortalSettings = field(default_factory=PortalSettings)
    courier: CourierSettings = field(default_factory=CourierSettings)
    delays: Delays = field(default_factory=Delays)
    devices: Devices = field(default_factory=Devices)
    keeping: Keeping = field(default_factory=Keeping)
    scan: Scan = field(default_factory=Scan)
    counter: CounterSettings = field(default_factory=CounterSettings)
    sound: SoundSettings = field(default_factory=SoundSettings)
    speech: SpeechSettings = field(default_factory=SpeechSettings)
    hall: HallSettings = field(default_factory=HallSettings)
    monitoring: MonitoringSettings = field(default_factory=MonitoringSettings)
    trust: Path | None = None  # full path of the folder of what is believed here (kiosk/anchors.py); None: nothing is
    demo: bool = False  # made-up issuer, publisher, people and devices; a portal on this machine without TLS
    file: Path | None = field(default=None, compare=False, metadata={"told": "where they were read; no setting itself"})

    def __post_init__(self) -> None:
        """What belongs to the demo is nowhere else: ConfigError, however the settings came to be."""
        if not may_speak_to(self.portal.url, demo=self.demo):
            raise ConfigError("portal.url: a portal is spoken to over TLS (https) alone", key="portal.url", rule="tls")
        played = [item.name for item in fields(Devices) if getattr(self.devices, item.name) == SIMULATED]
        if played and not self.demo:
            raise ConfigError(
                f"devices.{played[0]}: devices are simulated in the demo alone",
                key=f"devices.{played[0]}",
                rule="simulated",
            )

    def with_(self, **changes: Any) -> Config:
        return replace(self, **changes)


SECTIONS = tuple(item.name for item in fields(Config) if is_dataclass(item.default_factory))
"""The tables of the settings file."""


def entries_of(section: Any) -> dict[str, Any]:
    """What stands in a section, or beside all of them, by key."""
    return {item.name: getattr(section, item.name) for item in fields(section) if "told" not in item.metadata}


def load(path: Path | None) -> Config:
    """The settings of ``path``, or the defaults. ConfigError if it cannot be read; SettingInvalid names file, line,
    key and reason of the first entry that cannot be used."""
    if path is None:
        return Config()
    try:
        source = read_source(read_bounded(path, MOST_SETTINGS), path.name)
    except OSError as error:
        raise ConfigError(f"{path.name}: {type(error).__name__}", key=path.name) from error
    except TomlFault as error:
        where = f"{path.name}:{error.line}"
        raise SettingInvalid(str(error), where=where, key=path.name, rule="toml", reason=error.reason) from error
    return laid_over(Config(file=path), source)


def laid_over(config: Config, source: TomlSource) -> Config:
    """``config`` with the entries of ``source`` in the place of its own. SettingInvalid as by ``load``."""
    try:
        return _build(config, source)
    except ConfigError as error:
        if isinstance(error, SettingInvalid):
            raise
        where = source.where(*str(error.values["key"]).split("."))
        raise SettingInvalid(f"{where}: {error.detail}", **(error.values | {"where": where})) from error


def _build(config: Config, source: TomlSource) -> Config:
    sections: dict[str, Any] = {}
    for key, value in source.table.items():
        if key not in SECTIONS:
            continue
        if not isinstance(value, dict):
            raise _invalid(source, (key,), "table")
        section = getattr(config, key)
        sections[key] = replace(section, **_values(section, source, value, (key,)))
    rest = {key: value for key, value in source.table.items() if key not in sections}
    for key, value in _values(config, source, rest, ()).items():
        sections[key] = Path(value) if key in ("data", "trust") else value
    return replace(config, **sections)


def _values(current: Any, source: TomlSource, table: Mapping[str, Any], section: tuple[str, ...]) -> Mapping[str, Any]:
    """The entries of one table, each as it may be."""
    known = entries_of(current)
    for key, value in table.items():
        place = (*section, key)
        if key not in known:
            raise _unknown(source, place, tuple(known))
        if not (may_be := rule_of(".".join(place))).allows(value):
            raise _invalid(source, place, may_be.words, **may_be.values)
    merged = {".".join((*section, name)): table.get(name, default) for name, default in known.items()}
    for entry, rule, other in crossings(merged):
        raise _invalid(source, tuple(entry.split(".")), rule, other=other)
    return table


def _unknown(source: TomlSource, place: tuple[str, ...], known: Sequence[str]) -> SettingInvalid:
    """An entry that there is not, and the one that may have been meant."""
    from difflib import get_close_matches

    if near := get_close_matches(place[-1], known, 1):
        return _invalid(source, place, "misspelt", near=".".join((*place[:-1], near[0])))
    return _invalid(source, place, "unknown")


def _invalid(source: TomlSource, place: tuple[str, ...], rule: str, **values: str | int) -> SettingInvalid:
    where, key = source.where(*place), spelled(place)
    return SettingInvalid(f"{where}: {key}: {rule}", where=where, key=key, rule=rule, **values)


def _key(name: str, text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError as error:
        raise ConfigError(f"{name} is not hexadecimal", key=name) from error
    if len(key) != 32:
        raise ConfigError(f"{name} has not 32 bytes", key=name)
    return key


def may_speak_to(url: str, *, demo: bool) -> bool:
    """TLS to any host. Without it, in the demo and its training, to this machine alone."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    at_home = parts.hostname in ("127.0.0.1", "::1", "localhost")
    return not url or parts.scheme == "https" or (demo and parts.scheme == "http" and at_home)
