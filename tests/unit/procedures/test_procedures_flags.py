"""Each flag of each procedure names a desk that has words, in every complete language."""

from __future__ import annotations

from kiosk.procedures.register import every_version
from kiosk.procedures.version_files import version_as_filed
from kiosk.resources import ASSETS
from kiosk.words import COMPLETE, words


def test_every_flag_goes_to_a_desk_with_a_name() -> None:
    versions = [version_as_filed(files.content()) for files in every_version(ASSETS.joinpath)]
    desks = {one.queue for version in versions for one in version.flags}
    assert len(desks) >= 5
    for language in COMPLETE:
        assert {one for one in desks if f"officer_note.desk.{one}" not in words(language).texts} == set()
