"""No modules of the house import one another in a circle, wherever in them the import stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import checks, circles


def house(root: Path, **modules: str) -> Path:
    """A checkout of these modules of kiosk/: ``store_filings`` is ``kiosk/store/filings.py``."""
    for name, text in modules.items():
        path = root / "kiosk" / f"{name.replace('_', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text, "utf-8")
    return root


@pytest.mark.parametrize(
    "back",
    [
        "from kiosk.a import thing\n",
        "import kiosk.a\n",
        "from kiosk import a\n",
        "def late():\n    from kiosk.a import thing\n",
        "class Late:\n    def late(self):\n        if self:\n            import kiosk.a as other\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from kiosk.a import Thing\n",
    ],
    ids=["name", "module", "from the package", "in a function", "in a method", "for types"],
)
def test_a_circle_of_two_is_found_whatever_closes_it(tmp_path: Path, back: str) -> None:
    root = house(tmp_path, a="from kiosk.b import other\n", b=back, c="from kiosk import a, b\n")
    assert list(circles.faults(root)) == ["circles: kiosk.a -> kiosk.b -> kiosk.a"]


def test_each_knot_is_named_once_with_a_shortest_way_round_it(tmp_path: Path) -> None:
    root = house(
        tmp_path,
        a="import kiosk.b\n",
        b="import kiosk.c\nimport kiosk.d\n",
        c="import kiosk.a\n",
        d="import kiosk.c\n",
        x_y="import kiosk.x.z\n",
        x_z="import kiosk.x.y\n",
    )
    assert sorted(circles.faults(root)) == [
        "circles: kiosk.a -> kiosk.b -> kiosk.c -> kiosk.a",
        "circles: kiosk.x.y -> kiosk.x.z -> kiosk.x.y",
    ]


def test_a_package_that_gathers_its_modules_is_no_circle(tmp_path: Path) -> None:
    root = house(tmp_path, x_y="from kiosk.x import z\n", x_z="number = 1\n")
    (root / "kiosk/x/__init__.py").write_text("from kiosk.x.y import z\nfrom kiosk.x.z import number\n", "utf-8")
    assert list(circles.faults(root)) == []


def test_a_package_and_a_module_that_takes_its_names_are_one(tmp_path: Path) -> None:
    root = house(tmp_path, x_y="from kiosk.x import number\n", x_z="number = 1\n")
    (root / "kiosk/x/__init__.py").write_text("import kiosk.x.y\nfrom kiosk.x.z import number\n", "utf-8")
    assert list(circles.faults(root)) == ["circles: kiosk.x -> kiosk.x.y -> kiosk.x"]


def test_the_house_has_none() -> None:
    graph = circles.imports(checks.ROOT)
    assert "kiosk.devices.stick_files" in graph["kiosk.devices.removable"]  # it is the house that was read
    assert list(circles.faults(checks.ROOT)) == []
