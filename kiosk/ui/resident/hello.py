"""Xin chào: the person from the card, and an honest word on how far the card can be trusted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage, QResizeEvent

from kiosk.domain.citizen import CardIdentity, CardVerdict, Citizen
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident.leaves import WIDE, LeafRow
from kiosk.ui.resident.parts import Screen
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import (
    Banner,
    Button,
    ButtonKind,
    ChipTone,
    Column,
    Facts,
    KnownValue,
    Label,
    PhotoView,
    Row,
    Stack,
)

_VERDICTS = {
    CardVerdict.GENUINE: (ChipTone.OK, "shield-check"),
    CardVerdict.INTACT: (ChipTone.NETWORK, "shield"),
    CardVerdict.UNCHECKED: (ChipTone.NETWORK, "shield"),
    CardVerdict.DOUBTFUL: (ChipTone.WARN, "shield-x"),
    CardVerdict.UNPROVEN: (ChipTone.NETWORK, "id"),
}

WHOLE = 100
"""Letters of a value that one leaf of a lying screen takes at 200 %."""
LONG = 180
"""Letters of name and residence from which on one card does not take all."""
SHORT = 40
"""Letters that two facts on one card may have together."""

NO_END = "không thời hạn"
"""What the card of a holder of 60 or more says (DG13, field 12): known words, so they can be translated."""


class HelloScreen(Screen):
    step = VisitStep.HELLO
    confirmed = Signal()
    notMe = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("hello.question"))
        self._shown: tuple[CardIdentity, QImage | None] | None = None
        self._portrait: PhotoView | None = None
        self._wide = False
        look.changed.connect(self._rebuild)
        self.main = Button(look, self.say("hello.yes"), icon="check")
        self.main.clicked.connect(self.confirmed)
        self.set_footer(self.main, self.say("widget.back"))

    def show_identity(self, identity: CardIdentity, photo: QImage | None = None) -> None:
        """``photo`` None: the chip gave none that can be shown, or it comes later (``show_photo``)."""
        self._shown = (identity, photo)
        self._rebuild()

    def show_photo(self, photo: QImage) -> None:
        """The face of the person who is shown; nothing where nobody is."""
        if self._shown is not None and self._portrait is not None:
            self._shown = (self._shown[0], photo)
            self._portrait.set_image(photo)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._wide != (self.width() > self.look.px(WIDE)):
            self._rebuild()

    def _rebuild(self) -> None:
        self._wide = self.width() > self.look.px(WIDE)
        if self._shown is None:
            return
        identity, photo = self._shown
        not_me = Button(
            self.look, self.say("hello.no"), ButtonKind.SECONDARY, "user", height=104, role=TextRole.SMALL_BUTTON
        )
        not_me.clicked.connect(self.notMe)
        greeting, known = self._greeting(identity.citizen, photo), self._facts(identity)
        access, verdict = self._access(identity), self._verdict(identity)
        small = [LeafRow((access,), optional=True)] if access else []
        if self._apart:  # what may have to be said against it stays before the long list
            self.put(greeting, verdict, not_me, *(self._card(part) for part in _apart(known)), *small)
            return
        first = Stack(self.look, spacing=32)
        first.column.put(greeting, verdict, None)
        self.put(LeafRow((first, self._card(known)), wide=2), *small, LeafRow((not_me,), low=True))

    @property
    def _apart(self) -> bool:
        """Whether one card of all that is known would be higher than a leaf."""
        citizen = self._shown[0].citizen if self._shown else None
        long = citizen is not None and len(citizen.full_name) + len(citizen.residence) > LONG
        return self.look.text_percent > 125 or long

    def wipe(self) -> None:
        self._shown = self._portrait = None
        super().wipe()

    def _greeting(self, citizen: Citizen, photo: QImage | None) -> Stack:
        height = 250 if self._wide and self.look.text_percent > 125 else 380  # the word on the card stays beside it
        self._portrait = portrait = PhotoView(
            self.look, self.say("hello.photo"), frame="gold", height=height, width=height * 294 // 380
        )
        portrait.set_image(photo)
        words = Column(self.look, spacing=0)
        name = Label(self.look, self.say("hello.name", name=citizen.given_name), TextRole.NAME)
        words.put(None, Label(self.look, self.say("hello.greeting"), TextRole.H2, "ink2"), name, None)
        row = Row(self.look, spacing=44)
        row.addWidget(portrait)
        row.addLayout(words, 1)
        holder = Stack(self.look, spacing=0)
        holder.column.addLayout(row)
        return holder

    def _verdict(self, identity: CardIdentity) -> Banner:
        """How far the card can be trusted; a card that has ended says that first, unless something does not fit."""
        tone, icon = _VERDICTS[identity.standing]
        word = self.say(f"card.standing.{identity.standing.value}")
        ends = identity.citizen.expires
        if identity.expired and ends and identity.standing is not CardVerdict.DOUBTFUL:
            title = self.say("card.expired", day=f"{ends:%d/%m/%Y}")
            detail = self.say("card.expired-detail", standing=word)
            return Banner(self.look, ChipTone.WARN, title, detail, "calendar-event")
        return Banner(self.look, tone, word, self._detail(identity), icon)

    def _detail(self, identity: CardIdentity) -> Text:
        alike = identity.authenticity.alike if identity.authenticity else 0
        if identity.standing is CardVerdict.INTACT and alike:
            return self.say("card.standing-detail.intact-alike", count=alike)
        return self.say(f"card.standing-detail.{identity.standing.value}")

    def _access(self, identity: CardIdentity) -> Label | None:
        """How the chip was opened, in small words, where it was the old way or something stayed shut."""
        keys = [
            key
            for group, key in (("DG13", "card.details-missing"), ("DG2", "card.photo-missing"))
            if group in identity.missing
        ]
        if identity.access.startswith("BAC"):
            keys.append("card.access.bac")
        if not keys:
            return None
        return Label(self.look, self.say(keys[0]), TextRole.LABEL, "ink2")

    def _facts(self, identity: CardIdentity) -> list[KnownValue]:
        citizen = identity.citizen
        known = [
            KnownValue(self.say("hello.full_name"), citizen.full_name),
            KnownValue(self.say("hello.birth"), _birth(citizen)),
            KnownValue(self.say("hello.number"), masked(citizen.id_number)),
        ]
        if ends := self._ends(identity):
            known.append(KnownValue(self.say("hello.expires"), ends))
        home = in_parts(citizen.residence, WHOLE) if self._apart else [citizen.residence]
        for index, part in enumerate(filter(None, home)):
            known.append(KnownValue(self.say("hello.home_more" if index else "hello.home"), part))
        return known

    def _ends(self, identity: CardIdentity) -> Text | str:
        """How long the card is good: a day, the card's own words, or nothing where it says neither."""
        citizen = identity.citizen
        if citizen.expires:
            day = f"{citizen.expires:%d/%m/%Y}"
            return self.say("card.expired-day", day=day) if identity.expired else day
        return self.say("hello.no_end") if citizen.expires_words.casefold() == NO_END else citizen.expires_words

    def _card(self, known: Sequence[KnownValue]) -> Facts:
        return Facts(self.look, self.strings, known, compact=not self._wide)


def _apart(known: Sequence[KnownValue]) -> list[list[KnownValue]]:
    """Cards for large letters, each no higher than a leaf: two short facts share one, a long one stands alone."""
    cards: list[list[KnownValue]] = []
    for fact in known:
        last = cards[-1] if cards else []
        if len(last) == 1 and len(str(last[0].value)) + len(str(fact.value)) <= SHORT:
            last.append(fact)
        else:
            cards.append([fact])
    return cards


def in_parts(text: str, letters: int) -> list[str]:
    """``text`` cut between its words into pieces of at most so many letters; a longer word stays whole."""
    parts: list[str] = []
    for word in text.split():
        if parts and len(parts[-1]) + 1 + len(word) <= letters:
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    return parts


def _birth(citizen: Citizen) -> str:
    """The day of birth, or the part of it that the card knows."""
    if citizen.birth_date:
        return f"{citizen.birth_date:%d/%m/%Y}"
    return str(citizen.partial_birth or "–")


def masked(number: str) -> str:
    """Only the last four digits: others stand in line behind."""
    return f"•••• •••• {number[-4:]}" if len(number) > 4 else number
