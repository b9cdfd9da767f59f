"""Is this a Vietnamese syllable, rightly spelled?

A syllable is an onset, a rime and a tone, and not every combination exists: `ngh` stands before e, ê, i only, a rime
that ends in c, ch, p or t bears only the sắc or nặng tone. That finds what a dictionary of words need not be kept for:
slipped diacritics, doubled letters, marks in the wrong place, decomposed letters.

The tone mark stands where the Ministry's schoolbooks of old and today's administration put it: hòa, khỏe, thủy.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

TONES = {"\u0300": "huyền", "\u0301": "sắc", "\u0303": "ngã", "\u0309": "hỏi", "\u0323": "nặng"}

ONSETS = frozenset("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()) | {""}  # noqa: SIM905

RIMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt
    oe oem oen oeo oet ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ
    uy uya uych uyn uynh uyp uyt uyu uyên uyêt
    ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
    """.split()  # noqa: SIM905
)

FRONT = frozenset("eêiy")
"""Vowels before which k, gh and ngh are written, and c, g and ng are not."""

WORD = re.compile(r"[^\W\d_]+")
NO_WORDS = re.compile(r"\{[^{}]*\}|\b\d+[-/][\w/-]+|`[^`]*`|(?<![^\s(])--?[a-z-]+|[!-~]*[/_.][!-~]+")
"""Placeholders, numbers of legal documents (118/2025/NĐ-CP), commands in backticks, options, paths and addresses."""


def is_syllable(word: str) -> bool:
    """Whether ``word`` (any case, composed letters) can be a syllable of Vietnamese and is spelled as it should be."""
    bare, tones = _without_tone(word.lower())
    if len(tones) > 1:
        return False
    return any(
        _fits(onset, rime, tones) and (not tones or _marked(word.lower(), rime) == _mark_of(rime))
        for onset, rime in _cuts(bare)
    )


def misspelled(text: str, allowed: frozenset[str]) -> Iterator[str]:
    """The words of ``text`` that are neither syllables nor ``allowed``."""
    for word in WORD.findall(NO_WORDS.sub(" ", text)):
        if word not in allowed and word.lower() not in allowed and not is_syllable(word):
            yield word


def _without_tone(word: str) -> tuple[str, list[str]]:
    """The letters with their circumflex, breve and horn, and the tones apart."""
    letters = unicodedata.normalize("NFD", word)
    tones = [TONES[mark] for mark in letters if mark in TONES]
    return unicodedata.normalize("NFC", "".join(mark for mark in letters if mark not in TONES)), tones


def _cuts(bare: str) -> Iterator[tuple[str, str]]:
    """Every way to part the letters into an onset and a rime that both exist."""
    for length in range(4):
        onset, rest = bare[:length], bare[length:]
        if onset not in ONSETS:
            continue
        if rest in RIMES:
            yield onset, rest
        elif onset in ("gi", "qu") and onset[-1] + rest in RIMES:  # gì, giếng, quýt: one letter belongs to both
            yield onset, onset[-1] + rest


def _fits(onset: str, rime: str, tones: list[str]) -> bool:
    if rime.endswith(("c", "ch", "p", "t")) and tones not in (["sắc"], ["nặng"]):
        return False
    front = rime[0] in FRONT
    if onset in ("k", "gh", "ngh"):
        return front
    return not (onset in ("c", "g", "ng") and front)


def _mark_of(rime: str) -> int:
    """On which letter of the rime the tone mark stands."""
    vowels = rime.rstrip("cghmnpt")
    crowned = [place for place, letter in enumerate(vowels) if letter in "ăâêôơư"]
    if crowned:
        return crowned[-1] if vowels != "ưa" else 0
    if len(vowels) == 1:
        return 0
    return 1 if len(vowels) == 3 or vowels != rime else 0


def _marked(word: str, rime: str) -> int | None:
    """On which letter of its rime, the word's end, the tone mark does stand; None if elsewhere."""
    end = word[-len(rime) :]
    return next((place for place, letter in enumerate(end) if _without_tone(letter)[1]), None)
