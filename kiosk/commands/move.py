"""kiosk move: this kiosk to another commune or unit, step by step, each of which may be cut and goes on."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.services.opening import looked_at, opened
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.domain.moving import MoveState


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    begin = verbs.add_parser("begin", parents=[shared], help="no new filing is begun; nothing else changes yet")
    begin.add_argument("invitation", type=Path, metavar="FILE", help="the new unit's invitation for this kiosk")
    begin.add_argument("--commune", default="", metavar="NAME", help="as on screen and paper: Xã Đồng Văn")
    begin.add_argument("--province", default="", metavar="NAME", help="tỉnh Tuyên Quang")
    begin.add_argument("--authority", default="", metavar="NAME", help="Ủy ban nhân dân")
    begin.set_defaults(run=_begin)
    for name, act, summary in (
        ("go", _go, "as far as it goes now: send, wait for the portal's word, re-key, new certificate"),
        ("show", _show, "which steps are done, and what is waited for"),
        ("cancel", _cancel, "stay where it is, as long as no key was changed"),
        ("proof", _proof, "each filing with the portal's number and the fingerprint of its signed words"),
    ):
        verbs.add_parser(name, parents=[shared], help=summary).set_defaults(run=act)
    again = verbs.add_parser("invite", parents=[shared], help="another invitation, where the first was used up")
    again.add_argument("invitation", type=Path, metavar="FILE")
    again.set_defaults(run=_invite)


def _begin(call: Call) -> Outcome:
    from kiosk.services.invitations import invitation_in
    from kiosk.services.move_runs import move_desk

    args = call.args
    invitation = invitation_in(args.invitation)
    with opened(call.config) as store:
        state = move_desk(call.config, store).begin(invitation, args.commune, args.province, args.authority)
    return _outcome(call, state)


def _invite(call: Call) -> Outcome:
    from kiosk.services.invitations import invitation_in
    from kiosk.services.move_runs import move_desk

    with opened(call.config) as store:
        desk = move_desk(call.config, store)
        desk.invite_again(invitation_in(call.args.invitation))
        return _outcome(call, desk.state())


def _go(call: Call) -> Outcome:
    """Until something is waited for. The name changes with the next command; ``go`` once more ends it."""
    from kiosk.services.move_runs import move_desk

    with opened(call.config) as store:
        state = move_desk(call.config, store).advance()
    return _outcome(call, state)


def _show(call: Call) -> Outcome:
    from kiosk.services.move_runs import move_desk

    with looked_at(call.config) as store:
        return _outcome(call, move_desk(call.config, store).state())


def _cancel(call: Call) -> Outcome:
    from kiosk.services.move_runs import move_desk

    with opened(call.config) as store:
        move_desk(call.config, store).call_off()
    return Outcome({"called_off": True}, words(call.args.say).say("move.called_off"))


def _proof(call: Call) -> Outcome:
    from kiosk.services.move_runs import move_desk

    with looked_at(call.config) as store:
        rows = move_desk(call.config, store).proofs()
    items = [{"code": code, "official": official, "papers": papers} for code, official, papers in rows]
    return Outcome(items, "\n".join(f"{code}  {official}  {papers}" for code, official, papers in rows))


def _outcome(call: Call, state: MoveState | None) -> Outcome:
    texts = words(call.args.say)
    if state is None:
        return Outcome({"under_way": False}, texts.say("move.none"))
    document: dict[str, Any] = {
        "under_way": state.next is not None,
        "from": f"{state.old.unit}/{state.old.kiosk}",
        "to": f"{state.new.unit}/{state.new.kiosk}",
        "done": {step.value: at.isoformat() for step, at in state.done.items()},
        "next": state.next.value if state.next else None,
        "waiting": list(state.waiting),
        "parked": list(state.parked),
        "unproven": state.unproven,
        "restart": state.restart,
    }
    lines = [f"{document['from']} -> {document['to']}"]
    lines += [f"  {at:%H:%M %d/%m/%Y}  {texts.say(f'move.step.{step.value}')}" for step, at in state.done.items()]
    if state.next is None:
        lines.append(texts.say("move.over"))
    elif state.restart:
        lines.append(texts.say("move.restart"))
    else:
        lines.append(texts.say("move.next", step=texts.say(f"move.step.{state.next.value}")))
        if state.waiting or state.unproven:
            lines.append(texts.say("move.waits", count=len(state.waiting), papers=state.unproven))
        if state.parked:
            lines.append(texts.say("move.parked", codes=", ".join(state.parked)))
    return Outcome(document, "\n".join(lines))
