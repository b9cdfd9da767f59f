"""A paper's first page as a picture, for a screen; by PDFium, which reads pages that were made or repainted here."""

from __future__ import annotations

from io import BytesIO


def first_page(pdf: bytes, width: int) -> bytes:
    """PNG, ``width`` pixels wide."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    out = BytesIO()
    page.render(scale=width / page.get_width()).to_pil().save(out, "PNG")
    return out.getvalue()
