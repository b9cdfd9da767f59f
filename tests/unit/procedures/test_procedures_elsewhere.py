"""What is said where another commune decides: the kiosk files with its own office, and officers pass it on."""

from __future__ import annotations

import re

import pytest

from kiosk.domain.checks import Level
from kiosk.forms.limits import limit_of
from kiosk.forms.samples import sample_form, whole_sample
from kiosk.procedures.register import every_version, sample_area, surroundings
from kiosk.procedures.version_files import version_of
from kiosk.resources import ASSETS

AREA = sample_area(ASSETS / "areas")
VERSIONS = {
    f"{files.code} {files.version}": version_of(files, surroundings(ASSETS), AREA, rehearse=False)
    for files in every_version(ASSETS.joinpath)
}
KIOSK_FILES = re.compile(r"[Mm]áy (nộp|gửi|chuyển)[^.]*(xã|nơi)|kiosk (files|sends|passes|helps)")
CIVIL = ("1.000656", "1.000689", "1.000894", "1.001193", "1.004873")


@pytest.mark.parametrize("name", VERSIONS)
def test_no_rule_says_that_the_kiosk_files_elsewhere(name: str) -> None:
    said = [text for rule in VERSIONS[name].rules for text in rule.text.values()]
    assert [one for one in said if KIOSK_FILES.search(one)] == []


@pytest.mark.parametrize("code", CIVIL)
def test_where_another_commune_decides_no_day_is_promised_and_the_officer_is_told(code: str) -> None:
    version = next(one for name, one in VERSIONS.items() if name.startswith(code))
    tells = (one.spec for one in version.rules if one.level is Level.TELL)
    homes = {one.key for one in tells if "== office.commune" in one.must.text}
    seen = set()
    for sample in version.samples:
        form = sample_form(version, whole_sample(version, sample), AREA)
        broken = homes & {one.key for one in form.faults}
        limit = limit_of(form.case)
        if broken:
            seen |= broken
            assert "elsewhere" in form.flags(), sample.key
            assert limit is not None and limit.within == "none", sample.key
    assert seen == homes
