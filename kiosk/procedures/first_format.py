"""The first format of procedures, one TOML file with texts beside keys, put into the second: for filings that were made
under it, whose edition lies in the store as it was.

Conditions there are equality and "and": ``{ "a.b" = ["1", ""] }`` says that a.b is "1", or empty.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.procedures.toml_text import toml_text
from kiosk.procedures.version_files import VersionFiles

PARTY = "applicant"
"""The one who stands at the kiosk."""

_PLAIN = ("values_of", "default", "example", "max_length", "upper", "not_future", "eform", "required")
_COMPUTED = {
    "signed_on": "today",
    "paper_type": 'if(own.paper_issued >= 2024-07-01, "can-cuoc", "cccd")',
    "paper_issuer": (
        'if(own.paper_issued >= 2024-07-01, "Bộ Công an", "Cục Cảnh sát quản lý hành chính về trật tự xã hội")'
    ),
}
Table = Mapping[str, Any]
Words = dict[str, dict[str, Any]]


def files_from(text: str) -> VersionFiles:
    """The same procedure as the second format writes it. KeyError, ValueError or TypeError where it is none."""
    old = tomllib.loads(text)
    head, words = old["procedure"], _Words()
    for part in ("name", "oath", "result", "line", "search"):
        words.put(head, part, "procedure", part)
    new = {
        "procedure": _head(head),
        "parties": [{"key": PARTY}],
        "groups": [_group(section, old, words) for section in old["sections"]],
        "pages": [_page(page, words) for page in old["pages"]],
        "review": [_review(number, part, words) for number, part in enumerate(old["review"])],
        "documents": [_document(one, old, words) for one in old["documents"]],
        "fees": [_fee(one, words) for one in old.get("fees", ())],
        "limits": [_limit(old["limit"])],
        "alike": [{"same": one["same"]} for one in old.get("alike", ())],
        "samples": [],
    }
    texts = {language: toml_text(table) for language, table in words.tables.items()}
    return VersionFiles(head["code"], head["version"], toml_text(new), texts)


class _Words:
    """Texts by language, gathered while the procedure is walked through."""

    def __init__(self) -> None:
        self.tables: Words = {"vi": {}, "en": {}}

    def put(self, table: Table, key: str, *path: str) -> None:
        """``key`` and ``key_en`` of ``table``, under ``path``; nothing where there is no such sentence."""
        for language, name in (("vi", key), ("en", f"{key}_en")):
            if name in table:
                place = self.tables[language]
                for step in path[:-1]:
                    place = place.setdefault(step, {})
                place[path[-1]] = table[name]


def _head(head: Table) -> Table:
    plain = ("code", "version", "official", "field_code", "field_name", "authority", "prefix", "applicant", "online")
    return {
        **{key: head[key] for key in plain},
        "in_force": {"from": head["effective"]},
        "channels": ["counter", "kiosk"],
        "events": [head["life_event"]],
        "subject": f"{{{head['subject']}}}",
        "sources": head["legal_basis"],
        "checked": {"on": head["checked"], "by": ""},
    }


def _group(section: Table, old: Table, words: _Words) -> Table:
    key = section["key"]
    words.put(section, "title", "groups", key, "title")
    copies = {
        field: (source, one["when"]) for one in old.get("prefills", ()) for field, source in one["copies"].items()
    }
    here = {name: rest for name, rest in copies.items() if name.startswith(f"{key}.")}
    group: dict[str, Any] = {"key": key, "official": section["official"]}
    if here or any(str(one.get("source", "")).startswith("card.") for one in section["fields"]):
        group["from"] = f"party.{PARTY}"
    if here:
        group["from_if"] = _holds(next(iter(here.values()))[1], old)
    fields = [_field(one, key, old, words) for one in section["fields"]]
    for one in fields:
        if (name := f"{key}.{one['key']}") in here:
            one["card"] = here[name][0].removeprefix("card.")
    return {**group, "fields": fields}


def _field(one: Table, section: str, old: Table, words: _Words) -> dict[str, Any]:
    key = one["key"]
    for part in ("label", "hint"):
        words.put(one, part, "fields", section, key, part)
    for choice in one.get("choices", ()):
        for part in ("label", "note"):
            words.put(choice, part, "fields", section, key, "choices", choice["value"], part)
    field: dict[str, Any] = {"key": key, "type": _kind(one), "official": one["official"]}
    field |= {name: one[name] for name in _PLAIN if name in one}
    field |= _source(one)
    if condition := _shown(one, f"{section}.{key}", old):
        field["relevant"] = condition
    if one.get("choices"):
        field["choices"] = [{"value": choice["value"], "icon": choice.get("icon", "")} for choice in one["choices"]]
    if one.get("suggest"):
        field["suggest"] = [_name(source) for source in one["suggest"]]
    if one["type"] == "number":
        field["range"] = [1, 99]
    return field


def _kind(one: Table) -> str:
    if one["type"] != "computed":
        return str(one["type"])
    if str(one.get("source", "")).startswith("consent."):
        return "yes-no"
    return "choice" if one.get("choices") else "text"


def _source(one: Table) -> dict[str, str]:
    source = str(one.get("source", ""))
    room, _, name = source.partition(".")
    if room == "card":
        return {"card": name}
    if room in ("office", "consent"):
        return {"calculation": source}
    if source.startswith("compute:"):
        return {"calculation": _computed(source.removeprefix("compute:"), one["key"])}
    if one["type"] == "computed" and one.get("default"):
        return {"calculation": f'"{one["default"]}"'}
    return {}


def _computed(name: str, key: str) -> str:
    """What was computed by a name; what ends in ``_words`` spells the date beside it."""
    return _COMPUTED.get(name) or f"in_words(own.{key.removesuffix('_words')}_date)"


def _name(source: str) -> str:
    return f"party.{PARTY}.{source.removeprefix('card.')}" if source.startswith("card.") else source


def _shown(one: Table, key: str, old: Table) -> str:
    """A field is asked where its own condition holds and that of a page that asks it."""
    own = _holds(one.get("show", {}), old)
    pages = [page for page in old["pages"] if key in page["fields"]]
    walks = [_holds(page.get("show", {}), old) for page in pages]
    if not walks or not all(walks):
        return own
    walk_to_it = " or ".join(f"({walk})" for walk in dict.fromkeys(walks))
    return f"({own}) and ({walk_to_it})" if own and [own] != walks else own or walk_to_it


def _holds(wanted: Table, old: Table) -> str:
    """A condition of the first format as an expression; empty where it always holds."""
    return " and ".join(f"({part})" if " or " in part else part for part in _parts(wanted, old))


def _parts(wanted: Table, old: Table) -> Iterator[str]:
    switches = {
        f"{section['key']}.{one['key']}"
        for section in old["sections"]
        for one in section["fields"]
        if _kind(one) == "yes-no"
    }
    for key, value in wanted.items():
        values = [value] if isinstance(value, str) else list(value)
        if key in switches:
            yield key if values == ["yes"] else f"not {key}"
            continue
        filled = [one for one in values if one]
        test = f"{key} in [{', '.join(_quoted(one) for one in filled)}]" if filled else ""
        empty = f"not filled({key})" if "" in values else ""
        yield " or ".join(part for part in (test, empty) if part)


def _quoted(value: str) -> str:
    return f'"{value}"'


def _page(page: Table, words: _Words) -> Table:
    for part in ("title", "hint"):
        words.put(page, part, "pages", page["key"], part)
    return {"key": page["key"], "fields": page["fields"]}


def _review(number: int, part: Table, words: _Words) -> Table:
    key = f"part-{number}"
    words.put(part, "title", "review", key, "title")
    plain = {name: part[name] for name in ("icon", "bold", "plain") if name in part}
    return {"key": key, "groups": part["sections"], **plain}


def _document(one: Table, old: Table, words: _Words) -> Table:
    for part in ("name", "note"):
        words.put(one, part, "documents", one["key"], part)
    document = {name: one[name] for name in ("key", "required", "picture", "portal_code", "sides") if name in one}
    document["handling"] = "photographed" if one.get("upload", True) else "shown"
    if condition := _holds(one.get("show", {}), old):
        document["relevant"] = condition
    return document


def _fee(one: Table, words: _Words) -> Table:
    words.put(one, "name", "fees", one["key"], "name")
    fee = {"key": one["key"], "source": one.get("source", ""), "amounts": [{"amount": one["amount"]}]}
    return fee | ({"per": one["per"]} if one.get("per") else {})


def _limit(limit: Table) -> Table:
    cut_off = limit.get("cut_off", "")
    same = f"same_day({cut_off})" if cut_off else "same_day"
    within = same if limit.get("same_day") else f"working_days({limit['working_days']})"
    return {"within": within, "source": limit.get("source", "")}
