"""A version of the second format in the shapes that screens, slip and portal know: what is fixed, before any answer."""

from __future__ import annotations

import re
from datetime import date

from kiosk.domain.procedure import (
    FieldChoice,
    FieldType,
    FormField,
    Procedure,
    ProcedureFee,
    RequiredDocument,
    Section,
    TimeLimit,
)
from kiosk.forms.case import in_force
from kiosk.forms.effects import FeeSpec, Handling, LimitSpec
from kiosk.forms.elements import Expression, FieldKind
from kiosk.forms.limits import read_limit
from kiosk.forms.sheet import ProcedureVersion, SheetDocument, SheetField, SheetGroup
from kiosk.forms.syntax import FunctionCall, Name

_TYPES = {
    FieldKind.YES_NO: FieldType.CHOICE,
    FieldKind.TIME: FieldType.TEXT,
    FieldKind.MONEY: FieldType.TEXT,
    FieldKind.PAPER_NUMBER: FieldType.TEXT,
    FieldKind.TAX_CODE: FieldType.TEXT,
    FieldKind.EMAIL: FieldType.TEXT,
}
_YES_NO = {"yes": {"vi": "Có", "en": "Yes"}, "no": {"vi": "Không", "en": "No"}}


def procedure_view(version: ProcedureVersion, day: date, engine: object = None) -> Procedure:
    """``day``: whose prices are named before anything is answered."""
    head, texts = version.head, version.texts
    return Procedure(
        code=head.portal_code or head.code,
        version=head.version,
        effective=head.in_force.since,
        name=version.name,
        official=head.official,
        field_code=head.field_code,
        field_name=head.field_name,
        authority=head.authority,
        prefix=head.prefix,
        life_event=head.events[0] if head.events else "",
        online=head.online,
        sections=tuple(_section(version, group) for group in version.groups if not group.table),
        pages=version.pages,
        review=version.review,
        documents=tuple(_document(one) for one in version.documents),
        fees=tuple(_fee(version, fee, day) for fee in version.fees),
        limit=time_limit(version.limits[-1]),
        subject=_first_field(head.subject),
        applicant=dict(head.applicant),
        oath=texts.text("procedure.oath"),
        result=texts.text("procedure.result"),
        legal_basis=head.sources,
        checked=head.checked.on,
        alike=tuple(one.same for one in version.alike),
        source=version.content,
        engine=engine,
    )


def time_limit(spec: LimitSpec | None) -> TimeLimit:
    """The limit of a case; where the law sets none, no day is promised: 0 working days."""
    limit = read_limit(spec.within, spec.source) if spec else None
    return limit or TimeLimit(0)


def _first_field(subject: str) -> str:
    match = re.search(r"\{([^{}]+)\}", subject)
    return match[1] if match else ""


def _section(version: ProcedureVersion, group: SheetGroup) -> Section:
    return Section(group.key, group.title, group.official, tuple(_field(version, one) for one in group.fields))


def _field(version: ProcedureVersion, item: SheetField) -> FormField:
    spec = item.spec
    kind = FieldType.COMPUTED if item.calculated else _TYPES.get(item.type) or FieldType(item.type.value)
    return FormField(
        key=item.key,
        type=kind,
        label=item.label,
        official=item.official,
        required=spec.required is True,
        choices=_choices(item),
        values_of=spec.values_of,
        suggest=spec.suggest,
        hint=item.hint,
        example=spec.example,
        max_length=spec.max_length,
        upper=spec.upper,
        not_future=spec.not_future,
        eform=spec.eform,
        late_after_days=spec.late_after,
        spelled=_spelled(version, item.key),
        born=spec.card == "birth_date" or bool(_spelled(version, item.key)),
    )


def _choices(item: SheetField) -> tuple[FieldChoice, ...]:
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
    )


def _fee(version: ProcedureVersion, fee: FeeSpec, day: date) -> ProcedureFee:
    """The price on ``day`` for whoever comes; 0 where it hangs on the case."""
    plain = (one for one in fee.amounts if not one.channel and not one.province and one.relevant is None)
    row = next((one for one in plain if in_force(one, day)), None)
    name = version.texts.text(f"fees.{fee.key}.name")
    amount = (row.amount or 0) if row and (fee.relevant is None or fee.per is not None) else 0
    return ProcedureFee(fee.key, name, amount, _counted(fee.per), fee.source)


def _counted(per: Expression | None) -> str:
    return per.tree.path if per is not None and isinstance(per.tree, Name) else ""
