"""kiosk settings: what is set, what was changed at this kiosk, and changing it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from kiosk.commands import Call, Outcome
from kiosk.words import Words, words

if TYPE_CHECKING:
    from kiosk.services.settings import SettingEntry, SettingsDesk, Value


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    subs = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    show = subs.add_parser("show", parents=[shared], help="every entry, what it means and where it comes from")
    show.add_argument("names", nargs="*", metavar="NAME", help="an entry, or a section")
    show.set_defaults(run=_show)
    diff = subs.add_parser("diff", parents=[shared], help="what was changed at this kiosk")
    diff.set_defaults(run=_diff)
    change = subs.add_parser("set", parents=[shared], help="change an entry, from the next start on")
    change.add_argument("name", metavar="NAME")
    change.add_argument("value", metavar="VALUE")
    change.set_defaults(run=_set)
    revert = subs.add_parser("revert", parents=[shared], help="take entries back to what was set up; none named: all")
    revert.add_argument("names", nargs="*", metavar="NAME")
    revert.set_defaults(run=_revert)
    undo = subs.add_parser("undo", parents=[shared], help="the settings before the last change")
    undo.set_defaults(run=_undo)


def _show(call: Call) -> Outcome:
    wanted = call.args.names
    entries = [one for one in _desk(call).entries() if not wanted or one.name in wanted or one.section in wanted]
    return _listed(call, entries)


def _diff(call: Call) -> Outcome:
    desk, texts = _desk(call), words(call.args.say)
    entries = [one for one in desk.entries() if one.changed]
    listed = _listed(call, entries)
    notes = [texts.say("settings.refused")] if desk.refused else []
    text = listed.text or texts.say("settings.nothing")
    return Outcome({"changed": listed.data, "refused": desk.refused}, "\n".join([*notes, text]))


def _set(call: Call) -> Outcome:
    from kiosk.services.settings import noted

    change = _desk(call).change(call.args.name, call.args.value)
    in_journal = change.before == change.after or noted(call.config, "setting", change.name)
    texts = words(call.args.say)
    key = "settings.same" if change.before == change.after else "settings.changed"
    text = texts.say(key, name=change.name, before=_text(change.before, texts), after=_text(change.after, texts))
    data = {"name": change.name, "before": change.before, "after": change.after, "journal": in_journal}
    return Outcome(data, text)


def _revert(call: Call) -> Outcome:
    from kiosk.services.settings import noted

    names = _desk(call).revert(*call.args.names)
    for name in names:
        noted(call.config, "setting-reverted", name)
    texts = words(call.args.say)
    text = texts.say("settings.reverted", names=", ".join(names)) if names else texts.say("settings.nothing")
    return Outcome({"reverted": list(names)}, text)


def _undo(call: Call) -> Outcome:
    from kiosk.services.settings import noted

    _desk(call).undo()
    noted(call.config, "settings-undone", "")
    return Outcome({"undone": True}, words(call.args.say).say("settings.undone"))


def _desk(call: Call) -> SettingsDesk:
    from kiosk.services.settings import SettingsDesk

    return SettingsDesk(call.config)


def _listed(call: Call, entries: list[SettingEntry]) -> Outcome:
    texts = words(call.args.say)
    lines = [
        f"{one.name} = {_text(one.value, texts)}{_origin(one, texts)}\n    {meaning(one, texts)}" for one in entries
    ]
    data = [
        {
            "name": one.name,
            "value": one.value,
            "set_up": one.set_up,
            "default": one.default,
            "changed": one.changed,
            "changeable": one.changeable,
            "meaning": meaning(one, texts),
        }
        for one in entries
    ]
    return Outcome(data, "\n".join(lines))


def _origin(one: SettingEntry, texts: Words) -> str:
    if one.changed:
        return f"  ({_text(one.set_up, texts)})"
    return "" if one.changeable else f"  [{texts.say('settings.elsewhere')}]"


def meaning(one: SettingEntry, texts: Words) -> str:
    return texts.say(f"setting.{one.name}")


def _text(value: Value, texts: Words) -> str:
    if value == "*":
        return texts.say("settings.secret")
    if isinstance(value, bool):
        return str(value).lower()
    return texts.say("settings.empty") if value in ("", None) else str(value)
