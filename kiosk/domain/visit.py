"""One resident's way through the kiosk, as a plain transition table.

    START -> CONSENT -> IDENTIFY -> READING -> HELLO -> CHOOSE -> NEEDS -> FORM ... -> CAPTURE ... -> REVIEW -> RECEIVED

Who declines the card, or has none, goes from CONSENT or IDENTIFY straight to CHOOSE and types. Where another's part of
the form is asked, that person may lay their own card: FORM -> PARTY -> PARTY_CARD -> PARTY_READING -> PARTY_HELLO ->
FORM, and any of these leads back to typing. Every step but the ends leads back. From TRACK a question of the office is
answered by the same steps: FORM where a field is to be put right, CAPTURE, REVIEW, RECEIVED. Leaving (finished, idle,
called away) goes to START and wipes.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.errors import TransitionError


class VisitStep(enum.Enum):
    START = "start"
    CONSENT = "consent"
    IDENTIFY = "identify"
    READING = "reading"
    TROUBLE = "trouble"  # the card could not be read: why, and the ways on
    HELLO = "hello"
    CHOOSE = "choose"
    EVENT = "event"  # a life event that leads to several procedures
    FIND = "find"  # a procedure by everyday words
    NEEDS = "needs"
    FORM = "form"
    CAPTURE = "capture"
    RETAKE = "retake"
    REVIEW = "review"
    FILING = "filing"
    FEE = "fee"  # what was filed costs something: how much, and how it may be paid
    RECEIVED = "received"
    TRACK = "track"  # my dossiers, with their status
    ROUTE = "route"  # another procedure is the right one
    SIGN = "sign"  # on the glass, where the form wants it
    LATER = "later"  # what one of two has said is kept until the other comes
    KEPT = "kept"
    PARTY = "party"  # another whose matter it is may lay their own card: their word first
    PARTY_CARD = "party-card"
    PARTY_READING = "party-reading"
    PARTY_TROUBLE = "party-trouble"
    PARTY_HELLO = "party-hello"


class Move(enum.Enum):
    BEGIN = "begin"
    AGREE = "agree"
    WITHOUT_CARD = "without-card"
    KEY_SEEN = "key-seen"  # QR shown or digits typed, and a card on the reader
    CARD_READ = "card-read"
    CARD_FAILED = "card-failed"
    CONFIRM = "confirm"
    NOT_ME = "not-me"
    CHOSEN = "chosen"
    EVENT = "event"
    FIND = "find"
    READY = "ready"
    FORM_DONE = "form-done"
    BAD_PICTURE = "bad-picture"
    PAPERS_DONE = "papers-done"
    AGAIN = "again"
    EDIT = "edit"
    EDIT_PAPER = "edit-paper"
    FILE = "file"
    FILED = "filed"
    NOT_FILED = "not-filed"
    OWED = "owed"  # filed, and a sum is to be paid
    MINE = "mine"
    SIGN = "sign"
    LATER = "later"
    ROUTE = "route"
    INVITE = "invite"  # another person to the glass
    ANSWER = "answer"  # to a question of the office
    ANOTHER = "another"  # a second filing, with what may be kept of the first
    BACK = "back"
    LEAVE = "leave"


TABLE: Mapping[tuple[VisitStep, Move], VisitStep] = {
    (VisitStep.START, Move.BEGIN): VisitStep.CONSENT,
    (VisitStep.CONSENT, Move.AGREE): VisitStep.IDENTIFY,
    (VisitStep.CONSENT, Move.WITHOUT_CARD): VisitStep.CHOOSE,
    (VisitStep.CONSENT, Move.BACK): VisitStep.START,
    (VisitStep.IDENTIFY, Move.KEY_SEEN): VisitStep.READING,
    (VisitStep.IDENTIFY, Move.CARD_FAILED): VisitStep.TROUBLE,
    (VisitStep.IDENTIFY, Move.WITHOUT_CARD): VisitStep.CHOOSE,
    (VisitStep.IDENTIFY, Move.BACK): VisitStep.CONSENT,
    (VisitStep.READING, Move.CARD_READ): VisitStep.HELLO,
    (VisitStep.READING, Move.CARD_FAILED): VisitStep.TROUBLE,
    (VisitStep.READING, Move.BACK): VisitStep.IDENTIFY,
    (VisitStep.TROUBLE, Move.AGAIN): VisitStep.IDENTIFY,
    (VisitStep.TROUBLE, Move.WITHOUT_CARD): VisitStep.CHOOSE,
    (VisitStep.TROUBLE, Move.BACK): VisitStep.IDENTIFY,
    (VisitStep.HELLO, Move.CONFIRM): VisitStep.CHOOSE,
    (VisitStep.HELLO, Move.NOT_ME): VisitStep.IDENTIFY,
    (VisitStep.HELLO, Move.BACK): VisitStep.IDENTIFY,
    (VisitStep.CHOOSE, Move.CHOSEN): VisitStep.NEEDS,
    (VisitStep.CHOOSE, Move.EVENT): VisitStep.EVENT,
    (VisitStep.CHOOSE, Move.FIND): VisitStep.FIND,
    (VisitStep.EVENT, Move.CHOSEN): VisitStep.NEEDS,
    (VisitStep.EVENT, Move.FIND): VisitStep.FIND,
    (VisitStep.EVENT, Move.BACK): VisitStep.CHOOSE,
    (VisitStep.FIND, Move.CHOSEN): VisitStep.NEEDS,
    (VisitStep.FIND, Move.BACK): VisitStep.CHOOSE,
    (VisitStep.CHOOSE, Move.MINE): VisitStep.TRACK,
    (VisitStep.CHOOSE, Move.BACK): VisitStep.HELLO,  # the flow sends who came without a card to IDENTIFY
    (VisitStep.TRACK, Move.BACK): VisitStep.CHOOSE,
    (VisitStep.TRACK, Move.ANSWER): VisitStep.FORM,
    (VisitStep.FORM, Move.MINE): VisitStep.TRACK,  # back from an answer
    (VisitStep.CAPTURE, Move.MINE): VisitStep.TRACK,
    (VisitStep.NEEDS, Move.READY): VisitStep.FORM,
    (VisitStep.NEEDS, Move.BACK): VisitStep.CHOOSE,
    (VisitStep.FORM, Move.FORM_DONE): VisitStep.CAPTURE,
    (VisitStep.FORM, Move.PAPERS_DONE): VisitStep.REVIEW,  # nothing to photograph, or all of it done
    (VisitStep.FORM, Move.BACK): VisitStep.NEEDS,  # from the first page; between pages the flow walks itself
    (VisitStep.CAPTURE, Move.BAD_PICTURE): VisitStep.RETAKE,
    (VisitStep.CAPTURE, Move.PAPERS_DONE): VisitStep.REVIEW,
    (VisitStep.CAPTURE, Move.BACK): VisitStep.FORM,
    (VisitStep.RETAKE, Move.AGAIN): VisitStep.CAPTURE,
    (VisitStep.RETAKE, Move.PAPERS_DONE): VisitStep.REVIEW,  # keep this picture; the officer looks at it
    (VisitStep.RETAKE, Move.BACK): VisitStep.CAPTURE,
    (VisitStep.REVIEW, Move.EDIT): VisitStep.FORM,
    (VisitStep.REVIEW, Move.EDIT_PAPER): VisitStep.CAPTURE,
    (VisitStep.REVIEW, Move.FILE): VisitStep.FILING,
    (VisitStep.REVIEW, Move.BACK): VisitStep.CAPTURE,
    (VisitStep.REVIEW, Move.SIGN): VisitStep.SIGN,
    (VisitStep.SIGN, Move.FILE): VisitStep.FILING,
    (VisitStep.SIGN, Move.BACK): VisitStep.REVIEW,
    (VisitStep.FILING, Move.FILED): VisitStep.RECEIVED,
    (VisitStep.FILING, Move.OWED): VisitStep.FEE,
    (VisitStep.FEE, Move.FILED): VisitStep.RECEIVED,
    (VisitStep.FILING, Move.NOT_FILED): VisitStep.REVIEW,
    (VisitStep.RECEIVED, Move.MINE): VisitStep.TRACK,
    (VisitStep.RECEIVED, Move.ANOTHER): VisitStep.FORM,
    (VisitStep.NEEDS, Move.INVITE): VisitStep.PARTY,
    (VisitStep.FORM, Move.INVITE): VisitStep.PARTY,
    (VisitStep.FORM, Move.ROUTE): VisitStep.ROUTE,
    (VisitStep.ROUTE, Move.BACK): VisitStep.FORM,
    (VisitStep.ROUTE, Move.CHOSEN): VisitStep.NEEDS,
    (VisitStep.FORM, Move.LATER): VisitStep.LATER,
    (VisitStep.LATER, Move.BACK): VisitStep.FORM,
    (VisitStep.LATER, Move.FILED): VisitStep.KEPT,
    (VisitStep.PARTY, Move.AGREE): VisitStep.PARTY_CARD,
    (VisitStep.PARTY, Move.WITHOUT_CARD): VisitStep.FORM,
    (VisitStep.PARTY, Move.BACK): VisitStep.FORM,  # the flow sends who has not begun to answer to NEEDS
    (VisitStep.PARTY_CARD, Move.KEY_SEEN): VisitStep.PARTY_READING,
    (VisitStep.PARTY_CARD, Move.CARD_FAILED): VisitStep.PARTY_TROUBLE,
    (VisitStep.PARTY_CARD, Move.WITHOUT_CARD): VisitStep.FORM,
    (VisitStep.PARTY_CARD, Move.BACK): VisitStep.PARTY,
    (VisitStep.PARTY_READING, Move.CARD_READ): VisitStep.PARTY_HELLO,
    (VisitStep.PARTY_READING, Move.CARD_FAILED): VisitStep.PARTY_TROUBLE,
    (VisitStep.PARTY_READING, Move.BACK): VisitStep.PARTY_CARD,
    (VisitStep.PARTY_TROUBLE, Move.AGAIN): VisitStep.PARTY_CARD,
    (VisitStep.PARTY_TROUBLE, Move.WITHOUT_CARD): VisitStep.FORM,
    (VisitStep.PARTY_TROUBLE, Move.BACK): VisitStep.PARTY_CARD,
    (VisitStep.PARTY_HELLO, Move.CONFIRM): VisitStep.FORM,
    (VisitStep.PARTY_HELLO, Move.NOT_ME): VisitStep.PARTY_CARD,
    (VisitStep.PARTY_HELLO, Move.BACK): VisitStep.PARTY_CARD,
}


@dataclass(frozen=True)
class ProgressSegment:
    """A segment of the progress bar. The start and the look at one's dossiers lie beside the way."""

    number: int  # from 1
    key: str  # words under way.KEY
    of: int = 6


WAYS: Mapping[VisitStep, ProgressSegment] = {
    VisitStep.CONSENT: ProgressSegment(1, "card"),
    VisitStep.IDENTIFY: ProgressSegment(1, "card"),
    VisitStep.READING: ProgressSegment(1, "card"),
    VisitStep.TROUBLE: ProgressSegment(1, "card"),
    VisitStep.HELLO: ProgressSegment(1, "card"),
    VisitStep.CHOOSE: ProgressSegment(2, "choose"),
    VisitStep.EVENT: ProgressSegment(2, "choose"),
    VisitStep.FIND: ProgressSegment(2, "choose"),
    VisitStep.NEEDS: ProgressSegment(2, "choose"),
    VisitStep.FORM: ProgressSegment(3, "form"),
    VisitStep.PARTY: ProgressSegment(3, "form"),
    VisitStep.LATER: ProgressSegment(3, "form"),
    VisitStep.ROUTE: ProgressSegment(3, "form"),
    VisitStep.KEPT: ProgressSegment(3, "form"),
    VisitStep.PARTY_CARD: ProgressSegment(3, "form"),
    VisitStep.PARTY_READING: ProgressSegment(3, "form"),
    VisitStep.PARTY_TROUBLE: ProgressSegment(3, "form"),
    VisitStep.PARTY_HELLO: ProgressSegment(3, "form"),
    VisitStep.CAPTURE: ProgressSegment(4, "papers"),
    VisitStep.RETAKE: ProgressSegment(4, "papers"),
    VisitStep.REVIEW: ProgressSegment(5, "review"),
    VisitStep.SIGN: ProgressSegment(5, "review"),
    VisitStep.FILING: ProgressSegment(5, "review"),
    VisitStep.FEE: ProgressSegment(6, "slip"),
    VisitStep.RECEIVED: ProgressSegment(6, "slip"),
}

ANSWER_WAYS: Mapping[VisitStep, ProgressSegment] = {
    VisitStep.FORM: ProgressSegment(1, "supplement", 3),
    VisitStep.CAPTURE: ProgressSegment(1, "supplement", 3),
    VisitStep.RETAKE: ProgressSegment(1, "supplement", 3),
    VisitStep.REVIEW: ProgressSegment(2, "review", 3),
    VisitStep.FILING: ProgressSegment(2, "review", 3),
    VisitStep.RECEIVED: ProgressSegment(3, "answer-slip", 3),
}
"""The way of an answer to the office."""


def move(step: VisitStep, by: Move) -> VisitStep:
    """The step that follows; LEAVE ends any visit. TransitionError if the table has no such way."""
    if by is Move.LEAVE:
        return VisitStep.START
    try:
        return TABLE[step, by]
    except KeyError:
        raise TransitionError(f"{step.value} + {by.value}", status=step.value, event=by.value) from None


PURPOSES = ("card", "notify")
"""What a person is asked consent for, each on its own (Luật 91/2025: per purpose, never pre-ticked)."""
