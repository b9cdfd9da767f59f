"""kiosk jobs: what runs by itself, how it last ended, when it comes next; and having it run now."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.services.opening import looked_at, opened
from kiosk.words import Words, words

if TYPE_CHECKING:
    from kiosk.domain.jobs import JobRecord, JobRow


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    verbs.add_parser("list", parents=[shared], help="every job").set_defaults(run=listed)
    run_verb = verbs.add_parser("run", parents=[shared], help="have one run now")
    run_verb.add_argument("job", metavar="JOB")
    run_verb.add_argument("--to", type=Path, default=Path(), metavar="DIR", help="where a backup goes")
    run_verb.set_defaults(run=run)


def listed(call: Call) -> Outcome:
    from kiosk.services.maintenance.job_runs import jobs_of

    with looked_at(call.config) as store:
        rows = jobs_of(call.config, store, Path).rows()
    texts = words(call.args.say)
    return Outcome([_row(one) for one in rows], "\n".join(_line(one, texts) for one in rows))


def run(call: Call) -> Outcome:
    from kiosk.services.maintenance.job_runs import jobs_of

    with opened(call.config) as store:
        record = jobs_of(call.config, store, lambda: call.args.to).run(call.args.job)
    return Outcome(
        {"job": call.args.job, **_record(record)}, f"{call.args.job}  {_ended(record, words(call.args.say))}"
    )


def _record(record: JobRecord) -> dict[str, Any]:
    values = dict(record.values)
    return {"at": record.at.isoformat(), "seconds": record.seconds, "outcome": record.outcome.value, "values": values}


def _row(row: JobRow) -> dict[str, Any]:
    following = row.following.isoformat() if row.following else None
    last = _record(row.last) if row.last else None
    return {"job": row.key, "last": last, "next": following, "missed": row.missed}


def _line(row: JobRow, texts: Words) -> str:
    last = (
        f"{row.last.at:%H:%M %d/%m}  {_ended(row.last, texts)}" if row.last else texts.say("maintenance.ui.job_never")
    )
    return f"{texts.say(f'maintenance.job.{row.key}.name'):<28} {last}"


def _ended(record: JobRecord, texts: Words) -> str:
    return texts.say(f"maintenance.outcome.{record.outcome.value}")
