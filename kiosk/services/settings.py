"""The settings as a technician sees them: what each is, where it comes from, and changing it at this kiosk."""

from __future__ import annotations

import errno
import math
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from difflib import get_close_matches
from typing import Any

from kiosk import local_settings
from kiosk.config import SECTIONS, Config, entries_of, load
from kiosk.domain.events import Entry, EventKind
from kiosk.errors import (
    ConfigError,
    DiskFull,
    KioskError,
    NoSettingsBefore,
    SettingElsewhere,
    SettingInvalid,
    StoreFailed,
)
from kiosk.moved_office import renamed
from kiosk.setting_rules import rule_of
from kiosk.toml_source import TomlFault, read_source

_SECRET = ("portal.password", "keeping.pin")
Value = str | int | float | bool | None


@dataclass(frozen=True)
class SettingEntry:
    """One entry. ``set_up``: what the service's file says, or the default; of a kiosk that moved, under its new name.
    ``value``: what is in force from the next start on. A secret's values are empty or ``*``. ``changeable``: at the
    kiosk, and not in the file alone."""

    name: str
    value: Value
    set_up: Value
    default: Value
    changeable: bool
    secret: bool = False

    @property
    def section(self) -> str:
        return self.name.rpartition(".")[0]

    @property
    def changed(self) -> bool:
        """Whether it was changed here."""
        return self.value != self.set_up


@dataclass(frozen=True)
class SettingChange:
    name: str
    before: Value
    after: Value


class SettingsDesk:
    """Over the data folder's own settings. What is written counts from the next start on, and is on trial until then
    (``kiosk.local_settings``). ConfigError, DiskFull, StoreFailed."""

    def __init__(self, config: Config) -> None:
        """``config``: as it is in force now; the file that it names is read anew."""
        self._folder = config.data
        self._set_up = load(config.file).with_(data=config.data, demo=config.demo) if config.file else _bare(config)

    def entries(self) -> tuple[SettingEntry, ...]:
        """All of them, in the order of the settings' page."""
        now, default = flat(local_settings.effective(self._set_up)), flat(Config())
        return tuple(
            SettingEntry(
                name,
                _shown(name, now[name]),
                _shown(name, value),
                _shown(name, default[name]),
                local_settings.may_be_local(name),
                name in _SECRET,
            )
            for name, value in flat(renamed(self._set_up)).items()
        )

    @property
    def refused(self) -> bool:
        """Whether the last change never came up, and the settings before it are in force."""
        return (self._folder / local_settings.REFUSED).exists()

    def change(self, name: str, text: str) -> SettingChange:
        """Set ``name`` to what ``text`` says. SettingInvalid with the rule that it breaks, SettingElsewhere."""
        before = self._known(name)
        after = _typed(name, text, flat(Config())[name])
        table = self._table()
        section, _, key = name.rpartition(".")
        table.setdefault(section, {})[key] = after
        if after != before:
            self._put(table)
        return SettingChange(name, before, after)

    def revert(self, *names: str) -> tuple[str, ...]:
        """Take back what was changed here: these, or all. Those that were."""
        table = self._table()
        local = [f"{section}.{key}".strip(".") for section, entries in table.items() for key in entries]
        gone = [name for name in local if not names or name in names]
        for name in names:
            self._known(name)
        for name in gone:
            section, _, key = name.rpartition(".")
            del table[section][key]
        if gone:
            self._put(table)
        return tuple(gone)

    def undo(self) -> None:
        """The settings before the last change. NoSettingsBefore."""
        try:
            before = local_settings.read(self._folder, local_settings.BEFORE)
            local_settings.over(self._set_up, before)
        except (OSError, TomlFault, ConfigError) as error:
            raise NoSettingsBefore(type(error).__name__) from error
        self._write(before.text.encode())

    def _known(self, name: str) -> Value:
        """What is in force at ``name``, which may be changed here."""
        now = flat(local_settings.effective(self._set_up))
        if name not in now:
            near = get_close_matches(name, now, 1)
            words = {"rule": "misspelt", "near": near[0]} if near else {"rule": "unknown"}
            raise SettingInvalid(name, where="settings", key=name, **words)
        if not local_settings.may_be_local(name):
            raise SettingElsewhere(name, key=name)
        return now[name]

    def _table(self) -> dict[str, dict[str, Any]]:
        """What was changed here and holds, by section."""
        table: dict[str, dict[str, Any]] = {}
        before = flat(renamed(self._set_up))  # a name that it moved to is no change made here
        for name, value in flat(local_settings.effective(self._set_up)).items():
            if value != before[name]:
                section, _, key = name.rpartition(".")
                table.setdefault(section, {})[key] = value
        return table

    def _put(self, table: Mapping[str, Mapping[str, Any]]) -> None:
        text = local_settings.written(table)
        local_settings.over(self._set_up, read_source(text, local_settings.FILE))  # as the next start will read it
        self._write(text)

    def _write(self, text: bytes) -> None:
        try:
            local_settings.put_in_force(self._folder, text)
        except OSError as error:
            kind = DiskFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else StoreFailed
            raise kind(type(error).__name__) from error


def noted(config: Config, what: str, name: str) -> bool:
    """A line in the journal. False where there is no store, or it cannot be opened: settings may be what it lacks."""
    from kiosk.services.opening import opened, store_exists

    try:
        if not store_exists(config):
            return False
        with opened(config) as store:
            store.journal.append(Entry(EventKind.MACHINE_ACT, "", {"what": what, "name": name}))
    except KioskError:
        return False
    return True


def flat(config: Config) -> dict[str, Value]:
    """Every entry by its name, as a settings file writes it."""
    rest = {name: value for name, value in entries_of(config).items() if not is_dataclass(value)}
    beside = {name: str(value) if name in ("data", "trust") and value else value for name, value in rest.items()}
    sections = {
        f"{section}.{name}": value
        for section in SECTIONS
        for name, value in entries_of(getattr(config, section)).items()
    }
    return beside | sections


def _bare(config: Config) -> Config:
    """What stands where no file was named."""
    return Config(data=config.data, demo=config.demo)


def _shown(name: str, value: Value) -> Value:
    return "*" if name in _SECRET and value else value


def _typed(name: str, text: str, like: Value) -> Value:
    """``text`` as the kind of value that stands there. SettingInvalid."""
    rule = rule_of(name)
    value = _as(text.strip(), like)
    if value is None or not rule.allows(value):
        raise SettingInvalid(f"{name}: {rule.words}", where="settings", key=name, rule=rule.words, **rule.values)
    return value


def _as(text: str, like: Value) -> Value:
    if isinstance(like, bool):
        return {"true": True, "false": False}.get(text.lower())
    if isinstance(like, int | float):
        return _number(text, whole=isinstance(like, int))
    return text


def _number(text: str, *, whole: bool) -> int | float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    if whole:
        return int(number) if number.is_integer() else None
    return None if math.isnan(number) else number
