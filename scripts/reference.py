"""The reference pages that are made from the code: errors, settings, commands, benches. ``python -m scripts.reference``

Each page is a function from the checkout to its text; ``scripts/checks.py`` holds what stands in ``docs/`` against it.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from kiosk.catalogue import register_in
from kiosk.cli import parser
from kiosk.config import Config, entries_of
from kiosk.domain.certainty import Certainty
from kiosk.errors import KioskError
from kiosk.forms.sheet import ProcedureVersion
from kiosk.words import words
from scripts.source_tree import syntax

ROOT = Path(__file__).resolve().parent.parent
_WIDTH = "96"  # columns that argparse folds its help to
_NOTE = "Made by `python -m scripts.reference` from {source}; not written by hand.\n"


def errors_page(root: Path) -> str:
    """Every known error: its code, what a person reads, and what to do about it."""
    lines = ["# Known errors\n", _NOTE.format(source="`kiosk/errors/` and `assets/words/`")]
    lines += ["Anything that is not listed here is a bug: it is logged as one and never shown as if it were known.\n"]
    families: dict[str, list[type[KioskError]]] = {}
    for kind in sorted(_below(KioskError), key=lambda kind: kind.code):
        families.setdefault(kind.code.split(".")[0], []).append(kind)
    for family, kinds in families.items():
        lines += [f"## {family}\n", "| code | class | what a person reads | what to do |", "|---|---|---|---|"]
        lines += [_error_row(kind) for kind in kinds] + [""]
    return "\n".join(lines)


def _below(kind: type[KioskError]) -> Iterator[type[KioskError]]:
    for child in kind.__subclasses__():
        if child.__module__.startswith("kiosk."):
            if "code" in vars(child):
                yield child
            yield from _below(child)


def _error_row(kind: type[KioskError]) -> str:
    vi, en = words("vi"), words("en")
    texts = [
        f"{vi.texts[key]}<br>*{en.texts[key]}*" for key in (f"error.{kind.code}.message", f"error.{kind.code}.remedy")
    ]
    if vi.has(own := f"error.{kind.code}.staff"):
        texts[1] += f"<br>Cán bộ: {vi.texts[own]}<br>*Staff: {en.texts[own]}*"
    if vi.has(own := f"error.{kind.code}.technician"):
        texts[1] += f"<br>Kỹ thuật: {vi.texts[own]}<br>*Technician: {en.texts[own]}*"
    return f"| `{kind.code}` | `{kind.__name__}` | {' | '.join(text.replace('|', '/') for text in texts)} |"


def settings_page(root: Path) -> str:
    """Every key of the settings file, with its default and the comment that stands beside it in the code."""
    sources = (root / "kiosk" / name for name in ("config.py", "hearing_settings.py", "hall_settings.py"))
    source = "\n".join(path.read_text("utf-8") for path in sources)
    notes = _comments(source)
    lines = ["# Settings\n", _NOTE.format(source="`kiosk/config.py`")]
    lines += ["One TOML file, `kiosk --config FILE`. Seconds and bytes, unless a name says otherwise.\n"]
    lines += _settings_table("", Config(), notes)
    for item in fields(Config):
        value = getattr(Config(), item.name)
        if is_dataclass(value):
            lines += [f"## [{item.name}]\n", *_settings_table(type(value).__name__, value, notes)]
    return "\n".join(lines)


def _settings_table(owner: str, holder: Any, notes: Mapping[tuple[str, str], str]) -> list[str]:
    rows = [name for name, value in entries_of(holder).items() if not is_dataclass(value)]
    return [
        "| key | default | meaning |",
        "|---|---|---|",
        *(
            f"| `{name}` | `{_default(getattr(holder, name))}` | {notes.get((owner or 'Config', name), '')} |"
            for name in rows
        ),
        "",
    ]


def _default(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value) or '""'


def _comments(source: str) -> dict[tuple[str, str], str]:
    """The comment at the end of each field's line, by class and field."""
    lines = source.splitlines()
    return {
        (kind.name, line.target.id): lines[line.lineno - 1].partition("  # ")[2].replace("|", "/")
        for kind in ast.parse(source).body
        if isinstance(kind, ast.ClassDef)
        for line in kind.body
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
    }


def commands_page(root: Path) -> str:
    """The help of every command and of what stands below it, as it prints it."""
    os.environ["COLUMNS"] = _WIDTH
    lines = ["# Commands\n", _NOTE.format(source="the parsers of `kiosk/commands/`")]
    lines += ["Exit codes: 0 done, 1 a known failure, 2 wrong usage, 70 a bug. `--json` prints exactly one document.\n"]
    for name, verb in _verbs(parser()):
        lines += [f"## {name}\n", "```", verb.format_help().rstrip(), "```\n"]
    return "\n".join(lines)


def _verbs(above: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in above._actions:
        if isinstance(action, argparse._SubParsersAction):
            named: dict[int, argparse.ArgumentParser] = {id(verb): verb for verb in action.choices.values()}
            for verb in named.values():  # an alias is no command of its own
                yield verb.prog, verb
                yield from _verbs(verb)


def benches_page(root: Path) -> str:
    """What each measurement is for, in its own first words, and how it is called."""
    lines = ["# Measurements\n", _NOTE.format(source="the heads of `bench/*.py`")]
    lines += ["| command | what it prints |", "|---|---|"]
    for path in sorted((root / "bench").rglob("*.py")):
        doc = ast.get_docstring(syntax(path)) or ""
        called = re.findall(r"python (?:-m )?(bench[./][^\s`]*)([^`\n]*)", doc)
        if called:
            flags = called[0][1].strip().replace("|", "/")
            first = " ".join(doc.split("\n\n")[0].split()).replace("|", "/")
            call = f"python {called[0][0]} {flags}".strip()
            lines.append(f"| `{call}` | {first} |")
    return "\n".join([*lines, ""])


def procedures_page(root: Path) -> str:
    """What each version of each procedure holds, counted, and what of it is not known."""
    lines = ["# Procedures, counted\n", _NOTE.format(source="`assets/procedures/`")]
    lines += ["Sample filings are run by `kiosk catalogue check`; a version that fails one never comes into force.\n"]
    lines += [
        "| code | version | in force | fields | rules | papers | fees | samples | unsure | open facts | checked |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    versions = [one for ones in register_in(root / "assets").versions.values() for one in ones]
    lines += [_procedure_row(one) for one in versions]
    lines += ["", "## Open facts\n", "Sentences for the officer, as they stand in the files.\n"]
    for one in versions:
        lines += [f"- {one.code} ({one.version}), {fact.key}: {fact.what}" for fact in one.spec.open]
    return "\n".join([*lines, ""])


def _procedure_row(version: ProcedureVersion) -> str:
    head, spec = version.head, version.spec
    marks = [rule.sure for rule in spec.rules] + [document.sure for document in spec.documents]
    marks += [limit.sure for limit in spec.limits] + [row.sure for fee in spec.fees for row in fee.amounts]
    counts = [len(version.fields), len(spec.rules), len(spec.documents), len(spec.fees), len(spec.samples)]
    counts += [marks.count(Certainty.UNSURE), len(spec.open)]
    until = f"{head.in_force.until:%d/%m/%Y}" if head.in_force.until else ""
    days = f"{head.in_force.since:%d/%m/%Y} – {until}"
    checked = f"{head.checked.on:%d/%m/%Y}" + ("" if head.checked.gazette else ", not with the gazette")
    return f"| {head.code} | {head.version} | {days} | {' | '.join(map(str, counts))} | {checked} |"


PAGES: Mapping[str, Callable[[Path], str]] = {
    "docs/errors.md": errors_page,
    "docs/settings.md": settings_page,
    "docs/commands.md": commands_page,
    "docs/benches.md": benches_page,
    "docs/procedures-table.md": procedures_page,
}


def faults(root: Path) -> Iterator[str]:
    """A page that is not what the code says today."""
    for name, page in PAGES.items():
        path = root / name
        if page is commands_page and sys.version_info[:2] != (3, 11):
            continue  # argparse lays its help out otherwise from one Python to the next
        if not path.exists() or path.read_text("utf-8") != page(root):
            yield f"reference: {name} is not what the code says; python -m scripts.reference writes it anew"


def main() -> None:
    for name, page in PAGES.items():
        (ROOT / name).write_text(page(ROOT), "utf-8")


if __name__ == "__main__":
    main()
