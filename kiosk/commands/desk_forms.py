"""kiosk desk form: filing for somebody: begun, answered, papers added, filed; what waits to be completed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.commands.counter_call import at_counter, counter_verbs, listed, pairs

if TYPE_CHECKING:
    from kiosk.services.counter.assisted_view import AssistedForm


def register(subs: Any, shared: argparse.ArgumentParser) -> None:
    family = subs.add_parser("form", parents=[shared], help="file for somebody; incomplete notices")
    verb = counter_verbs(family, shared)
    verb("list", _list, "what was begun and is not filed, with what is missing")
    begin = verb("begin", _begin, "a new form", "procedure")
    begin.add_argument("--from", dest="source", choices=("counter", "paper", "notice"), required=True)
    begin.add_argument("--giver", default="", help="who brought the paper or sent the notice")
    begin.add_argument("--reason", default="", help="why the person does not file themselves")
    verb("show", _show, "all of one; the journal notes who read it", "form")
    person = verb("person", _person, "whom it is for: full_name=… id_number=… birth_date=dd/mm/yyyy", "form")
    person.add_argument("--agreed", action="store_true", help="they were told what their data are used for")
    answer = verb("answer", _answer, "lines of the sheet: child.name=…", "form")
    for one in (person, answer):
        one.add_argument("values", nargs="+", type=pairs, metavar="KEY=VALUE")
    verb("paper", _paper, "the scan of a paper; to-khai-giay is the form on paper itself", "form", "key", "file")
    later = verb("later", _later, "a paper is brought another time", "form", "key")
    later.add_argument("--not", dest="no", action="store_true", help="it is not")
    file = verb("file", _file, "hand it in; prints the code once it is durable", "form")
    file.add_argument(
        "--beside", action="append", default=[], metavar="CODE", help="it looks like this one, and is not"
    )
    drop = verb("drop", _drop, "erase it with its scans", "form")
    drop.add_argument("--reason", choices=("double", "mistake", "withdrawn", "elsewhere"), required=True)


def _shown(form: AssistedForm) -> Outcome:
    from kiosk.services.counter.plain import form_json

    lines = [f"{form.form}  {form.procedure}  {form.person}"]
    lines += [f"  {one.key}: {one.value}" for part in form.parts for one in part.lines if one.value]
    lines += [f"  - {one}" for one in form.missing]
    return Outcome(form_json(form), "\n".join(lines))


def _list(call: Call) -> Outcome:
    from kiosk.services.counter.plain import form_row_json

    with at_counter(call) as (counter, session):
        rows = [form_row_json(one) for one in counter.filings.waiting(session)]
    return listed(rows, lambda one: (one["form"], one["procedure"], one["from"], len(one["missing"])))


def _begin(call: Call) -> Outcome:
    from kiosk.domain.assisted_filing import FilingSource

    args = call.args
    with at_counter(call) as (counter, session):
        source = FilingSource(args.source)
        return _shown(counter.filings.begin(session, args.procedure, source, giver=args.giver, reason=args.reason))


def _show(call: Call) -> Outcome:
    with at_counter(call) as (counter, session):
        return _shown(counter.filings.open(session, call.args.form))


def _revision(counter: Any, session: Any, form: str) -> int:
    """A command looks and acts at once."""
    return int(counter.filings.open(session, form).revision)


def _person(call: Call) -> Outcome:
    args = call.args
    with at_counter(call) as (counter, session):
        revision, person = _revision(counter, session, args.form), dict(args.values)
        return _shown(counter.filings.name_person(session, args.form, revision, person, agreed=args.agreed))


def _answer(call: Call) -> Outcome:
    args = call.args
    with at_counter(call) as (counter, session):
        return _shown(
            counter.filings.answer(session, args.form, _revision(counter, session, args.form), dict(args.values))
        )


def _paper(call: Call) -> Outcome:
    from kiosk.services.form_files import bound_file

    args = call.args
    paper = bound_file(args.key, Path(args.file))
    with at_counter(call) as (counter, session):
        return _shown(counter.filings.add_paper(session, args.form, _revision(counter, session, args.form), paper))


def _later(call: Call) -> Outcome:
    args = call.args
    with at_counter(call) as (counter, session):
        revision = _revision(counter, session, args.form)
        return _shown(counter.filings.bring_later(session, args.form, revision, args.key, later=not args.no))


def _file(call: Call) -> Outcome:
    from kiosk.errors import UnknownCode

    args = call.args
    with at_counter(call) as (counter, session):
        try:
            revision = _revision(counter, session, args.form)
        except UnknownCode:  # filed before: its code is given again
            revision = 0
        code = counter.filings.file(session, args.form, revision, args.beside)
    return Outcome({"form": args.form, "code": code}, code)


def _drop(call: Call) -> Outcome:
    args = call.args
    with at_counter(call) as (counter, session):
        counter.filings.drop(session, args.form, _revision(counter, session, args.form), args.reason)
    return Outcome({"form": args.form, "dropped": args.reason}, args.form)
