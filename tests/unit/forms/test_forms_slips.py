"""Slips that people make in a procedure's file: each is refused, with file, line and a reason in words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.catalogue import register_in
from kiosk.forms.slips import Slip, SlipsFound
from kiosk.procedures.register import Register, every_version, gaps, overlaps, sample_area, surroundings
from kiosk.procedures.version_files import VersionFiles, version_of
from kiosk.resources import ASSETS
from kiosk.services.procedure_authoring import check_procedures, slip_text
from kiosk.words import words

AROUND = surroundings(ASSETS)
AREA = sample_area(ASSETS / "areas")
GOOD = next(files for files in every_version(ASSETS.joinpath) if files.code == "1.000894")


RECOGNITION = next(files for files in every_version(ASSETS.joinpath) if files.code == "1.000689")

TODAY = date(2026, 12, 1)


def slips_of(files: VersionFiles) -> tuple[Slip, ...]:
    try:
        version_of(files, AROUND, AREA, today=TODAY)
    except SlipsFound as wrong:
        return wrong.slips
    return ()


def test_the_file_itself_is_good() -> None:
    assert slips_of(GOOD) == ()


# What is written in place of what, the reason that must be given, and what stands in the line that is named.
SLIPS = [
    ("a drawing that nobody drew", 'picture = "card"', 'picture = "crad"', "unknown-picture", "crad"),
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
    (
        "a second filing that takes along what is not there",
        "[[alike]]",
        '[another]\nkeeps = ["groom.nme"]\n\n[[alike]]',
        "unknown-field",
        "groom.nme",
    ),
    (
        "a way of giving back that no field says",
        'prefix = "KH"',
        'prefix = "KH"\nreturned_way = "return.wy"',
        "unknown-field",
        "return.wy",
    ),
    (
        "a sum that hangs on the case besides",
        "amount = 8_000 },\n]",
        "amount = 8_000, by_case = true },\n]",
        "price-amount",
        "by_case",
    ),
    ("a life event that no tile has", 'events = ["marriage"]', 'events = ["wedding"]', "unknown-event", "wedding"),
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
        "relevant = 'copies.wanted'\ndefault",
        "relevant = 'copie.wanted'\ndefault",
        "unknown-name",
        "copie.wanted",
    ),
    (
        "a choice that is none",
        'own.status in ["3", "6"]\' # a marriage',
        'own.status == "9"\' # a marriage',
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
        "relevant = 'bride.ended_noted == false or groom",
        'relevant = \'bride.status == "2" and bride.status == "3" or false and groom',
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
        "somebody who may be nobody",
        "fits = 'party.groom.sex",
        'may_be = ["brid"]\nfits = \'party.groom.sex',
        "unknown-party",
        '"brid"',
    ),
    (
        "a block that is not there",
        'use = "paper_bearer"\nfrom = "party.groom"',
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
        "a new price below the old one, which has no end",
        "{ from = 2017-01-01, amount = 8_000 }",
        "{ from = 2017-01-01, amount = 8_000 },\n  { from = 2027-01-01, amount = 9_000 }",
        "price-covered",
        "from = 2027-01-01",
    ),
    (
        "a sample that comes out otherwise",
        "fee = 16_000",
        "fee = 8_000",
        "sample-wrong",
        "fee = 8_000",
    ),
    (
        "a sample that expects nothing",
        '[samples.expect]\nproblems = ["R6-nam"]\n',
        "[samples.expect]\n",
        "sample-expects-nothing",
        "[[samples]]",
    ),
    (
        "a paper that blocks for nothing",
        'groom.ended_noted == false\'\nto = "2.000554"\n',
        "groom.ended_noted == false'\n",
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
    ("a desk that is none", 'queue = "tu-phap"', 'queue = "ldxh"', "unknown-desk", '"ldxh"'),
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
        "two rules that stop, and exclude each other",
        "must = 'bride.sex != groom.sex'",
        "must = 'bride.paper_number == groom.paper_number'",
        "stops-exclude",
        "must = 'bride.paper_number != groom.paper_number'",
    ),
    (
        "a rule that stops whoever another lets through",
        "must = 'age(latest(groom.birth)) >= 20'",
        "must = 'age(latest(bride.birth)) < 18'",
        "stops-exclude",
        "age(latest(bride.birth)) < 18",
    ),
    (
        "two halves of a condition that are never both so",
        "relevant = 'bride.ended_noted == false or groom",
        "relevant = 'age(bride.birth) > 30 and age(bride.birth) < 20 and bride.ended_noted == false and groom",
        "never-holds",
        "< 20",
    ),
    (
        "a number of a card that may be somebody's",
        'id_number = "999304000015"',
        'id_number = "001304000015"',
        "number-of-somebody",
        'id_number = "001304000015"',
    ),
    (
        "a number of somebody in an example",
        'holds = { "bride.paper_number" = "999304000015"',
        'holds = { "bride.paper_number" = "008304000015"',
        "number-of-somebody",
        "008304000015",
    ),
    (
        "compared with its sources tomorrow",
        "checked = { on = 2026-11-30",
        "checked = { on = 2027-11-30",
        "checked-later",
        "on = 2027-11-30",
    ),
    (
        "an act of a year that has not come",
        'source = "Luật Hôn nhân và gia đình 52/2014/QH13, Điều 8 khoản 2"',
        'source = "Luật Hôn nhân và gia đình 52/2041/QH13, Điều 8 khoản 2"',
        "source-later",
        "52/2041/QH13",
    ),
    ("an act signed on a day that has not come", "(16/01/2026)", "(16/01/2028)", "source-later", "(16/01/2028)"),
    (
        "words of the skeleton",
        'source = "máy: hai người, hai thẻ"',
        'source = "‹Số văn bản, điều, khoản›"',
        "unwritten",
        "‹Số văn bản, điều, khoản›",
    ),
    ("the skeleton's prefix", 'prefix = "KH"', 'prefix = "XX"', "unwritten", 'prefix = "XX"'),
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


def test_a_status_may_say_what_is_known_of_a_dossier_and_other_texts_may_not() -> None:
    good = GOOD.words["vi"]
    assert "đến {place} trong giờ {hours}" in good and slips_of(GOOD) == ()
    odd = good.replace("{place} trong giờ", "{room} trong giờ").replace('[trouble]\n1 = "', '[trouble]\n1 = "{place} ')
    slips = slips_of(replace(GOOD, words={**GOOD.words, "vi": odd}))
    places = {one.values["name"]: one.place.line for one in slips if one.reason == "unknown-placeholder"}
    assert places == {"room": _line(odd, "{room}"), "place": _line(odd, "{place} ")}


def test_an_empty_sentence_is_said_with_its_line() -> None:
    good = GOOD.words["vi"]
    empty = re.sub(r'(R8\.text = )"[^"]*"', r'\1" "', good)
    (slip,) = slips_of(replace(GOOD, words={**GOOD.words, "vi": empty}))
    place = ("words/vi/procedures/1.000894.toml", _line(empty, 'R8.text = " "'))
    assert (slip.reason, slip.place.file, slip.place.line) == ("text-empty", *place)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ('"lấy vợ"', "search-shape"),
        ('["lấy vợ", 7]', "search-shape"),
        ('["lấy vợ", " ! "]', "search-shape"),
        ('["lấy vợ", "Lay vo"]', "search-twice"),
    ],
)
def test_phrases_by_which_a_procedure_is_found(given: str, reason: str) -> None:
    english = f"procedure.search = {given}\nprocedure.line = 'Both come'\n"
    [slip] = slips_of(replace(GOOD, words={**GOOD.words, "en": english}))
    assert (slip.reason, slip.place.file, slip.place.line) == (reason, "words/en/procedures/1.000894.toml", 1)
    assert "slip." not in slip_text(words("vi"), slip)


def test_what_an_area_sets_must_be_its_to_set() -> None:
    area = 'unit = "08"\nsource = "NQ"\nchecked = { on = 2026-11-30, by = "x" }\n[fees]\ncopies = [{ amount = 5000 }]\n'
    slips = slips_of(replace(GOOD, areas={"08": area}))
    assert [(one.reason, one.place.line) for one in slips] == [("unknown-fee", 5)]


SHEET = "procedures/1.000894/sheets/ket-hon.toml"


@pytest.mark.parametrize(
    ("before", "after", "reason", "mark"),
    [
        ('"{bride.name}", "{groom.name}"', '"{bride.nme}", "{groom.name}"', "unknown-name", "bride.nme"),
        ('"{bride.name}", "{groom.name}"', '"{bride.name}", "{}"', "sheet-without-subject", "title = "),
        ("{tick: copies.wanted}", "{tick: copies.count}", "wrong-kind", "{tick: copies.count}"),
        ("{tick: copies.wanted}", "{tik: copies.wanted}", "unknown-verb", "{tik:"),
        ("{day: contact.date}", "{day: contact.place}", "wrong-kind", "{day: contact.place}"),
        ("{copies.count} bản", "{copies.count bản", "open-brace", "{copies.count bản"),
        ('party = "bride"', 'party = "brid"', "unknown-party", '"brid"'),
        ('law = "', 'size = 40\nlaw = "', "sheet-size", "size = 40"),
        ('title = "Bên nữ"', 'titel = "Bên nữ"', "unknown-key", "titel"),
        ('"Bên nữ", "Bên nam"]', '"Bên nữ"]', "sheet-cells", "cells = ["),
        ('can-cuoc = "Thẻ', 'can-cuco = "Thẻ', "no-such-word", ""),
        ("[[lines]]\ncells", '[[lines]]\ntext = "x"\ncells', "sheet-line-kind", '[[lines]]\ntext = "x"\ncells'),
    ],
)
def test_a_slip_in_a_printed_sheet_is_said_with_its_line(before: str, after: str, reason: str, mark: str) -> None:
    text = GOOD.sheets[SHEET].replace(before, after, 1)
    assert text != GOOD.sheets[SHEET]
    slip = next(one for one in slips_of(replace(GOOD, sheets={SHEET: text})) if one.reason == reason)
    assert slip.place.file == SHEET
    assert not mark or slip.place.line == _line(text, mark)
    assert "slip." not in slip_text(words("vi"), slip)


def test_a_version_that_names_a_sheet_which_is_not_there_never_comes_into_force() -> None:
    (slip,) = slips_of(replace(GOOD, sheets={}))
    assert (slip.reason, slip.place.line) == ("unknown-sheet", _line(GOOD.text, 'template = "ket-hon"'))


def test_a_version_without_a_sheet_is_named_and_serves(tmp_path: Path) -> None:
    bare = GOOD.text.replace('[[papers]]\nkey = "to_khai"\ntemplate = "ket-hon"\n', "")
    _catalogue(tmp_path, replace(GOOD, text=bare, sheets={}))
    outcome = check_procedures(tmp_path)
    assert outcome.good and outcome.unprinted == (("1.000894", "2026-11-30"),)
    assert check_procedures(ASSETS).unprinted == ()


@pytest.mark.parametrize("along", ["mother.nam", "if(mother.name"])
def test_what_goes_along_to_another_procedure_is_checked_as_any_expression(along: str) -> None:
    ending = f'"mother.name" = "{along}" }}'
    text = RECOGNITION.text.replace('"mother.name" = "mother.name" }', ending, 1)
    slips = slips_of(replace(RECOGNITION, text=text))
    assert slips and {one.place.line for one in slips} == {_line(text, ending)}


def test_two_versions_of_one_day_are_refused() -> None:
    later = replace(
        GOOD, version="2026-12-15", text=GOOD.text.replace('version = "2026-11-30"', 'version = "2026-12-15"')
    )
    (slip,) = overlaps([GOOD, later])
    assert (slip.reason, slip.place.line) == ("versions-overlap", _line(later.text, "in_force = "))


def test_days_between_two_versions_that_fall_under_none_are_said() -> None:
    first = replace(GOOD, text=GOOD.text.replace("until = 2027-02-28 } #", "until = 2026-11-30 } #"))
    text = GOOD.text.replace('version = "2026-11-30"', 'version = "2027-01-01"')
    later = replace(GOOD, version="2027-01-01", text=text.replace("from = 2026-01-16, ", "from = 2027-01-01, "))
    (slip,) = gaps([later, first])
    assert (slip.reason, slip.place.file) == ("versions-gap", "procedures/1.000894/2027-01-01.toml")
    assert slip.place.line == _line(later.text, "in_force = ")
    assert "từ 01/12/2026 đến 31/12/2026" in slip_text(words("vi"), slip)
    follows = replace(later, text=text.replace("from = 2026-01-16, ", "from = 2026-12-01, "))
    assert gaps([first, follows]) == []


@pytest.mark.parametrize(
    ("old", "new", "mark"),
    [
        ("[[alike]]", "[[alike]", "[[alike]"),
        ('prefix = "KH"', "prefix = KH", "prefix = KH"),
        ('prefix = "KH"', 'prefix "KH"', 'prefix "KH"'),
        ('prefix = "KH"', 'prefix = "KH"\nprefix = "KH"', 'prefix = "KH"'),
        ('prefix = "KH"', f"prefix = {'7' * 5000}", "prefix = 7"),
        ('prefix = "KH"', f"prefix = {'[' * 2000}", "prefix = [["),
        ('prefix = "KH"', 'prefix = "K\\H"', "prefix = "),
    ],
)
def test_what_is_no_toml_is_said_in_the_words_of_the_office(old: str, new: str, mark: str) -> None:
    text = GOOD.text.replace(old, new, 1)
    (slip,) = slips_of(replace(GOOD, text=text))
    line = text.splitlines()[slip.place.line - 1]
    assert slip.reason == "toml" and mark in line
    assert str(slip.values["why"]) not in slip_text(words("vi"), slip)


def test_a_file_that_lacks_a_whole_part_is_looked_at_to_its_end() -> None:
    text = re.sub(r"\[\[limits\]\]\n(?:.+\n)+", "", GOOD.text)
    (slip,) = slips_of(replace(GOOD, text=text))
    assert (slip.reason, slip.values["key"]) == ("missing-key", "limits")
    assert slip.place.line == len(text.rstrip().splitlines())


def test_where_a_rule_leads_that_the_catalogue_has_not_is_warned_of(tmp_path: Path) -> None:
    _catalogue(tmp_path, GOOD)
    outcome = check_procedures(tmp_path)
    strays = {one.values["code"]: one for one in outcome.strays}
    assert outcome.good and "2.000554" in strays
    stray = strays["2.000554"]
    assert stray.place.line in [n for n, one in enumerate(GOOD.text.splitlines(), 1) if 'to = "2.000554"' in one]
    assert "2.000554" in slip_text(words("vi"), stray)


def _catalogue(root: Path, *versions: VersionFiles) -> Register:
    for one in versions:
        path = root / "procedures" / one.code / f"{one.version}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(one.text, "utf-8")
        for name, sheet in one.sheets.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(sheet, "utf-8")
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
