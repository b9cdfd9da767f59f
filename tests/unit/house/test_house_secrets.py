"""No secret shows itself: every dataclass of the house keeps fields that hold one out of its ``repr``."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest

import kiosk
import kiosk_sandbox
from kiosk.chip.keys import AccessKey
from kiosk.config import Config, PortalSettings
from kiosk.domain.card_reading import CardKey

SECRET = {"pin", "password", "secret", "can", "mrz", "token", "passphrase", "private", "key"}

OPEN = {
    *("FormField", "FormPage", "Section", "RequiredDocument", "ProcedureFee", "DocumentRef", "OfficerNote", "Problem"),
    *(
        "BoundDocument",
        "AttachedFile",
        "ProgressSegment",
        "Phrase",
        "ReviewLine",
        "ReviewFold",
        "Live",
        "Placed",
    ),  # a name of words
    *("FeeCharge", "FiledFee", "HealthCell", "TableSection", "PaperWays", "JobRow", "CallTime", "ResidentMessage"),
    "SampleVisit",
    *("Charge", "DossierField", "DossierPaper", "OfficialPaper", "PrintedSheet", "DateFault"),
    *("FormProblem", "DocumentNeed", "DatedAmount", "DocumentSpec", "ExemptionSpec", "FeeSpec", "FlagSpec", "FeeDue"),
    *("OpenFactSpec", "PrintedPaperSpec", "RuleSpec", "SampleSpec", "FieldSpec", "GroupSpec", "PageSpec", "PartySpec"),
    *("ReviewSpec", "SheetField", "SheetGroup", "SourcePlace", "_Attribute"),
    *("AssistedLine", "AssistedPaper", "AssistedPart", "CorrectedField", "CorrectionGround", "PaperTask"),
    *("LinkedSpec", "FiledPart"),
    *("RestartRequest", "RestartAnswer"),  # which wish an answer is to: in a file that its owner alone reads
    "FieldChange",  # whether a field is secret
    *("SignedArrival", "_Ecdsa", "CounterStatement"),  # public keys
    "Keeping",  # where the key is kept and where the PIN is asked for, not what they are
}
"""Classes whose ``key`` or ``pin`` is none; a parsed ``Mrz`` hides its own fields."""


def dataclasses_of_the_house() -> Iterator[type]:
    for package in (kiosk, kiosk_sandbox):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name.endswith(("__main__", "_child")):
                continue
            try:
                module = importlib.import_module(found.name)
            except ImportError:  # a binding that is not on this machine
                continue
            classes = [one for one in vars(module).values() if inspect.isclass(one) and one.__module__ == found.name]
            yield from (one for one in classes if dataclasses.is_dataclass(one))


def test_no_dataclass_shows_a_secret() -> None:
    walked = list(dataclasses_of_the_house())
    shown = {
        f"{one.__module__}.{one.__name__}.{item.name}"
        for one in walked
        for item in dataclasses.fields(one)
        if item.name in SECRET and item.repr and item.type not in ("bool", "Mrz") and one.__name__ not in OPEN
    }
    assert len(walked) > 150 and shown == set()


@pytest.mark.parametrize(
    "thing",
    [
        Config(portal=PortalSettings("https://portal.example", "kiosk", "s3cr3t-482159")),
        CardKey("482159", ""),
        CardKey("", "482159482159482159482159"),
        AccessKey("482159", ""),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_what_is_printed_by_mistake_says_nothing(thing: object) -> None:
    assert "482159" not in f"{thing!r} {thing} {[thing]}"
