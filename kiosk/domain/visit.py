"""One resident's way through the kiosk, as a plain transition table.

    START -> CONSENT -> IDENTIFY -> READING -> HELLO -> CHOOSE -> NEEDS -> FORM ... -> CAPTURE ... -> REVIEW -> RECEIVED

Who declines the card, or has none, goes from CONSENT or IDENTIFY straight to CHOOSE and types. Every step but the ends
leads back. From TRACK a question of the office is answered by the same steps: FORM where a field is to be put right,
CAPTURE, REVIEW, RECEIVED. Leaving (finished, idle, called away) goes to START and wipes.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.errors import TransitionError


class Step(enum.Enum):
    START = "start"
    CONSENT = "consent"
    IDENTIFY = "identify"
    READING = "reading"
    TROUBLE = "trouble"  # the card could not be read: why, and the ways on
    HELLO = "hello"
    CHOOSE = "choose"
    NEEDS = "needs"
    FORM = "form"
    CAPTURE = "capture"
    RETAKE = "retake"
    REVIEW = "review"
    FILING = "filing"
    RECEIVED = "received"
    TRACK = "track"  # my dossiers, with their status


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
    MINE = "mine"
    ANSWER = "answer"  # to a question of the office
    BACK = "back"
    LEAVE = "leave"


TABLE: Mapping[tuple[Step, Move], Step] = {
    (Step.START, Move.BEGIN): Step.CONSENT,
    (Step.CONSENT, Move.AGREE): Step.IDENTIFY,
    (Step.CONSENT, Move.WITHOUT_CARD): Step.CHOOSE,
    (Step.CONSENT, Move.BACK): Step.START,
    (Step.IDENTIFY, Move.KEY_SEEN): Step.READING,
    (Step.IDENTIFY, Move.CARD_FAILED): Step.TROUBLE,
    (Step.IDENTIFY, Move.WITHOUT_CARD): Step.CHOOSE,
    (Step.IDENTIFY, Move.BACK): Step.CONSENT,
    (Step.READING, Move.CARD_READ): Step.HELLO,
    (Step.READING, Move.CARD_FAILED): Step.TROUBLE,
    (Step.READING, Move.BACK): Step.IDENTIFY,
    (Step.TROUBLE, Move.AGAIN): Step.IDENTIFY,
    (Step.TROUBLE, Move.WITHOUT_CARD): Step.CHOOSE,
    (Step.TROUBLE, Move.BACK): Step.IDENTIFY,
    (Step.HELLO, Move.CONFIRM): Step.CHOOSE,
    (Step.HELLO, Move.NOT_ME): Step.IDENTIFY,
    (Step.HELLO, Move.BACK): Step.IDENTIFY,
    (Step.CHOOSE, Move.CHOSEN): Step.NEEDS,
    (Step.CHOOSE, Move.MINE): Step.TRACK,
    (Step.CHOOSE, Move.BACK): Step.HELLO,  # the flow sends who came without a card to IDENTIFY
    (Step.TRACK, Move.BACK): Step.CHOOSE,
    (Step.TRACK, Move.ANSWER): Step.FORM,
    (Step.FORM, Move.MINE): Step.TRACK,  # back from an answer
    (Step.CAPTURE, Move.MINE): Step.TRACK,
    (Step.NEEDS, Move.READY): Step.FORM,
    (Step.NEEDS, Move.BACK): Step.CHOOSE,
    (Step.FORM, Move.FORM_DONE): Step.CAPTURE,
    (Step.FORM, Move.PAPERS_DONE): Step.REVIEW,  # nothing to photograph, or all of it done
    (Step.FORM, Move.BACK): Step.NEEDS,  # from the first page; between pages the flow walks itself
    (Step.CAPTURE, Move.BAD_PICTURE): Step.RETAKE,
    (Step.CAPTURE, Move.PAPERS_DONE): Step.REVIEW,
    (Step.CAPTURE, Move.BACK): Step.FORM,
    (Step.RETAKE, Move.AGAIN): Step.CAPTURE,
    (Step.RETAKE, Move.PAPERS_DONE): Step.REVIEW,  # keep this picture; the officer looks at it
    (Step.RETAKE, Move.BACK): Step.CAPTURE,
    (Step.REVIEW, Move.EDIT): Step.FORM,
    (Step.REVIEW, Move.EDIT_PAPER): Step.CAPTURE,
    (Step.REVIEW, Move.FILE): Step.FILING,
    (Step.REVIEW, Move.BACK): Step.CAPTURE,
    (Step.FILING, Move.FILED): Step.RECEIVED,
    (Step.FILING, Move.NOT_FILED): Step.REVIEW,
    (Step.RECEIVED, Move.MINE): Step.TRACK,
}


@dataclass(frozen=True)
class Way:
    """A segment of the progress bar. The start and the look at one's dossiers lie beside the way."""

    number: int  # from 1
    key: str  # words under way.KEY
    of: int = 6


WAYS: Mapping[Step, Way] = {
    Step.CONSENT: Way(1, "card"),
    Step.IDENTIFY: Way(1, "card"),
    Step.READING: Way(1, "card"),
    Step.TROUBLE: Way(1, "card"),
    Step.HELLO: Way(1, "card"),
    Step.CHOOSE: Way(2, "choose"),
    Step.NEEDS: Way(2, "choose"),
    Step.FORM: Way(3, "form"),
    Step.CAPTURE: Way(4, "papers"),
    Step.RETAKE: Way(4, "papers"),
    Step.REVIEW: Way(5, "review"),
    Step.FILING: Way(5, "review"),
    Step.RECEIVED: Way(6, "slip"),
}

ANSWER_WAYS: Mapping[Step, Way] = {
    Step.FORM: Way(1, "supplement", 3),
    Step.CAPTURE: Way(1, "supplement", 3),
    Step.RETAKE: Way(1, "supplement", 3),
    Step.REVIEW: Way(2, "review", 3),
    Step.FILING: Way(2, "review", 3),
    Step.RECEIVED: Way(3, "answer-slip", 3),
}
"""The way of an answer to the office."""


def move(step: Step, by: Move) -> Step:
    """The step that follows; LEAVE ends any visit. TransitionError if the table has no such way."""
    if by is Move.LEAVE:
        return Step.START
    try:
        return TABLE[step, by]
    except KeyError:
        raise TransitionError(f"{step.value} + {by.value}", status=step.value, event=by.value) from None


PURPOSES = ("card", "notify")
"""What a person is asked consent for, each on its own (Luật 91/2025: per purpose, never pre-ticked)."""
