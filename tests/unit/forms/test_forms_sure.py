"""What is unsure shows nothing without an officer's word; what is not known is written down and hangs on something."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.checks import Level
from kiosk.forms.fees import fees_due, total
from kiosk.forms.form import Form
from kiosk.forms.limits import limit_of
from kiosk.forms.samples import sample_form
from kiosk.forms.sheet import ProcedureVersion
from kiosk.forms.slips import SlipsFound
from kiosk.procedures.register import every_version, sample_area, surroundings
from kiosk.procedures.version_files import version_as_filed, version_of
from kiosk.resources import ASSETS

GOOD = next(files for files in every_version(ASSETS.joinpath) if files.code == "1.000894")


def changed(old: str, new: str) -> ProcedureVersion:
    assert old in GOOD.text, "the sample no longer fits the file"
    return version_as_filed(replace(GOOD, text=GOOD.text.replace(old, new, 1)).content())


def form(version: ProcedureVersion, key: str) -> Form:
    samples = {one.key: one for one in version.samples}
    whole = replace(samples["hai-nguoi"], given={**samples["hai-nguoi"].given, **samples[key].given})
    return sample_form(version, whole)


def test_a_rule_that_is_unsure_is_for_the_officer_alone():
    sure = form(version_as_filed(GOOD.content()), "dang-co-chong")
    assert [one.key for one in sure.stops()] == ["R5-nu"]
    unsure = form(changed('key = "R5-nu"', 'key = "R5-nu"\nsure = "U"'), "dang-co-chong")
    assert unsure.stops() == ()
    assert [(one.key, one.level) for one in unsure.remarks() if one.key == "R5-nu"] == [("R5-nu", Level.OFFICER)]


def test_a_paper_that_is_unsure_is_asked_of_nobody():
    version = changed('key = "giay_to_ben_nu"', 'key = "giay_to_ben_nu"\nsure = "U"')
    assert "giay_to_ben_nu" not in [one.key for one in form(version, "hai-nguoi").documents()]


def test_a_price_that_is_unsure_is_not_known():
    version = changed("{ from = 2017-01-01, amount = 8_000 }", '{ from = 2017-01-01, amount = 8_000, sure = "U" }')
    assert total(fees_due(form(version, "xin-ban-sao").case)) is None


def test_a_limit_that_is_unsure_promises_nothing():
    version = changed('within = "same_day"', 'within = "same_day"\nsure = "U"')
    assert limit_of(form(version, "hai-nguoi").case) is None


OPEN = '\n[[open]]\nkey = "x"\nwhat = "Chưa biết."\nconcerns = ["%s"]\n'


@pytest.mark.parametrize("concern", ["bride.status", "rules.R1", "fees.copies", "documents.giay_to_ben_nu", "limits"])
def test_what_is_not_known_hangs_on_something_that_is_there(concern):
    version = version_of(
        replace(GOOD, text=GOOD.text + OPEN % concern), surroundings(ASSETS), sample_area(ASSETS / "areas")
    )
    assert version.spec.open[-1].what == "Chưa biết."


@pytest.mark.parametrize("concern", ["bride.stauts", "rules.R99", "fee.copies"])
def test_what_hangs_on_nothing_is_refused(concern):
    with pytest.raises(SlipsFound, match="unknown-concern"):
        version_of(replace(GOOD, text=GOOD.text + OPEN % concern), surroundings(ASSETS), sample_area(ASSETS / "areas"))
