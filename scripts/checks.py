"""What this house holds itself to beyond what ruff, mypy and import-linter know. ``python -m scripts.checks``

Every check is a function from the checkout to the faults it finds, each one line that says where and what.
"""

from __future__ import annotations

import ast
import re
import shutil
import string
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kiosk.toml_source import read_source
from scripts import circles, closers, names, page_names, reference, third_party
from scripts.source_tree import nodes, syntax
from scripts.vietnamese import misspelled

ROOT = Path(__file__).resolve().parent.parent
LONGEST_MODULE = 300
LANGUAGES = ("vi", "en")
VIETNAMESE_DATA = ("assets/procedures", "assets/values")
EXPRESSIONS = frozenset({"relevant", "required", "constraint", "calculation", "must", "per", "from_if", "fits"})
"""Keys of a procedure whose value is an expression (docs/procedures.md)."""
LICENSED = ("fonts", "icons", "sounds")
LICENCE = re.compile(r"licen[cs]e|OFL|copying", re.IGNORECASE)

ALIEN = re.compile(
    r"py[p]i\.org|python[h]osted|registry\.n[p]mjs|[d]eb\.debian\.org|[s]napshot\.debian|(?<![\w.~-])/(?:[w]ork|[r]oot|[o]pt/pypi)/"
)
"""What must not stand in the checkout: addresses of registries, and folders of somebody's machine."""


def word_faults(root: Path) -> Iterator[str]:
    """Both languages have the same keys, the same placeholders, no blank sentence, and composed letters."""
    texts = {language: read_words(root, language) for language in LANGUAGES}
    vietnamese, english = texts["vi"], texts["en"]
    for key in sorted(vietnamese.keys() ^ english.keys()):
        language = "vi" if key in vietnamese else "en"
        yield f"words: {word_place(root, language, key)}: {key} is in {language} only"
    for key in sorted(vietnamese.keys() & english.keys()):
        if _places(vietnamese[key]) != _places(english[key]):
            yield f"words: {key} has other placeholders in vi than in en"
    for language, table in texts.items():
        for key, text in table.items():
            if not text.strip():
                yield f"words: {language} {key} is empty"
            if not unicodedata.is_normalized("NFC", text):
                yield f"words: {language} {key} has decomposed letters"


def double_words(root: Path) -> Iterator[str]:
    """A key that two files of a language hold would be said by whichever is read last."""
    for language in LANGUAGES:
        seen: dict[str, str] = {}
        for path in _word_files(root, language):
            for key, _ in flat(tomllib.loads(path.read_text("utf-8"))):
                if key in seen:
                    yield f"words: {language} {key} is in {seen[key]} and in {path.name}"
                seen[key] = path.name


def error_faults(root: Path) -> Iterator[str]:
    """Every error in kiosk/errors has a message and a remedy in every language, and a code of its own."""
    tables = {language: read_words(root, language) for language in LANGUAGES}
    codes: dict[str, str] = {}
    for name, code in error_codes(root):
        if code in codes:
            yield f"errors: {name} has the code of {codes[code]}"
        codes[code] = name
        lacking = [
            f"{part} in {language}"
            for language, table in tables.items()
            for part in ("message", "remedy")
            if f"error.{code}.{part}" not in table
        ]
        if lacking:
            yield f"errors: {name} (error.{code}) has no {', '.join(lacking)}"


def error_codes(root: Path) -> Iterator[tuple[str, str]]:
    """Name and own code of every class in the error tree."""
    files = [root / "kiosk/errors.py", *sorted((root / "kiosk/errors").glob("*.py"))]
    trees = [syntax(path) for path in files if path.exists()]
    for kind in (node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)):
        for line in kind.body:
            match line:
                case (
                    ast.Assign(targets=[ast.Name(id="code")], value=ast.Constant(value=str(code)))
                    | ast.AnnAssign(target=ast.Name(id="code"), value=ast.Constant(value=str(code)))
                ):
                    yield kind.name, code


def said_faults(root: Path) -> Iterator[str]:
    """Every key that is said as a literal exists."""
    keys = read_words(root, "vi")
    for path in sorted([*(root / "kiosk").rglob("*.py"), *(root / "sandbox").rglob("*.py")]):
        for node in nodes(path):
            if (key := _said(node)) and key not in keys:
                yield f"words: {path.relative_to(root)} says {key}, which no language has"


def _said(node: ast.AST) -> str | None:
    """The literal key that this call says, if it is one."""
    match node:
        case ast.Call(func=ast.Attribute(attr="say" | "_say"), args=[ast.Constant(value=str(key)), *_]) if "." in key:
            return key
    return None


def spelling_faults(root: Path) -> Iterator[str]:
    """Every Vietnamese word is a syllable or stands in scripts/allowed-words.txt."""
    allowed = allowed_words(root)
    for path in [*_word_files(root, "vi"), *_procedure_word_files(root, "vi")]:
        for key, text in flat(tomllib.loads(path.read_text("utf-8"))):
            yield from (f"spelling: {path.name} {key}: {word}" for word in misspelled(text, allowed))
    for path in sorted(path for folder in VIETNAMESE_DATA for path in (root / folder).rglob("*.toml")):
        for text in _strings(tomllib.loads(path.read_text("utf-8"))):
            if not text.isascii():
                yield from (f"spelling: {path.relative_to(root)}: {word}" for word in misspelled(text, allowed))


def _strings(value: object) -> Iterator[str]:
    """Every sentence below ``value`` but the English ones, whose keys end in ``_en``; of an expression, its texts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            if key in EXPRESSIONS and isinstance(part, str):
                yield from re.findall(r'"([^"]*)"', part)
            elif not key.endswith("_en"):
                yield from _strings(part)


def allowed_words(root: Path) -> frozenset[str]:
    lines = (root / "scripts/allowed-words.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def size_faults(root: Path) -> Iterator[str]:
    """Modules stay within a length that can be read at a sitting."""
    for folder in ("kiosk", "sandbox", "scripts"):
        for path in sorted((root / folder).rglob("*.py")):
            lines = len(path.read_text("utf-8").splitlines())
            if lines > LONGEST_MODULE:
                yield f"size: {path.relative_to(root)} has {lines} lines, {LONGEST_MODULE} at most"


def alien_faults(root: Path) -> Iterator[str]:
    """Nothing in the checkout speaks of the machine it was written on."""
    for path in tracked(root):
        try:
            text = path.read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if found := ALIEN.search(line):
                yield f"alien: {path.relative_to(root)}:{number} holds {found[0]}"


def licence_faults(root: Path) -> Iterator[str]:
    """Every folder of fonts, icons or sounds has the licence of its files beside them or above."""
    for name in LICENSED:
        base = root / "assets" / name
        for folder in sorted({path.parent for path in base.rglob("*") if path.is_file()}):
            above = [folder, *(one for one in folder.parents if one.is_relative_to(base))]
            if not any(LICENCE.search(path.name) for one in above for path in one.iterdir()):
                yield f"licence: {folder.relative_to(root)} has none"


def read_words(root: Path, language: str) -> dict[str, str]:
    return {
        key: text for path in _word_files(root, language) for key, text in flat(tomllib.loads(path.read_text("utf-8")))
    }


def word_place(root: Path, language: str, key: str) -> str:
    """``vi/card.toml:12``: where the sentence ``key`` stands."""
    for path in _word_files(root, language):
        source = read_source(path.read_bytes(), f"{language}/{path.name}")
        for steps in leaves(source.table):
            if ".".join(steps) == key:
                return source.where(*steps)
    return language


def leaves(table: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every value that is no table."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from leaves(value, (*above, key))
        else:
            yield (*above, key)


def flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Nested tables as dotted keys, as kiosk/words.py joins them."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


def tracked(root: Path) -> list[Path]:
    """The files that git knows; where there is no git, all but what a run leaves behind."""
    if shutil.which("git"):
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False)
        if listed.returncode == 0:
            return [root / name for name in listed.stdout.split("\0") if name]
    left = {".git", ".venv", "out", "build", "__pycache__", *(path.name for path in root.glob(".*_cache"))}
    return [path for path in root.rglob("*") if path.is_file() and not left & set(path.relative_to(root).parts)]


def _word_files(root: Path, language: str) -> list[Path]:
    return sorted((root / "assets/words" / language).glob("*.toml"))


def _procedure_word_files(root: Path, language: str) -> list[Path]:
    """Of each procedure and each block of a sheet; a key stands in many of them."""
    return sorted((root / "assets/words" / language).glob("*/*.toml"))


def procedure_word_faults(root: Path) -> Iterator[str]:
    """What a procedure or a block says in Vietnamese it says in English, with the same placeholders."""
    for path in _procedure_word_files(root, "vi"):
        name = path.relative_to(root / "assets/words/vi").as_posix()
        other = root / "assets/words/en" / name
        texts = [dict(flat(tomllib.loads(one.read_text("utf-8")))) if one.exists() else {} for one in (path, other)]
        for key in sorted(texts[0].keys() ^ texts[1].keys()):
            yield f"words: {name} {key} is in {'vi' if key in texts[0] else 'en'} only"


def _places(text: str) -> set[str]:
    """The placeholders, but for the form of address, which English does without."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name} - {"you", "You"}


CHECKS: tuple[Callable[[Path], Iterator[str]], ...] = (
    word_faults,
    double_words,
    error_faults,
    said_faults,
    procedure_word_faults,
    spelling_faults,
    size_faults,
    alien_faults,
    licence_faults,
    third_party.faults,
    names.class_faults,
    names.participle_faults,
    names.glossary_faults,
    circles.faults,
    closers.faults,
    page_names.faults,
)


def main() -> int:
    """Say every fault; the exit code tells whether there is one."""
    faults = [fault for check in (*CHECKS, reference.faults) for fault in check(ROOT)]
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
