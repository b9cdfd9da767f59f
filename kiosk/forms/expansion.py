"""Blocks put in their places: a group that uses one has its fields, changed where the group says so."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from kiosk.forms.elements import BlockSpec, Expression, FieldChange, FieldSpec, GroupSpec
from kiosk.forms.schema import ProcedureSpec
from kiosk.forms.syntax import Binary, FunctionCall, ListOf, Name, Node, Unary

OWN = "own."
"""Before a field's name in an expression: of the same group, wherever a block is used."""


def expanded(spec: ProcedureSpec, blocks: Mapping[str, BlockSpec]) -> ProcedureSpec:
    """``spec`` with the fields of the blocks that its groups use. An unknown block gives no fields: lint says so."""
    return dataclasses.replace(spec, groups=tuple(_expanded(group, blocks) for group in spec.groups))


def _expanded(group: GroupSpec, blocks: Mapping[str, BlockSpec]) -> GroupSpec:
    block = blocks.get(group.use)
    shared = () if block is None else tuple(one for one in block.fields if not group.only or one.key in group.only)
    changed = tuple(_changed(one, group.change.get(one.key)) for one in shared)
    fields = tuple(_owned(one, group.key) for one in (*changed, *group.fields))
    official = group.official or (block.official if block else "")
    return dataclasses.replace(group, fields=fields, official=official)


def _changed(spec: FieldSpec, change: FieldChange | None) -> FieldSpec:
    if change is None:
        return spec
    given = {one.name: getattr(change, one.name) for one in dataclasses.fields(change)}
    return dataclasses.replace(spec, **{name: value for name, value in given.items() if value is not None})


def _owned(spec: FieldSpec, group: str) -> FieldSpec:
    """``own.NAME`` in its expressions as GROUP.NAME."""
    given = {name: getattr(spec, name) for name in ("relevant", "required", "constraint", "calculation")}
    moved: dict[str, Any] = {name: owned(one, group) for name, one in given.items() if isinstance(one, Expression)}
    for name in ("suggest", "family_of"):
        moved[name] = tuple(_moved_name(one, group) for one in getattr(spec, name))
    moved["suggest_if"] = {_moved_name(name, group): owned(one, group) for name, one in spec.suggest_if.items()}
    return dataclasses.replace(spec, **moved)


def owned(expression: Expression, group: str) -> Expression:
    if not any(name.startswith(OWN) for name in expression.names):
        return expression
    text = expression.text.replace(OWN, f"{group}.")
    return Expression(text, _moved(expression.tree, group), expression.place)


def _moved_name(path: str, group: str) -> str:
    return f"{group}.{path.removeprefix(OWN)}" if path.startswith(OWN) else path


def _moved(node: Node, group: str) -> Node:
    match node:
        case Name(path=path, at=at):
            return Name(_moved_name(path, group), at)
        case ListOf(items=items, at=at):
            return ListOf(tuple(_moved(item, group) for item in items), at)
        case FunctionCall(function=function, arguments=arguments, at=at):
            return FunctionCall(function, tuple(_moved(item, group) for item in arguments), at)
        case Unary(operator=sign, operand=operand, at=at):
            return Unary(sign, _moved(operand, group), at)
        case Binary(operator=sign, left=left, right=right, at=at):
            return Binary(sign, _moved(left, group), _moved(right, group), at)
        case _:
            return node
