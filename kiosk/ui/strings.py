"""The words on the screen, live: whoever shows a phrase is told when the language or the form of address changes."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.citizen import Address
from kiosk.ui.weak_signal import WeakSignal
from kiosk.words import BASE, Words, words


class Strings:
    """The language in use and how the person is spoken to.

    Every phrase may hold ``{you}`` and ``{You}``: "ông bà" until the card is read, then what suits age and sex.
    """

    def __init__(self, language: str = BASE) -> None:
        self.changed = WeakSignal()
        self._words: Words = words(language)
        self._address = Address.OLDER
        self._forms = self.forms()

    @property
    def language(self) -> str:
        return self._words.language

    @property
    def words(self) -> Words:
        return self._words

    @property
    def address(self) -> Address:
        return self._address

    def set_language(self, language: str) -> None:
        if language != self.language:
            self._words = words(language)
            self._tell()

    def set_address(self, address: Address) -> None:
        if address is not self._address:
            self._address = address
            self._tell()

    def _tell(self) -> None:
        self._forms = self.forms()
        self.changed.emit()

    def say(self, key: str, /, **values: object) -> str:
        """The sentence under ``key``; values may be phrases. ``KeyError`` if no language has it."""
        return self._words.say(key, **self._forms, **values)

    def phrase(self, key: str, /, **values: object) -> Phrase:
        """A sentence that follows the language; widgets take it wherever they take a text."""
        return Phrase(self, key, values)

    def has(self, key: str) -> bool:
        return self._words.has(key)

    def forms(self) -> dict[str, str]:
        """How the person is spoken to now: ``you`` and ``You``."""
        return self._words.forms(self._address.value)


@dataclass(frozen=True)
class Phrase:
    """A key and its values, said anew in whatever language is on."""

    strings: Strings
    key: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.strings.say(self.key, **self.values)


Text = str | Phrase
"""What a widget shows: words that stay as they are (a name), or a phrase that follows the language."""
