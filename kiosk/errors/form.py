"""What was filed and cannot be taken as it is; drawn in the tree of ``kiosk.errors``."""

from __future__ import annotations

from kiosk.errors.base import KioskError

__all__ = [
    "AlreadyAnswered",
    "AnswerEmpty",
    "DocumentMissing",
    "EditionLost",
    "FieldInvalid",
    "FilingUnreadable",
    "FormError",
    "ProcedureStands",
    "QuestionGone",
    "RulesEnded",
    "SeemsFiled",
    "SheetNotSet",
    "UnknownProcedure",
]


class FormError(KioskError):
    code = "form.error"


class UnknownProcedure(FormError):
    code = "form.unknown-procedure"


class ProcedureStands(FormError):
    """There is a procedure of that code already; what people wrote is not written over."""

    code = "form.procedure-stands"


class RulesEnded(FormError):
    """It can be read under the last rules that are known, and not be filed under them. ``values['procedure']``: its
    code."""

    code = "form.rules-ended"


class EditionLost(FormError):
    """What the filing was made under is not here: it was filed before editions were kept, and an update came since."""

    code = "form.edition-lost"


class FieldInvalid(FormError):
    """``values['field']`` is the field's key; the answer itself is never carried."""

    code = "form.invalid-field"


class SeemsFiled(FormError):
    """It looks like filings that are here already; it may be handed in all the same. Says nothing of the first but
    ``number`` and ``day``; ``who`` is "same" where the same card filed it, "other" otherwise. ``numbers``: of all of
    them, with spaces between; ``more``: how many besides the first."""

    code = "form.seems-filed"


class SheetNotSet(FormError):
    """An official sheet could not be laid out; what was filed is safe without it. ``values['sheet']``: its title."""

    code = "form.sheet-not-set"


class DocumentMissing(FormError):
    code = "form.missing-document"


class AnswerEmpty(FormError):
    """An answer to the office without a paper and without a word."""

    code = "form.answer-empty"


class QuestionGone(FormError):
    """The office no longer waits for this answer."""

    code = "form.question-gone"


class AlreadyAnswered(FormError):
    """The question has an answer already, made in another visit."""

    code = "form.already-answered"


class FilingUnreadable(FormError):
    code = "form.unreadable"
