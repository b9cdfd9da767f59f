"""kiosk dossier: find, read, mend and hand over dossiers, as the counter's screen does. Each act asks for a PIN."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.commands.counter_call import at_counter, counter_verbs, day, moment, pairs

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
    correct = verb("correct", _correct, "ask for a correction of what was registered; a chief approves it", "code")
    correct.add_argument("values", nargs="+", type=pairs, metavar="KEY=VALUE", help="as each field shall be")
    correct.add_argument("--ground", required=True, choices=("officer", "requester"))
    correct.add_argument("--paper", required=True, metavar="PAPER", help="what was seen: number, day, issued where")
    correct.add_argument("--reason", required=True)
    paper = verb("paper", _paper, "add a paper, or put it in another's place", "code", "key", "file")
    paper.add_argument("--replaces", default="", metavar="SHA256")
    exception = verb("except", _except, "go on against a rule", "code", "rule")
    for one in (mend, paper, exception):
        one.add_argument("--reason", required=True)
    verb("remark", _remark, "a note to colleagues", "code", "words")
    verb("looked", _looked, "what was to look at was looked at", "code", "verdict")
    verb("seal", _seal, "only who has the right sees it", "code", "reason")
    verb("unseal", _unseal, "open to all again", "code", "reason")
    alike = verb("alike", _alike, "beside the one that it looks like: the same lines, then the different ones", "code")
    settle = verb("settle", _settle, "keep the verdict in both", "code")
    settle.add_argument("verdict", choices=("same", "both", "different", "unsure"))
    settle.add_argument("--goes-on", default="", metavar="CODE", help="which goes on, where they are one matter")
    settle.add_argument("--reason", required=True)
    for one in (alike, settle):
        one.add_argument("--other", default="", metavar="CODE", help="another than the newest that it looks like")
    verb("messages", _messages, "what may be said to the person as the dossier stands", "code")
    tell = verb("tell", _tell, "queue one of these for the portal, or note that it was read out", "code", "message")
    tell.add_argument("--language", default="vi", choices=("vi", "en"))
    tell.add_argument("--read-out", action="store_true")
    verb("fetch", _fetch, "who may fetch the result, and what there is to give", "code")
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


def _correct(call: Call) -> Outcome:
    args = call.args
    with at_counter(call) as (counter, session):
        revision, changes = _revision(counter, session, args.code), dict(args.values)
        why = {"ground": args.ground, "paper": args.paper, "reason": args.reason}
        return _shown(counter.corrections.ask(session, args.code, revision, changes, **why))


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


def _alike(call: Call) -> Outcome:
    from kiosk.services.counter.plain import pair_json

    with at_counter(call) as (counter, session):
        data = pair_json(counter.duplicates.pair(session, call.args.code, call.args.other))
    lines = [f"{'=' if one['same'] else '!'} {one['label']}: {one['left']} | {one['right']}" for one in data["rows"]]
    return Outcome(data, "\n".join([f"{data['left']} | {data['right']}", *lines]))


def _settle(call: Call) -> Outcome:
    args = call.args
    with at_counter(call) as (counter, session):
        pair = counter.duplicates.pair(session, args.code, args.other)
        goes_on = args.goes_on or pair.left.head.code
        counter.duplicates.settle(session, pair, args.verdict, goes_on, args.reason)
        return _shown(counter.dossiers.open(session, args.code))


def _messages(call: Call) -> Outcome:
    with at_counter(call) as (counter, session):
        fitting = counter.messages.fitting(session, call.args.code)
    rows = [{"message": one.key, "texts": dict(one.texts)} for one in fitting]
    return Outcome(rows, "\n".join(f"{one.key}: {one.text('vi')}" for one in fitting))


def _tell(call: Call) -> Outcome:
    args = call.args
    with at_counter(call) as (counter, session):
        text = counter.messages.tell(session, args.code, args.message, args.language, read_out=args.read_out)
    way = "read" if args.read_out else "queued"
    return Outcome({"message": args.message, "language": args.language, "text": text, "way": way}, text)


def _fetch(call: Call) -> Outcome:
    from kiosk.services.counter.plain import plan_json

    with at_counter(call) as (counter, session):
        data = plan_json(counter.results.plan(session, call.args.code))
    return Outcome(data, "\n".join([*(one["name"] for one in data["parties"]), *data["items"]]))


def _print(call: Call) -> Outcome:
    from kiosk.services.counter.official_papers import write_paper
    from kiosk.services.counter.paper_details import PaperDetails

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
