"""Slips that people make in a procedure's file: each is refused, with file, line and a reason in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.catalogue import register_in
from kiosk.forms.slips import Slip, SlipsFound
from kiosk.procedures.register import Register, every_version, overlaps, sample_area, surroundings
from kiosk.procedures.version_files import VersionFiles, version_of
from kiosk.resources import ASSETS
from kiosk.services.procedure_authoring import slip_text
from kiosk.words import words

AROUND = surroundings(ASSETS)
AREA = sample_area(ASSETS / "areas")
GOOD = next(files for files in every_version(ASSETS.joinpath) if files.code == "1.000894")


def slips_of(files: VersionFiles) -> tuple[Slip, ...]:
    try:
        version_of(files, AROUND, AREA)
    except SlipsFound as wrong:
        return wrong.slips
    return ()


def test_the_file_itself_is_good() -> None:
    assert slips_of(GOOD) == ()


# What is written in place of what, the reason that must be given, and what stands in the line that is named.
SLIPS = [
    (
        "a key spelled wrong",
        'key = "count"\ntype = "number"',
        'key = "count"\nrequried = true\ntype = "number"',
        "unknown-key",
        "requried",
    ),
    (
        "a field type that is none",
        'key = "phone"\ntype = "phone"',
        'key = "phone"\ntype = "telephone"',
        "no-such-word",
        "telephone",
    ),
    ("a fee as text", "amount = 8_000 },\n]", 'amount = "8000" },\n]', "wrong-type", '"8000"'),
    (
        "a page that asks an unknown field",
        '"copies.wanted"]\n\n[[pages]]',
        '"copies.wantd"]\n\n[[pages]]',
        "unknown-field",
        '"copies.wantd"',
    ),
    (
        "an unknown name in a condition",
        "relevant = 'copies.wanted'\nrange",
        "relevant = 'copie.wanted'\nrange",
        "unknown-name",
        "copie.wanted",
    ),
    (
        "a choice that is none",
        'own.status == "3"\'\n\n# --- Bên nam',
        'own.status == "9"\'\n\n# --- Bên nam',
        "no-such-choice",
        '"9"',
    ),
    (
        "numbers compared with text",
        "age(latest(bride.birth)) >= 18'",
        'age(latest(bride.birth)) >= "18"\'',
        "not-comparable",
        '"18"',
    ),
    (
        "one equals sign",
        "must = 'bride.status != \"1\"'",
        "must = 'bride.status = \"2\"'",
        "single-equals",
        'bride.status = "2"',
    ),
    (
        "a condition that can never hold",
        "relevant = 'bride.ended_abroad or",
        'relevant = \'bride.status == "2" and bride.status == "3" or false and',
        "never-holds",
        "or false and",
    ),
    (
        "a condition that always holds",
        "relevant = 'copies.wanted'\nper",
        "relevant = 'copies.wanted or not copies.wanted'\nper",
        "always-holds",
        "not copies.wanted",
    ),
    (
        "a number compared with one outside its range",
        "relevant = 'copies.wanted'\nper",
        "relevant = 'copies.wanted and copies.count > 99'\nper",
        "never-holds",
        "copies.count > 99",
    ),
    (
        "fields that depend on each other",
        'key = "wanted"\ntype = "yes-no"',
        'key = "wanted"\nrelevant = \'copies.count > 0\'\ntype = "yes-no"',
        "circle",
        "[[groups.fields]]",
    ),
    (
        "a required field that no page asks",
        'fields = ["copies.count"]',
        'fields = ["contact.phone"]',
        "required-on-no-page",
        "[[groups.fields]]",
    ),
    (
        "an unknown datum of the card",
        'key = "times"\ntype = "number"',
        'key = "times"\ncard = "full_nme"\ntype = "number"',
        "unknown-card-field",
        "full_nme",
    ),
    ("a party that is nobody", 'from = "party.groom"', 'from = "party.grom"', "unknown-party", "party.grom"),
    (
        "a block that is not there",
        'use = "person"\nfrom = "party.groom"',
        'use = "persn"\nfrom = "party.groom"',
        "unknown-block",
        "persn",
    ),
    (
        "a field twice",
        'key = "place"\ntype',
        'key = "phone"\ntype',
        "key-twice",
        "[[groups.fields]]",
    ),
    (
        "a rule whose example is wrong",
        'fails = { "bride.birth" = "01/12/2008" }',
        'fails = { "bride.birth" = "01/12/1998" }',
        "example-wrong",
        "01/12/1998",
    ),
    ("a rule that routes nowhere", 'level = "tell"', 'level = "route"', "route-and-to", 'level = "route"'),
    ("a limit that is none", 'within = "same_day"', 'within = "1 ngày"', "limit-shape", "1 ngày"),
    ("a day that is none", "from = 2026-01-16", "from = 2026-02-30", "toml", "2026-02-30"),
    (
        "it ends before it begins",
        "until = 2027-02-28 } #",
        "until = 2025-02-28 } #",
        "ends-before-it-begins",
        "until = 2025",
    ),
    (
        "a price that runs out",
        "{ from = 2017-01-01, amount = 8_000 }",
        "{ from = 2017-01-01, until = 2026-12-31, amount = 8_000 }",
        "price-gap",
        "[[fees]]",
    ),
    (
        "a sample that comes out otherwise",
        "fee = 16_000",
        "fee = 8_000",
        "sample-wrong",
        "fee = 8_000",
    ),
    (
        "a paper that blocks for nothing",
        'groom.ended_abroad\'\nto = "2.000554"\n',
        "groom.ended_abroad'\n",
        "blocks-and-to",
        'handling = "blocks"',
    ),
    (
        "an unknown list",
        'key = "times"\ntype = "number"\nofficial = "Kết hôn lần thứ mấy"\nrequired = true',
        'key = "times"\ntype = "list"\nvalues_of = "ethnic_group"\nofficial = "Kết hôn lần thứ mấy"\nrequired = true',
        "unknown-list",
        '"ethnic_group"',
    ),
    (
        "a group that is not looked over",
        'groups = ["copies", "contact"]',
        'groups = ["copies"]',
        "group-unreviewed",
        "[[groups]]",
    ),
    ("a level that is none", 'level = "officer"', 'level = "warn"', "no-such-word", '"warn"'),
    (
        "a sign in the middle of nothing",
        "must = 'bride.sex != groom.sex'",
        "must = 'bride.sex != '",
        "expression-ends",
        "must = 'bride.sex != '",
    ),
    (
        "a sample with a field that is none",
        '"copies.wanted" = true, "copies.count" = 2',
        '"copies.wanted" = true, "copies.number" = 2',
        "unknown-field",
        "copies.number",
    ),
    (
        "a version under another name",
        'version = "2026-11-30"',
        'version = "2026-12-01"',
        "another-place",
        'version = "2026-12-01"',
    ),
]


@pytest.mark.parametrize(("old", "new", "reason", "mark"), [one[1:] for one in SLIPS], ids=[one[0] for one in SLIPS])
def test_a_slip_is_refused_with_its_line(old: str, new: str, reason: str, mark: str) -> None:
    assert old in GOOD.text, "the table no longer fits the file"
    text = GOOD.text.replace(old, new, 1)
    slips = [one for one in slips_of(replace(GOOD, text=text)) if one.reason == reason]
    assert slips, [str(one) for one in slips_of(replace(GOOD, text=text))]
    lines = text.splitlines()
    assert any(mark in lines[one.place.line - 1] for one in slips), [str(one) for one in slips]
    assert slips[0].place.file == GOOD.name
    for language in ("vi", "en"):
        assert "slip." not in slip_text(words(language), slips[0])


def test_a_sentence_that_is_missing_or_that_nothing_says() -> None:
    vietnamese = GOOD.words["vi"]
    without = vietnamese.replace('R8.text = "', 'R88.text = "')
    slips = slips_of(replace(GOOD, words={**GOOD.words, "vi": without}))
    assert {one.reason for one in slips} >= {"unknown-text"}
    line = next(n for n, text in enumerate(without.splitlines(), 1) if "R88" in text)
    assert any(one.place.file.startswith("words/vi") and one.place.line == line for one in slips)
    lines = "\n".join(one for one in vietnamese.splitlines() if not one.startswith("R8.text"))
    assert [one.reason for one in slips_of(replace(GOOD, words={"vi": lines}))] == ["no-text"]


def test_what_an_area_sets_must_be_its_to_set() -> None:
    area = 'unit = "08"\nsource = "NQ"\nchecked = { on = 2026-11-30, by = "x" }\n[fees]\ncopies = [{ amount = 5000 }]\n'
    slips = slips_of(replace(GOOD, areas={"08": area}))
    assert [(one.reason, one.place.line) for one in slips] == [("unknown-fee", 5)]


def test_two_versions_of_one_day_are_refused() -> None:
    later = replace(
        GOOD, version="2026-12-15", text=GOOD.text.replace('version = "2026-11-30"', 'version = "2026-12-15"')
    )
    assert [one.reason for one in overlaps([GOOD, later])] == ["versions-overlap"]


def _catalogue(root: Path, *versions: VersionFiles) -> Register:
    for one in versions:
        path = root / "procedures" / one.code / f"{one.version}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(one.text, "utf-8")
    return register_in(root)


def test_a_wrong_file_never_comes_into_force_and_the_last_good_one_stays(tmp_path: Path) -> None:
    until = GOOD.text.replace("until = 2027-02-28 } #", "until = 2026-12-31 } #")
    next_text = GOOD.text.replace('version = "2026-11-30"', 'version = "2027-01-01"')
    next_text = next_text.replace("from = 2026-01-16, until = 2027-02-28", "from = 2027-01-01")
    broken = next_text.replace('level = "officer"', 'level = "warn"')
    register = _catalogue(tmp_path, replace(GOOD, text=until), replace(GOOD, version="2027-01-01", text=broken))
    line = _line(broken, '"warn"')
    assert [str(one.place) for one in register.slips] == [f"procedures/1.000894/2027-01-01.toml:{line}"]
    assert [one.version for one in register.versions["1.000894"]] == ["2026-11-30"]
    assert register.in_force("1.000894", date(2026, 12, 31)) is not None


def test_the_version_is_chosen_by_the_day_of_receipt(tmp_path: Path) -> None:
    first = replace(GOOD, text=GOOD.text.replace("until = 2027-02-28 } #", "until = 2026-12-31 } #"))
    text = GOOD.text.replace('version = "2026-11-30"', 'version = "2027-01-01"')
    text = text.replace("from = 2026-01-16, until = 2027-02-28", "from = 2027-01-01")
    second = replace(GOOD, version="2027-01-01", text=text)
    register = _catalogue(tmp_path, first, second)
    assert register.slips == ()
    chosen = {
        day: register.in_force("1.000894", day) for day in (date(2025, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    }
    assert [one.version if one else None for one in chosen.values()] == [None, "2026-11-30", "2027-01-01"]


def _line(text: str, mark: str) -> int:
    return text.count("\n", 0, text.index(mark)) + 1
