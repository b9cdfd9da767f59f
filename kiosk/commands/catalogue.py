"""kiosk catalogue: procedures in force, and signed updates by line or by stick."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome, sandbox
from kiosk.commands.versions import version_line
from kiosk.services.opening import opened
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.forms.slips import Slip


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, run: Any, summary: str) -> argparse.ArgumentParser:
        verb_parser = verbs.add_parser(name, parents=[shared], help=summary, description=summary)
        verb_parser.set_defaults(run=run)
        return verb_parser

    verb("list", listed, "the procedures in force, and how old the catalogue is")
    verb("check", check, "everything that is wrong in a folder, with its line").add_argument(
        "folder", type=Path, nargs="?"
    )
    new_verb = verb("new", new, "a commented skeleton of a procedure, to be changed line by line")
    new_verb.add_argument("code", metavar="CODE")
    new_verb.add_argument("--folder", type=Path, default=Path("assets"), help="with procedures and words; assets")
    show_verb = verb("show", show, "one procedure laid open: what it asks, and what follows")
    show_verb.add_argument("code", metavar="CODE")
    show_verb.add_argument("--folder", type=Path, help="with procedures and words; this program's own")
    show_verb.add_argument("--on", type=date.fromisoformat, help="the day of receipt, 2026-11-30; today")
    sheets_verb = verb("sheets", sheets, "the official sheets of a procedure as PDF, filled by its sample filings")
    sheets_verb.add_argument("code", metavar="CODE")
    sheets_verb.add_argument("--folder", type=Path, help="with procedures and words; this program's own")
    sheets_verb.add_argument("--sample", metavar="KEY", help="of this sample filing alone")
    sheets_verb.add_argument("--out", type=Path, required=True, metavar="DIR")
    update = verb("update", take, "take what is newest: from the portal, or from a folder or stick")
    update.add_argument("folder", type=Path, nargs="?")
    update.add_argument("--program", action="store_true", help="the program, for its next start")
    coming_verb = verb("coming", coming, "what is newest, before it is taken: version, changes, signed by whom, size")
    coming_verb.add_argument("folder", type=Path, nargs="?")
    coming_verb.add_argument("--program", action="store_true")
    verb("back", back, "the last good catalogue again")
    for name in sandbox.VERBS["catalogue"]:
        sandbox.register_verb("catalogue", name, verbs, shared)


def listed(call: Call) -> Outcome:
    from kiosk.services.updates import catalogue_in_force

    known = catalogue_in_force(call.config)
    document: dict[str, Any] = {
        "version": known.version,
        "published": known.published.isoformat() if known.published else None,
        "vouched_until": known.until.isoformat() if known.until else None,
        "procedures": [{"code": one.code, "version": one.version, "name": one.official} for one in known.procedures],
    }
    lines = [f"{one.code}  {one.version}  {one.official}" for one in known.procedures]
    return Outcome(document, "\n".join([version_line(call, known.version), *lines]))


def check(call: Call) -> Outcome:
    """All that is wrong at once; exit 1 where anything is. Without a folder, this program's own."""
    from kiosk.services.procedure_authoring import OWN_FOLDER, check_procedures, slip_data, slip_text
    from kiosk.services.updates import check_folder

    folder, say = call.args.folder or OWN_FOLDER, words(call.args.say)
    outcome = check_procedures(folder)

    def line(slip: Slip) -> str:
        return say.say("catalogue.line", where=slip.place, key=slip.place.key, text=slip_text(say, slip))

    document: dict[str, Any] = {"ok": outcome.good, "procedures": outcome.versions, "samples": outcome.samples}
    document["slips"] = [slip_data(say, one) for one in outcome.slips]
    document["turns"] = [
        {"day": one.day.isoformat(), "code": one.code, "version": one.version, "kind": one.kind.value, "what": one.what}
        for one in outcome.turns
    ]
    document["unfollowed"] = {code: until.isoformat() for code, until in outcome.unfollowed}
    document["strays"] = [slip_data(say, one) for one in outcome.strays]
    document["unprinted"] = [{"code": code, "version": version} for code, version in outcome.unprinted]
    if outcome.good:
        check_folder(folder)
        good = say.say("catalogue.good", procedures=outcome.versions, samples=outcome.samples)
        turns = [
            say.say(f"catalogue.turn.{one.kind.value}", code=one.code, day=f"{one.day:%d/%m/%Y}", what=one.what)
            for one in outcome.turns
        ]
        unprinted = [say.say("catalogue.unprinted", code=code, version=version) for code, version in outcome.unprinted]
        return Outcome(document, "\n".join([good, *unprinted, *map(line, outcome.strays), *turns]))
    lines = [*map(line, outcome.slips)]
    return Outcome(document, "\n".join([say.say("catalogue.wrong", count=len(lines)), *lines]), 1)


def new(call: Call) -> Outcome:
    from kiosk.services.procedure_authoring import new_procedure

    folder, code = call.args.folder, call.args.code
    paths = new_procedure(folder, code, office_day())
    text = words(call.args.say).say("catalogue.new", path=paths[0], folder=folder)
    return Outcome({"files": [path.as_posix() for path in paths]}, text)


def show(call: Call) -> Outcome:
    from kiosk.services.procedure_authoring import version_data, version_in_force, version_lines

    version = version_in_force(call.args.code, call.args.on or office_day(), call.args.folder)
    return Outcome(version_data(version), "\n".join(version_lines(version)))


def sheets(call: Call) -> Outcome:
    """Each sheet that a sample calls for, as it would be printed; across it stands that it is none to be handed in."""
    from kiosk.services.sample_sheets import write_sheets

    args = call.args
    files = write_sheets(args.folder, args.code, args.sample or "", args.out)
    return Outcome({"files": [path.as_posix() for path in files]}, "\n".join(path.as_posix() for path in files))


def coming(call: Call) -> Outcome:
    """Nothing of it is fetched, and nothing is changed."""
    from kiosk.services.maintenance.update_desk import coming_update

    with opened(call.config) as store:
        known = coming_update(call.config, store, "program" if call.args.program else "catalogue", call.args.folder)
    texts = words(call.args.say)
    document: dict[str, Any] = {
        "kind": known.kind,
        "version": known.version,
        "new": known.new,
        "bytes": known.size,
        "files": known.files,
        "published": known.published.isoformat() if known.published else None,
        "notes": {language: list(lines) for language, lines in known.notes.items()},
        "signed_by": list(known.signed_by),
        "keys": known.keys,
        "hindrance": known.hindrance,
    }
    if not known.new:
        return Outcome(document, texts.say("update.nothing-new", version=known.version))
    signed = ", ".join(key[:8] for key in known.signed_by)
    day = f"{known.published:%d/%m/%Y}" if known.published else "?"
    values = {"version": known.version, "files": known.files, "size": texts.file_size(known.size), "day": day}
    lines = [texts.say("update.coming", **values), texts.say("update.signed", keys=known.keys, names=signed)]
    lines += known.notes.get(call.args.say) or known.notes.get("vi") or ()
    lines += [texts.say(f"update.hindrance.{known.hindrance}")] if known.hindrance else []
    return Outcome(document, "\n".join(lines))


def take(call: Call) -> Outcome:
    """In force with the next start of the kiosk. Any failure leaves in force what was."""
    from kiosk.services.updates import take_by_line, take_from_folder

    program, folder = call.args.program, call.args.folder
    with opened(call.config) as store:
        if folder:
            update = take_from_folder(call.config, store, folder, program=program)
        else:
            update = take_by_line(call.config, store, program=program)
    texts = words(call.args.say)
    document = {"version": str(update.version), "new": update.new, "files": update.files, "bytes": update.bytes}
    key = ("update.program" if program else "update.taken") if update.new else "update.nothing-new"
    return Outcome(document, texts.say(key, version=update.version, files=update.files))


def back(call: Call) -> Outcome:
    from kiosk.services.updates import go_back

    version = go_back(call.config)
    return Outcome({"version": version}, version_line(call, version))


def office_day() -> date:
    from kiosk.services.procedure_authoring import today

    return today()
