"""The office's pages: whatever residents, kiosks, sticks and other programs wrote is text there, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from kiosk.domain.answering import FIELD, LATER, PAPER
from kiosk.domain.calendar import ZONE
from kiosk.domain.stick import StickInfo
from kiosk_sandbox import pages, rendering
from kiosk_sandbox.courier.page import BundleEntry, bundles_page, sticks_page
from kiosk_sandbox.fleet import FleetEntry
from kiosk_sandbox.fleet_alarms import FleetLimits, alarms_of
from kiosk_sandbox.fleet_page import FleetState, FleetView, fleet_page
from kiosk_sandbox.machine_hours import HourFacts
from kiosk_sandbox.machine_page import machine_page
from kiosk_sandbox.rendering import TEMPLATES, render
from kiosk_sandbox.tables import Dossier, DossierStep, Mistake, Question

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=ZONE)
PLAIN = "Sùng A Páo"
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></textarea></style><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% include 'office.css' %}{# #}",
    "&lt;script&gt; &amp;",
]


class Shape(HTMLParser):
    """A page's elements with the names of their attributes, in order; its texts and values, entities resolved."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, ...]] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, *(name for name, _ in attributes)))
        self.texts += [value or "" for _, value in attributes]

    def handle_endtag(self, tag: str) -> None:
        self.elements.append((f"/{tag}",))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.elements.append(("!--", data))


def item(text: str) -> Dossier:
    form = {"notes": [{"text": text}], "applicant": {"standing": "genuine"}}
    record = dict.fromkeys(("MaTTHC", "TenTTHC", "ChuHoSo", "TrichYeuHoSo"), text)
    papers = {"TaiLieuNop": [{"MaThanhPhanHoSo": text, "TenTepDinhKem": text}]}
    record = record | papers | {"ToKhaiKiosk": json.dumps(form)}
    facts = {"code": text, "reference": text, "note": text, "officer": text}
    return Dossier(status="1", record=json.dumps(record), came=NOW, coming=False, **facts)


def questions(text: str) -> list[Question]:
    facts = {f"{FIELD}{text}": text, f"{PAPER}{text}": text, LATER: text}
    answer = json.dumps({"facts": facts})
    asked = {"words": text, "papers": text, "fields": text}
    return [
        Question(until=NOW, digest=text, answer=answer, answered=NOW, **asked),
        Question(until=None, digest="", answer="", answered=None, **asked),
    ]


def machine(text: str) -> FleetEntry:
    names = (
        "waiting",
        "parked",
        "journal",
        "paper",
        "catalogue_days",
        "free_mb",
        "place",
        "oldest",
        "alarms",
        "program",
    )
    called = f"2026-03-02T{text}"
    return FleetEntry(text, text, NOW - timedelta(hours=9), dict.fromkeys(names, text) | {"called": called}, 400)


def fleet_state(text: str) -> FleetState:
    entries = [machine(text)]
    return FleetState(text, entries, {}, alarms_of(entries, NOW, FleetLimits(), NOW), NOW, FleetLimits())


def stick(text: str) -> StickInfo:
    return StickInfo(Path("/media", text), text, "vfat", 1, 1, read_only=False, marks=(1, 1))


PAGES: dict[str, Callable[[str], str]] = {
    "sign_in.html": lambda _: pages.sign_in(wrong=True),
    "message.html": pages.message,
    "day.html": lambda text: pages.day([item(text)]),
    "dossier.html": lambda text: pages.dossier(
        item(text), [DossierStep(at=NOW, status="1", note=text)], questions(text), text
    ),
    "fleet.html": lambda text: fleet_page(fleet_state(text), FleetView.ALL, text),
    "units": lambda text: fleet_page(fleet_state(text), FleetView.UNITS),
    "machine.html": lambda text: machine_page(machine(text), [HourFacts(NOW, 1, 2.0, 3, 4)], fleet_state(text)),
    "mistakes.html": lambda text: pages.mistakes([Mistake(at=NOW, unit=text, place=text, words=text)]),
    "sticks.html": lambda text: sticks_page([stick(text)]),
    "bundles.html": lambda text: bundles_page([BundleEntry(text, ((text, text),), text), BundleEntry(mistake=text)]),
}


def test_every_template_is_looked_at() -> None:
    assert {path.name for path in TEMPLATES.glob("*.html")} == PAGES.keys() - {"units"} | {"layout.html", "parts.html"}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", PAGES)
def test_what_others_wrote_is_text_and_nothing_else(name: str, text: str) -> None:
    """The page has the same elements and attributes as with a harmless name, and the text stands there as written."""
    plain, hostile = Shape(PAGES[name](PLAIN)), Shape(PAGES[name](text))
    assert hostile.elements == plain.elements
    assert name == "sign_in.html" or sum(text in one for one in hostile.texts) == sum(
        PLAIN in one for one in plain.texts
    )


def test_no_page_has_a_script() -> None:
    for name, page in PAGES.items():
        shape = Shape(page(PLAIN))
        assert not [
            one for one in shape.elements if one[0] == "script" or any(word.startswith("on") for word in one[1:])
        ]
        assert shape.elements[0] == ("html", "lang") and shape.elements[-1] == ("/html",), name


def test_no_template_takes_its_escaping_back() -> None:
    assert rendering._ENVIRONMENT.autoescape is True
    texts = {path.name: path.read_text("utf-8") for path in TEMPLATES.iterdir()}
    assert not [name for name, text in texts.items() if re.search(r"\|\s*safe|autoescape|Markup", text)]


def test_a_value_that_was_not_given_is_a_bug() -> None:
    with pytest.raises(UndefinedError):
        render("message.html")
