"""What is asked of the office about a dossier: asked again it is the same, asked otherwise the last word counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from counter_stage import DeskClock, file, filing

from kiosk.domain.desk_calls import CallChannel, CallKind, CallOutcome
from kiosk.domain.submission import Submission
from kiosk.services.dossier_requests import AFTERNOON, MORNING, MOST_LETTERS, DossierRequests
from kiosk.store import Store

ABOUT = "Xin gọi lại về hồ sơ đã nộp."


@pytest.fixture
def requests(store: Store, clock: DeskClock) -> DossierRequests:
    return DossierRequests(store, clock)


@pytest.fixture
def dossier(store: Store, clock: DeskClock) -> Submission:
    return file(store, clock, filing())


def half(clock: DeskClock, start: time, days: int = 1) -> datetime:
    return datetime.combine(clock() + timedelta(days=days), start, clock().tzinfo)


def test_a_corrected_number_takes_the_place_of_the_wrong_one(requests, dossier, store, clock) -> None:
    due = half(clock, MORNING)
    wrong = requests.call_back(dossier, "0900000132", due, ABOUT)
    right = requests.call_back(dossier, "0900000123", due, ABOUT)
    assert right == replace(wrong, phone="0900000123")
    assert store.calls.open() == (right,), "nobody calls the wrong number"


def test_another_half_of_the_day_takes_the_place_of_the_first(requests, dossier, store, clock) -> None:
    requests.call_back(dossier, "0900000123", half(clock, MORNING), ABOUT)
    requests.call_back(dossier, "0900000123", half(clock, AFTERNOON), ABOUT)
    [call] = store.calls.open()
    assert call.due == half(clock, AFTERNOON)


def test_the_same_number_in_the_same_half_is_that_one(requests, dossier, store, clock) -> None:
    first = requests.call_back(dossier, "0900000123", half(clock, MORNING), ABOUT)
    again = requests.call_back(dossier, " 0900000123 ", half(clock, MORNING) + timedelta(minutes=9), ABOUT)
    assert again == first and store.calls.open() == (first,)


def test_what_was_tried_stays_with_a_corrected_number(requests, dossier, store, clock) -> None:
    first = requests.call_back(dossier, "0900000132", half(clock, MORNING), ABOUT)
    store.calls.tried(first.number, 1, CallOutcome.NO_ANSWER, again=half(clock, AFTERNOON, days=3))
    call = requests.call_back(dossier, "0900000123", half(clock, MORNING), ABOUT)
    assert (call.number, call.phone, call.due) == (first.number, "0900000123", half(clock, MORNING))
    assert [one.outcome for one in call.attempts] == [CallOutcome.NO_ANSWER]


def test_a_call_that_is_over_is_asked_for_anew(requests, dossier, store, clock) -> None:
    first = requests.call_back(dossier, "0900000132", half(clock, MORNING), ABOUT)
    store.calls.tried(first.number, 1, CallOutcome.UNREACHABLE)
    call = requests.call_back(dossier, "0900000123", half(clock, MORNING), ABOUT)
    assert call.number != first.number and store.calls.open() == (call,)
    assert store.calls.changed(first.number, "0900000999", call.due) is None, "what is over stays as it was"
    assert store.calls.closed()[0].phone == "0900000132"


def test_a_message_is_kept_to_its_last_letter(requests, dossier, store) -> None:
    text = "Lời nhắn: " + "a" * (MOST_LETTERS - 1) + "z"
    assert requests.ask(dossier, text).about == text
    [call] = store.calls.open()
    assert (call.kind, call.about) == (CallKind.SUPPORT, text)


def test_the_call_list_says_that_it_was_asked_for_at_the_glass(requests, dossier, store, clock) -> None:
    requests.call_back(dossier, "0900000123", half(clock, MORNING), ABOUT)
    requests.ask(dossier, "Lời nhắn: xong chưa?")
    assert {one.channel for one in store.calls.open()} == {CallChannel.KIOSK}
