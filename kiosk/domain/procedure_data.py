"""Procedures out of their data: reading what ``assets/procedures/CODE.toml`` holds, and seeing that it fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kiosk.domain.procedure import (
    Condition,
    FieldChoice,
    FieldType,
    FormField,
    FormPage,
    Prefill,
    Procedure,
    ProcedureFee,
    RequiredDocument,
    ReviewPart,
    Section,
    TimeLimit,
)
from kiosk.domain.visibility import circle_in


def procedure_from(data: Mapping[str, Any]) -> Procedure:
    """A procedure from its data. Raises KeyError, ValueError or TypeError where the data are not in shape."""
    head = data["procedure"]
    procedure = Procedure(
        code=head["code"],
        version=head["version"],
        effective=head["effective"],
        name=_text(head, "name"),
        official=head["official"],
        field_code=head["field_code"],
        field_name=head["field_name"],
        authority=head["authority"],
        prefix=head["prefix"],
        life_event=head["life_event"],
        online=head["online"],
        sections=tuple(_section(item) for item in data["sections"]),
        pages=tuple(_page(item) for item in data["pages"]),
        review=tuple(_review(item) for item in data["review"]),
        prefills=tuple(_prefill(item) for item in data.get("prefills", ())),
        documents=tuple(_document(item) for item in data["documents"]),
        fees=tuple(_fee(item) for item in data.get("fees", ())),
        limit=TimeLimit(**data["limit"]),
        subject=head["subject"],
        applicant=dict(head["applicant"]),
        oath=_text(head, "oath"),
        result=_text(head, "result"),
        legal_basis=tuple(head["legal_basis"]),
        checked=head["checked"],
        alike=tuple(tuple(item["same"]) for item in data.get("alike", ())),
    )
    _consistent(procedure)
    return procedure


def _text(table: Mapping[str, Any], key: str) -> dict[str, str]:
    """``key`` and ``key_en`` side by side become one Text; a missing sentence is an empty Text."""
    if key not in table:
        return {}
    return {"vi": table[key], "en": table.get(f"{key}_en", table[key])}


def _condition(table: Mapping[str, Any]) -> Condition:
    wanted = table.get("show", {})
    return Condition({key: (value,) if isinstance(value, str) else tuple(value) for key, value in wanted.items()})


def _choice(table: Mapping[str, Any]) -> FieldChoice:
    return FieldChoice(table["value"], _text(table, "label"), table.get("icon", ""), _text(table, "note"))


_FIELD_PLAIN = (
    "values_of",
    "source",
    "default",
    "example",
    "max_length",
    "upper",
    "not_future",
    "eform",
    "late_after_days",
)


def _field(table: Mapping[str, Any], section: str) -> FormField:
    return FormField(
        key=f"{section}.{table['key']}",
        type=FieldType(table["type"]),
        label=_text(table, "label"),
        official=table["official"],
        required=table.get("required", False),
        show=_condition(table),
        choices=tuple(_choice(item) for item in table.get("choices", ())),
        suggest=tuple(table.get("suggest", ())),
        hint=_text(table, "hint"),
        **{name: table[name] for name in _FIELD_PLAIN if name in table},
    )


def _section(table: Mapping[str, Any]) -> Section:
    key = table["key"]
    return Section(
        key=key,
        title=_text(table, "title"),
        official=table["official"],
        fields=tuple(_field(item, key) for item in table["fields"]),
    )


def _review(table: Mapping[str, Any]) -> ReviewPart:
    return ReviewPart(
        title=_text(table, "title"),
        icon=table["icon"],
        sections=tuple(table["sections"]),
        bold=tuple(table["bold"]),
        plain=tuple(table.get("plain", ())),
    )


def _page(table: Mapping[str, Any]) -> FormPage:
    fields = tuple(table["fields"])
    return FormPage(
        key=table["key"],
        title=_text(table, "title"),
        fields=fields,
        hint=_text(table, "hint"),
        show=_condition(table),
        section=fields[0].split(".")[0],
    )


def _prefill(table: Mapping[str, Any]) -> Prefill:
    return Prefill(_condition({"show": table["when"]}), dict(table["copies"]))


def _document(table: Mapping[str, Any]) -> RequiredDocument:
    return RequiredDocument(
        key=table["key"],
        name=_text(table, "name"),
        note=_text(table, "note"),
        show=_condition(table),
        required=table.get("required", True),
        upload=table.get("upload", True),
        picture=table.get("picture", ""),
        portal_code=table.get("portal_code", ""),
        sides=_sides(table),
    )


def _sides(table: Mapping[str, Any]) -> int:
    sides = table.get("sides", 1)
    if sides not in (1, 2):
        raise ValueError(f"a paper has one side or two, not {sides!r}")
    return int(sides)


def _fee(table: Mapping[str, Any]) -> ProcedureFee:
    return ProcedureFee(
        table["key"], _text(table, "name"), table["amount"], table.get("per", ""), table.get("source", "")
    )


def _consistent(procedure: Procedure) -> None:
    """Every key that the data name must exist; ValueError names the first that does not."""
    known = {item.key for item in procedure.fields}
    named: list[str] = [procedure.subject, *procedure.applicant.values()]
    conditions = [item.show for item in procedure.fields]
    conditions += [item.show for item in procedure.pages]
    conditions += [item.show for item in procedure.documents]
    for page in procedure.pages:
        named += page.fields
    for part in procedure.review:
        named += (*part.bold, *part.plain)
    for prefill in procedure.prefills:
        named += prefill.copies
        conditions.append(prefill.when)
    for condition in conditions:
        named += condition.wanted
    named += [fee.per for fee in procedure.fees if fee.per]
    for same in procedure.alike:
        named += same
    _all_known(named, known)
    if circle := circle_in(procedure):
        raise ValueError(f"whether it is asked depends on itself: {circle}")


def _all_known(named: Sequence[str], known: set[str]) -> None:
    for key in named:
        if key not in known:
            raise ValueError(f"no such field: {key}")
