"""What came with a dossier, as parts of its page: what the kiosk notes for the officer, and the papers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape

from kiosk.words import words


def officer_notes(record: Mapping[str, str]) -> str:
    """What the kiosk says the officer should look at before the rest; a record without a kiosk's form has none."""
    try:
        notes = json.loads(record.get("ToKhaiKiosk") or "{}").get("notes", ())
        lines = "".join(f"<li>{escape(str(note['text']))}</li>" for note in notes)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):  # another program's form
        return ""
    return f'<section class="look"><label>Cán bộ xem lại</label><ul>{lines}</ul></section>' if lines else ""


def card_standing(record: Mapping[str, str]) -> str:
    """How far the applicant's card could be trusted at the kiosk, in the words that the person saw."""
    try:
        applicant = json.loads(record.get("ToKhaiKiosk") or "{}")["applicant"]
        lines = [words().say(f"card.standing.{applicant['standing']}")]
        if applicant.get("card_expired"):
            lines.append(words().say("card.expired-note"))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):  # another program's form
        return ""
    shown = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<section><label>Thẻ căn cước</label><ul>{shown}</ul></section>"


def filed_documents(record: Mapping[str, object]) -> str:
    documents = record.get("TaiLieuNop") or []
    assert isinstance(documents, list)
    names = "".join(
        f"<li>{escape(item['MaThanhPhanHoSo'])}: {escape(item['TenTepDinhKem'])}</li>" for item in documents
    )
    return f"<section><label>Giấy tờ kèm theo</label><ul>{names}</ul></section>" if names else ""
