"""kiosk retire: this kiosk leaves service: nothing left behind unsaid, the portal told, the key gone, a certificate."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.services.opening import looked_at, opened, out_of_service
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.domain.retiring import RetireState


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    verbs.add_parser("begin", parents=[shared], help="no new filing is begun").set_defaults(run=_begin)
    verbs.add_parser("show", parents=[shared], help="what is done, what stands in the way").set_defaults(run=_show)
    hand = verbs.add_parser("hand-over", parents=[shared], help="two people answer for what never arrived")
    hand.add_argument("names", nargs=2, metavar="NAME", help="two accounts; their secrets are asked for")
    hand.add_argument("--reason", required=True, metavar="TEXT")
    hand.set_defaults(run=_hand_over)
    tell = verbs.add_parser("tell", parents=[shared], help="the portal: it lets this kiosk in no more")
    tell.add_argument("--untold", action="store_true", help="without a line: somebody revokes it there by hand")
    tell.set_defaults(run=_tell)
    erase = verbs.add_parser("erase", parents=[shared], help="forget the key for good, and certify it (kiosk stopped)")
    erase.add_argument("--yes", action="store_true", required=True, help="the store cannot be opened afterwards")
    erase.add_argument("--to", type=Path, required=True, metavar="DIR", help="where the certificate goes, as a PDF too")
    erase.set_defaults(run=_erase)
    verbs.add_parser("cancel", parents=[shared], help="stay in service").set_defaults(run=_cancel)
    verify = verbs.add_parser("verify", parents=[shared], help="a certificate of erasure, on any kiosk")
    verify.add_argument("file", type=Path, metavar="FILE.json")
    verify.set_defaults(run=_verify)


def _begin(call: Call) -> Outcome:
    from kiosk.services.retiring import RetireDesk

    with opened(call.config) as store:
        return _outcome(call, RetireDesk(call.config, store).begin())


def _show(call: Call) -> Outcome:
    from kiosk.services.retire_notes import retire_noted
    from kiosk.services.retiring import RetireDesk

    if (retired := out_of_service(call.config)) is not None:
        return Outcome({"retired": True}, words(call.args.say).message(retired))
    with looked_at(call.config) as store:
        if retire_noted(store) is None:
            return Outcome({"under_way": False}, words(call.args.say).say("retire.none"))
        return _outcome(call, RetireDesk(call.config, store).state())


def _hand_over(call: Call) -> Outcome:
    from kiosk.commands.keys import hidden_line
    from kiosk.services.retiring import RetireDesk

    with opened(call.config) as store:
        secrets = {name: hidden_line(f"{name}:").strip() for name in call.args.names}
        return _outcome(call, RetireDesk(call.config, store).hand_over(call.args.reason, secrets))


def _tell(call: Call) -> Outcome:
    from kiosk.services.retiring import RetireDesk

    with opened(call.config) as store:
        return _outcome(call, RetireDesk(call.config, store).tell(untold=call.args.untold))


def _cancel(call: Call) -> Outcome:
    from kiosk.services.retiring import RetireDesk

    with opened(call.config) as store:
        RetireDesk(call.config, store).call_off()
    return Outcome({"called_off": True}, words(call.args.say).say("retire.called_off"))


def _erase(call: Call) -> Outcome:
    from kiosk.services.retiring import erase, write_certificate

    certificate = erase(call.config)
    pdf, document = write_certificate(certificate, call.args.to)
    data = {"erased": True, "pdf": str(pdf), "document": str(document)}
    return Outcome(data, words(call.args.say).say("retire.erased", file=pdf.name))


def _verify(call: Call) -> Outcome:
    from kiosk.services.retiring import verified_certificate

    whole = verified_certificate(call.args.file)
    facts, checks = whole["facts"], whole["checks"]
    key = "retire.holds" if checks["key_gone"] and checks["store_gone"] else "retire.not_gone"
    kiosk = f"{facts['unit']}/{facts['kiosk']}"
    return Outcome(whole, words(call.args.say).say(key, kiosk=kiosk, at=checks["checked_at"]))


def _outcome(call: Call, state: RetireState) -> Outcome:
    texts = words(call.args.say)
    document: dict[str, Any] = {
        "done": {step.value: at.isoformat() for step, at in state.done.items()},
        "next": state.next.value if state.next else None,
        "waiting": list(state.waiting),
        "carried": list(state.carried),
        "in_the_way": list(state.in_the_way),
        "handed_over": list(state.handed.codes) if state.handed else [],
        "portal_word": state.word,
    }
    lines = [f"  {at:%H:%M %d/%m/%Y}  {texts.say(state.words_of(step))}" for step, at in state.done.items()]
    if state.untold:
        lines.append(texts.say("retire.untold"))
    if state.in_the_way:
        lines.append(texts.say("retire.in_the_way", codes=", ".join(state.in_the_way)))
    elif state.next:
        lines.append(texts.say("retire.next", step=texts.say(f"retire.step.{state.next.value}")))
    return Outcome(document, "\n".join(lines))
