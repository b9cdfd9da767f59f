"""What one answer costs: a form of 100 fields and 60 rules, all of it looked at anew. ``python -m bench.forms``

Goal: under 5 ms for the refresh of a page. Printed: the median and the slowest of 300 answers, for the made-up sheet
and for each procedure that is here; and how long the whole catalogue takes to read and check.
"""

from __future__ import annotations

import json
import statistics
import time
from datetime import date

from kiosk import catalogue
from kiosk.forms.answers import AnswerOrigin
from kiosk.forms.case import Circumstances
from kiosk.forms.fees import fees_due
from kiosk.forms.form import Form, begin
from kiosk.forms.references import Surroundings
from kiosk.forms.sheet import ProcedureVersion
from kiosk.procedures.version_files import VersionFiles, version_of
from kiosk.resources import ASSETS

FIELDS, RULES, ANSWERS = 100, 60, 300
TODAY = date(2026, 11, 30)

_HEAD = """
[procedure]
code = "9.000100"
version = "2026-11-30"
in_force = { from = 2026-01-01 }
official = "Phép đo"
field_code = "G00"
field_name = "Phép đo"
authority = "UBND xã"
channels = ["kiosk"]
prefix = "PD"
events = ["trade"]
subject = "sheet.f0"
applicant = {}
sources = ["tự đặt"]
checked = { on = 2026-11-30, by = "bench" }
[[parties]]
key = "owner"
[[limits]]
within = "none"
source = "tự đặt"
[[review]]
key = "all"
icon = "user"
groups = ["sheet"]
[[samples]]
key = "none"
expect = {}
"""


def made_up() -> ProcedureVersion:
    """Each field hangs on the one before; each rule looks at three."""
    head = _HEAD.replace('"sheet.f0"', '"{sheet.f0}"')
    fields = "".join(_field(number) for number in range(FIELDS))
    pages = "".join(f'[[pages]]\nkey = "p{n}"\nfields = ["sheet.f{n}"]\n' for n in range(FIELDS))
    text = f'{head}[[groups]]\nkey = "sheet"\nofficial = "Tờ khai"\n{fields}{pages}{"".join(map(_rule, range(RULES)))}'
    return version_of(VersionFiles("9.000100", "2026-11-30", text, {"vi": _words()}), Surroundings())


def _field(number: int) -> str:
    before = f"relevant = 'filled(sheet.f{number - 1})'\n" if number else ""
    head = f'[[groups.fields]]\nkey = "f{number}"\ntype = "year-or-date"\nofficial = "Dòng {number}"\n'
    return f"{head}required = true\n{before}"


def _rule(number: int) -> str:
    one, other = f"sheet.f{number}", f"sheet.f{number + 1}"
    return f"""
[[rules]]
key = "R{number}"
must = 'age({one}) >= 18 and (days({one}, {other}) <= 99999 or {one} in [sheet.f{number + 2}, {other}])'
blames = ["{one}"]
level = "ask"
source = "tự đặt"
holds = {{ "{one}" = "01/01/1990", "{other}" = "01/01/1991" }}
fails = {{ "{one}" = "01/01/2020", "{other}" = "01/01/2021" }}
"""


def _words() -> str:
    labels = "".join(f'f{number}.label = "Dòng {number}"\n' for number in range(FIELDS))
    pages = "".join(f'p{number}.title = "Trang {number}"\n' for number in range(FIELDS))
    rules = "".join(f'R{number}.text = "Xem lại."\n' for number in range(RULES))
    head = '[procedure]\nname = "Phép đo"\nresult = "Không"\n[groups]\nsheet.title = "Tờ khai"\n'
    return f'{head}[fields.sheet]\n{labels}[pages]\n{pages}[rules]\n{rules}[review]\nall.title = "Tất cả"\n'


def refreshed(form: Form) -> None:
    """All that a page's refresh asks of a form."""
    assert form.pages() is not None and form.problems() is not None and form.texts is not None
    assert form.documents() is not None and fees_due(form.case) is not None


def measured(version: ProcedureVersion) -> dict[str, float]:
    """Milliseconds from an answer to all that follows from it, over a form that is wholly filled."""
    fields = [item.key for item in version.fields if not item.calculated and not item.row]
    form = begin(version, Circumstances(TODAY))
    for key in fields:
        choices = version.by_key[key].choices
        form = form.answered(key, choices[0].value if choices else "01/01/1990", AnswerOrigin.TYPED)
    spent = []
    for number in range(ANSWERS):
        start = time.perf_counter()
        form = form.answered(fields[number % len(fields)], f"01/02/{1950 + number % 50}", AnswerOrigin.TYPED)
        refreshed(form)
        spent.append(1000 * (time.perf_counter() - start))
    return {"median_ms": round(statistics.median(spent), 3), "slowest_ms": round(max(spent), 3)}


def main() -> None:
    start = time.perf_counter()
    register = catalogue.register_in(ASSETS)
    checked = time.perf_counter() - start
    outcome: dict[str, object] = {f"{FIELDS} fields, {RULES} rules": measured(made_up())}
    for code, versions in register.versions.items():
        one = versions[-1]
        name = f"{code} {one.version}: {len(one.fields)} fields, {len(one.rules)} rules"
        outcome[name] = measured(one)
    outcome["catalogue read and checked, s"] = round(checked, 3)
    print(json.dumps(outcome, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
