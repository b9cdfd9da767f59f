"""kiosk desk review: what officers did, approved or given back by the chief; the end of the day; who works here."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.commands.counter_call import asked_pin, at_counter, counter_verbs, listed

if TYPE_CHECKING:
    from kiosk.services.counter.reviews import EndOfDay


def register(subs: Any, shared: argparse.ArgumentParser) -> None:
    family = subs.add_parser("review", parents=[shared], help="the chief's: what officers did, the end of the day")
    verb = counter_verbs(family, shared)
    verb("list", _list, "what waits for the chief, the oldest first")
    approve = verb("approve", _approve, "approve acts by their numbers; asks for the PIN")
    approve.add_argument("numbers", nargs="+", type=int, metavar="NUMBER")
    approve.add_argument(
        "--opened", action="append", type=int, default=[], metavar="NUMBER", help="has legal effect, and was read"
    )
    back = verb("back", _back, "back to the officer, with a reason")
    back.add_argument("number", type=int, metavar="NUMBER")
    back.add_argument("--reason", required=True)
    verb("day", _day, "how today stands")
    verb("close", _close, "sign every closing; the day must be ready")
    verb("staff", _staff, "who works here; nobody's secret")


def _list(call: Call) -> Outcome:
    from kiosk.services.counter.plain import review_json

    with at_counter(call) as (counter, session):
        rows = [review_json(one) for one in counter.reviews.waiting(session)]
    return listed(rows, lambda one: (one["number"], one["what"], one["code"], "!" if one["alone"] else ""))


def _approve(call: Call) -> Outcome:
    """What has legal effect is opened here, so that the journal has who read it."""
    secret, args = asked_pin(call), call.args
    with at_counter(call, secret) as (counter, session):
        codes = {one.number: one.code for one in counter.reviews.waiting(session)}
        for number in args.opened:
            if number in codes:
                counter.dossiers.open(session, codes[number])
        count = counter.reviews.approve(session, args.numbers, secret, args.opened)
    return Outcome({"approved": count}, str(count))


def _back(call: Call) -> Outcome:
    args = call.args
    with at_counter(call) as (counter, session):
        counter.reviews.send_back(session, args.number, args.reason)
    return Outcome({"number": args.number, "back": args.reason}, str(args.number))


def _shown(day: EndOfDay) -> Outcome:
    from kiosk.services.counter.plain import end_of_day_json

    data = end_of_day_json(day)
    return Outcome(data, "\n".join(f"{key}: {value}" for key, value in data.items()))


def _day(call: Call) -> Outcome:
    with at_counter(call) as (counter, session):
        return _shown(counter.reviews.end_of_day(session))


def _close(call: Call) -> Outcome:
    secret = asked_pin(call)
    with at_counter(call, secret) as (counter, session):
        return _shown(counter.reviews.close_day(session, secret))


def _staff(call: Call) -> Outcome:
    with at_counter(call) as (counter, session):
        rows = [{**vars(one), "role": one.role.value} for one in counter.reviews.staff(session)]
    return listed(rows, lambda one: (one["about"], one["role"], one["state"], one["person"]))
