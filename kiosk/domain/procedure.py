"""Procedures, required documents, fees, time limits: versioned data with dates of effect and sources.

The data lie in ``assets/procedures/CODE.toml``; this module only gives them a shape and checks it. Texts come in
every language the project keeps (``Text``), Vietnamese always.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Text = Mapping[str, str]
"""The same sentence by language code; ``vi`` is always there."""


class FieldType(enum.Enum):
    """How a field is asked and checked."""

    NAME = "name"  # a person's name: letters, space, hyphen, apostrophe
    TEXT = "text"
    DATE = "date"  # dd/mm/yyyy
    YEAR_OR_DATE = "year-or-date"  # yyyy or dd/mm/yyyy
    CHOICE = "choice"
    LIST = "list"  # a choice among many: paged, searched
    NUMBER = "number"
    ID_NUMBER = "id-number"  # 12 digits, or 9 of an old paper
    PHONE = "phone"
    ADDRESS = "address"  # one line: house or hamlet, commune, province
    COMPUTED = "computed"  # never asked


@dataclass(frozen=True)
class Choice:
    value: str
    label: Text
    icon: str = ""
    note: Text = field(default_factory=dict)


@dataclass(frozen=True)
class Condition:
    """True when every named field holds one of the values given for it. Empty: always true."""

    wanted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def holds(self, values: Mapping[str, str]) -> bool:
        return all(values.get(key, "") in allowed for key, allowed in self.wanted.items())


@dataclass(frozen=True)
class Field:
    """One line of the official sheet."""

    key: str  # section.name, e.g. child.birth_date
    type: FieldType
    label: Text  # in plain words
    official: str  # as the sheet prints it
    required: bool = False
    show: Condition = field(default_factory=Condition)
    choices: tuple[Choice, ...] = ()
    values_of: str = ""  # a shared list: assets/values/NAME.toml
    source: str = ""  # prefill: card.NAME, office.NAME, or compute:FUNCTION
    default: str = ""
    suggest: tuple[str, ...] = ()  # one-touch answers: other fields, card.NAME, office.NAME
    hint: Text = field(default_factory=dict)
    example: str = ""
    max_length: int = 200
    upper: bool = False  # capitals on the sheet
    not_future: bool = False
    eform: str = ""  # its name in the e-form
    late_after_days: int = 0  # a date longer ago is taken, and said kindly


@dataclass(frozen=True)
class Prefill:
    """When the condition holds, the left fields take the right sources, once, unless typed already."""

    when: Condition
    copies: Mapping[str, str]


@dataclass(frozen=True)
class Page:
    """One decision on one screen."""

    key: str
    title: Text
    fields: tuple[str, ...]
    hint: Text = field(default_factory=dict)
    show: Condition = field(default_factory=Condition)
    section: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the official sheet, and one card on the review screen."""

    key: str
    title: Text
    official: str
    icon: str
    fields: tuple[Field, ...]
    summary: tuple[str, ...] = ()  # fields shown on review: the first one bold


@dataclass(frozen=True)
class RequiredDocument:
    """Thành phần hồ sơ."""

    key: str
    name: Text
    note: Text
    show: Condition = field(default_factory=Condition)
    required: bool = True
    upload: bool = True  # False: only shown at the counter, never photographed
    picture: str = ""  # an illustration of it
    portal_code: str = ""  # MaThanhPhanHoSo


@dataclass(frozen=True)
class Fee:
    key: str
    name: Text
    amount: int  # VND each
    per: str = ""  # a number field it is multiplied by
    source: str = ""


@dataclass(frozen=True)
class TimeLimit:
    """Working days, and the hour after which receipt counts for the next day."""

    working_days: int
    cut_off: str = "15:00"
    source: str = ""


@dataclass(frozen=True)
class Procedure:
    """Thủ tục, in the version in force from ``effective`` on."""

    code: str
    version: str
    effective: date
    name: Text  # in plain words
    official: str
    field_code: str  # MaLinhVuc
    field_name: str
    authority: str
    prefix: str  # two letters of the provisional code
    life_event: str
    online: str  # toàn trình | một phần
    sections: tuple[Section, ...]
    pages: tuple[Page, ...]
    prefills: tuple[Prefill, ...]
    documents: tuple[RequiredDocument, ...]
    fees: tuple[Fee, ...]
    limit: TimeLimit
    subject: str  # the field that names whom the dossier is about
    applicant: Mapping[str, str]  # which fields name the person who files: full_name, id_number, phone
    oath: Text
    result: Text
    legal_basis: tuple[str, ...]
    checked: date  # when a person last compared this with its sources

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(item for section in self.sections for item in section.fields)

    def field(self, key: str) -> Field:
        """The field of that key; KeyError if the sheet has none."""
        for item in self.fields:
            if item.key == key:
                return item
        raise KeyError(key)

    def document(self, key: str) -> RequiredDocument:
        for item in self.documents:
            if item.key == key:
                return item
        raise KeyError(key)


def procedure_from(data: Mapping[str, Any]) -> Procedure:
    """A procedure from its data. Raises KeyError, ValueError or TypeError where the data are not in shape."""
    head = data["procedure"]
    made = Procedure(
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
    )
    _consistent(made)
    return made


def _text(table: Mapping[str, Any], key: str) -> dict[str, str]:
    """``key`` and ``key_en`` side by side become one Text; a missing sentence is an empty Text."""
    if key not in table:
        return {}
    return {"vi": table[key], "en": table.get(f"{key}_en", table[key])}


def _condition(table: Mapping[str, Any]) -> Condition:
    wanted = table.get("show", {})
    return Condition({key: (value,) if isinstance(value, str) else tuple(value) for key, value in wanted.items()})


def _choice(table: Mapping[str, Any]) -> Choice:
    return Choice(table["value"], _text(table, "label"), table.get("icon", ""), _text(table, "note"))


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


def _field(table: Mapping[str, Any], section: str) -> Field:
    return Field(
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
        icon=table["icon"],
        fields=tuple(_field(item, key) for item in table["fields"]),
        summary=tuple(table.get("summary", ())),
    )


def _page(table: Mapping[str, Any]) -> Page:
    fields = tuple(table["fields"])
    return Page(
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
    )


def _fee(table: Mapping[str, Any]) -> Fee:
    return Fee(table["key"], _text(table, "name"), table["amount"], table.get("per", ""), table.get("source", ""))


def _consistent(made: Procedure) -> None:
    """Every key that the data name must exist; ValueError names the first that does not."""
    known = {item.key for item in made.fields}
    named: list[str] = [made.subject, *made.applicant.values()]
    conditions = [item.show for item in made.fields]
    conditions += [item.show for item in made.pages]
    conditions += [item.show for item in made.documents]
    for page in made.pages:
        named += page.fields
    for section in made.sections:
        named += section.summary
    for prefill in made.prefills:
        named += prefill.copies
        conditions.append(prefill.when)
    for condition in conditions:
        named += condition.wanted
    named += [fee.per for fee in made.fees if fee.per]
    _all_known(named, known)


def _all_known(named: Sequence[str], known: set[str]) -> None:
    for key in named:
        if key not in known:
            raise ValueError(f"no such field: {key}")
