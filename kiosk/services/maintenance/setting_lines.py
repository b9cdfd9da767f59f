"""The settings for maintenance's screen: in words, each change for the next start and on trial."""

from __future__ import annotations

from kiosk.config import Config
from kiosk.domain.setting_line import SettingLine
from kiosk.services.settings import SettingsDesk, Value
from kiosk.words import Words


class SettingLines:
    """Each call reads the files anew: a command may have changed them."""

    def __init__(self, config: Config) -> None:
        self._config = config

    def all(self, texts: Words) -> tuple[SettingLine, ...]:
        """Those that may be changed here first. ConfigError."""
        lines = [
            SettingLine(
                one.name,
                _meaning(one.name, texts),
                _text(one.value),
                _text(one.set_up),
                _text(one.default),
                one.changed,
                one.changeable,
                one.secret,
            )
            for one in SettingsDesk(self._config).entries()
        ]
        return tuple(sorted(lines, key=lambda line: not line.changeable))

    def change(self, name: str, text: str) -> None:
        """SettingInvalid names the rule that it breaks; SettingElsewhere."""
        SettingsDesk(self._config).change(name, text)

    def revert(self, name: str) -> None:
        SettingsDesk(self._config).revert(name)

    def undo(self) -> None:
        """NoSettingsBefore."""
        SettingsDesk(self._config).undo()


def _meaning(name: str, texts: Words) -> str:
    """Its words; its name where nobody wrote any yet."""
    return texts.say(f"setting.{name}") if texts.has(f"setting.{name}") else name


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)
