"""kiosk desk: what waits at the counter, the drawer, calls, reports and the register. Each act asks for a PIN."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kiosk.commands import Call, Outcome, desk_counters, desk_forms, desk_review
from kiosk.commands.counter_call import at_counter, counter_verbs, day, listed, moment, notes


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    def families(subs: Any) -> None:
        desk_counters.register(subs, shared)
        desk_forms.register(subs, shared)
        desk_review.register(subs, shared)

    verb = counter_verbs(parser, shared, families)
    verb("now", _now, "every queue with its count, and the bell")
    for name, run, summary in (
        ("bill", _bill, "what a dossier owes"),
        ("take", _take, "take a fee; gives a receipt"),
    ):
        one = verb(name, run, summary, "code")
        one.add_argument("--exempt", default="", metavar="CHARGE", help="nothing is taken for this charge")
        one.add_argument("--because", default="", metavar="REASON")
        one.add_argument("--ground", default="", metavar="PAPER")
        if name == "take":
            one.add_argument("--tendered", type=int, required=True, metavar="DONG")
            one.add_argument("--transfer", action="store_true", help="seen on the bank's side: not in the drawer")
    refund = verb("refund", _refund, "give back what a receipt took", "receipt", "amount")
    refund.add_argument("--reason", required=True)
    book = verb("day", _day, "the book of a desk's day")
    book.add_argument("--day", type=day, default=None, metavar="DAY")
    close = verb("close", _close, "end the desk's day; notes and book must agree")
    close.add_argument("--opening", type=int, required=True, metavar="DONG", help="what lay there in the morning")
    close.add_argument("--notes", type=notes, required=True, metavar="NOTES", help="500000x1,20000x3")
    sign = verb("sign", _sign, "the chief has seen a closing")
    sign.add_argument("of", metavar="DESK")
    sign.add_argument("day", type=day, metavar="DAY")
    for name, run, summary in (
        ("report", _report, "counts of days, without a name (CSV)"),
        ("figures", _figures, "what the page of plots shows, without a name; --out: as PDF"),
        ("register", _register, "Mẫu 07 as PDF, with names"),
    ):
        one = verb(name, run, summary)
        one.add_argument("--since", type=day, required=True, metavar="DAY")
        one.add_argument("--until", type=day, required=True, metavar="DAY")
        one.add_argument("--out", type=Path, required=name == "register", default=None, metavar="FILE")
    verb("calls", _calls, "whom to call back, and who asked for help")
    log = verb("log", _log, "one more to call back", "person", "phone", "about")
    log.add_argument("--due", type=moment, required=True, metavar="MOMENT")
    log.add_argument("--code", default="", metavar="CODE")
    log.add_argument("--support", action="store_true", help="somebody asked for help")
    called = verb("called", _called, "what came of a call", "number")
    called.add_argument("outcome", choices=("spoken", "no-answer", "later", "unreachable"))
    called.add_argument("--remark", default="")
    called.add_argument("--again", type=moment, default=None, metavar="MOMENT")


def _now(call: Call) -> Outcome:
    with at_counter(call) as (counter, session):
        board = counter.queues.board(session)
    bell = {"since": board.bell.since.isoformat(), "step": board.bell.step} if board.bell else None
    data = {"queues": [{"queue": one.queue.value, "count": one.count} for one in board.queues], "bell": bell}
    return Outcome(data, "\n".join(f"{one.count:>5}  {one.queue.value}" for one in board.queues))


def _exemptions(call: Call) -> list[Any]:
    from kiosk.services.counter.cash import Exemption

    args = call.args
    return [Exemption(args.exempt, args.because, args.ground)] if args.exempt else []


def _bill(call: Call) -> Outcome:
    from kiosk.services.counter.plain import bill_json

    with at_counter(call) as (counter, session):
        data = bill_json(counter.cash.bill(session, call.args.code, _exemptions(call)))
    return Outcome(data, f"{data['code']}  {data['amount']}")


def _take(call: Call) -> Outcome:
    from kiosk.domain.cash import CashKind
    from kiosk.services.counter.plain import receipt_json

    args, exemptions = call.args, _exemptions(call)
    kind = CashKind.TRANSFER if args.transfer else CashKind.TAKE
    with at_counter(call) as (counter, session):
        bill = counter.cash.bill(session, args.code, exemptions)
        receipt = counter.cash.take(
            session, args.code, bill.revision, tendered=args.tendered, exemptions=exemptions, kind=kind
        )
    data = receipt_json(receipt) | {"change": args.tendered - receipt.amount}
    return Outcome(data, f"{data['receipt']}  {data['amount']}  {data['change']}")


def _refund(call: Call) -> Outcome:
    from kiosk.services.counter.plain import receipt_json

    args = call.args
    with at_counter(call) as (counter, session):
        data = receipt_json(counter.cash.refund(session, args.receipt, int(args.amount), args.reason))
    return Outcome(data, f"{data['receipt']}  {data['amount']}")


def _day(call: Call) -> Outcome:
    from kiosk.services.counter.plain import day_json

    with at_counter(call) as (counter, session):
        data = day_json(counter.cash.day(session, call.args.day))
    lines = [f"{one['receipt']}  {one['kind']:<8}  {one['amount']:>10}  {one['code']}" for one in data["receipts"]]
    return Outcome(data, "\n".join(lines))


def _close(call: Call) -> Outcome:
    from kiosk.services.counter.plain import closing_json

    with at_counter(call) as (counter, session):
        data = closing_json(counter.cash.close(session, call.args.opening, call.args.notes))
    return Outcome(data, f"{data['desk']}  {data['day']}  {data['counted']}")


def _sign(call: Call) -> Outcome:
    from kiosk.services.counter.plain import closing_json

    with at_counter(call) as (counter, session):
        data = closing_json(counter.cash.sign(session, call.args.of, call.args.day))
    return Outcome(data, f"{data['desk']}  {data['day']}  {data['signed_by']}")


def _report(call: Call) -> Outcome:
    from kiosk.services.counter.official_papers import write_paper

    args = call.args
    with at_counter(call) as (counter, session):
        tallies = counter.reports.counts(session, args.since, args.until)
        table = counter.reports.table(session, args.since, args.until)
    if args.out is not None:
        write_paper(args.out, table.encode("utf-8-sig"))
    return Outcome({"matters": [vars(one) for one in tallies]}, table)


def _figures(call: Call) -> Outcome:
    from kiosk.services.counter.official_papers import write_paper
    from kiosk.services.counter.plain import figures_json

    args = call.args
    with at_counter(call) as (counter, session):
        data = figures_json(counter.reports.figures(session, args.since, args.until))
        pdf = counter.reports.pdf(session, args.since, args.until) if args.out is not None else b""
    if args.out is not None:
        write_paper(args.out, pdf)
    return Outcome(data, "\n".join(f"{key}: {value}" for key, value in data.items() if not isinstance(value, list)))


def _register(call: Call) -> Outcome:
    from kiosk.services.counter.official_papers import write_paper

    args = call.args
    with at_counter(call) as (counter, session):
        pdf = counter.reports.register(session, args.since, args.until)
    write_paper(args.out, pdf)
    return Outcome({"bytes": len(pdf)}, f"{len(pdf)} B")


def _calls(call: Call) -> Outcome:
    from kiosk.services.counter.plain import call_json

    with at_counter(call) as (counter, session):
        items = [call_json(one) for one in counter.queues.calls(session)]
    return listed(items, lambda one: (one["number"], one["due"], one["person"], one["about"]))


def _log(call: Call) -> Outcome:
    from kiosk.domain.desk_calls import CallKind
    from kiosk.services.counter.plain import call_json

    args = call.args
    kind = CallKind.SUPPORT if args.support else CallKind.CALL_BACK
    with at_counter(call) as (counter, session):
        one = counter.queues.log_call(
            session, kind, person=args.person, phone=args.phone, about=args.about, due=args.due, code=args.code
        )
    return Outcome(call_json(one), str(one.number))


def _called(call: Call) -> Outcome:
    from kiosk.domain.desk_calls import CallOutcome
    from kiosk.services.counter.plain import call_json

    args = call.args
    with at_counter(call) as (counter, session):
        one = counter.queues.called(session, int(args.number), CallOutcome(args.outcome), args.remark, args.again)
    return Outcome(call_json(one), f"{one.number}  {'open' if one.open else 'done'}")
