"""A version of the second format in the shapes that screens, slip and portal know: what is fixed, before any answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from kiosk.domain.certainty import Certainty
from kiosk.domain.charges import FeeCharge
from kiosk.domain.money import MOST_DIGITS
from kiosk.domain.procedure import (
    SIGNATURE,
    SIGNED_SHEET,
    FieldChoice,
    FieldType,
    FormField,
    Procedure,
    ProcedureFee,
    RequiredDocument,
    Section,
    TableSection,
    TimeLimit,
)
from kiosk.forms.case import in_force
from kiosk.forms.effects import FeeSpec, Handling, LimitSpec
from kiosk.forms.elements import Expression, FieldKind
from kiosk.forms.fees import FeeDue
from kiosk.forms.limits import read_limit
from kiosk.forms.sheet import ProcedureVersion, SheetDocument, SheetField, SheetGroup
from kiosk.forms.syntax import FunctionCall, Name
from kiosk.forms.text_checks import MOST_TROUBLES
from kiosk.procedures.listed_choices import coded_choices

_TYPES = {FieldKind.YES_NO: FieldType.CHOICE}
_SIGNED = {"vi": "Chữ ký: {}", "en": "Signature: {}"}
_YES_NO = {"yes": {"vi": "Có", "en": "Yes"}, "no": {"vi": "Không", "en": "No"}}


def procedure_view(version: ProcedureVersion, day: date, engine: object = None) -> Procedure:
    """``day``: whose prices are named before anything is answered."""
    head, texts = version.head, version.texts
    return Procedure(
        code=head.portal_code or head.code,
        version=head.version,
        effective=head.in_force.since,
        until=head.in_force.until,
        name=version.name,
        official=head.official,
        field_code=head.field_code,
        field_name=head.field_name,
        authority=head.authority,
        prefix=head.prefix,
        life_event=head.events[0] if head.events else "",
        online=head.online,
        sections=tuple(_section(version, group) for group in version.groups if not group.table),
        tables=tuple(_table(version, group) for group in version.tables.values()),
        pages=version.pages,
        review=version.review,
        documents=(*map(_document, version.documents), *_signatures(version), *_signed_sheets(version)),
        fees=tuple(_fee(version, fee, day) for fee in version.fees),
        limit=time_limit(version.limits[-1]),
        subject=_first_field(head.subject),
        applicant=dict(head.applicant),
        oath=texts.text("procedure.oath"),
        result=texts.text("procedure.result"),
        legal_basis=head.sources,
        checked=head.checked.on,
        alike=tuple(one.same for one in version.alike),
        statuses={number: text for number in map(str, range(1, 11)) if (text := texts.text(f"status.{number}"))},
        troubles=tuple(filter(None, (texts.text(f"trouble.{number}") for number in range(1, MOST_TROUBLES + 1)))),
        source=version.content,
        line=texts.text("procedure.line"),
        events=head.events,
        search=texts.phrases,
        another=texts.text("another.label"),
        another_keys=_another_keys(version),
        linked={one.key: texts.text(f"linked.{one.key}.name") for one in version.spec.linked},
        order_days=head.order_days,
        returned_by=head.returned_by,
        returned_way=head.returned_way,
        engine=engine,
    )


def _another_keys(version: ProcedureVersion) -> frozenset[str]:
    names = set(version.spec.another.keeps if version.spec.another else ())
    return frozenset(one.key for one in version.fields if names.intersection((one.key, one.group)))


def time_limit(spec: LimitSpec | None) -> TimeLimit:
    """The limit of a case. Where it is unsure (None too), or no day can be named beforehand, an officer says it."""
    if spec is None or spec.sure is Certainty.UNSURE:
        return TimeLimit(0, promise="officer")
    promise = "nothing" if spec.within == "nothing" else "officer"
    return read_limit(spec.within, spec.source) or TimeLimit(0, source=spec.source, promise=promise)


def _first_field(subject: str) -> str:
    match = re.search(r"\{([^{}]+)\}", subject)
    return match[1] if match else ""


def _section(version: ProcedureVersion, group: SheetGroup) -> Section:
    return Section(group.key, group.title, group.official, tuple(_field(version, one) for one in group.fields))


def _table(version: ProcedureVersion, group: SheetGroup) -> TableSection:
    repeat, fields = group.spec.repeat, tuple(_field(version, one) for one in group.fields)
    assert repeat is not None
    headline = f"{group.key}.{repeat.title}" if repeat.title else ""
    columns = {item.key for item in group.fields}
    sums = tuple(one.key for one in version.fields if one.type is FieldKind.MONEY and _adds(one, columns))
    title = group.row_title or group.title
    return TableSection(group.key, group.title, group.official, fields, title, headline, repeat.min, repeat.max, sums)


def _adds(item: SheetField, columns: Collection[str]) -> bool:
    calculation = item.spec.calculation
    return calculation is not None and bool(calculation.names & set(columns))


def _field(version: ProcedureVersion, item: SheetField) -> FormField:
    spec = item.spec
    kind = FieldType.COMPUTED if item.calculated else _TYPES.get(item.type) or FieldType(item.type.value)
    return FormField(
        key=item.key,
        type=kind,
        label=item.label,
        official=item.official,
        required=spec.required is True and not spec.unknown,
        choices=_choices(item),
        values_of=spec.values_of,
        suggest=spec.suggest,
        family_of=spec.family_of,
        hint=item.hint,
        example=spec.example,
        max_length=MOST_DIGITS if kind is FieldType.MONEY else spec.max_length,
        range=spec.range,
        money=item.type is FieldKind.MONEY,
        upper=spec.upper,
        not_future=spec.not_future,
        eform=spec.eform,
        shape=spec.shape,
        spelled=_spelled(version, item.key),
        halves=f"{item.group}.{spec.halves}" if spec.halves else "",
        secret=spec.secret,
        amount=version.texts.text(f"fields.{item.key}.amount"),
        born=spec.card == "birth_date" or bool(_spelled(version, item.key)),
    )


def _choices(item: SheetField) -> tuple[FieldChoice, ...]:
    if item.type is FieldKind.LIST:
        return coded_choices(item.spec.values_of)
    if item.choices or item.type is not FieldKind.YES_NO:
        return tuple(FieldChoice(one.value, one.label, one.icon, one.note) for one in item.choices)
    return (FieldChoice("yes", _YES_NO["yes"], "check"), FieldChoice("no", _YES_NO["no"], "x"))


def _spelled(version: ProcedureVersion, key: str) -> str:
    """The field that is this one in words."""
    for one in version.fields:
        tree = one.spec.calculation.tree if one.spec.calculation else None
        if isinstance(tree, FunctionCall) and tree.function == "in_words" and _names(tree.arguments[0], key):
            return one.key
    return ""


def _names(node: object, key: str) -> bool:
    return isinstance(node, Name) and node.path == key


def _document(item: SheetDocument) -> RequiredDocument:
    spec = item.spec
    return RequiredDocument(
        key=spec.key,
        name=item.name,
        note=item.note,
        required=spec.required and not spec.one_of,
        upload=spec.handling is Handling.PHOTOGRAPHED,
        picture=spec.picture,
        portal_code=spec.portal_code,
        sides=spec.sides,
        handling=spec.handling.value,
        instead=spec.instead,
    )


def _signatures(version: ProcedureVersion) -> Iterator[RequiredDocument]:
    """What is signed on the glass comes with the filing; nobody brings or photographs it."""
    for one in version.parties:
        if one.signature:
            name = version.texts.text(f"parties.{one.key}.name") or version.name
            words = {language: _SIGNED.get(language, _SIGNED["vi"]).format(text) for language, text in name.items()}
            yield RequiredDocument(SIGNATURE.format(party=one.key), words, {}, required=False, upload=False)


def _signed_sheets(version: ProcedureVersion) -> Iterator[RequiredDocument]:
    """The sheets that somebody signs on the glass, in the law's own words in every language."""
    signers = {one.key for one in version.parties if one.signature}
    for paper in version.papers:
        template = version.templates.get(paper.template)
        if template is not None and signers & {one.party for line in template.lines for one in line.signatures}:
            title = " ".join(template.title.split())
            name = dict.fromkeys(version.name, title)
            key, code = SIGNED_SHEET.format(key=paper.key), paper.portal_code
            yield RequiredDocument(key, name, {}, required=False, upload=False, portal_code=code)


def _fee(version: ProcedureVersion, fee: FeeSpec, day: date) -> ProcedureFee:
    """The price on ``day`` for whoever comes; 0 where it hangs on the case."""
    plain = (one for one in fee.amounts if not one.channel and not one.province and one.relevant is None)
    row = next((one for one in plain if in_force(one, day)), None)
    name = version.texts.text(f"fees.{fee.key}.name")
    amount = (row.amount or 0) if row and (fee.relevant is None or fee.per is not None) else 0
    return ProcedureFee(fee.key, name, amount, _counted(fee.per), fee.source)


def charge(version: ProcedureVersion, due: FeeDue, sources: Mapping[str, str]) -> FeeCharge:
    """A fee of a case, named. ``sources``: what the area has set, by the fee's key."""
    spec = next(one for one in version.fees if one.key == due.key)
    name = version.texts.text(f"fees.{due.key}.name")
    source = sources.get(due.key, spec.source)
    counted, besides = _counted(spec.per), spec.per is not None and spec.relevant is not None
    known = due.amount, due.count, due.each, counted, due.maybe, due.exempt
    return FeeCharge(due.key, name, *known, source, besides=besides, by_case=due.by_case)


def other_price(amount: int | None, due: FeeDue | None) -> int | None:
    """What is owed elsewhere, where that is known, certain and not the same."""
    return None if due is None or due.maybe or due.amount == amount else due.amount


def _counted(per: Expression | None) -> str:
    return per.tree.path if per is not None and isinstance(per.tree, Name) else ""
