"""Official numbers are the portal's: whatever number comes with a record, the next filing of the unit gets its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from postgres import postgres, programs

from kiosk.domain.calendar import ZONE
from kiosk_sandbox.database import PortalDatabase
from kiosk_sandbox.dossiers import Dossiers, OfficeRefused, Record
from kiosk_sandbox.instance import Instance
from sandbox import OFFICE

NOON = datetime(2026, 11, 23, 12, tzinfo=ZONE)
UNIT, NEXT_UNIT = OFFICE.unit, "H15.50.05.14"
OWN = re.compile(rf"{re.escape(UNIT)}-\d{{6}}-\d{{4,6}}")


class Day:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def filed(name: int, number: str = "") -> Record:
    """A kiosk's filing, which may come with a number."""
    return {"MaHoSo": number, "MaThamChieuKiosk": f"DV01/KS-{name:04d}-00", "TrangThaiHoSo": "1"}


def from_system(number: str) -> Record:
    """A record of a one-stop system, which has a number."""
    return {"MaHoSo": number, "TrangThaiHoSo": "2"}


@contextmanager
def kept(url: str, day: Day, workers: int = 1) -> Iterator[list[Dossiers]]:
    """So many workers' hands on one database."""
    databases = [PortalDatabase(url) for _ in range(workers)]
    try:
        yield [Dossiers(database, day) for database in databases]
    finally:
        for database in databases:
            database.close()


NUMBERS = st.one_of(
    st.just(""),
    st.builds(
        lambda unit, days, count: f"{unit}-{NOON + timedelta(days=days):%y%m%d}-{count:04d}",
        st.sampled_from([UNIT, UNIT, NEXT_UNIT]),
        st.sampled_from([0, 0, 0, -1, 1]),
        st.one_of(st.integers(0, 40), st.sampled_from([9999, 10000, 999999])),
    ),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("kiosk"), NUMBERS, st.integers(0, 6)),
        st.tuples(st.just("system"), NUMBERS.filter(bool), st.just(0)),
        st.tuples(st.just("tomorrow"), st.just(""), st.just(0)),
    ),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_no_number_from_outside_stands_in_the_way(steps: list[tuple[str, str, int]]) -> None:
    day, given_out = Day(), dict[int, str]()
    with TemporaryDirectory() as folder, kept(f"sqlite:///{folder}/p.sqlite", day) as (dossiers,):
        there: set[str] = set()
        for kind, number, name in steps:
            if kind == "tomorrow":
                day.now += timedelta(days=1)
            elif kind == "system":
                _as_system(dossiers, number, there)
            else:
                taken = dossiers.take(UNIT, filed(name, number), f"digest {name}", updating=False)
                assert taken.code == given_out.get(name, taken.code), "a resend has the number it had"
                assert name in given_out or taken.code not in there
                assert OWN.fullmatch(taken.code)
                given_out[name] = taken.code
                there.add(taken.code)


def _as_system(dossiers: Dossiers, number: str, there: set[str]) -> None:
    try:
        there.add(dossiers.take(UNIT, from_system(number), number, updating=False).code)
    except OfficeRefused as error:
        assert error.code == ("5" if number in there else "3")
        assert (number in there) or not number.startswith(UNIT)


def test_a_long_row_of_other_peoples_numbers_is_passed_in_one_jump(tmp_path: Path) -> None:
    with kept(f"sqlite:///{tmp_path}/p.sqlite", Day()) as (dossiers,):
        for count in range(1, 60):
            dossiers.take(UNIT, from_system(f"{UNIT}-261123-{count:04d}"), str(count), updating=False)
        assert dossiers.take(UNIT, filed(1), "a", updating=False).code == f"{UNIT}-261123-0060"


def _together(url: str) -> None:
    """Two workers, kiosks that file at once, and a one-stop system whose numbers lie just ahead of the counter."""
    with kept(url, Day(), workers=2) as workers, ThreadPoolExecutor(10) as hands:

        def file(name: int) -> str:
            old = f"{UNIT}-261123-{name % 7:04d}"
            return workers[name % 2].take(UNIT, filed(name, old), f"digest {name}", updating=False).code

        def system(count: int) -> str:
            try:
                return (
                    workers[count % 2].take(UNIT, from_system(f"{UNIT}-261123-{count:04d}"), "s", updating=False).code
                )
            except OfficeRefused as error:
                assert error.code == "5"
                return ""

        filings = [hands.submit(file, name) for name in range(1, 41)]
        others = [hands.submit(system, count) for count in range(2, 60, 3)]
        numbers = [each.result() for each in filings]
        taken = [code for each in others if (code := each.result())]
    assert len(set(numbers)) == 40
    assert not set(numbers) & set(taken)


def test_two_workers_pass_the_numbers_of_others(tmp_path: Path) -> None:
    _together(f"sqlite:///{tmp_path}/p.sqlite")


@pytest.mark.skipif(programs() is None, reason="no PostgreSQL server is installed")
def test_two_workers_on_postgresql_pass_the_numbers_of_others() -> None:
    with postgres() as url:
        _together(url)


# --- a store that was brought back ------------------------------------------------------------------------------------


def copied(source: Path, target: Path) -> str:
    """A backup of the database, as one takes it while it runs."""
    import sqlite3

    target.unlink(missing_ok=True)
    with sqlite3.connect(source) as live, sqlite3.connect(target) as copy:
        live.backup(copy)
    live.close(), copy.close()
    return f"sqlite:///{target}"


def test_numbers_of_a_lost_store_are_not_given_again(tmp_path: Path) -> None:
    """A kiosk shows the word of the store that is lost, and the portal jumps past what that may have given."""
    day, lost = Day(), tmp_path / "p.sqlite"
    with kept(f"sqlite:///{lost}", day) as (dossiers,):
        instance = Instance(dossiers._database, tmp_path / "instance", day)
        dossiers.take(UNIT, filed(1), "1", updating=False)
        backup = copied(lost, tmp_path / "backup.sqlite")
        gone = {dossiers.take(UNIT, filed(name), str(name), updating=False).code for name in range(2, 7)}
        gone |= {dossiers.take(NEXT_UNIT, filed(name), str(name), updating=False).code for name in range(2, 4)}
        shown = instance.greeted()
    (tmp_path / "instance").unlink()  # brought back to another machine
    with kept(backup, day) as (dossiers,):
        instance = Instance(dossiers._database, tmp_path / "instance", day)
        before = instance.greeted()
        after = instance.greeted(shown)
        assert before.split(".")[0] == shown.split(".")[0] != after.split(".")[0]
        assert instance.greeted(shown).split(".")[0] == after.split(".")[0], "once is enough"
        given = {dossiers.take(UNIT, filed(name), str(name), updating=False).code for name in range(7, 10)}
        given |= {dossiers.take(NEXT_UNIT, filed(name), str(name), updating=False).code for name in range(7, 10)}
    assert not given & gone


def test_a_database_that_was_brought_back_alone_is_noticed_at_the_start(tmp_path: Path) -> None:
    day, lost = Day(), tmp_path / "p.sqlite"
    with kept(f"sqlite:///{lost}", day) as (dossiers,):
        Instance(dossiers._database, tmp_path / "instance", day)
        dossiers.take(UNIT, filed(1), "1", updating=False)
        backup = copied(lost, tmp_path / "backup.sqlite")
        dossiers.take(UNIT, filed(2), "2", updating=False)
        first = Instance(dossiers._database, tmp_path / "instance", day).greeted()
        assert Instance(dossiers._database, tmp_path / "instance", day).greeted() == first, "a restart is no restore"
    with kept(backup, day) as (dossiers,):
        assert Instance(dossiers._database, tmp_path / "instance", day).greeted().split(".")[0] != first.split(".")[0]


def test_a_word_that_was_made_up_changes_nothing(tmp_path: Path) -> None:
    with kept(f"sqlite:///{tmp_path}/p.sqlite", Day()) as (dossiers,):
        instance = Instance(dossiers._database, tmp_path / "instance", Day())
        own = instance.greeted()
        store, number, mark = own.split(".")
        for shown in (f"{store}.99.{mark}", f"{store}.{number}.{'0' * 12}", "", "x", f"{own} ", f"ffffffff.9.{mark}"):
            assert instance.greeted(shown) == own


def test_the_number_in_the_word_never_goes_back(tmp_path: Path) -> None:
    with kept(f"sqlite:///{tmp_path}/p.sqlite", Day()) as (dossiers,):
        instance, heard = Instance(dossiers._database, tmp_path / "instance", Day()), []
        for name in range(5):
            dossiers.take(UNIT, filed(name), str(name), updating=False)
            heard.append(int(instance.greeted().split(".")[1]))
        assert heard == sorted(set(heard))
