"""What came with a dossier, for its page: what the kiosk notes for the officer, the card's standing, and the papers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kiosk.words import words


def officer_notes(record: Mapping[str, Any]) -> tuple[str, ...]:
    """What the kiosk says the officer should look at before the rest; a record without a kiosk's form has none."""
    try:
        notes = json.loads(record.get("ToKhaiKiosk") or "{}").get("notes", ())
        return tuple(str(note["text"]) for note in notes)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):  # another program's form
        return ()


def card_standing(record: Mapping[str, Any]) -> tuple[str, ...]:
    """How far the applicant's card could be trusted at the kiosk, in the words that the person saw."""
    try:
        applicant = json.loads(record.get("ToKhaiKiosk") or "{}")["applicant"]
        lines = [words().say(f"card.standing.{applicant['standing']}")]
        if applicant.get("card_expired"):
            lines.append(words().say("card.expired-note"))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):  # another program's form
        return ()
    return tuple(lines)


def filed_documents(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Each paper's code and the name of its file."""
    return tuple(f"{item['MaThanhPhanHoSo']}: {item['TenTepDinhKem']}" for item in _documents(record))


def paper_codes(record: Mapping[str, Any]) -> tuple[str, ...]:
    """The papers an officer may ask for anew."""
    return tuple(sorted({str(item["MaThanhPhanHoSo"]) for item in _documents(record)}))


def _documents(record: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    documents = record.get("TaiLieuNop") or []
    assert isinstance(documents, list)
    return documents
