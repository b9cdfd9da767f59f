"""Words of people taken out of a sentence.

By hand: ``re`` keeps the last hundreds of expressions, and so such words when their person has long gone.
"""

from __future__ import annotations


def replaced(text: str, word: str, instead: str) -> str:
    """``text`` with each whole ``word`` in it replaced, whatever its case."""
    wanted, parts, begin, at = word.lower(), list[str](), 0, 0
    while word and (end := at + len(word)) <= len(text):
        if text[at:end].lower() == wanted and not (_in_word(text[at - 1 : at]) or _in_word(text[end : end + 1])):
            parts += [text[begin:at], instead]
            begin = at = end
        else:
            at += 1
    return "".join((*parts, text[begin:]))


def _in_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
