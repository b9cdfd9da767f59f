"""kiosk dossier: find, read, mend and hand over dossiers, as the counter's screen does. Each act asks for a PIN."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.commands.counter_call import at_counter, counter_verbs, day, moment

if TYPE_CHECKING:
    from kiosk.services.counter.dossiers import DossierSheet


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    verb = counter_verbs(parser, shared)
    find = verb("find", _find, "by name without marks, code, number, phone, day or a slip's text", "text")
    listing = verb("list", _find, "page by page, the newest first")
    listing.set_defaults(text="")
    for one in (find, listing):
        _filters(one)
    verb("show", _show, "everything of one dossier; the journal notes who read it", "code")
    mend = verb("mend", _mend, "put a field right; both values stay", "code", "field", "value")
    mend.add_argument("--ground", default="", metavar="PAPER", help="the paper it was compared with")
    paper = verb("paper", _paper, "add a paper, or put it in another's place", "code", "key", "file")
    paper.add_argument("--replaces", default="", metavar="SHA256")
    exception = verb("except", _except, "go on against a rule", "code", "rule")
    for one in (mend, paper, exception):
        one.add_argument("--reason", required=True)
    verb("remark", _remark, "a note to colleagues", "code", "words")
    verb("looked", _looked, "what was to look at was looked at", "code", "verdict")
    verb("seal", _seal, "only who has the right sees it", "code", "reason")
    verb("unseal", _unseal, "open to all again", "code", "reason")
    _printing(verb("print", _print, "one of the law's forms: mau-01 to mau-06", "code", "form"))
    given = verb("hand-over", _hand_over, "note that the result was given", "code")
    given.add_argument("--to", required=True, metavar="FILE", help="who takes it: JSON of takers and items")


def _filters(one: argparse.ArgumentParser) -> None:
    queues = ("due", "returned", "look", "cash", "unsent", "ready")
    one.add_argument("--queue", choices=queues, default=None)
    one.add_argument("--procedure", default="", metavar="CODE")
    one.add_argument("--since", type=day, default=None, metavar="DAY")
    one.add_argument("--until", type=day, default=None, metavar="DAY")
    one.add_argument("--limit", type=int, default=50, metavar="N")
    one.add_argument("--cursor", default="", metavar="CURSOR", help="the last page's, for the next")


def _printing(one: argparse.ArgumentParser) -> None:
    one.add_argument("--copies", type=int, default=0, metavar="N", help="print so many; 0: only write --out")
    one.add_argument("--out", type=Path, default=None, metavar="FILE", help="where the PDF goes")
    one.add_argument("--reason", default="")
    one.add_argument("--ground", default="")
    one.add_argument("--until", type=moment, default=None, metavar="MOMENT")
    one.add_argument("--item", action="append", default=[], metavar="TEXT", help="what is asked for; may be repeated")


def _find(call: Call) -> Outcome:
    from kiosk.domain.dossier import DossierQuery, WorkQueue
    from kiosk.services.counter.plain import answer_json

    args = call.args
    query = DossierQuery(
        queue=WorkQueue(args.queue) if args.queue else None,
        procedure=args.procedure,
        since=args.since,
        until=args.until,
        limit=max(1, args.limit),
        cursor=args.cursor,
    )
    with at_counter(call) as (counter, session):
        answer = answer_json(counter.finder.find(session, args.text, query))
    lines = ["  ".join(str(one[key]) for key in _COLUMNS) for one in answer["rows"]]
    return Outcome(answer, "\n".join([*lines, f"{answer['count']} / {answer['total']}"]))


_COLUMNS = ("code", "due", "status", "applicant", "subject")


def _shown(sheet: DossierSheet) -> Outcome:
    from kiosk.services.counter.plain import sheet_json

    data = sheet_json(sheet)
    lines = [f"{data['code']}  {data['procedure']}  {data['status']}  r{data['revision']}"]
    lines += [f"  {one['label']}: {one['value']}" for one in data["fields"]]
    lines += [f"  {one['at']}  {one['what']}  {one['by']}" for one in data["history"]]
    return Outcome(data, "\n".join(lines))


def _show(call: Call) -> Outcome:
    with at_counter(call) as (counter, session):
        return _shown(counter.dossiers.open(session, call.args.code))


def _revision(counter: Any, session: Any, code: str) -> int:
    """A command looks and acts at once."""
    return int(counter.dossiers.open(session, code).head.revision)


def _mend(call: Call) -> Outcome:
    args = call.args
    with at_counter(call) as (counter, session):
        revision = _revision(counter, session, args.code)
        what = {"key": args.field, "value": args.value, "reason": args.reason, "ground": args.ground}
        return _shown(counter.dossiers.mend(session, args.code, revision, **what))


def _paper(call: Call) -> Outcome:
    from kiosk.services.form_files import bound_file

    args = call.args
    paper = bound_file(args.key, Path(args.file))
    with at_counter(call) as (counter, session):
        revision = _revision(counter, session, args.code)
        return _shown(
            counter.dossiers.add_paper(session, args.code, revision, paper, reason=args.reason, replaces=args.replaces)
        )


def _except(call: Call) -> Outcome:
    args = call.args
    with at_counter(call) as (counter, session):
        revision = _revision(counter, session, args.code)
        return _shown(counter.dossiers.except_from(session, args.code, revision, rule=args.rule, reason=args.reason))


def _remark(call: Call) -> Outcome:
    return _worded(call, "remark", call.args.words)


def _looked(call: Call) -> Outcome:
    return _worded(call, "looked", call.args.verdict)


def _seal(call: Call) -> Outcome:
    return _worded(call, "seal", call.args.reason)


def _unseal(call: Call) -> Outcome:
    return _worded(call, "unseal", call.args.reason)


def _worded(call: Call, act: str, text: str) -> Outcome:
    with at_counter(call) as (counter, session):
        revision = _revision(counter, session, call.args.code)
        return _shown(getattr(counter.dossiers, act)(session, call.args.code, revision, text))


def _print(call: Call) -> Outcome:
    from kiosk.services.counter.official_papers import PaperDetails, write_paper

    args = call.args
    details = PaperDetails(args.reason, args.ground, args.until, tuple(args.item))
    with at_counter(call) as (counter, session):
        pdf = counter.papers.preview(session, args.code, args.form, details)
        if args.out is not None:
            write_paper(args.out, pdf)
        if args.copies > 0:
            counter.papers.print(session, args.code, args.form, args.copies, details)
        printed = counter.papers.copies(args.code, args.form)
    data = {"code": args.code, "form": args.form, "bytes": len(pdf), "copies": printed}
    return Outcome(data, f"{args.form}  {len(pdf)} B  {printed}")


def _hand_over(call: Call) -> Outcome:
    from kiosk.services.counter.results import read_hand_over

    args = call.args
    given = read_hand_over(Path(args.to))
    with at_counter(call) as (counter, session):
        revision = _revision(counter, session, args.code)
        counter.results.hand_over(session, args.code, revision, given)
        return _shown(counter.dossiers.open(session, args.code))
