"""The files of one version of a procedure, together: what it is read from, and what a filing keeps of it.

procedures/CODE/VERSION.toml            the procedure
procedures/CODE/areas/UNIT.toml         what a province or commune has set
words/LANGUAGE/procedures/CODE.toml     its texts
forms/BLOCK.toml                        the groups it uses
words/LANGUAGE/forms/BLOCK.toml         their texts
procedures/CODE/sheets/TEMPLATE.toml    the official sheets that are printed of it
forms/sheets/TEMPLATE.toml              those that several procedures have
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from kiosk.forms.assembly import assembled
from kiosk.forms.day_checks import checked_slips, day_slips
from kiosk.forms.decode import decode
from kiosk.forms.elements import BlockSpec
from kiosk.forms.expansion import expanded
from kiosk.forms.lint import checked_version
from kiosk.forms.references import Surroundings
from kiosk.forms.samples import AreaLookup
from kiosk.forms.schema import AreaSpec, ProcedureSpec
from kiosk.forms.sheet import ProcedureVersion
from kiosk.forms.sheet_template import SheetTemplate
from kiosk.forms.slips import Slip, SlipsFound, SourcePlace
from kiosk.forms.text_checks import allowed_keys, odd_text, said_names
from kiosk.forms.texts import SEARCH, Texts, texts_from
from kiosk.forms.typing_rules import near
from kiosk.procedures.area_search import plain
from kiosk.procedures.unwritten import unwritten_slips
from kiosk.toml_source import KeyPath, TomlFault, TomlSource, read_source

PROVENANCE = "provenance"
"""The table of a words file that says who wrote and who checked it."""


@dataclass(frozen=True)
class VersionFiles:
    """Texts by name: ``words`` by language, ``blocks`` by block, ``block_words`` by block and language, ``areas`` by
    unit, ``sheets`` by the name of the file. ``code`` and ``version`` are those of the path."""

    code: str
    version: str
    text: str
    words: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, str] = field(default_factory=dict)
    block_words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    sheets: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"procedures/{self.code}/{self.version}.toml"

    def content(self) -> str:
        """All of it as one text: sorted keys, so that the same files give the same."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def files_of(content: str) -> VersionFiles:
    """The inverse of ``content``. ValueError, KeyError or TypeError where it is none."""
    return VersionFiles(**json.loads(content))


def version_of(
    files: VersionFiles,
    surroundings: Surroundings,
    area: AreaLookup | None = None,
    *,
    rehearse: bool = True,
    today: date | None = None,
) -> ProcedureVersion:
    """The version, looked at in every way; ``rehearse``: its examples and samples too, and that all is written;
    ``today``: no day that has passed may be later. SlipsFound where it must not come into force."""
    spec, slips = decode(files.text, files.name, ProcedureSpec), []
    head = spec.procedure
    if (head.code, head.version) != (files.code, files.version):
        slips.append(
            Slip(
                head.place.at("version"), "another-place", {"given": f"{head.code}/{head.version}", "path": files.name}
            )
        )
    blocks = _blocks(files)
    spec = expanded(spec, blocks)
    sources = _word_sources(files)
    texts = _texts(files, sources)
    for unit in files.areas:
        of_area = area_of(files, unit, spec)
        slips += checked_slips(of_area.checked, _area_place(files, unit), today) if today else ()
    slips += _unknown_sheets(files, spec)
    if slips:
        raise SlipsFound(tuple(slips))
    surroundings = Surroundings(tuple(blocks), surroundings.lists, surroundings.icons)
    words, templates = [*_odd_words(sources.values(), spec), *_odd_texts(files, sources, spec)], _templates(files)
    words += day_slips(spec, templates, today) if today else ()
    version = checked_version(spec, texts, surroundings, files.content(), area, words, templates, rehearse=rehearse)
    if rehearse and (unwritten := tuple(unwritten_slips(_own_sources(files, sources)))):
        raise SlipsFound(unwritten)
    return version


def _own_sources(files: VersionFiles, words: Mapping[str, TomlSource]) -> Iterator[TomlSource]:
    """What is this procedure's alone."""
    yield _source(files.text, files.name)
    yield from words.values()
    yield from (_source(text, name) for name, text in files.sheets.items())


@lru_cache(maxsize=4)
def version_as_filed(content: str) -> ProcedureVersion:
    """The version that a filing was made under. It was in force then: nothing but its shape is looked at.

    ValueError (SlipsFound too), KeyError or TypeError where it is of a shape that is read no more.
    """
    files = files_of(content)
    spec = expanded(decode(files.text, files.name, ProcedureSpec), _blocks(files))
    return assembled(spec, _texts(files, _word_sources(files)), content, dict(_readable_templates(files)))


def area_of(files: VersionFiles, unit: str, spec: ProcedureSpec) -> AreaSpec:
    """What ``unit`` has set for this procedure. SlipsFound where it sets what is not its own."""
    name = f"procedures/{files.code}/areas/{unit}.toml"
    area = decode(files.areas[unit], name, AreaSpec)
    source = read_source(files.areas[unit], name)
    known = {fee.key for fee in spec.fees if any(row.by_area for row in fee.amounts)}
    slips = [
        Slip(_place(source, "fees", key), "unknown-fee", {"name": key, "near": near(key, known)})
        for key in area.fees
        if key not in known
    ]
    if area.unit != unit:
        slips.append(Slip(_place(source, "unit"), "another-place", {"given": area.unit, "path": name}))
    if slips:
        raise SlipsFound(tuple(slips))
    return area


def _area_place(files: VersionFiles, unit: str) -> SourcePlace:
    name = f"procedures/{files.code}/areas/{unit}.toml"
    return _place(_source(files.areas[unit], name), "checked")


def _place(source: TomlSource, *path: str) -> SourcePlace:
    return SourcePlace(source.name, source.line(*path), ".".join(path))


def _blocks(files: VersionFiles) -> dict[str, BlockSpec]:
    return {key: decode(text, f"forms/{key}.toml", BlockSpec) for key, text in files.blocks.items()}


def _unknown_sheets(files: VersionFiles, spec: ProcedureSpec) -> Iterator[Slip]:
    known = {_stem(name) for name in files.sheets}
    for paper in spec.papers:
        if paper.template not in known:
            values = {"name": paper.template, "near": near(paper.template, known)}
            yield Slip(paper.place.at("template"), "unknown-sheet", values)


def _templates(files: VersionFiles) -> dict[str, SheetTemplate]:
    return {_stem(name): decode(text, name, SheetTemplate) for name, text in files.sheets.items()}


def _readable_templates(files: VersionFiles) -> Iterator[tuple[str, SheetTemplate]]:
    """A sheet of a shape that is read no more takes nothing else of a filing with it."""
    for name, text in files.sheets.items():
        with suppress(SlipsFound):
            yield _stem(name), decode(text, name, SheetTemplate)


def _stem(name: str) -> str:
    return PurePosixPath(name).stem


def _word_sources(files: VersionFiles) -> dict[str, TomlSource]:
    """The procedure's own texts, by language."""
    names = {language: f"words/{language}/procedures/{files.code}.toml" for language in files.words}
    return {language: _source(text, names[language]) for language, text in files.words.items()}


def _texts(files: VersionFiles, sources: Mapping[str, TomlSource]) -> Texts:
    words = {language: _table(source) for language, source in sources.items()}
    blocks = {
        block: {
            language: _table(_source(text, f"words/{language}/forms/{block}.toml")) for language, text in texts.items()
        }
        for block, texts in files.block_words.items()
    }
    return texts_from(words, blocks)


def _table(source: TomlSource) -> Mapping[str, object]:
    return {key: value for key, value in source.table.items() if key != PROVENANCE}


def _source(text: str, name: str) -> TomlSource:
    try:
        return read_source(text, name)
    except TomlFault as fault:
        raise SlipsFound((Slip(SourcePlace(name, fault.line), "toml", {"why": fault.reason}),)) from None


def _odd_words(sources: Iterable[TomlSource], spec: ProcedureSpec) -> list[Slip]:
    """Texts under keys that nothing says: most of them are spelled wrong. Phrases by which nothing can be found."""
    known = allowed_keys(spec)
    slips: list[Slip] = []
    for source in sources:
        slips += _odd_phrases(source)
        for path in _leaves(source.table):
            key = ".".join(map(str, path))
            if key not in known and path[0] != PROVENANCE:
                place = SourcePlace(source.name, source.line(*path), key)
                slips.append(Slip(place, "unknown-text", {"key": key, "near": near(key, known)}))
    return slips


def _odd_texts(files: VersionFiles, sources: Mapping[str, TomlSource], spec: ProcedureSpec) -> Iterator[Slip]:
    """Sentences that say nothing, or want filled in what is not known: the procedure's own, and its blocks'."""
    blocks = (
        _source(text, f"words/{language}/forms/{block}.toml")
        for block, texts in files.block_words.items()
        for language, text in texts.items()
    )
    fillings = said_names(spec)
    for source in (*sources.values(), *blocks):
        for path in _leaves(source.table):
            key = ".".join(map(str, path))
            if path[0] != PROVENANCE and key != SEARCH:
                place = SourcePlace(source.name, source.line(*path), key)
                yield from (
                    Slip(place, *odd) for odd in odd_text(key, str(_at(source.table, path)), fillings.get(key, ()))
                )


def _at(table: Mapping[str, Any], path: KeyPath) -> object:
    value: Any = table
    for step in path:
        value = value[step]
    return value


def _odd_phrases(source: TomlSource) -> Iterator[Slip]:
    table = source.table.get("procedure", {})
    given = table.get("search", []) if isinstance(table, Mapping) else []
    place = _place(source, *SEARCH.split("."))
    if not isinstance(given, list) or not all(isinstance(one, str) and plain(one) for one in given):
        yield Slip(place, "search-shape")
    elif twice := next((one for at, one in enumerate(given) if plain(one) in map(plain, given[:at])), ""):
        yield Slip(place, "search-twice", {"phrase": twice})


def _leaves(table: Mapping[str, object], path: KeyPath = ()) -> list[KeyPath]:
    leaves: list[KeyPath] = []
    for key, value in table.items():
        leaves += _leaves(value, (*path, key)) if isinstance(value, Mapping) else [(*path, key)]
    return leaves
